"""From a draft to a spaCy ``Doc``: all words of a text at once, their numbers in the vocabulary remembered."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy

from pipeline.segment.draft import Array, Draft
from pipeline.text import code_points

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_SLOTS = 16  # 2 ** 16 words are remembered
_UNUSED = numpy.uint64(64 - _SLOTS)
_SLOT = numpy.dtype([("mixed", numpy.uint64), ("number", numpy.uint64)])
_SPREAD = numpy.uint64(0x9E3779B97F4A7C15)  # 2 ** 64 by the golden ratio: takes like keys to unlike slots
_SPELLED = 3  # characters a key can hold
_BITS = 21  # of a character
_SPELT = numpy.array([*((1 << _BITS * size) - 1 for size in range(_SPELLED + 1)), 0], numpy.uint64)  # the bits that words of a size need


def make_doc(vocab: "Vocab", text: str, draft: Draft, numbers: "Numbers") -> "Doc":
    """A ``Doc`` whose text is ``text`` to the letter: the tokens of the draft, and of white space what runs beyond one blank after a token."""
    from spacy.tokens import Doc

    codes = code_points(text)
    starts, ends, spaces = draft.spaced(codes == ord(" "))
    words: list[Any] = numbers.of(text, codes, starts, ends)
    flags: Any = spaces.tobytes()  # a byte is true or false to spaCy as a bool is, and is there at once
    return Doc(vocab, words=words, spaces=flags)


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
        self._slots = numpy.zeros(1 << _SLOTS, _SLOT)
        self._slots[0]["mixed"] = 1  # the slot of words that have no key: neither empty nor known

    def of(self, text: str, codes: Array, starts: Array, ends: Array) -> list[int]:
        """The number of each word of a text whose code points are ``codes``."""
        keys = _keys(codes, starts, ends - starts)
        places = (keys * _SPREAD >> _UNUSED).view(numpy.intp)
        known = self._slots
        slots = known.take(places)
        numbers = slots["number"]
        new = (slots["mixed"] ^ numbers != keys).nonzero()[0]
        numbers[new] = [self._add(text[start:end]) for start, end in zip(starts[new].tolist(), ends[new].tolist(), strict=True)]
        empty = new[slots["mixed"][new] == 0]  # words met first keep their slots: as a rule they are the common ones
        if len(empty):
            slots["mixed"][empty] = numbers[empty] ^ keys[empty]
            known[places[empty]] = slots[empty]
        listed: list[int] = numbers.tolist()
        return listed


def _keys(codes: Array, starts: Array, sizes: Array) -> Array:
    """The characters of each word, packed into one number; 0 where there are too many."""
    characters = codes.view(numpy.uint64) + numpy.uint64(1)  # nothing is 0
    packed = characters.copy()
    for place in range(1, _SPELLED):
        packed[:-place] |= characters[place:] << numpy.uint64(_BITS * place)
    keys: Array = packed.take(starts) & _SPELT.take(sizes, mode="clip")
    return keys
