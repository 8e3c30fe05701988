"""What the user named, as files in a fixed order: files, folders, globs, ``-`` for standard input, and addresses fsspec opens."""

import glob
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from pipeline.document import RawDocument
from pipeline.errors import DocumentRejected, UsageError
from pipeline.io.containers import PACKED, Limits, Member, open_members
from pipeline.io.encoding import SAMPLE, find_line_encoding
from pipeline.io.fields import USUAL, Fields
from pipeline.io.formats import READERS, read_member
from pipeline.io.rejection import Place, Rejection, shown
from pipeline.io.stream import Reading, buffered

PIPE = "standard-input"
MARKS = (
    (b"\x1f\x8b", ".gz"), (b"(\xb5/\xfd", ".zst"), (b"BZh", ".bz2"), (b"\xfd7zXZ\0", ".xz"), (b"PK\x03\x04", ".zip"), (b"PAR1", ".parquet"),
    (b"WARC/", ".warc"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read: as it is shown in records, and its size in bytes (0 where it is not known)."""

    path: str
    size: int = 0


def find_files(paths: Iterable[str]) -> list[SourceFile]:
    """The files to read, each once, in the order named; a folder gives its readable files by name, hidden ones left out.

    What a folder should give but can't (a dead link, a folder that may not be listed) is among them, to be rejected when it is opened.
    Raises UsageError where a path does not exist or nothing readable is found.
    """
    found: dict[str, SourceFile] = {}
    for path in paths:
        for file in _expand(path):
            found.setdefault(file.path, file)
    if not found:
        raise UsageError("nothing to read", remedy=f"give files or folders with {', '.join(READERS)} (also packed: {', '.join(PACKED)})")
    return list(found.values())


def _expand(path: str) -> list[SourceFile]:
    if path == "-" or "://" in path:
        return [SourceFile(path)] if path == "-" else _remote(path)
    try:
        matches = [path] if os.path.lexists(path) else sorted(glob.glob(path, recursive=True))  # noqa: PTH207  Path.glob takes no absolute pattern
        files = [file for match in matches for file in _listed(match)]
    except OSError as error:
        raise UsageError(f"cannot be looked at: {error.strerror}", place=shown(path), remedy="choose another path") from error
    except ValueError as error:
        raise UsageError(str(error), place=shown(path), remedy="choose another path") from error
    if not matches:
        raise UsageError("no such file or folder", place=shown(path), remedy="check the spelling")
    return files


def _listed(path: str) -> list[SourceFile]:
    here = Path(path)
    return [_source(p) for p in sorted(_walk(path))] if here.is_dir() else [_source(here)]


def _walk(top: str) -> Iterator[Path]:
    """The readable files of a folder, folders behind links left out; a pipe or device in it is no file of a dump."""
    refused: list[OSError] = []
    for folder, folders, names in os.walk(top, onerror=refused.append):
        folders[:] = [f for f in folders if not f.startswith(".")]
        files = (Path(folder, name) for name in names if not name.startswith(".") and _readable(name))
        yield from (p for p in files if p.is_file() or (p.is_symlink() and not p.exists()))
    yield from (Path(error.filename) for error in refused)


def _readable(name: str) -> bool:
    suffix = PurePosixPath(name.lower()).suffix
    return suffix in READERS or suffix in PACKED


def _source(path: Path) -> SourceFile:
    try:
        return SourceFile(shown(path.as_posix()), path.stat().st_size)
    except OSError:
        return SourceFile(shown(path.as_posix()))


def _remote(url: str) -> list[SourceFile]:
    import fsspec

    try:
        files, _, names = fsspec.get_fs_token_paths(url)
        found = [file for name in sorted(names) for file in _stored(files, name, url.partition("://")[0])]
    except Exception as error:  # every kind of storage raises errors of its own
        raise UsageError(f"cannot be listed: {error}", place=url, remedy="check the address and the fsspec extra it needs") from error
    if not found:
        raise UsageError("no such file or folder", place=url, remedy="check the spelling")
    return found


def _stored(files: Any, name: str, scheme: str) -> list[SourceFile]:
    names = [n for n in sorted(files.find(name)) if _readable(n)] if files.isdir(name) else [name] * files.exists(name)
    return [SourceFile(f"{scheme}://{n}", int(files.size(n) or 0)) for n in names]


def read_file(
    file: SourceFile, fields: Fields, limits: Limits, on_bytes: Callable[[int], None] | None = None
) -> Iterator[RawDocument | Rejection]:
    """Every document of one file, archives unfolded, in a fixed order; what cannot be read comes as rejections.

    ``on_bytes`` is told how many bytes each reading of the file took.
    """
    place = Place(file.path)
    try:
        stream = _open(file.path)
        piped = file.path == "-" or ("://" not in file.path and not stream.seekable())
        if on_bytes is not None and not piped:
            stream = cast(BinaryIO, _Counted(stream, on_bytes))
    except Exception as error:  # every kind of storage raises errors of its own
        yield place.reject(0, "unreadable", f"{getattr(error, 'strerror', '') or error}")
        return
    how = Reading(fields, limits)
    with stream:
        members = _piped(place, stream, limits) if piped else open_members(place, file.path, stream, file.size, limits)
        for member in members:
            if isinstance(member, Rejection):
                yield member
            else:
                yield from read_member(member, how)


def is_piped(path: str) -> bool:
    """True for standard input, a pipe or a device: what is read but once."""
    return path == "-" or ("://" not in path and Path(path).exists() and not Path(path).is_file())


def _piped(place: Place, stream: BinaryIO, limits: Limits, depth: int = 0) -> Iterator[Member | Rejection]:
    """The members of a pipe, which has no name: its first bytes tell what it holds, and again what a packed one holds inside."""
    if depth > limits.depth:
        yield place.reject(0, "too-deep", f"packed more than {limits.depth} times")
        return
    try:
        named = buffered(stream)
        suffix = _sniffed(named.peek(SAMPLE)[:SAMPLE])
    except DocumentRejected as error:
        yield place.rejected(0, error)
        return
    for member in open_members(place, PIPE + suffix, cast(BinaryIO, named), 0, limits):
        if isinstance(member, Member) and member.name == PIPE:
            yield from _piped(place, member.stream, limits, depth + 1)
        else:
            yield member


def _sniffed(head: bytes) -> str:
    """The suffix of what begins with ``head``."""
    if head[257:262] == b"ustar":
        return ".tar"
    if suffix := next((suffix for mark, suffix in MARKS if head.startswith(mark)), ""):
        return suffix
    try:
        start = head.decode(find_line_encoding(head), "ignore").lstrip()
    except DocumentRejected:
        return ".txt"  # whose reader says why not
    first = start.partition("\n")[0].strip()
    if start.startswith(("{", "[")):
        return ".jsonl" if first.startswith("{") and first != "{" else ".json"
    if start.startswith("<"):
        return ".html"
    return next((suffix for sign, suffix in ((",", ".csv"), ("\t", ".tsv")) if _is_header(first.split(sign))), ".txt")


def _is_header(cells: list[str]) -> bool:
    return len(cells) > 1 and any(cell.strip(' "').lower() in USUAL["text"] for cell in cells)


class _Counted(io.BufferedReader):
    """A file that tells how many bytes were taken from it."""

    def __init__(self, inner: BinaryIO, on_bytes: Callable[[int], None]) -> None:
        super().__init__(_Tap(inner, on_bytes), 1 << 18)


class _Tap(io.RawIOBase):
    def __init__(self, inner: BinaryIO, on_bytes: Callable[[int], None]) -> None:
        self._inner, self._on_bytes = inner, on_bytes

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._inner.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def readinto(self, buffer: object) -> int:
        data = self._inner.read(len(memoryview(buffer)))  # type: ignore[arg-type]
        memoryview(buffer)[: len(data)] = data  # type: ignore[arg-type]
        self._on_bytes(len(data))
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


def _open(path: str) -> BinaryIO:
    if path == "-":
        return io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer), SAMPLE)
    if "://" in path:
        import fsspec

        return cast(BinaryIO, fsspec.open(path, "rb").open())
    here = Path(path)
    return (here if here.exists() else Path(_raw(path))).open("rb", SAMPLE)


def _raw(path: str) -> str:
    """The name the file system knows where ``shown`` wrote bytes as ``\\xNN``."""
    return re.sub(r"\\x([89a-f][0-9a-f])", lambda m: chr(0xDC00 + int(m[1], 16)), path)
