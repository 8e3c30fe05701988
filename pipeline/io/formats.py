"""The formats of dumps: each reader turns one plain stream into documents, or a rejection for what could not be one.

Everything streams except what a format makes whole (a text file, an HTML page, a JSON object), which is bounded by ``Limits.document``.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from pipeline.document import Origin, RawDocument
from pipeline.errors import DocumentRejected
from pipeline.io.containers import Limits, Member
from pipeline.io.encoding import SAMPLE, decode, find_encoding, find_line_encoding
from pipeline.io.fields import Fields, checked
from pipeline.io.rejection import Place, Rejection

Read = RawDocument | Rejection
HTML = "text/html"  # such a document's text is still the page; ``pipeline.io.html`` extracts it in the worker


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader is given beside the stream."""

    fields: Fields
    limits: Limits


Reader = Callable[[Member, Reading], Iterator[Read]]


def read_member(member: Member, how: Reading) -> Iterator[Read]:
    """The documents of one plain stream, by the suffix of its name. A fault of the stream ends it with a rejection."""
    reader = READERS.get(PurePosixPath(member.name.lower()).suffix)
    if reader is None:
        yield member.place.reject(0, "format", f"nothing reads {PurePosixPath(member.name).suffix or 'a file without suffix'!r}")
        return
    try:
        yield from reader(member, how)
    except DocumentRejected as error:
        yield member.place.rejected(0, error)


