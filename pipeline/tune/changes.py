"""What differs between two lexicons, entry by entry, and which strings a document must hold to feel it."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.lexicon import Entry, Form, Lexicons, Row, Rule

# Tables whose rows act only where a literal of theirs stands in the text, and the column that holds it. Rows of any other table, and rules, may
# act anywhere.
LITERALS: Mapping[str, str] = {
    "claims/cues": "cue", "claims/speakers": "noun", "entities/suffixes": "suffix", "entities/generic": "word", "entities/left_stops": "word",
    "entities/not_people": "word", "entities/not_units": "word", "entities/platforms": "word", "entities/support": "word", "words/titles": "name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """An entry, row or rule that was added, removed or changed.

    ``forms``: folded strings of which a document must hold one to be touched; None where any document may be. ``places`` are its file:line in
    the old and the new lexicons.
    """

    how: Literal["added", "removed", "changed"]
    what: str
    places: tuple[str, ...]
    forms: frozenset[str] | None

    @property
    def label(self) -> str:
        """As it is shown: + 海岸科技 (mine/organizations/new.tsv:2)."""
        sign = {"added": "+", "removed": "-", "changed": "~"}[self.how]
        return f"{sign} {self.what} ({self.places[-1]})" if self.places else f"{sign} {self.what}"


def changes(old: Lexicons, new: Lexicons) -> tuple[Change, ...]:
    """Every difference that may touch a record, line numbers and comments aside."""
    if old.digest == new.digest:
        return ()
    found = [*_entries(old, new), *_shared_forms(old, new), *_rows(old, new), *_rules(old, new)]
    if old.fold != new.fold and not any(c.forms is None for c in found):
        found.append(Change("changed", "the fold of character variants", (), None))
    return tuple(found)


Key = tuple[str, str]


def _entries(old: Lexicons, new: Lexicons) -> Iterator[Change]:
    before, after = _by_key(old), _by_key(new)
    for key in dict.fromkeys((*before, *after)):
        a, b = before.get(key), after.get(key)
        if (a and b and _as_is(a) == _as_is(b)) or _content(a) == _content(b):
            continue
        forms = frozenset(f.text for side in (a, b) if side for f in side[1])
        places = tuple(side[0].place for side in (a, b) if side)
        yield Change(_how(a, b), key[1], places, forms)


def _how(before: object, after: object) -> Literal["added", "removed", "changed"]:
    return "added" if not before else "removed" if not after else "changed"


def _by_key(lexicons: Lexicons) -> dict[Key, tuple[Entry, list[Form]]]:
    named: dict[Key, tuple[Entry, list[Form]]] = {}
    keys = [(e.type, e.name.translate(lexicons.fold)) for e in lexicons.entries]
    for key, entry in zip(keys, lexicons.entries, strict=True):
        named[key] = (entry, [])
    for form in lexicons.forms:
        named[keys[form.entry]][1].append(form)
    return named


def _as_is(side: tuple[Entry, list[Form]]) -> Hashable:
    """What an entry and its forms say, in their order, their places aside: quick to compare, and mostly enough."""
    entry, forms = side
    return entry[:-1], [(f.text, *f[2:6]) for f in forms]


def _content(side: tuple[Entry, list[Form]] | None) -> Hashable:
    """What an entry says, its place in the files aside."""
    if side is None:
        return None
    entry, forms = side
    return entry._replace(place=""), tuple(sorted((f._replace(entry=0, place="") for f in forms), key=repr))


def _shared_forms(old: Lexicons, new: Lexicons) -> Iterator[Change]:
    """Forms of several entries whose order changed: the first entry is the one that counts."""
    before, after = _owners(old), _owners(new)
    moved = [t for t in before.keys() & after.keys() if before[t] != after[t] and sorted(before[t]) == sorted(after[t])]
    if moved:
        yield Change("changed", "order of entries that share a form", (), frozenset(moved))


def _owners(lexicons: Lexicons) -> dict[str, list[Key]]:
    several = {text for text, number in Counter(f.text for f in lexicons.forms).items() if number > 1}
    owners: dict[str, list[Key]] = {}
    for form in lexicons.forms:
        if form.text in several:
            entry = lexicons.entries[form.entry]
            owners.setdefault(form.text, []).append((entry.type, entry.name))
    return owners


def _rows(old: Lexicons, new: Lexicons) -> Iterator[Change]:
    for table in sorted(old.tables | new.tables):
        before, after = _by_cell(old.rows(table)), _by_cell(new.rows(table))
        for cell in dict.fromkeys((*before, *after)):
            a, b = before.get(cell, []), after.get(cell, [])
            if [dict(r.cells) for r in a] != [dict(r.cells) for r in b]:
                places = tuple(side[0].place for side in (a, b) if side)
                yield Change(_how(a, b), f"{cell} in {table}", places, _literals(table, (*a, *b), (old, new)))


def _by_cell(rows: Iterable[Row]) -> dict[str, list[Row]]:
    out: dict[str, list[Row]] = {}
    for row in rows:
        out.setdefault(next(iter(row.cells.values())), []).append(row)
    return out


def _literals(table: str, rows: Iterable[Row], sides: tuple[Lexicons, Lexicons]) -> frozenset[str] | None:
    column = LITERALS.get(table)
    if column is None:
        return None
    return frozenset(row[column].translate(side.fold) for row in rows for side in sides if row[column])


def _rules(old: Lexicons, new: Lexicons) -> Iterator[Change]:
    before, after = _by_name(old), _by_name(new)
    for key in dict.fromkeys((*before, *after)):
        a, b = before.get(key), after.get(key)
        if (a and a.data) != (b and b.data):
            yield Change(_how(a, b), f"rule {key[1]}", tuple(side.place for side in (a, b) if side), None)


def _by_name(lexicons: Lexicons) -> dict[Key, Rule]:
    return {(rule.file, rule.name): rule for rule in lexicons.rules()}
