"""Event types, their triggers and the context words around them, compiled from lexicons/events/ into two automata."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.automaton import Automaton
from pipeline.document import Tokens
from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Row, Rule
from pipeline.span import Span
from pipeline.values import immutable

Strength = Literal["verb", "noun", "light", "weak"]
Groups = frozenset[str]  # of context words, by name
Found = tuple[int, int, int]  # start, the end negated (longer ones sort first), number of the word

CLASSES = (
    "policy", "organization", "personnel", "business", "production", "agreement", "meeting",
    "election", "justice", "disaster", "conflict", "life", "sports",
)  # fmt: skip
STRENGTHS: tuple[Strength, ...] = ("verb", "noun", "light", "weak")
CORE: tuple[Strength, ...] = ("verb", "noun")  # those that name an event by themselves
_NO_GROUPS: Groups = frozenset()
_BEYOND = 1 << 60
_LISTS: tuple[tuple[str, Strength], ...] = (("triggers", "verb"), ("nouns", "noun"), ("light", "light"), ("weak", "weak"))


@dataclass(frozen=True, slots=True, eq=False)
class ContextWords:
    """Words that call for a meaning where they stand in its sentence; one value for all meanings that share them."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class EventType:
    """One type of the ontology: ``name`` is class.type, ``kind`` its class, ``frame`` the roles it takes, ``context`` words that call for it."""

    name: str
    kind: str
    label: str
    frame: tuple[str, ...]
    context: ContextWords
    place: str


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What a trigger word may mean: its type, how strongly it names it, the type's context words or its own, and what may not stand beside it."""

    word: str
    type: EventType
    strength: Strength
    context: ContextWords
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]

    def __reduce__(self) -> tuple[object, ...]:
        """By constructor: a third of the time of the generated state methods, and there are ten thousand of them."""
        return Sense, (self.word, self.type, self.strength, self.context, self.not_before, self.not_after)


