"""Names and words: rows of several files and layers become entries and the forms under which they stand in text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import Row

EntryType = Literal["organization", "person", "place", "word"]

NAME_COLUMNS = ("name", "kind", "aliases", "formal_name", "identifiers", "freq", "tag", "not_before", "not_after", "note")
FOLDERS: Mapping[str, EntryType] = {"organizations": "organization", "people": "person", "places": "place", "words": "word"}
REMOVE = "-"  # as the kind of a row: the entry of that name is taken out of the layers below


@dataclass(frozen=True, slots=True)
class Entry:
    """A lexicon entry: what is known of one name or word. ``place`` is file:line of its first row."""

    type: EntryType
    name: str
    kind: str
    formal_name: str
    identifiers: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    freq: int
    place: str


@dataclass(frozen=True, slots=True)
class Form:
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


@dataclass(slots=True)
class _Draft:
    rows: list[Row]


def entry_type(file: str) -> EntryType | None:
    """The entry type of a lexicon file by its folder, or None where the file holds no names."""
    return FOLDERS.get(file.split("/")[0])


def build_entries(layers: Iterable[Iterable[Row]], fold: Mapping[int, str]) -> tuple[tuple[Entry, ...], tuple[Form, ...]]:
    """Entries and forms of layered name rows, later layers last.

    Rows of one type and name are one entry; a row with kind ``-`` removes what stands below it. Where two entries share a form, both keep
    it: the later stages choose (``shilu lexicon check`` lists them).
    """
    drafts: dict[tuple[EntryType, str], _Draft] = {}
    for rows in layers:
        for row in rows:
            kind = entry_type(row.file)
            if kind is None:
                continue
            key = (kind, row["name"].translate(fold))
            if row["kind"] == REMOVE:
                drafts.pop(key, None)
                continue
            drafts.setdefault(key, _Draft([])).rows.append(row)
    entries: list[Entry] = []
    forms: list[Form] = []
    for (kind, _), draft in drafts.items():
        forms += _forms(draft.rows, len(entries), kind, fold)
        entries.append(_entry(kind, draft.rows))
    return tuple(entries), tuple(forms)


def _entry(kind: EntryType, rows: list[Row]) -> Entry:
    def first(column: str) -> str:
        return next((row[column] for row in rows if row[column]), "")

    tags = tuple(dict.fromkeys(t for row in rows for t in row.list("tag") if t != "ambiguous"))
    pairs = {pair: None for row in rows for pair in _identifiers(row)}
    return Entry(kind, rows[0]["name"], first("kind"), first("formal_name"), tuple(pairs), tags, _freq(rows), rows[0].place)


def _identifiers(row: Row) -> Iterable[tuple[str, str]]:
    for cell in row.list("identifiers"):
        key, equals, value = cell.partition("=")
        if not (key and equals and value):
            raise LexiconError(f"column 'identifiers': {cell!r} is no key=value", place=row.place, remedy="write twse=2330|wikidata=Q713418")
        yield key, value


def _freq(rows: list[Row]) -> int:
    for row in rows:
        if row["freq"]:
            try:
                return int(float(row["freq"]))
            except ValueError:
                raise LexiconError(f"column 'freq': {row['freq']!r} is no number", place=row.place, remedy="write a whole number") from None
    return 0


def _forms(rows: list[Row], entry: int, kind: EntryType, fold: Mapping[int, str]) -> list[Form]:
    forms: dict[str, Form] = {}
    for number, row in enumerate(rows):
        ambiguous = "ambiguous" in row.list("tag")
        before = tuple(x.translate(fold) for x in row.list("not_before"))
        after = tuple(x.translate(fold) for x in row.list("not_after"))
        named = [] if number and row["aliases"] else [row["name"]]
        for at, text in enumerate((*named, *row.list("aliases"), row["formal_name"])):
            folded = text.translate(fold)
            if not folded:
                continue
            form = Form(folded, entry, before, after, ambiguous, at == 0 and bool(named), row.place)
            forms[folded] = form if folded not in forms or number else forms[folded]
    if forms and kind != "word":
        longest = max(forms, key=len)
        forms[longest] = replace(forms[longest], ambiguous=forms[longest].ambiguous and len(longest) < 5)
    return list(forms.values())
