"""People named right after their title, character by character: where the engine cuts 科長鄭雅文說 as 科長 + 鄭 + 雅 + 文說, the title still tells."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from pipeline.entities.found import Found, View
from pipeline.entities.names import Feature, Surnames
from pipeline.lexicon import Lexicons

# The least sum of the weights of a name's characters: before a verb of saying, before a particle or a sign, else; with one given character.
SAYING, EDGE, BARE, ALONE, DOUBLE = -2.7, -0.5, 1.0, 2.0, -0.5
# The same where the engine joins none of its characters and a word or a sign follows: 女星 + 童 + 菲 + 外型.
APART, APART_ALONE, APART_DOUBLE = -5.0, 0.0, -1.0
FUNCTION, UNKNOWN = -0.9, -9.0  # the least weight of a surname that is a function word too

_GLUED = re.compile("[長席員王后](?=[\u4e00-\u9fff])")  # the engine may cut titles that end so across: 次 + 長江, 主席費
_STAGE_NAME = re.compile("(?<![A-Za-z-])[A-Za-z-]{2,}+（(?=[\u4e00-\u9fff]{2,4}）)")  # Jin（金碩珍）
_GAP = ("", " ", "\n")


class TitledNames:
    """Finds Chinese names after titles under fixed lexicons; ``weights`` are those of ``pipeline.entities.names``."""

    def __init__(self, lexicons: Lexicons, weights: Mapping[Feature, float], surnames: Surnames) -> None:
        fold = dict(lexicons.fold)
        rows = ((r["name"].translate(fold), r["tag"]) for r in lexicons.rows("words/titles"))
        self._titles = frozenset(name for name, tag in rows if len(name) > 1 and "prefix" in tag)
        self._weights = weights
        rare = {r["name"].translate(fold) for r in lexicons.rows("words/surnames") if r["kind"] == "surname.rare"}
        self._single, self._double = surnames.single | rare, surnames.double
        after = [(r["word"], r["kind"]) for r in lexicons.rows("entities/after_names")]
        self._says = tuple(word for word, kind in after if kind == "say")
        self._edges = tuple(word for word, kind in after if kind != "say")
        self._honorific = {r["name"].translate(fold) for r in lexicons.rows("words/titles") if "honorific" in r["tag"]}
        self._words = lexicons.words("entities/left_stops", "entities/generic", "entities/not_people", "entities/surname_words")
        ends = [frozenset(r["characters"]) for r in lexicons.rows("entities/name_ends")]
        self._never_last = ends[0] if ends else frozenset()
        self._not_last = frozenset().union(*ends)
        self._function = frozenset(r["word"] for r in lexicons.rows("entities/left_stops") if len(r["word"]) == 1)

    def ends_here(self, text: str, at: int) -> bool:
        """True where what stands at ``at`` may follow a name."""
        return text[at : at + 1] in _GAP or text[at].isdigit() or text.startswith(self._says, at) or text.startswith(self._edges, at)

    def find(self, seen: View, titles: Sequence[int]) -> Iterator[Found]:
        """The name after each of ``titles`` (where they end); they may overlap other names."""
        text, single, double = seen.text, self._single, self._double
        for start in titles:
            if text[start : start + 1] not in single and text[start : start + 2] not in double:
                continue  # most titles
            for surname in self._surnames(text, start):
                end = next((start + surname + n for n in (2, 1) if self._likely(seen, start, surname, start + surname + n)), 0)
                if end and not seen.types[bisect_left(seen.starts, start)].startswith("person"):
                    yield Found(start, end, "person", "", "pattern", "name after a title")
                    break

    def title_ends(self, seen: View) -> list[int]:
        """Where titles end that stand before a name."""
        ends = {seen.ends[i] for i in seen.marks if seen.words[i] in self._titles}
        ends.update(m.end() for m in _STAGE_NAME.finditer(seen.text))
        ends.update(m.end() for m in _GLUED.finditer(seen.text) if self._ends_title(seen.text, m.end()))
        return sorted(ends)

    def _ends_title(self, text: str, end: int) -> bool:
        return any(text[end - n : end] in self._titles for n in (2, 3))

    def _surnames(self, text: str, start: int) -> Iterator[int]:
        """How long the surname at ``start`` may be. Two single ones together are a married woman's: 蔣伍清明."""
        if text[start : start + 2] in self._double:
            yield 2
        if text[start : start + 1] in self._single and self._surname_like(text[start]):
            yield 1
            if text[start + 1 : start + 2] in self._single and self._weigh("s", text[start]) > 0 <= self._weigh("s", text[start + 1]):
                yield 2

    def _surname_like(self, character: str) -> bool:
        """由 and 於 are words, 曾 is a name too."""
        return character not in self._function or self._weights.get(("s", character), UNKNOWN) > FUNCTION

    def _weigh(self, family: str, value: str) -> float:
        return self._weights.get((family, value), 0.0)

    def _likely(self, seen: View, start: int, surname: int, end: int) -> bool:
        """Is ``start..end`` a name, after its characters and what follows?"""
        text = seen.text
        name, given = text[start:end], text[start + surname : end]
        if (
            end > len(text)
            or name in self._words
            or given in self._honorific
            or text[start - 1 : start + 1] in self._words
            or not all("\u4e00" <= c <= "\u9fff" for c in name)
        ):
            return False
        says = text.startswith(self._says, end)
        if name[-1] in (self._never_last if says else self._not_last):
            return False
        follows, word = says or self.ends_here(text, end), given in self._words or name[:2] in self._words
        apart = self._apart(seen, start + surname, end) and self._function.isdisjoint(given) and (follows or before_word(seen, end))
        value = self._weigh("s", name[:surname])
        if len(given) == 1:
            if apart and value + self._weigh("1a", given) > (APART_ALONE if surname == 1 else APART_DOUBLE):
                return True
            return follows and value + self._weigh("1a", given) > (ALONE if surname == 1 else DOUBLE)
        value += self._weigh("2a", given[0]) + self._weigh("2b", given[1]) + self._weigh("gg", given)
        if apart and not word and value > APART:
            return True
        if follows:
            return value > (SAYING if says and not (word and surname == 2) else 0.5 if word else EDGE)
        return value > BARE and seen.ends_at(end) and surname == 1 and not word

    @staticmethod
    def _apart(seen: View, start: int, end: int) -> bool:
        """Every character of ``start..end`` is a token of its own."""
        return all(seen.ends_at(at) for at in range(start, end + 1))


def before_word(seen: View, at: int) -> bool:
    """A token of more than one character starts at ``at``."""
    return seen.starts_at(at) and not seen.ends_at(at + 1)
