"""Tables of marked documents: what is found is exactly what is marked."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.mentions import Entity
from tests.entities.conftest import mark, marks_of, unmark

CASES = [
    line
    for file in sorted((Path(__file__).parent / "cases").glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.mark.parametrize("marked", CASES)
def test_what_is_marked_is_found(marked: str, find: Callable[[str], tuple[Entity, ...]]) -> None:
    text, marks = unmark(marked)
    assert mark(text, marks_of(find(text))) == mark(text, marks)
