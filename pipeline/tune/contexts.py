"""Which neighbours names keep: learned from the names the lexicons know, in the very dump that is searched.

What is known of neighbours beforehand (lexicons/entities/support.tsv) is the least they weigh. A weight is the log-odds of a neighbour beside a known name against beside any word. Quotation marks and brackets weigh nothing: titles of films
and laws stand in them as often as newspapers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log

from pipeline.lexicon import Lexicons
from pipeline.tune.tape import BITS, Kind, Tape

MASK = (1 << BITS) - 1
_MUTE = "《》〈〉「」『』（）〔〕【】[]\"'"
_LEAST = 5  # neighbours seen less often weigh nothing
_SMOOTH = 1000
_SUPPORT = 2.0  # the least weight of a word that supports a name
# Items that count by their class: whichever name or number it is tells nothing.
_BY_CLASS = {
    Kind.ORGANIZATION: Kind.ORGANIZATION, Kind.SHOWN_ORGANIZATION: Kind.ORGANIZATION, Kind.PERSON: Kind.PERSON, Kind.SHOWN_PERSON: Kind.PERSON,
    Kind.PLACE: Kind.PLACE, Kind.NUMBER: Kind.NUMBER, Kind.LATIN: Kind.LATIN, Kind.END: Kind.END,
}  # fmt: skip
_CLASS_KEY = {int(kind): -1 - int(as_kind) for kind, as_kind in _BY_CLASS.items()}
END_KEY, ORGANIZATION_KEY = _CLASS_KEY[Kind.END], _CLASS_KEY[Kind.ORGANIZATION]
_WORDS = frozenset((Kind.PLAIN, Kind.WORD, Kind.LATIN, Kind.ORGANIZATION, Kind.PERSON, Kind.SHOWN_PERSON, Kind.PLACE))


def class_key(kind: Kind) -> int:
    """The key of a neighbour that counts by its class."""
    return _CLASS_KEY[kind]


def keys_of(items: "Iterator[int] | list[int]") -> list[int]:
    """Items as neighbours: a word by its number, names and numbers by a negative number for their class."""
    classes = _CLASS_KEY
    return [classes.get(x & MASK, x >> BITS) for x in items]


@dataclass(frozen=True, slots=True)
class Contexts:
    """The weights of left and right neighbours (``keys_of``); what is not there weighs 0."""

    left: Mapping[int, float]
    right: Mapping[int, float]


def learn(tape: Tape, lexicons: Lexicons, kind: Kind) -> Contexts:
    """The contexts of the names of ``kind`` (ORGANIZATION or PERSON) on the tape."""
    named = (Counter[int](), Counter[int]())
    other = (Counter[int](), Counter[int]())
    for items in tape.read():
        kinds = [x & MASK for x in items]
        keys = keys_of(list(items))
        for side, neighbours in enumerate(([END_KEY, *keys[:-1]], [*keys[1:], END_KEY])):
            named[side].update(k for k, own in zip(neighbours, kinds, strict=True) if own == kind)
            other[side].update(k for k, own in zip(neighbours, kinds, strict=True) if own in _WORDS and own != kind)
    mute = {tape.number(sign) for sign in _MUTE}
    known = (_support(tape, lexicons, kind, side) for side in ("before", "after"))
    return Contexts(*(_at_least(_weights(a, b, mute), k) for a, b, k in zip(named, other, known, strict=True)))


def _support(tape: Tape, lexicons: Lexicons, kind: Kind, side: str) -> dict[int, float]:
    wanted = (kind.name.lower(), side)
    words = (r["word"].translate(lexicons.fold) for r in lexicons.rows("entities/support") if (r["type"], r["side"]) == wanted)
    return {number: _SUPPORT for word in words if (number := tape.number(word)) >= 0 and word not in _MUTE}


def _at_least(weights: dict[int, float], least: dict[int, float]) -> dict[int, float]:
    return weights | {k: max(v, weights.get(k, v)) for k, v in least.items()}


def _weights(named: Counter[int], other: Counter[int], mute: set[int]) -> dict[int, float]:
    all_named, all_other = named.total() + _SMOOTH, other.total() + _SMOOTH
    often = [k for k in named.keys() | other.keys() if named[k] + other[k] >= _LEAST and k not in mute]
    return {k: log((named[k] + 0.5) / all_named) - log((other[k] + 0.5) / all_other) for k in often}


class Endings:
    """What the names of a type end in: the log-odds of their last one to three characters against those of all other forms."""

    def __init__(self, lexicons: Lexicons, kind: str, others: frozenset[str]) -> None:
        mine = [f.text for f in lexicons.forms if lexicons.entries[f.entry].type == kind and len(f.text) > 1]
        rest = [f.text for f in lexicons.forms if lexicons.entries[f.entry].type != kind and len(f.text) > 1] + list(others)
        self._mine, self._rest = Counter(e for t in mine for e in _ends(t)), Counter(e for t in rest for e in _ends(t))
        self._sizes = len(mine) + 50, len(rest) + 50

    def weight(self, text: str) -> float:
        """The greatest weight of the ends of ``text`` that were seen often enough; 0 where none was."""
        ends = [e for e in _ends(text) if self._mine[e] + self._rest[e] >= _LEAST]
        mine, rest = self._sizes
        return max((log((self._mine[e] + 0.5) / mine) - log((self._rest[e] + 0.5) / rest) for e in ends), default=0.0)


def _ends(text: str) -> set[str]:
    return {text[-1:], text[-2:], text[-3:]}
