"""What a worker gives back for a document, and the totals of a run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Self

from pipeline.document import RawDocument
from pipeline.io.rejection import Place, Rejection
from pipeline.model import Record


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over documents. Characters are code points, white space included."""

    documents: int = 0
    characters: int = 0
    removed_characters: int = 0
    removed: int = 0
    dates: int = 0
    organizations: int = 0
    people: int = 0
    places: int = 0
    claims: int = 0
    events: int = 0
    rejected: int = 0
    skipped: int = 0

    def __add__(self, other: Self) -> "Totals":
        return Totals(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def as_dict(self) -> dict[str, int]:
        """Name → number, for run.json and the summary."""
        return asdict(self)


def count(record: Record) -> Totals:
    """The totals of one record; organizations, people and places count entities, not mentions."""
    kinds = [e.type for e in record.entities]
    return Totals(
        documents=1, characters=len(record.text), removed_characters=sum(r.end - r.start for r in record.removed),
        removed=len(record.removed), dates=len(record.dates), organizations=kinds.count("organization"),
        people=kinds.count("person"), places=kinds.count("place"), claims=len(record.claims), events=len(record.events),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document's end: its line (JSON, without newline), or a rejection, or neither where it was skipped; and what it adds to the totals."""

    line: bytes | None = None
    rejection: Rejection | None = None
    totals: Totals = Totals(skipped=1)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document an earlier run holds."""


Item = RawDocument | Rejection | Skipped
Batch = Sequence[Item]


def passed(item: Rejection | Skipped) -> Outcome:
    """The outcome of what is no document, or is not wanted."""
    return Outcome(None, item, Totals(rejected=1)) if isinstance(item, Rejection) else Outcome()


def guilty(item: Item, code: str, message: str) -> Outcome:
    """The outcome of a document its worker did not survive."""
    if not isinstance(item, RawDocument):
        return passed(item)
    return passed(Place(item.origin.path, item.origin.member).reject(item.origin.index, code, message, "worker"))
