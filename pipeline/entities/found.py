"""What the searches of this stage pass on to one another: a view of the tokens, and a name found in the text."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, count
from typing import NamedTuple

import numpy

from pipeline.document import Reading, Tokens
from pipeline.lexicon import Form, Lexicons
from pipeline.mentions import EntityBasis, EntityType


class Found(NamedTuple):
    """A name at ``start..end``. ``entry`` indexes ``Lexicons.entries`` (-1: none); ``name`` is its fuller form where a gloss told it.

    ``alias_of`` is the offset where the fuller name it was introduced beside starts (-1: none).
    """

    start: int
    end: int
    type: EntityType
    kind: str
    basis: EntityBasis
    rule: str
    entry: int = -1
    alias_of: int = -1


@dataclass(frozen=True, slots=True)
class View:
    """A reading and its tokens side by side: ``words[i]`` is the text of token i, ``types[i]`` the entry type of its form or "".

    ``named`` are the tokens with a type, ``marks`` those that are titles or verbs of saying, ``heads`` the others a person's name may
    start with: so that no search walks over all tokens again.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    words: Sequence[str]
    forms: Sequence[int]
    types: Sequence[str]
    named: Sequence[int]
    marks: Sequence[int]
    heads: Sequence[int]

    def starts_at(self, offset: int) -> bool:
        """True where a token starts at ``offset``."""
        at = bisect_left(self.starts, offset)
        return at < len(self.starts) and self.starts[at] == offset

    def ends_at(self, offset: int) -> bool:
        """True where a token ends at ``offset``."""
        at = bisect_left(self.ends, offset)
        return at < len(self.ends) and self.ends[at] == offset

    def joined(self, at: int) -> bool:
        """True where token ``at`` follows its neighbour with nothing between."""
        return at > 0 and self.starts[at] == self.ends[at - 1]


class Viewer:
    """Makes views under fixed lexicons: the type of every form, the marks, the first characters of names."""

    def __init__(self, form_types: Sequence[str], marks: frozenset[str], heads: frozenset[str]) -> None:
        self._types, self._marks, self._heads = form_types, marks, OneOf(heads)

    def view(self, reading: Reading, tokens: Tokens) -> View:
        """The view of a reading."""
        text = reading.text
        starts, ends, forms = in_pieces(tokens)
        words = [text[s:e] for s, e in zip(starts, ends, strict=True)]
        types = self._types
        named = [i for i, f in enumerate(forms) if f >= 0 and types[f]]  # few tokens are forms
        kinds = [""] * len(forms)
        for i in named:
            kinds[i] = types[forms[i]]
        return View(
            text,
            starts,
            ends,
            words,
            forms,
            kinds,
            named=named,
            marks=list(compress(count(), map(self._marks.__contains__, words))),  # the loops of itertools cost two thirds of Python's
            heads=self._heads(text, starts),
        )


class OneOf:
    """The search for the indices of those of some places of a text where one of ``characters`` stands: one look-up in an array for all."""

    __slots__ = ("_within",)

    def __init__(self, characters: Iterable[str]) -> None:
        self._within = numpy.zeros(0x110000, dtype=bool)
        self._within[[ord(c) for c in characters]] = True

    def __call__(self, text: str, places: Sequence[int]) -> list[int]:
        """Which of ``places`` have one of the characters."""
        codes = numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        found: list[int] = numpy.flatnonzero(self._within[codes[numpy.array(places, dtype=numpy.intp)]]).tolist()
        return found


def in_pieces(tokens: Tokens) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """Starts, ends and forms with the segmenter's guesses taken apart again: what is a name is weighed here, character by character."""
    if not tokens.guessed:
        return tokens.starts, tokens.ends, tokens.forms
    starts: list[int] = []
    ends: list[int] = []
    forms: list[int] = []
    taken = 0  # tokens that are done
    for start in sorted(tokens.guessed):
        at = bisect_left(tokens.starts, start, taken)
        if at == len(tokens.starts) or tokens.starts[at] != start or tokens.forms[at] >= 0:
            continue
        end = tokens.ends[at]
        starts += (*tokens.starts[taken:at], *range(start, end))
        ends += (*tokens.ends[taken:at], *range(start + 1, end + 1))
        forms += (*tokens.forms[taken:at], *(-1,) * (end - start))
        taken = at + 1
    return [*starts, *tokens.starts[taken:]], [*ends, *tokens.ends[taken:]], [*forms, *tokens.forms[taken:]]


def form_types(lexicons: Lexicons) -> tuple[str, ...]:
    """The entry type of every form, ambiguous ones and platforms marked with a trailing ?."""
    platforms = lexicons.words("entities/platforms")
    return tuple([_type(form, lexicons, platforms) for form in lexicons.forms])


def _type(form: Form, lexicons: Lexicons, platforms: frozenset[str]) -> str:
    kind = lexicons.entries[form.entry].type
    if kind == "word":  # an ordinary word: what the engine would have made of it
        return ""
    return f"{kind}?" if form.ambiguous or form.text in platforms else kind
