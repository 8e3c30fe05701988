"""Shards on disk: written to a temporary file, made durable, renamed, then marked done. Whatever moment a run is killed, a shard is whole or absent."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import UsageError
from pipeline.run.outcome import Outcome, Totals


@dataclass(frozen=True, slots=True)
class Done:
    """The mark of a finished shard: items of input it took (documents, rejections and skipped ones) and its totals."""

    number: int
    items: int
    totals: Totals


class Shards:
    """The shard files of one run folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def done(self) -> list[Done]:
        """The finished shards, in order, up to the first that is missing."""
        marks: list[Done] = []
        while (path := self._path("done", len(marks), "json")).exists():
            data = json.loads(path.read_text(encoding="utf-8"))
            marks.append(Done(len(marks), data["items"], Totals(**data["totals"])))
        return marks

    def write(self, number: int, outcomes: Iterable[Outcome]) -> Done | None:
        """Write one shard whole as its outcomes come; None where there are none. Raises UsageError where it cannot be written."""
        some = iter(outcomes)
        first = next(some, None)
        if first is None:
            return None
        items, totals = 0, Totals()
        with whole_file(self._path("records", number, "jsonl")) as records, whole_file(self._path("rejected", number, "jsonl")) as refused:
            for outcome in chain([first], some):
                items, totals = items + 1, totals + outcome.totals
                if outcome.line is not None:
                    records.write(outcome.line + b"\n")
                if outcome.rejection is not None:
                    refused.write(outcome.rejection.to_json().encode() + b"\n")
        mark = json.dumps({"items": items, "totals": totals.as_dict()})
        write_whole(self._path("done", number, "json"), [mark.encode()])
        return Done(number, items, totals)

    def join(self, kind: str, shards: int) -> Iterator[bytes]:
        """The bytes of all ``kind`` ("records" or "rejected") files in order, a mebibyte at a time."""
        for number in range(shards):
            with self._path(kind, number, "jsonl").open("rb") as file:
                while chunk := file.read(1 << 20):
                    yield chunk

    def remove(self) -> None:
        """Take the shard folder away once the run is whole."""
        for path in sorted(self.folder.glob("*")):
            path.unlink()
        with suppress(OSError):
            self.folder.rmdir()

    def _path(self, kind: str, number: int, suffix: str) -> Path:
        return self.folder / f"{kind}-{number:06d}.{suffix}"


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file so that it is there whole or not at all. Raises UsageError as ``whole_file``."""
    with whole_file(path) as file:
        file.writelines(chunks)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all: temporary file, flush to disk, ``replace``.

    Raises UsageError naming the file where it cannot be written; the temporary file is taken away.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _settle(path.parent)
    except OSError as error:
        raise UsageError(
            f"cannot write: {error.strerror}", place=str(path), remedy="free or choose another disk; what is done stays, --resume goes on"
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _settle(folder: Path) -> None:
    """A rename outlives a power cut once its folder is on disk; not every system lets a folder be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
