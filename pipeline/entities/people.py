"""People no lexicon holds: Chinese names by weight, foreign names by form."""

from collections.abc import Iterator

from pipeline.entities.foreign import ForeignNames
from pipeline.entities.found import Found, View
from pipeline.entities.japanese import JapaneseNames
from pipeline.entities.names import Candidate, candidates, features, surnames_of, weights_of
from pipeline.lexicon import Lexicons


class PersonFinder:
    """Finds people under fixed lexicons."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        self._titles = frozenset(r["name"].translate(fold) for r in lexicons.rows("words/titles"))
        stops = frozenset(r["word"].translate(fold) for r in lexicons.rows("entities/left_stops"))
        self._weights = weights_of(lexicons)
        self._surnames = surnames_of(lexicons)
        self._not_names = frozenset(r["word"].translate(fold) for r in lexicons.rows("entities/not_people"))
        self._not_last = frozenset("".join(r["characters"] for r in lexicons.rows("entities/name_ends")))
        self._japanese = JapaneseNames(lexicons)
        self._foreign = ForeignNames(lexicons, self._titles, stops)

    def find(self, seen: View) -> Iterator[Found]:
        """Every likely person; Chinese names do not overlap one another, others may."""
        yield from self._chinese(seen)
        yield from self._foreign.find(seen)
        yield from self._japanese.find(seen)
        yield from self._japanese.elders(seen)

    def _chinese(self, seen: View) -> Iterator[Found]:
        weigh = self._weights.get
        best: list[tuple[float, Candidate]] = []
        for candidate in candidates(seen, self._surnames):
            name = seen.text[seen.starts[candidate.first] : seen.ends[candidate.last]]
            if name in self._not_names or name[-1] in self._not_last or "與" in name or "及" in name:
                continue
            value = sum([weigh(f, 0.0) for f in features(seen, candidate, self._titles, seen.text.count(name))])
            if value > 0:
                best.append((value, candidate))
        taken: set[int] = set()
        for _, candidate in sorted(best, key=lambda b: (-b[0], b[1].first)):
            tokens = range(candidate.first, candidate.last + 1)
            if taken.isdisjoint(tokens):
                taken.update(tokens)
                yield Found(seen.starts[candidate.first], seen.ends[candidate.last], "person", "", "pattern", "surname and given name")
