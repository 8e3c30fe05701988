"""Where strings stand in a text: an Aho-Corasick automaton over two bytes for each character, where UTF-8 has three for it to go through."""

from collections.abc import Sequence

import ahocorasick_rs
import numpy

from pipeline.segment.draft import Array
from pipeline.text import code_points

_HALF = 128  # the first byte of a character is not below it, the second is; so nothing is found that begins inside a character
Found = tuple[int, int, int]  # index of the string, and where it starts and ends, in bytes


class Automaton:
    """Finds strings, none of them empty and each on one line. Immutable after it is made.

    Raises ValueError where they have more than 16,256 different characters.
    """

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = tuple(strings)
        joined = code_points("\n".join(strings))
        characters = numpy.bincount(joined).nonzero()[0]
        characters = characters[characters != ord("\n")]
        high, low = numpy.divmod(numpy.arange(len(characters)), _HALF)
        if len(characters) > _HALF * (_HALF - 1):
            raise ValueError(f"{len(characters):,} different characters in the forms of the lexicons are too many")
        self._bytes = numpy.zeros(0x110000, "<u2")  # 0 for characters that no string has, the line's end among them
        self._bytes[characters] = high + 1 << 8 | low + _HALF
        self._automaton = ahocorasick_rs.BytesAhoCorasick(self._encode(joined).split(b"\0\0"))

    def find(self, codes: Array) -> list[Found]:
        """All strings in a text of these code points, also those that overlap, in the order of their ends."""
        found: list[Found] = self._automaton.find_matches_as_indexes(self._encode(codes), overlapping=True)
        return found

    def __reduce__(self) -> tuple[object, ...]:
        """A pickle holds the strings: the automaton is made anew sooner than it would be read."""
        return Automaton, (self._strings,)

    def _encode(self, codes: Array) -> bytes:
        return self._bytes.take(codes).tobytes()
