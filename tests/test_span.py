from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.span import complement, contains, longest_first, merged, overlaps

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda p: (p[0], p[0] + p[1])), max_size=12)


def test_half_open_neighbours_do_not_overlap():
    assert not overlaps((0, 3), (3, 5))
    assert overlaps((0, 4), (3, 5))
    assert contains((0, 5), (0, 5))
    assert not contains((0, 5), (4, 6))


@given(SPANS)
def test_merged_and_complement_share_out_the_line(spans):
    length = 60
    covered = {i for s, e in merged(spans) for i in range(s, e)}
    free = {i for s, e in complement(spans, length) for i in range(s, e)}
    assert covered == {i for s, e in spans for i in range(s, e)}
    assert covered | free >= set(range(length))
    assert not covered & free


@given(SPANS)
def test_longest_first_keeps_no_overlap_and_drops_only_beaten_ones(spans):
    kept = [spans[i] for i in longest_first(spans)]
    assert kept == sorted(kept)
    assert all(a[1] <= b[0] for a, b in pairwise(kept))
    for span in spans:
        assert span in kept or any(overlaps(span, k) and k[1] - k[0] >= span[1] - span[0] for k in kept)
