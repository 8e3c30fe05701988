"""Records in the forms other programs read: tables, a database, spaCy's DocBin, annotation tools, web annotations."""

import csv
import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.io.tables import SCHEMAS, batches, plain, write_duckdb, write_parquet
from pipeline.model import Record

Writer = Callable[[Iterable[Record], Path], None]
Marked = tuple[int, int, str, str]  # start, end, label, value


def marks(record: Record) -> list[Marked]:
    """Everything a record points at in its text: (start, end, label, value), in text order."""
    found: list[Marked] = [(d.start, d.end, "date", d.value or "") for d in record.dates]
    found += [(m.start, m.end, e.type, e.name) for e in record.entities for m in e.mentions]
    found += [(v.trigger.start, v.trigger.end, f"event:{v.type}", v.when.value or "") for v in record.events]
    found += [(c.content.start, c.content.end, f"claim:{c.form}", c.speaker.name if c.speaker else "") for c in record.claims]
    return sorted(found)


def _lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(line + "\n" for line in lines)


def _jsonl(records: Iterable[Record], path: Path) -> None:
    _lines(path, (r.model_dump_json() for r in records))


def _jsonl_gz(records: Iterable[Record], path: Path) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as out:  # no time stamp: same records, same bytes
        for record in records:
            out.write(record.model_dump_json().encode() + b"\n")


def _jsonl_zst(records: Iterable[Record], path: Path) -> None:
    import zstandard

    with path.open("wb") as raw, zstandard.ZstdCompressor(level=9).stream_writer(raw) as out:
        for record in records:
            out.write(record.model_dump_json().encode() + b"\n")


def _json(records: Iterable[Record], folder: Path) -> None:
    folder.mkdir()
    for record in records:
        (folder / f"{record.id}.json").write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _csv(records: Iterable[Record], folder: Path) -> None:
    folder.mkdir()
    files = {table: (folder / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") for table in SCHEMAS}
    try:
        writers = {table: csv.DictWriter(file, list(SCHEMAS[table])) for table, file in files.items()}
        for writer in writers.values():
            writer.writeheader()
        for held in batches(records):
            for table, rows in held.items():
                writers[table].writerows({k: plain(v) for k, v in row.items()} for row in rows)
    finally:
        for file in files.values():
            file.close()


def _parquet(records: Iterable[Record], folder: Path) -> None:
    write_parquet(records, folder)


def _docbin(records: Iterable[Record], path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    from pipeline.components import record_doc
    from pipeline.lexicon import load_lexicons
    from pipeline.segment import Segmenter
    from pipeline.settings import Settings

    lexicons = load_lexicons()
    segmenter, vocab = Segmenter(lexicons, Settings()), spacy.blank("zh").vocab
    store = DocBin(store_user_data=True)
    for record in records:
        store.add(record_doc(record, vocab, segmenter, lexicons))
    store.to_disk(path)


def _doccano(records: Iterable[Record], path: Path) -> None:
    rows = ({"id": r.id, "text": r.text, "label": [[s, e, label] for s, e, label, _ in marks(r)]} for r in records)
    _lines(path, (json.dumps(row, ensure_ascii=False) for row in rows))


def _labelstudio(records: Iterable[Record], path: Path) -> None:
    tasks = (json.dumps(_task(r), ensure_ascii=False) for r in records)
    _lines(path, chain(["["], _separated(tasks), ["]"]))


def _separated(items: Iterator[str]) -> Iterator[str]:
    last = next(items, None)
    if last is None:
        return
    for item in items:
        yield last + ","
        last = item
    yield last


def _task(record: Record) -> dict[str, object]:
    """A Label Studio task; its offsets count UTF-16 units in the browser, so a text beyond the BMP is shifted accordingly."""
    wide = [i for i, c in enumerate(record.text) if ord(c) > 0xFFFF]

    def units(offset: int) -> int:
        return offset + sum(i < offset for i in wide)

    result = [
        {"id": f"m{n}", "from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": units(s), "end": units(e), "text": record.text[s:e], "labels": [label]}, "meta": {"text": [value]}}
        for n, (s, e, label, value) in enumerate(marks(record), 1)
    ]  # fmt: skip
    return {"data": {"id": record.id, "text": record.text}, "predictions": [{"model_version": record.provenance.shilu, "result": result}]}


def _webannotation(records: Iterable[Record], path: Path) -> None:
    """W3C Web Annotations, one a line; TextPositionSelector counts code points, as ours do."""
    _lines(path, (json.dumps(a, ensure_ascii=False) for r in records for a in _annotations(r)))


def _annotations(record: Record) -> Iterator[dict[str, object]]:
    source = record.source.url or f"urn:shilu:{record.id}"
    for number, (start, end, label, value) in enumerate(marks(record), 1):
        text = record.text
        quote = {"exact": text[start:end], "prefix": text[max(0, start - 16) : start], "suffix": text[end : end + 16]}
        yield {
            "@context": "http://www.w3.org/ns/anno.jsonld", "id": f"urn:shilu:{record.id}:{number}", "type": "Annotation", "motivation": "tagging",
            "body": [{"type": "TextualBody", "purpose": "classifying", "value": label}, {"type": "TextualBody", "purpose": "identifying", "value": value}],
            "target": {"source": source, "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, {"type": "TextQuoteSelector", **quote}]},
        }  # fmt: skip


# Format → what it is called in the run's folder, and its writer.
FORMATS: Mapping[str, tuple[str, Writer]] = {
    "jsonl": ("export.jsonl", _jsonl),
    "jsonl.gz": ("records.jsonl.gz", _jsonl_gz),
    "jsonl.zst": ("records.jsonl.zst", _jsonl_zst),
    "json": ("json", _json),
    "csv": ("csv", _csv),
    "parquet": ("parquet", _parquet),
    "duckdb": ("records.duckdb", write_duckdb),
    "docbin": ("records.spacy", _docbin),
    "doccano": ("doccano.jsonl", _doccano),
    "labelstudio": ("labelstudio.json", _labelstudio),
    "webannotation": ("annotations.jsonl", _webannotation),
}


def export(records: Iterable[Record], form: str, target: Path, *, force: bool = False) -> Path:
    """Write records in a form of ``FORMATS`` to ``target`` (a file, or a folder for json, csv, parquet); whole or not at all.

    Raises UsageError for an unknown form, or where something stands there already and ``force`` is not given.
    """
    if form not in FORMATS:
        raise UsageError(f"--to {form!r} is not known", remedy=f"one of {', '.join(FORMATS)}")
    if target.exists() and not force:
        raise UsageError("something stands there already", place=str(target), remedy="choose another place or add --force")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        made = draft / target.name
        FORMATS[form][1](records, made)
        if target.is_dir():
            shutil.rmtree(target)
        os.replace(made, target)  # noqa: PTH105  the same call for a file and a folder
    except OSError as error:
        raise UsageError(f"cannot write: {error.strerror or error}", place=str(target), remedy="choose another place") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target
