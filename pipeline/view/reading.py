"""What a page shows: the records of a run, or records made on the fly from documents."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import ShiluError, UsageError
from pipeline.io.containers import Limits, Member, open_members
from pipeline.io.fields import Fields
from pipeline.io.rejection import Place, Rejection
from pipeline.io.sources import find_files, read_file
from pipeline.model import Record
from pipeline.run.worker import Job, make_worker
from pipeline.settings import Settings

PACKED = ("", ".gz", ".zst", ".bz2", ".xz")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page is made of: documents in the order of the input, read as they are taken (rejections between them where they are made on
    the fly), the run's own rejections, and how many documents there are, where it is known.
    """

    name: str
    documents: Iterator[Record | Rejection]
    rejected: Iterable[Rejection] = ()
    total: int | None = None


def open_shown(path: str, settings: Settings) -> Shown:
    """The records of a run's folder or of its ``records.jsonl`` (also packed), else those made from the documents at ``path``.

    Raises UsageError where there is nothing to read or a line is no record.
    """
    here = Path(path)
    records = _records_of(here)
    if records is None:
        return Shown(here.name or path, _analyzed(path, settings))
    run = records.parent
    return Shown(run.resolve().name, _read_records(records), _read_rejected(run), _total(run))


def _records_of(here: Path) -> Path | None:
    """The file of records that ``here`` is or holds; None where it holds documents."""
    if here.is_dir():
        return next((file for packed in PACKED if (file := here / f"records.jsonl{packed}").is_file()), None)
    if not here.is_file():
        return None
    first = next(_lines(here), b"")
    return here if b'"schema_version"' in first[:40] and b'"provenance"' in first else None


def _total(run: Path) -> int | None:
    try:
        return int(json.loads((run / "run.json").read_text(encoding="utf-8"))["counts"]["documents"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _lines(file: Path) -> Iterator[bytes]:
    """The lines of a plain or packed file. Raises UsageError where it is broken."""
    try:
        with file.open("rb") as stream:
            for member in open_members(Place(file.as_posix()), file.name, stream, file.stat().st_size, Limits()):
                if isinstance(member, Rejection):
                    raise UsageError(member.message, place=str(file))
                yield from _member_lines(member)
    except OSError as error:
        raise UsageError(f"cannot read: {error.strerror or error}", place=str(file)) from error


def _member_lines(member: Member) -> Iterator[bytes]:
    for line in member.stream:
        if line.strip():
            yield line


def _read_records(file: Path) -> Iterator[Record]:
    lines = enumerate(_lines(file), 1)
    while True:
        try:
            at, line = next(lines)
        except StopIteration:
            return
        except ShiluError as error:
            raise UsageError(error.message, place=str(file)) from error
        try:
            yield Record.model_validate_json(line)
        except ValidationError as error:
            raise UsageError(
                f"no record of contract 1: {error.errors()[0]['msg']}", place=f"{file}:{at}", remedy="run shilu again over the dump"
            ) from error


def _read_rejected(run: Path) -> Iterator[Rejection]:
    file = next((f for packed in PACKED if (f := run / f"rejected.jsonl{packed}").is_file()), None)
    for at, line in enumerate(_lines(file) if file else (), 1):
        try:
            row = json.loads(line)
            source = row["source"]
            yield Rejection(
                source["path"], source["member"] or "", int(source["index"]), str(row["stage"]), str(row["code"]), str(row["message"])
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError("no line of rejected.jsonl", place=f"{file}:{at}") from error


def _analyzed(path: str, settings: Settings) -> Iterator[Record | Rejection]:
    work = make_worker(Job(settings))
    for file in find_files([path]):
        for item in read_file(file, Fields(), Limits()):
            for outcome in work([item]):
                if outcome.line is not None:
                    yield Record.model_validate_json(outcome.line)
                if outcome.rejection is not None:
                    yield outcome.rejection
