"""A sentence laid out for tying: its clauses, triggers, dates and context words; and what a document offers around its sentences."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from operator import attrgetter, itemgetter

from pipeline.document import Reading, Tokens
from pipeline.events.ontology import Context, Marks, Ontology, Trigger, TriggerWord
from pipeline.mentions import Claim, DateMention, Entity, Name
from pipeline.span import Span
from pipeline.values import immutable

# Some outlets write the half-width comma throughout; before a digit it is part of a number (1,000), as the colon is of a time or score (21:13).
# A blank before a Chinese word parts clauses too. One set of characters first: what is none of them is passed over in the quickest way.
_CLAUSE_END = re.compile(r"[，；:。！？\n, ｜](?:(?<![:, ])|(?<=[:,])(?!\d)|(?<= )(?=[\u4e00-\u9fff]))")


# （中央社記者曾允慧台北2日電）, 〔記者某某／台北報導〕 at a paragraph's head: who tells, not who takes part.
_DATELINE = re.compile(r"\s*[（〔【\[][^）〕】\]\n]{2,40}[）〕】\]](?:記者[^，。\n]{2,14}報導)?")
_NESTED = 3  # claims that may hold one another
_START, _CORE, _KIND = itemgetter(0), attrgetter("core"), attrgetter("kind")


@immutable
class Surroundings:
    """A document's dates, names in text order and told claims, indexed by offset; ``today`` is the day it was published."""

    reading: Reading
    tokens: Tokens
    today: date | None
    dates: Sequence[DateMention]
    entities: Sequence[Entity]
    names: list[Name]
    name_starts: list[int]  # of each of them
    claims: Sequence[Claim]
    told: tuple[int, ...]  # indices of the claims in text order, the author's own assertions left out
    claim_starts: tuple[int, ...]  # of the content of each of them
    claim_ends: tuple[int, ...]
    told_until: list[int]  # where the last of them and of those before it ends

    def name_at(self, offset: int) -> bool:
        """True where a name starts at ``offset``."""
        at = bisect_left(self.name_starts, offset)
        return at < len(self.name_starts) and self.name_starts[at] == offset

    def names_in(self, start: int, end: int) -> Sequence[Name]:
        """The names that start in ``start..end``."""
        first = bisect_left(self.name_starts, start)
        return self.names[first : bisect_left(self.name_starts, end, first)]

    def kind_ending(self, offset: int) -> str:
        """The type of the name that ends at ``offset`` or one character before it, "" where none does."""
        at = bisect_left(self.name_starts, offset) - 1
        return self.entities[self.names[at][2]].type if at >= 0 and offset - 1 <= self.names[at][1] <= offset else ""

    def words_beside(self, start: int, end: int, span: Span) -> tuple[str, str]:
        """The last token that ends by ``start`` and the first that starts at ``end`` or later, each "" where it does not start inside ``span``."""
        text, starts, ends, (least, most) = self.reading.text, self.tokens.starts, self.tokens.ends, span
        after, count = bisect_right(ends, start), len(starts)
        before = after - 1
        while after < count and starts[after] < end:
            after += 1
        return (
            text[starts[before] : ends[before]] if before >= 0 and starts[before] >= least else "",
            text[starts[after] : ends[after]] if after < count and starts[after] < most else "",
        )

    def claim_at(self, offset: int) -> int | None:
        """The innermost claim whose content holds ``offset``."""
        last = bisect_right(self.claim_starts, offset) - 1
        if last < 0 or offset >= self.told_until[last]:
            return None
        if offset < self.claim_ends[last]:
            return self.told[last]
        for at in range(last - 1, max(last - _NESTED, -1), -1):
            if offset < self.claim_ends[at]:
                return self.told[at]
        return None


