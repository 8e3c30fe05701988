"""Loading lexicon folders: the built-in one and people's own layered on top, as one immutable value with a digest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipeline.errors import LexiconError
from pipeline.lexicon.entries import NAME_COLUMNS, REMOVE, Entry, Form, build_entries, entry_type
from pipeline.lexicon.jieba_dict import read_jieba_dictionary
from pipeline.lexicon.tables import Row, Rule, read_rules, read_table
from pipeline.text import fold_table


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

    def rows(self, table: str) -> tuple[Row, ...]:
        """Rows of the table ``folder/name`` (without .tsv) over all layers; a later row with the same first cell replaces."""
        return self._tables.get(table, ())

    def rules(self, folder: str) -> tuple[Rule, ...]:
        """Every rule of the TOML files at or under ``folder`` over all layers."""
        return tuple(r for r in self._rules if r.file.removesuffix(".toml") == folder or r.file.startswith(folder + "/"))


def builtin_folder() -> Path:
    """The lexicons that come with shilu: in the wheel beside the package's modules, in a checkout beside the package."""
    package = Path(__file__).resolve().parent.parent
    return next((f for f in (package / "lexicons", package.parent / "lexicons") if f.is_dir()), package / "lexicons")


def load_lexicons(*folders: Path, builtin: bool = True) -> Lexicons:
    """The built-in lexicons with ``folders`` layered on top, later ones winning.

    Raises LexiconError with file:line and remedy where a file is malformed.
    """
    layers = ([builtin_folder()] if builtin else []) + list(folders)
    hasher = sha256()
    tables: list[list[Row]] = []
    rules: list[list[Rule]] = []
    warnings: list[str] = []
    for layer in layers:
        rows, layer_rules = _read_layer(layer, hasher.update, warnings, shown=layer != builtin_folder())
        tables.append(rows)
        rules.append(layer_rules)
    merged = _merge_tables(tables)
    fold = fold_table((row["variant"], row["standard"]) for row in merged.get("words/variants", ()))
    entries, forms = build_entries(([r for r in rows if _holds_names(r.file)] for rows in tables), fold)
    return Lexicons(entries, forms, fold, hasher.hexdigest()[:16], tuple(warnings), merged, _merge_rules(rules))


def _read_layer(folder: Path, digest: Callable[[bytes], None], warnings: list[str], *, shown: bool) -> tuple[list[Row], list[Rule]]:
    if not folder.is_dir():
        raise LexiconError("no such lexicon folder", place=str(folder), remedy="name a folder of .tsv and .toml files")
    rows: list[Row] = []
    rules: list[Rule] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or path.suffix not in {".tsv", ".toml", ".txt"}:
            continue
        digest(name.encode() + b"\0" + path.read_bytes() + b"\0")
        shown_layer = f"{folder.name}/" if shown else ""
        place = shown_layer + name
        if path.suffix == ".toml":
            rules += [replace(rule, file=name, layer=shown_layer) for rule in read_rules(path, place)]
            continue
        if path.suffix == ".txt":
            read = read_jieba_dictionary(path, f"words/{path.name}", place, warnings)
        else:
            read = read_table(path, place, NAME_COLUMNS if _holds_names(name) else None)
        rows += [replace(row, file=f"words/{path.name}" if path.suffix == ".txt" else name, layer=shown_layer) for row in read]
    return rows, rules


# Tables in words/ that the stages read by their columns; they are not words to join.
OTHER_TABLES = frozenset(("variants", "surnames", "given_names", "given_not", "titles", "measure"))


def _holds_names(file: str) -> bool:
    return entry_type(file) is not None and Path(file).stem not in OTHER_TABLES


def _merge_tables(layers: Sequence[Sequence[Row]]) -> dict[str, tuple[Row, ...]]:
    tables: dict[str, dict[str, list[Row]]] = {}
    for rows in layers:
        fresh: set[tuple[str, str]] = set()
        for row in rows:
            table = row.file.removesuffix(".tsv").removesuffix(".txt")
            key = next(iter(row.cells.values()))
            kept = tables.setdefault(table, {})
            if (table, key) not in fresh:
                kept[key] = []  # a later layer replaces the row; within a layer rows of one key add up
                fresh.add((table, key))
            kept[key].append(row)
    return {t: tuple(r for rows in kept.values() for r in rows if r["kind"] != REMOVE) for t, kept in tables.items()}


def _merge_rules(layers: Sequence[Sequence[Rule]]) -> tuple[Rule, ...]:
    kept: dict[str, Rule] = {}
    for rules in layers:
        fresh: dict[str, str] = {}
        for rule in rules:
            if rule.name in fresh:
                raise LexiconError(f"rule {rule.name!r} stands twice", place=rule.place, remedy=f"rename it; the other is {fresh[rule.name]}")
            fresh[rule.name] = rule.place
            kept.pop(rule.name, None)
            if not rule.data.get("remove"):
                kept[rule.name] = rule
    return tuple(kept.values())
