"""Names and words: rows of several files and layers become entries and the forms under which they stand in text."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from pipeline.errors import LexiconError
from pipeline.lexicon.tables import Row

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
    named: dict[tuple[EntryType, str], list[Row]] = {}
    for row in (row for rows in layers for row in rows):
        key = (FOLDERS[row.file.split("/", 1)[0]], row["name"].translate(fold))
        if row["kind"] == REMOVE:
            named.pop(key, None)
        else:
            named.setdefault(key, []).append(row)
    entries: list[Entry] = []
    forms: list[Form] = []
    for (kind, _), group in named.items():
        forms += _forms(group, len(entries), kind, fold)
        entries.append(_entry(kind, group))
    return tuple(entries), tuple(forms)


def _entry(kind: EntryType, rows: list[Row]) -> Entry:
    def first(column: str) -> str:
        return next((row[column] for row in rows if row[column]), "")

    tags = tuple(dict.fromkeys(t for row in rows if row["tag"] for t in row.list("tag") if t != "ambiguous"))
    pairs = tuple(dict.fromkeys(pair for row in rows if row["identifiers"] for pair in _identifiers(row)))
    return Entry(kind, rows[0]["name"], first("kind"), first("formal_name"), pairs, tags, _freq(rows), rows[0].place)


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


def _forms(rows: list[Row], entry: int, kind: EntryType, fold: Mapping[int, str]) -> list[Form]:
    forms: dict[str, Form] = {}
    for number, row in enumerate(rows):
        ambiguous = "ambiguous" in row["tag"] and "ambiguous" in row.list("tag")
        before = tuple(x.translate(fold) for x in row.list("not_before"))
        after = tuple(x.translate(fold) for x in row.list("not_after"))
        adds_aliases = number > 0 and bool(row["aliases"])
        texts = row.list("aliases") if adds_aliases else (row["name"], *row.list("aliases"))
        place = row.place
        for at, text in enumerate((*texts, row["formal_name"])):
            folded = text.translate(fold)
            if folded and (number or folded not in forms):
                forms[folded] = Form(folded, entry, before, after, ambiguous, at == 0 and not adds_aliases, place)
    if kind != "word" and (longest := max(forms, key=len, default="")) and len(longest) >= 5:
        forms[longest] = forms[longest]._replace(ambiguous=False)  # a full legal name is nobody's ordinary word
    return list(forms.values())
