"""The values that travel down the pipeline before a record is made: what was read, what cleaning made of it, its tokens.

All offsets are half-open code points of ``RawDocument.text``.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pipeline.span import Span
from pipeline.text import Table, fold_text, sentences

Role = Literal["title", "heading", "paragraph", "byline", "caption"]
PublishedBasis = Literal["metadata", "option", "dateline", "text", "none"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from and what its container said of it. Unknown is "" or None."""

    path: str = ""
    member: str = ""
    index: int = 0
    url: str = ""
    outlet: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""  # as it stood in the metadata; ``pipeline.dates.published`` reads it
    encoding: str = "utf-8"
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as it was decoded: the text no stage ever changes, and its origin."""

    text: str
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Block:
    """A kept stretch of the text. A line with noise inside gives several blocks of one role."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A teaser of another article, taken apart: what the rail said of it. Unknown is ""."""

    title: str = ""
    teaser: str = ""
    outlet: str = ""
    age: str = ""
    comments: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """A stretch that is not the article's: why (``kind``), by which named ``rule``, with which ``score`` where judged."""

    start: int
    end: int
    kind: str
    rule: str
    item: FeedItem | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """Body and removed stretches, each sorted; together with white space they cover ``raw.text`` and never overlap."""

    raw: RawDocument
    body: tuple[Block, ...]
    removed: tuple[Removal, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """The publication day and where it is known from."""

    day: date | None = None
    basis: PublishedBasis = "none"


READ_ROLES: frozenset[Role] = frozenset(("title", "heading", "paragraph", "byline"))


@dataclass(frozen=True, slots=True)
class Reading:
    """The text the extractors read: as long as the raw text, folded, with everything not to be read blanked to newlines.

    Widths, brackets and variants are folded (``pipeline.text.fold_table``); removed stretches and captions are newlines, so no name or
    date of a rail can ever be found, and offsets need no mapping. ``sentences`` are spans of it (bylines included).
    """

    text: str
    blocks: tuple[Block, ...]  # those read: title, heading, paragraph, byline
    sentences: tuple[Span, ...]

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds ``offset``, or the empty span there."""
        at = bisect_right(self.sentences, (offset, len(self.text) + 1)) - 1
        if at >= 0 and self.sentences[at][0] <= offset < self.sentences[at][1]:
            return self.sentences[at]
        return offset, offset


def read_article(article: Article, fold: Table) -> Reading:
    """The ``Reading`` of an article under a fold table of single characters."""
    raw = article.raw.text
    folded = fold_text(raw, fold)
    blocks = tuple(b for b in article.body if b.role in READ_ROLES)
    parts: list[str] = []
    at = 0
    for block in blocks:
        parts.append("\n" * (block.start - at))
        parts.append(folded[block.start : block.end])
        at = block.end
    parts.append("\n" * (len(raw) - at))
    text = "".join(parts)
    return Reading(text, blocks, tuple(sentences(text)))


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a reading: parallel sequences in text order; white space belongs to none.

    ``forms[i]`` is the index into ``Lexicons.forms`` of the lexicon form that token i is, or -1. ``guessed`` are the starts of the tokens no
    dictionary holds, joined from pieces because they look like a word or a name.
    """

    starts: list[int]
    ends: list[int]
    forms: list[int]
    guessed: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.starts)
