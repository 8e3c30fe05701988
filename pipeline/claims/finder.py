"""Claims: who said what. Cues first, by one automaton pass; only around them is anything looked at.

cue: words ─▶ cues, nouns     lay_out: phrases, paragraphs     frame: cues at work     tell: statements, quotations ─▶ drafts ─▶ claims
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.claims.assertions import Assertions
from pipeline.claims.confidence import Confidence, Judge, NotedEvidence
from pipeline.claims.drafts import Draft, finished
from pipeline.claims.frame import QUOTED, Frame
from pipeline.claims.layout import Paragraph, closing_below, lay_out
from pipeline.claims.lists import WordLists
from pipeline.claims.reach import Around, NotedSteps, Reach, Weights, reach_weights
from pipeline.claims.speakers import Phrases
from pipeline.claims.teller import Teller
from pipeline.claims.words import Hit, Noun, Words
from pipeline.document import Block, Reading, Role, Tokens
from pipeline.lexicon import Lexicons
from pipeline.mentions import Claim, DateMention, Entity, Name, names_of
from pipeline.span import Span

# Some outlets write the half-width comma throughout; between digits it is part of a number.
_COMMA = re.compile(r",(?:(?!\d)|(?<!\d,))")


# A paragraph, its frames in text order, and the clauses (their starts) that end a statement and open none.
FramedParagraph = tuple[Paragraph, Sequence[Frame], Sequence[int]]


class Cued(NamedTuple):
    """A reading's text as claims read it, its names in text order, its cues and speaker nouns."""

    text: str
    names: Sequence[Name]
    cues: Sequence[Hit]
    nouns: Sequence[tuple[int, int, Noun]]


class ClaimLayout(NamedTuple):
    """The paragraphs of a reading that may say something with the cues in each, and who tells them."""

    cued: Cued
    teller: Teller
    paragraphs: Sequence[tuple[Paragraph, Sequence[Hit]]]


class Framed(NamedTuple):
    """The same paragraphs with the frames in each."""

    cued: Cued
    teller: Teller
    paragraphs: Sequence[FramedParagraph]


class ClaimFinder:
    """Finds the claims of a reading under fixed lexicons. Immutable after it is made; safe in any thread, unless it notes.

    ``reach`` and ``confidence``: feature → weight, instead of those of the lexicons. ``steps`` and ``evidence``: where it notes what it
    weighs, for those who learn such weights.
    """

    def __init__(
        self,
        lexicons: Lexicons,
        *,
        assertions: bool = True,
        reach: Mapping[str, float] | None = None,
        confidence: Mapping[str, float] | None = None,
        steps: NotedSteps | None = None,
        evidence: NotedEvidence | None = None,
    ) -> None:
        self._words = Words(lexicons)
        self._lists = WordLists(lexicons)
        self._reach = reach_weights(lexicons) if reach is None else Weights(reach)
        self._confidence = Confidence(lexicons.weights("claims/confidence") if confidence is None else confidence)
        self._assertions = Assertions(lexicons) if assertions else None
        self._steps, self._evidence = steps, evidence

    def find(self, reading: Reading, tokens: Tokens, dates: Sequence[DateMention], entities: Sequence[Entity]) -> tuple[Claim, ...]:
        """The claims of a reading, by the start of their content. ``dates`` and ``entities`` in text order; claims index into them."""
        cued = self.cue(reading, tokens, names_of(entities))
        return self.tell(self.frame(self.lay_out(cued, reading, tokens, dates, entities)), reading, dates)

    # -- the same in four steps, for those who take each with many readings before the next: its code and words stay in the processor's caches --

    def cue(self, reading: Reading, tokens: Tokens, names: Sequence[Name]) -> Cued:
        """The cues and speaker nouns of a reading, beside its names (in text order)."""
        text = _COMMA.sub("，", reading.text) if "," in reading.text else reading.text
        return Cued(text, names, *self._words.find(text, tokens, names))

    def lay_out(
        self, cued: Cued, reading: Reading, tokens: Tokens, dates: Sequence[DateMention], entities: Sequence[Entity]
    ) -> ClaimLayout:
        """The lines of a reading that may say something, laid out, beside all that may speak in it."""
        text, names, cues, nouns = cued
        speaking = [name for name in names if entities[name[2]].type != "place"]
        starts = [c.start for c in cues]
        verbs = [(c.start, c.end) for c in cues if c.word.text not in self._lists.nounlike]
        phrases = Phrases(text, entities, names, speaking, nouns, starts, verbs, self._lists, tokens)
        around = Around(starts, [start for start, _, _ in speaking], _days(dates))
        reach = Reach(text, around, self._lists, phrases, self._reach, self._steps)
        judge = Judge(text, entities, self._confidence, self._evidence)
        teller = Teller(text, self._lists, phrases, reach, judge, entities, names)
        paragraphs: list[tuple[Paragraph, Sequence[Hit]]] = []
        open_until = 0
        for start, end, role in _lines(text, reading.blocks):
            here = cues[bisect_left(starts, start) : bisect_left(starts, end)]
            if here or start < open_until or QUOTED.search(text, start, end):  # no other line says anything
                paragraph = lay_out(text, start, end, role, open_until)
                paragraphs.append((paragraph, here))
                open_until = max(open_until, closing_below(paragraph))
        return ClaimLayout(cued, teller, paragraphs)

    def frame(self, layout: ClaimLayout) -> Framed:
        """The cues that are at work in each paragraph."""
        cued, teller, paragraphs = layout
        return Framed(cued, teller, [(paragraph, *teller.frames(paragraph, cues)) for paragraph, cues in paragraphs])

    def tell(self, framed: Framed, reading: Reading, dates: Sequence[DateMention]) -> tuple[Claim, ...]:
        """The claims of the frames."""
        (text, names, _, _), teller, paragraphs = framed
        found: list[Draft] = []
        for paragraph, frames, stops in paragraphs:
            found += teller.drafts(paragraph, frames, stops)
        if self._assertions is not None:
            found += _asserted(self._assertions, text, reading, found)
        return tuple(finished(found, reading, dates, names, self._lists))


def _days(dates: Sequence[DateMention]) -> list[int]:
    """Where days are named, in text order."""
    return [d.start for d in dates if d.precision in {"day", "minute", "hour"}]


def _asserted(assertions: Assertions, text: str, reading: Reading, found: Sequence[Draft]) -> list[Draft]:
    """The author's assertions in paragraphs, away from what has a source."""
    told = sorted([_extent(d.cue, d.content) for d in found])
    return [
        Draft(None, None, a.span, "assertion", False, True, "claims/assertions", reasons=a.reasons)
        for a in assertions.find(text, reading.sentences, told)
        if any(block.start <= a.span[0] < block.end for block in reading.blocks if block.role == "paragraph")
    ]


def _extent(cue: Span | None, content: Span) -> Span:
    """From a cue, where one stands before it, to the end of a content."""
    start, end = content
    return (start if cue is None or start < cue[0] else cue[0]), end


def _lines(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int, Role]]:
    """The lines of the blocks, bylines left out."""
    for block in blocks:
        if block.role == "byline":
            continue
        at = block.start
        while at < block.end:
            stop = text.find("\n", at, block.end)
            stop = block.end if stop < 0 else stop
            if stop > at:
                yield at, stop, block.role
            at = stop + 1
