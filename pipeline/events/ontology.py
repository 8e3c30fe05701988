"""Event types, their triggers and the context words around them, compiled from lexicons/events/ into two automata."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import ahocorasick_rs

from pipeline.document import Tokens
from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Rule
from pipeline.span import Span

Strength = Literal["verb", "noun", "light", "weak"]

CLASSES = (
    "policy", "organization", "personnel", "business", "production", "agreement", "meeting",
    "election", "justice", "disaster", "conflict", "life", "sports",
)  # fmt: skip
STRENGTHS: tuple[Strength, ...] = ("verb", "noun", "light", "weak")
CORE: tuple[Strength, ...] = ("verb", "noun")  # those that name an event by themselves
_LISTS: tuple[tuple[str, Strength], ...] = (("triggers", "verb"), ("nouns", "noun"), ("light", "light"), ("weak", "weak"))


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of the ontology: ``name`` is class.type, ``kind`` its class, ``frame`` the roles it takes, ``context`` words that call for it."""

    name: str
    kind: str
    label: str
    frame: tuple[str, ...]
    context: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Sense:
    """What a trigger word may mean: its type, how strongly it names it, and what may not stand beside it."""

    type: EventType
    strength: Strength
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]


class Trigger(NamedTuple):
    """A trigger word where it stands; its senses are in order of preference. ``torn``: a token reaches beyond one of its edges."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    strength: Strength  # of the strongest sense
    torn: bool

    def sense(self, text: str) -> Sense:
        """The sense for a text: the one with most of its context words in it, else the first that asks for none."""
        if len(self.senses) == 1:
            return self.senses[0]
        hits = [sum(w in text for w in x.type.context) for x in self.senses]
        if any(hits):
            return self.senses[hits.index(max(hits))]
        return next((x for x in self.senses if not x.type.context), self.senses[0])


class Mark(NamedTuple):
    """A context word where it stands, and its group (``planned``, ``denied``, ``report`` …)."""

    start: int
    end: int
    group: str


class Ontology:
    """The compiled event lexicon. Raises LexiconError where a rule cannot be used."""

    def __init__(self, lexicons: Lexicons) -> None:
        rules = lexicons.rules("events")
        senses = _senses([r for r in rules if not r.name.startswith("context.")], lexicons.fold)
        groups = _groups([r for r in rules if r.name.startswith("context.")], lexicons.fold)
        self._senses = list(senses.values())
        self._guarded = {n for n, found in enumerate(self._senses) if any(x.not_before or x.not_after for x in found)}
        self._groups = list(groups.values())
        self._triggers = ahocorasick_rs.AhoCorasick(list(senses))
        self._marks = ahocorasick_rs.AhoCorasick(list(groups), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def triggers(self, text: str, start: int, end: int, tokens: Tokens, taken: Sequence[Span]) -> list[Trigger]:
        """The triggers of ``text[start:end]`` that do not start inside ``taken`` (sorted): longest first, blocked ones left out.

        A weak one or a single character is a run of whole tokens; of others, one edge may lie inside a token (演講時, 團拜會).
        """
        whole: list[Trigger] = []
        torn: list[Trigger] = []
        for pattern, s, e in self._triggers.find_matches_as_indexes(text[start:end], overlapping=True):
            at, to = start + s, start + e
            edges = tokens.is_boundary(at) + tokens.is_boundary(to)
            senses = self._senses[pattern] if edges else ()
            if senses and pattern in self._guarded:
                senses = tuple(x for x in senses if not _blocked(x, text, at, to))
            if senses and taken and holds(taken, at):
                continue
            if edges == 2 and senses:
                whole.append(Trigger(at, to, senses, _strongest(senses), False))
            elif senses and e - s > 1 and _strongest(senses) in CORE:
                torn.append(Trigger(at, to, senses, _strongest(senses), True))
        chosen = _longest(whole)
        return (
            sorted(
                [*chosen, *(t for t in _longest(torn) if all(t.end <= c.start or c.end <= t.start for c in chosen))], key=lambda t: t.start
            )
            if torn
            else chosen
        )

    def marks(self, text: str, start: int, end: int, tokens: Tokens) -> list[Mark]:
        """The context words of ``text[start:end]``; those of one character only where they are a token."""
        found: list[Mark] = []
        for pattern, s, e in self._marks.find_matches_as_indexes(text[start:end]):
            at, to = start + s, start + e
            if e - s > 1 or (tokens.is_boundary(at) and tokens.is_boundary(to)):
                found += [Mark(at, to, group) for group in self._groups[pattern]]
        return found


def _strongest(senses: tuple[Sense, ...]) -> Strength:
    return senses[0].strength if len(senses) == 1 else min((x.strength for x in senses), key=STRENGTHS.index)


def holds(spans: Sequence[Span], offset: int) -> bool:
    """True where one of the sorted spans holds ``offset``."""
    at = bisect_right(spans, (offset, 1 << 60)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]


def _longest(triggers: list[Trigger]) -> list[Trigger]:
    """Those kept when earlier ones win, longer ones among them, and none overlaps another."""
    found: list[Trigger] = []
    for trigger in sorted(triggers, key=lambda t: (t.start, -t.end)):
        if not found or found[-1].end <= trigger.start:
            found.append(trigger)
    return found


def _blocked(sense: Sense, text: str, start: int, end: int) -> bool:
    return (bool(sense.not_before) and text.startswith(sense.not_before, end)) or (
        bool(sense.not_after) and text.endswith(sense.not_after, 0, start)
    )


def _senses(rules: Sequence[Rule], fold: Mapping[int, str]) -> dict[str, tuple[Sense, ...]]:
    """Word → senses; a type that asks for context comes before one that does not."""
    found: dict[str, list[Sense]] = {}
    for rule in rules:
        if rule.name.partition(".")[0] not in CLASSES:
            raise LexiconError(f"event type {rule.name!r}: no such class", place=rule.place, remedy=f"one of {', '.join(CLASSES)}")
        type_ = EventType(
            rule.name,
            rule.name.partition(".")[0],
            rule.text("label"),
            rule.texts("frame"),
            _folded(rule.texts("context"), fold),
            rule.place,
        )
        before, after = _guards(rule, "not_before", fold), _guards(rule, "not_after", fold)
        for key, strength in _LISTS:
            for word in _folded(rule.texts(key), fold):
                found.setdefault(word, []).append(Sense(type_, strength, before.get(word, ()), after.get(word, ())))
    return {w: tuple(sorted(s, key=lambda x: (not x.type.context, x.strength != "verb", x.strength == "weak"))) for w, s in found.items()}


def _groups(rules: Sequence[Rule], fold: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        for word in _folded(rule.texts("words"), fold):
            found[word] = (*found.get(word, ()), rule.name.partition(".")[2])
    return found


def _folded(words: Iterable[str], fold: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(w.translate(fold) for w in words)


def _guards(rule: Rule, key: str, fold: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    value = rule.data.get(key, {})
    if not isinstance(value, Mapping):
        raise LexiconError(
            f"event type {rule.name!r}: {key} is no table", place=rule.place, remedy=f'write [rule.{key}] and "word" = ["…"]'
        )
    return {str(w).translate(fold): _folded(map(str, strings), fold) for w, strings in value.items()}
