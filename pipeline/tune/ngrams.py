"""Runs of words no lexicon holds, counted over a tape: how often, in how many documents, between which neighbours."""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from pipeline.tune.contexts import END_KEY, MASK, ORGANIZATION_KEY, keys_of
from pipeline.tune.tape import BITS, Kind, Tape

LONGEST = 4  # words of a run
_MOST = 2_000_000  # pairs kept while counting; beyond it those seen once are let go
Run = tuple[int, ...]  # numbers of the words on the tape
_OPEN = frozenset((Kind.PLAIN, Kind.LATIN))
_HEADS = frozenset((Kind.PLACE, Kind.ORGANIZATION))
_INSIDE = _OPEN | _HEADS
_JOINS = "、與和及跟"  # between names of one list
_FOUND = (Kind.SHOWN_ORGANIZATION, Kind.SHOWN_PERSON)


@dataclass(slots=True)
class Seen:
    """What was counted of a run. ``shown``: mentions that are names by their form; ``headed``: those opened by a known place or organization;
    ``other``: those that are names of another type by their form; ``listed``: those in a list beside a known organization."""

    mentions: int = 0
    documents: int = 0
    shown: int = 0
    headed: int = 0
    other: int = 0
    listed: int = 0
    left: Counter[int] = field(default_factory=Counter)
    right: Counter[int] = field(default_factory=Counter)

    def add(self, more: "Seen") -> None:
        """Take in what was counted of another run that is written the same."""
        self.mentions, self.documents = self.mentions + more.mentions, self.documents + more.documents
        self.shown, self.headed = self.shown + more.shown, self.headed + more.headed
        self.other, self.listed = self.other + more.other, self.listed + more.listed
        self.left.update(more.left)
        self.right.update(more.right)


def runs_in(
    items: Sequence[int], names: Container[int], often: Container[Run] | None = None, stops: Container[int] = ()
) -> Iterator[tuple[Run, int, int]]:
    """Every run of up to ``LONGEST`` unknown words with its place, and each name of the classes ``names``: (run, first, end).

    A known place or organization may open a run, and a known organization close it after a place: 斯洛伐克|經濟部. With ``often``, a run goes on
    only over neighbours that are among these pairs; words of ``stops`` open no longer run.
    """
    end = len(items)
    for first in range(end):
        kind = items[first] & MASK
        if kind in names:
            yield (items[first] >> BITS,), first, first + 1
        headed = kind in _HEADS
        if not headed and kind not in _OPEN:
            continue
        run: Run = (items[first] >> BITS,)
        if not headed:
            yield run, first, first + 1
        if run[0] in stops:
            continue
        for at in range(first + 1, min(first + LONGEST, end)):
            inside = items[at] & MASK
            closes = headed and inside == Kind.ORGANIZATION
            if inside not in _OPEN and not closes:
                break
            if often is not None and (run[-1], items[at] >> BITS) not in often:
                break
            run = (*run, items[at] >> BITS)
            yield run, first, at + 1
            if closes:
                break


def count_runs(
    tape: Tape, shown: Kind, least: int, allows: Callable[[Run], bool] = lambda _: True, stops: Container[int] = ()
) -> dict[Run, Seen]:
    """The runs that stand at least ``least`` times, with their neighbours, as far as ``allows`` lets them and none of ``stops`` opens them.

    Several words need two documents; more than two are counted only where each two neighbours of them stand often enough themselves.
    """
    names = (shown, *(kind for kind in _FOUND if kind != shown)) if shown in _FOUND else (shown,)
    pairs = _pairs(tape, least)
    joins = {tape.number(word) for word in _JOINS}
    mentions, documents = Counter[Run](), Counter[Run]()
    for items in tape.read():
        here = Counter(run for run, _, _ in runs_in(items, names, pairs, stops))
        mentions.update(here)
        documents.update(here.keys())
    often = {
        run: Seen(n, documents[run]) for run, n in mentions.items() if n >= least and (documents[run] > 1 or len(run) == 1) and allows(run)
    }
    del mentions, documents
    for items in tape.read():
        keys = [END_KEY, END_KEY, *keys_of(list(items)), END_KEY, END_KEY]
        for run, first, end in runs_in(items, names, pairs, stops):
            seen = often.get(run)
            if seen is None:
                continue
            kind = items[first] & MASK
            seen.left[keys[first + 1]] += 1
            seen.right[keys[end + 2]] += 1
            seen.shown += kind == shown
            seen.other += kind != shown and kind in names
            seen.headed += kind in _HEADS
            before, after = keys[first] == ORGANIZATION_KEY, keys[end + 3] == ORGANIZATION_KEY
            seen.listed += (before and keys[first + 1] in joins) or (after and keys[end + 2] in joins)
    return often


def _pairs(tape: Tape, least: int) -> set[Run]:
    """Neighbours that stand at least ``least`` times, of those that runs are made of."""
    pairs = Counter[Run]()
    for items in tape.read():
        pairs.update((a >> BITS, b >> BITS) for a, b in pairwise(items) if b & MASK in _INSIDE and a & MASK in _INSIDE)
        if len(pairs) > _MOST:
            for pair in [pair for pair, number in pairs.items() if number == 1]:
                del pairs[pair]
    return {pair for pair, number in pairs.items() if number >= least}


def words_of(tape: Tape) -> Counter[int]:
    """How often each unknown word stands on the tape."""
    return Counter(x >> BITS for items in tape.read() for x in items if x & MASK in _OPEN)


def cohesion(run: Run, mentions: int, words: Counter[int], total: int) -> float:
    """How much more often the words of a run stand together than by chance: pointwise mutual information a joint, in nats; 0 for one word."""
    if len(run) < 2:
        return 0.0
    alone = sum(log(max(words[w], mentions) / total) for w in run)
    return (log(mentions / total) - alone) / (len(run) - 1)


def entropy(neighbours: Counter[int]) -> float:
    """How varied neighbours are, in nats: 0 where it is always the same one."""
    total = neighbours.total()
    return -sum(n / total * log(n / total) for n in neighbours.values())


def written(run: Run, words: Sequence[str]) -> str:
    """A run as it is written: Latin words parted by spaces."""
    parts = [words[w] for w in run]
    return (" " if all(p.isascii() for p in parts) else "").join(parts)


def snippets(tape: Tape, wanted: Container[Run], names: Container[int], most: int = 3, around: int = 7) -> dict[Run, list[str]]:
    """Up to ``most`` places of each wanted run, from different documents where it can be, the run between ⟦⟧."""
    out: dict[Run, list[str]] = {}
    for items in tape.read():
        here: set[Run] = set()
        for run, first, end in runs_in(items, names):
            if run not in wanted or run in here or len(out.get(run, ())) >= most:
                continue
            here.add(run)
            before, inner, after = items[max(0, first - around) : first], items[first:end], items[end : end + around]
            shown_text = f"{_text(before, tape)}⟦{_text(inner, tape)}⟧{_text(after, tape)}"
            out.setdefault(run, []).append(" ".join(shown_text.split()))
    return out


def _text(items: Sequence[int], tape: Tape) -> str:
    return written(tuple(x >> BITS for x in items), tape.words)
