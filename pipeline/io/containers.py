"""Compressed files and archives, inside out: gz, bz2, xz, zst, zip, tar; streams, never unpacked to disk.

Limits: a member may not unfold to more than ``Limits.member`` bytes, nor to more than ``Limits.ratio`` times its packed size; archives nest at most
``Limits.depth`` deep. A member's name is only a name: nothing is ever written under it, and names that climb out of the archive are rejected.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from pipeline.errors import DocumentRejected
from pipeline.io.rejection import Place, Rejection


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read: bytes of one document, bytes a packed file may unfold to, its ratio, depth of nesting."""

    document: int = 64 << 20
    member: int = 64 << 30
    ratio: int = 1000
    depth: int = 4


@dataclass(frozen=True, slots=True)
class Member:
    """A plain stream: its place, its name for the choice of format, and its bytes."""

    place: Place
    name: str
    stream: BinaryIO


_BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError)
_SUFFIXES = {".gz": "gz", ".bz2": "bz2", ".xz": "xz", ".zst": "zst", ".zip": "zip", ".tar": "tar", ".tgz": "tgz"}


class _Bounded(io.RawIOBase):
    """A stream that stops with a rejection once it has given more than it may, or turns out to be broken."""

    def __init__(self, inner: BinaryIO, limit: int, what: str) -> None:
        self._inner, self._left, self._what = inner, limit, what

    def readable(self) -> bool:
        """Always; it is read from only."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer``; raises DocumentRejected(bomb | truncated)."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._inner.read(len(view))
        except _BROKEN as error:
            raise DocumentRejected("read", "truncated", f"the {self._what} stream is broken: {error}", remedy="fetch it again") from error
        except Exception as error:  # zstandard raises a class of its own
            raise DocumentRejected("read", "truncated", f"the {self._what} stream is broken: {error}", remedy="fetch it again") from error
        self._left -= len(data)
        if self._left < 0:
            raise DocumentRejected("read", "bomb", f"the {self._what} unfolds beyond its limit", remedy="unpack and check it by hand")
        view[: len(data)] = data
        return len(data)


def open_members(place: Place, name: str, stream: BinaryIO, size: int, limits: Limits, depth: int = 0) -> Iterator[Member | Rejection]:
    """Every plain stream inside ``stream`` (itself where it is not packed). ``size``: its bytes, for the ratio.

    Broken or refused members come as rejections; the others go on.
    """
    kind = _SUFFIXES.get(PurePosixPath(name.lower()).suffix)
    if kind is None:
        yield Member(place, name, stream)
    elif depth >= limits.depth:
        yield place.reject(0, "too-deep", f"archives nested more than {limits.depth} deep")
    elif kind == "zip":
        yield from _zip(place, stream, limits, depth)
    elif kind == "tar":
        yield from _tar(place, stream, limits, depth)
    else:
        inner = _unfold(kind, stream, min(limits.member, max(size, 1 << 16) * limits.ratio))
        stem = name[: -len(PurePosixPath(name).suffix)] + (".tar" if kind == "tgz" else "")
        yield from open_members(place, stem, inner, size * 20, limits, depth + 1)


def _unfold(kind: str, stream: BinaryIO, limit: int) -> BinaryIO:
    if kind == "zst":
        import zstandard

        inner = cast(BinaryIO, zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True))
    elif kind == "bz2":
        inner = cast(BinaryIO, bz2.BZ2File(stream))
    elif kind == "xz":
        inner = cast(BinaryIO, lzma.LZMAFile(stream))  # noqa: SIM115  read and dropped with its stream
    else:
        inner = cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    return io.BufferedReader(_Bounded(inner, limit, kind), 1 << 18)


def _zip(place: Place, stream: BinaryIO, limits: Limits, depth: int) -> Iterator[Member | Rejection]:
    if not stream.seekable():
        stream = io.BytesIO(stream.read())  # a zip's index stands at its end; what is inside is bounded already
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN as error:
        yield place.reject(0, "truncated", f"no readable zip: {error}")
        return
    for info in sorted(archive.infolist(), key=lambda i: i.filename):
        if info.is_dir() or _hidden(info.filename):
            continue
        inside = Place(place.path, _join(place.member, info.filename))
        if refusal := _refused(inside, info.filename, info.file_size, info.compress_size, limits):
            yield refusal
            continue
        try:
            inner = cast(BinaryIO, archive.open(info))
        except _BROKEN as error:
            yield inside.reject(0, "truncated", f"the member cannot be opened: {error}")
            continue
        bounded = io.BufferedReader(_Bounded(inner, info.file_size, "zip member"), 1 << 18)
        yield from open_members(inside, info.filename, bounded, info.file_size, limits, depth + 1)


def _tar(place: Place, stream: BinaryIO, limits: Limits, depth: int) -> Iterator[Member | Rejection]:
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                if not info.isfile():
                    if info.issym() or info.islnk() or info.isdev():
                        yield Place(place.path, _join(place.member, info.name)).reject(
                            0, "link", "a link or device in an archive is not read"
                        )
                    continue
                if _hidden(info.name):
                    continue
                inside = Place(place.path, _join(place.member, info.name))
                inner = archive.extractfile(info)
                if (refusal := _refused(inside, info.name, info.size, info.size, limits)) or inner is None:
                    yield refusal or inside.reject(0, "truncated", "the member cannot be opened")
                    continue
                bounded = io.BufferedReader(_Bounded(cast(BinaryIO, inner), info.size, "tar member"), 1 << 18)
                yield from open_members(inside, info.name, bounded, info.size, limits, depth + 1)
    except DocumentRejected as error:
        yield place.rejected(0, error)
    except _BROKEN as error:
        yield place.reject(0, "truncated", f"the tar stream is broken: {error}")


def _refused(inside: Place, name: str, size: int, packed: int, limits: Limits) -> Rejection | None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts:
        return inside.reject(0, "path", "the member's name leaves the archive")
    if size > limits.member or (size > 1 << 20 and size > max(packed, 1) * limits.ratio):
        return inside.reject(0, "bomb", f"the member unfolds from {packed} to {size} bytes")
    return None


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part not in {".", ".."} for part in PurePosixPath(name).parts)


def _join(outer: str, name: str) -> str:
    return f"{outer}!{name}" if outer else name
