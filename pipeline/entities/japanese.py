"""Japanese names written in Chinese characters: a surname of lexicons/words/surnames.tsv and a given name of one to three characters."""

from collections.abc import Iterator

from pipeline.entities.found import Found, View
from pipeline.lexicon import Lexicons

_ELDERS = ("阿嬤", "阿公", "奶奶", "爺爺", "桑")
_UNSURE = frozenset(("", "word", "place?", "organization?", "person?"))
_FREE = frozenset(("", "place", "place?", "organization?", "person?"))  # 石川, 千葉 are places too: then two clear characters must follow


class JapaneseNames:
    """Finds Japanese names under fixed lexicons."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        self._surnames = frozenset(
            r["name"].translate(fold) for r in lexicons.rows("words/surnames") if r["kind"] == "surname.japanese" and len(r["name"]) > 1
        )
        self._words = lexicons.words("entities/left_stops", "entities/generic", "entities/not_people")
        self.heads = frozenset(s[0] for s in self._surnames)
        self._starts = frozenset(s[:2] for s in self._surnames)
        classes = {r["class"]: frozenset(r["characters"].translate(fold)) for r in lexicons.rows("entities/japanese")}
        self._any, self._alone, self._third = (classes.get(c, frozenset()) for c in ("any", "alone", "third"))

    def find(self, seen: View) -> Iterator[Found]:
        """Every surname followed by a given name, and given names before 阿嬤 and its like."""
        text, starts, surnames = seen.text, seen.starts, self._starts
        for i in seen.heads:
            start = starts[i]
            if text[start : start + 2] not in surnames or seen.types[i] not in _FREE:
                continue
            known_place = seen.types[i] != ""
            for size in (3, 2):
                if known_place and len(seen.words[i]) > size:  # 福岡市
                    continue
                if text[start : start + size] in self._surnames:
                    end = self._given_end(seen, i, start + size, known_place=known_place)
                    if end and text[start:end] not in self._words:
                        yield Found(start, end, "person", "japanese", "pattern", "Japanese surname and given name")
                        break

    def _given_end(self, seen: View, first: int, at: int, *, known_place: bool) -> int:
        """Where the given name that starts at ``at`` ends, or 0: at a token's end, 2 characters rather than 3 or 1."""
        text, ends = seen.text, set()
        if first + 1 < len(seen.words) and len(seen.words[first + 1]) > 1 and seen.words[first + 1] in self._words:
            return 0  # 熊本 + 國家, 小園 + 一次
        last = first
        while last < len(seen.words) and seen.starts[last] < at + 3:
            if last > first and (seen.types[last] not in _UNSURE or not seen.joined(last)):
                break
            ends.add(seen.ends[last])
            last += 1
        fits = [n for n in (1, 2, 3) if at + n in ends and all(c in self._any for c in text[at : at + n])]
        if 3 in fits and text[at + 2] in self._third:
            return at + 3
        if 2 in fits:
            return at + 2
        return at + 1 if 1 in fits and not known_place and text[at] in self._alone else 0

    def elders(self, seen: View) -> Iterator[Found]:
        """千代阿嬤: a given name before a form of address, where it stands more than once."""
        for title in _ELDERS:
            at = seen.text.find(title)
            while at > 1:
                name = seen.text[at - 2 : at]
                if all(c in self._any for c in name) and seen.text.count(name + title) > 1:
                    yield Found(at - 2, at, "person", "japanese", "pattern", "given name and form of address")
                at = seen.text.find(title, at + 1)
