"""What the user named, as files in a fixed order: files, folders, globs, ``-`` for standard input, and addresses fsspec opens."""

import glob
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from pipeline.document import RawDocument
from pipeline.errors import UsageError
from pipeline.io.containers import _SUFFIXES as PACKED
from pipeline.io.containers import Limits, open_members
from pipeline.io.fields import Fields
from pipeline.io.formats import READERS, Reading, read_member
from pipeline.io.rejection import Place, Rejection


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read: as it is shown in records, and its size in bytes (0 where it is not known)."""

    path: str
    size: int = 0


def find_files(paths: Iterable[str]) -> list[SourceFile]:
    """The files to read, each once, in the order named; a folder gives its readable files by name, hidden ones left out.

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
    here = Path(path)
    if here.is_dir():
        return [SourceFile(p.as_posix(), p.stat().st_size) for p in sorted(here.rglob("*")) if p.is_file() and _readable(p, here)]
    if here.exists():
        return [SourceFile(here.as_posix(), here.stat().st_size)]
    matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  Path.glob takes no absolute pattern
    if not matches:
        raise UsageError("no such file or folder", place=path, remedy="check the spelling")
    return [file for match in matches for file in _expand(match)]


def _readable(path: Path, top: Path) -> bool:
    if any(part.startswith(".") for part in path.relative_to(top).parts):
        return False
    suffixes = [s.lower() for s in path.suffixes]
    return bool(suffixes) and (suffixes[-1] in READERS or suffixes[-1] in PACKED)


def _remote(url: str) -> list[SourceFile]:
    import fsspec

    files, _, names = fsspec.get_fs_token_paths(url)
    scheme = url.partition("://")[0]
    out: list[SourceFile] = []
    for name in sorted(names):
        inside = files.find(name) if files.isdir(name) else [name]
        readable = [n for n in sorted(inside) if PurePosixPath(n).suffix.lower() in {*READERS, *PACKED}] if files.isdir(name) else inside
        out += [SourceFile(f"{scheme}://{n}", int(files.size(n) or 0)) for n in readable]
    return out


def read_file(
    file: SourceFile, fields: Fields, limits: Limits, on_bytes: Callable[[int], None] | None = None
) -> Iterator[RawDocument | Rejection]:
    """Every document of one file, archives unfolded, in a fixed order; what cannot be read comes as rejections.

    ``on_bytes`` is told how many bytes each reading of the file took.
    """
    place = Place(file.path)
    try:
        stream = _open(file.path)
        if on_bytes is not None and file.path != "-":
            stream = cast(BinaryIO, _Counted(stream, on_bytes))
    except OSError as error:
        yield place.reject(0, "unreadable", f"{error.strerror or error}")
        return
    with stream:
        name = _sniffed(stream) if file.path == "-" else file.path
        for member in open_members(place, name, stream, file.size, limits):
            if isinstance(member, Rejection):
                yield member
            else:
                yield from _read(member, fields, limits)


def _read(member: Any, fields: Fields, limits: Limits) -> Iterator[RawDocument | Rejection]:
    try:
        yield from read_member(member, Reading(fields, limits))
    except (OSError, EOFError) as error:
        yield member.place.reject(0, "unreadable", str(error))


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
        return io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer), 1 << 16)
    if "://" in path:
        import fsspec

        return cast(BinaryIO, fsspec.open(path, "rb").open())
    return Path(path).open("rb")


def _sniffed(stream: BinaryIO) -> str:
    """A name that says what standard input holds, by its first bytes."""
    head = cast(io.BufferedReader, stream).peek(64)
    for mark, suffix in ((b"\x1f\x8b", ".jsonl.gz"), (b"(\xb5/\xfd", ".jsonl.zst"), (b"BZh", ".jsonl.bz2")):
        if head.startswith(mark):
            return "standard-input" + suffix
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "standard-input" + (".jsonl" if first[:1] in (b"{", b"[") else ".html" if first[:1] == b"<" else ".txt")
