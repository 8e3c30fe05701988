"""Which unknown runs may be names of organizations or people, and how much speaks for each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol

from pipeline.lexicon import Lexicons
from pipeline.tune.contexts import Contexts, Endings, learn
from pipeline.tune.ngrams import Run, Seen, cohesion, count_runs, entropy, words_of, written
from pipeline.tune.tape import Kind, Tape

_TELLING = 1.5  # a neighbour of this weight tells by itself
_FULL = 40  # documents beyond which more do not speak louder


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run that may be a name, with the signals that speak for it, by name."""

    run: Run
    text: str
    mentions: int
    documents: int
    signals: dict[str, float]

    @property
    def score(self) -> float:
        """The sum of the signals, louder the more documents there are."""
        return sum(self.signals.values()) * float(log(1 + min(self.documents, _FULL)) ** 0.4)


class Judge(Protocol):
    """Says which runs a type of name allows."""

    def allows(self, parts: Sequence[str], seen: Seen) -> bool:
        """True where the words may be a name of this type."""

    def bareness(self, text: str) -> float:
        """1 where the words are hardly more than what such names end in, else 0."""


class Organizations:
    """What an unlisted organization may look like: not a bare suffix, a common noun, a person's title, nor opened by a stop word."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = lexicons.fold

        def column(table: str, name: str) -> frozenset[str]:
            return frozenset(r[name].translate(fold) for r in lexicons.rows(table))

        self._suffixes = column("entities/suffixes", "suffix")
        self._by_length = sorted(self._suffixes, key=len, reverse=True)
        self.generic, self.stops = column("entities/generic", "word"), column("entities/left_stops", "word")
        self._names = frozenset(f.text for f in lexicons.forms if lexicons.entries[f.entry].type == "organization")
        nouns, self._titles = column("claims/speakers", "noun"), column("words/titles", "name")
        self._nouns = nouns | self.generic | self._titles | self.stops
        self._ends = tuple(n for n in nouns - self._suffixes if len(n) > 1) + tuple(t for t in self._titles if len(t) > 1)

    def allows(self, parts: Sequence[str], seen: Seen) -> bool:
        """True where the words may name an organization."""
        text = "".join(parts)
        if text.isascii():  # a Latin word begins with a capital, and is met again and again
            return 2 * seen.shown > seen.mentions or (text[0].isupper() and len(text) > 2 and seen.documents > 2)
        if text in self._nouns or text.endswith(self._ends) or self._unnamed(text):
            return False
        if 2 * seen.headed > seen.mentions:
            return len(parts) > 1 and self._ends_well(parts) and self.stops.isdisjoint(parts[1:-1])
        if len(parts) == 1:
            return True
        loose = len(parts[-1]) == 1 or len(text) > 4  # 全|支付 may be a name, 台達電|表示 is none
        return not (parts[0] in self.stops or (loose and parts[-1] in self.stops and parts[-1] not in self._suffixes))

    def bareness(self, text: str) -> float:
        """How little stands before the suffix: 1 for nothing or one character, else 0."""
        suffix = self._suffix(text)
        return float(bool(suffix) and len(text) - len(suffix) < 2)

    def _suffix(self, text: str) -> str:
        return next((s for s in self._by_length if text.endswith(s)), "")

    def _ends_well(self, parts: Sequence[str]) -> bool:
        """After a known place or name: what follows ends in a suffix and is more than it, or is an organization's name itself."""
        rest = "".join(parts[1:])
        return rest in self._names or any(rest.endswith(s) for s in self._by_length)

    def _unnamed(self, text: str) -> bool:
        """True where only a generic word, or nothing of length, stands before the suffix."""
        suffix = self._suffix(text)
        head = text[: len(text) - len(suffix)]
        return bool(suffix) and (len(text) < 3 or head in self.generic or head in self.stops)


