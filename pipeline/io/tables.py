"""Records as seven tables with stable schemas: documents, removed, dates, entities, mentions, claims, events.

``document`` is the record's id in every table; ids of dates, entities, claims and events are unique within their document.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.model import Record

Row = dict[str, Any]
TEXT, NUMBER, DAY, TEXTS = "text", "number", "day", "texts"
PARTICIPANTS = "participants"  # list of {entity, name, role}

# Table → column → kind of value. Columns are only ever added at the end.
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "documents": {
        "document": TEXT, "path": TEXT, "member": TEXT, "index": NUMBER, "url": TEXT, "outlet": TEXT, "title": TEXT, "authors": TEXTS,
        "published": DAY, "published_basis": TEXT, "encoding": TEXT, "media_type": TEXT, "text": TEXT, "characters": NUMBER,
        "removed_characters": NUMBER, "schema_version": TEXT, "shilu": TEXT, "settings": TEXT, "lexicons": TEXT,
    },
    "removed": {"document": TEXT, "start": NUMBER, "end": NUMBER, "kind": TEXT, "rule": TEXT, "text": TEXT, "item_title": TEXT, "item_outlet": TEXT},
    "dates": {
        "document": TEXT, "date": TEXT, "start": NUMBER, "end": NUMBER, "text": TEXT, "value": TEXT, "earliest": DAY, "latest": DAY, "type": TEXT,
        "precision": TEXT, "calendar": TEXT, "basis": TEXT, "modifier": TEXT, "rule": TEXT,
    },
    "entities": {
        "document": TEXT, "entity": TEXT, "type": TEXT, "kind": TEXT, "name": TEXT, "formal_name": TEXT, "identifiers": TEXTS, "basis": TEXT,
        "mentions": NUMBER,
    },
    "mentions": {"document": TEXT, "entity": TEXT, "type": TEXT, "name": TEXT, "start": NUMBER, "end": NUMBER, "text": TEXT, "rule": TEXT},
    "claims": {
        "document": TEXT, "claim": TEXT, "speaker": TEXT, "speaker_entity": TEXT, "cue": TEXT, "content": TEXT, "start": NUMBER, "end": NUMBER,
        "form": TEXT, "polarity": TEXT, "certainty": TEXT, "dates": TEXTS, "entities": TEXTS, "rule": TEXT, "via": TEXT, "reasons": TEXTS,
    },
    "events": {
        "document": TEXT, "event": TEXT, "class": TEXT, "type": TEXT, "trigger": TEXT, "start": NUMBER, "end": NUMBER, "date": TEXT, "value": TEXT,
        "earliest": DAY, "latest": DAY, "basis": TEXT, "status": TEXT, "participants": PARTICIPANTS, "same_as": TEXT, "claim": TEXT, "amount": TEXT,
        "sentence": TEXT, "rule": TEXT,
    },
}  # fmt: skip


def rows(record: Record) -> dict[str, list[Row]]:
    """The rows of one record, table by table."""
    key = {"document": record.id}
    names = {e.id: e.name for e in record.entities}
    return {
        "documents": [key | _document(record)],
        "removed": [
            key | {"start": r.start, "end": r.end, "kind": r.kind, "rule": r.rule, "text": record.text[r.start : r.end],
                   "item_title": r.item.title if r.item else None, "item_outlet": r.item.outlet if r.item else None}
            for r in record.removed
        ],
        "dates": [key | {"date": d.id, **d.model_dump(exclude={"id"})} for d in record.dates],
        "entities": [
            key | {"entity": e.id, **e.model_dump(include={"type", "kind", "name", "formal_name", "basis"}), "mentions": len(e.mentions),
                   "identifiers": [f"{k}={v}" for k, v in e.identifiers.items()]}
            for e in record.entities
        ],
        "mentions": [key | {"entity": e.id, "type": e.type, "name": e.name, **m.model_dump()} for e in record.entities for m in e.mentions],
        "claims": [
            key | {"claim": c.id, "speaker": c.speaker.name if c.speaker else None, "speaker_entity": c.speaker.entity if c.speaker else None,
                   "cue": c.cue.text if c.cue else None, "content": c.content.text, "start": c.content.start, "end": c.content.end,
                   **c.model_dump(include={"form", "polarity", "certainty", "dates", "entities", "rule", "via", "reasons"})}
            for c in record.claims
        ],
        "events": [
            key | {"event": v.id, "class": v.type.split(".")[0], "trigger": v.trigger.text, "start": v.trigger.start, "end": v.trigger.end,
                   **v.when.model_dump(), "participants": [{"entity": p.entity, "name": names[p.entity], "role": p.role} for p in v.participants],
                   **v.model_dump(include={"type", "status", "same_as", "claim", "amount", "rule"}),
                   "sentence": record.text[v.sentence.start : v.sentence.end].strip()}
            for v in record.events
        ],
    }  # fmt: skip


def _document(record: Record) -> Row:
    source = record.source
    return {
        **source.model_dump(include={"path", "member", "index", "url", "outlet", "title", "authors", "encoding", "media_type"}),
        "published": source.published.value, "published_basis": source.published.basis, "text": record.text, "characters": len(record.text),
        "removed_characters": sum(r.end - r.start for r in record.removed), "schema_version": record.schema_version,
        **record.provenance.model_dump(),
    }  # fmt: skip


def batches(records: Iterable[Record], size: int = 500) -> Iterator[dict[str, list[Row]]]:
    """Rows of ``size`` records at a time, so that memory stays flat."""
    held: dict[str, list[Row]] = {table: [] for table in SCHEMAS}
    number = 0
    for record in records:
        for table, more in rows(record).items():
            held[table] += more
        number += 1
        if number % size == 0:
            yield held
            held = {table: [] for table in SCHEMAS}
    if number % size or not number:
        yield held


def arrow_schema(table: str) -> Any:
    """The Arrow schema of a table."""
    import pyarrow as pa

    who = pa.struct([("entity", pa.string()), ("name", pa.string()), ("role", pa.string())])
    kinds = {TEXT: pa.string(), NUMBER: pa.int64(), DAY: pa.date32(), TEXTS: pa.list_(pa.string()), PARTICIPANTS: pa.list_(who)}
    return pa.schema([(column, kinds[kind]) for column, kind in SCHEMAS[table].items()])


def write_parquet(records: Iterable[Record], folder: Path) -> list[Path]:
    """One Parquet file a table in ``folder``; gives their paths."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    paths = {table: folder / f"{table}.parquet" for table in SCHEMAS}
    schemas = {table: arrow_schema(table) for table in SCHEMAS}
    writers = {table: pq.ParquetWriter(paths[table], schemas[table], compression="zstd") for table in SCHEMAS}
    try:
        for held in batches(records):
            for table, more in held.items():
                writers[table].write_table(pa.Table.from_pylist(more, schema=schemas[table]))
    finally:
        for writer in writers.values():
            writer.close()
    return list(paths.values())


def write_duckdb(records: Iterable[Record], path: Path) -> None:
    """A DuckDB file with the seven tables."""
    import tempfile

    import duckdb

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        files = write_parquet(records, Path(folder))
        with duckdb.connect(str(path)) as base:
            for file in files:
                base.execute(f"CREATE TABLE {file.stem} AS SELECT * FROM read_parquet(?)", [str(file)])


def plain(value: object) -> object:
    """A cell for CSV: days in ISO form, lists joined by ``|``, participants as name (role)."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "|".join(f"{v['name']} ({v['role']})" if isinstance(v, dict) else str(v) for v in value)
    return value
