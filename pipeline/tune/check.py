"""What is wrong, or dangerous, in a lexicon folder: what ``shilu lexicon check`` reports."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.claims.words import token_at
from pipeline.document import Article, Block, RawDocument, Tokens, read_article
from pipeline.errors import LexiconError
from pipeline.lexicon import Form, Lexicons, builtin_folder, load_lexicons
from pipeline.lexicon.entries import REMOVE
from pipeline.lexicon.load import Layer, holds_names
from pipeline.lexicon.tables import Row, read_rules, read_table
from pipeline.segment import Segmenter
from pipeline.segment.engine import dictionary
from pipeline.settings import Settings

SHORT = 2  # code points of a form that easily stands inside other words
LEAST_FALSE = 3  # places where a form cuts other words, for it to be dangerous, and …
FALSE_SHARE = 0.1  # … their share of its places
_NAME_TAGS = ("nr", "ns", "nt", "nz", "j", "eng", "x")  # of the dictionary: words that are names anyway


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. ``topic``: malformed, trap, duplicate, two names, shadowed, dangerous, ordinary word, unused column.

    ``grave``: to be mended; the others are to be looked at. ``places`` are file:line.
    """

    topic: str
    what: str
    why: str
    places: tuple[str, ...]
    grave: bool = True


def check(folder: Path | None = None, documents: Iterable[RawDocument] = ()) -> list[Finding]:
    """What is found in ``folder`` over the built-in lexicons, or in these; with ``documents``, also short forms that cut their words."""
    layer = Layer(folder, f"{folder.resolve().name}/") if folder else Layer(builtin_folder(), "")
    found = list(_malformed(layer))
    if found:
        return found
    lexicons = load_lexicons(folder) if folder else load_lexicons()
    tables = {path: read_table(path, path.relative_to(layer.folder).as_posix(), layer.shown) for path in _tables(layer)}
    found += [Finding("trap", w.split(": ", 1)[0], w.split(": ", 1)[1], ()) for w in lexicons.warnings]
    found += _duplicates([row for rows in tables.values() for row in rows if holds_names(row.file)], lexicons)
    own = tuple(form for form in lexicons.forms if form.place.startswith(layer.shown))
    found += _two_names(own, lexicons)
    found += _ordinary(own, lexicons)
    found += _unused(tables, layer)
    return found + list(_dangerous(own, lexicons, documents))


def _tables(layer: Layer) -> list[Path]:
    return [path for path in layer.files() if path.suffix == ".tsv"]


def _malformed(layer: Layer) -> Iterator[Finding]:
    """The first fault of every file that cannot be read; then, where all can, what loading them together finds."""
    any_found = False
    for path in layer.files():
        file = path.relative_to(layer.folder).as_posix()
        try:
            if path.suffix == ".toml":
                read_rules(path, file, layer.shown)
            elif path.suffix == ".tsv":
                read_table(path, file, layer.shown)
        except LexiconError as error:
            any_found = True
            yield Finding("malformed", file, str(error), (error.place,))
    if any_found:
        return
    try:
        load_lexicons(*([layer.folder] if layer.shown else []))
    except LexiconError as error:
        yield Finding("malformed", error.place.split(":")[0], str(error), (error.place,))


def _duplicates(rows: Sequence[Row], lexicons: Lexicons) -> Iterator[Finding]:
    """Rows of one name that add nothing to those above them, and rows that contradict them."""
    fold = dict(lexicons.fold)
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.file.split("/")[0], row["name"].translate(fold)].append(row)
    for (_, name), same in groups.items():
        said: set[tuple[str, str]] = set()
        for row in same:
            says = set(_facts(row, fold))
            if row is not same[0] and says <= said and row["kind"] != REMOVE:
                yield Finding("duplicate", name, "a row that adds nothing to those above it", (same[0].place, row.place))
            said |= says
        for column in ("formal_name", "identifiers"):
            values = {row[column] for row in same if row[column]}
            if len(values) > 1:
                yield Finding("duplicate", name, f"column {column!r} says {' and '.join(sorted(values))}", tuple(r.place for r in same))


