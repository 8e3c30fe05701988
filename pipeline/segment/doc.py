"""From a draft to a spaCy ``Doc``: all words of a text at once, their numbers in the vocabulary remembered."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy

from pipeline.segment.draft import Array, Draft

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_SLOTS = 16  # 2 ** 16 words are remembered
_SPREAD = numpy.uint64(0x9E3779B97F4A7C15)  # 2 ** 64 by the golden ratio: takes like keys to unlike slots
_SPELLED = 3  # characters a key can hold


def make_doc(vocab: "Vocab", text: str, draft: Draft, numbers: "Numbers") -> "Doc":
    """A ``Doc`` whose text is ``text`` to the letter: the tokens of the draft, and of white space what runs beyond one blank after a token."""
    from spacy.tokens import Doc

    codes = numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    starts, ends, blank = draft.pieces()
    after = blank & (codes[starts] == ord(" "))  # its first character is the blank after the token before it
    after[:1] = False
    starts, spaces = starts + after, numpy.append(after[1:], False)
    kept = starts < ends
    words: list[Any] = numbers.of(text, codes, starts[kept], ends[kept])
    return Doc(vocab, words=words, spaces=spaces[kept].tolist())


class Numbers:
    """The numbers of words in a vocabulary: hashes of their bytes that spaCy would work out again for every token.

    A short word is its own key, and a key has one slot. Beside a number stands not its key but both mixed by exclusive or: what two threads
    wrote into one slot at a time is then the number of neither.
    """

    def __init__(self, strings: "StringStore") -> None:
        self._add = lru_cache(1 << _SLOTS)(strings.add)
        self.clear()

    def clear(self) -> None:
        """Forgets every word."""
        self._add.cache_clear()
        self._slots = numpy.zeros((2, 1 << _SLOTS), numpy.uint64)

    def of(self, text: str, codes: Array, starts: Array, ends: Array) -> list[int]:
        """The number of each word of a text whose code points are ``codes``."""
        mixed, remembered = self._slots
        keys = _keys(codes, starts, ends)
        slots = keys * _SPREAD >> numpy.uint64(64 - _SLOTS)
        numbers = remembered[slots]
        new = numpy.flatnonzero((mixed[slots] ^ numbers != keys) | (keys == 0))
        numbers[new] = [self._add(text[start:end]) for start, end in zip(starts[new].tolist(), ends[new].tolist(), strict=True)]
        remembered[slots[new]], mixed[slots[new]] = numbers[new], numbers[new] ^ keys[new]
        listed: list[int] = numbers.tolist()
        return listed


def _keys(codes: Array, starts: Array, ends: Array) -> Array:
    """The characters of each word, packed into one number; 0 where there are too many."""
    padded = numpy.zeros(len(codes) + _SPELLED, numpy.uint64)
    padded[: len(codes)] = codes + 1  # nothing is 0
    sizes = ends - starts
    keys = padded[starts]
    for place in range(1, _SPELLED):
        keys |= padded[starts + place] * (sizes > place) << numpy.uint64(21 * place)
    keys[sizes > _SPELLED] = 0
    return keys
