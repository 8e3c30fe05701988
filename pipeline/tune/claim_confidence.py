"""Fitting the weights of how much speaks for a statement to annotated documents.

    python -m pipeline.tune.claim_confidence GOLD_FOLDER ... --out lexicons/claims/confidence.tsv

A gold folder holds documents.jsonl and annotations.jsonl (corpus/README.md). The pipeline's own dates, names and cues are used, as in a run; every
statement it would tell is an example, right where gold has one of its speaker that overlaps by half or more. Logistic regression as for events; the
same gold gives the same weights. ``--check`` prints precision, recall and F1 by cross-validation over documents instead.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.claims import ClaimFinder
from pipeline.claims.confidence import Evidence, Judge, features
from pipeline.claims.frames import Frame
from pipeline.claims.layout import Paragraph
from pipeline.document import Tokens
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.mentions import Entity, Speaker
from pipeline.span import Span
from pipeline.tune.claim_reach import Sample, measured, overlap, read_samples, same_speaker, write_weights
from pipeline.tune.event_weights import learned

EPOCHS, PENALTY = 60, 20.0
LEAST = 8  # a feature seen less often is not learned
HEAD = """\
# Weights of how much speaks for a statement: log-odds of each feature (pipeline/claims/confidence.py says what they are).
# Source: learned from this project's annotated news documents, 2026-11; facts, no licence needed.
# Written by python -m pipeline.tune.claim_confidence; not to be edited by hand.
feature\tweight
"""

Example = tuple[Sequence[str], bool]


class Witness(ClaimFinder):
    """A finder that tells every statement and notes what speaks for each."""

    def __init__(self, lexicons: Lexicons) -> None:
        super().__init__(lexicons, assertions=False, confidence={})
        self.noted: dict[Span, Evidence] = {}  # by the cue

    def judge_of(self, text: str, tokens: Tokens, entities: Sequence[Entity]) -> Judge:
        """Judges as any finder does, and notes the evidence."""
        return _Noting(text, tokens, entities, self._confidence, self.noted)


class _Noting(Judge):
    def __init__(self, *reads: Any) -> None:
        super().__init__(*reads[:-1])
        self._noted: dict[Span, Evidence] = reads[-1]

    def evidence(self, frame: Frame, speaker: Speaker, paragraph: Paragraph) -> Evidence:
        found = super().evidence(frame, speaker, paragraph)
        self._noted[frame.hit.start, frame.hit.end] = found
        return found


def examples(sample: Sample, lexicons: Lexicons) -> list[Example]:
    """The statements of one document that have a cue: what speaks for each, and whether gold has it."""
    finder = Witness(lexicons)
    left = list(sample.gold)
    found: list[Example] = []
    for claim in finder.find(sample.reading, sample.tokens, sample.dates, sample.entities):
        match = next((g for g in left if overlap(claim.content, g) >= 0.5), None)
        if match is not None:
            left.remove(match)
        if claim.cue in finder.noted and claim.speaker is not None:
            right = match is not None and same_speaker(claim.speaker.name, match[2])
            found.append((features(finder.noted[claim.cue]), right))
    return found


def fit(found: Sequence[Example]) -> dict[str, float]:
    """Feature → weight."""
    return learned(found, epochs=EPOCHS, penalty=PENALTY, least=LEAST)


def check(samples: Sequence[Sample], lexicons: Lexicons, parts: int = 8) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each measure, every document read with weights fitted to the other parts."""
    each = [examples(s, lexicons) for s in samples]

    def finder(part: int) -> ClaimFinder:
        weights = fit([x for n, found in enumerate(each) if n % parts != part for x in found])
        return ClaimFinder(lexicons, assertions=False, confidence=weights)

    return measured(samples, finder, parts)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("lexicons/claims/confidence.tsv"))
    parser.add_argument("--check", action="store_true", help="cross-validate instead of writing")
    chosen = parser.parse_args()
    lexicons = load_lexicons()
    samples = [s for folder in chosen.folders for s in read_samples(folder, lexicons)]
    if chosen.check:
        for name, (precision, recall, f1) in check(samples, lexicons).items():
            print(f"{name:20} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
        return
    write_weights(fit([x for sample in samples for x in examples(sample, lexicons)]), chosen.out, HEAD)


if __name__ == "__main__":
    main()
