"""What tells of an unknown run whether it names an organization: measures of its places and of its words, as features of learned weights.

``python -m pipeline.tune.suggest_weights`` learns what each is worth (lexicons/entities/suggest_weights.tsv).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from math import floor, log

from pipeline.lexicon import Lexicons
from pipeline.text import simplified_table
from pipeline.tune.contexts import Contexts, Endings, class_key
from pipeline.tune.ngrams import Run, Seen, cohesion, entropy
from pipeline.tune.tape import BITS, Kind, Tape

_TELLING, _AGAINST = 1.5, -1.0  # neighbours of these weights tell by themselves
_LOWEST, _HIGHEST = -8, 16  # bins of a measure
_LEAST = 3  # pieces of words seen less often weigh nothing
_SMOOTH = 1000
_SIGNS, _QUOTES = "，。、；：！？", "「『《〈"
_BESIDE = (Kind.ORGANIZATION, Kind.PERSON, Kind.PLACE, Kind.NUMBER, Kind.LATIN)
_NAMES = ("nt", "nz", "ns", "nr")  # classes of the engine's dictionary that are names
_COMMON = 20  # frequency in the engine's dictionary beyond which a word is an ordinary one


@dataclass(frozen=True, slots=True)
class Measure:
    """A number told of a run: the signal it counts to, and the width of the bins in which it is weighed."""

    signal: str
    value: float
    step: float = 0.2

    @property
    def bin(self) -> int:
        """The number of its bin."""
        return max(_LOWEST, min(_HIGHEST, floor(self.value / self.step)))


class Traits:
    """Measures runs of one tape."""

    def __init__(self, tape: Tape, lexicons: Lexicons, contexts: Contexts, endings: Endings, words: Counter[int]) -> None:
        self._contexts, self._endings, self._words, self._total = contexts, endings, words, words.total()
        self._tape = tape
        self._signs, self._quotes = ({tape.number(c) for c in signs} for signs in (_SIGNS, _QUOTES))
        self._signs.add(class_key(Kind.END))
        self._bracket = tape.number("（")
        self._opened = _opened(tape)
        self._pieces = Pieces(lexicons)
        self._lists = {
            name: frozenset(r[column].translate(lexicons.fold) for r in lexicons.rows(table))
            for name, table, column in (
                ("stop", "entities/left_stops", "word"),
                ("generic", "entities/generic", "word"),
                ("speaker", "claims/speakers", "noun"),
                ("title", "words/titles", "name"),
            )
        }

    def features(self, run: Run, text: str, seen: Seen) -> Iterator[tuple[str, str]]:
        """The features of a run, each with the signal it counts to."""
        for name, measure in self.measures(run, text, seen).items():
            yield measure.signal, f"{name}:{measure.bin}"
        parts = [self._tape.words[w] for w in run]
        yield "dictionary", f"class:{self._pieces.tag(text)}"
        yield "script", f"script:{_script(text)}"
        yield from (("words", f"is {name}") for name, words in self._lists.items() if text in words)
        if len(parts) > 1:
            stops = self._lists["stop"]
            yield from (("words", f"first {name}") for name, words in self._lists.items() if parts[0] in words)
            yield from (("words", f"last {name}") for name, words in self._lists.items() if parts[-1] in words)
            yield from (("words", f"single {at}") for at, part in (("first", parts[0]), ("last", parts[-1])) if len(part) == 1)
            if not stops.isdisjoint(parts[1:-1]):
                yield "words", "inner stop"

    def measures(self, run: Run, text: str, seen: Seen) -> dict[str, Measure]:
        """The measures of a run, by name."""
        return self._counts(run, text, seen) | self._beside(run, seen) | self._of_text(run, text)

    def _counts(self, run: Run, text: str, seen: Seen) -> dict[str, Measure]:
        mentions, opened = seen.mentions, self._opened[text]
        return {
            "mentions": Measure("often", log(mentions), 0.5),
            "documents": Measure("often", log(seen.documents), 0.5),
            "shown": Measure("form", seen.shown / mentions),
            "shown often": Measure("form", log(1 + seen.shown), 0.5),
            "person": Measure("form", seen.other / mentions),
            "opens": Measure("form", log(1 + opened), 0.5),
            "opens rather": Measure("form", opened / (mentions + opened)),
            "headed": Measure("head", seen.headed / mentions),
            "listed": Measure("list", seen.listed / mentions),
            "listed often": Measure("list", log(1 + seen.listed), 0.5),
            "cohesion": Measure("cohesion", cohesion(run, mentions, self._words, self._total), 1.0),
            "varied left": Measure("varied", entropy(seen.left), 0.5),
            "varied right": Measure("varied", entropy(seen.right), 0.5),
        }

    def _beside(self, run: Run, seen: Seen) -> dict[str, Measure]:
        left, right = self._contexts.left, self._contexts.right
        mentions, sides = seen.mentions, (("left", seen.left, left), ("right", seen.right, right))
        telling = [n for _, beside, weights in sides for k, n in beside.items() if weights.get(k, 0.0) > _TELLING]
        out = {
            "telling": Measure("telling", log(1 + sum(telling)), 0.5),
            "telling kinds": Measure("telling", log(1 + len(telling)), 0.5),
            "bracket right": Measure("signs", seen.right[self._bracket] / mentions),
            "quote left": Measure("signs", sum(seen.left[q] for q in self._quotes) / mentions),
        }
        for side, beside, weights in sides:
            out[f"mean {side}"] = Measure("contexts", mean(beside, weights), 0.5)
            out[f"telling {side}"] = Measure("telling", _share(beside, mentions, weights, lambda w: w > _TELLING))
            out[f"against {side}"] = Measure("contexts", _share(beside, mentions, weights, lambda w: w < _AGAINST))
            out[f"sign {side}"] = Measure("signs", sum(beside[s] for s in self._signs) / mentions)
            out |= {f"{k.name.lower()} {side}": Measure("classes", beside[class_key(k)] / mentions) for k in _BESIDE}
        if len(run) > 1:
            out["first as left"] = Measure("words", left.get(run[0], 0.0), 0.5)
            out["first as right"] = Measure("words", right.get(run[0], 0.0), 0.5)
            out["last as right"] = Measure("words", right.get(run[-1], 0.0), 0.5)
        return out

    def _of_text(self, run: Run, text: str) -> dict[str, Measure]:
        pieces, often = self._pieces, [self._pieces.often(self._tape.words[w]) for w in run]
        out = {
            "length": Measure("length", min(len(text), 12), 1.0),
            "words": Measure("length", len(run), 1.0),
            "known as word": Measure("dictionary", pieces.often(text), 1.0),
            "rarest word": Measure("dictionary", min(often), 1.0),
            "commonest word": Measure("dictionary", max(often), 1.0),
        }
        if not text.isascii():
            out["ending"] = Measure("ending", self._endings.weight(text), 0.5)
            out["beginning"] = Measure("beginning", pieces.beginning(text), 0.5)
            out["inner"] = Measure("beginning", pieces.inner(text), 0.5)
        return out


class Pieces:
    """Pieces of the names of organizations against those of other words, and what the engine's dictionary says of words; in Simplified."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._shadow = simplified_table()
        rows = (line.split(" ") for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines())
        self._dictionary = {row[0]: (int(row[1]), row[2]) for row in rows if len(row) == 3}
        mine, rest = (
            [f.text for f in lexicons.forms if (lexicons.entries[f.entry].type == "organization") is own] for own in (True, False)
        )
        rest += [r["word"].translate(lexicons.fold) for t in ("left_stops", "generic") for r in lexicons.rows(f"entities/{t}")]
        ordinary = [word for word, (often, tag) in self._dictionary.items() if often > _COMMON and tag not in _NAMES]
        self._mine = Counter(p for text in mine for p in _pieces(text.translate(self._shadow)))
        self._rest = Counter(p for texts in ([t.translate(self._shadow) for t in rest], ordinary) for t in texts for p in _pieces(t))
        self._sizes = self._mine.total() + _SMOOTH, self._rest.total() + _SMOOTH

    def often(self, word: str) -> float:
        """The logarithm of the frequency of a word in the engine's dictionary; 0 where it is in none."""
        return log(1 + self._dictionary.get(word.translate(self._shadow), (0, ""))[0])

    def tag(self, word: str) -> str:
        """The class of a word in the engine's dictionary; "" where it is in none."""
        return self._dictionary.get(word.translate(self._shadow), (0, ""))[1]

    def beginning(self, text: str) -> float:
        """The strongest weight of the beginnings of a text."""
        own = text.translate(self._shadow)
        known = (p for p in ("^" + own[:1], "^" + own[:2]) if self._mine[p] + self._rest[p] >= _LEAST)
        return max(map(self._weight, known), key=abs, default=0.0)

    def inner(self, text: str) -> float:
        """The mean weight of the pairs of characters of a text."""
        own = text.translate(self._shadow)
        pairs = [own[at : at + 2] for at in range(len(own) - 1)]
        return sum(map(self._weight, pairs)) / max(1, len(pairs))

    def _weight(self, piece: str) -> float:
        mine, rest = self._sizes
        return log((self._mine[piece] + 0.5) / mine) - log((self._rest[piece] + 0.5) / rest)


