"""Grams read at once are the grams read one by one."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.grams import gram_reader, pairs_of

READER = gram_reader()
TEXTS = st.lists(st.text(st.one_of(st.sampled_from("輕軌延伸線動工的是A1，。\n "), st.characters()), max_size=30), max_size=6)


def coded(text: str) -> set[int]:
    return {ord(a) << 21 | ord(b) for a, b in pairs_of(text)}


@given(TEXTS, st.integers(1, 12))
def test_reading_many_texts_at_once(texts: list[str], opening: int) -> None:
    read = READER.read(texts, opening)
    assert [g.pairs for g in read] == [coded(text) for text in texts]
    assert [g.opening for g in read] == [coded(text[:opening]) for text in texts]


def test_triples_are_three_that_stand_together() -> None:
    (grams,) = READER.read(["輕軌線，動工"], 4)
    assert grams.triples == {ord("輕") << 42 | ord("軌") << 21 | ord("線")}
    assert len(grams.pairs) == 3