class People:
    """What an unlisted person's name may look like: a surname and one or two characters, or a name found by its form."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = lexicons.fold
        self._surnames = frozenset(r["name"].translate(fold) for r in lexicons.rows("words/surnames"))
        self._not = frozenset(r["word"].translate(fold) for t in ("left_stops", "not_people") for r in lexicons.rows(f"entities/{t}"))

    def allows(self, parts: Sequence[str], seen: Seen) -> bool:
        """True where the words may name a person."""
        text = "".join(parts)
        if text in self._not:
            return False
        if 2 * seen.shown > seen.mentions:
            return len(text) > 2
        return len(text) == 3 and len(parts) > 1 and (text[0] in self._surnames or text[:2] in self._surnames) and not text.isascii()

    def bareness(self, text: str) -> float:  # noqa: ARG002  the protocol's
        """Names of people have no suffix."""
        return 0.0


def name_candidates(tape: Tape, lexicons: Lexicons, kind: str, least: int) -> list[Candidate]:
    """The candidates of a type ("organization" or "person"), best first, none standing for another's part or whole."""
    named, shown = (Kind.ORGANIZATION, Kind.SHOWN_ORGANIZATION) if kind == "organization" else (Kind.PERSON, Kind.SHOWN_PERSON)
    judge: Judge = Organizations(lexicons) if kind == "organization" else People(lexicons)
    common = frozenset(r["word"].translate(lexicons.fold) for t in ("left_stops", "generic") for r in lexicons.rows(f"entities/{t}"))
    weigher = _Weigher(learn(tape, lexicons, named), Endings(lexicons, kind, common), words_of(tape))
    known = {f.text for f in lexicons.forms}
    found: list[Candidate] = []
    for run, seen in count_runs(tape, shown, least).items():
        parts = [tape.words[w] for w in run]
        text = written(run, tape.words)
        if len(text) > 1 and text not in known and judge.allows(parts, seen):
            signals = weigher.signals(run, text, seen)
            if signals:
                signals["bare"] = -1.5 * judge.bareness(text)
                found.append(Candidate(run, text, seen.mentions, seen.documents, signals))
    return distinct(sorted(found, key=lambda c: (-c.score, c.text)))


class _Weigher:
    """Turns counts into signals."""

    def __init__(self, contexts: Contexts, endings: Endings, words: Counter[int]) -> None:
        self._contexts, self._endings, self._words, self._total = contexts, endings, words, words.total()

    def signals(self, run: Run, text: str, seen: Seen) -> dict[str, float]:
        """The signals of a run; none where its first or last word is rather a neighbour of names, or one neighbour never changes."""
        left, right = self._contexts.left, self._contexts.right
        if len(run) > 1 and (left.get(run[0], 0.0) > 2.0 or right.get(run[-1], 0.0) > 2.2):
            return {}
        shown, varied = seen.shown / seen.mentions, min(entropy(seen.left), entropy(seen.right))
        if shown < 0.2 and varied < 0.3 and seen.mentions > 3:
            return {}
        telling = [
            n for side, weights in ((seen.left, left), (seen.right, right)) for k, n in side.items() if weights.get(k, 0.0) > _TELLING
        ]
        return {
            "contexts": _mean(seen.left, left) + _mean(seen.right, right),
            "telling": 0.8 * sum(telling) / seen.mentions + 0.8 * log(1 + len(telling)),
            "ending": 0.0 if text.isascii() else 0.5 * self._endings.weight(text),
            "form": 1.8 * shown,
            "varied": 0.3 * min(varied, 3.0),
            "script": (-1.0 if text.isupper() else -1.5) * (1 - shown) if text.isascii() else 0.0,
            "head": -0.8 * seen.headed / seen.mentions,
            "cohesion": 0.06 * cohesion(run, seen.mentions, self._words, self._total) if len(run) > 1 else -0.2,
        }


def _mean(neighbours: Counter[int], weights: Mapping[int, float]) -> float:
    return sum(max(-2.5, min(4.0, weights.get(k, 0.0))) * n for k, n in neighbours.items()) / neighbours.total()


def distinct(ordered: Sequence[Candidate]) -> list[Candidate]:
    """Without those that are part or whole of a better one and stand about as often."""
    kept: list[Candidate] = []
    by_piece: dict[str, list[Candidate]] = {}
    for candidate in ordered:
        text = candidate.text
        pieces = {text[at : at + 2] for at in range(len(text) - 1)}
        rivals = {r.text: r for p in pieces for r in by_piece.get(p, ())}.values()
        if any((r.text in text or text in r.text) and _alike(r, candidate) for r in rivals):
            continue
        kept.append(candidate)
        for piece in pieces:
            by_piece.setdefault(piece, []).append(candidate)
    return kept


def _alike(a: Candidate, b: Candidate) -> bool:
    return min(a.mentions, b.mentions) > 0.75 * max(a.mentions, b.mentions)
