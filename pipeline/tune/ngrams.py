"""Runs of words no lexicon holds, counted over a tape: how often, in how many documents, between which neighbours."""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from math import log

from pipeline.tune.contexts import END_KEY, MASK, keys_of
from pipeline.tune.tape import BITS, Kind, Tape

LONGEST = 4  # words of a run
_MOST = 2_000_000  # runs kept while counting; beyond it those seen once are let go
Run = tuple[int, ...]  # numbers of the words on the tape
_OPEN = frozenset((Kind.PLAIN, Kind.LATIN))
_HEADS = frozenset((Kind.PLACE, Kind.ORGANIZATION))


@dataclass(slots=True)
class Seen:
    """What was counted of a run. ``shown``: mentions that are names by their form; ``headed``: those opened by a known place or organization."""

    mentions: int = 0
    documents: int = 0
    shown: int = 0
    headed: int = 0
    left: Counter[int] = field(default_factory=Counter)
    right: Counter[int] = field(default_factory=Counter)


def runs_in(items: Sequence[int], shown: int) -> Iterator[tuple[Run, int, int]]:
    """Every run of up to ``LONGEST`` unknown words with its place, and each name of the class ``shown``: (run, first, end).

    A known place or organization may open a run, and a known organization close it after a place: 斯洛伐克|經濟部.
    """
    end = len(items)
    for first in range(end):
        kind = items[first] & MASK
        if kind == shown:
            yield (items[first] >> BITS,), first, first + 1
        headed = kind in _HEADS
        if not headed and kind not in _OPEN:
            continue
        run: Run = (items[first] >> BITS,)
        if not headed:
            yield run, first, first + 1
        for at in range(first + 1, min(first + LONGEST, end)):
            inside = items[at] & MASK
            closes = headed and inside == Kind.ORGANIZATION
            if inside not in _OPEN and not closes:
                break
            run = (*run, items[at] >> BITS)
            yield run, first, at + 1
            if closes:
                break


def count_runs(tape: Tape, shown: Kind, least: int) -> dict[Run, Seen]:
    """The runs that stand at least ``least`` times, in two documents or more, with their neighbours."""
    mentions, documents = Counter[Run](), Counter[Run]()
    for items in tape.read():
        here = Counter(run for run, _, _ in runs_in(items, shown))
        mentions.update(here)
        documents.update(here.keys())
        if len(mentions) > _MOST:
            for run in [run for run, number in mentions.items() if number == 1]:
                del mentions[run], documents[run]
    often = {run: Seen(n, documents[run]) for run, n in mentions.items() if n >= least and documents[run] > 1}
    del mentions, documents
    for items in tape.read():
        keys = [END_KEY, *keys_of(list(items)), END_KEY]
        for run, first, end in runs_in(items, shown):
            if run in often:
                seen = often[run]
                seen.left[keys[first]] += 1
                seen.right[keys[end + 1]] += 1
                seen.shown += items[first] & MASK == shown
                seen.headed += items[first] & MASK in _HEADS
    return often


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


def snippets(tape: Tape, wanted: Container[Run], shown: int, most: int = 3, around: int = 7) -> dict[Run, list[str]]:
    """Up to ``most`` places of each wanted run, from different documents where it can be, the run between ⟦⟧."""
    out: dict[Run, list[str]] = {}
    for items in tape.read():
        here: set[Run] = set()
        for run, first, end in runs_in(items, shown):
            if run not in wanted or run in here or len(out.get(run, ())) >= most:
                continue
            here.add(run)
            before, inner, after = items[max(0, first - around) : first], items[first:end], items[end : end + around]
            shown_text = f"{_text(before, tape)}⟦{_text(inner, tape)}⟧{_text(after, tape)}"
            out.setdefault(run, []).append(" ".join(shown_text.split()))
    return out


def _text(items: Sequence[int], tape: Tape) -> str:
    return written(tuple(x >> BITS for x in items), tape.words)
