"""The words of dates from lexicons/dates/, checked and compiled into what the reader of atoms needs."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipeline.dates.calendar import days_off, easter, holiday_around, lunar_day, lunar_eve, make_day, nth_weekday, shifted, solar_term
from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Row

WEEKDAYS = {c: n for n, row in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天末7"), 1) for c in row}
UNITS = ("day", "week", "weekend", "month", "quarter", "year", "half", "season", "quarter-of", "third", "same-period", "century")
HALVES = ("am", "noon", "pm", "night", "small")


@dataclass(frozen=True, slots=True)
class Word:
    """A relative or part word: what it says and where it does not count. ``rule`` is its file:line."""

    text: str
    unit: str
    value: str
    anchor: str
    mod: str
    part: str
    need: str
    guard: re.Pattern[str] | None  # matched at the word's end: the word does not count
    behind: re.Pattern[str] | None  # matched on what stands before it: the word does not count
    rule: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: how clock hours under it are read."""

    text: str
    half: str
    bare: bool
    guard: re.Pattern[str] | None
    behind: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Era:
    """Years counted from ``first``; ``last`` is the Gregorian year of its last year, None where it runs on."""

    name: str
    first: int
    last: int | None
    calendar: str


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast: ``rule`` says how its day of a year is found."""

    name: str
    rule: tuple[str, ...]
    guard: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    need: re.Pattern[str] | None
    since: int  # a day off in Taiwan from this year; 0 never
    place: str

    def day(self, year: int) -> date | None:
        """Its day in a Gregorian year, or None where it is not known (lunar feasts: 1900-2099)."""
        return _FINDERS[self.rule[0]](year, self.rule[1:]) if 1 <= year <= 9999 else None


class Context(NamedTuple):
    """What speaks against a reading: patterns for the text before (searched at its end) and after (matched)."""

    before: re.Pattern[str]
    after: re.Pattern[str]


def _lunar(year: int, rule: tuple[str, ...]) -> date | None:
    month, _, day = rule[0].partition("-")
    if day in ("last", "eve"):
        return lunar_eve(year, day == "eve")
    return lunar_day(year, int(month), int(day))


def _solar(year: int, rule: tuple[str, ...]) -> date | None:
    month, _, day = rule[0].partition("-")
    return make_day(year, int(month), int(day))


_FINDERS: Mapping[str, Callable[[int, tuple[str, ...]], date | None]] = {
    "solar": _solar,
    "lunar": _lunar,
    "nth": lambda year, rule: nth_weekday(year, int(rule[0]), int(rule[1]), int(rule[2])),
    "term": lambda year, rule: solar_term(rule[0], year),
    "easter": lambda year, rule: shifted(easter(year), int(rule[0])),
}


def alternatives(words: Iterable[str]) -> str:
    """A pattern of literal words, longest first; ``[…]`` classes in them stay classes."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(w if w.startswith("[") else re.escape(w) for w in ordered)


def _guard(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(alternatives(words)) if words else None


def _behind(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(f"(?:{alternatives(words)}) ?$") if words else None  # 連放 2 日


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything lexicons/dates/ says, by surface."""

    words: Mapping[str, Word]
    parts: Mapping[str, Part]
    eras: Mapping[str, Era]
    feasts: Mapping[str, Feast]
    contexts: Mapping[str, Context]
    holidays: tuple[Feast, ...]

    def days_off(self, year: int) -> frozenset[date]:
        """The days off in Taiwan among the weekdays of ``year``."""
        named = [(f.name, d) for f in self.holidays if f.since <= year and (d := f.day(year))]
        spring = lunar_day(year, 1, 1)
        return days_off(dict.fromkeys(named + _spring(spring) if spring else named), year)

    def long_holiday(self, feast: Feast, day: date) -> tuple[date, date]:
        """First and last day of the holiday around a feast's ``day`` (228連假): the weekend and the days off beside it."""
        off = self.days_off(day.year)
        spring = lunar_day(day.year, 1, 1)
        if feast.name in ("春節", "農曆新年") and spring:
            day = spring
        return holiday_around(day, off)


def _spring(first: date) -> list[tuple[str, date]]:
    days = ((name, shifted(first, n)) for n, name in enumerate(("春節", "初二", "初三")))
    return [(name, day) for name, day in days if day]


def load_vocabulary(lexicons: Lexicons) -> Vocabulary:
    """The vocabulary of a loaded lexicon. Raises LexiconError with file:line where a cell has no meaning."""
    feasts = {name: feast for row in lexicons.rows("dates/feasts") for name, feast in _feast_names(row, lexicons)}
    return Vocabulary(
        {w.text: w for row in lexicons.rows("dates/words") for w in _words(row, lexicons)},
        {p.text: p for p in (_part(row, lexicons) for row in lexicons.rows("dates/parts"))},
        {e.name: e for e in map(_era, lexicons.rows("dates/eras"))},
        feasts,
        _contexts(lexicons.rows("dates/contexts"), lexicons),
        tuple(f for f in dict.fromkeys(feasts.values()) if f.since),
    )


def _folded(row: Row, column: str, lexicons: Lexicons) -> tuple[str, ...]:
    return tuple(text.translate(dict(lexicons.fold)) for text in row.list(column))


def _checked(row: Row, column: str, allowed: Iterable[str]) -> str:
    if row[column] not in allowed:
        raise LexiconError(f"column {column!r}: unknown {row[column]!r}", place=row.place, remedy=f"one of {', '.join(allowed)}")
    return row[column]


def _number(row: Row, column: str) -> int:
    try:
        return int(row[column])
    except ValueError:
        raise LexiconError(f"column {column!r}: {row[column]!r} is no whole number", place=row.place, remedy="write digits") from None


def _words(row: Row, lexicons: Lexicons) -> Iterable[Word]:
    unit = _checked(row, "unit", UNITS)
    before, after = _folded(row, "not_before", lexicons), _folded(row, "not_after", lexicons)
    need = "|".join(_folded(row, "need", lexicons))
    word = Word(row["word"].translate(dict(lexicons.fold)), unit, row["value"] or "0", row["anchor"], row["mod"], row["part"], need,
                _guard(before), _behind(after), row.place)  # fmt: skip
    yield word


def _part(row: Row, lexicons: Lexicons) -> Part:
    return Part(row["word"], _checked(row, "half", HALVES), row["bare"] == "yes",
                _guard(_folded(row, "not_before", lexicons)), _behind(_folded(row, "not_after", lexicons)))  # fmt: skip


def _era(row: Row) -> Era:
    return Era(row["name"], _number(row, "first"), _number(row, "last") if row["last"] else None, row["calendar"])


def _feast_names(row: Row, lexicons: Lexicons) -> Iterable[tuple[str, Feast]]:
    rule = tuple(row["rule"].split())
    try:
        since = int(row["holiday"].rstrip("-") or 0)
        feast = Feast(
            row["name"], rule, _guard(_folded(row, "not_before", lexicons)), _behind(_folded(row, "not_after", lexicons)),
            _guard(_folded(row, "need", lexicons)), since, row.place,
        )  # fmt: skip
        feast.day(2000)
    except (KeyError, IndexError, ValueError):
        remedy = "solar M-D, lunar M-D, nth M N WEEKDAY, term NAME or easter SHIFT"
        raise LexiconError(f"column 'rule': {row['rule']!r} names no day", place=row.place, remedy=remedy) from None
    for name in (row["name"], *row.list("aliases")):
        yield name.translate(dict(lexicons.fold)), feast


def _contexts(rows: Iterable[Row], lexicons: Lexicons) -> dict[str, Context]:
    words: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rows:
        key = (row["use"], _checked(row, "side", ("before", "after")))
        words[key] = words.get(key, ()) + _folded(row, "words", lexicons)
    uses = {use for use, _ in words}
    for use in _NEEDED - uses:
        raise LexiconError(f"no row says use {use!r}", place="dates/contexts.tsv", remedy="add one")
    return {
        use: Context(_behind(words.get((use, "before"), ())) or _NEVER, _guard(words.get((use, "after"), ())) or _NEVER) for use in uses
    }


_NEVER = re.compile("(?!)")
_NEEDED = frozenset(
    (
        *("day", "month", "year", "roc.sure", "frequency", "clock", "quarter", "number", "from", "until", "future", "told", "japan"),
        *("ago", "amount", "named", "brand", "acts", "starts", "since", "total", "will", "done", "feast.day"),
    )
)
