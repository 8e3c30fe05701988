"""Spans: half-open ranges of Unicode code points of the text as it was read."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

# A plain tuple sorts, hashes and compares as one expects, and costs least.
Span = tuple[int, int]


def overlaps(a: Span, b: Span) -> bool:
    """True where the two spans share at least one code point."""
    return a[0] < b[1] and b[0] < a[1]


def contains(outer: Span, inner: Span) -> bool:
    """True where ``inner`` lies wholly in ``outer``."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The union of ``spans`` as sorted spans that neither overlap nor touch."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def complement(spans: Iterable[Span], length: int) -> list[Span]:
    """What of ``0..length`` no span covers, sorted."""
    out: list[Span] = []
    at = 0
    for start, end in merged(spans):
        if start > at:
            out.append((at, start))
        at = max(at, end)
    if at < length:
        out.append((at, length))
    return out


def longest_first(spans: Sequence[Span]) -> list[int]:
    """Indices of the spans kept when longer ones win, earlier ones among equals, and none overlaps another; in text order."""
    order = sorted(range(len(spans)), key=lambda i: (spans[i][0] - spans[i][1], spans[i][0], i))
    starts: list[int] = []
    kept: list[int] = []
    for i in order:
        at = bisect_right(starts, spans[i][0])
        before, after = (kept[at - 1] if at else -1), (kept[at] if at < len(kept) else -1)
        if (before >= 0 and overlaps(spans[before], spans[i])) or (after >= 0 and overlaps(spans[after], spans[i])):
            continue
        starts.insert(at, spans[i][0])
        kept.insert(at, i)
    return kept
