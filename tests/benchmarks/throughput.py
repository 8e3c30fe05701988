"""The whole pipeline, read → JSON, on one core, beside plain ``jieba.lcut`` on the same bodies in the same run; and each stage's share of the time.

    python -m tests.benchmarks.throughput DUMP... [--step N]

Two ratios of characters a second: those of the documents as read, noise and all, which is what the pipeline has to go through; and, stricter, those of the
bodies alone, which is all that jieba is given.
Processor seconds, so that other work on the machine counts less.
"""

import argparse
import logging
import resource
import time
from itertools import islice

from pipeline.analyze import Analyzer
from pipeline.document import RawDocument
from pipeline.io.containers import Limits
from pipeline.io.fields import Fields
from pipeline.io.sources import find_files, read_file
from pipeline.model import Record
from pipeline.run.runner import batches
from pipeline.run.worker import calm_collector
from tests.benchmarks.harness import step_seconds

TURN, ROUNDS = 480, 3  # documents that pipeline and jieba take by turns, and how often: a slow spell of the machine slows both


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
    seconds = step_seconds(analyzer, documents)
    for name, spent in seconds.most_common():
        print(f"{name:14} {spent / seconds.total():6.1%}")


if __name__ == "__main__":
    main()
