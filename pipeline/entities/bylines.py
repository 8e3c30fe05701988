"""People named as the makers of an article: 記者王小明, （編輯：王小明）, 生活中心／王小明 台北報導."""

import re
from collections.abc import Iterator

from pipeline.entities.found import Found, View
from pipeline.entities.names import Surnames
from pipeline.lexicon import Lexicons

_REPORTED = re.compile(r"(?:^|[\n（/】〕]) ?([\u4e00-\u9fff]{3})(?: [\u4e00-\u9fff]{2,3}){0,2}(?: ?/ ?| )?(?:[\u4e00-\u9fff]{2})?$")
_REACH = 16  # code points a byline stands before 報導
_NEXT = re.compile(r"[、 /]([\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])")


class Bylines:
    """Finds the names of bylines under fixed lexicons."""

    def __init__(self, lexicons: Lexicons, surnames: Surnames) -> None:
        fold = dict(lexicons.fold)
        rows = [(re.escape(r["word"].translate(fold)), r["kind"]) for r in lexicons.rows("entities/bylines")]
        tails = {"role": " ?[:/]? ?", "desk": " ?[:/｜] ?"}
        rows.sort(key=lambda r: (r[1] != "role", -len(r[0])))
        starts = "|".join(word + tails[kind] for word, kind in rows if kind in tails)  # every branch starts with a letter: searched fastest
        last = r"(?=(?:[\u4e00-\u9fff]{2})?[報0-9]|[^\u4e00-\u9fff]|$)"
        name = rf"([\u4e00-\u9fff]{{3}}{last}|[\u4e00-\u9fff]{{2,4}}(?![\u4e00-\u9fff]))"
        self._start = re.compile(rf"(?:{starts}){name}", re.M) if rows else None
        self._surnames = surnames
        self._words = lexicons.words("entities/left_stops", "entities/generic", "entities/not_people", "entities/surname_words")

    def find(self, seen: View) -> Iterator[Found]:
        """The names; they may overlap other names."""
        if self._start is None:
            return
        for start in (*self._start.finditer(seen.text), *_reported(seen.text)):
            name: re.Match[str] | None = start
            while name is not None and self._is_name(name[1]):
                yield Found(name.start(1), name.end(1), "person", "", "pattern", "byline")
                name = _NEXT.match(seen.text, name.end(1))

    def _is_name(self, name: str) -> bool:
        surname = 2 if name[:2] in self._surnames.double and len(name) > 2 else 1
        known = surname == 2 or name[0] in self._surnames.single
        return known and len(name) - surname <= 2 and name not in self._words and not name.endswith(("報", "台", "社", "網"))


def _reported(text: str) -> Iterator[re.Match[str]]:
    """（王小明報導）, 王小明 陳大文/台北報導: the first name of every such line."""
    for word in ("報導", "報道"):
        at = text.find(word)
        while at >= 0:
            found = None if "\u4e00" <= text[at + 2 : at + 3] <= "\u9fff" else _REPORTED.search(text, max(0, at - _REACH), at)
            if found:
                yield found
            at = text.find(word, at + 2)
