"""What the extractors find, before the record: dates, entities, claims, events. Spans are code points of the text as read."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from sys import maxsize
from typing import Literal, NamedTuple

from pipeline.span import Span
from pipeline.values import immutable

DateType = Literal["date", "interval"]
Precision = Literal["minute", "hour", "day", "week", "month", "quarter", "half", "season", "year", "decade", "century", "interval"]
Calendar = Literal["gregorian", "roc", "reiwa", "heisei", "showa", "taisho", "meiji", "lunar"]
DateBasis = Literal["explicit", "publication", "narrative", "unresolved"]
Modifier = Literal["start", "mid", "end", "approximate"]
EntityType = Literal["organization", "person", "place"]
EntityBasis = Literal["lexicon", "pattern", "alias", "model"]
Form = Literal["quotation", "reported", "assertion"]
Polarity = Literal["affirmed", "negated", "questioned"]
Certainty = Literal["certain", "probable", "possible", "planned"]
Status = Literal["happened", "planned", "denied", "possible"]
TieBasis = Literal["clause", "sentence", "narrative"]
Role = Literal["agent", "patient", "counterpart", "place", "amount", "participant"]


class DateMention(NamedTuple):
    """A calendar expression. ``value`` is EDTF or None; ``earliest``/``latest`` the first and last day it may mean, inclusive."""

    start: int
    end: int
    value: str | None
    earliest: date | None
    latest: date | None
    type: DateType
    precision: Precision
    calendar: Calendar
    basis: DateBasis
    modifier: Modifier | None
    rule: str
    note: str = ""  # why it is unresolved or impossible; the anchor used, for --explain


class NameMention(NamedTuple):
    """One place where an entity is named; ``rule`` is the lexicon entry (``file:line``) or the pattern's name."""

    start: int
    end: int
    rule: str


@immutable
class Entity:
    """One organization, person or place of a document with all its mentions, in text order.

    ``name`` is the lexicon's usual name or the document's fullest form; ``identifiers`` pairs such as ("twse", "2330").
    """

    type: EntityType
    kind: str
    name: str
    formal_name: str | None
    identifiers: tuple[tuple[str, str], ...]
    basis: EntityBasis
    mentions: tuple[NameMention, ...]


Name = tuple[int, int, int]  # where an entity is named: start, end, its index; such spans never overlap


def names_of(entities: Sequence[Entity]) -> list[Name]:
    """Where entities are named, in text order."""
    return sorted([(start, end, index) for index, entity in enumerate(entities) for start, end, _ in entity.mentions])


class Speaker(NamedTuple):
    """Whose statement it is: index into the document's entities where it is one, the name, and where that stands (the nearest place).

    ``named`` is where the document gives the name as it is in ``name``; the raw text there keeps its own characters (‧, 臺), the name is folded.
    """

    entity: int | None
    name: str
    start: int
    end: int
    named: Span | None = None


class Claim(NamedTuple):
    """A statement with a stated source, or the author's own check-worthy assertion (then no speaker and no cue).

    ``reasons`` say why an assertion is check-worthy (number, rank, superlative, comparison, cause). ``via`` is the outlet that passes it on.
    ``dates``/``entities`` index the document's dates and entities inside the content. ``kind`` is the class of the cue, "" without one.
    """

    speaker: Speaker | None
    cue: Span | None
    content: Span
    form: Form
    polarity: Polarity
    certainty: Certainty
    dates: tuple[int, ...]
    entities: tuple[int, ...]
    sentence: Span
    rule: str
    via: str | None = None
    reasons: tuple[str, ...] = ()
    kind: str = ""


class Participant(NamedTuple):
    """An entity (index) that takes part in an event, with its role."""

    entity: int
    role: Role


class Event(NamedTuple):
    """A trigger tied to a date (index into the document's dates). ``same_as``/``claim`` index the document's events and claims."""

    type: str  # class.type of lexicons/events/
    trigger: Span
    date: int
    tie: TieBasis
    participants: tuple[Participant, ...]
    sentence: Span
    status: Status
    rule: str
    same_as: int | None = None
    claim: int | None = None
    amount: str | None = None


_REST = 2  # code points after a name that are no day of their own: 李建明|日前; but 王大明|（8日）, 王大明|日上午


def outside_names(dates: Sequence[DateMention], entities: Sequence[Entity], names: Sequence[Name]) -> Sequence[DateMention]:
    """The dates that are no part of a person's name and begin in none: 國慶 in 高國慶 is none, nor 明日前 in 李建明日前表示.

    ``names``: where the entities are named, in text order.
    """

    def is_within_a_name(date: DateMention) -> bool:
        at = bisect_right(names, (date.start, maxsize, 0)) - 1
        if at < 0:
            return False
        start, end, index = names[at]
        if entities[index].type != "person":
            return False
        if start < date.start < end < date.end:
            return date.end - end <= _REST
        return date.end <= end and date.end - date.start < end - start

    return [date for date in dates if not is_within_a_name(date)] if names else dates
