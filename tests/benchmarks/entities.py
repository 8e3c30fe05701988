"""How fast entities are found: python tests/benchmarks/entities.py DUMP.jsonl[.gz] [--step N]. Milliseconds for 1,500 characters, best of three."""

import argparse
from pathlib import Path
from time import perf_counter

from pipeline.entities import EntityFinder
from pipeline.lexicon import load_lexicons
from pipeline.segment import Segmenter
from pipeline.settings import Settings
from pipeline.tune.name_weights import as_reading, read_texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dump", type=Path)
    parser.add_argument("--step", type=int, default=100, help="take every n-th document")
    options = parser.parse_args()
    lexicons = load_lexicons()
    started = perf_counter()
    segmenter, finder = Segmenter(lexicons, Settings()), EntityFinder(lexicons)
    print(f"compiled in {perf_counter() - started:.2f} s")
    readings = [as_reading(text, lexicons) for text in list(read_texts([options.dump]))[:: options.step]]
    size = sum(len(r.text) for r in readings)
    tokens = [segmenter.segment(r) for r in readings]
    best = {"segment": 1e9, "entities": 1e9}
    for _ in range(3):
        started = perf_counter()
        for reading in readings:
            segmenter.segment(reading)
        middle = perf_counter()
        for reading, cut in zip(readings, tokens, strict=True):
            finder.find(reading, cut)
        best = {"segment": min(best["segment"], middle - started), "entities": min(best["entities"], perf_counter() - middle)}
    for stage, seconds in best.items():
        print(f"{stage:9} {seconds / size * 1500 * 1000:.2f} ms for 1,500 characters ({len(readings)} documents)")


if __name__ == "__main__":
    main()
