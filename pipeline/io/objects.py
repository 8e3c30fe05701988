"""JSON in its three forms: lines, an array, one object. Lines and arrays stream; a document is never held beyond the limit."""

import io
import json
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Mapping

from pipeline.errors import DocumentRejected
from pipeline.io.containers import Member
from pipeline.io.encoding import SAMPLE, decode, find_line_encoding
from pipeline.io.rejection import Place
from pipeline.io.stream import Read, Reading, buffered, lines, whole

JSON = "application/json"


def read_lines(member: Member, how: Reading) -> Iterator[Read]:
    """JSON Lines: an object (or a string) a line; a broken line costs itself only."""
    encoding, found = lines(member, how)
    for line in found:
        try:
            if isinstance(line.text, DocumentRejected):
                raise line.text
            if line.text.strip():
                yield how.fields.document(_object(line.text, line.number), member.place, line.number, encoding, JSON)
        except DocumentRejected as error:
            yield member.place.rejected(line.number, error)


def read_json(member: Member, how: Reading) -> Iterator[Read]:
    """A JSON file: an array of objects, one object, an object that holds a list of objects, or lines under the wrong name."""
    stream = buffered(member.stream)
    member = Member(member.place, member.name, stream)
    head = stream.peek(SAMPLE)[:SAMPLE]
    encoding = find_line_encoding(head)
    start = head.decode(encoding, "ignore").lstrip()
    if start.startswith("["):
        shown = encoding.removesuffix("-sig")
        yield from rows(_elements(stream, encoding, how.limits.document), member.place, how, shown, JSON)
    elif _are_lines(start):
        yield from read_lines(member, how)
    else:
        yield from _one_object(whole(member, how), member, how)


def _are_lines(start: str) -> bool:
    """True where the first line is a whole object and another follows."""
    first, _, rest = start.partition("\n")
    try:
        return rest.lstrip().startswith("{") and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _one_object(data: bytes, member: Member, how: Reading) -> Iterator[Read]:
    text, encoding = decode(data)
    try:
        value = json.loads(text)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        if "\n{" in text:  # JSON lines whose first is broken
            yield from read_lines(Member(member.place, member.name, io.BytesIO(data)), how)
            return
        raise DocumentRejected("read", "not-json", str(error), remedy="give a JSON object, array or lines") from error
    yield from rows(_listed(value), member.place, how, encoding, JSON)


def _object(line: str, number: int) -> Mapping[str, object]:
    try:
        value = json.loads(line)
    except RecursionError:
        raise _too_deep(f"line {number + 1}: ") from None
    except ValueError as error:
        raise DocumentRejected("read", "not-json", f"line {number + 1}: {error}", remedy="one JSON object a line") from error
    if isinstance(value, str):
        return {"text": value}
    if not isinstance(value, dict):
        raise DocumentRejected("read", "not-object", f"line {number + 1} holds no JSON object", remedy="one JSON object a line")
    return value


def _elements(stream: io.BufferedReader, encoding: str, limit: int) -> Iterator[object]:
    """The elements of a top-level array, one at a time. Raises DocumentRejected(not-json | too-deep | too-large | encoding)."""
    text = _Window(stream, encoding)
    text.skip("[")
    while text.peek() != "]":
        yield text.value(limit)
        if text.peek() == ",":
            text.skip(",")
        elif text.peek() != "]":
            raise _not_json(f"no comma after an element, but {text.peek() or 'the end'!r}")
    text.skip("]")
    if text.peek():
        raise _not_json("something follows the array")


class _Window:
    """The stretch of a decoded stream in which the next JSON value is looked for; it grows while the value does not end in it."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._stream, self._decoder = stream, getincrementaldecoder(encoding)("strict")
        self._parser = json.JSONDecoder()
        self._text, self._at, self._ended = "", 0, False
        self._fault: DocumentRejected | None = None

    def peek(self) -> str:
        """The next character that is no white space, "" at the end."""
        while True:
            self._at = json.decoder.WHITESPACE.match(self._text, self._at).end()  # type: ignore[attr-defined]
            if self._at < len(self._text) or not self._grow():
                return self._text[self._at : self._at + 1]

    def skip(self, sign: str) -> None:
        """Pass ``sign``, which is next."""
        self.peek()
        self._at += len(sign)

    def value(self, limit: int) -> object:
        """The next value; at most ``limit`` characters of it."""
        self.peek()
        while True:
            try:
                value, end = self._parser.raw_decode(self._text, self._at)
            except RecursionError:
                raise _too_deep() from None
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > limit:
                    raise DocumentRejected("read", "too-large", f"one element of more than {limit >> 20} MiB, or {error.msg}") from None
                if not self._grow():
                    raise _not_json(error.msg) from None
            except ValueError as error:  # a number of more digits than Python takes
                raise _not_json(str(error)) from None
            else:
                if end < len(self._text) or not self._grow():  # a number may go on in the next piece
                    self._at = end
                    return value

    def _grow(self) -> bool:
        """Double what is held of the coming text; False at the end. Raises what broke the stream once all before the break is used up."""
        pieces = [self._text[self._at :]]
        wanted = max(1 << 16, len(pieces[0]))
        while wanted > 0 and not self._ended:
            try:
                data = self._stream.read1(wanted)
                self._ended = not data
                pieces.append(self._decoder.decode(data, final=self._ended))
            except DocumentRejected as error:
                self._ended, self._fault = True, error
            except UnicodeDecodeError as error:
                message = f"not {error.encoding}: {error.reason}"
                self._ended, self._fault = True, DocumentRejected("read", "encoding", message, remedy="convert the file to UTF-8")
            wanted -= len(pieces[-1])
        self._text, self._at = "".join(pieces), 0
        if len(pieces[0]) == len(self._text) and self._fault is not None:
            raise self._fault
        return len(pieces[0]) < len(self._text)


def _listed(value: object) -> list[object]:
    """One object is one document; an object without text that holds a list of objects holds documents."""
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        named = {str(k).lower() for k in value}
        return lists[0] if lists and not named & {"text", "content", "body", "內文", "內容"} else [value]
    return value if isinstance(value, list) else [value]


def rows(values: Iterable[object], place: Place, how: Reading, encoding: str, media_type: str, first: int = 0) -> Iterator[Read]:
    """The documents of objects, numbered from ``first``; a string is a document's text."""
    for number, row in enumerate(values, first):
        if isinstance(row, str):
            row = {"text": row}
        if not isinstance(row, dict):
            yield place.reject(number, "not-object", "no JSON object")
            continue
        try:
            yield how.fields.document(row, place, number, encoding, media_type)
        except DocumentRejected as error:
            yield place.rejected(number, error)


def _too_deep(where: str = "") -> DocumentRejected:
    return DocumentRejected("read", "too-deep", f"{where}JSON nested too deeply")


def _not_json(message: str) -> DocumentRejected:
    return DocumentRejected("read", "not-json", message, remedy="what follows in this file is not read; mend it there")
