"""The whole pipeline, read → JSON, on one core, beside plain ``jieba.lcut`` on the same bodies in the same run; and each stage's share of the time.

    python tests/benchmarks/throughput.py DUMP... [--step N]

Characters are those of the documents as read (the pipeline has to read the noise too) and, for the ratio, those of the bodies alone: what jieba is given.
Processor seconds, so that other work on the machine counts less.
"""

import argparse
import gc
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
    gc.collect()
    gc.freeze()  # as a worker does

    began = time.process_time()
    records = _run(analyzer, documents)
    whole = time.process_time() - began

    bodies = ["\n".join(r.text[b.start : b.end] for b in r.body) for r in records]
    began = time.process_time()
    for body in bodies[:: max(1, len(bodies) // 400)]:
        jieba.lcut(body)
    plain = sum(map(len, bodies[:: max(1, len(bodies) // 400)])) / (time.process_time() - began)
    ours = sum(map(len, bodies)) / whole
    print(
        f"{len(documents):,} documents, {sum(len(d.text) for d in documents):,} characters, {sum(map(len, bodies)):,} of them body, {whole:.1f} s"
    )
    print(f"whole pipeline {ours:,.0f} body characters/s = {ours / plain:.2f} x jieba.lcut ({plain:,.0f})")
    print(f"{len(documents) / whole:,.0f} documents/s; peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")
    _shares(analyzer, documents)


def _run(analyzer: Analyzer, documents: list[RawDocument]) -> list[Record]:
    """The records, each written as JSON, in the batches that a worker is handed."""
    records: list[Record] = []
    for batch in batches(documents):
        made = [r for r in analyzer.records([raw for raw in batch if isinstance(raw, RawDocument)]) if isinstance(r, Record)]
        for record in made:
            record.model_dump_json()
        records += made
    return records


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
