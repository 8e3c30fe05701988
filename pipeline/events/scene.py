"""A sentence laid out for tying: its clauses, triggers, dates and context words; and what a document offers around its sentences."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from pipeline.document import Reading, Tokens
from pipeline.events.ontology import CORE, Context, Marks, Ontology, Trigger, holds
from pipeline.mentions import Claim, DateMention, Entity
from pipeline.span import Span

# Some outlets write the half-width comma throughout; between digits it is part of a number. A blank before a Chinese word parts clauses too.
_CLAUSE_END = re.compile(r"[，；:。！？\n]|,(?!\d)| (?=[\u4e00-\u9fff])")


# （中央社記者曾允慧台北2日電）, 〔記者某某／台北報導〕 at a paragraph's head: who tells, not who takes part.
_DATELINE = re.compile(r"\s*[（〔【\[][^）〕】\]\n]{2,40}[）〕】\]](?:記者[^，。\n]{2,14}報導)?")
_NESTED = 3  # claims that may hold one another

Name = tuple[int, int, int]  # start, end, index of the entity


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A document's dates, names in text order and told claims, indexed by offset; ``today`` is the day it was published."""

    reading: Reading
    today: date | None
    dates: Sequence[DateMention]
    names: Sequence[Name]
    claims: Sequence[Claim]
    told: Sequence[int]  # indices of the claims in text order, the author's own assertions left out
    claim_starts: Sequence[int]  # of the content of each of them
    claim_ends: Sequence[int]
    told_until: Sequence[int]  # where the last of them and of those before it ends

    def name_at(self, offset: int) -> bool:
        """True where a name starts at ``offset``."""
        at = bisect_left(self.names, (offset,))
        return at < len(self.names) and self.names[at][0] == offset

    def names_in(self, start: int, end: int) -> Sequence[Name]:
        """The names that start in ``start..end``."""
        first = bisect_left(self.names, (start,))
        return self.names[first : bisect_left(self.names, (end,), first)]

    def claim_at(self, offset: int) -> int | None:
        """The innermost claim whose content holds ``offset``."""
        last = bisect_right(self.claim_starts, offset) - 1
        if last < 0 or offset >= self.told_until[last]:
            return None
        for at in range(last, max(last - _NESTED, -1), -1):
            if offset < self.claim_ends[at]:
                return self.told[at]
        return None


def surroundings(
    reading: Reading, today: date | None, dates: Sequence[DateMention], entities: Sequence[Entity], claims: Sequence[Claim]
) -> Surroundings:
    """What the scenes of one document ask for; names in the datelines of its paragraphs are left out."""
    datelines = [m.span() for b in reading.blocks if (m := _DATELINE.match(reading.text, b.start, b.end))]
    names = sorted([(m.start, m.end, n) for n, e in enumerate(entities) for m in e.mentions])
    if datelines:
        names = [name for name in names if not holds(datelines, name[0])]
    told = sorted([(*claim.content, n) for n, claim in enumerate(claims) if claim.form != "assertion"])
    starts, ends, numbers = ([claim[part] for claim in told] for part in range(3))
    return Surroundings(reading, today, dates, names, claims, numbers, starts, ends, list(accumulate(ends, max)))


class Clause(NamedTuple):
    """A clause with triggers: its span, how many clauses of its sentence come before it, and its triggers, ``first`` up to ``last``."""

    start: int
    end: int
    order: int
    first: int
    last: int


class Scene(NamedTuple):
    """One sentence. ``dates`` are indices into the document's dates; ``breaks`` the offsets where clauses end.

    ``kinds[i]`` is the class of the first sense of trigger i, ``clauses[i]`` its clause, ``starts[i]`` where it starts; ``core[i]`` counts the
    triggers before it that name an event by themselves. ``marks`` are the context words.
    """

    span: Span
    triggers: Sequence[Trigger]
    kinds: Sequence[str]
    starts: Sequence[int]
    clauses: Sequence[Clause]
    core: Sequence[int]
    dates: Sequence[int]
    breaks: Sequence[int]
    marks: Marks
    context: Context


def lay_out(around: Surroundings, tokens: Tokens, ontology: Ontology, span: Span, here: Sequence[int]) -> Scene | None:
    """The scene of a sentence with the dates ``here``, None where it has none that a date may be tied to; none stands inside a name or a date."""
    text, (start, end) = around.reading.text, span
    taken: list[tuple[int, ...]] = [*around.names_in(start, end), *[(around.dates[n].start, around.dates[n].end) for n in here]]
    taken.sort()
    edges = _edges(tokens, span)
    breaks = [m.start() for m in _CLAUSE_END.finditer(text, start, end)]
    before = bisect_left(breaks, around.dates[here[0]].start) if here else 0
    told = breaks[before - 1] + 1 if before else start  # a trigger in a clause before that of the first date has no date
    triggers = ontology.triggers(text, (told, end), edges, taken)
    if not triggers or not (here or any(_may_be_narrated(t) for t in triggers)):
        return None
    marks = ontology.marks(text, span, edges)
    core = list(accumulate([t.strength in CORE for t in triggers], initial=0))
    starts = [t.start for t in triggers]
    return Scene(
        span,
        triggers,
        [t.kind for t in triggers],
        starts,
        _clauses(span, starts, breaks),
        core,
        here,
        breaks,
        marks,
        Context(text[start:end]),
    )


def _may_be_narrated(trigger: Trigger) -> bool:
    """True of a verb of business, which alone is told of without a date of its own."""
    return trigger.strength == "verb" and any(sense.type.kind == "business" for sense in trigger.senses)


def _edges(tokens: Tokens, span: Span) -> set[int]:
    """Where the tokens of a sentence start or end."""
    first, last = bisect_right(tokens.ends, span[0]), bisect_left(tokens.starts, span[1])
    return {*tokens.starts[first:last], *tokens.ends[first:last]}


def _clauses(span: Span, starts: Sequence[int], breaks: Sequence[int]) -> list[Clause]:
    edges = [span[0] - 1, *breaks, span[1]]
    clauses: list[Clause] = []
    while len(clauses) < len(starts):
        first = len(clauses)
        order = bisect_left(breaks, starts[first])
        end = edges[order + 1]
        last = bisect_right(starts, end, first)
        clauses += [Clause(edges[order] + 1, end, order, first, last)] * (last - first)
    return clauses
