"""The record: output contract 1, one JSON object a document, checked as it is made.

Spans are half-open code points of ``text``. Every span says ``text[start:end] == item.text``; ids and references agree; body and removed never
overlap and, with white space, cover the text. Empty is [] or null, never absent.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Set
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline import mentions as m
from pipeline.document import PublishedBasis
from pipeline.document import Role as BlockRole

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Spanned(_Part):
    start: Annotated[int, Field(ge=0, description="first code point")]
    end: Annotated[int, Field(ge=0, description="one past the last code point")]


class _Quoted(_Spanned):
    text: str


class PublishedDay(_Part):
    """The publication day (Taiwan time) and where it is known from."""

    value: datetime.date | None
    basis: PublishedBasis


class Source(_Part):
    """Where the document came from."""

    path: str
    member: str | None
    index: int
    url: str | None
    outlet: str | None
    title: str | None
    authors: list[str]
    encoding: str
    media_type: str
    published: PublishedDay


class BodyBlock(_Spanned):
    """A kept stretch and what it is in the article."""

    role: BlockRole


class Item(_Part):
    """A feed teaser, taken apart."""

    title: str | None
    teaser: str | None
    outlet: str | None
    age: str | None
    comments: str | None


class Removed(_Spanned):
    """A stretch that is not the article's, with its kind and the named rule that said so."""

    kind: str
    rule: str
    item: Item | None = None


class Dated(_Quoted):
    """A calendar expression with its EDTF value and the days it spans, inclusive."""

    id: str
    value: str | None
    earliest: datetime.date | None
    latest: datetime.date | None
    type: m.DateType
    precision: m.Precision
    calendar: m.Calendar
    basis: m.DateBasis
    modifier: m.Modifier | None
    rule: str


class Mention(_Quoted):
    """One place where an entity is named."""

    rule: str


class EntityRecord(_Part):
    """An organization, person or place with all its mentions."""

    id: str
    type: m.EntityType
    kind: str
    name: str
    formal_name: str | None
    identifiers: dict[str, str]
    basis: m.EntityBasis
    mentions: list[Mention]


class SpeakerRecord(_Spanned):
    """Whose statement it is; ``name`` is resolved, the span is where the source stands in the text."""

    entity: str | None
    name: str


class SentenceSpan(_Spanned):
    """The sentence an item stands in."""


class ClaimRecord(_Part):
    """A statement with its source, or an assertion of the author's own."""

    id: str
    speaker: SpeakerRecord | None
    cue: _Quoted | None
    content: _Quoted
    form: m.Form
    polarity: m.Polarity
    certainty: m.Certainty
    dates: list[str]
    entities: list[str]
    sentence: SentenceSpan
    rule: str
    via: str | None = None
    reasons: list[str] = []


class When(_Part):
    """The date an event is tied to, and how: same clause, sentence, or the narrative."""

    date: str
    value: str | None
    earliest: datetime.date | None
    latest: datetime.date | None
    basis: m.TieBasis


class ParticipantRecord(_Part):
    """An entity that takes part, with its role."""

    entity: str
    role: m.Role


class EventRecord(_Part):
    """A dated event: its trigger, day, participants and status."""

    id: str
    type: str
    trigger: _Quoted
    when: When
    participants: list[ParticipantRecord]
    sentence: SentenceSpan
    status: m.Status
    rule: str
    same_as: str | None = None
    claim: str | None = None
    amount: str | None = None


class Provenance(_Part):
    """What made the record: version and the digests of settings and lexicons."""

    shilu: str
    settings: str
    lexicons: str


_DAY = r"\d{4}-\d{2}-\d{2}"
_ONE = rf"(?:{_DAY}(?:T\d{{2}}(?::\d{{2}}(?::\d{{2}})?)?)?|\d{{4}}(?:-\d{{2}})?|\d{{3}}X|\d{{2}}XX|-\d{{4}})"
_EDTF = re.compile(rf"{_ONE}[~?%]?(?:/(?:{_ONE}[~?%]?|\.\.))?|\.\./{_ONE}")


def text_id(text: str) -> str:
    """A document's id: 16 hex digits of the SHA-256 of its text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Record(_Part):
    """One document's record, output contract 1."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    source: Source
    text: str
    body: list[BodyBlock]
    removed: list[Removed]
    dates: list[Dated]
    entities: list[EntityRecord]
    claims: list[ClaimRecord]
    events: list[EventRecord]
    provenance: Provenance

    @model_validator(mode="after")
    def _check(self) -> Self:
        self._check_cover()
        self._check_spans()
        self._check_references()
        return self

    def _check_cover(self) -> None:
        at = 0
        for part in sorted((*self.body, *self.removed), key=lambda p: p.start):
            if part.start < at or part.end <= part.start:
                raise ValueError(f"body and removed overlap or are empty at {part.start}")
            if self.text[at : part.start].strip():
                raise ValueError(f"characters {at}..{part.start} are neither body nor removed")
            at = part.end
        if self.text[at:].strip() or at > len(self.text):
            raise ValueError(f"characters from {at} are neither body nor removed")

    def _check_spans(self) -> None:
        text = self.text
        for item in self._quoted():
            if text[item.start : item.end] != item.text or not item.text:
                raise ValueError(f"span {item.start}..{item.end} does not read {item.text!r}")
        for day in self.dates:
            if day.value is not None and not _EDTF.fullmatch(day.value):
                raise ValueError(f"{day.value!r} of {day.id} is not EDTF")
            if day.earliest and day.latest and day.earliest > day.latest:
                raise ValueError(f"{day.id} ends before it starts")

    def _quoted(self) -> Iterator[_Quoted]:
        yield from self.dates
        for entity in self.entities:
            yield from entity.mentions
        for claim in self.claims:
            yield claim.content
            if claim.cue:
                yield claim.cue
        for event in self.events:
            yield event.trigger

    def _check_references(self) -> None:
        dates, entities = {d.id for d in self.dates}, {e.id for e in self.entities}
        claims, events = {c.id for c in self.claims}, {v.id for v in self.events}
        for c in self.claims:
            _known(c.entities, entities)
            _known(c.dates, dates)
            if c.speaker and c.speaker.entity is not None:
                _known((c.speaker.entity,), entities)
        for v in self.events:
            _known((v.when.date,), dates)
            _known([p.entity for p in v.participants], entities)
            _known((v.same_as,) if v.same_as is not None else (), events)
            _known((v.claim,) if v.claim is not None else (), claims)


def _known(names: Iterable[str], known: Set[str]) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"reference to unknown {name!r}")
