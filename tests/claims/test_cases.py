"""Tables of sentences: who says what, and where nobody does. One message a failure."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from .marked import Harness

CASES = Path(__file__).parent / "cases"
# Cases whose expectation is right and is not met; they stay in the tables, and passing by surprise is a failure too.
KNOWN = frozenset(line for line in (CASES / "known_failures.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


@pytest.fixture(scope="module")
def harness() -> Harness:
    return Harness()


def rows(name: str) -> Iterator[list[str]]:
    for line in (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def expected(cells: list[str]) -> list[tuple[str, str, str, str]]:
    """A content that opens with 「 and never closes it is of form quotation; the mark isn't part of it."""
    triples = (cells[i : i + 3] for i in range(0, len(cells), 3))
    return [(s, c, t[1:], "quotation") if t.startswith("「") and "」" not in t else (s, c, t, "reported") for s, c, t in triples]


def found(harness: Harness, marked: str) -> list[tuple[str, str, str, str]]:
    text, claims = harness.claims(marked)
    return [
        (c.speaker.name if c.speaker else "", text[slice(*c.cue)] if c.cue else "", text[slice(*c.content)], c.form)
        for c in claims
        if c.form != "assertion"
    ]


@pytest.mark.parametrize("table", ["reported", "speakers", "quotations", "extents"])
def test_who_says_what(table: str, harness: Harness) -> None:
    wrong = [
        f"{marked}\n  expected {expected(cells)}\n  found    {found(harness, marked)}"
        for marked, *cells in rows(table)
        if (found(harness, marked) == expected(cells)) == (marked in KNOWN)
    ]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("before", ["", "{白亦喬}表示，計畫照常。\n"], ids=["alone", "after a speaker"])
def test_nobody_says_anything(before: str, harness: Harness) -> None:
    told = found(harness, before)
    wrong = [
        f"{row}\n  found {found(harness, before + row)}"
        for (row,) in rows("negatives")
        if (found(harness, before + row) == told) == (row in KNOWN)
    ]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize(("marked", "polarity", "certainty"), list(rows("polarity")), ids=lambda cell: cell)
def test_polarity_and_certainty(marked: str, polarity: str, certainty: str, harness: Harness) -> None:
    _, claims = harness.claims(marked)
    assert [(c.polarity, c.certainty) for c in claims] == [(polarity, certainty)]


@pytest.mark.parametrize("case", tomllib.loads((CASES / "contexts.toml").read_text(encoding="utf-8"))["case"], ids=lambda c: c["name"])
def test_contexts(case: dict, harness: Harness) -> None:  # type: ignore[type-arg]
    text, claims = harness.claims(case["text"], case.get("aliases"))
    got = [
        {
            "speaker": c.speaker.name if c.speaker else "",
            "cue": text[slice(*c.cue)] if c.cue else "",
            "content": text[slice(*c.content)],
            "form": c.form,
            **({"via": c.via} if c.via else {}),
        }
        for c in claims
    ]
    assert got == case["claims"]


def test_there_are_enough_cases() -> None:
    told = [row for table in ("reported", "speakers", "quotations", "extents", "polarity") for row in rows(table)]
    negatives = list(rows("negatives"))
    assert len(told) + len(negatives) >= 250
    assert len(negatives) >= 60