def read_up_to(stream: BinaryIO, limit: int) -> bytes:
    """At most ``limit`` bytes of a stream, a mebibyte at a time: asking for the limit at once would allocate it."""
    parts: list[bytes] = []
    left = limit
    while left > 0 and (part := stream.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _whole(member: Member, how: Reading) -> bytes:
    data = read_up_to(member.stream, how.limits.document + 1)
    if len(data) > how.limits.document:
        raise DocumentRejected("read", "too-large", f"one document of more than {how.limits.document >> 20} MiB", remedy="split it")
    if not data.strip():
        raise DocumentRejected("read", "empty", "the file is empty")
    return data


def _text(member: Member, how: Reading) -> Iterator[Read]:
    text, encoding = decode(_whole(member, how))
    yield checked(RawDocument(text, Origin(member.place.path, member.place.member, encoding=encoding)))


def _html(member: Member, how: Reading) -> Iterator[Read]:
    data = _whole(member, how)
    try:
        text, encoding = decode(data)
    except DocumentRejected:
        text, encoding = data.decode("utf-8", "replace"), "utf-8"  # browsers show such a page too; U+FFFD marks what was lost
    yield checked(RawDocument(text, Origin(member.place.path, member.place.member, encoding=encoding, media_type=HTML)))


def _markdown(member: Member, how: Reading) -> Iterator[Read]:
    text, encoding = decode(_whole(member, how))
    head, body = _front_matter(text)
    raw = how.fields.document({"text": body, **head}, member.place, 0, encoding, "text/markdown")
    yield checked(raw)


def _front_matter(text: str) -> tuple[Mapping[str, str], str]:
    """The ``key: value`` lines between two ``---`` lines at the head of a Markdown file, and the text after them."""
    if not text.startswith("---"):
        return {}, text
    head, fence, body = text[3:].partition("\n---")
    if not fence or "\n" not in body:
        return {}, text
    pairs = (line.partition(":") for line in head.splitlines() if ":" in line)
    return {k.strip(): v.strip().strip("\"'") for k, _, v in pairs if k.strip() != "text"}, body.split("\n", 1)[1]


def _lines(member: Member, how: Reading) -> Iterator[tuple[int, str | DocumentRejected, str]]:
    """Number, text (or why there is none) and encoding of each line that is not blank; no line is held beyond the limit."""
    stream = member.stream if isinstance(member.stream, io.BufferedReader) else io.BufferedReader(member.stream, 1 << 18)  # type: ignore[type-var]
    sample = stream.peek(SAMPLE)[:SAMPLE]
    encoding = find_line_encoding(sample)
    if encoding.startswith(("utf-16", "utf-32")):
        for number, text in enumerate(io.TextIOWrapper(stream, encoding, newline="\n")):
            if text.strip():
                yield number, text, encoding
        return
    number = -1
    while line := stream.readline(how.limits.document + 1):
        number += 1
        if len(line) > how.limits.document:
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            yield number, DocumentRejected("read", "too-large", f"one line of more than {how.limits.document >> 20} MiB"), encoding
        elif line.strip():
            yield number, _decoded(line, encoding, number), encoding.removesuffix("-sig")


def _decoded(line: bytes, encoding: str, number: int) -> str | DocumentRejected:
    try:
        return line.decode(encoding if number == 0 else encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        return DocumentRejected("read", "encoding", f"line {number + 1} is not {encoding} at byte {error.start}")


def _jsonl(member: Member, how: Reading) -> Iterator[Read]:
    found = False
    for number, line, encoding in _lines(member, how):
        found = True
        try:
            if isinstance(line, DocumentRejected):
                raise line
            yield how.fields.document(_object(line, number), member.place, number, encoding, "application/json")
        except DocumentRejected as error:
            yield member.place.rejected(number, error)
    if not found:
        yield member.place.reject(0, "empty", "the file is empty")


def _object(line: str, number: int) -> Mapping[str, object]:
    try:
        value = json.loads(line)
    except RecursionError:
        raise DocumentRejected("read", "too-deep", f"line {number + 1}: JSON nested too deeply") from None
    except ValueError as error:
        raise DocumentRejected("read", "not-json", f"line {number + 1}: {error}", remedy="one JSON object a line") from error
    if isinstance(value, str):
        return {"text": value}
    if not isinstance(value, dict):
        raise DocumentRejected("read", "not-object", f"line {number + 1} holds no JSON object", remedy="one JSON object a line")
    return value


def _json(member: Member, how: Reading) -> Iterator[Read]:
    stream = io.BufferedReader(member.stream, 1 << 18) if not isinstance(member.stream, io.BufferedReader) else member.stream  # type: ignore[type-var]
    head = stream.peek(1 << 12)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[" and b"\0" not in head:
        yield from _json_array(Member(member.place, member.name, stream), how)
        return
    data = _whole(Member(member.place, member.name, stream), how)
    text, encoding = decode(data)
    try:
        rows = _rows(json.loads(text))
    except RecursionError:
        raise DocumentRejected("read", "too-deep", "JSON nested too deeply") from None
    except ValueError as error:
        if text.count("\n{"):  # JSON lines under the name .json
            yield from _jsonl(Member(member.place, member.name, io.BytesIO(data)), how)
            return
        raise DocumentRejected("read", "not-json", str(error), remedy="give a JSON object, array or lines") from error
    yield from _from_rows(rows, member.place, how, encoding, "application/json")


def _json_array(member: Member, how: Reading) -> Iterator[Read]:
    import ijson

    number = -1
    try:
        for number, value in enumerate(_elements(_Unmarked(member.stream))):
            yield from _from_rows([value], member.place, how, "utf-8", "application/json", number)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        yield member.place.reject(number + 1, "not-json", f"after {number + 1} documents: {error}")


MAX_DEPTH = 64  # of JSON inside an element; a parser that keeps paths needs memory by the square of the depth


def _elements(stream: "_Unmarked") -> Iterator[object]:
    """The elements of a top-level array, one at a time. Raises DocumentRejected(too-deep)."""
    import ijson
    from ijson.common import ObjectBuilder

    depth = 0
    builder = ObjectBuilder()
    for event, value in ijson.basic_parse(stream, use_float=True):
        opens = event in {"start_map", "start_array"}
        depth += opens - (event in {"end_map", "end_array"})
        if depth > MAX_DEPTH:
            raise DocumentRejected("read", "too-deep", "JSON nested too deeply")
        if depth == 0 or (depth == 1 and opens):
            continue
        builder.event(event, value)
        if depth == 1:
            yield builder.value
            builder = ObjectBuilder()


class _Unmarked:
    """A stream without its UTF-8 byte-order mark."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._first = stream, True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if self._first:
            self._first, data = False, data.removeprefix(b"\xef\xbb\xbf")
        return data


def _rows(value: object) -> list[object]:
    """One object is one document; an object without text that holds a list of objects holds documents."""
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        named = {str(k).lower() for k in value}
        return lists[0] if lists and not named & {"text", "content", "body", "內文", "內容"} else [value]
    return value if isinstance(value, list) else [value]


def _from_rows(rows: list[object], place: Place, how: Reading, encoding: str, media_type: str, first: int = 0) -> Iterator[Read]:
    for number, row in enumerate(rows, first):
        if isinstance(row, str):
            row = {"text": row}
        if not isinstance(row, dict):
            yield place.reject(number, "not-object", "no JSON object")
            continue
        try:
            yield how.fields.document(row, place, number, encoding, media_type)
        except DocumentRejected as error:
            yield place.rejected(number, error)


def _table(delimiter: str) -> Reader:
    def read(member: Member, how: Reading) -> Iterator[Read]:
        csv.field_size_limit(how.limits.document)
        sample = member.stream if isinstance(member.stream, io.BufferedReader) else io.BufferedReader(member.stream, 1 << 18)  # type: ignore[type-var]
        head = sample.peek(SAMPLE)[:SAMPLE]
        if not head.strip():
            raise DocumentRejected("read", "empty", "the file is empty")
        encoding = find_encoding(head)
        text = io.TextIOWrapper(sample, encoding, errors="strict", newline="")
        rows = csv.DictReader(text, delimiter=delimiter)
        number = -1
        try:
            for number, row in enumerate(rows):
                cells = {str(k): v for k, v in row.items() if k is not None}
                yield from _from_rows([cells], member.place, how, encoding.removesuffix("-sig"), "text/csv", number)
        except (csv.Error, UnicodeDecodeError) as error:
            yield member.place.reject(number + 1, "not-csv", f"row {number + 2}: {error}")

    return read


def _parquet(member: Member, how: Reading) -> Iterator[Read]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream: Any = member.stream if member.stream.seekable() else io.BytesIO(_whole(member, how))
    number = 0
    try:
        for batch in pq.ParquetFile(stream).iter_batches(batch_size=256):
            rows = batch.to_pylist()
            yield from _from_rows(rows, member.place, how, "utf-8", "application/vnd.apache.parquet", number)
            number += len(rows)
    except (pa.ArrowException, OSError) as error:
        yield member.place.reject(number, "not-parquet", str(error))


def _warc(member: Member, how: Reading) -> Iterator[Read]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = -1
    try:
        for record in ArchiveIterator(member.stream):
            kind = (record.http_headers.get_header("Content-Type") or "") if record.http_headers else ""
            if record.rec_type != "response" or "html" not in kind.lower():
                continue
            number += 1
            data = read_up_to(record.content_stream(), how.limits.document + 1)
            yield _page(data, record.rec_headers.get_header("WARC-Target-URI") or "", member.place, number, how)
    except (ArchiveLoadFailed, OSError, EOFError) as error:
        yield member.place.reject(number + 1, "not-warc", str(error))


def _page(data: bytes, url: str, place: Place, number: int, how: Reading) -> Read:
    if len(data) > how.limits.document:
        return place.reject(number, "too-large", "the page is too large")
    try:
        text, encoding = decode(data)
        return checked(RawDocument(text, Origin(place.path, place.member, number, url=url, encoding=encoding, media_type=HTML)))
    except DocumentRejected as error:
        return place.rejected(number, error)


READERS: Mapping[str, Reader] = {
    ".txt": _text, ".text": _text, ".md": _markdown, ".markdown": _markdown, ".html": _html, ".htm": _html, ".xhtml": _html,
    ".json": _json, ".jsonl": _jsonl, ".ndjson": _jsonl, ".csv": _table(","), ".tsv": _table("\t"), ".parquet": _parquet, ".warc": _warc,
}  # fmt: skip
