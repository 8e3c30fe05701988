"""Stage names and nicknames, which look like no name and are told by the word before them: 歌手Mika, 網紅「阿潮」, 男童樂樂."""

import re
from collections.abc import Iterator

from pipeline.entities.found import Found, View
from pipeline.lexicon import Lexicons

_LATIN = re.compile(r"[A-Z][A-Za-z]+(?:[-'][A-Z]?[A-Za-z]+)*(?: [A-Z][a-z]+)?(?![A-Za-z0-9&'.-])")
_QUOTED = re.compile(r"[「『]([A-Za-z\u4e00-\u9fff-]{2,8})[」』]")
LONGEST = 5  # characters of a quoted nickname that is no Latin word


class Nicknames:
    """Finds stage names and nicknames under fixed lexicons. ``marks`` are the words that stand before them."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        rows = [(r["word"].translate(fold), r["kind"]) for r in lexicons.rows("entities/nicknames")]
        self._stage = frozenset(word for word, kind in rows if kind == "stage")
        self._kin = frozenset(word for word, kind in rows if kind == "kin")
        self.marks = self._stage | self._kin
        self._titles = frozenset(r["name"].translate(fold) for r in lexicons.rows("words/titles") if "prefix" in r["tag"])
        self._says = tuple(r["word"] for r in lexicons.rows("entities/after_names") if r["kind"] == "say")
        tables = ("latin_words", "latin_not_people", "platforms")
        self._no_names = frozenset(r["word"] for t in tables for r in lexicons.rows(f"entities/{t}"))

    def find(self, seen: View) -> Iterator[Found]:
        """Every such name; other mentions of it are found by its text."""
        for i in seen.marks:
            word = seen.words[i]
            if word in self._stage or (word in self._titles and self._says_after(seen, i)):
                yield from self._staged(seen, i)
            if word in self._kin and self._doubled(seen, i):
                yield Found(seen.ends[i], seen.ends[i + 2], "person", "", "pattern", "name of one character twice")

    def _says_after(self, seen: View, at: int) -> bool:
        """專家Max說: a Latin word between a title and a verb of saying."""
        latin = _LATIN.match(seen.text, seen.ends[at])
        return latin is not None and seen.text.startswith(self._says, latin.end())

    def _staged(self, seen: View, at: int) -> Iterator[Found]:
        start, text = seen.ends[at], seen.text
        latin = _LATIN.match(text, start)
        if latin:
            if self._no_names.isdisjoint((latin[0], *latin[0].split())) and not seen.types[at + 1]:
                yield Found(start, latin.end(), "person", "foreign", "pattern", "stage name")
            return
        quoted = _QUOTED.match(text, start)
        if quoted and (quoted[1].isascii() or len(quoted[1]) <= LONGEST) and not seen.types[at + 2]:
            yield Found(quoted.start(1), quoted.end(1), "person", "", "pattern", "stage name")

    @staticmethod
    def _doubled(seen: View, at: int) -> bool:
        """The next two tokens are one character twice, and not here alone."""
        words = seen.words
        if at + 2 >= len(words) or len(words[at + 1]) > 1 or words[at + 1] != words[at + 2] or not "\u4e00" <= words[at + 1] <= "\u9fff":
            return False
        return seen.joined(at + 1) and seen.joined(at + 2) and seen.text.count(words[at + 1] * 2) > 1
