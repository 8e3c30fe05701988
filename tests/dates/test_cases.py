"""Every line of cases/*.tsv: the spans and values DateFinder gives for a sentence."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

FOLDER = Path(__file__).parent / "cases"


class Case(NamedTuple):
    place: str
    text: str
    published: date | None
    expected: tuple[str, ...]


def read_cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith(("#", "text\t")):
                continue
            text, published, expected = line.split("\t")
            day = None if published == "-" else date.fromisoformat(published)
            found = () if expected == "-" else tuple(expected.replace("⏎", "\n").split(" ; "))
            yield Case(f"{path.stem}:{number}", text.replace("⏎", "\n"), day, found)


CASES = tuple(read_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.place} {c.text[:16]}")
def test_case(case: Case, find) -> None:
    mentions = find(case.text, case.published)
    assert tuple(f"{case.text[m.start : m.end]}={m.value or 'null'}" for m in mentions) == case.expected


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 600
    assert sum(not case.expected for case in CASES) >= 120


def test_no_case_stands_twice() -> None:
    assert len({(case.text, case.published) for case in CASES}) == len(CASES)
