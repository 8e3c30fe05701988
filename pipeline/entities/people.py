"""People no lexicon holds: Chinese names by weight, foreign names by form."""

import re
from collections.abc import Iterator

from pipeline.entities.bylines import Bylines
from pipeline.entities.foreign import ForeignNames
from pipeline.entities.found import Found, View
from pipeline.entities.japanese import JapaneseNames
from pipeline.entities.names import Candidate, InnerWeights, OuterWeights, candidates, surnames_of, weights_of, words_that_are_no_names
from pipeline.entities.nicknames import Nicknames
from pipeline.entities.titled import TitledNames
from pipeline.lexicon import Lexicons

NUMERALS = "0123456789一二兩三四五六七八九十百千萬億數幾每"
_NEVER_IN = frozenset("與及著說")
_SURNAMED = "姓"
_SHORT = 2  # code points of the shortest name
_THIS, _DAY = "今昨", re.compile(r"[（(] ?\d{1,2} ?[）)][日天]")
_UNNAMED = re.compile(f"([\u4e00-\u9fff]){_SURNAMED}")
# Log-odds against a name whose surname the text gives somebody without a name: 丁姓男子…，丁嚇得|逃走. In 460 annotated articles it takes away two
# names, both of them false (so it does from 2 to 3; with 1 one of them stays).
ELSEWHERE = 2.0
HOPELESS = -3.5  # no neighbours outweigh such parts


class PersonFinder:
    """Finds people under fixed lexicons. ``heads`` are the characters a name may start with, ``marks`` words before nicknames."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        self._titles = lexicons.words("words/titles")
        self._weights = weights_of(lexicons)
        self._inner, self._outer = InnerWeights.of(self._weights), OuterWeights.of(self._weights)
        self._surnames = surnames_of(lexicons)
        self._not_names = words_that_are_no_names(lexicons)
        self._measures = frozenset(r["name"].translate(fold) for r in lexicons.rows("words/measure") if len(r["name"]) == 1)
        self._not_last = frozenset("".join(r["characters"] for r in lexicons.rows("entities/name_ends")))
        self._japanese = JapaneseNames(lexicons)
        self._bylines = Bylines(lexicons, self._surnames)
        self._titled = TitledNames(lexicons, self._weights, self._surnames)
        self._foreign = ForeignNames(lexicons, self._titled)
        self._nicknames = Nicknames(lexicons)
        honorific = frozenset(r["name"].translate(fold) for r in lexicons.rows("words/titles") if "honorific" in r["tag"])
        self._honorific = frozenset(t for t in honorific if len(t) == 2)
        self.marks = self._nicknames.marks
        self.heads = self._surnames.single | self._surnames.heads | self._japanese.heads

    def find(self, seen: View) -> Iterator[Found]:
        """Every likely person; Chinese names do not overlap one another, others may."""
        chinese = list(self._chinese(seen))
        yield from chinese
        named = {at for f in chinese for at in range(f.start, f.end)}
        titles = self._titled.title_ends(seen)
        beside = (_without_day(seen.text, f) for f in (*self._titled.find(seen, titles), *self._bylines.find(seen)))
        yield from (f for f in beside if named.isdisjoint(range(f.start, f.end)))
        yield from (f for f in self._foreign.find(seen, titles) if f.rule != "title and transliteration" or f.start not in named)
        yield from self._japanese.find(seen)
        yield from self._japanese.elders(seen)
        yield from self._nicknames.find(seen)

    def _chinese(self, seen: View) -> Iterator[Found]:
        inner, outer = self._inner.score, self._outer.score
        best: list[tuple[float, Candidate]] = []
        unnamed = frozenset(_UNNAMED.findall(seen.text)) if _SURNAMED in seen.text else frozenset()
        for candidate in candidates(seen, self._surnames):
            value = inner(seen, candidate)
            if value <= HOPELESS:
                continue
            first, last, _ = candidate
            name = seen.text[seen.starts[first] : seen.ends[last]]
            if not self._counted(seen, first) and self._may_be(name) and not _takes_a_day(seen.text, seen.ends[last]):
                value += outer(seen, candidate, self._titles)
                if seen.text[seen.starts[first]] in unnamed:
                    value -= ELSEWHERE
                if value > 0:
                    best.append((value, candidate))
        taken: set[int] = set()
        for _, (first, last, _) in sorted(best, key=lambda b: (-b[0], b[1])):
            tokens = range(first, last + 1)
            if taken.isdisjoint(tokens):
                taken.update(tokens)
                yield Found(seen.starts[first], seen.ends[last], "person", "", "pattern", "surname and given name")

    def _counted(self, seen: View, first: int) -> bool:
        """五張票卡: a number before it makes the surname a measure word."""
        before = seen.words[first - 1] if seen.joined(first) else ""
        return bool(before) and before[-1] in NUMERALS and seen.words[first][0] in self._measures

    def _may_be(self, name: str) -> bool:
        if name in self._not_names or name[-1] in self._not_last or name[1:] in self._honorific:  # 鍾先生
            return False
        return _NEVER_IN.isdisjoint(name)


def _takes_a_day(text: str, end: int) -> bool:
    """True where the last character of a name belongs to the day after it: 劉宇|今（28）日."""
    return text[end - 1] in _THIS and _DAY.match(text, end) is not None


def _without_day(text: str, found: Found) -> Found:
    """A name without the 今 of the day after it."""
    return found._replace(end=found.end - 1) if found.end - found.start > _SHORT and _takes_a_day(text, found.end) else found
