"""Loading lexicon folders: the built-in one and people's own layered on top, as one immutable value with a digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from pipeline import __version__
from pipeline.errors import LexiconError
from pipeline.lexicon.cache import cached
from pipeline.lexicon.entries import NAME_COLUMNS, REMOVE, Entry, Form, build_entries, entry_type
from pipeline.lexicon.jieba_dict import read_jieba_dictionary
from pipeline.lexicon.tables import Row, Rule, read_rules, read_table
from pipeline.text import FastTable, fold_table, fold_words

LAYOUT = 5  # of the cached value; raised when Lexicons or what it holds changes shape


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Everything the lexicon folders say. ``entries``/``forms`` are names and words; ``rows``/``rules`` what the stages read."""

    entries: tuple[Entry, ...]
    forms: tuple[Form, ...]
    fold: Mapping[int, str]
    digest: str
    warnings: tuple[str, ...]  # silent traps found in jieba user dictionaries, one line each
    _tables: Mapping[str, tuple[Row, ...]]
    _rules: tuple[Rule, ...]
    _words: dict[tuple[str, ...], frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )  # what ``words`` found

    def rows(self, table: str) -> tuple[Row, ...]:
        """Rows of the table ``folder/name`` (without .tsv) over all layers; a later row with the same first cell replaces.

        Tables of names have none: they are ``entries`` and ``forms``.
        """
        return self._tables.get(table, ())

    def words(self, *tables: str) -> frozenset[str]:
        """The words of tables, folded: the first cells of their rows. Many stages ask for the same ones: they are folded once, at once."""
        found = self._words.get(tables)
        if found is None:
            cells = dict.fromkeys(next(iter(row.cells.values())) for table in tables for row in self.rows(table))
            found = self._words[tables] = frozenset(fold_words(list(cells), self.fold))
        return found

    def weights(self, table: str) -> dict[str, float]:
        """Feature → weight of a table of learned weights. Raises LexiconError where one is no number."""
        weights: dict[str, float] = {}
        for row in self.rows(table):
            try:
                weights[row["feature"]] = float(row["weight"])
            except ValueError as error:
                raise LexiconError(f"weight {row['weight']!r} is no number", place=row.place, remedy="write it as -0.25") from error
        return weights

    @property
    def tables(self) -> frozenset[str]:
        """The names ``rows`` knows."""
        return frozenset(self._tables)

    def rules(self, folder: str = "") -> tuple[Rule, ...]:
        """Every rule of the TOML files at or under ``folder`` (all of them without one) over all layers."""
        if not folder:
            return self._rules
        return tuple(r for r in self._rules if r.file.removesuffix(".toml") == folder or r.file.startswith(folder + "/"))


def builtin_folder() -> Path:
    """The lexicons that come with shilu: in the wheel beside the package's modules, in a checkout beside the package."""
    package = Path(__file__).resolve().parent.parent
    return next((f for f in (package / "lexicons", package.parent / "lexicons") if f.is_dir()), package / "lexicons")


def load_lexicons(*folders: Path, builtin: bool = True, keep: bool = True) -> Lexicons:
    """The built-in lexicons with ``folders`` layered on top, later ones winning. Loaded once, then, unless not to ``keep``, from the cache by digest.

    Raises LexiconError with file:line and remedy where a file is malformed.
    """
    layers = _layers(folders, builtin)
    digest = _digest(layers)
    return cached(f"lexicons-{__version__}.{LAYOUT}-{digest}.pickle", Lexicons, lambda: _load(layers, digest), keep=keep)


def digest_lexicons(*folders: Path) -> str:
    """The digest that ``load_lexicons`` would give; of the files' bytes, nothing is loaded."""
    return _digest(_layers(folders))


def _layers(folders: Sequence[Path], builtin: bool = True) -> "list[Layer]":
    return [Layer(builtin_folder(), "")] * builtin + [Layer(folder, f"{folder.resolve().name}/") for folder in folders]


