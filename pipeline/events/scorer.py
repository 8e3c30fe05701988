"""Which pairs are events: a logistic score over named features, the best date of each trigger, and room for few events a clause."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.errors import LexiconError
from pipeline.events.pairs import Pair
from pipeline.events.scene import Scene
from pipeline.lexicon import Lexicons
from pipeline.mentions import DateMention

# Rows of weights.tsv that are no features: the least score of an event; what each event already taken in the same clause, or with the
# same date in the sentence, costs the next one.
LIMITS = ("threshold", "same_clause", "same_date")


class Weights(dict[str, float]):
    """Feature → weight; a feature that is not there weighs nothing."""

    def __missing__(self, feature: str) -> float:
        """Nothing, and nothing is kept."""
        return 0.0


@dataclass(frozen=True, slots=True)
class Scorer:
    """The weights of lexicons/events/weights.tsv."""

    weights: Weights
    threshold: float
    same_clause: float
    same_date: float

    def score(self, features: Iterable[str]) -> float:
        """The log-odds that trigger and date are an event."""
        return sum(map(self.weights.__getitem__, features))

    def choose(self, scene: Scene, found: Iterable[Pair], dates: Sequence[DateMention]) -> list[Pair]:
        """The events of a scene, by trigger: each trigger with its best date, best ones first while they are worth it."""
        best: dict[int, tuple[float, Pair]] = {}
        for pair in found:
            score = self.score(pair.features)
            if pair.trigger not in best or score > best[pair.trigger][0]:
                best[pair.trigger] = (score, pair)
        clauses: Counter[int] = Counter()
        values: Counter[str | None] = Counter()
        chosen: list[Pair] = []
        for score, pair in sorted(best.values(), key=lambda x: -x[0]):
            clause, value = scene.clauses[pair.trigger][0], dates[pair.date].value
            if score - self.same_clause * clauses[clause] - self.same_date * values[value] <= self.threshold:
                continue
            clauses[clause] += 1
            values[value] += 1
            chosen.append(pair)
        return sorted(chosen, key=lambda p: p.trigger)


def make_scorer(lexicons: Lexicons) -> Scorer:
    """The scorer of the lexicons. Raises LexiconError where a weight is no number or a limit is missing."""
    weights: dict[str, float] = {}
    for row in lexicons.rows("events/weights"):
        try:
            weights[row["feature"]] = float(row["weight"])
        except ValueError as error:
            raise LexiconError(f"weight {row['weight']!r} is no number", place=row.place, remedy="write it as -0.25") from error
    missing = [name for name in LIMITS if name not in weights]
    if missing:
        raise LexiconError(f"no row for {', '.join(missing)}", place="events/weights.tsv", remedy="run python -m pipeline.events.training")
    return Scorer(Weights((f, w) for f, w in weights.items() if f not in LIMITS), *(weights[name] for name in LIMITS))
