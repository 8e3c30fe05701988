"""What the benchmarks share: documents of one size, times that other work on the machine disturbs least, and plain jieba as the measure.

Run a benchmark as ``python -m tests.benchmarks.NAME``. Times are processor seconds, the best of some rounds in which all candidates take turns, so that a
slow spell of the machine slows all of them; what counts is the ratio to plain ``jieba.lcut`` on the same texts in the same run.
"""

import gc
import gzip
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.analyze import Analyzer, Step, Work
from pipeline.document import RawDocument
from pipeline.run.runner import batches

SHARED = Path(__file__).resolve().parents[3] / "shared"
SIZE = 1_500  # code points of a document
BASE = "plain jieba.lcut"


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds for a document of SIZE code points, and how many times as fast as plain jieba that is."""

    name: str
    milliseconds: float
    ratio: float

    def __str__(self) -> str:
        return f"{self.name:32} {self.milliseconds:8.3f} ms for {SIZE:,} characters   {self.ratio:6.2f} × {BASE}"


def documents(count: int = 100, size: int = SIZE) -> list[str]:
    """Texts of ``size`` code points, cut out of news beside the project; of the samples in corpus/ where that is absent."""
    texts: list[str] = []
    for text in _texts():
        if len(text) >= size // 2:
            texts.append((text + "\n") * 2 if len(text) < size else text)
            texts[-1] = texts[-1][:size]
        if len(texts) == count:
            break
    return texts


def _texts() -> Iterable[str]:
    dump = SHARED / "dumps/news.jsonl.gz"
    if not dump.is_file():
        samples = Path(__file__).resolve().parents[2] / "corpus/samples"
        yield from (path.read_text(encoding="utf-8") for path in sorted(samples.glob("*.txt")))
        return
    with gzip.open(dump, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for number, line in enumerate(lines) if number % 31 == 0)


def plain_jieba() -> Callable[[str], list[str]]:
    """``jieba.lcut`` as it comes, warmed up."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.lcut("暖身")
    cut: Callable[[str], list[str]] = jieba.lcut
    return cut


def compare(candidates: Mapping[str, Callable[[str], object]], texts: Sequence[str], rounds: int = 7) -> list[Timing]:
    """Each candidate on every text, plain jieba among them; the fastest round counts."""
    every = {BASE: plain_jieba(), **candidates}
    best = dict.fromkeys(every, float("inf"))
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, work in every.items():
            began = time.process_time()
            for text in texts:
                work(text)
            best[name] = min(best[name], time.process_time() - began)
    characters = sum(map(len, texts))
    return [Timing(name, seconds / characters * SIZE * 1000, best[BASE] / seconds) for name, seconds in best.items()]


def step_seconds(analyzer: Analyzer, documents: Sequence[RawDocument]) -> Counter[str]:
    """Processor seconds of each of the analyzer's steps, and of writing the records as JSON, in the batches that a worker is handed."""
    seconds: Counter[str] = Counter()
    for batch in batches(documents):
        works = [Work(raw) for raw in batch if isinstance(raw, RawDocument)]
        add_step_seconds(seconds, (*analyzer.steps(), _write), works)
    return seconds


def add_step_seconds(seconds: Counter[str], steps: Iterable[Step], works: Sequence[Work]) -> None:
    """Takes each step with all the works before the next one, and adds the processor seconds it took."""
    for step in steps:
        began = time.process_time()
        for work in works:
            work.attempt(step)
        seconds[step.__name__.strip("_")] += time.process_time() - began


def _write(work: Work) -> None:
    work.record.model_dump_json()
