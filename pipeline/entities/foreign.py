"""Names of people in foreign form: transliterated with a middle dot, beside their Latin form, after a title; Latin names."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.entities.found import Found, View
from pipeline.entities.titled import TitledNames
from pipeline.lexicon import Lexicons

_DOT = re.compile(r"(?<=[\u4e00-\u9fff])(?<![一二三四五六七八九十○〇零])·(?=[\u4e00-\u9fff])")
_LATIN_NAME = re.compile(  # a pattern that starts with a set of characters is searched at the speed of that set: what stands before comes second
    r"[A-Z](?<![A-Za-z0-9.&'-].)[a-z]+(?:-[A-Z][a-z]+)?(?: [A-Z]\.?)?(?: (?:de|van|von|der|la|al|bin|el))?(?: (?:Mc|Mac|O'|Di|De)?[A-Z][a-z]+(?:-[A-Z][a-z]+)?){1,2}(?![A-Za-z0-9&'-])"
)
_GLOSS = re.compile(r"（ ?([A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f.'’ -]{2,40}?) ?[）,，、]")
_JUNIOR = re.compile(r",? Jr\.?")
_LATIN_TITLES = ("Dr", "Dr.", "Mr", "Mr.", "Ms", "Ms.", "Mrs.", "Prof.", "Sir", "CEO", "CFO", "COO", "CTO")
_INITIALS = re.compile(r"(?:[A-Z]\. ?){1,3}[A-Z][a-z]+(?![A-Za-z0-9&'-])")
_LAST = frozenset("生")  # 傑克生 + 戴維斯
_PARTICLES = "在有無為於若多與和及將對向因"
_HAN = re.compile(r"[\u4e00-\u9fff]{2,6}")
_REGNAL = re.compile("[一二三四五六七八九十]+世")
LONGEST = 6  # characters of one transliterated part


def _title_length(latin: str) -> int:
    """How many code points of a Latin name its title takes: Dr Martin Fox."""
    first, _, name = latin.partition(" ")
    return len(first) + 1 if " " in name and first in _LATIN_TITLES else 0


class ForeignNames:
    """Finds foreign people under fixed lexicons; ``titled`` tells where a name may end."""

    def __init__(self, lexicons: Lexicons, titled: TitledNames) -> None:
        self._ends_here = titled.ends_here
        classes = {row["class"]: row["characters"] for row in lexicons.rows("entities/transliteration")}
        self._sounds = frozenset(classes.get("near", ""))
        self._wide = self._sounds | frozenset(classes.get("wide", ""))
        self._after_dot = self._wide | frozenset(classes.get("dotted", ""))
        self._before_dot = self._after_dot | frozenset(classes.get("before_dot", ""))
        self._says = frozenset(r["word"] for r in lexicons.rows("entities/support") if (r["type"], r["side"]) == ("person", "after"))
        self._given = frozenset(row["name"] for row in lexicons.rows("entities/latin_given_names"))
        self._not_people = frozenset(w for row in lexicons.rows("entities/latin_not_people") for w in row["word"].split())
        self._titles = lexicons.words("words/titles")
        self._bodies = frozenset(row["suffix"] for row in lexicons.rows("entities/suffixes"))
        self._stops = lexicons.words("entities/left_stops", "entities/not_people", "words/titles")

    def find(self, seen: View, titles: Sequence[int]) -> Iterator[Found]:
        """Foreign names; they may overlap. ``titles`` are the offsets where titles end."""
        text = seen.text
        if "·" in text:
            yield from self._dotted(seen)
        for gloss in _GLOSS.finditer(text):
            yield from self._glossed(seen, titles, gloss)
        yield from self._titled(seen)
        for end in titles:
            if self._wide.issuperset(text[end : end + 3]):
                yield from self._run_after(seen, end)
        for end in titles:
            initials = _INITIALS.match(text, end + (text[end : end + 1] == " "))
            if initials:
                yield Found(initials.start(), initials.end(), "person", "foreign", "pattern", "latin name")
        for latin in _LATIN_NAME.finditer(text):
            start = latin.start() + _title_length(latin[0])
            if self._is_person(text, text[start : latin.end()], start):
                yield Found(start, latin.end(), "person", "foreign", "pattern", "latin name")

    def _dotted(self, seen: View) -> Iterator[Found]:
        """鮑里斯·強森: the tokens that touch the dot, and further transliterating characters."""
        text, at = seen.text, 0
        for dot in _DOT.finditer(text):
            if dot.start() < at:
                continue
            touching = bisect_left(seen.starts, dot.start()) - 1
            if len(seen.words[touching]) > 1 and seen.words[touching] in self._stops:
                continue
            start = min(self._run_left(seen, dot.start(), self._before_dot), seen.starts[touching])
            if text[start] in _PARTICLES and dot.start() - start > 2 and seen.starts_at(start + 1):
                start += 1  # 還有|約翰·布里斯
            end = self._dotted_end(seen, dot.end())
            while end < len(text) and text[end] == "·":
                end = self._dotted_end(seen, end + 1)
            if dot.start() - start == 1 and not self._before_dot.issuperset(text[start] + text[dot.end() : dot.end() + 2]):
                continue  # 愛·回家
            if end - dot.end() == 1 and text[dot.end()] not in self._after_dot:
                continue  # 舞弄·影
            if text[start - 1 : start] == "小" and seen.starts_at(start - 1):
                start -= 1  # 小勞勃·道尼
            if sum(c in self._before_dot for c in text[start:end]) * 2 < end - start:
                continue  # 氣象·老大
            if dot.start() - start <= LONGEST and end > dot.end():
                yield Found(start, end, "person", "foreign", "pattern", "dotted name")
                at = end

    def _dotted_end(self, seen: View, start: int) -> int:
        first = bisect_left(seen.starts, start)
        whole = seen.ends[first] if first < len(seen.starts) and seen.starts[first] == start else start
        end = self._run_right(seen.text, start)
        last = bisect_left(seen.starts, end) - 1
        if seen.starts[last] - start > 1 and seen.ends[last] >= end and len(seen.words[last]) > 1 and seen.words[last] in self._stops:
            end = seen.starts[last]  # 吉塔·戈皮納特|當天, 柏格|先前
        return max(end, whole if whole - start <= LONGEST else start)

    @staticmethod
    def _run_left(seen: View, end: int, sounds: frozenset[str]) -> int:
        """Where the run of transliterating characters that ends at ``end`` starts, on a token's boundary."""
        start, text = end, seen.text
        while start > 0 and end - start < LONGEST and text[start - 1] in sounds:
            start -= 1
        while start < end and not seen.starts_at(start):
            start += 1
        return start

    def _run_right(self, text: str, start: int) -> int:
        end = start
        while end < len(text) and end - start < LONGEST and text[end] in self._after_dot:
            end += 1
        return end

    def _glossed(self, seen: View, titles: Sequence[int], gloss: re.Match[str]) -> Iterator[Found]:
        """努佐（Jennifer Nuzzo）: both are mentions."""
        text = seen.text
        end = self._without_title(seen, gloss.start())
        title = _title_length(gloss[1])
        latin, latin_start = gloss[1][title:].strip(), gloss.start(1) + title
        words = latin.split()
        if not (1 <= len(words) <= 4 and words[-1][:1].isupper()) or self._not_people & set(words) or end == 0:
            return
        if len(words) == 1 and (words[0] not in self._given or text[end - 1] not in self._sounds):  # 米婭（Mia）
            return
        if self._names_a_body(seen, end):
            return
        if text[end - 1] not in self._sounds and not any(1 < end - t <= LONGEST for t in titles):
            return
        start = self._words_left(seen, end, self._run_left(seen, end, self._sounds))
        while seen.starts_at(start - 1) and self._may_begin(text[start - 1]) and start < end < start + LONGEST:
            start -= 1  # single characters met in names only: 海莉羅爾
        if end - start < 3:
            start = self._token_before(seen, end, start)
        if end - start < 2:
            start = max((t for t in titles if t < end - 1 and end - t <= LONGEST and _HAN.fullmatch(text, t, end)), default=start)
        if end - start < 2 or text[start - 1] == "·":
            start = end  # its dotted form is found by itself
        if start < end:
            yield Found(start, end, "person", "foreign", "pattern", "latin gloss")
        junior = _JUNIOR.match(text, latin_start + len(latin))
        latin_end = junior.end() if junior else latin_start + len(latin)
        if start < end or len(words) > 1:
            yield Found(latin_start, latin_end, "person", "foreign", "pattern", "latin gloss", alias_of=start)

    def _names_a_body(self, seen: View, end: int) -> bool:
        """True where what is glossed ends as organizations do: 顧問公司（Teneo Intelligence）."""
        at = bisect_left(seen.ends, end)
        return seen.ends_at(end) and len(seen.words[at]) > 1 and seen.words[at] in self._bodies

    def _without_title(self, seen: View, end: int) -> int:
        """Where a name ends that a title follows before its gloss: 馬丁福克斯|博士（Martin Fox）."""
        at = bisect_left(seen.ends, end)
        titled = at < len(seen.words) and seen.ends[at] == end and seen.words[at] in self._titles and end - seen.starts[at] > 1
        return seen.starts[at] if titled else end

    def _words_left(self, seen: View, end: int, start: int) -> int:
        """``start``, or further left at the head of whole tokens of characters of foreign names: 傑克 + 生 + 戴維斯."""
        at = bisect_left(seen.ends, end)
        if at >= len(seen.ends) or seen.ends[at] != end:
            return start
        while end - seen.starts[at] <= LONGEST + 1 and self._foreign_token(seen, at):
            start = min(start, seen.starts[at])
            if not seen.joined(at):
                break
            at -= 1
        return start

    def _foreign_token(self, seen: View, at: int) -> bool:
        word = seen.words[at]
        return (self._wide | _LAST).issuperset(word) and word not in self._stops and not seen.types[at].startswith("place")

    def _token_before(self, seen: View, end: int, start: int) -> int:
        """Where the token that ends at ``end`` starts, if it is made of such characters (海德爾); else ``start``."""
        at = bisect_left(seen.ends, end)
        fits = at < len(seen.words) and seen.ends[at] == end and 3 <= len(seen.words[at]) <= LONGEST
        return seen.starts[at] if fits and self._wide.issuperset(seen.words[at]) else start

    def _may_begin(self, character: str) -> bool:
        return character in self._wide and character not in self._stops

    def _titled(self, seen: View) -> Iterator[Found]:
        """總統馬克宏, 達里歐認為: transliterating characters and no others after a title or, at a clause's head, before a verb of saying."""
        for i in seen.marks:
            word = seen.words[i]
            if word in self._titles:
                last = i
                while last + 1 < len(seen.words) and seen.joined(last + 1) and self._sounding(seen, last + 1):
                    last += 1
                if last > i and 2 <= seen.ends[last] - seen.ends[i] <= LONGEST and self._whole(seen, i, last):
                    yield Found(seen.ends[i], seen.ends[last], "person", "foreign", "pattern", "title and transliteration")
            if word in self._says:
                yield from self._saying(seen, i)

    def _run_after(self, seen: View, start: int) -> Iterator[Found]:
        """英王查理斯三世: characters of foreign names up to where a name may end, however the engine cuts them."""
        text, stop = seen.text, start
        while stop - start < LONGEST and text[stop : stop + 1] in self._wide and stop < len(text):
            stop += 1
        for end in range(stop, start + 2, -1):
            if text[end - 1] in _PARTICLES or text[start] in _PARTICLES:
                continue
            rare = sum(c not in self._sounds for c in text[start:end])
            regnal = _REGNAL.match(text, end)
            if (
                rare < 2
                and not self._knows(seen, start, end)
                and (regnal or self._ends_here(text, end) or self._cut_before_word(seen, end))
            ):
                yield Found(start, regnal.end() if regnal else end, "person", "foreign", "pattern", "title and transliteration")
                return

    def _knows(self, seen: View, start: int, end: int) -> bool:
        """A lexicon name stands in the run; in a long one that is no place: 詹姆斯岡恩."""
        tokens = slice(bisect_left(seen.starts, start), bisect_left(seen.starts, end))
        types = seen.types[tokens]
        if end - start < 5:
            return any(types)
        return any(t.startswith("place") for t in types) or not self._stops.isdisjoint(seen.words[tokens])  # 羅智強 + 無法

    @staticmethod
    def _cut_before_word(seen: View, end: int) -> bool:
        at = bisect_left(seen.starts, end)
        return at < len(seen.words) and seen.starts[at] == end and len(seen.words[at]) > 1

    def _whole(self, seen: View, title: int, last: int) -> bool:
        """No further character of the name after it: 伊蘭 + 芳 is no foreign name."""
        if self._ends_here(seen.text, seen.ends[last]):
            return True
        following = seen.words[last + 1]
        return seen.ends[last] - seen.ends[title] > 2 and (len(following) > 1 or following not in self._wide)

    def _saying(self, seen: View, verb: int) -> Iterator[Found]:
        first = verb
        while seen.joined(first) and self._sounding(seen, first - 1):
            first -= 1
        at_head = first == 0 or not "\u4e00" <= seen.words[first - 1][-1] <= "\u9fff"
        if verb - first > 1 and at_head and 2 <= seen.starts[verb] - seen.starts[first] <= LONGEST:
            yield Found(seen.starts[first], seen.starts[verb], "person", "foreign", "pattern", "transliteration and saying")

    def _sounding(self, seen: View, at: int) -> bool:
        word, sounds = seen.words[at], self._sounds
        return word[0] in sounds and not seen.types[at] and word not in self._stops and all(c in sounds for c in word)

    def _is_person(self, text: str, latin: str, start: int) -> bool:
        words = latin.split()
        if self._not_people & set(words):
            return False
        if words[0] in self._given:
            return True
        before = text[max(0, start - 12) : start].rstrip()
        if before.endswith(_LATIN_TITLES):
            return True
        return any(before[-n:] in self._titles for n in range(2, min(len(before), 12) + 1))
