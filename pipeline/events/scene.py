"""A sentence laid out for tying: its clauses, triggers, dates and context words; and what a document offers around its sentences."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.document import Reading, Tokens
from pipeline.events.ontology import CORE, Mark, Ontology, Trigger
from pipeline.mentions import Claim, DateMention, Entity
from pipeline.span import Span

# Some outlets write the half-width comma throughout; between digits it is part of a number. A blank before a Chinese word parts clauses too.
_CLAUSE_END = re.compile(r"[，；:。！？\n]|,(?!\d)| (?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A document's dates, names (spans in text order, with the index of their entity) and told claims, indexed by offset."""

    reading: Reading
    dates: Sequence[DateMention]
    names: Sequence[Span]
    owners: Sequence[int]
    claims: Sequence[Claim]
    claim_starts: Sequence[int]
    told: Sequence[int]  # indices of the claims in text order, the author's own assertions left out

    def name_at(self, offset: int) -> bool:
        """True where a name starts at ``offset``."""
        at = bisect_left(self.names, (offset, 0))
        return at < len(self.names) and self.names[at][0] == offset

    def claim_at(self, offset: int) -> int | None:
        """The innermost claim whose content holds ``offset``."""
        for at in range(bisect_right(self.claim_starts, offset) - 1, -1, -1)[:3]:
            if offset < self.claims[self.told[at]].content[1]:
                return self.told[at]
        return None


def surroundings(reading: Reading, dates: Sequence[DateMention], entities: Sequence[Entity], claims: Sequence[Claim]) -> Surroundings:
    """What the scenes of one document ask for."""
    mentions = sorted((m.start, m.end, n) for n, e in enumerate(entities) for m in e.mentions)
    told = sorted((n for n, c in enumerate(claims) if c.form != "assertion"), key=lambda n: claims[n].content)
    starts = [claims[n].content[0] for n in told]
    return Surroundings(reading, dates, [(s, e) for s, e, _ in mentions], [n for _, _, n in mentions], claims, starts, told)


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence. ``dates`` are indices into the document's dates; ``breaks`` the offsets where clauses end.

    ``clauses[i]`` is the clause of trigger i; ``core[i]`` counts the triggers before trigger i that name an event by themselves.
    """

    span: Span
    triggers: tuple[Trigger, ...]
    clauses: tuple[Span, ...]
    core: tuple[int, ...]
    dates: tuple[int, ...]
    breaks: tuple[int, ...]
    marks: tuple[Mark, ...]
    mark_starts: tuple[int, ...]

    def clauses_between(self, start: int, end: int) -> int:
        """How many clause ends stand in ``start..end``."""
        return max(0, bisect_left(self.breaks, end) - bisect_left(self.breaks, start))

    def marks_in(self, start: int, end: int) -> tuple[Mark, ...]:
        """The context words that start in ``start..end``."""
        return self.marks[bisect_left(self.mark_starts, start) : bisect_left(self.mark_starts, end)]


def lay_out(around: Surroundings, tokens: Tokens, ontology: Ontology, span: Span, here: Sequence[int]) -> Scene:
    """The scene of a sentence with the dates ``here``; no trigger stands inside a name or a date."""
    text = around.reading.text
    inside = [(around.dates[n].start, around.dates[n].end) for n in here]
    first, last = bisect_left(around.names, (span[0], 0)), bisect_left(around.names, (span[1], 0))
    taken = sorted([*inside, *around.names[first:last]])
    triggers = tuple(ontology.triggers(text, *span, tokens, taken))
    if not triggers:
        return Scene(span, (), (), (), tuple(here), (), (), ())
    breaks = tuple(m.start() for m in _CLAUSE_END.finditer(text, *span))
    marks = ontology.marks(text, *span, tokens)
    core = tuple(accumulate((t.strength in CORE for t in triggers), initial=0))
    return Scene(span, triggers, _clauses(span, triggers, breaks), core, tuple(here), breaks, tuple(marks), tuple([m.start for m in marks]))


def _clauses(span: Span, triggers: Sequence[Trigger], breaks: Sequence[int]) -> tuple[Span, ...]:
    edges = [span[0] - 1, *breaks, span[1]]
    at = (bisect_right(edges, t.start, 0, len(edges) - 1) for t in triggers)
    return tuple([(edges[n - 1] + 1, edges[n]) for n in at])
