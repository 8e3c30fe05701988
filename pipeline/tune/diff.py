"""What a change of lexicons does to the records of a dump: only documents it can touch are analysed again, once under either side."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from pipeline.analyze import Analyzer
from pipeline.automaton import Automaton
from pipeline.document import RawDocument
from pipeline.errors import DocumentRejected
from pipeline.lexicon import Lexicons
from pipeline.model import Record
from pipeline.settings import Settings
from pipeline.text import FastTable, Table
from pipeline.tune.changes import Change, changes
from pipeline.tune.compare import Difference, differences
from pipeline.tune.sides import Side

_BATCH = 16  # documents a worker is handed at a time
_WORTH_A_WORKER = 96  # documents that pay for starting one


@dataclass(frozen=True, slots=True)
class Group:
    """The differences one change caused. ``change`` is None where none of them stands near."""

    change: Change | None
    differences: tuple[Difference, ...]

    @property
    def weight(self) -> tuple[int, int]:
        """Worst first: what goes or changes weighs before what comes."""
        return sum(d.how != "appears" and d.what != "token" for d in self.differences), len(self.differences)


@dataclass(frozen=True, slots=True)
class Diff:
    """The groups, worst first; how many documents were read and how many of them analysed again."""

    changes: tuple[Change, ...]
    groups: tuple[Group, ...]
    documents: int
    touched: int


def diff(
    old: Side, new: Side, documents: Iterable[RawDocument], settings: Settings | None = None, *, workers: int = 1, full: bool = False
) -> Diff:
    """The differences between the records of ``documents`` under both sides. ``full``: analyse every document, touched or not."""
    before, after = old.load(), new.load()
    found = changes(before, after)
    counter = _Reader(documents, Touch(found, before, after), full)
    job = _Job(old, new, settings or Settings())
    items = [d for part in _mapped(counter.batches() if found else iter(()), job, workers) for d in part]
    if not found:
        counter.drain()
    return Diff(found, _grouped(items, found, counter.fold), counter.read, counter.touched)


class Touch:
    """Tells which documents the changes can touch: one automaton over all their forms, asked of the folded text."""

    def __init__(self, found: Sequence[Change], old: Lexicons, new: Lexicons) -> None:
        self.anywhere = any(c.forms is None for c in found)
        forms = sorted({form for c in found for form in c.forms or () if form})
        self._automaton = Automaton(forms) if forms else None
        self.folds: tuple[Table, ...] = (old.fold,) if old.fold == new.fold else (old.fold, new.fold)
        self._folds = [FastTable(fold).apply for fold in self.folds]

    def __call__(self, text: str) -> bool:
        """True where the text holds a string that a change is about, or a change may act anywhere."""
        if self.anywhere:
            return True
        if self._automaton is None:
            return False
        return any(self._automaton.find_matches_as_indexes(fold(text)) for fold in self._folds)


class _Reader:
    """Reads documents, counts them, and gives those touched in handfuls."""

    def __init__(self, documents: Iterable[RawDocument], touch: Touch, full: bool) -> None:
        self._documents, self._touch, self._full = documents, touch, full
        self.fold = touch.folds[-1]
        self.read = self.touched = 0

    def batches(self) -> Iterator[list[RawDocument]]:
        batch: list[RawDocument] = []
        for raw in self._documents:
            self.read += 1
            if not (self._full or self._touch(raw.text)):
                continue
            self.touched += 1
            batch.append(raw)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def drain(self) -> None:
        self.read = sum(1 for _ in self._documents)


@dataclass(frozen=True, slots=True)
class _Job:
    old: Side
    new: Side
    settings: Settings


class _Pair:
    """Both sides compiled."""

    def __init__(self, job: _Job) -> None:
        self._analyzers = [_analyzer(side, job.settings) for side in (job.old, job.new)]

    def differences(self, batch: Sequence[RawDocument]) -> list[Difference]:
        """The differences of a handful of documents; those that are rejected have none."""
        old, new = (analyzer.records(batch) for analyzer in self._analyzers)
        return [d for raw, one, other in zip(batch, old, new, strict=True) for d in self._of(raw, one, other)]

    def _of(self, raw: RawDocument, old: Record | Exception, new: Record | Exception) -> Iterator[Difference]:
        for made in (old, new):
            if isinstance(made, Exception) and not isinstance(made, DocumentRejected):
                raise made
        if isinstance(old, Record) and isinstance(new, Record):
            name = f"{raw.origin.path or raw.origin.url or '-'}#{raw.origin.index}"
            before, after = self._analyzers
            yield from differences(name, old, new, before.tokens(old), after.tokens(new))


def _analyzer(side: Side, settings: Settings) -> Analyzer:
    """The analyzer of a side: one over the built-in lexicons may stand in the cache."""
    if side.builtin:
        return Analyzer(settings.model_copy(update={"lexicons": side.folders}))
    return Analyzer(settings, lexicons=side.load())


_pair: list[_Pair] = []  # this process's own, made by the pool's initializer


def _start(job: _Job) -> None:
    _pair[:] = [_Pair(job)]


def _work(batch: list[RawDocument]) -> list[Difference]:
    return _pair[0].differences(batch)


def _mapped(batches: Iterator[list[RawDocument]], job: _Job, workers: int) -> Iterator[list[Difference]]:
    """Differences batch by batch, in order; other processes are started only where there is enough to do."""
    first: list[list[RawDocument]] = []
    for batch in batches:
        first.append(batch)
        if len(first) * _BATCH >= _WORTH_A_WORKER:
            break
    if workers < 2 or len(first) * _BATCH < _WORTH_A_WORKER:
        pair = _Pair(job) if first else None
        yield from (pair.differences(batch) for part in (first, batches) for batch in part if pair)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (job,)) as pool:
        for part in (first, batches):
            yield from pool.map(_work, part)


def _grouped(items: Sequence[Difference], found: Sequence[Change], fold: Table) -> tuple[Group, ...]:
    """Each difference under the change that caused it."""
    caused: dict[int, list[Difference]] = {}
    by_place = {place: n for n, c in enumerate(found) for place in c.places}
    by_document: dict[str, list[tuple[int, Difference]]] = {}
    for item in items:
        cause = _cause(item, found, by_place, fold)
        caused.setdefault(cause, []) if cause >= 0 else None
        by_document.setdefault(item.document, []).append((cause, item))
    for told in by_document.values():
        known = [(cause, d) for cause, d in told if cause >= 0]
        for cause, item in told:
            near = cause if cause >= 0 or not known else min(known, key=lambda k: abs(k[1].start - item.start))[0]
            caused.setdefault(near if near >= 0 or len(found) > 1 else 0, []).append(item)
    groups = [Group(found[n] if n >= 0 else None, tuple(_ordered(told))) for n, told in caused.items()]
    return tuple(sorted(groups, key=lambda g: (tuple(-w for w in g.weight), g.change.label if g.change else "")))


_ORDER = {"disappears": 0, "changes": 1, "appears": 2}


def _ordered(told: Sequence[Difference]) -> list[Difference]:
    return sorted(told, key=lambda d: (d.what == "token", _ORDER[d.how], d.document, d.start))


def _cause(item: Difference, found: Sequence[Change], by_place: dict[str, int], fold: Table) -> int:
    """The change whose rule made it, else whose longest form stands in it; -1 where none does."""
    for rule in item.rules:
        if rule in by_place:
            return by_place[rule]
    shown = item.snippet.translate(fold).replace("⟦", "").replace("⟧", "")
    told = f"{item.before} {item.after}".translate(fold)
    best = max(((len(f), -n) for n, c in enumerate(found) for f in c.forms or () if f in shown or f in told), default=(0, 1))
    return -best[1]
