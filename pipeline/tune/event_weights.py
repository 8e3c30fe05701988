"""Fitting the weights of the event scorer to annotated documents.

    python -m pipeline.tune.event_weights GOLD_FOLDER ... --out lexicons/events/weights.tsv

The weights shipped were learned from corpus/gold, the training documents of corpus/standoff, corpus/standoff/events and corpus/standoff/read, laid back
on their texts (pipeline.evaluate.standoff), and 36 more annotated by others.

A gold folder holds documents.jsonl and annotations.jsonl (corpus/README.md). The pipeline's own dates, names and claims are used, as in a run. A pair
is right where gold has an event of that date at that trigger. Logistic regression with an L2 penalty, AdaGrad, no library; the same gold gives the
same weights. ``--check`` prints precision, recall and F1 by cross-validation over documents instead (right sentence and date; trigger, class and date).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.analyze import Analyzer
from pipeline.evaluate.gold import ANNOTATIONS
from pipeline.evaluate.standoff import read_rows
from pipeline.events.pairs import Names, Pair, pairs
from pipeline.events.scene import Scene
from pipeline.events.scorer import LIMITS, Scorer
from pipeline.mentions import DateMention
from pipeline.settings import Settings
from pipeline.tune.learning import Example, Figures, figures, learned, matched, train, write_weights
from pipeline.tune.prepared import works

# By cross-validation over the training documents (--check): F1 0.738 and 0.592, precision 0.815. A lower threshold tells more at the same F1, and less of it
# is right; what is told should hold.
CHOICE = {"threshold": -0.75, "other_clause": 0.5, "same_clause": 0.8, "same_date": 0.2}
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

    def examples(self) -> Iterator[Example]:
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
        around, laid_out = work.event_layout
        scenes = [(scene, list(pairs(around, scene, story, names))) for scene, story in laid_out]
        samples.append(Sample(work.raw.text, work.dates, scenes, [(e[0], e[1], e[2], e[3]) for e in gold[name] if e[3]]))
    return samples


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """Feature → weight."""
    return learned([x for sample in samples for x in sample.examples()])


def make(weights: Mapping[str, float]) -> Scorer:
    """A scorer of fitted weights."""
    return Scorer(weights, CHOICE)


def check(samples: Sequence[Sample], parts: int = 10) -> Figures:
    """Precision, recall and F1 of each measure, every document scored by weights fitted to the other parts."""
    hits, told, gold = Counter[str](), 0, 0
    for part in range(parts):
        scorer = make(fit([s for n, s in enumerate(samples) if n % parts != part]))
        for sample in samples[part::parts]:
            found = predictions(sample, scorer)
            told, gold = told + len(found), gold + len(sample.gold)
            places = {g[0]: _sentence(sample.text, g[0]) for g in (*found, *sample.gold)}
            hits["sentence_and_date"] += matched(found, sample.gold, lambda a, b, at=places: a[3] == b[3] and at[a[0]] == at[b[0]])  # type: ignore[misc]
            hits["trigger_class_date"] += matched(found, sample.gold, _same_trigger)
    return figures(hits, told, gold)


def predictions(sample: Sample, scorer: Scorer) -> list[Gold]:
    """What a scorer finds in a sample, in the form of gold."""
    total = scorer.weights.total
    scenes = [
        (scene, [(at, sense, date, tie, total(features)) for at, sense, date, tie, features in found]) for scene, found in sample.scenes
    ]
    chosen = ((scene, pair) for scene, found in scenes for pair in scorer.choose(scene, found, sample.dates))
    found = ((scene.starts[at], scene.ends[at], sense.type.kind, sample.dates[date].value) for scene, (at, sense, date, _, _) in chosen)
    return [(start, end, kind, value) for start, end, kind, value in found if value is not None]


def _same_trigger(one: Gold, other: Gold) -> bool:
    return one[3] == other[3] and one[0] < other[1] and other[0] < one[1] and one[2] == other[2]


def _sentence(text: str, offset: int) -> int:
    return max(text.rfind(mark, 0, offset) for mark in "。！？!?\n；")


def write(samples: Sequence[Sample], path: Path) -> None:
    """The weights that samples teach as a table, what the scorer chooses by first."""
    limits = "".join(f"{name}\t{CHOICE[name]:.2f}\n" for name in LIMITS)
    write_weights(fit(samples), path, HEAD + limits)


def main() -> None:
    """The command line."""
    train(__doc__, Path("lexicons/events/weights.tsv"), read_samples, check, write)


if __name__ == "__main__":
    main()
