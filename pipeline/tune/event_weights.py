"""Fitting the weights of the event scorer to annotated documents.

    python -m pipeline.tune.event_weights GOLD_FOLDER ... --out lexicons/events/weights.tsv

The weights shipped were learned from corpus/gold, the training documents of corpus/standoff and corpus/standoff/events, laid back on their texts
(pipeline.evaluate.standoff), and 36 more annotated by others.

A gold folder holds documents.jsonl and annotations.jsonl (corpus/README.md). The pipeline's own dates, names and claims are used, as in a run. A pair
is right where gold has an event of that date at that trigger. Logistic regression with an L2 penalty, AdaGrad, no library; the same gold gives the
same weights. ``--check`` prints precision, recall and F1 by cross-validation over documents instead (right sentence and date; trigger, class and date).
"""

import argparse
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.analyze import Analyzer
from pipeline.evaluate.gold import ANNOTATIONS
from pipeline.evaluate.standoff import read_rows
from pipeline.events.pairs import Names, Pair, pairs
from pipeline.events.scene import Scene, surroundings
from pipeline.events.scorer import LIMITS, Scorer
from pipeline.mentions import DateMention
from pipeline.settings import Settings
from pipeline.tune.prepared import works

EPOCHS = 120
STEP = 0.3
PENALTY = 8.0
LEAST = 3  # a feature seen less often is not learned
CHOICE = {"threshold": -0.9, "same_clause": 0.8, "same_date": 0.2}  # best in cross-validation over the training documents
HEAD = """\
# Weights of the event scorer: log-odds of each feature (pipeline/events/pairs.py says what they are).
# Written by python -m pipeline.tune.event_weights; not to be edited by hand.
feature\tweight
"""

Gold = tuple[int, int, str, str]  # start and end in code points, class, date value


@dataclass(frozen=True, slots=True)
class Sample:
    """One document: its scenes with their pairs, its dates, and what gold has of it."""

    text: str
    dates: Sequence[DateMention]
    scenes: Sequence[tuple[Scene, Sequence[Pair[tuple[str, ...]]]]]
    gold: Sequence[Gold]

    def examples(self) -> Iterator[tuple[Sequence[str], bool]]:
        """Features of each pair, and whether it is right. Pairs of dates without a value teach nothing."""
        for scene, found in self.scenes:
            for at, _, date, _, features in found:
                value = self.dates[date].value
                start, end = scene.starts[at], scene.ends[at]
                if value is not None:
                    yield features, any(start < g[1] and g[0] < end and g[3] == value for g in self.gold)


def read_samples(folder: Path) -> list[Sample]:
    """The samples of a gold folder, every stage before the events run as in a run."""
    analyzer, names = Analyzer(Settings(assertions=False)), Names()
    gold = {row["id"]: row["events"] for row in read_rows(folder / ANNOTATIONS)}
    samples: list[Sample] = []
    for name, work in works(folder, analyzer):
        around = surroundings(work.reading, work.published.day, work.dates, work.entities, work.claims)
        scenes = [(scene, list(pairs(around, scene, story, names))) for scene, story in analyzer.stages.events.scenes(around, work.tokens)]
        samples.append(Sample(work.raw.text, work.dates, scenes, [(e[0], e[1], e[2], e[3]) for e in gold[name] if e[3]]))
    return samples


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """Feature → weight."""
    return learned([x for sample in samples for x in sample.examples()])


def learned(
    examples: Sequence[tuple[Sequence[str], bool]], *, epochs: int = EPOCHS, penalty: float = PENALTY, least: int = LEAST
) -> dict[str, float]:
    """Feature → weight, by logistic regression over examples: their features, and whether they are right. ``least``: times a feature is seen."""
    seen = Counter(f for features, _ in examples for f in features)
    names = sorted(f for f, times in seen.items() if times >= least)
    ids = {f: n for n, f in enumerate(names)}
    rows = [([ids[f] for f in features if f in ids], right) for features, right in examples]
    weights, squares = [0.0] * len(names), [1e-8] * len(names)
    shrink = penalty / len(rows)
    for _ in range(epochs):
        for row, right in rows:
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[n] for n in row))))) - right
            for n in row:
                # The penalty of a feature is spread over the rows that have it, so that rare ones shrink as much as frequent ones.
                slope = error + shrink * weights[n] * len(rows) / seen[names[n]]
                squares[n] += slope * slope
                weights[n] -= STEP * slope / math.sqrt(squares[n])
    return dict(zip(names, weights, strict=True))


def make(weights: Mapping[str, float]) -> Scorer:
    """A scorer of fitted weights."""
    return Scorer(weights, CHOICE)


def check(samples: Sequence[Sample], parts: int = 10) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each measure, every document scored by weights fitted to the other parts."""
    hits, told, gold = Counter[str](), 0, 0
    for part in range(parts):
        scorer = make(fit([s for n, s in enumerate(samples) if n % parts != part]))
        for sample in samples[part::parts]:
            found = predictions(sample, scorer)
            told, gold = told + len(found), gold + len(sample.gold)
            places = {g[0]: _sentence(sample.text, g[0]) for g in (*found, *sample.gold)}
            hits["sentence_and_date"] += _matched(found, sample.gold, lambda a, b, at=places: at[a[0]] == at[b[0]])  # type: ignore[misc]
            hits["trigger_class_date"] += _matched(found, sample.gold, _same_trigger)
    return {name: (n / max(told, 1), n / max(gold, 1), 2 * n / max(told + gold, 1)) for name, n in hits.items()}


def predictions(sample: Sample, scorer: Scorer) -> list[Gold]:
    """What a scorer finds in a sample, in the form of gold."""
    total = scorer.weights.total
    scenes = [
        (scene, [(at, sense, date, tie, total(features)) for at, sense, date, tie, features in found]) for scene, found in sample.scenes
    ]
    chosen = ((scene, pair) for scene, found in scenes for pair in scorer.choose(scene, found, sample.dates))
    found = ((scene.starts[at], scene.ends[at], sense.type.kind, sample.dates[date].value) for scene, (at, sense, date, _, _) in chosen)
    return [(start, end, kind, value) for start, end, kind, value in found if value is not None]


def _matched(found: Sequence[Gold], gold: Sequence[Gold], fits: Callable[[Gold, Gold], bool]) -> int:
    left = list(gold)
    for item in found:
        match = next((g for g in left if g[3] == item[3] and fits(item, g)), None)
        if match is not None:
            left.remove(match)
    return len(gold) - len(left)


def _same_trigger(one: Gold, other: Gold) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] == other[2]


def _sentence(text: str, offset: int) -> int:
    return max(text.rfind(mark, 0, offset) for mark in "。！？!?\n；")


def write(weights: Mapping[str, float], path: Path) -> None:
    """The weights as a table, by feature; those that round to nothing are left out."""
    rows = [(name, CHOICE[name]) for name in LIMITS] + [(f, w) for f, w in sorted(weights.items()) if abs(w) >= 0.005]
    path.write_text(HEAD + "".join(f"{f}\t{w:.2f}\n" for f, w in rows), encoding="utf-8", newline="\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("lexicons/events/weights.tsv"))
    parser.add_argument("--check", action="store_true", help="cross-validate instead of writing")
    chosen = parser.parse_args()
    samples = [s for folder in chosen.folders for s in read_samples(folder)]
    if chosen.check:
        for name, (precision, recall, f1) in check(samples).items():
            print(f"{name:20} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
        return
    write(fit(samples), chosen.out)


if __name__ == "__main__":
    main()
