"""Claims: who said what. Cues first, by one automaton pass; only around them is anything looked at.

words ─▶ cues, nouns     layout ─▶ paragraphs     frames ─▶ cues at work     statements, quotations ─▶ drafts     drafts ─▶ claims
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.claims.assertions import Assertions
from pipeline.claims.drafts import Draft, finished
from pipeline.claims.layout import Paragraph, closing_below, lay_out
from pipeline.claims.speakers import Phrases
from pipeline.claims.teller import Teller
from pipeline.claims.words import WordLists, Words
from pipeline.document import Block, Reading, Tokens
from pipeline.lexicon import Lexicons
from pipeline.mentions import Claim, DateMention, Entity

# Some outlets write the half-width comma throughout; between digits it is part of a number.
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")


class ClaimFinder:
    """Finds the claims of a reading under fixed lexicons. Immutable after it is made; safe in any thread."""

    def __init__(self, lexicons: Lexicons, *, assertions: bool = True) -> None:
        self._words = Words(lexicons)
        self._lists = WordLists(lexicons)
        self._assertions = Assertions(lexicons) if assertions else None

    def find(self, reading: Reading, tokens: Tokens, dates: Sequence[DateMention], entities: Sequence[Entity]) -> tuple[Claim, ...]:
        """The claims of a reading, by the start of their content. ``dates`` and ``entities`` in text order; claims index into them."""
        text = _COMMA.sub("，", reading.text)
        inside = {at for e in entities for m in e.mentions for at in range(m.start + 1, m.end)}
        cues, nouns = self._words.find(text, tokens, inside)
        starts = [c.start for c in cues]
        teller = Teller(text, self._lists, Phrases(text, entities, nouns, starts, self._lists), dates, entities)
        found: list[Draft] = []
        paragraphs: list[Paragraph] = []
        for paragraph in _paragraphs(text, reading.blocks):
            here = cues[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)]
            found += teller.drafts(paragraph, here)
            paragraphs.append(paragraph)
        if self._assertions is not None:
            found += _asserted(self._assertions, text, paragraphs, found)
        return tuple(finished(found, reading, dates, entities, self._lists))


def _asserted(assertions: Assertions, text: str, paragraphs: Sequence[Paragraph], found: Sequence[Draft]) -> list[Draft]:
    told = sorted((min(d.content[0], d.cue[0] if d.cue else d.content[0]), d.content[1]) for d in found)
    sentences = [s for p in paragraphs if p.role == "paragraph" for s in p.sentences]
    return [
        Draft(None, None, a.span, "assertion", False, True, "claims/assertions", reasons=a.reasons)
        for a in assertions.find(text, sentences, told)
    ]


def _paragraphs(text: str, blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The lines of the blocks; a quotation left open at a line's end reaches to its closing mark some lines below."""
    open_until = 0
    for block in blocks:
        if block.role == "byline":
            continue
        at = block.start
        while at < block.end:
            stop = text.find("\n", at, block.end)
            stop = block.end if stop < 0 else stop
            if stop > at:
                paragraph = lay_out(text, at, stop, block.role, open_until)
                open_until = max(open_until, closing_below(paragraph))
                yield paragraph
            at = stop + 1
