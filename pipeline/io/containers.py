"""Compressed files and archives, inside out: gz, bz2, xz, zst, zip, tar; streams, unpacked to no folder.

Limits: a member may not unfold to more than ``Limits.member`` bytes, nor to more than ``Limits.ratio`` times its packed size, nor everything in a
file, on all levels together, to more than that of the file; archives nest at most ``Limits.depth`` deep. A member's name is only a name: nothing is
ever written under it, and names that climb out of the archive are rejected.
"""

import bz2
import gzip
import io
import lzma
import re
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, Self, cast

from pipeline.errors import DocumentRejected
from pipeline.io.rejection import Place, Rejection, shown


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read: bytes of one document, bytes a packed file may unfold to, its ratio, depth of nesting, bytes of an archive held in memory."""

    document: int = 64 << 20
    member: int = 64 << 30
    ratio: int = 1000
    depth: int = 4
    held: int = 32 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A plain stream: its place, its name for the choice of format, and its bytes."""

    place: Place
    name: str
    stream: BinaryIO


PACKED = {".gz": "gz", ".bz2": "bz2", ".xz": "xz", ".zst": "zst", ".zip": "zip", ".tar": "tar", ".tgz": "tgz"}
LEAST = 1 << 20  # bytes: what is packed smaller than this may unfold as if it were so large
_DRIVE = re.compile(r"[A-Za-z]:")


def open_members(place: Place, name: str, stream: BinaryIO, size: int, limits: Limits) -> Iterator[Member | Rejection]:
    """Every plain stream inside ``stream`` (itself where it is not packed). ``size``: its bytes, for the ratio; 0 where it is not known.

    Broken or refused members come as rejections; the others go on.
    """
    yield from _Unfolding(limits, max(size, LEAST) * limits.ratio if size else limits.member).members(place, name, stream, 0)


class _Unfolding:
    """One file's unfolding: its limits, and how many bytes all its levels together may still give."""

    def __init__(self, limits: Limits, left: int) -> None:
        self.limits, self.left = limits, left

    def members(self, place: Place, name: str, stream: BinaryIO, depth: int) -> Iterator[Member | Rejection]:
        """The plain streams of a stream at a depth."""
        kind = PACKED.get(PurePosixPath(name.lower()).suffix)
        if kind is None:
            yield Member(place, name, stream)
        elif depth >= self.limits.depth:
            yield place.reject(0, "too-deep", f"archives nested more than {self.limits.depth} deep")
        elif kind == "zip":
            yield from self._zip(place, stream, depth)
        elif kind == "tar":
            yield from self._tar(place, stream, depth)
        else:
            stem = name[: -len(PurePosixPath(name).suffix)] + (".tar" if kind == "tgz" else "")
            inner = self._bounded(_unfolded(kind, stream), self.limits.member, kind)
            yield from self.members(place, stem, inner, depth + 1)

    def _bounded(self, inner: IO[bytes], limit: int, what: str) -> BinaryIO:
        return io.BufferedReader(_Bounded(inner, limit, what, self), 1 << 18)

    def _zip(self, place: Place, stream: BinaryIO, depth: int) -> Iterator[Member | Rejection]:
        try:
            archive = zipfile.ZipFile(seekable(stream, self.limits))
        except DocumentRejected as error:
            yield place.rejected(0, error)
            return
        except Exception as error:  # crafted bytes raise nearly anything in zipfile
            yield place.reject(0, "truncated", f"no readable zip: {error}")
            return
        overlapping = _overlapping(archive.infolist())
        for info in sorted(archive.infolist(), key=lambda i: i.filename):
            if info.filename.endswith("/") or _hidden(info.filename):
                continue
            inside = _inside(place, info.filename)
            if refusal := self._refused(inside, info.filename, info.file_size, info.compress_size):
                yield refusal
            elif info.flag_bits & 1:
                yield inside.reject(0, "encrypted", "the member needs a password")
            elif info.header_offset in overlapping:
                yield inside.reject(0, "bomb", "the member shares its bytes with another")
            else:
                yield from self._zip_member(inside, archive, info, depth)

    def _zip_member(self, inside: Place, archive: zipfile.ZipFile, info: zipfile.ZipInfo, depth: int) -> Iterator[Member | Rejection]:
        try:
            inner = archive.open(info)
        except Exception as error:  # as above
            yield inside.reject(0, "truncated", f"the member cannot be opened: {error}")
            return
        yield from self.members(inside, info.filename, self._bounded(inner, info.file_size, "zip member"), depth + 1)

    def _tar(self, place: Place, stream: BinaryIO, depth: int) -> Iterator[Member | Rejection]:
        try:
            with tarfile.open(fileobj=stream, mode="r|", tarinfo=_TarInfo) as archive:
                for info in iter(archive.next, None):
                    archive.members.clear()  # type: ignore[attr-defined]  # tarfile would keep them all
                    if not info.isdir() and not _hidden(info.name):
                        yield from self._tar_member(_inside(place, info.name), archive, info, depth)
                if fault := getattr(archive, "fault", ""):
                    yield place.reject(0, "truncated", f"the tar stream is broken: {fault}")
        except DocumentRejected as error:
            yield place.rejected(0, error)
        except Exception as error:  # crafted bytes raise nearly anything in tarfile
            yield place.reject(0, "truncated", f"the tar stream is broken: {error}")

    def _tar_member(self, inside: Place, archive: tarfile.TarFile, info: tarfile.TarInfo, depth: int) -> Iterator[Member | Rejection]:
        inner = archive.extractfile(info) if info.isfile() and not info.issparse() else None
        if refusal := self._refused(inside, info.name, info.size, info.size):
            yield refusal
        elif inner is None:
            yield inside.reject(0, "link", "a link, device or file with holes in an archive is not read")
        else:
            yield from self.members(inside, info.name, self._bounded(inner, info.size, "tar member"), depth + 1)

    def _refused(self, inside: Place, name: str, size: int, packed: int) -> Rejection | None:
        parts = _parts(name)
        if parts.is_absolute() or ".." in parts.parts or _DRIVE.match(name):
            return inside.reject(0, "path", "the member's name leaves the archive")
        if size > self.limits.member or (size > LEAST and size > max(packed, 1) * self.limits.ratio):
            return inside.reject(0, "bomb", f"the member unfolds from {packed} to {size} bytes")
        return None


