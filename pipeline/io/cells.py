"""CSV and TSV: a broken row costs itself, not the file; a quotation mark that is never closed does not swallow the rows after it."""

import csv
import io
from collections import deque
from collections.abc import Iterator

from pipeline.errors import DocumentRejected
from pipeline.io.containers import Member
from pipeline.io.stream import Line, Read, Reader, Reading, lines

REPAIRS = 1000  # lines are read anew after a broken row so many times a file: each may reach to its end


def read_table(delimiter: str) -> Reader:
    """The reader of a table with a header line."""

    def read(member: Member, how: Reading) -> Iterator[Read]:
        csv.field_size_limit(how.limits.document)
        encoding, found = lines(member, how)
        table = _rows(_Source(found, how.limits.document), delimiter)
        header = next(table, None)
        if header is None:
            return
        if isinstance(header, DocumentRejected):
            raise header
        for number, cells in enumerate(table):
            try:
                row = _named(header, cells, number)
                yield how.fields.document(row, member.place, number, encoding, "text/csv")
            except DocumentRejected as error:
                yield member.place.rejected(number, error)

    return read


def _named(header: list[str], cells: list[str] | DocumentRejected, number: int) -> dict[str, object]:
    if isinstance(cells, DocumentRejected):
        raise cells
    if any(cell.strip() for cell in cells[len(header) :]):
        message = f"row {number + 2} has {len(cells)} cells, the header {len(header)}"
        raise DocumentRejected("read", "not-csv", message, remedy="quote cells that hold the separator")
    return dict(zip(header, cells, strict=False))


def _rows(source: "_Source", delimiter: str) -> Iterator[list[str] | DocumentRejected]:
    """Rows that are not blank, or why there is none."""
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        source.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except DocumentRejected as error:
            yield error
        except csv.Error as error:
            yield _loose(source.row, delimiter) or _broken(source, error)
        else:
            if cells:
                yield cells


def _loose(row: list[str], delimiter: str) -> list[str] | None:
    """A row of one line read as spreadsheets do, where a quotation mark inside a cell is but a character."""
    try:
        return next(csv.reader(row, delimiter=delimiter)) if len(row) == 1 and row[0].count('"') % 2 == 0 else None
    except csv.Error:
        return None


def _broken(source: "_Source", error: csv.Error) -> DocumentRejected:
    source.take_back()
    return DocumentRejected("read", "not-csv", f"the row's quotation marks do not match: {error}", remedy="double the marks inside a cell")


class _Source:
    """Lines for csv.reader. Those of the present row are kept, so that a broken row gives back all but its first."""

    def __init__(self, found: Iterator[Line], limit: int) -> None:
        self._found, self._limit, self._repairs = found, limit, REPAIRS
        self._waiting: deque[str | DocumentRejected] = deque()
        self._pieces: Iterator[str] = iter(())
        self.row: list[str] = []
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line. Raises DocumentRejected for one that cannot be read, or where the row outgrows the limit."""
        text = self._waiting.popleft() if self._waiting else next(self._pieces, None) or self._read()
        if isinstance(text, DocumentRejected):
            raise text
        self.row.append(text)
        self._size += len(text)
        if self._size > self._limit:
            self.take_back()
            raise DocumentRejected("read", "too-large", f"one row of more than {self._limit >> 20} MiB; is a quotation mark not closed?")
        return text

    def begin(self) -> None:
        """A new row begins."""
        self.row, self._size = [], 0

    def take_back(self) -> None:
        """The lines after the first of this row are read anew."""
        if self._repairs > 0:
            self._repairs -= 1
            self._waiting.extendleft(reversed(self.row[1:]))

    def _read(self) -> str | DocumentRejected:
        text = next(self._found).text
        if isinstance(text, DocumentRejected) or "\r" not in text[:-2]:
            return text
        self._pieces = iter(io.StringIO(text, newline=""))  # a lone CR ends a line too
        return next(self._pieces)
