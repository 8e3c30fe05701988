"""Which unknown runs may be names of organizations or people, and how much speaks for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol

from pipeline.lexicon import Lexicons
from pipeline.tune.contexts import Endings, learn
from pipeline.tune.ngrams import Run, Seen, cohesion, count_runs, entropy, words_of, written
from pipeline.tune.tape import Kind, Tape
from pipeline.tune.traits import Traits, mean, summed

WEIGHTS = "entities/suggest_weights"
_LONGEST, _SHORT = 24, 4  # characters of a candidate; of one that may end in a verb

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
        """The sum of the signals."""
        return sum(self.signals.values())


class Organizations:
    """Learned weights say what an organization looks like; a person's title, a bare suffix and a common noun are none whatever they say."""

    def __init__(self, tape: Tape, lexicons: Lexicons) -> None:
        fold = lexicons.fold

        def column(table: str, name: str) -> frozenset[str]:
            return frozenset(r[name].translate(fold) for r in lexicons.rows(table))

        common = column("entities/left_stops", "word") | column("entities/generic", "word")
        self._suffixes, self._titles = column("entities/suffixes", "suffix"), column("words/titles", "name")
        self._longest = max(map(len, self._suffixes), default=0)
        self._common = common | self._titles
        self._ends = tuple(t for t in self._titles if len(t) > 1)
        contexts, endings = learn(tape, lexicons, Kind.ORGANIZATION), Endings(lexicons, "organization", common)
        self._traits, self._weights = Traits(tape, lexicons, contexts, endings, words_of(tape)), lexicons.weights(WEIGHTS)

    def signals(self, run: Run, text: str, seen: Seen) -> dict[str, float]:
        """What each signal weighs, in log-odds."""
        return summed(self.features(run, text, seen), self._weights)

    def features(self, run: Run, text: str, seen: Seen) -> Iterator[tuple[str, str]]:
        """The features of a run that may name an organization, each with its signal; none of another."""
        if text not in self._titles and not text.endswith(self._ends):
            yield from self._traits.features(run, text, seen)
            if not text.isascii():
                yield "bare", f"before suffix: {self._before_suffix(text)}"

    def _before_suffix(self, text: str) -> str:
        """What stands before the suffix: nothing known of it where there is no suffix."""
        start = next((at for at in range(max(0, len(text) - self._longest), len(text)) if text[at:] in self._suffixes), len(text))
        head = text[:start]
        return "no suffix" if start == len(text) else "common" if head in self._common else str(min(len(head), 4))


class People:
    """What an unlisted person's name looks like: a surname and one or two characters, or a name found by its form, among fit neighbours."""

    def __init__(self, tape: Tape, lexicons: Lexicons) -> None:
        fold = lexicons.fold
        self._tape, self._words = tape, words_of(tape)
        self._total = self._words.total()
        self._surnames = frozenset(r["name"].translate(fold) for r in lexicons.rows("words/surnames"))
        common = {
            t: frozenset(r["word"].translate(fold) for r in lexicons.rows(f"entities/{t}")) for t in ("left_stops", "not_people", "generic")
        }
        self._not = common["left_stops"] | common["not_people"]
        self._contexts = learn(tape, lexicons, Kind.PERSON)
        self._endings = Endings(lexicons, "person", common["left_stops"] | common["generic"])

    def signals(self, run: Run, text: str, seen: Seen) -> dict[str, float]:
        """The signals of a run, louder the more documents there are; none where it looks like no name, or one neighbour never changes."""
        shown, varied = seen.shown / seen.mentions, min(entropy(seen.left), entropy(seen.right))
        if not self._may_be(run, text, seen) or (shown < 0.2 and varied < 0.3 and seen.mentions > 3):
            return {}
        loud = float(log(1 + min(seen.documents, _FULL)) ** 0.4)
        return {name: loud * value for name, value in self._weighed(run, text, seen, shown, varied).items()}

    def _may_be(self, run: Run, text: str, seen: Seen) -> bool:
        left, right = self._contexts.left, self._contexts.right
        if text in self._not or seen.documents < 2 or 2 * seen.other > seen.mentions:
            return False
        if len(run) > 1 and (left.get(run[0], 0.0) > 2.0 or right.get(run[-1], 0.0) > 2.2):
            return False
        if 2 * seen.shown > seen.mentions:
            return len(text) > 2
        return len(text) == 3 and len(run) > 1 and not text.isascii() and (text[0] in self._surnames or text[:2] in self._surnames)

    def _weighed(self, run: Run, text: str, seen: Seen, shown: float, varied: float) -> dict[str, float]:
        left, right = self._contexts.left, self._contexts.right
        sides = ((seen.left, left), (seen.right, right))
        telling = [n for side, weights in sides for k, n in side.items() if weights.get(k, 0.0) > _TELLING]
        return {
            "contexts": mean(seen.left, left) + mean(seen.right, right),
            "telling": 0.8 * sum(telling) / seen.mentions + 0.8 * log(1 + len(telling)),
            "ending": 0.0 if text.isascii() else 0.5 * self._endings.weight(text),
            "form": 1.8 * shown,
            "varied": 0.3 * min(varied, 3.0),
            "script": (-1.0 if text.isupper() else -1.5) * (1 - shown) if text.isascii() else 0.0,
            "head": -0.8 * seen.headed / seen.mentions,
            "cohesion": 0.06 * cohesion(run, seen.mentions, self._words, self._total) if len(run) > 1 else -0.2,
        }


