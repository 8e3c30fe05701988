"""What the event finder costs and how good it is.

    python tests/benchmarks/events.py [DUMP]     a dump `shilu run` reads; without one the documents of corpus/gold

Prints the share of a run's time that claims and events take (CPU time, one core, after one pass to warm up), then precision, recall and F1 on
corpus/gold by cross-validation over documents.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.analyze import Analyzer
from pipeline.assemble import assemble
from pipeline.document import Published, RawDocument, read_article
from pipeline.io.fields import Fields
from pipeline.io.sources import Limits, find_files, read_file
from pipeline.tune.event_weights import check, read_samples

GOLD = Path(__file__).resolve().parents[2] / "corpus" / "gold"
MOST = 1000  # documents


class Clock:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def __call__(self, stage: str, work: Callable[..., Any], *given: Any) -> Any:
        start = time.process_time()
        result = work(*given)
        self.seconds[stage] += time.process_time() - start
        return result


def measure(analyzer: Analyzer, documents: list[RawDocument]) -> Counter[str]:
    clock = Clock()
    for raw in documents:
        article = clock("clean", analyzer._cleaner.clean, raw, None)
        reading = clock("read", read_article, article, analyzer.lexicons.fold)
        published: Published = clock("dates", analyzer._published, raw.origin, reading)
        tokens = clock("segment", analyzer._segmenter.segment, reading)
        dates = clock("dates", analyzer._dates.find, reading, published)
        entities = clock("entities", analyzer._entities.find, reading, tokens)
        claims = clock("claims", analyzer._claims.find, reading, tokens, dates, entities)
        events = clock("events", analyzer._events.find, reading, tokens, dates, entities, claims)
        record = clock("record", assemble, article, published, dates, entities, claims, events, analyzer._provenance)
        clock("record", record.model_dump_json)
    return clock.seconds


def main() -> None:
    source = sys.argv[1] if len(sys.argv) > 1 else str(GOLD / "documents.jsonl")
    found = (raw for file in find_files([source]) for raw in read_file(file, Fields(), Limits()))
    documents = [raw for raw, _ in zip((r for r in found if isinstance(r, RawDocument) and r.text.strip()), range(MOST), strict=False)]
    analyzer = Analyzer()
    measure(analyzer, documents)
    seconds = measure(analyzer, documents)
    total, characters = sum(seconds.values()), sum(len(d.text) for d in documents)
    print(f"{len(documents)} documents, {characters} characters, {total / characters * 1.5e6:.2f} ms per 1,500 characters")
    for stage, spent in seconds.items():
        print(f"{stage:10} {spent / total:6.1%}")
    for name, (precision, recall, f1) in check(read_samples(GOLD)).items():
        print(f"{name:20} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
