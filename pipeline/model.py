"""The record: output contract 1, one JSON object a document, checked as it is made.

Spans are half-open code points of ``text``. Every span says ``text[start:end] == item.text``; ids and references agree; body and removed never
overlap and, with white space, cover the text. Empty is [] or null, never absent.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Set
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar, cast, dataclass_transform

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import SchemaSerializer

from pipeline import mentions as m
from pipeline.document import PublishedBasis
from pipeline.document import Role as BlockRole

SCHEMA_VERSION: Literal["1.0"] = "1.0"
_P = TypeVar("_P", bound="_Part")


class _Part:
    """What a record is made of. With slots, not a dictionary and a set for each as a pydantic model has: made and checked in half the time."""

    __slots__ = ()
    __pydantic_serializer__: ClassVar[SchemaSerializer]

    def model_dump(self, *, include: set[str] | None = None, exclude: set[str] | None = None) -> dict[str, Any]:
        """Its fields as a dictionary, as a pydantic model gives them."""
        fields: dict[str, Any] = self.__pydantic_serializer__.to_python(self, include=include, exclude=exclude)
        return fields


@dataclass_transform(frozen_default=True, field_specifiers=(Field,))
def _part(cls: type[_P]) -> type[_P]:
    """Makes of a class a frozen part of the record, checked by pydantic, that takes no field it doesn't know."""
    return cast(type[_P], dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))(cls))


@_part
class _Spanned(_Part):
    start: Annotated[int, Field(ge=0, description="first code point")]
    end: Annotated[int, Field(ge=0, description="one past the last code point")]


@_part
class _Quoted(_Spanned):
    text: str


@_part
class PublishedDay(_Part):
    """The publication day (Taiwan time) and where it is known from."""

    value: datetime.date | None
    basis: PublishedBasis


@_part
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


@_part
class BodyBlock(_Spanned):
    """A kept stretch and what it is in the article."""

    role: BlockRole


@_part
class Item(_Part):
    """A feed teaser, taken apart."""

    title: str | None
    teaser: str | None
    outlet: str | None
    age: str | None
    comments: str | None


@_part
class Removed(_Spanned):
    """A stretch that is not the article's, with its kind and the named rule that said so."""

    kind: str
    rule: str
    item: Item | None = None


@_part
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


@_part
class Mention(_Quoted):
    """One place where an entity is named."""

    rule: str


@_part
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


@_part
class SpeakerRecord(_Spanned):
    """Whose statement it is; ``name`` is resolved, the span is where the source stands in the text."""

    entity: str | None
    name: str


@_part
class SentenceSpan(_Spanned):
    """The sentence an item stands in."""


@_part
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
    reasons: list[str] = Field(default=[])


@_part
class When(_Part):
    """The date an event is tied to, and how: same clause, sentence, or the narrative."""

    date: str
    value: str | None
    earliest: datetime.date | None
    latest: datetime.date | None
    basis: m.TieBasis


@_part
class ParticipantRecord(_Part):
    """An entity that takes part, with its role."""

    entity: str
    role: m.Role


@_part
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


@_part
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


class Record(BaseModel):
    """One document's record, output contract 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

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