class _Bounded(io.RawIOBase):
    """A stream that stops with a rejection once it has given more than it may, or turns out to be broken; all before the break is given."""

    def __init__(self, inner: IO[bytes], limit: int, what: str, unfolding: _Unfolding) -> None:
        self._read, self._left, self._what, self._unfolding = getattr(inner, "read1", inner.read), limit, what, unfolding

    def readable(self) -> bool:
        """Always; it is read from only."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer``; raises DocumentRejected(bomb | truncated)."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._read(len(view))
        except DocumentRejected:  # of the stream around this one, which said why
            raise
        except Exception as error:  # every codec raises a class of its own
            raise DocumentRejected("read", "truncated", f"the {self._what} stream is broken: {error}", remedy="fetch it again") from error
        self._left -= len(data)
        self._unfolding.left -= len(data)
        if self._left < 0 or self._unfolding.left < 0:
            raise DocumentRejected("read", "bomb", f"the {self._what} unfolds beyond its limit", remedy="unpack and check it by hand")
        view[: len(data)] = data
        return len(data)


class _TarInfo(tarfile.TarInfo):
    """A header that notes on its archive why it could not be read: tarfile itself takes a broken header for the archive's end."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """The next header. Raises what tarfile expects."""
        try:
            return super().fromtarfile(archive)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            archive.fault = str(error)  # type: ignore[attr-defined]
            raise


def seekable(stream: BinaryIO, limits: Limits) -> Any:
    """The stream, or where it cannot be moved about in (an archive's member) a copy: beyond ``limits.held`` in a nameless temporary file."""
    if stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(max_size=limits.held)  # noqa: SIM115  gone with its last reader
    while part := stream.read(1 << 20):
        copy.write(part)
    copy.seek(0)
    return copy


def _unfolded(kind: str, stream: BinaryIO) -> IO[bytes]:
    if kind == "zst":
        import zstandard

        return cast(IO[bytes], zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True))
    if kind == "bz2":
        return cast(IO[bytes], bz2.BZ2File(stream))
    if kind == "xz":
        return cast(IO[bytes], lzma.LZMAFile(stream))
    return cast(IO[bytes], gzip.GzipFile(fileobj=stream))


def _overlapping(infos: list[zipfile.ZipInfo]) -> frozenset[int]:
    """Offsets of members that begin inside another's packed bytes, or hold one that does: many quoting the same bytes make a bomb of a small file."""
    found: set[int] = set()
    end, owner = 0, -1
    for info in sorted(infos, key=lambda i: (i.header_offset, i.compress_size)):
        if info.header_offset < end:
            found |= {info.header_offset, owner}
        if info.header_offset + info.compress_size > end:
            end, owner = info.header_offset + info.compress_size, info.header_offset
    return frozenset(found)


def _inside(place: Place, name: str) -> Place:
    """The place of a member of an archive at ``place``."""
    return Place(place.path, f"{place.member}!{shown(name)}" if place.member else shown(name))


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part not in {".", ".."} for part in _parts(name).parts)


def _parts(name: str) -> PurePosixPath:
    return PurePosixPath(name.replace("\\", "/"))