def _pieces(text: str) -> set[str]:
    return {"^" + text[:1], "^" + text[:2], *(text[at : at + 2] for at in range(len(text) - 1))}


def mean(neighbours: Counter[int], weights: Mapping[int, float]) -> float:
    """The mean weight of neighbours, none weighing too much."""
    return sum(max(-2.5, min(4.0, weights.get(k, 0.0))) * n for k, n in neighbours.items()) / neighbours.total()


def _share(neighbours: Counter[int], mentions: int, weights: Mapping[int, float], wanted: Callable[[float], bool]) -> float:
    return sum(n for k, n in neighbours.items() if wanted(weights.get(k, 0.0))) / mentions


def _script(text: str) -> str:
    if not text.isascii():
        return "mixed" if any(c.isascii() for c in text) else "characters"
    shape = "capitals" if text.isupper() else "capital" if text[0].isupper() else "small"
    return shape + (" digits" if any(c.isdigit() for c in text) else "")


def _opened(tape: Tape, longest: int = 8) -> Counter[str]:
    """How often each text opens a longer name of an organization that was found by its form."""
    whole = Counter(x >> BITS for items in tape.read() for x in items if x & ((1 << BITS) - 1) == Kind.SHOWN_ORGANIZATION)
    out = Counter[str]()
    for number, times in whole.items():
        word = tape.words[number]
        for end in range(2, min(len(word), longest + 1)):
            out[word[:end]] += times
    return out


def summed(features: Iterable[tuple[str, str]], weights: Mapping[str, float]) -> dict[str, float]:
    """What features of each signal weigh together."""
    out: dict[str, float] = {}
    for signal, feature in features:
        out[signal] = out.get(signal, 0.0) + weights.get(feature, 0.0)
    return out
