"""Chinese personal names no lexicon holds: a surname and one or two characters, weighed by their parts and their neighbours.

A candidate is a run of tokens that starts with a surname. Its score is the sum of the weights of its features (log-odds, learned by
``pipeline.tune.name_weights``, stored in lexicons/entities/name_weights.tsv); above zero it is a name.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline.entities.found import View
from pipeline.lexicon import Lexicons

_DIGITS = "01234"
_MANY = 4  # places of a name that are counted
Feature = tuple[str, str]  # family and value: ("s", "陳")
Candidate = tuple[int, int, int]  # the first and the last of its tokens, the length of its surname


@dataclass(frozen=True, slots=True)
class Surnames:
    """Surnames of one and of two characters; ``heads`` are the first characters of the latter."""

    single: frozenset[str]
    double: frozenset[str]
    heads: frozenset[str]


def surnames_of(lexicons: Lexicons) -> Surnames:
    """The surnames of lexicons/words/surnames.tsv (first column); those that are mostly words (於, 由) need a title before them."""
    kinds = ("surname.single", "surname.compound")
    found = {row["name"].translate(dict(lexicons.fold)) for row in lexicons.rows("words/surnames") if row["kind"] in kinds}
    double = frozenset(s for s in found if len(s) == 2)
    return Surnames(frozenset(s for s in found if len(s) == 1), double, frozenset(s[0] for s in double))


def words_that_are_no_names(lexicons: Lexicons) -> frozenset[str]:
    """Words that begin with a surname and are no names."""
    return lexicons.words("entities/not_people", "entities/surname_words")


def weights_of(lexicons: Lexicons) -> dict[Feature, float]:
    """The weights of lexicons/entities/name_weights.tsv."""
    split = ((feature.partition(":"), weight) for feature, weight in lexicons.weights("entities/name_weights").items())
    return {(family, value): weight for (family, _, value), weight in split}


def candidates(seen: View, surnames: Surnames) -> list[Candidate]:
    """Every run of free tokens that starts with a surname and holds one or two characters more."""
    words, types = seen.words, seen.types
    single, double, heads = surnames.single, surnames.double, surnames.heads
    found: list[Candidate] = []
    for i in seen.heads:
        word = words[i]
        size = len(word)
        if types[i] or size > 4:
            continue
        head = word[0]
        if head in single and size < 4:
            if size > 1:
                found.append((i, i, 1))
            if size < 3:
                _add_longer(found, seen, i, 1)
        if head in heads and seen.text[seen.starts[i] : seen.starts[i] + 2] in double:
            if size > 2:
                found.append((i, i, 2))
            _add_longer(found, seen, i, 2)
    return found


def _add_longer(found: list[Candidate], seen: View, first: int, surname: int) -> None:
    """Adds the runs of more than token ``first``."""
    words, types, starts, ends = seen.words, seen.types, seen.starts, seen.ends
    start, at = starts[first], ends[first]
    longest = start + surname + 2
    for last in range(first + 1, min(first + surname + 2, len(words))):
        if starts[last] != at or ends[last] > longest:
            return
        kind = types[last]  # 林 + 金城: a form that may be no name
        if (kind and kind[-1] != "?") or not "\u4e00" <= words[last][0] <= "\u9fff":
            return
        at = ends[last]
        if at - start > surname:
            found.append((first, last, surname))


def inner_features(seen: View, candidate: Candidate) -> list[Feature]:
    """What a candidate is made of: its characters and how the engine cut it."""
    first, last, surname = candidate
    start, end = seen.starts[first], seen.ends[last]
    given = seen.text[start + surname : end]
    words = seen.words[first : last + 1]
    cut = "".join([str(len(w)) for w in words])
    out = [("s", seen.text[start : start + surname])]
    if len(given) == 2:
        out += (("cut", "2" + cut), ("2a", given[0]), ("2b", given[1]), ("gg", given))
    else:
        out += (("cut", "1" + cut), ("1a", given))
    if len(cut) < end - start:
        out += [("w", w) for w in words if len(w) > 1]
    return out


@dataclass(frozen=True, slots=True)
class InnerWeights:
    """The weights of what a candidate is made of, by family: the sum of those of ``inner_features`` without making them."""

    surname: dict[str, float]
    cut: dict[str, float]
    first: dict[str, float]
    second: dict[str, float]
    alone: dict[str, float]
    given: dict[str, float]
    word: dict[str, float]

    @classmethod
    def of(cls, weights: Mapping[Feature, float]) -> "InnerWeights":
        """The inner ones among ``weights``."""
        return cls(*_by_family(weights, ("s", "cut", "2a", "2b", "1a", "gg", "w")))

    def score(self, seen: View, candidate: Candidate) -> float:
        """What the parts of a candidate add up to."""
        first, last, surname = candidate
        words = seen.words[first : last + 1]
        if first == last and len(words[0]) == 2:  # more than half of all: 公司, 時間
            word = words[0]
            return self.surname.get(word[0], 0.0) + self.alone.get(word[1], 0.0) + self.word.get(word, 0.0) + self.cut.get("12", 0.0)
        name = "".join(words)
        given = name[surname:]
        cut = "".join([_DIGITS[len(w)] for w in words])
        value = self.surname.get(name[:surname], 0.0)
        if len(given) == 2:
            value += self.first.get(given[0], 0.0) + self.second.get(given[1], 0.0) + self.given.get(given, 0.0)
            value += self.cut.get("2" + cut, 0.0)
        else:
            value += self.alone.get(given, 0.0) + self.cut.get("1" + cut, 0.0)
        if len(words) < len(name):
            value += sum([self.word.get(w, 0.0) for w in words if len(w) > 1])
        return value


@dataclass(frozen=True, slots=True)
class OuterWeights:
    """The weights of what stands around a candidate, by family: the sum of those of ``outer_features`` without making them."""

    left: dict[str, float]
    right: dict[str, float]
    before: dict[str, float]
    after: dict[str, float]
    one: dict[str, float]
    two: dict[str, float]

    @classmethod
    def of(cls, weights: Mapping[Feature, float]) -> "OuterWeights":
        """The outer ones among ``weights``."""
        return cls(*_by_family(weights, ("l", "r", "lt", "rt", "count1", "count2")))

    def score(self, seen: View, candidate: Candidate, titles: Set[str]) -> float:
        """What the neighbours of a candidate and its further places add up to."""
        first, last, surname = candidate
        name = seen.text[seen.starts[first] : seen.ends[last]]
        counts = self.two if len(name) - surname == 2 else self.one
        return (
            self.left.get(_left(seen, first), 0.0)
            + self.right.get(_right(seen, last), 0.0)
            + self.before.get(_class(seen, first - 1, titles), 0.0)
            + self.after.get(_class(seen, last + 1, titles), 0.0)
            + counts.get(_DIGITS[_places(seen.text, name)], 0.0)
        )


def _places(text: str, name: str) -> int:
    """How often a text has a name, up to four times; the rest is not read: a text that repeats one without end would cost a square."""
    found, at = 0, text.find(name)
    while at >= 0 and found < _MANY:
        found, at = found + 1, text.find(name, at + len(name))
    return found


def _by_family(weights: Mapping[Feature, float], families: Sequence[str]) -> list[dict[str, float]]:
    """The weights of each of ``families``, in their order."""
    found: dict[str, dict[str, float]] = {f: {} for f in families}
    for (family, value), weight in weights.items():
        if family in found:
            found[family][value] = weight
    return list(found.values())


def outer_features(seen: View, candidate: Candidate, titles: Set[str]) -> list[Feature]:
    """What stands around a candidate, and how often its text stands in the document."""
    first, last, surname = candidate
    start, end = seen.starts[first], seen.ends[last]
    return [
        ("l", _left(seen, first)),
        ("r", _right(seen, last)),
        ("lt", _class(seen, first - 1, titles)),
        ("rt", _class(seen, last + 1, titles)),
        ("count2" if end - start - surname == 2 else "count1", str(_places(seen.text, seen.text[start:end]))),
    ]


def _left(seen: View, at: int) -> str:
    if at == 0 or "\n" in seen.text[seen.ends[at - 1] : seen.starts[at]]:
        return "^"
    return seen.words[at - 1][-2:]


def _right(seen: View, at: int) -> str:
    if at + 1 >= len(seen.words) or "\n" in seen.text[seen.ends[at] : seen.starts[at + 1]]:
        return "$"
    return seen.words[at + 1][:2]


def _class(seen: View, at: int, titles: Set[str]) -> str:
    """The class of a neighbouring token: title, lexicon type, number, Latin, sign, Han of its length."""
    if not 0 <= at < len(seen.words):
        return "edge"
    word = seen.words[at]
    if word in titles:
        return "title"
    if seen.types[at]:
        return seen.types[at]
    head = word[0]
    if "\u4e00" <= head <= "\u9fff":
        return ("han1", "han2", "han3")[min(len(word), 3) - 1]
    return "number" if head.isdigit() else "latin" if head.isalpha() else "sign"
