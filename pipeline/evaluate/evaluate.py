"""Evaluation: the analyzer over a gold folder, its figures and its mistakes."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.analyze import Analyzer
from pipeline.evaluate.gold import Gold, GoldDocument, found_in
from pipeline.evaluate.mistakes import Mistake, mistakes
from pipeline.evaluate.score import Counts, score


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by name, in the order of the stages, and every mistake."""

    figures: Mapping[str, Counts]
    mistakes: tuple[Mistake, ...]

    @property
    def f1(self) -> dict[str, float]:
        """What floors are compared with: F1 by figure, to four places."""
        return {name: round(counts.f1, 4) for name, counts in self.figures.items()}


def evaluate(gold: Gold, analyzer: Analyzer) -> Evaluation:
    """Analyze every document of ``gold`` and compare. Raises DocumentRejected where a document cannot be a record."""
    figures: dict[str, Counts] = {}
    wrong: list[Mistake] = []
    for document in gold.documents:
        counted, found = _one(document, analyzer)
        for name, counts in counted.items():
            figures[name] = figures.get(name, Counts()) + counts
        wrong += found
    return Evaluation(figures, tuple(sorted(wrong, key=lambda m: m.kind)))


def _one(document: GoldDocument, analyzer: Analyzer) -> tuple[dict[str, Counts], list[Mistake]]:
    record = analyzer.record(document.raw)
    tokens = analyzer.tokens(record)
    found = found_in(record, zip(tokens.starts, tokens.ends, strict=True))
    return score(record.text, document.gold, found), list(mistakes(document.id, record.text, document.gold, found))
