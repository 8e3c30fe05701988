"""Values to the record: ids, references, and the text of every span, taken from the text as it was read."""

from collections.abc import Sequence
from typing import Any

from pipeline import __version__
from pipeline.document import Article, Block, FeedItem, Published, RawDocument, Reading, read_article
from pipeline.mentions import Claim, DateMention, Entity, Event, Speaker
from pipeline.model import SCHEMA_VERSION, Provenance, Record, text_id
from pipeline.span import Span
from pipeline.text import Table

Json = dict[str, Any]


def assemble(
    article: Article,
    published: Published,
    dates: Sequence[DateMention],
    entities: Sequence[Entity],
    claims: Sequence[Claim],
    events: Sequence[Event],
    provenance: Provenance,
) -> Record:
    """The validated record of one document. Raises pydantic.ValidationError where a stage broke the contract."""
    text = article.raw.text
    return Record.model_validate(
        {
            "schema_version": SCHEMA_VERSION,
            "id": text_id(text),
            "source": _source(article, published),
            "text": text,
            "body": [{"start": b.start, "end": b.end, "role": b.role} for b in article.body],
            "removed": [{"start": r.start, "end": r.end, "kind": r.kind, "rule": r.rule, "item": _item(r.item)} for r in article.removed],
            "dates": [_date(text, n, d) for n, d in enumerate(dates, 1)],
            "entities": [_entity(text, n, e) for n, e in enumerate(entities, 1)],
            "claims": [_claim(text, n, c) for n, c in enumerate(claims, 1)],
            "events": [_event(text, n, v, dates) for n, v in enumerate(events, 1)],
            "provenance": provenance,
        }
    )


def reading_of(record: Record, fold: Table) -> Reading:
    """The reading a record was made from, under the fold table of its lexicons."""
    blocks = tuple(Block(b.start, b.end, b.role) for b in record.body)
    return read_article(Article(RawDocument(record.text), blocks, ()), fold)


def make_provenance(settings_digest: str, lexicons_digest: str) -> Provenance:
    """The version at work and the digests of what shaped the record."""
    return Provenance(shilu=__version__, settings=settings_digest, lexicons=lexicons_digest)


def _source(article: Article, published: Published) -> Json:
    origin = article.raw.origin
    return {
        "path": origin.path, "member": origin.member or None, "index": origin.index, "url": origin.url or None,
        "outlet": origin.outlet or None, "title": origin.title or None, "authors": list(origin.authors),
        "encoding": origin.encoding, "media_type": origin.media_type,
        "published": {"value": published.day, "basis": published.basis},
    }  # fmt: skip


def _item(item: FeedItem | None) -> Json | None:
    if item is None:
        return None
    return {key: getattr(item, key) or None for key in ("title", "teaser", "outlet", "age", "comments")}


def _quoted(text: str, span: Span) -> Json:
    start, end = span
    return {"start": start, "end": end, "text": text[start:end]}


def _date(text: str, number: int, d: DateMention) -> Json:
    return {
        "id": f"d{number}", "start": d.start, "end": d.end, "text": text[d.start : d.end], "value": d.value, "earliest": d.earliest, "latest": d.latest,
        "type": d.type, "precision": d.precision, "calendar": d.calendar, "basis": d.basis, "modifier": d.modifier, "rule": d.rule,
    }  # fmt: skip


def _entity(text: str, number: int, e: Entity) -> Json:
    return {
        "id": f"e{number}", "type": e.type, "kind": e.kind, "name": e.name, "formal_name": e.formal_name or None,
        "identifiers": dict(e.identifiers), "basis": e.basis,
        "mentions": [{"start": m.start, "end": m.end, "text": text[m.start : m.end], "rule": m.rule} for m in e.mentions],
    }  # fmt: skip


def _speaker(text: str, speaker: Speaker | None) -> Json | None:
    if speaker is None:
        return None
    entity = None if speaker.entity is None else f"e{speaker.entity + 1}"
    name = text[slice(*speaker.named)] if speaker.named else speaker.name  # as it was written: the extractors see folded text
    return {"entity": entity, "name": name, "start": speaker.start, "end": speaker.end}


def _sentence(span: Span) -> Json:
    return {"start": span[0], "end": span[1]}


def _claim(text: str, number: int, c: Claim) -> Json:
    return {
        "id": f"c{number}", "speaker": _speaker(text, c.speaker), "cue": _quoted(text, c.cue) if c.cue else None,
        "content": _quoted(text, c.content), "form": c.form, "polarity": c.polarity, "certainty": c.certainty,
        "dates": [f"d{d + 1}" for d in c.dates], "entities": [f"e{e + 1}" for e in c.entities],
        "sentence": _sentence(c.sentence), "rule": c.rule, "via": c.via, "reasons": list(c.reasons),
    }  # fmt: skip


def _event(text: str, number: int, v: Event, dates: Sequence[DateMention]) -> Json:
    d = dates[v.date]
    return {
        "id": f"v{number}", "type": v.type, "trigger": _quoted(text, v.trigger),
        "when": {"date": f"d{v.date + 1}", "value": d.value, "earliest": d.earliest, "latest": d.latest, "basis": v.tie},
        "participants": [{"entity": f"e{p.entity + 1}", "role": p.role} for p in v.participants],
        "sentence": _sentence(v.sentence), "status": v.status, "rule": v.rule,
        "same_as": None if v.same_as is None else f"v{v.same_as + 1}", "claim": None if v.claim is None else f"c{v.claim + 1}",
        "amount": v.amount,
    }  # fmt: skip
