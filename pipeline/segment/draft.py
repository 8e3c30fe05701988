"""Tokens in the making. One byte for each character of the text says what begins there, so that words are joined and cut in place."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

import numpy

from pipeline.document import Tokens

Array = numpy.ndarray[Any, Any]
_INSIDE, _TOKEN, _FORM, _BLANK = range(4)  # what begins at a character: nothing, a token, one that is a lexicon form, white space


@lru_cache(256)
def pattern_of(sizes: tuple[int, ...]) -> bytes:
    """The pattern of tokens of these sizes, one after the other: what begins at each of their characters."""
    return b"".join(bytes((_TOKEN,)).ljust(size, bytes((_INSIDE,))) for size in sizes)


class Draft:
    """The tokens of a text of ``length`` characters, from the words first laid down to what became of them."""

    __slots__ = ("_begins", "_forms", "_guessed", "_view")

    def __init__(self, length: int) -> None:
        self._begins = bytearray(length + 1)
        self._begins[length] = _TOKEN  # where the last one ends
        self._view = numpy.frombuffer(self._begins, numpy.uint8)
        self._forms: dict[int, int] = {}
        self._guessed: list[int] = []

    def lay(self, at: int, sizes: Array) -> Array:
        """Lays down words of these sizes from ``at`` on. Gives their starts."""
        starts: Array = sizes.cumsum() - sizes + at
        self._view[starts] = _TOKEN
        return starts

    def blank(self, starts: Iterable[int]) -> None:
        """What begins at these starts is white space."""
        for start in starts:
            self._begins[start] = _BLANK

    def name(self, forms: Collection[tuple[int, int]]) -> None:
        """Pairs of a start and a form: the token that begins there is that lexicon form."""
        self._forms.update(forms)
        for start, _ in forms:
            self._begins[start] = _FORM

    def cut(self, at: int, pattern: bytes) -> None:
        """What begins at ``at``, and is as long as the pattern of some tokens, is cut into these."""
        self._begins[at : at + len(pattern)] = pattern

    def merge(self, start: int, end: int) -> None:
        """What begins at ``start`` ends at ``end``."""
        self._begins[start + 1 : end] = bytes(end - start - 1)

    def append(self, start: int) -> None:
        """The token that begins at ``start`` belongs to the one before it."""
        self._begins[start] = _INSIDE

    def guess(self, start: int, end: int) -> None:
        """``start..end`` is a token no dictionary holds."""
        self.merge(start, end)
        self._guessed.append(start)

    def bounds(self, start: int, end: int) -> list[int]:
        """Where in ``start..end``, both of them counted, a token or white space begins or ends."""
        return [at for at in range(start, end + 1) if self._begins[at]]

    def joins(self, start: int, end: int) -> bool:
        """True where tokens begin at ``start`` and end at ``end`` and none between is a lexicon form."""
        begins = self._begins
        return begins[start] == _TOKEN and begins[end] != _INSIDE and begins.find(_FORM, start, end) < 0

    def spaced(self, blank: Array) -> tuple[Array, Array, Array]:
        """Starts and ends of tokens and white space, in text order, and which of them have one blank more behind them: together the text.

        ``blank`` tells where in the text are blanks. White space gives its first one, if it is a blank, to the token before it.
        """
        gone = (self._view[:-1] == _BLANK) & blank
        gone[:1] = False
        begins = self._view != _INSIDE
        begins[:-1] ^= gone
        begins[1:] |= gone
        bounds = begins.nonzero()[0]
        ends = bounds[1:]
        spaces: Array = gone.take(ends - 1)
        return bounds[:-1], ends - spaces, spaces

    def tokens(self) -> Tokens:
        """The tokens as they now are."""
        bounds = self._view.nonzero()[0]
        begins = self._view.take(bounds[:-1])
        tokens = begins != _BLANK
        starts: list[int] = bounds[:-1][tokens].tolist()
        ends: list[int] = bounds[1:][tokens].tolist()
        forms = [-1] * len(starts)
        for index in (begins[tokens] == _FORM).nonzero()[0].tolist():
            forms[index] = self._forms[starts[index]]
        return Tokens(starts, ends, forms, frozenset(self._guessed))
