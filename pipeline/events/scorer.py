"""Which pairs are events: a logistic score over named features, the best date of each trigger, and room for few events a clause."""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.errors import LexiconError
from pipeline.events.pairs import BESIDE, Pair, Part
from pipeline.events.scene import Scene
from pipeline.lexicon import Lexicons
from pipeline.mentions import DateMention

# Rows of weights.tsv that are no features: the least score of an event; by how much more it must be where the date stands in another clause; what
# each event already taken in the same clause, or with the same date in the sentence, costs the next one.
LIMITS = ("threshold", "other_clause", "same_clause", "same_date")


UNIT = 1000  # weights are summed as whole thousandths: a sum is the same in any order


class Weights(dict[Part, int]):
    """Part of a pair → the sum of its features' weights, in thousandths; summed once for each part. A feature without a weight weighs nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self._of = {feature: round(weight * UNIT) for feature, weight in weights.items()}
        words: dict[str, dict[str, int]] = {}  # feature → word → weight
        for feature, weight in self._of.items():
            name, _, word = feature.partition("=")
            words.setdefault(name, {})[word] = weight
        self._words = words
        self._beside = {beside: (_summed(before, words), _summed(after, words)) for beside, (before, after) in BESIDE.items()}

    def __missing__(self, part: Part) -> int:
        """Sums the weights of a part not seen before; there are few kinds of parts."""
        namer, *says = part
        total = self[part] = self.total(namer(*says))
        return total

    def word(self, feature: str, word: str) -> int:
        """The weight of a word that stands where ``feature`` says."""
        words = self._words.get(feature)
        return 0 if words is None else words.get(word, 0)

    def beside(self, what: str, before: str, after: str) -> int:
        """The weight of the words on either side of ``what``, a key of BESIDE."""
        befores, afters = self._beside[what]
        return befores.get(before, 0) + afters.get(after, 0)

    def total(self, features: Iterable[str]) -> int:
        """The sum of the weights of features."""
        weights = self._of
        return sum([weights[feature] for feature in features if feature in weights])


def _summed(features: Sequence[str], words: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Word → the sum of its weights in all of ``features``."""
    summed: dict[str, int] = {}
    for feature in features:
        weights = words.get(feature, {})
        summed |= {word: summed.get(word, 0) + weight for word, weight in weights.items()}
    return summed


class Scorer:
    """The weights of lexicons/events/weights.tsv, and the limits under which a pair is an event; all in thousandths."""

    def __init__(self, weights: Mapping[str, float], limits: Mapping[str, float]) -> None:
        self.weights = Weights(weights)
        self.threshold, self.other_clause, self.same_clause, self.same_date = (round(limits[name] * UNIT) for name in LIMITS)

    def choose(self, scene: Scene, found: Iterable[Pair[int]], dates: Sequence[DateMention]) -> list[Pair[int]]:
        """The events of a scene, by trigger: each trigger with its best date, best ones first while they are worth it."""
        best: dict[int, Pair[int]] = {}
        threshold = self.threshold
        over = threshold + self.other_clause
        for pair in found:
            if pair[-1] > (over if pair[3] == "sentence" else threshold) and (pair[0] not in best or pair[-1] > _score(best[pair[0]])):
                best[pair[0]] = pair
        if len(best) < 2:
            return list(best.values())
        clauses: dict[int, int] = {}
        values: dict[str | None, int] = {}
        chosen: list[Pair[int]] = []
        for pair in sorted(best.values(), key=_score, reverse=True):
            trigger, _, date, _, score = pair
            clause, value = scene.clauses[trigger][0], dates[date].value
            same_clause, same_date = clauses.get(clause, 0), values.get(value, 0)
            if score - self.same_clause * same_clause - self.same_date * same_date <= threshold:
                continue
            clauses[clause], values[value] = same_clause + 1, same_date + 1
            chosen.append(pair)
        return sorted(chosen, key=_trigger)


def _trigger(pair: Pair[int]) -> int:
    return pair[0]


def _score(pair: Pair[int]) -> int:
    return pair[-1]


def make_scorer(lexicons: Lexicons) -> Scorer:
    """The scorer of the lexicons. Raises LexiconError where a weight is no number or a limit is missing."""
    weights = lexicons.weights("events/weights")
    missing = [name for name in LIMITS if name not in weights]
    if missing:
        raise LexiconError(
            f"no row for {', '.join(missing)}", place="events/weights.tsv", remedy="run python -m pipeline.tune.event_weights"
        )
    return Scorer(weights, weights)
