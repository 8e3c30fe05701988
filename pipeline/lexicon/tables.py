"""Reading one lexicon file: tab-separated tables and TOML rules, each row and rule knowing its place."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import LexiconError
from pipeline.values import immutable


@immutable
class Row:
    """One row of a table. ``row["aliases"]`` is "" where the cell is empty or the column is not there."""

    cells: Mapping[str, str]
    file: str  # relative to its lexicon folder, as it is shown: organizations/parties.tsv
    line: int  # 1-based
    layer: str = ""  # "" for the built-in lexicons, else the name of the user's folder and a slash

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def __reduce__(self) -> tuple[object, ...]:
        """By constructor: a third of the time of the generated state methods, and lexicons are loaded at every start."""
        return Row, (self.cells, self.file, self.line, self.layer)

    def list(self, column: str) -> tuple[str, ...]:
        """The cell split at ``|``, blanks left out."""
        return split_cell(self.cells.get(column, ""))

    @property
    def place(self) -> str:
        """file:line, under the folder's name where it is a user's own."""
        return f"{self.layer}{self.file}:{self.line}"


def split_cell(cell: str) -> tuple[str, ...]:
    """The values of a cell, which | separates, blanks left out."""
    if "|" not in cell:
        return (cell,) if cell else ()
    return tuple([part.strip() for part in cell.split("|") if part.strip()])


@dataclass(frozen=True, slots=True)
class Rule:
    """One ``[[rule]]`` of a TOML file."""

    name: str
    data: Mapping[str, object]
    file: str
    line: int
    layer: str = ""

    @property
    def place(self) -> str:
        """file:line, under the folder's name where it is a user's own."""
        return f"{self.layer}{self.file}:{self.line}"

    def text(self, key: str, default: str = "") -> str:
        """A string value; a wrong type is a LexiconError."""
        value = self.data.get(key, default)
        if not isinstance(value, str):
            raise LexiconError(f"rule {self.name!r}: {key} is no string", place=self.place, remedy=f'write {key} = "…"')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; a wrong type is a LexiconError."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            raise LexiconError(f"rule {self.name!r}: {key} is no list of strings", place=self.place, remedy=f'write {key} = ["…"]')
        return tuple(value)


def read_text(path: Path, shown: str) -> str:
    """A lexicon file's text: UTF-8 with or without a byte-order mark, any line ends."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise LexiconError("not UTF-8", place=f"{shown}:{line}", remedy="save the file as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_table(path: Path, file: str, layer: str = "", columns: Sequence[str] | None = None) -> list[Row]:
    """The rows of a tab-separated file with a header line; lines that start with # and blank lines are skipped.

    ``file`` and ``layer``: how its rows name their place. ``columns``: those allowed; None allows any. Errors name file:line and column.
    """
    shown = layer + file
    header: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(read_text(path, shown).split("\n"), 1):
        if not line or line[0] == "#" or line.isspace():
            continue
        cells = list(map(str.strip, line.split("\t")))
        if not header:
            header = _header(cells, columns, f"{shown}:{number}")
            continue
        if len(cells) > len(header) or not cells[0]:
            raise _misshapen(cells, header, f"{shown}:{number}")
        filled = dict(zip(header, cells, strict=False))  # a row may end early
        if "" in cells:
            filled = {column: cell for column, cell in filled.items() if cell}
        rows.append(Row(filled, file, number, layer))
    return rows


def _header(cells: list[str], columns: Sequence[str] | None, place: str) -> list[str]:
    unknown = [c for c in cells if columns is not None and c not in columns]
    if unknown or not cells[0]:
        known = ", ".join(columns or ())
        raise LexiconError(f"unknown column {(unknown or [''])[0]!r} in the header", place=place, remedy=f"columns are {known}")
    if len(set(cells)) < len(cells):
        raise LexiconError("a column stands twice in the header", place=place, remedy="keep one of them")
    return cells


def _misshapen(cells: list[str], header: list[str], place: str) -> LexiconError:
    """What is wrong with a row of more cells than columns, or without its first."""
    if len(cells) > len(header):
        extra = cells[len(header)]
        return LexiconError(
            f"{len(cells)} cells under {len(header)} columns, from {extra!r} on",
            place=place,
            remedy="remove a tab, or separate values with |",
        )
    return LexiconError(f"column {header[0]!r} is empty", place=place, remedy="fill it or delete the line")


def read_rules(path: Path, file: str, layer: str = "") -> list[Rule]:
    """The ``[[rule]]`` tables of a TOML file. Each has a ``name``; errors name file and line."""
    shown = layer + file
    text = read_text(path, shown)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _toml_line(str(error))
        raise LexiconError(f"not TOML: {error}", place=f"{shown}:{line}", remedy="mend the line; strings stand in quotes") from error
    rules = data.pop("rule", [])
    if data or not isinstance(rules, list):
        raise LexiconError(f"unknown key {next(iter(data), 'rule')!r}", place=f"{shown}:1", remedy="rules stand under [[rule]]")
    heads = [number for number, line in enumerate(text.split("\n"), 1) if line.strip() == "[[rule]]"]
    return [_rule(rule, file, line, layer) for rule, line in zip(rules, heads, strict=True)]


def _rule(data: Mapping[str, object], file: str, line: int, layer: str) -> Rule:
    name = data.get("name")
    if not isinstance(name, str) or not name:
        raise LexiconError("a rule has no name", place=f"{layer}{file}:{line}", remedy='add name = "…" under [[rule]]')
    return Rule(name, data, file, line, layer)


def _toml_line(message: str) -> str:
    head, found, tail = message.partition("line ")
    del head
    return tail.split(",")[0].rstrip(")") if found else "1"
