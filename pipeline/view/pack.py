"""Records as compact JSON for the page: every word that repeats is told once and numbered, quoted texts are left to the offsets.

Offsets stay code points, as in the record; the page turns them into UTF-16 units. The layout is read by assets/data.js, which names every field.
"""

import json
import re
from datetime import date
from typing import Any

from pipeline import model as m
from pipeline.io.rejection import Rejection

Row = list[Any]
MOST_REJECTED = 2000

# Inside a script element nothing may look like its end, a comment, or (for older readers of JSON as JavaScript) the end of a line.
_RISKY = re.compile("[<\u2028\u2029\ud800-\udfff]")


def to_json(value: object) -> str:
    """Compact JSON that is safe inside a script element and encodes as UTF-8, whatever it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _RISKY.sub(lambda c: f"\\u{ord(c.group()):04x}", text)


class Packer:
    """Takes records one after the other; gives each one's row, and at the end the index of them all."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._names: dict[tuple[str, str], int] = {}
        self._rows: list[Row] = []  # of the names
        self._documents: list[Row] = []
        self._rejected: list[Row] = []
        self._refused = 0
        self._characters = 0
        self._provenance: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._documents)

    def add(self, record: m.Record) -> Row:
        """One record's row; what the list and its filters need is kept for the index."""
        names = [self._name(e) for e in record.entities]
        self._characters += len(record.text)
        self._provenance = record.provenance.model_dump()
        self._documents.append(self._summary(record, names))
        return [
            record.text,
            [[b.start, b.end, self._word(b.role)] for b in record.body],
            [self._removed(r) for r in record.removed],
            [self._date(d) for d in record.dates],
            [self._entity(e, name) for e, name in zip(record.entities, names, strict=True)],
            [self._claim(c) for c in record.claims],
            [self._event(v) for v in record.events],
            self._source(record.source),
        ]

    def reject(self, rejection: Rejection) -> None:
        """Note what gave no record; beyond ``MOST_REJECTED`` they are only counted."""
        self._refused += 1
        if self._refused <= MOST_REJECTED:
            r = rejection
            self._rejected.append([r.path, r.member, r.index, self._word(r.stage), self._word(r.code), r.message])

    def index(self, name: str, chunk: int, total: int | None, cut: bool) -> dict[str, Any]:
        """What the page reads first. ``chunk``: documents a chunk; ``total``: of the run, where known; ``cut``: there are more than are shown."""
        return {
            "name": name,
            "chunk": chunk,
            "total": total,
            "cut": cut,
            "characters": self._characters,
            "provenance": self._provenance,
            "refused": self._refused,
            "rejected": self._rejected,
            "documents": self._documents,
            "names": self._rows,
            "words": list(self._words),
        }

    def _word(self, text: str) -> int:
        return self._words.setdefault(text, len(self._words))

    def _name(self, entity: m.EntityRecord) -> int:
        """An organization, person or place of the same name is one over all documents; what one of them knows more is kept."""
        at = self._names.setdefault((entity.type, entity.name), len(self._names))
        if at == len(self._rows):
            self._rows.append([self._word(entity.type), self._word(entity.kind), entity.name, entity.formal_name, dict(entity.identifiers)])
        else:
            row = self._rows[at]
            row[3] = row[3] or entity.formal_name
            row[4] |= {k: v for k, v in entity.identifiers.items() if k not in row[4]}
        return at

    def _summary(self, record: m.Record, names: list[int]) -> Row:
        source = record.source
        classes = dict.fromkeys(v.type.partition(".")[0] for v in record.events)
        speakers = dict.fromkeys(c.speaker.name for c in record.claims if c.speaker)
        return [
            record.id,
            _title(record),
            self._word(source.outlet or ""),
            _day(source.published.value),
            list(dict.fromkeys(names)),
            [self._word(c) for c in classes],
            [self._word(s) for s in speakers],
            len(record.events),
            len(record.claims),
        ]

    def _source(self, source: m.Source) -> Row:
        return [source.path, source.member, source.index, source.url, source.authors, self._word(source.published.basis)]

    def _removed(self, r: m.Removed) -> Row:
        item = [r.item.title, r.item.teaser, r.item.outlet, r.item.age, r.item.comments] if r.item else None
        return _short([r.start, r.end, self._word(r.kind), self._word(r.rule), item])

    def _date(self, d: m.Dated) -> Row:
        said = [self._word(w) for w in (d.type, d.precision, d.calendar, d.basis, d.modifier or "", d.rule)]
        return [d.id, d.start, d.end, d.value, _day(d.earliest), _day(d.latest), *said]

    def _entity(self, e: m.EntityRecord, name: int) -> Row:
        return [e.id, name, self._word(e.basis), [[o.start, o.end, self._word(o.rule)] for o in e.mentions]]

    def _claim(self, c: m.ClaimRecord) -> Row:
        speaker = [c.speaker.start, c.speaker.end, c.speaker.entity, self._word(c.speaker.name)] if c.speaker else None
        cue = [c.cue.start, c.cue.end] if c.cue else None
        said = [self._word(w) for w in (c.form, c.polarity, c.certainty, c.rule)]
        place = [c.content.start, c.content.end, c.sentence.start, c.sentence.end]
        return _short([c.id, speaker, cue, *place, *said, c.dates, c.entities, c.via, c.reasons or None])

    def _event(self, v: m.EventRecord) -> Row:
        place = [v.trigger.start, v.trigger.end, v.sentence.start, v.sentence.end]
        when = [v.when.date, v.when.value, _day(v.when.earliest), _day(v.when.latest), self._word(v.when.basis)]
        parts = [[p.entity, self._word(p.role)] for p in v.participants]
        return _short(
            [v.id, self._word(v.type), *place, *when, parts, self._word(v.status), self._word(v.rule), v.same_as, v.claim, v.amount]
        )


def _title(record: m.Record) -> str:
    """The document's title: its metadata's, else its title block, else how it begins."""
    if record.source.title:
        return record.source.title
    head = next((b for b in record.body if b.role == "title"), next(iter(record.body), None))
    text = record.text[head.start : head.end] if head else record.text.strip()
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:59] + "…"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _short(row: Row) -> Row:
    """The row without the empty values it ends with."""
    while row and row[-1] is None:
        row.pop()
    return row
