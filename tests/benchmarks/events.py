"""What the event finder costs and how good it is.

    python -m tests.benchmarks.events [DUMP]     a dump `shilu run` reads; without one the documents of corpus/gold

Prints the share of a run's time that claims and events take (CPU time, one core, after one pass to warm up), then precision, recall and F1 on
corpus/gold by cross-validation over documents.
"""

import sys
from pathlib import Path

from pipeline.analyze import Analyzer
from pipeline.document import RawDocument
from pipeline.io.fields import Fields
from pipeline.io.sources import Limits, find_files, read_file
from pipeline.tune.event_weights import check, read_samples
from tests.benchmarks.harness import step_seconds

GOLD = Path(__file__).resolve().parents[2] / "corpus" / "gold"
MOST = 1000  # documents


def main() -> None:
    source = sys.argv[1] if len(sys.argv) > 1 else str(GOLD / "documents.jsonl")
    found = (raw for file in find_files([source]) for raw in read_file(file, Fields(), Limits()))
    documents = [raw for raw, _ in zip((r for r in found if isinstance(r, RawDocument) and r.text.strip()), range(MOST), strict=False)]
    analyzer = Analyzer()
    step_seconds(analyzer, documents)
    seconds = step_seconds(analyzer, documents)
    total, characters = seconds.total(), sum(len(d.text) for d in documents)
    print(f"{len(documents)} documents, {characters} characters, {total / characters * 1.5e6:.2f} ms per 1,500 characters")
    for stage, spent in seconds.items():
        print(f"{stage:14} {spent / total:6.1%}")
    for name, (precision, recall, f1) in check(read_samples(GOLD)).items():
        print(f"{name:20} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
