"""Whatever the text, claims lie inside it, in order, and never break a quotation's run."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from .marked import Harness

HARNESS = Harness.__new__(Harness)
PIECES = [
    "{林亞青}",
    "[青禾科技]",
    "他",
    "表示",
    "說",
    "據",
    "報導",
    "指出",
    "否認",
    "，",
    "。",
    "：",
    "「",
    "」",
    "『",
    "』",
    "“",
    "”",
    '"',
    "？",
    "！",
    "；",
]
PIECES += [
    "（",
    "）",
    "\n",
    " ",
    "今天",
    "並",
    "水位下降",
    "警方",
    "有人",
    "沒有",
    "將",
    "、",
    "…",
    "3,200",
    ",",
    "\u3000",
    "𠮷",
    "研究顯示",
]


def harness() -> Harness:
    if not hasattr(HARNESS, "finder"):
        HARNESS.__init__()  # type: ignore[misc]
    return HARNESS


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_claims_lie_inside_the_text(marked: str) -> None:
    text, claims = harness().claims(marked)
    contents = [claim.content for claim in claims]
    assert contents == sorted(set(contents))
    for claim in claims:
        start, end = claim.content
        assert 0 <= start < end <= len(text)
        assert "\n" not in text[start:end]
        assert text[start:end].strip()
        assert (claim.speaker is None) == (claim.form == "assertion")
        if claim.cue is not None:
            assert text[slice(*claim.cue)].strip()
        if claim.speaker is not None:
            assert 0 <= claim.speaker.start < claim.speaker.end <= len(text)
            assert claim.speaker.name


def test_long_lines_take_no_long_time() -> None:
    for piece in ("林亞青表示，水位下降，", "「", "說「", "今天", "（", "表示", "據", "5日", "地", "，並"):
        began = time.perf_counter()
        harness().claims(piece * 4000)
        assert time.perf_counter() - began < 5, f"{piece!r} repeated takes too long"


def test_the_same_text_gives_the_same_claims() -> None:
    marked = "{林亞青}表示，水價三年沒有調整。因此，虧損越來越大。她說：「我們會撐下去。」"
    assert harness().claims(marked) == harness().claims(marked)


def test_long_rows_of_days_and_digits_are_read_once() -> None:
    """Were they cut in all possible ways, this would not end."""
    for row in ("5日6日7日" * 100, "np_id=NP" + "1751973941614" * 20, "1 2 3 " * 100, "（5日）" * 100):
        text, claims = harness().claims(f"{{林亞青}}表示，水位下降。\n{{林亞青}}{row}表示，水位下降。\n{row}（請表示，水位下降。")
        assert text[slice(*claims[0].content)] == "水位下降"


def test_a_text_may_end_within_a_bracket() -> None:
    assert harness().claims("{林亞青}（{林亞青}")[1] == ()


def test_what_a_sentence_before_received_is_no_clause_of_this_one() -> None:
    text, claims = harness().claims("{林亞青}說，漁港髒亂。她依漁港管理法提出檢舉。同時強調，業者應該停工。")
    assert [text[slice(*claim.content)] for claim in claims] == ["漁港髒亂", "業者應該停工"]


def test_a_text_may_end_with_a_blank() -> None:
    assert harness().claims("研究顯示{林亞青}， ")[1] == ()


def test_quotations_without_words_are_none() -> None:
    for marked in ("{林亞青}說：「 」。", "{林亞青}說「」，水位下降。", "「 」{林亞青}說。"):
        assert harness().claims(marked)[1] == ()


def test_an_open_quotation_without_words_is_none() -> None:
    text, claims = harness().claims("{林亞青}說「水位下降「 ")
    assert [text[slice(*claim.content)] for claim in claims] == ["水位下降"]
