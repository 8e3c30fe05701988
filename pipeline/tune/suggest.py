"""Suggestions: what a dump asks for that the lexicons lack, as lines ready for a lexicon, each with its reasons."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.errors import UsageError
from pipeline.lexicon import Lexicons
from pipeline.lexicon.entries import NAME_COLUMNS
from pipeline.tune.contexts import MASK
from pipeline.tune.cues import Cues
from pipeline.tune.names import Candidate, name_candidates
from pipeline.tune.ngrams import Run, runs_in, snippets
from pipeline.tune.pages import PageReader
from pipeline.tune.tape import BITS, Kind, Tape
from pipeline.tune.words import word_candidates

CUE_COLUMNS = ("cue", "class", "strength", "polarity", "takes", "speaker")
# Where accepted lines of a kind go, relative to a lexicon folder, and the columns they have.
HOMES = {
    "organization": ("organizations/suggested.tsv", NAME_COLUMNS),
    "person": ("people/suggested.tsv", NAME_COLUMNS),
    "word": ("words/suggested.tsv", NAME_COLUMNS),
    "cue": ("claims/cues.tsv", CUE_COLUMNS),
}
_FOUND = (Kind.SHOWN_ORGANIZATION, Kind.SHOWN_PERSON)
_SHOWN = {"organization": _FOUND, "person": _FOUND}


@dataclass(frozen=True, slots=True)
class Known:
    """The known entry or cue most like a suggestion, and where it stands."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate with what a reviewer needs: counts, signals, snippets, its nearest known neighbour, and the line to add."""

    text: str
    mentions: int
    documents: int
    score: float
    signals: dict[str, float]
    snippets: tuple[str, ...]
    nearest: Known | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The suggestions of one kind, best first, and how many documents were read."""

    kind: str
    documents: int
    items: tuple[Suggestion, ...]


def suggest(source: str, lexicons: Lexicons, kind: str, *, top: int = 40, least: int = 3, limit: int = 0) -> Suggestions:
    """What the dump or run ``source`` asks for. ``least``: mentions; ``limit``: documents read, 0 for all.

    Raises UsageError where ``kind`` is none of HOMES or nothing can be read.
    """
    if kind not in HOMES:
        raise UsageError(f"--kind {kind!r} is not known", remedy=f"one of {', '.join(HOMES)}, noise")
    pages = islice(PageReader(lexicons).pages(source), limit or None)
    tape = Tape(lexicons).write(pages)
    if not tape.documents:
        raise UsageError("no document to read", place=source)
    chosen = candidates(tape, lexicons, kind, least)[:top]
    return Suggestions(kind, tape.documents, tuple(_told(chosen, tape, lexicons, kind)))


def candidates(tape: Tape, lexicons: Lexicons, kind: str, least: int) -> list[Candidate]:
    """The candidates of a kind on a tape, best first."""
    if kind == "cue":
        return Cues(lexicons, tape).candidates(least)
    if kind == "word":
        return word_candidates(tape, lexicons, least)
    return name_candidates(tape, lexicons, kind, least)


def _told(chosen: Sequence[Candidate], tape: Tape, lexicons: Lexicons, kind: str) -> Iterator[Suggestion]:
    wanted = {c.run for c in chosen}
    shown = _SHOWN.get(kind, ())
    places = snippets(tape, wanted, shown) if kind != "cue" else _cue_snippets(tape, wanted)
    glosses = _glosses(tape, wanted, shown) if kind in ("organization", "person") else {}
    near = _Nearest(lexicons, kind)
    kinds = _kinds(lexicons)
    for c in chosen:
        cells = _cells(kind, c, glosses.get(c.run, Counter()), kinds)
        yield Suggestion(c.text, c.mentions, c.documents, c.score, c.signals, tuple(places.get(c.run, ())), near.of(c.text), cells)


def _cue_snippets(tape: Tape, wanted: set[Run], most: int = 3, around: int = 7) -> dict[Run, list[str]]:
    """Places of cues, which may be made of known words."""
    out: dict[Run, list[str]] = {}
    for items in tape.read():
        numbers = [x >> BITS for x in items]
        for run in wanted:
            if len(out.get(run, ())) >= most or run[0] not in numbers:
                continue
            at = next((i for i in range(len(numbers)) if tuple(numbers[i : i + len(run)]) == run), -1)
            if at >= 0:
                before, after = numbers[max(0, at - around) : at], numbers[at + len(run) : at + len(run) + around]
                parts = ["".join(tape.words[n] for n in part) for part in (before, run, after)]
                out.setdefault(run, []).append(" ".join(f"{parts[0]}⟦{parts[1]}⟧{parts[2]}".split()))
    return out


def _glosses(tape: Tape, wanted: set[Run], shown: Container[int]) -> dict[Run, Counter[tuple[str, str]]]:
    """What stands in brackets right after the names: ("aliases", Latin name) or ("identifiers", stock code)."""
    opening = tape.number("（")
    out: dict[Run, Counter[tuple[str, str]]] = {}
    for items in tape.read():
        for run, _, end in runs_in(items, shown):
            if run not in wanted or end + 1 >= len(items) or items[end] >> BITS != opening:
                continue
            word = tape.words[items[end + 1] >> BITS]
            if items[end + 1] & MASK == Kind.NUMBER and len(word) == 4 and word.isdigit() and word[:2] not in ("19", "20"):
                out.setdefault(run, Counter())["identifiers", f"twse={word}"] += 1
            elif word.isascii() and word[:1].isalpha():
                out.setdefault(run, Counter())["aliases", word] += 1
    return out


def _kinds(lexicons: Lexicons) -> dict[str, str]:
    """Suffix → kind of organization, longest first."""
    rows = sorted(lexicons.rows("entities/suffixes"), key=lambda r: -len(r["suffix"]))
    return {r["suffix"].translate(lexicons.fold): r["kind"] for r in rows}


def _cells(kind: str, c: Candidate, glosses: Counter[tuple[str, str]], kinds: dict[str, str]) -> tuple[str, ...]:
    if kind == "cue":
        return (c.text, "say", "weak", "", "both", "before")
    cells = dict.fromkeys(NAME_COLUMNS, "")
    cells |= {"name": c.text, "freq": str(c.mentions), "kind": kind if kind != "organization" else "company"}
    if kind == "organization":
        cells["kind"] = next((k for suffix, k in kinds.items() if c.text.endswith(suffix)), "company")
    for (column, value), number in glosses.most_common():
        if number > 1 and not cells[column]:
            cells[column] = value
    return tuple(cells.values())


class _Nearest:
    """The known form that shares the most pairs of characters with a text."""

    def __init__(self, lexicons: Lexicons, kind: str) -> None:
        if kind == "cue":
            self._known = [Known(r["cue"], r.place) for r in lexicons.rows("claims/cues")]
        else:
            self._known = [Known(f.text, f.place) for f in lexicons.forms if lexicons.entries[f.entry].type == kind]
        self._by_pair: dict[str, list[int]] = {}
        for number, known in enumerate(self._known):
            for pair in _pairs(known.text):
                self._by_pair.setdefault(pair, []).append(number)

    def of(self, text: str) -> Known | None:
        """The nearest; None where nothing shares two characters in a row."""
        mine = _pairs(text)
        shared = Counter(n for pair in mine for n in self._by_pair.get(pair, ()))
        if not shared:
            return None
        best = max(shared, key=lambda n: (shared[n] / len(mine | _pairs(self._known[n].text)), -n))
        return self._known[best]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def as_table(found: Suggestions, source: str) -> Iterator[str]:
    """The lines of a table ready to be read, pruned and accepted: comments give the reasons, each row stands under its own."""
    yield f"# shilu suggest {found.kind}: {found.documents:,} documents of {source}"
    yield "\t".join(HOMES[found.kind][1])
    for item in found.items:
        signals = ", ".join(f"{name} {value:+.1f}" for name, value in item.signals.items() if abs(value) >= 0.05)
        yield f"# {item.documents:,} documents, {item.mentions:,} mentions, score {item.score:.1f}: {signals}"
        if item.nearest:
            yield f"# nearest: {item.nearest.text} ({item.nearest.place})"
        yield from (f"#   {snippet}" for snippet in item.snippets)
        yield "\t".join(item.cells).rstrip("\t")


def kind_of(lines: Iterable[str]) -> str:
    """The kind a reviewed table says it is of; "" where it does not say."""
    return next((line.split()[3].rstrip(":") for line in lines if line.startswith("# shilu suggest ")), "")
