"""Fitting the weights of how much speaks for a statement to annotated documents.

    python -m pipeline.tune.claim_confidence GOLD_FOLDER ... --out lexicons/claims/confidence.tsv

A gold folder holds documents.jsonl and annotations.jsonl (corpus/README.md). The pipeline's own dates, names and cues are used, as in a run; every
statement it would tell is an example, right where gold has one of its speaker that overlaps by half or more. Logistic regression as for events; the
same gold gives the same weights. ``--check`` prints precision, recall and F1 by cross-validation over documents instead.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pipeline.claims import ClaimFinder
from pipeline.claims.confidence import NotedEvidence, features
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.tune.claim_reach import HALF, Sample, measured, overlap, read_samples, same_speaker
from pipeline.tune.learning import Example, Figures, learned, paired, train, write_weights

EPOCHS, PENALTY = 60, 20.0
LEAST = 8  # a feature seen less often is not learned
HEAD = """\
# Weights of how much speaks for a statement: log-odds of each feature (pipeline/claims/confidence.py says what they are).
# Source: learned from this project's annotated news documents, 2026-11; facts, no licence needed.
# Written by python -m pipeline.tune.claim_confidence; not to be edited by hand.
feature\tweight
"""


class Witness:
    """A finder that tells every statement and notes what speaks for each."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.noted: NotedEvidence = {}
        self.finder = ClaimFinder(lexicons, assertions=False, confidence={}, evidence=self.noted)


def examples(sample: Sample, witness: Witness) -> list[Example]:
    """The statements of one document that have a cue: what speaks for each, and whether gold has it."""
    witness.noted.clear()
    claims = witness.finder.find(sample.reading, sample.tokens, sample.dates, sample.entities)
    found: list[Example] = []
    for claim, match in paired(claims, sample.gold, lambda claim, gold: overlap(claim.content, gold) >= HALF):
        if claim.cue in witness.noted and claim.speaker is not None:
            right = match is not None and same_speaker(claim.speaker.name, match[2])
            found.append((features(witness.noted[claim.cue]), right))
    return found


def examples_of(samples: Sequence[Sample], lexicons: Lexicons) -> list[list[Example]]:
    """The statements of each sample; one finder, which takes long to make, reads them all."""
    witness = Witness(lexicons)
    return [examples(sample, witness) for sample in samples]


def fit(found: Sequence[Example]) -> dict[str, float]:
    """Feature → weight."""
    return learned(found, epochs=EPOCHS, penalty=PENALTY, least=LEAST)


def check(samples: Sequence[Sample], lexicons: Lexicons, parts: int = 8) -> Figures:
    """Precision, recall and F1 of each measure, every document read with weights fitted to the other parts."""
    each = examples_of(samples, lexicons)

    def finder(part: int) -> ClaimFinder:
        weights = fit([x for n, found in enumerate(each) if n % parts != part for x in found])
        return ClaimFinder(lexicons, assertions=False, confidence=weights)

    return measured(samples, finder, parts)


def write(samples: Sequence[Sample], path: Path, lexicons: Lexicons) -> None:
    """The weights that samples teach as a lexicon file."""
    write_weights(fit([x for each in examples_of(samples, lexicons) for x in each]), path, HEAD)


def main() -> None:
    """The command line."""
    lexicons = load_lexicons()
    read, checked, written = partial(read_samples, lexicons=lexicons), partial(check, lexicons=lexicons), partial(write, lexicons=lexicons)
    train(__doc__, Path("lexicons/claims/confidence.tsv"), read, checked, written)


if __name__ == "__main__":
    main()
