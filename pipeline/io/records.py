"""Reading a run's records back, one at a time, packed or not."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from pydantic import ValidationError

from pipeline.errors import UsageError
from pipeline.model import Record

NAMES = ("records.jsonl", "records.jsonl.gz", "records.jsonl.zst")


def records_file(path: Path) -> Path:
    """The records file of a run's folder, or the file itself. Raises UsageError where there is none."""
    if path.is_dir():
        found = next((path / name for name in NAMES if (path / name).exists()), None)
        if found is None:
            raise UsageError("no records here", place=str(path), remedy="name a run's folder or its records.jsonl")
        return found
    if not path.exists():
        raise UsageError("no such file or folder", place=str(path), remedy="check the spelling")
    return path


def record_lines(path: Path) -> Iterator[bytes]:
    """The lines of a records file."""
    with path.open("rb") as file:
        yield from unpacked(file, path.name)


def read_records(path: Path) -> Iterator[Record]:
    """The records of a run or of a records file, each checked. Raises UsageError naming the line that is no record."""
    file = records_file(path)
    for number, line in enumerate(record_lines(file), 1):
        try:
            yield Record.model_validate_json(line)
        except ValidationError as error:
            raise UsageError(f"no record: {error.errors()[0]['msg']}", place=f"{file}:{number}", remedy="run shilu run anew") from error


def unpacked(file: BinaryIO, name: str) -> BinaryIO:
    """The stream, unfolded by the suffix of its name (.gz, .zst)."""
    if name.endswith(".gz"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if name.endswith(".zst"):
        import zstandard

        return cast(BinaryIO, io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True), 1 << 18))
    return file