class Layer(NamedTuple):
    """A lexicon folder and how its places are shown: "" for the built-in one, else its name and a slash."""

    folder: Path
    shown: str

    def files(self) -> list[Path]:
        """Its tables, rules and jieba dictionaries, by name. Raises LexiconError where there is no such folder."""
        if not self.folder.is_dir():
            raise LexiconError("no such lexicon folder", place=str(self.folder), remedy="name a folder of .tsv and .toml files")
        return [p for p in sorted(self.folder.rglob("*")) if p.suffix in {".tsv", ".toml", ".txt"} and p.is_file()]


def _digest(layers: Sequence[Layer]) -> str:
    """16 hex digits over the names and bytes of every file."""
    hasher = sha256()
    for layer in layers:
        hasher.update(layer.shown.encode())
        for path in layer.files():
            hasher.update(path.relative_to(layer.folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return hasher.hexdigest()[:16]


def _load(layers: Sequence[Layer], digest: str) -> Lexicons:
    names: list[list[Row]] = []
    tables: list[list[Row]] = []
    rules: list[list[Rule]] = []
    warnings: list[str] = []
    for layer in layers:
        read = _read_layer(layer, warnings)
        names.append(read[0])
        tables.append(read[1])
        rules.append(read[2])
    merged = _merge_tables(tables)
    fold = FastTable(fold_table((row["variant"], row["standard"]) for row in merged.get("words/variants", ())))
    entries, forms = build_entries(names, fold)
    return Lexicons(entries, forms, fold, digest, tuple(warnings), merged, _merge_rules(rules))


def _read_layer(layer: Layer, warnings: list[str]) -> tuple[list[Row], list[Row], list[Rule]]:
    """Name rows, rows of other tables, and rules of one folder."""
    names: list[Row] = []
    tables: list[Row] = []
    rules: list[Rule] = []
    for path in layer.files():
        file = path.relative_to(layer.folder).as_posix()
        if path.suffix == ".toml":
            rules += read_rules(path, file, layer.shown)
        elif path.suffix == ".txt":
            names += read_jieba_dictionary(path, layer.shown, warnings)
        elif holds_names(file):
            names += read_table(path, file, layer.shown, NAME_COLUMNS)
        else:
            tables += read_table(path, file, layer.shown)
    return names, tables, rules


# Tables in words/ that the stages read by their columns; they are not words to join.
OTHER_TABLES = frozenset(("variants", "surnames", "given_names", "given_not", "titles", "measure", "engine", "splits", "joins"))


def holds_names(file: str) -> bool:
    """True for a table of names or words (its folder says which); False for one that a stage reads by its own columns."""
    return entry_type(file) is not None and file.rsplit("/", 1)[-1].removesuffix(".tsv") not in OTHER_TABLES


def _merge_tables(layers: Sequence[Sequence[Row]]) -> dict[str, tuple[Row, ...]]:
    tables: dict[str, dict[str, list[Row]]] = {}
    for rows in layers:
        for file, alike in groupby(rows, attrgetter("file")):
            found: dict[str, list[Row]] = {}
            for row in alike:
                found.setdefault(next(iter(row.cells.values())), []).append(row)
            # a later layer replaces the row; within a layer rows of one key add up
            tables.setdefault(file.removesuffix(".tsv"), {}).update(found)
    return {t: tuple([r for rows in kept.values() for r in rows if r.cells.get("kind") != REMOVE]) for t, kept in tables.items()}


def _merge_rules(layers: Sequence[Sequence[Rule]]) -> tuple[Rule, ...]:
    kept: dict[str, Rule] = {}
    for rules in layers:
        fresh: dict[str, str] = {}
        for rule in rules:
            if rule.name in fresh:
                raise LexiconError(
                    f"rule {rule.name!r} stands twice", place=rule.place, remedy=f"rename it; the other is {fresh[rule.name]}"
                )
            fresh[rule.name] = rule.place
            kept.pop(rule.name, None)
            if not rule.data.get("remove"):
                kept[rule.name] = rule
    return tuple(kept.values())
