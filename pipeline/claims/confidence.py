"""How much speaks for a statement before its end is looked for: the log-odds that a cue and the speaker found for it make one.

The features are words (``speaker=urge:place``, ``away=2:person``): the cue and the mark after it, what sort the speaker is, how far off and over
what breaks. Their weights are in lexicons/claims/confidence.tsv, learned by ``pipeline.tune.claim_confidence``.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from pipeline.claims.frame import OPENERS, Frame
from pipeline.claims.layout import Paragraph, is_statement
from pipeline.claims.phrases import Phrase
from pipeline.claims.reach import Group, Sums
from pipeline.mentions import Entity, Speaker
from pipeline.span import Span

_LEAST = 0.0  # log-odds: a statement is told where it is at least as probable as not
_AWAY = (0, 1, 4, 12, 40)  # code points between the speaker and the cue; less than none where it follows
_HEAD = (1, 3, 8)  # code points of the cue's clause before it
_NAME = (3, 4, 6, 9)  # code points of a name that nobody knows
_OPENS = 40  # code points of a paragraph that are its head
_BREAK = re.compile(r"[。！？\n，；]")
_SENTENCE_BREAK = re.compile(r"[。！？\n]")
_MARKS = frozenset("，:")
_OPENING = tuple(OPENERS)


class Evidence(NamedTuple):
    """What speaks for a statement or against it, in groups that name features."""

    cue: Group
    speaker: Group
    place: Group


NotedEvidence = dict[Span, Evidence]  # by the cue

# Evidence of all its parts: there is much, and the class itself takes twice as long to make it.
_evidence: Callable[[tuple[Group, Group, Group]], Evidence] = partial(tuple.__new__, Evidence)


def features(evidence: Evidence) -> list[str]:
    """The names of what speaks for a statement or against it."""
    return [*_of_cue(*evidence.cue), *_of_speaker(*evidence.speaker), *_of_place(*evidence.place)]


class Confidence:
    """What each feature weighs; one without a weight weighs nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._cues, self._speakers, self._places = Sums(_of_cue, weights), Sums(_of_speaker, weights), Sums(_of_place, weights)

    def score(self, evidence: Evidence) -> float:
        """The log-odds of a statement."""
        cue, speaker, place = evidence
        return self._cues[cue] + self._speakers[speaker] + self._places[place]


class Judge:
    """Weighs the frames of one reading."""

    def __init__(self, text: str, entities: Sequence[Entity], confidence: Confidence, noted: NotedEvidence | None = None) -> None:
        self._text, self._entities, self._confidence, self._noted = text, entities, confidence, noted

    def accepts(self, frame: Frame, speaker: Speaker, paragraph: Paragraph, again: bool) -> bool:
        """True where enough speaks for the statement of a frame that a speaker was found for, who may have spoken before (``again``)."""
        evidence = self._evidence(frame, speaker, paragraph, again)
        if self._noted is not None:
            self._noted[frame.hit.start, frame.hit.end] = evidence
        return self._confidence.score(evidence) >= _LEAST

    def _evidence(self, frame: Frame, speaker: Speaker, paragraph: Paragraph, again: bool) -> Evidence:
        """What speaks for the statement of a frame that a speaker was found for."""
        cue, word, end = frame.hit.start, frame.hit.word, speaker.end
        strength = word.strength
        sort = self._sort(frame.phrase, speaker, again)
        mark = self._mark(frame.hit.end, frame.content, paragraph)
        unknown = bisect_left(_NAME, len(speaker.name)) if sort == "unknown" else -1
        crossed = self._crossed(end, cue) if end < cue else ""
        away, head = bisect_left(_AWAY, cue - end), bisect_left(_HEAD, cue - frame.clause)
        return _evidence((
            (word.kind, strength, mark, sort), (sort, away, crossed, strength, unknown), (head, cue - paragraph.start < _OPENS),
        ))  # fmt: skip

    def _mark(self, cue_end: int, content: int, paragraph: Paragraph) -> str:
        """The mark after a cue; of a quotation whether it reads as something said or as a name or term."""
        if paragraph.quotes and self._text.startswith(_OPENING, content):
            quote = paragraph.quote_at(content)
            if quote is not None and quote.start == content:
                return "said" if is_statement(self._text, quote) else "term"
        mark = self._text[cue_end : cue_end + 1]
        return mark if mark in _MARKS else ""

    def _sort(self, phrase: Phrase | None, speaker: Speaker, again: bool) -> str:
        entity, _, start, _, _ = speaker
        known = "" if entity is None else self._entities[entity].type
        if self._text[start] in "他她":
            return "pronoun:" + known
        if known:
            return known
        if phrase is None:
            return "again" if again else "dropped"
        return phrase.noun.kind if phrase.noun is not None else "unknown"

    def _crossed(self, start: int, end: int) -> str:
        """What lies between a speaker and a cue: the end of a sentence, of a clause, or neither."""
        if _BREAK.search(self._text, start, end) is None:
            return ""
        return "clause" if _SENTENCE_BREAK.search(self._text, start, end) is None else "sentence"


def _of_cue(kind: str, strength: str, mark: str, sort: str) -> Iterator[str]:
    """The cue: its class and strength, the mark after it, who speaks."""
    yield "always"
    yield f"mark={strength}{mark}"
    yield f"speaker={kind}:{sort}"


def _of_speaker(sort: str, away: int, crossed: str, strength: str, unknown: int) -> Iterator[str]:
    """The speaker: of what sort, how far off, over what breaks, and how long a name is that nobody knows."""
    yield f"speaker={sort}"
    yield f"away={away}:{sort}"
    yield f"crossed={crossed}:{strength}"
    if unknown >= 0:
        yield f"unknown={unknown}"


def _of_place(head: int, opens: bool) -> Iterator[str]:
    """The cue's place: how much of its clause stands before it, whether it opens the paragraph."""
    yield f"head={head}"
    yield f"opens={opens}"