def _facts(row: Row, fold: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """What a row says beyond its name; forms under guards are other facts than forms without."""
    guards = "|".join((row["tag"] if "ambiguous" in row["tag"] else "", row["not_before"], row["not_after"]))
    for form in (*row.list("aliases"), row["formal_name"]) if row["aliases"] or row["formal_name"] else (row["name"],):
        yield "form", form.translate(fold) + "\t" + guards if form else ""
    for column in ("identifiers", "tag"):
        for value in row.list(column):
            yield column, value


def _two_names(own: Sequence[Form], lexicons: Lexicons) -> Iterator[Finding]:
    """Forms of two entries, of which nothing tells which is meant; and words that hide a name."""
    by_text: dict[str, list[Form]] = defaultdict(list)
    for form in lexicons.forms:
        by_text[form.text].append(form)
    for text in dict.fromkeys(form.text for form in own):
        plain = [f for f in by_text[text] if not f.ambiguous]
        entries = {f.entry: lexicons.entries[f.entry] for f in plain}
        if len(entries) < 2:
            continue
        types = {entry.type for entry in entries.values()}
        told = " and ".join(f"{e.name} ({e.type})" for e in entries.values())
        topic = "shadowed" if "word" in types else "two names"
        yield Finding(topic, text, f"is {told}", tuple(f.place for f in plain), grave=len(types) == 1)


def _ordinary(own: Sequence[Form], lexicons: Lexicons) -> Iterator[Finding]:
    """Short forms of names that the engine's dictionary has as ordinary words, with nothing to keep the two apart."""
    short = [f for f in own if _unguarded(f) and lexicons.entries[f.entry].type in {"organization", "person"}]
    known = dictionary({f.text for f in short}, lexicons.fold)
    for form in short:
        weight, tag = known.get(form.text, (0, ""))
        if weight >= 100 and not tag.startswith(_NAME_TAGS):
            why = f"also an ordinary word ({tag}, weight {weight}); add not_before or not_after, or tag it ambiguous"
            yield Finding("ordinary word", form.text, why, (form.place,), grave=False)


def _unguarded(form: Form) -> bool:
    return len(form.text) <= SHORT and not (form.ambiguous or form.not_before or form.not_after or form.text.isascii())


def _unused(tables: Mapping[Path, Sequence[Row]], layer: Layer) -> Iterator[Finding]:
    """Columns of a folder's own that no row fills. The shared ten of names may stay empty."""
    for path, rows in tables.items():
        lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip() and not line.startswith("#")]
        file = path.relative_to(layer.folder).as_posix()
        if not lines or holds_names(file):
            continue
        filled = Counter(column for row in rows for column in row.cells)
        for column in lines[0].split("\t"):
            if not filled[column.strip()] and "not_before" not in lines[0]:
                yield Finding("unused column", column, "no row fills it", (layer.shown + file,), grave=False)


def _dangerous(own: Sequence[Form], lexicons: Lexicons, documents: Iterable[RawDocument]) -> Iterator[Finding]:
    """Short forms that become a token where the engine alone sees words across their ends."""
    short = {f.text for f in own if len(f.text) <= SHORT and not f.ambiguous and not f.text.isascii()}
    places = {f.place for f in own}
    numbers = {number for number, form in enumerate(lexicons.forms) if form.text in short and form.place in places}
    if not numbers:
        return
    with_forms, bare = Segmenter(lexicons, Settings()), Segmenter(replace(lexicons, entries=(), forms=()), Settings())
    total: Counter[int] = Counter()
    false: Counter[int] = Counter()
    samples: dict[int, str] = {}
    for raw in documents:
        blocks = (Block(0, len(raw.text), "paragraph"),) if raw.text else ()
        reading = read_article(Article(raw, blocks, ()), lexicons.fold)
        tokens, words = with_forms.segment(reading), bare.segment(reading)
        for start, end, form in zip(tokens.starts, tokens.ends, tokens.forms, strict=True):
            if form not in numbers:
                continue
            total[form] += 1
            if _crossed(words, start, end):
                false[form] += 1
                samples.setdefault(form, " ".join(raw.text[max(0, start - 5) : end + 5].split()))
    for number, count in false.most_common():
        if count >= LEAST_FALSE and count >= FALSE_SHARE * total[number]:
            found = lexicons.forms[number]
            why = f"{count:,} of its {total[number]:,} places cut other words, as in …{samples[number]}…"
            yield Finding("dangerous", found.text, why, (found.place,), grave=False)


def _crossed(words: Tokens, start: int, end: int) -> bool:
    """True where a word begins before ``start..end`` and ends in it, or begins in it and ends behind it."""
    first, last = token_at(words, start), token_at(words, end - 1)
    before = first >= 0 and words.starts[first] < start and words.ends[first] < end
    return before or (last >= 0 and words.ends[last] > end and words.starts[last] > start)
