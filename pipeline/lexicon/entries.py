"""Names and words: rows of several files and layers become entries and the forms under which they stand in text."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from pipeline.errors import LexiconError
from pipeline.lexicon.pickles import Columns
from pipeline.lexicon.tables import Row, split_cell
from pipeline.text import fold_words

EntryType = Literal["organization", "person", "place", "word"]

NAME_COLUMNS = ("name", "kind", "aliases", "formal_name", "identifiers", "freq", "tag", "not_before", "not_after", "note")
FOLDERS: Mapping[str, EntryType] = {"organizations": "organization", "people": "person", "places": "place", "words": "word"}
REMOVE = "-"  # as the kind of a row: the entry of that name is taken out of the layers below


class Entry(NamedTuple):
    """A lexicon entry: what is known of one name or word. ``place`` is file:line of its first row."""

    type: EntryType
    name: str
    kind: str
    formal_name: str
    identifiers: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    freq: int
    place: str


class Form(NamedTuple):
    """One way an entry stands in text, folded. Guards hold for the forms of their own row.

    The form does not count directly before one of ``not_before`` or directly after one of ``not_after``. ``ambiguous``: also an ordinary
    word; it counts as a name only in supporting context. ``usual``: it is the entry's own name. ``place`` is file:line of its row.
    """

    text: str
    entry: int
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    ambiguous: bool
    usual: bool
    place: str


def entry_type(file: str) -> EntryType | None:
    """The entry type of a lexicon file by its folder, or None where the file holds no names."""
    return FOLDERS.get(file.split("/")[0])


def build_entries(layers: Iterable[Iterable[Row]], fold: Mapping[int, str]) -> tuple[tuple[Entry, ...], tuple[Form, ...]]:
    """Entries and forms of layered name rows, later layers last.

    Rows of one type and name are one entry; a row with kind ``-`` removes what stands below it. Where two entries share a form, both keep
    it: the later stages choose (``shilu lexicon check`` lists them).
    """
    rows = [row for layer in layers for row in layer]
    folded = _folded(rows, fold)
    named: dict[tuple[EntryType, str], list[Row]] = {}
    for row in rows:
        key = (FOLDERS[row.file.split("/", 1)[0]], folded[row["name"]])
        if row["kind"] == REMOVE:
            named.pop(key, None)
        else:
            named.setdefault(key, []).append(row)
    entries: list[Entry] = []
    forms: list[Form] = []
    for (kind, _), group in named.items():
        forms += _forms(group, len(entries), kind, folded)
        entries.append(_entry(kind, group))
    return Columns(entries), Columns(forms)


def _folded(rows: Iterable[Row], fold: Mapping[int, str]) -> Mapping[str, str]:
    """Whatever the rows hold that stands in text → how it stands there, folded."""
    words = dict.fromkeys(row["name"] for row in rows)
    for column in ("aliases", "formal_name", "not_before", "not_after"):
        cells = [row.cells[column] for row in rows if column in row.cells]
        words |= dict.fromkeys(cells if column == "formal_name" else (word for cell in cells for word in split_cell(cell)))
    return dict(zip(words, fold_words(list(words), fold), strict=True))


def _entry(kind: EntryType, rows: list[Row]) -> Entry:
    tags: dict[str, None] = {}
    pairs: dict[tuple[str, str], None] = {}
    for row in rows:
        if "tag" in row.cells:
            tags |= dict.fromkeys(tag for tag in row.list("tag") if tag != "ambiguous")
        if "identifiers" in row.cells:
            pairs |= dict.fromkeys(_identifiers(row))
    own = rows[0]
    return Entry(kind, own["name"], _first(rows, "kind"), _first(rows, "formal_name"), tuple(pairs), tuple(tags), _freq(rows), own.place)


def _first(rows: list[Row], column: str) -> str:
    for row in rows:
        if column in row.cells:
            return row.cells[column]
    return ""


def _identifiers(row: Row) -> Iterable[tuple[str, str]]:
    for cell in row.list("identifiers"):
        key, equals, value = cell.partition("=")
        if not (key and equals and value):
            raise LexiconError(
                f"column 'identifiers': {cell!r} is no key=value", place=row.place, remedy="write twse=2330|wikidata=Q713418"
            )
        yield key, value


def _freq(rows: list[Row]) -> int:
    for row in rows:
        if row["freq"]:
            try:
                return int(float(row["freq"]))
            except ValueError:
                raise LexiconError(f"column 'freq': {row['freq']!r} is no number", place=row.place, remedy="write a whole number") from None
    return 0


def _forms(rows: list[Row], entry: int, kind: EntryType, folded: Mapping[str, str]) -> list[Form]:
    forms: dict[str, Form] = {}
    for number, row in enumerate(rows):
        cells, place = row.cells, row.place
        ambiguous = "tag" in cells and "ambiguous" in row.list("tag")
        before = tuple([folded[word] for word in row.list("not_before")]) if "not_before" in cells else ()
        after = tuple([folded[word] for word in row.list("not_after")]) if "not_after" in cells else ()
        adds_aliases = number > 0 and bool(row["aliases"])
        name = "" if adds_aliases else row["name"]
        for at, text in enumerate((name, *row.list("aliases"), cells.get("formal_name", ""))):
            form = folded[text] if text else ""
            if form and (number or form not in forms):
                forms[form] = Form(form, entry, before, after, ambiguous, at == 0, place)
    if kind != "word" and any(form.ambiguous for form in forms.values()) and len(longest := max(forms, key=len)) >= 5:
        forms[longest] = forms[longest]._replace(ambiguous=False)  # a full legal name is nobody's ordinary word
    return list(forms.values())
