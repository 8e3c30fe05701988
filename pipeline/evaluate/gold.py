"""Gold: documents with what a careful reader found in them, checked before anything is measured against it.

A gold folder holds ``documents.jsonl`` and ``annotations.jsonl`` (corpus/README.md gives their fields). What a record found has the same
shape, an ``Annotation``, so that scoring compares like with like. Spans are half-open code points.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.document import RawDocument
from pipeline.errors import UsageError
from pipeline.io.containers import Limits
from pipeline.io.fields import Fields
from pipeline.io.sources import SourceFile, read_file
from pipeline.model import Record
from pipeline.span import Span

DOCUMENTS, ANNOTATIONS = "documents.jsonl", "annotations.jsonl"


class GoldDate(NamedTuple):
    """A calendar expression and its EDTF value (None: cannot be known)."""

    start: int
    end: int
    value: str | None


class GoldEvent(NamedTuple):
    """The trigger of an event, its class, the value of its date."""

    start: int
    end: int
    kind: str
    value: str | None


class GoldClaim(NamedTuple):
    """What is said, and by whom."""

    start: int
    end: int
    speaker: str


class GoldRole(NamedTuple):
    """A line and what it is: title, heading, byline, caption or paragraph."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """What stands in one document, by a reader or by the program. None: not annotated, so not measured."""

    keep: tuple[Span, ...]
    drop: tuple[Span, ...]
    neutral: tuple[Span, ...]
    inline: tuple[Span, ...]
    dates: tuple[GoldDate, ...]
    orgs: tuple[Span, ...]
    people: tuple[Span, ...]
    events: tuple[GoldEvent, ...]
    claims: tuple[GoldClaim, ...]
    places: tuple[Span, ...] | None = None
    roles: tuple[GoldRole, ...] | None = None
    tokens: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated document."""

    id: str
    raw: RawDocument
    gold: Annotation


@dataclass(frozen=True, slots=True)
class Gold:
    """A checked gold folder; ``digest`` is 16 hex digits over both files."""

    documents: tuple[GoldDocument, ...]
    digest: str


def read_gold(folder: Path) -> Gold:
    """The gold of a folder. Raises UsageError where it is missing, or contradicts its texts or itself, with every contradiction named."""
    for name in (DOCUMENTS, ANNOTATIONS):
        if not (folder / name).is_file():
            raise UsageError(f"no {name}", place=str(folder), remedy="name a folder such as corpus/gold")
    rows = _rows(folder / ANNOTATIONS)
    texts = {str(row["id"]): str(row["text"]) for row in _rows(folder / DOCUMENTS)}
    wrong = [
        *_mismatched(rows, texts),
        *(f"{r['id']}: {what}" for r in rows if r["id"] in texts for what in contradictions(r, texts[r["id"]])),
    ]
    if wrong:
        more = f" … and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        raise UsageError("; ".join(wrong[:5]) + more, place=str(folder / ANNOTATIONS), remedy="mend the gold first")
    raws = {raw.text: raw for raw in _documents(folder / DOCUMENTS)}
    documents = tuple(GoldDocument(row["id"], raws[texts[row["id"]]], annotation(row)) for row in rows)
    return Gold(documents, _digest(folder))


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except ValueError as error:
        raise UsageError(f"not JSON lines: {error}", place=str(path)) from error


def _documents(path: Path) -> Iterator[RawDocument]:
    """The documents as a run reads them, metadata and all."""
    return (item for item in read_file(SourceFile(str(path)), Fields(), Limits()) if isinstance(item, RawDocument))


def _digest(folder: Path) -> str:
    content = b"\0".join((folder / name).read_bytes() for name in (DOCUMENTS, ANNOTATIONS))
    return sha256(content).hexdigest()[:16]


