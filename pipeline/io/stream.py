"""One plain stream, read whole or line by line, within bounds: what every reader of a format is built on."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from pipeline.document import RawDocument
from pipeline.errors import DocumentRejected
from pipeline.io.containers import Limits, Member
from pipeline.io.encoding import SAMPLE, find_line_encoding
from pipeline.io.fields import Fields
from pipeline.io.rejection import Rejection

Read = RawDocument | Rejection


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader is given beside the stream."""

    fields: Fields
    limits: Limits


Reader = Callable[[Member, Reading], Iterator[Read]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end, or why there is none. ``number`` counts from 0, blank lines included."""

    number: int
    text: str | DocumentRejected


def buffered(stream: BinaryIO) -> io.BufferedReader:
    """The stream with a buffer that can be peeked into."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream), SAMPLE)


def read_up_to(stream: BinaryIO, limit: int) -> bytes:
    """At most ``limit`` bytes of a stream, a mebibyte at a time: asking for the limit at once would allocate it."""
    parts: list[bytes] = []
    left = limit
    while left > 0 and (part := stream.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def whole(member: Member, how: Reading) -> bytes:
    """All bytes of a member. Raises DocumentRejected(too-large | empty)."""
    data = read_up_to(member.stream, how.limits.document + 1)
    if len(data) > how.limits.document:
        raise DocumentRejected("read", "too-large", f"one document of more than {how.limits.document >> 20} MiB", remedy="split it")
    if not data.strip():
        raise DocumentRejected("read", "empty", "the file is empty")
    return data


def lines(member: Member, how: Reading) -> tuple[str, Iterator[Line]]:
    """The encoding and the lines of a member, split at LF; none is held beyond the limit, and one that is broken costs itself only.

    Raises DocumentRejected(binary | encoding) where the beginning is no text.
    """
    stream = buffered(member.stream)
    encoding = find_line_encoding(stream.peek(SAMPLE)[:SAMPLE])
    wide = encoding.startswith(("utf-16", "utf-32"))
    found = _wide_lines(stream, encoding, how.limits.document) if wide else _byte_lines(stream, encoding, how.limits.document)
    return encoding.removesuffix("-sig"), found


def _byte_lines(stream: BinaryIO, encoding: str, limit: int) -> Iterator[Line]:
    number = -1
    while data := stream.readline(limit + 1):
        number += 1
        if len(data) > limit:
            while data and not data.endswith(b"\n"):
                data = stream.readline(1 << 20)
            yield Line(number, _too_large(limit))
            continue
        try:
            yield Line(number, data.decode(encoding if number == 0 else encoding.removesuffix("-sig")))
        except UnicodeDecodeError as error:
            yield Line(number, DocumentRejected("read", "encoding", f"line {number + 1} is not {encoding} at byte {error.start}"))


def _wide_lines(stream: BinaryIO, encoding: str, limit: int) -> Iterator[Line]:
    """Lines of UTF-16 or UTF-32, where a line feed is not one byte. Halves of pairs pass, to be refused with their document."""
    text = io.TextIOWrapper(stream, encoding, errors="surrogatepass", newline="\n")
    number = -1
    try:
        while line := text.readline(limit // 2 + 1):
            number += 1
            if len(line) <= limit // 2:
                yield Line(number, line)
                continue
            while line and not line.endswith("\n"):
                line = text.readline(1 << 20)
            yield Line(number, _too_large(limit))
    except UnicodeDecodeError as error:
        yield Line(number + 1, DocumentRejected("read", "encoding", f"from line {number + 2} on not {encoding}: {error.reason}"))


def _too_large(limit: int) -> DocumentRejected:
    return DocumentRejected("read", "too-large", f"one line of more than {limit >> 20} MiB")
