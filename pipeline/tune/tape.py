"""A dump as a tape of words: read and cut once, gone over as often as the counting needs, kept on disk so that memory stays flat.

Each item is a word and its class. A name is one item; a paragraph's end is one, too.
"""

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import BinaryIO, NamedTuple

from pipeline.lexicon import Lexicons
from pipeline.tune.pages import Page


class Kind(IntEnum):
    """What an item of the tape is."""

    PLAIN = 0  # a word no lexicon holds: what candidates are made of
    WORD = 1  # a word of the lexicons that names nothing
    SIGN = 2
    NUMBER = 3
    LATIN = 4  # a Latin word no lexicon holds
    END = 5  # of a paragraph
    ORGANIZATION = 6
    PERSON = 7
    PLACE = 8
    SHOWN_ORGANIZATION = 9  # found by its form, in no lexicon
    SHOWN_PERSON = 10


_NAMED = {"organization": Kind.ORGANIZATION, "person": Kind.PERSON, "place": Kind.PLACE}
_SHOWN = {"organization": Kind.SHOWN_ORGANIZATION, "person": Kind.SHOWN_PERSON}
BITS = 4  # of an item that hold its class


class Item(NamedTuple):
    """A word with its class, as it stands on the tape."""

    word: str
    kind: Kind


class Tape:
    """Written once by ``write``, then read as often as needed."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._listed = frozenset(f.text for f in lexicons.forms)
        self._numbers: dict[str, int] = {}
        self.words: list[str] = []
        self.documents = 0
        self._file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the tape

    def write(self, pages: Iterable[Page]) -> "Tape":
        """Take the pages onto the tape; gives the tape."""
        for page in pages:
            items = array("I", (self._number(word) << BITS | kind for word, kind in self._items(page)))
            self._file.write(len(items).to_bytes(4, "little"))
            items.tofile(self._file)
            self.documents += 1
        return self

    def read(self) -> Iterator["array[int]"]:
        """The documents in order, each an array of items: word number << BITS | class."""
        self._file.seek(0)
        while head := self._file.read(4):
            items = array("I")
            items.fromfile(self._file, int.from_bytes(head, "little"))
            yield items

    def number(self, word: str) -> int:
        """The number of a word, -1 where the tape does not hold it."""
        return self._numbers.get(word, -1)

    def _number(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def _items(self, page: Page) -> Iterator[tuple[str, Kind]]:
        text, tokens = page.reading.text, page.tokens
        at, last = 0, 0
        names = iter(page.names)
        name = next(names, None)
        for start, end, form in zip(tokens.starts, tokens.ends, tokens.forms, strict=True):
            if start < at:
                continue
            if "\n" in text[last:start]:
                yield "\n", Kind.END
            while name is not None and name.end <= start:
                name = next(names, None)
            if name is not None and name.start <= start < name.end:
                word = text[name.start : name.end]
                # An alias is short for another name of its document and may itself be in no lexicon.
                shown = name.basis in ("pattern", "model") or (name.basis == "alias" and word not in self._listed)
                yield word, _SHOWN.get(name.type, _NAMED[name.type]) if shown else _NAMED[name.type]
                at = last = name.end
                continue
            yield text[start:end], self._kind(text[start:end], form)
            last = end
        yield "\n", Kind.END

    def _kind(self, word: str, form: int) -> Kind:
        if form >= 0:
            return Kind.WORD
        head = word[0]
        if head.isdigit():
            return Kind.NUMBER
        if not head.isalpha():
            return Kind.SIGN
        return Kind.LATIN if word.isascii() else Kind.PLAIN