class Context:
    """How many of some context words stand in one sentence; looked for once."""

    __slots__ = ("_hits", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._hits: dict[ContextWords, int] = {}

    def hits(self, context: ContextWords) -> int:
        """Counts them when first asked."""
        hits = self._hits.get(context)
        if hits is None:
            hits = self._hits[context] = sum(map(self.text.__contains__, context.words))
        return hits


@dataclass(frozen=True, slots=True, eq=False)
class TriggerWord:
    """A word that may be a trigger: its senses in order of preference, and what of them is asked wherever it stands."""

    senses: tuple[Sense, ...]
    strength: Strength  # of the strongest sense
    core: bool  # it names an event by itself
    kind: str  # of the first sense
    usual: Sense  # the first that asks for no context, else the first
    asking: tuple[Sense, ...]  # those of several that ask for context
    narrated: bool  # a verb of business, which alone is told of without a date of its own
    guarded: bool
    not_before: tuple[str, ...]  # of any sense
    not_after: tuple[str, ...]

    def sense(self, context: Context) -> Sense:
        """The sense in a sentence: the one with most of its context words in it, else the first that asks for none."""
        sense, most = self.usual, 0
        for asking in self.asking:
            hits = context.hits(asking.context)
            if hits > most:
                sense, most = asking, hits
        return sense


def _trigger_word(senses: tuple[Sense, ...]) -> TriggerWord:
    strength = _strongest(senses)
    asking = tuple([x for x in senses if x.context.words]) if len(senses) > 1 else ()
    usual = next((x for x in senses if not x.context.words), senses[0])
    before = tuple([guard for x in senses for guard in x.not_before])
    after = tuple([guard for x in senses for guard in x.not_after])
    narrated = strength == "verb" and any(x.type.kind == "business" for x in senses)
    guarded = bool(before or after)
    return TriggerWord(senses, strength, strength in CORE, senses[0].type.kind, usual, asking, narrated, guarded, before, after)


# Where a trigger word stands, and whether a token reaches beyond one of its edges. A plain tuple: most triggers are made for nothing.
Trigger = tuple[int, int, TriggerWord, bool]


@immutable
class Marks:
    """Where context words stand, in text order, each with the groups it belongs to (``planned``, ``denied``, ``report`` …) by name.

    ``at`` are the groups by the start, ``spans`` the words of each group.
    """

    at: dict[int, Groups]
    starts: list[int]
    groups: list[Groups]
    spans: dict[str, list[Span]]

    def has(self, group: str, start: int, end: int) -> bool:
        """True where a context word of ``group`` starts in ``start..end``."""
        if group not in self.spans:
            return False
        spans = self.spans[group]
        at = bisect_left(spans, (start, 0))
        return at < len(spans) and spans[at][0] < end

    def within(self, group: str, start: int, end: int) -> Sequence[Span]:
        """The context words of ``group`` that start in ``start..end``."""
        spans = self.spans.get(group, ())
        return spans[bisect_left(spans, (start, 0)) : bisect_left(spans, (end, 0))]

    def among(self, first: int, last: int) -> Groups:
        """The groups of the context words ``first`` up to ``last``."""
        if last - first < 2:
            return self.groups[first] if first < last else _NO_GROUPS
        if last - first > len(self.spans):  # a text without stops must not cost its square
            start, end = self.starts[first], self.starts[last - 1] + 1
            return frozenset([group for group in self.spans if self.has(group, start, end)])
        return _NO_GROUPS.union(*self.groups[first:last])

    def last_end(self, group: str, start: int, end: int) -> int | None:
        """Where the last context word of ``group`` ends that starts in ``start..end``."""
        if group not in self.spans:
            return None
        spans = self.spans[group]
        at = bisect_left(spans, (end, 0)) - 1
        return spans[at][1] if at >= 0 and spans[at][0] >= start else None


class Ontology:
    """The compiled event lexicon. Raises LexiconError where a rule cannot be used."""

    def __init__(self, lexicons: Lexicons) -> None:
        rules = lexicons.rules("events")
        types = {r.name: _event_type(r, lexicons.fold) for r in rules if not r.name.startswith("context.")}
        senses = _senses([r for r in rules if r.name in types], lexicons.rows("events/triggers"), types, lexicons.fold)
        senses |= {row["word"].translate(lexicons.fold): _own_senses(row, types, lexicons.fold) for row in lexicons.rows("events/senses")}
        groups = _groups([r for r in rules if r.name.startswith("context.")], lexicons.fold)
        self._senses = tuple(senses.values())
        self._words: list[TriggerWord | None] = [None] * len(senses)  # by number; made when first met: of ten thousand, one run meets few
        self._some: dict[tuple[Sense, ...], TriggerWord] = {}
        self._groups = [frozenset(names) for names in groups.values()]
        self._triggers = Automaton(list(senses))
        self._marks = Automaton(list(groups), longest=True)

    def narrates(self, text: str, span: Span) -> bool:
        """True where a sentence has a word that alone is told of without a date of its own."""
        words = self._words
        found = self._triggers.find_matches_as_indexes(text[span[0] : span[1]], overlapping=True)
        return any((words[number] or self._word(number)).narrated for number, _, _ in found)

    def _word(self, number: int) -> TriggerWord:
        """Makes a trigger word of its senses."""
        word = self._words[number] = _trigger_word(self._senses[number])
        return word

    def _of_some(self, senses: tuple[Sense, ...]) -> TriggerWord:
        """The trigger word of those senses that nothing blocks; made when they are first met alone."""
        word = self._some.get(senses)
        if word is None:
            word = self._some[senses] = _trigger_word(senses)
        return word

    def triggers(self, text: str, span: Span, tokens: Tokens, taken: Sequence[tuple[int, ...]]) -> list[Trigger]:
        """The triggers of a sentence that do not start inside ``taken``: earlier ones win, longer ones among them, no blocked ones.

        ``taken`` is sorted, its last span beyond the sentence. A weak one or a single character is a run of whole tokens; of others, one edge
        may lie inside a token (演講時, 團拜會).
        """
        offset, starts, ends, words = span[0], tokens.starts, tokens.ends, self._words
        last = bisect_right(ends, offset)  # the token in which a word ends: the words come in the order of their ends
        whole: list[Found] = []
        torn: list[Found] = []
        for number, s, e in self._triggers.find_matches_as_indexes(text[offset : span[1]], overlapping=True):
            start, end = offset + s, offset + e
            first = last = bisect_left(ends, end, last)
            while starts[first] > start:
                first -= 1
            begins, finishes = starts[first] == start, ends[last] == end
            if begins and finishes:
                whole.append((start, -end, number))
            elif e - s > 1 and (begins or finishes) and (words[number] or self._word(number)).core:
                torn.append((start, -end, number))
        chosen = self._longest(text, whole, taken)
        if not torn:
            return chosen
        apart = [t for t in self._longest(text, torn, taken, torn=True) if _is_apart(t, chosen)]
        return sorted([*chosen, *apart], key=_start) if apart else chosen

    def _longest(self, text: str, found: list[Found], taken: Sequence[tuple[int, ...]], *, torn: bool = False) -> list[Trigger]:
        """The triggers among the words found; none overlaps another."""
        found.sort()
        words = self._words
        chosen: list[Trigger] = []
        reach = until = passed = 0  # where the last trigger ends, and what has begun of ``taken``
        for start, minus_end, number in found:
            if start < reach:
                continue
            while taken[passed][0] <= start:
                if taken[passed][1] > until:
                    until = taken[passed][1]
                passed += 1
            if start < until:
                continue
            word, end = words[number] or self._word(number), -minus_end
            if word.guarded and _blocked(word, text, start, end):
                senses = tuple([x for x in word.senses if not _blocked(x, text, start, end)])
                if not senses:
                    continue
                word = self._of_some(senses)
            if word.core or not torn:
                reach = end
                chosen.append((start, end, word, torn))
        return chosen

    def marks(self, sentence: str, offset: int, tokens: Tokens) -> Marks:
        """The context words of a sentence that starts at ``offset``; those of one character only where they are a token."""
        starts, ends, groups_of = tokens.starts, tokens.ends, self._groups
        at: dict[int, Groups] = {}
        spans: dict[str, list[Span]] = {}
        for number, s, e in self._marks.find_matches_as_indexes(sentence):
            start, end = offset + s, offset + e
            if e - s > 1 or (starts[token := bisect_right(starts, start) - 1] == start and ends[token] == end):
                groups = at[start] = groups_of[number]
                for group in groups:
                    if group in spans:
                        spans[group].append((start, end))
                    else:
                        spans[group] = [(start, end)]
        return Marks(at, list(at), list(at.values()), spans)


def _strongest(senses: tuple[Sense, ...]) -> Strength:
    return senses[0].strength if len(senses) == 1 else min((x.strength for x in senses), key=STRENGTHS.index)


def holds(spans: Sequence[tuple[int, ...]], offset: int) -> bool:
    """True where one of the sorted spans holds ``offset``."""
    at = bisect_right(spans, (offset, _BEYOND)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]


def _start(trigger: Trigger) -> int:
    return trigger[0]


def _is_apart(trigger: Trigger, chosen: Sequence[Trigger]) -> bool:
    """True where ``trigger`` overlaps none of ``chosen``, which are in text order and apart themselves."""
    start, end, _, _ = trigger
    at = bisect_left(chosen, end, key=_start) - 1
    return at < 0 or chosen[at][1] <= start


def _blocked(word: Sense | TriggerWord, text: str, start: int, end: int) -> bool:
    """True where something stands beside ``start..end`` that may not; most words have a guard on one side only."""
    before, after = word.not_before, word.not_after
    return (bool(before) and text.startswith(before, end)) or (bool(after) and text.endswith(after, 0, start))


def _senses(
    rules: Sequence[Rule], rows: Sequence[Row], types: Mapping[str, EventType], fold: Mapping[int, str]
) -> dict[str, tuple[Sense, ...]]:
    """Word → senses, of the types' own lists and of the table of further triggers; a type that asks for context comes before one that does not."""
    found: dict[str, list[Sense]] = {}
    for rule in rules:
        type_ = types[rule.name]
        before, after = _guards(rule, "not_before", fold), _guards(rule, "not_after", fold)
        for key, strength in _LISTS:
            for word in _folded(rule.texts(key), fold):
                found.setdefault(word, []).append(Sense(word, type_, strength, type_.context, before.get(word, ()), after.get(word, ())))
    for row in rows:
        senses = found.setdefault(row["word"].translate(fold), [])
        known = {sense.type.kind for sense in senses}
        senses += [sense for sense in _further(row, types, fold) if sense.type.kind not in known]
    return {w: tuple(sorted(s, key=lambda x: (not x.context.words, x.strength != "verb", x.strength == "weak"))) for w, s in found.items()}


def _own_senses(row: Row, types: Mapping[str, EventType], fold: Mapping[int, str]) -> tuple[Sense, ...]:
    """The senses of a row of senses.tsv: the usual one, then those that its own context words call for. Raises LexiconError where it cannot be read."""
    strength = _strength(row)
    word, before, after = row["word"].translate(fold), _folded(row.list("not_before"), fold), _folded(row.list("not_after"), fold)
    senses = [Sense(word, _named(row, "type", row["type"], types), strength, ContextWords(()), before, after)]
    for part in filter(None, row["by_context"].split(";")):
        name, _, words = part.partition("=")
        context = ContextWords(_folded(filter(None, words.split("|")), fold))
        senses.append(Sense(word, _named(row, "by_context", name, types), strength, context, before, after))
    return tuple(senses)


def _event_type(rule: Rule, fold: Mapping[int, str]) -> EventType:
    kind = rule.name.partition(".")[0]
    if kind not in CLASSES:
        raise LexiconError(f"event type {rule.name!r}: no such class", place=rule.place, remedy=f"one of {', '.join(CLASSES)}")
    return EventType(
        rule.name, kind, rule.text("label"), rule.texts("frame"), ContextWords(_folded(rule.texts("context"), fold)), rule.place
    )


def _further(row: Row, types: Mapping[str, EventType], fold: Mapping[int, str]) -> Iterator[Sense]:
    """The senses of a row of triggers.tsv. Raises LexiconError where its type or strength is none."""
    strength = _strength(row)
    word, before, after = row["word"].translate(fold), _folded(row.list("not_before"), fold), _folded(row.list("not_after"), fold)
    for name in row.list("types"):
        type_ = _named(row, "types", name, types)
        yield Sense(word, type_, strength, type_.context, before, after)


def _strength(row: Row) -> Strength:
    strength = next((s for s in STRENGTHS if s == row["strength"]), None)
    if strength is None:
        raise LexiconError(f"column 'strength': unknown {row['strength']!r}", place=row.place, remedy=f"one of {', '.join(STRENGTHS)}")
    return strength


def _named(row: Row, column: str, name: str, types: Mapping[str, EventType]) -> EventType:
    if name not in types:
        raise LexiconError(f"column {column!r}: unknown {name!r}", place=row.place, remedy="name a rule of lexicons/events/*.toml")
    return types[name]


def _groups(rules: Sequence[Rule], fold: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        for word in _folded(rule.texts("words"), fold):
            found[word] = (*found.get(word, ()), rule.name.partition(".")[2])
    return found


def _folded(words: Iterable[str], fold: Mapping[int, str]) -> tuple[str, ...]:
    return tuple([w.translate(fold) for w in words])


def _guards(rule: Rule, key: str, fold: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    value = rule.data.get(key, {})
    if not isinstance(value, Mapping):
        raise LexiconError(
            f"event type {rule.name!r}: {key} is no table", place=rule.place, remedy=f'write [rule.{key}] and "word" = ["…"]'
        )
    return {str(w).translate(fold): _folded(map(str, strings), fold) for w, strings in value.items()}
