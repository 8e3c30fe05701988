"""The formats of dumps: each reader turns one plain stream into documents, or a rejection for what could not be one.

Everything streams except what a format makes whole (a text file, an HTML page, a JSON object), which is bounded by ``Limits.document``.
"""

import io
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from pipeline.document import Origin, RawDocument
from pipeline.errors import DocumentRejected
from pipeline.io.cells import read_table
from pipeline.io.containers import Member, seekable
from pipeline.io.encoding import decode
from pipeline.io.fields import checked
from pipeline.io.objects import read_json, read_lines, rows
from pipeline.io.rejection import Place, Rejection
from pipeline.io.stream import Read, Reader, Reading, buffered, read_up_to, whole

HTML = "text/html"  # such a document's text is still the page; ``pipeline.io.html`` extracts it in the worker


def read_member(member: Member, how: Reading) -> Iterator[Read]:
    """The documents of one plain stream, by the suffix of its name. A fault of the stream ends it with a rejection; none gives nothing."""
    suffix = PurePosixPath(member.name.lower()).suffix
    reader = READERS.get(suffix)
    if reader is None:
        remedy = f"it needs one of {' '.join(READERS)}"
        yield member.place.reject(0, "format", f"nothing reads {suffix or 'a file without suffix'!r} ({remedy})")
        return
    number = -1
    try:
        for item in reader(member, how):
            number = item.index if isinstance(item, Rejection) else item.origin.index
            yield item
    except DocumentRejected as error:
        yield member.place.rejected(number + 1, error)
    except (OSError, EOFError) as error:
        yield member.place.reject(number + 1, "unreadable", f"{getattr(error, 'strerror', '') or error}")
    except Exception as error:  # a fault of ours costs the rest of this stream, never the run
        yield member.place.reject(number + 1, "fault", f"{type(error).__name__}: {error}")
    else:
        if number < 0:
            yield member.place.reject(0, "empty", "there is no document in it")


def _text(member: Member, how: Reading) -> Iterator[Read]:
    text, encoding = decode(whole(member, how))
    yield checked(RawDocument(text, Origin(member.place.path, member.place.member, encoding=encoding)))


def _html(member: Member, how: Reading) -> Iterator[Read]:
    data = whole(member, how)
    try:
        text, encoding = decode(data)
    except DocumentRejected:
        text, encoding = data.decode("utf-8", "replace"), "utf-8"  # browsers show such a page too; U+FFFD marks what was lost
    yield checked(RawDocument(text, Origin(member.place.path, member.place.member, encoding=encoding, media_type=HTML)))


def _markdown(member: Member, how: Reading) -> Iterator[Read]:
    text, encoding = decode(whole(member, how))
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
    return {k.strip(): v.strip().strip("\"'") for k, _, v in pairs if k.strip().lower() != "text"}, body.split("\n", 1)[1]


def _parquet(member: Member, how: Reading) -> Iterator[Read]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        for batch in pq.ParquetFile(seekable(member.stream, how.limits)).iter_batches(batch_size=256):
            yield from _table_rows(batch, member.place, how, number)
            number += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        yield member.place.reject(number, "not-parquet", str(error))


def _table_rows(batch: Any, place: Place, how: Reading, first: int) -> Iterator[Read]:
    """The rows of an Arrow batch; one that Python has no values for costs itself only."""
    import pyarrow as pa

    columns = [c.cast(pa.string()) if pa.types.is_temporal(c.type) and not pa.types.is_duration(c.type) else c for c in batch.columns]
    for number in range(batch.num_rows):
        try:
            row = {name: column[number].as_py() for name, column in zip(batch.schema.names, columns, strict=True)}
        except (ValueError, OverflowError, pa.ArrowException) as error:
            yield place.reject(first + number, "not-parquet", f"row {first + number + 1}: {error}")
        else:
            yield from rows([row], place, how, "utf-8", "application/vnd.apache.parquet", first + number)


def _warc(member: Member, how: Reading) -> Iterator[Read]:
    """Pages (responses, resources) and texts (conversions, as in WET files); records of other types are no documents."""
    from warcio.archiveiterator import ArchiveIterator

    number = -1
    try:
        for record in ArchiveIterator(_Piecemeal(buffered(member.stream))):
            if media_type := _page_type(record):
                number += 1
                yield _page(record, member.place, number, media_type, how)
    except DocumentRejected:
        raise
    except Exception as error:  # warcio raises what its parsing trips over
        yield member.place.reject(number + 1, "not-warc", str(error))


class _Piecemeal:
    """A stream whose ``read`` gives what there is before a break in it."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self.read = stream.read1


def _page_type(record: Any) -> str:
    """The media type of a record that is a page or a text, "" for any other."""
    if record.rec_type not in {"response", "resource", "conversion"}:
        return ""
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").lower()
    return HTML if "html" in kind else "text/plain" if "text/plain" in kind else ""


def _page(record: Any, place: Place, number: int, media_type: str, how: Reading) -> Read:
    data = read_up_to(record.content_stream(), how.limits.document + 1)
    if len(data) > how.limits.document:
        return place.reject(number, "too-large", "the page is too large")
    missing = getattr(record.raw_stream, "limit", 0)
    if missing and not record.raw_stream.read(1):
        return place.reject(number, "truncated", f"the page breaks off {missing} bytes before its end")
    try:
        text, encoding = decode(data)
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        return checked(RawDocument(text, Origin(place.path, place.member, number, url=url, encoding=encoding, media_type=media_type)))
    except DocumentRejected as error:
        return place.rejected(number, error)


READERS: Mapping[str, Reader] = {
    ".txt": _text, ".text": _text, ".md": _markdown, ".markdown": _markdown, ".html": _html, ".htm": _html, ".xhtml": _html, ".json": read_json,
    ".jsonl": read_lines, ".ndjson": read_lines, ".csv": read_table(","), ".tsv": read_table("\t"), ".parquet": _parquet, ".warc": _warc,
}  # fmt: skip
