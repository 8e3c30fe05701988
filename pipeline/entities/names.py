"""Chinese personal names no lexicon holds: a surname and one or two characters, weighed by their parts and their neighbours.

A candidate is a run of tokens that starts with a surname. Its score is the sum of the weights of its features (log-odds, learned by
``pipeline.entities.training``, stored in lexicons/entities/name_weights.tsv); above zero it is a name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.entities.found import View


@dataclass(frozen=True, slots=True)
class Surnames:
    """Surnames of one and of two characters."""

    single: frozenset[str]
    double: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens ``first..last`` (inclusive) that may be a name whose surname is ``surname`` characters long."""

    first: int
    last: int
    surname: int


def candidates(view: View, surnames: Surnames) -> Iterator[Candidate]:
    """Every run of free tokens that starts with a surname and holds one or two characters more."""
    words, types = view.words, view.types
    single, double = surnames.single, surnames.double
    for i, word in enumerate(words):
        if word[0] not in single or types[i]:
            if len(word) > 1 and word[:2] in double and not types[i]:
                yield from _runs(view, i, 2)
            continue
        yield from _runs(view, i, 1)
        if word in double or (i + 1 < len(words) and word + words[i + 1][0] in double) or word[:2] in double:
            yield from _runs(view, i, 2)


def _runs(view: View, first: int, surname: int) -> Iterator[Candidate]:
    start = view.starts[first]
    last = first
    while last < len(view.words) and not view.types[last] and view.starts[last] - start < surname + 2:
        size = view.ends[last] - start
        if size > surname + 2 or not _han(view.words[last]) or (last > first and view.ends[last - 1] != view.starts[last]):
            return
        if size > surname:
            yield Candidate(first, last, surname)
        last += 1


def _han(word: str) -> bool:
    return all("\u4e00" <= c <= "\u9fff" for c in word)


def features(view: View, candidate: Candidate, titles: frozenset[str], count: int) -> list[str]:
    """The features of a candidate: its characters, how the engine cut it, its neighbours, how often its text stands in the document."""
    words, first, last = view.words, candidate.first, candidate.last
    name = view.text[view.starts[first] : view.ends[last]]
    given = name[candidate.surname :]
    size = len(given)
    left, right = _left(view, first), _right(view, last)
    out = [
        f"s:{name[: candidate.surname]}",
        f"n:{size}",
        f"cut:{size}{'-'.join(str(len(words[k])) for k in range(first, last + 1))}",
        f"l:{left}",
        f"r:{right}",
        f"count:{size}:{min(count, 4)}",
        f"lt:{_class(view, first - 1, titles)}",
        f"rt:{_class(view, last + 1, titles)}",
    ]
    out += [f"g{size}{k}:{c}" for k, c in enumerate(given)]
    out += [f"w:{words[k]}" for k in range(first, last + 1) if len(words[k]) > 1]
    if size == 2:
        out.append(f"gg:{given}")
    return out


def _left(view: View, at: int) -> str:
    if at == 0 or "\n" in view.text[view.ends[at - 1] : view.starts[at]]:
        return "^"
    return view.words[at - 1][-2:]


def _right(view: View, at: int) -> str:
    if at + 1 >= len(view.words) or "\n" in view.text[view.ends[at] : view.starts[at + 1]]:
        return "$"
    return view.words[at + 1][:2]


def _class(view: View, at: int, titles: frozenset[str]) -> str:
    """The class of a neighbouring token: title, lexicon type, number, Latin, sign, Han of its length."""
    if not 0 <= at < len(view.words):
        return "edge"
    word = view.words[at]
    if word in titles:
        return "title"
    if view.types[at]:
        return view.types[at]
    head = word[0]
    if "\u4e00" <= head <= "\u9fff":
        return f"han{min(len(word), 3)}"
    return "number" if head.isdigit() else "latin" if head.isalpha() else "sign"


def score(names: Sequence[str], weights: Mapping[str, float]) -> float:
    """The sum of the weights of the features."""
    get = weights.get
    return sum(get(name, 0.0) for name in names)
