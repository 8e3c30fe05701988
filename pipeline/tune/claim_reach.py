"""Fitting the weights of how far statements reach to annotated documents.

    python -m pipeline.tune.claim_reach GOLD_FOLDER ... --out lexicons/claims/reach.tsv

A gold folder holds documents.jsonl and annotations.jsonl (corpus/README.md). The pipeline's own dates, names and cues are used, as in a run; the
statements of gold that begin where one of ours does teach where they go on and where they end. Logistic regression as for events; the same gold
gives the same weights. ``--check`` prints precision, recall and F1 of contents, and of contents with their speakers, by cross-validation over
documents instead. The weights shipped were learned from corpus/gold, the training documents of corpus/standoff, corpus/standoff/reach and
corpus/standoff/read, laid back on their texts (pipeline.evaluate.standoff), and 36 more annotated by others.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.analyze import Analyzer
from pipeline.claims import ClaimFinder
from pipeline.claims.reach import NotedSteps, features
from pipeline.document import Reading, Tokens
from pipeline.evaluate.gold import ANNOTATIONS
from pipeline.evaluate.standoff import read_rows
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.mentions import DateMention, Entity
from pipeline.settings import Settings
from pipeline.tune.learning import Example, Figures, figures, learned, matched, train, write_weights
from pipeline.tune.prepared import works

ALWAYS = {"always": 8.0}  # with these weights a statement goes on as far as it may
NEAR = 2  # code points by which the beginnings of a statement may differ, for its quotation mark
HALF = 0.5  # of two contents that are one: the share that both have, at least
EPOCHS, PENALTY = 60, 3.0
HEAD = """\
# Weights of how far a statement reaches: log-odds of each feature that it goes on (pipeline/claims/reach.py says what they are).
# Source: learned from this project's annotated news documents, 2026-11; facts, no licence needed.
# Written by python -m pipeline.tune.claim_reach; not to be edited by hand.
feature\tweight
"""

Gold = tuple[int, int, str]  # start and end of the content in code points, the speaker


class StepWitness:
    """A finder that notes the steps of every statement, where statements go on as far as they may."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.noted: NotedSteps = []
        self.finder = ClaimFinder(lexicons, assertions=False, reach=ALWAYS, steps=self.noted)


@dataclass(frozen=True, slots=True)
class Sample:
    """One document as the claims see it, and what gold has of it."""

    text: str
    reading: Reading
    tokens: Tokens
    dates: Sequence[DateMention]
    entities: Sequence[Entity]
    gold: Sequence[Gold]

    def claims(self, finder: ClaimFinder) -> list[Gold]:
        """What a finder finds, in the form of gold."""
        found = finder.find(self.reading, self.tokens, self.dates, self.entities)
        return [(*c.content, c.speaker.name if c.speaker else "") for c in found]

    def examples(self, witness: StepWitness) -> Iterator[Example]:
        """The steps of the statements that gold has too, up to where gold has them end: the features, and whether it goes on."""
        witness.noted.clear()
        self.claims(witness.finder)
        for start, steps in witness.noted:
            end = next((g[1] for g in self.gold if abs(g[0] - start) <= NEAR), start)
            for at, groups in steps if end > start else ():
                yield features(groups), end > at + 1
                if end <= at + 1:
                    break


def read_samples(folder: Path, lexicons: Lexicons) -> list[Sample]:
    """The samples of a gold folder, every stage before the claims run as in a run."""
    gold = {row["id"]: row["claims"] for row in read_rows(folder / ANNOTATIONS)}
    return [
        Sample(work.raw.text, work.reading, work.tokens, work.dates, work.entities, [(c[0], c[1], c[2]) for c in gold[name]])
        for name, work in works(folder, Analyzer(Settings(assertions=False), lexicons=lexicons))
    ]


def examples_of(samples: Sequence[Sample], lexicons: Lexicons) -> list[list[Example]]:
    """The steps of each sample; one finder, which takes long to make, reads them all."""
    witness = StepWitness(lexicons)
    return [list(sample.examples(witness)) for sample in samples]


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Feature → weight."""
    return learned(examples, epochs=EPOCHS, penalty=PENALTY)


def check(samples: Sequence[Sample], lexicons: Lexicons, parts: int = 8) -> Figures:
    """Precision, recall and F1 of each measure, every document read with weights fitted to the other parts."""
    examples = examples_of(samples, lexicons)

    def finder(part: int) -> ClaimFinder:
        weights = fit([x for n, each in enumerate(examples) if n % parts != part for x in each])
        return ClaimFinder(lexicons, assertions=False, reach=weights)

    return measured(samples, finder, parts)


def measured(samples: Sequence[Sample], finder: Callable[[int], ClaimFinder], parts: int) -> Figures:
    """Precision, recall and F1 of contents, and of contents with their speakers; the finder of each part reads every so many-th document."""
    hits, told, gold = {"content": 0, "content_and_speaker": 0}, 0, 0
    for part in range(parts):
        reader = finder(part)
        for sample in samples[part::parts]:
            found = sample.claims(reader)
            told, gold = told + len(found), gold + len(sample.gold)
            hits["content"] += matched(found, sample.gold, _same_content)
            hits["content_and_speaker"] += matched(found, sample.gold, _same_claim)
    return figures(hits, told, gold)


def _same_content(one: Gold, other: Gold) -> bool:
    return overlap(one, other) >= HALF


def _same_claim(one: Gold, other: Gold) -> bool:
    return _same_content(one, other) and same_speaker(one[2], other[2])


def same_speaker(one: str, other: str) -> bool:
    """True where one of two names holds the other."""
    return one in other or other in one


def overlap(one: Sequence[Any], other: Sequence[Any]) -> float:
    """The share of two spans that both have: intersection over union; a span's start and end come first."""
    shared: int = min(one[1], other[1]) - max(one[0], other[0])
    both: int = max(one[1], other[1]) - min(one[0], other[0])
    return max(0, shared) / both


def write(samples: Sequence[Sample], path: Path, lexicons: Lexicons) -> None:
    """The weights that samples teach as a lexicon file."""
    write_weights(fit([x for each in examples_of(samples, lexicons) for x in each]), path, HEAD)


def main() -> None:
    """The command line."""
    lexicons = load_lexicons()
    read, checked, written = partial(read_samples, lexicons=lexicons), partial(check, lexicons=lexicons), partial(write, lexicons=lexicons)
    train(__doc__, Path("lexicons/claims/reach.tsv"), read, checked, written)


if __name__ == "__main__":
    main()