class Weigher(Protocol):
    """Turns what was seen of a run into signals."""

    def signals(self, run: Run, text: str, seen: Seen) -> dict[str, float]:
        """The signals of a run, by name; none where it is no candidate."""


def name_candidates(tape: Tape, lexicons: Lexicons, kind: str, least: int) -> list[Candidate]:
    """The candidates of a type ("organization" or "person"), best first, none standing for another's part or whole."""
    weigher: Weigher = Organizations(tape, lexicons) if kind == "organization" else People(tape, lexicons)
    found: list[Candidate] = []
    for text, (run, seen) in unlisted(tape, lexicons, kind, least).items():
        signals = weigher.signals(run, text, seen)
        if signals:
            found.append(Candidate(run, text, seen.mentions, seen.documents, signals))
    return distinct(sorted(found, key=lambda c: (-c.score, c.text)))


def unlisted(tape: Tape, lexicons: Lexicons, kind: str, least: int) -> dict[str, tuple[Run, Seen]]:
    """What stands on a tape and in no lexicon, as it is written: its commonest run, and what was seen of all runs written so."""
    known = {f.text for f in lexicons.forms}
    shown = Kind.SHOWN_ORGANIZATION if kind == "organization" else Kind.SHOWN_PERSON

    fold = lexicons.fold
    words = (r["word"].translate(fold) for r in lexicons.rows("entities/left_stops"))
    suffixes = {tape.number(r["suffix"].translate(fold)) for r in lexicons.rows("entities/suffixes")}
    stops = {tape.number(word) for word in words}

    def allows(run: Run) -> bool:
        text = written(run, tape.words)
        if not 1 < len(text) <= _LONGEST or text in known:
            return False
        ends_badly = run[-1] in stops and run[-1] not in suffixes
        # 全|支付 may be a name, 台達電|表示 is none.
        return len(run) == 1 or not ends_badly or (len(text) <= _SHORT and len(tape.words[run[-1]]) > 1)

    out: dict[str, tuple[Run, Seen]] = {}
    runs = count_runs(tape, shown, least, allows, stops)
    for run in sorted(runs, key=lambda r: (-runs[r].mentions, r)):
        text, seen = written(run, tape.words), runs[run]
        if text in out:
            out[text][1].add(seen)
        else:
            out[text] = run, seen
    return out


def distinct(ordered: Sequence[Candidate]) -> list[Candidate]:
    """Without those that are part or whole of a better one and stand about as often."""
    kept: list[Candidate] = []
    whole: dict[str, Candidate] = {}
    by_part: dict[str, list[Candidate]] = {}
    for candidate in ordered:
        parts = _parts(candidate.text)
        rivals = by_part.get(candidate.text, []) + [whole[part] for part in parts if part in whole]
        if any(_alike(rival, candidate) for rival in rivals):
            continue
        kept.append(candidate)
        whole[candidate.text] = candidate
        for part in parts:
            by_part.setdefault(part, []).append(candidate)
    return kept


def _parts(text: str) -> set[str]:
    return {text[start:end] for start in range(len(text)) for end in range(start + 2, len(text) + 1)}


def _alike(a: Candidate, b: Candidate) -> bool:
    return min(a.mentions, b.mentions) > 0.75 * max(a.mentions, b.mentions)