def annotation(row: Mapping[str, Any]) -> Annotation:
    """A row of annotations.jsonl as a value."""
    return Annotation(
        keep=_spans(row["keep"]), drop=_spans(row["drop"]), neutral=_spans(row["neutral"]), inline=_spans(row["inline"]),
        dates=tuple(GoldDate(*x[:3]) for x in row["dates"]), orgs=_spans(row["orgs"]), people=_spans(row["people"]),
        events=tuple(GoldEvent(*x[:4]) for x in row["events"]), claims=tuple(GoldClaim(*x[:3]) for x in row["claims"]),
        places=_spans(row["places"]) if "places" in row else None,
        roles=tuple(GoldRole(*x[:3]) for x in row["roles"]) if "roles" in row else None,
        tokens=_spans(row["tokens"]) if "tokens" in row else None,
    )  # fmt: skip


def _spans(items: Iterable[Sequence[Any]]) -> tuple[Span, ...]:
    return tuple((item[0], item[1]) for item in items)


def found_in(record: Record, tokens: Iterable[Span]) -> Annotation:
    """What a record says of its document, in the shape of gold."""

    def named(kind: str) -> tuple[Span, ...]:
        return tuple((m.start, m.end) for e in record.entities if e.type == kind for m in e.mentions)

    return Annotation(
        keep=tuple((b.start, b.end) for b in record.body), drop=tuple((r.start, r.end) for r in record.removed), neutral=(), inline=(),
        dates=tuple(GoldDate(d.start, d.end, d.value) for d in record.dates), orgs=named("organization"), people=named("person"),
        events=tuple(GoldEvent(v.trigger.start, v.trigger.end, v.type.split(".")[0], v.when.value) for v in record.events),
        claims=tuple(GoldClaim(c.content.start, c.content.end, c.speaker.name if c.speaker else "") for c in record.claims),
        places=named("place"), roles=tuple(GoldRole(b.start, b.end, b.role) for b in record.body), tokens=tuple(tokens),
    )  # fmt: skip


SURFACED = ("dates", "orgs", "people", "places", "events", "claims")


def _mismatched(rows: Sequence[Mapping[str, Any]], texts: Mapping[str, str]) -> Iterator[str]:
    ids = [row["id"] for row in rows]
    yield from (f"{i}: annotated twice" for i in sorted({i for i in ids if ids.count(i) > 1}))
    yield from (f"{i}: annotated, but no document" for i in sorted(set(ids) - texts.keys()))
    yield from (f"{i}: a document without annotations" for i in sorted(texts.keys() - set(ids)))
    if len(set(texts.values())) < len(texts):
        yield "two documents have the same text"


def contradictions(row: Mapping[str, Any], text: str) -> Iterator[str]:
    """What one row of gold says against its text or against itself."""
    if row.get("sha256") not in (None, sha256(text.encode("utf-8")).hexdigest()):
        yield "the text is not the one that was annotated (sha256)"
    spans = [(key, x) for key in ("keep", "drop", "neutral", "inline", *SURFACED, "roles", "tokens") for x in row.get(key, ())]
    outside = [f"{key} {x[:2]} lies outside the text" for key, x in spans if not 0 <= x[0] <= x[1] <= len(text)]
    if outside:
        yield from outside
        return
    for key in SURFACED:
        for item in row.get(key, ()):
            if text[item[0] : item[1]] != item[-1]:
                yield f"{key} {item[:2]} reads {text[item[0] : item[1]]!r}, not {item[-1]!r}"
            elif any(start < item[1] and item[0] < end for start, end in row["drop"]):
                yield f"{key} {item[:2]} {item[-1]!r} stands in noise"
    names = sorted([*row["dates"], *row["orgs"], *row["people"], *row.get("places", ())], key=lambda x: (x[0], x[1]))
    yield from (f"{a[-1]!r} at {a[:2]} overlaps {b[-1]!r}" for a, b in pairwise(names) if b[0] < a[1])
    inline = sorted(_spans(row["inline"]))
    for a, b in ((k, d) for k in row["keep"] for d in row["drop"] if k[0] < d[1] and d[0] < k[1]):
        if not any(s <= max(a[0], b[0]) and min(a[1], b[1]) <= e for s, e in inline):
            yield f"{a} is kept, {b} removed"
