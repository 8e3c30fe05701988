"""Organizations shown by what stands beside them: unknown names in a list of companies, Latin names beside a word of business."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Set

from pipeline.entities.context import LISTS
from pipeline.entities.found import Found, View
from pipeline.lexicon import Lexicons

_LATIN = re.compile(
    r"[A-Z](?<![A-Za-z0-9./@&-].)[A-Za-z0-9]*(?:[&.-][A-Za-z0-9]+)*(?: [A-Z][A-Za-z0-9]*(?:[&.-][A-Za-z0-9]+)*){0,3}(?![A-Za-z0-9@&-])"
)
_MODEL = re.compile(r"[A-Z]{1,5}-?[0-9]+[A-Za-z]?(?: |$)")  # A18, AT-3, DDR5
_QUOTED = re.compile(r"[「『]([^「」『』《》（）()，。、！？:；\n]{2,12})[」』]")
_MEDIUM = re.compile(r"《([^「」『』《》（）()，。、！？:；\n]{2,12}|[A-Za-z0-9 .'-]{2,30})》")
_WHEN = re.compile(r"(?:[0-9]{1,2}月)?[0-9]{1,2}日|今[天日]|昨[天日]|[今昨]（[0-9]{1,2}）日|近[日期]|最新")
_JOINING = frozenset("與和之的地")  # stand inside quoted names: 樂團「男孩與時鐘」
_NUMERALS = frozenset("一二兩三四五六七八九十")
_MEDIA = re.compile(r"(?:[、與和及]《[^《》\n]{2,12}》)+")
_ENDS = frozenset("、與及和等，。；）或」")


class Beside:
    """Finds organizations by their neighbours under fixed lexicons."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        rows = [(r["type"], r["side"], r["word"].translate(fold)) for r in lexicons.rows("entities/support")]
        self._after = tuple({w for t, s, w in rows if (t, s) == ("latin", "after")})
        said = {w for t, s, w in rows if (t, s) == ("person", "after")}
        self._acts = tuple(w for w in self._after if w not in said)  # a single Latin name that says something may be a person
        self._before = tuple({w for t, s, w in rows if (t, s) == ("latin", "before")})
        self._latin_ends = frozenset(r["word"] for r in lexicons.rows("entities/latin_ends"))
        self._quoting = tuple(w for t, _, w in rows if t == "quoted")
        self._media = tuple(w for t, _, w in rows if t == "media")
        self._business = frozenset(w for t, _, w in rows if t == "unknown")
        self._words = frozenset(
            w
            for name in ("latin_words", "latin_given_names", "platforms")
            for r in lexicons.rows(f"entities/{name}")
            for w in r.cells.values()
        )
        trades = [(r["word"].translate(fold), r["kind"]) for r in lexicons.rows("entities/introducers")]
        self._trades = tuple(w for w, kind in trades if kind == "ends")
        self._last_signs = re.compile("[" + "".join(sorted({w[-1] for w in self._trades})) + "](?=[\u4e00-\u9fff])" if trades else "(?!)")
        self._not_trades = frozenset(w for w, kind in trades if kind == "not")
        self._wide = tuple(w for w, kind in trades if kind == "wide")
        self._edges = tuple(r["word"] for r in lexicons.rows("entities/after_names") if r["word"] not in "的」")
        self._stops = lexicons.words("entities/left_stops", "entities/generic")

    def latin(self, seen: View) -> Iterator[Found]:
        """研究機構Canalys, FactSet指出: a Latin name between words of business that is no common word."""
        text = seen.text
        for m in _LATIN.finditer(text):
            name = m[0]
            if len(name) < 3 or not self._words.isdisjoint(name.split()) or name in self._words or _MODEL.match(name):
                continue
            if " " in name and name.rsplit(" ", 1)[1] in self._latin_ends:
                yield Found(m.start(), m.end(), "organization", "company", "pattern", "latin with its ending")
                continue
            after = self._after if name.isupper() else self._acts
            if text.startswith(after, m.end() + (text[m.end() : m.end() + 1] == " ")) or text.endswith(self._before, 0, m.start()):
                yield Found(m.start(), m.end(), "organization", "company", "pattern", "latin beside a word of business")

    def quoted(self, seen: View) -> Iterator[Found]:
        """品牌「雙月」, 《紐約客》報導: a name in quotation marks beside the word that says what it is."""
        text = seen.text
        for m in _QUOTED.finditer(text):
            if text.endswith(self._quoting, 0, m.start()) and self._name_like(seen, m.start(), m.end(1)):
                yield Found(m.start(1), m.end(1), "organization", "", "pattern", "quoted after its kind")
        for m in _MEDIUM.finditer(text):
            listed = _MEDIA.match(text, m.end())
            after = listed.end() if listed else m.end()
            when = _WHEN.match(text, after)
            if text.startswith(self._media, when.end() if when else after):
                yield Found(m.start(1), m.end(1), "organization", "media", "pattern", "medium in its marks")

    def _name_like(self, seen: View, sign: int, end: int) -> bool:
        """No word in it that no name holds, and no known name right before the quotation mark (世衛組織「…」)."""
        at = bisect_left(seen.starts, sign)
        inside = seen.words[at + 1 : bisect_left(seen.starts, end)]
        return self._stops.isdisjoint([w for w in inside if w not in _JOINING]) and not (at > 0 and seen.types[at - 1])

    def posts(self, seen: View, taken: Set[int]) -> Iterator[Found]:
        """昶昕董事長, 泓碩股價: an unknown name at a clause's head right before a word of business."""
        for i in seen.marks:
            if seen.words[i] not in self._business:
                continue
            first = i
            while first > 0 and i - first < 4 and seen.joined(first) and self._part(seen, first - 1, taken):
                first -= 1
            head = first == 0 or not seen.joined(first) or not "\u4e00" <= seen.words[first - 1][-1] <= "\u9fff"
            if head and first < i and self._unknown(seen, first, i - 1):
                yield Found(seen.starts[first], seen.starts[i], "organization", "company", "pattern", "unknown before a word of business")

    def introduced(self, seen: View, taken: Set[int]) -> Iterator[Found]:
        """進口商禾泰興今年: an unknown name right after the word that says what company it is, before a particle, a sign or a verb of saying."""
        for sign in self._last_signs.finditer(seen.text):
            i = bisect_left(seen.ends, sign.end())
            word = seen.words[i] if i < len(seen.words) and seen.ends[i] == sign.end() else ""
            if not word.endswith(self._trades) or word in self._not_trades or word.endswith(self._wide):
                continue
            last = i
            while last + 1 < len(seen.words) and last - i < 4 and seen.joined(last + 1) and self._part(seen, last + 1, taken):
                last += 1
            if last > i + 1 and seen.text.startswith(self._edges, seen.ends[last]) and self._unknown(seen, i + 1, last):
                yield Found(seen.starts[i + 1], seen.ends[last], "organization", "company", "pattern", "unknown after what it is")

    def listed(self, seen: View, companies: Set[int], taken: Set[int]) -> Iterator[Found]:
        """仁寶、稜研、訊勢等: unknown names between the signs of a list whose neighbour is a company.

        ``companies`` are the offsets where known companies end, ``taken`` the tokens no name may be made of.
        """
        words = seen.words
        for end in companies:
            i = bisect_left(seen.starts, end)
            if i >= len(words) or seen.starts[i] != end or words[i] not in LISTS:
                continue
            last = i
            while last + 1 < len(words) and last - i < 4 and seen.joined(last + 1) and self._part(seen, last + 1, taken):
                last += 1
            if last > i and last + 1 < len(words) and words[last + 1][0] in _ENDS and self._unknown(seen, i + 1, last):
                yield Found(seen.starts[i + 1], seen.ends[last], "organization", "company", "pattern", "in a list of companies")

    def _part(self, seen: View, at: int, taken: Set[int]) -> bool:
        word = seen.words[at]
        return (
            at not in taken
            and not seen.types[at]
            and seen.starts[at] == seen.ends[at - 1]
            and word not in self._stops
            and word[0] not in _ENDS
        )

    def _unknown(self, seen: View, first: int, last: int) -> bool:
        """Two to four single characters, which no dictionary joins."""
        words = seen.words[first : last + 1]
        if "".join(words) in self._stops:
            return False
        return 2 <= len(words) <= 4 and words[0] not in _NUMERALS and all(len(w) == 1 and "\u4e00" <= w <= "\u9fff" for w in words)