def surroundings(
    reading: Reading,
    tokens: Tokens,
    today: date | None,
    dates: Sequence[DateMention],
    entities: Sequence[Entity],
    names: Sequence[Name],
    claims: Sequence[Claim],
) -> Surroundings:
    """What the scenes of one document ask for; of the names (in text order) those in the datelines of its paragraphs are left out."""
    names = list(names)
    for dateline in filter(None, [_DATELINE.match(reading.text, block.start, block.end) for block in reading.blocks]):
        start, end = dateline.span()
        del names[bisect_left(names, (start,)) : bisect_left(names, (end,))]
    told = sorted([(*claim.content, n) for n, claim in enumerate(claims) if claim.form != "assertion"])
    starts, ends, numbers = zip(*told, strict=True) if told else ((), (), ())
    reach = list(accumulate(ends, max))
    return Surroundings(reading, tokens, today, dates, entities, names, [*map(_START, names)], claims, numbers, starts, ends, reach)


# A clause with triggers: its span, how many clauses of its sentence come before it, and its triggers, the first up to the last. A plain tuple: it is
# made and taken apart more often than anything else here.
Clause = tuple[int, int, int, int, int]


@immutable
class Scene:
    """One sentence. ``dates`` are indices into the document's dates; ``breaks`` the offsets where clauses end.

    Trigger i goes from ``starts[i]`` to ``ends[i]`` and is ``words[i]``; ``kinds[i]`` is the class of its first sense, ``clauses[i]`` its clause;
    ``core[i]`` counts the triggers before it that name an event by themselves. ``marks`` are the context words.
    """

    span: Span
    triggers: list[Trigger]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[TriggerWord, ...]
    kinds: list[str]
    clauses: list[Clause]
    core: list[int]
    dates: list[int]
    breaks: list[int]
    marks: Marks
    context: Context


def lay_out(around: Surroundings, ontology: Ontology, span: Span, here: list[int], taken: list[tuple[int, ...]]) -> Scene | None:
    """The scene of a sentence with the dates ``here``, None where it has none that a date may be tied to.

    No trigger stands inside what is ``taken``: the names and dates of the document, sorted, and a last span beyond it.
    """
    text, tokens, (start, end) = around.reading.text, around.tokens, span
    sentence = text[start:end]
    breaks = _breaks(sentence, start)
    before = bisect_left(breaks, around.dates[here[0]].start) if here else 0
    told = breaks[before - 1] + 1 if before else start  # a trigger in a clause before that of the first date has no date
    first = bisect_left(taken, (start,))
    inside = taken[first : bisect_left(taken, (end,), first) + 1]
    triggers = ontology.triggers(text, (told, end), tokens, inside)
    if not triggers or not (here or any(word.narrated for _, _, word, _ in triggers)):
        return None
    marks = ontology.marks(sentence, start, tokens)
    starts, ends, words, _ = zip(*triggers, strict=True)
    core, kinds = [*accumulate(map(_CORE, words), initial=0)], [*map(_KIND, words)]
    clauses, context = _clauses(span, starts, breaks), Context(sentence)
    return Scene(span, triggers, starts, ends, words, kinds, clauses, core, here, breaks, marks, context)


def _breaks(sentence: str, offset: int) -> list[int]:
    """The offsets where the clauses of a sentence end, but the last."""
    breaks: list[int] = []
    for clause in _CLAUSE_END.split(sentence):
        offset += len(clause)
        breaks.append(offset)
        offset += 1
    breaks.pop()
    return breaks


def _clauses(span: Span, starts: Sequence[int], breaks: Sequence[int]) -> list[Clause]:
    """The clause of each trigger."""
    clauses: list[Clause] = []
    begin, ends, count = span[0], [*breaks, span[1]], len(starts)
    first = order = 0
    while first < count:
        start = starts[first]
        while ends[order] < start:
            begin = ends[order] + 1
            order += 1
        end, last = ends[order], first + 1
        while last < count and starts[last] <= end:
            last += 1
        clauses += [(begin, end, order, first, last)] * (last - first)
        first = last
    return clauses
