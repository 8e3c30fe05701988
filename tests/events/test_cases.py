"""Tables of sentences: one event each with its class and date; dated sentences without an event; the examples of the lexicon."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.lexicon import builtin_folder, load_lexicons
from pipeline.model import EventRecord, Record

CASES = Path(__file__).parent / "cases"
# Cases the finder gets wrong today; they stay in the tables, and passing by surprise is a failure too.
KNOWN = frozenset(line for line in (CASES / "known_failures.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def rows(name: str) -> list[list[str]]:
    lines = [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


def marked(sentence: str, *values: str) -> object:
    """A parameter set, expected to fail where the sentence is known to."""
    marks = [pytest.mark.xfail(strict=True, reason="known")] if sentence in KNOWN else []
    return pytest.param(sentence, *values, marks=marks, id=sentence)


def examples(key: str) -> Iterator[object]:
    rules = (r for r in load_lexicons(builtin_folder()).rules("events") if not r.name.startswith("context."))
    return (marked(sentence, rule.name) for rule in rules for sentence in rule.texts(key))


def taken_apart(sentence: str) -> tuple[str, int, int]:
    """The sentence without 【】, and the span of what they marked."""
    start, end = sentence.index("【"), sentence.index("】")
    return sentence.replace("【", "").replace("】", ""), start, end - 1


def at_mark(record: Record, start: int, end: int) -> list[EventRecord]:
    return [v for v in record.events if v.trigger.start < end and start < v.trigger.end]


@pytest.mark.parametrize(("sentence", "kind", "value"), [marked(*row) for row in rows("events.tsv")])
def test_event(read: Callable[[str], Record], sentence: str, kind: str, value: str) -> None:
    text, start, end = taken_apart(sentence)
    found = [(v.type.partition(".")[0], v.when.value) for v in at_mark(read(text), start, end)]
    assert found == [(kind, value)]


@pytest.mark.parametrize(("sentence", "reason"), [marked(*row) for row in rows("negatives.tsv")])
def test_no_event(read: Callable[[str], Record], sentence: str, reason: str) -> None:
    found = [(v.trigger.text, v.type, v.when.value) for v in read(sentence).events]
    assert not found, reason


@pytest.mark.parametrize(("sentence", "name"), list(examples("examples")))
def test_example_of_a_type(read: Callable[[str], Record], sentence: str, name: str) -> None:
    text, start, end = taken_apart(sentence)
    assert name in [v.type for v in at_mark(read(text), start, end)]


@pytest.mark.parametrize(("sentence", "name"), list(examples("misses")))
def test_miss_of_a_type(read: Callable[[str], Record], sentence: str, name: str) -> None:
    assert name not in [v.type for v in read(sentence).events]


def test_the_tables_are_large_enough() -> None:
    positive = len(rows("events.tsv")) + sum(1 for _ in examples("examples"))
    assert positive + len(rows("negatives.tsv")) >= 250
    assert len(rows("negatives.tsv")) >= 60
    assert len(KNOWN) <= 12
