"""The lines of a text: where they stand, how they read folded, and whether they are prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.span import Span
from pipeline.text import strip_span

_LISTED = re.compile(r"\d{1,2}[.、）:]|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}、|[-•·●◆■▪*]")
_SENTENCE_ENDS = '。！？!?…」』）】"”'


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its span without white space at its ends, its folded text, and how much prose it is
    (0 is none)."""

    start: int
    end: int
    text: str
    prose: float

    @property
    def ended(self) -> bool:
        """True where it ends as a sentence does."""
        return self.text[-1] in _SENTENCE_ENDS

    @property
    def headline(self) -> bool:
        """True where it could be a headline: some words, no full stop, no number or bullet of a list before it."""
        could = not self.prose and 6 <= len(self.text) <= 60 and not self.text.endswith(("。", ":"))
        return could and _LISTED.match(self.text) is None

    @property
    def key(self) -> str:
        """What two copies of a headline have in common: letters and digits."""
        return "".join(filter(str.isalnum, self.text)).casefold()


def prose_weight(text: str) -> float:
    """0 where a line has no sentence in it, else 1 to 5 by its length."""
    size = len(text)
    if size < 12 or not ("。" in text or (size >= 24 and ("，" in text or ", " in text or "," in text))):
        return 0.0
    return 1.0 + min(size, 200) / 50


def split_lines(folded: str) -> list[Line]:
    """The lines of a folded text that hold anything, in order."""
    lines: list[Line] = []
    at = 0
    for piece in folded.split("\n"):
        start, end = strip_span(folded, at, at + len(piece))
        at += len(piece) + 1
        if start < end and (words := folded[start:end]).strip("\u200b\ufeff"):
            lines.append(Line(start, end, words, prose_weight(words)))
    return lines


def outside(lines: Sequence[Line], text: str) -> list[Span]:
    """Stretches of ``text`` in no line and yet not white space: invisible signs alone on a line."""
    found: list[Span] = []
    at = 0
    for end, follow in [(line.start, line.end) for line in lines] + [(len(text), len(text))]:
        if text[at:end].strip():
            found.append(strip_span(text, at, end))
        at = follow
    return found
