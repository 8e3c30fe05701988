"""The whole pipeline, read → JSON, on one core, beside plain ``jieba.lcut`` on the same bodies in the same run; and each stage's share of the time.

    python tests/benchmarks/throughput.py DUMP... [--step N]

Two ratios of characters a second: those of the documents as read, noise and all, which is what the pipeline has to go through; and, stricter, those of the
bodies alone, which is all that jieba is given.
Processor seconds, so that other work on the machine counts less.
"""

import argparse
import logging
import resource
import time
from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any

from pipeline.analyze import Analyzer
from pipeline.document import RawDocument
from pipeline.io.containers import Limits
from pipeline.io.fields import Fields
from pipeline.io.sources import find_files, read_file
from pipeline.model import Record
from pipeline.run.runner import batches
from pipeline.run.worker import calm_collector


class Clock:
    """Processor seconds by stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.process_time()
            try:
                return call(*args, **kwargs)
            finally:
                self.seconds[name] += time.process_time() - began

        return timed


TURN, ROUNDS = 480, 3  # documents that pipeline and jieba take by turns, and how often: a slow spell of the machine slows both
STAGES = {"_cleaner": "clean", "_segmenter": "segment", "_dates": "find", "_entities": "find", "_claims": "find", "_events": "find"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dump", nargs="+")
    parser.add_argument("--step", type=int, default=10, help="take every n-th document")
    options = parser.parse_args()
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    analyzer = Analyzer()
    items = [i for file in find_files(options.dump) for i in islice(read_file(file, Fields(), Limits()), 0, None, options.step)]
    documents = [i for i in items if isinstance(i, RawDocument)]
    analyzer.records(documents[:20])
    calm_collector()

    whole = plain = 0.0
    bodies: list[str] = []
    for at in range(0, len(documents), TURN):
        made, ours, theirs = _turn(analyzer, documents[at : at + TURN])
        whole, plain = whole + ours, plain + theirs
        bodies += made
    characters = sum(map(len, bodies))
    read = sum(len(d.text) for d in documents)
    print(f"{len(documents):,} documents, {read:,} characters, {characters:,} of them body, {whole:.1f} s")
    print(f"jieba.lcut     {characters / plain:9,.0f} characters/s of the bodies")
    print(f"whole pipeline {read / whole:9,.0f} characters/s as read = {read / characters * plain / whole:.2f} x")
    print(f"               {characters / whole:9,.0f} characters/s of the bodies = {plain / whole:.2f} x")
    print(f"{len(documents) / whole:,.0f} documents/s; peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")
    _shares(analyzer, documents)


def _turn(analyzer: Analyzer, documents: list[RawDocument]) -> tuple[list[str], float, float]:
    """The bodies of some documents, the seconds the pipeline takes for them and those jieba takes for the bodies: the best of some rounds each."""
    import jieba

    best: list[float] = []
    for _ in range(ROUNDS):
        began = time.process_time()
        bodies = _run(analyzer, documents)
        turned = time.process_time()
        for body in bodies:
            jieba.lcut(body)
        best = [min(pair) for pair in zip(best or (9e9, 9e9), (turned - began, time.process_time() - turned), strict=True)]
    return bodies, best[0], best[1]


def _run(analyzer: Analyzer, documents: list[RawDocument]) -> list[str]:
    """Makes the records and writes each as JSON, in the batches that a worker is handed; keeps their bodies alone, as a worker keeps nothing."""
    bodies: list[str] = []
    for batch in batches(documents):
        for record in analyzer.records([raw for raw in batch if isinstance(raw, RawDocument)]):
            if isinstance(record, Record):
                record.model_dump_json()
                bodies.append("\n".join(record.text[b.start : b.end] for b in record.body))
    return bodies


def _shares(analyzer: Analyzer, documents: list[RawDocument]) -> None:
    clock = Clock()
    names = {"clean": "clean", "segment": "segment"}
    for attribute, method in STAGES.items():
        stage = getattr(analyzer, attribute)
        setattr(analyzer, attribute, _Stage(stage, method, clock.around(names.get(method, attribute.strip("_")), getattr(stage, method))))
    began = time.process_time()
    _run(analyzer, documents)
    whole = time.process_time() - began
    for name, seconds in clock.seconds.most_common():
        print(f"{name:10} {seconds / whole:6.1%}")
    print(f"{'rest':10} {1 - sum(clock.seconds.values()) / whole:6.1%}  (reading, assembling, checking, JSON)")


class _Stage:
    """A stage with one method replaced by its timed twin."""

    def __init__(self, stage: object, method: str, timed: Callable[..., Any]) -> None:
        self._stage, self._method, self._timed = stage, method, timed

    def __getattr__(self, name: str) -> Any:
        return self._timed if name == self._method else getattr(self._stage, name)


if __name__ == "__main__":
    main()
