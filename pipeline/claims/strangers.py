"""Names that nobody knows, which may be a speaker all the same: what stands before a cue, after a post, behind what describes it."""

import re
from collections.abc import Set

from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import Phrase
from pipeline.claims.words import token_at
from pipeline.document import Tokens

_DESCRIBED = 20  # code points of a source with what describes it that are taken as its name: 機車行的老闆
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,6}(?<![中上內裡])")
_UNITS = frozenset("年月日號時分秒週歲%人個名位元萬億")  # a number before one of these is no part of a name
_REACH = 40  # code points of a clause in which words nobody knows may be the speaker


class Strangers:
    """Finds names that nobody knows in one reading. ``cues``: where cues begin."""

    def __init__(self, text: str, lists: WordLists, tokens: Tokens, cues: Set[int]) -> None:
        self._text, self._lists, self._tokens, self._cues = text, lists, tokens, cues
        self._repeated: dict[str, bool] = {}

    def unknown(self, start: int, cue: int) -> Phrase | None:
        """The words before a cue where they are few and none is known: 黨務高層表示，, 總幹事許自由說，; a name the text has more than once."""
        at = self._lists.after_opening(self._text, start, cue)
        if not 2 <= cue - at <= _REACH:
            return None
        paper = self._lists.paper.fullmatch(self._text, at, cue)
        if paper is not None:
            return Phrase(paper.start("name"), paper.end("name"), None, None, False)
        phrase = self.after_post(at, cue)
        if phrase is not None:
            return phrase
        found = self._lists.foreign.fullmatch(self._text, at, cue)
        if found is not None:
            return Phrase(found.start("name"), found.end("name"), None, None, True)
        found = self._lists.name_after.fullmatch(self._text, at, cue)
        if found is None or not (self.is_source(found["name"]) or self.is_repeated(found["name"]) or self._is_set_against(found)):
            return self._described_source(at, cue)
        return self.name(found) or self._described_source(at, cue)

    def last_words(self, start: int, cue: int) -> Phrase | None:
        """The last words before a cue that can only report, whatever stands before them: 首先致詞的謝天佑表示，."""
        at = max(self._lists.after_opening(self._text, start, cue), cue - _REACH)
        found = self._lists.last_words.fullmatch(self._text, at, cue) if cue - at >= 2 else None
        if found is None or not (self.is_source(found["name"]) or self._lists.person_name.fullmatch(found["name"])):
            return None
        return None if self._lists.prepositions.end(self._text, start, found.start("name")) else self.name(found)

    def after_post(self, start: int, end: int) -> Phrase | None:
        """A name that nobody knows where it ends ``start..end`` after its post: 導演葉芷涵."""
        found = self._lists.name_after_post.fullmatch(self._text, start, end) if end - start <= _REACH else None
        return None if found is None else self.name(found)

    def known_by_kind(self, start: int, cue: int, repeated: bool) -> Phrase | None:
        """A party, board or group nobody knows as the whole clause before a cue: 綠黨則呼籲; any name that is ``repeated`` where it may be."""
        found = self._lists.name_after.fullmatch(self._text, self._lists.after_opening(self._text, start, cue), cue)
        if found is None or found["title"] or not (self.is_source(found["name"]) or (repeated and self.is_repeated(found["name"]))):
            return self._described_source(self._lists.after_opening(self._text, start, cue), cue)
        return self.name(found)

    def is_repeated(self, name: str) -> bool:
        """True for a name that nobody knows but the text has more than once; no adverb is one."""
        if name not in self._repeated:
            self._repeated[name] = self._text.count(name) > 1 and self._lists.manners.fullmatch(name) is None
        return self._repeated[name]

    def _is_set_against(self, found: re.Match[str]) -> bool:
        """True for a name that 則 sets against another: 海東則表示."""
        return self._text.startswith("則", found.end("name")) and _HAN_NAME.fullmatch(found["name"]) is not None

    def name(self, found: re.Match[str]) -> Phrase | None:
        """The name that a pattern found, if it may be one; 的 before it is what describes it: 擔任護理師的|林曉青. None has 的 inside it."""
        start, end = found.start("name") + found["name"].startswith("的"), found.end("name")
        if start > found.start("name") and self._lists.person_name.match(self._text, start) is None:
            return None  # 學生的|真情分享
        while start and self._text[start - 1].isdecimal() and self._text[start] not in _UNITS:
            start -= 1  # 86|小舖; not 2024|年間
        return Phrase(start, end, None, None, True) if self._text.find("的", start, end) < 0 and self.is_sound(start, end) else None

    def is_sound(self, start: int, end: int) -> bool:
        """True where words that nobody knows may be a name: cut out of no word that is known, neither adverb nor verb at their edges."""
        if start in self._cues:
            return False
        tokens = self._tokens
        first, last = token_at(tokens, start), token_at(tokens, end - 1)
        if last >= 0 and tokens.ends[last] > end and tokens.starts[last] not in tokens.guessed:
            return False
        rest = tokens.ends[first] - start if first >= 0 and tokens.starts[first] < start else 0
        if rest == 1 and self._lists.person_name.match(self._text, start) is None:  # 關係人|員則
            return False
        return self._lists.unsound.fullmatch(self._text, start, end) is None

    def is_source(self, name: str) -> bool:
        """True for the name of a body, by its last word, and for one in Latin letters."""
        return (self._lists.sources.end(name) and not name.endswith(self._lists.no_bodies)) or name.isascii()

    def _described_source(self, start: int, cue: int) -> Phrase | None:
        """A source behind what describes it: 主要承接陸客的旅行社表示，."""
        at = self._text.rfind("的", start, cue) + 1
        if (
            at
            and self._text.startswith("人", at)
            and self._lists.adverbs.fullmatch(self._text, at + 1, cue) is not None
            and self._lists.unsound.fullmatch(self._text, start, at - 1) is None
        ):
            return Phrase(start, at + 1, None, None, True)
        found = self._lists.name_after.fullmatch(self._text, at, cue) if at else None
        if found is None or not self.is_source(found["name"]) or not self.is_sound(*found.span("name")):
            return None
        first = start if found.end("name") - start <= _DESCRIBED else found.start("name")
        return Phrase(first, found.end("name"), None, None, True)
