"""Organizations no lexicon holds, by structure: a suffix class, and what stands before it searched leftwards over the tokens."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from pipeline.automaton import Automaton
from pipeline.entities.found import Found, View
from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons

NEEDS = frozenset(("any", "oov", "anchor", "direct", "placed", "unit", "branch", "brand", "state", "shown", "team", "none"))
REACH = 26  # code points a name may reach to the left of its suffix
BODIES = (
    "government", "university", "school", "court", "prosecutor", "prison", "police", "defence", "party",
    "ngo", "association", "health", "thinktank", "international", "union", "research", "education", "media",
)  # fmt: skip
FACULTIES = ("university", "research", "thinktank", "school")
NAMED_AFTER = ("association", "arts", "health", "company.office")  # kinds of organizations that bear people's names
HOUSED = ("research", "education")  # kinds that bear people's names where a body stands before them
_OF_TWO_FIELDS = ("government", "research", "association", "thinktank", "ngo")  # kinds whose names say 與 after a place and a field
NATIONAL = ("association", "research")  # kinds whose names say no more than a country and a field: 日本籃球協會
_CODED = re.compile(r"（ ?[0-9]{4}[）-]")
_GLOSSED = re.compile(r"（ ?[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f ]+[）,，]")
_COUNT = re.compile(r"[一二兩三四五六七八九十數多幾某該每各這那另同]+[家間所個名位座大款檔支]$")
_COUNTED = re.compile(r"[一二兩三四五六七八九十百數多幾某每]+[項家間所個名位座款檔支張次種類]")
_MEASURED = re.compile(r"[一二兩三四五六七八九十百千數幾0-9][家間個名位座支檔群批]")  # 三支民間搜救隊
_GREAT = re.compile(r"[兩二三四五六七八九十]大")  # 三大航運公司
_ORDINAL = re.compile(r"第[一二三四五六七八九十百0-9]+$")
UNITS = tuple("室局處署部司廳科組課院會隊所")
OF_UNIT = ("長", "所長", "研究", "博士", "教授", "助理", "副")  # what follows 所 where it is an institute and no particle: 資源所所長
DESKS = ("部", "處", "室")
AGENCIES = ("局", "署", "總署", "管理局", "總局", "辦公室", "廳")
ALLIANCES = ("同盟", "聯盟")
CABINETS = ("政府", "內閣")
COMMON = ("法院", "高中", "國中", "國小", "中學", "小學", "幼兒園", "監獄")  # not one of them, but all: 南韓法院, 新北市高中
WHOLE = ("市", "縣")
AREAS = frozenset("區縣州郡鎮鄉")  # end the names of places nobody listed
MINISTRIES = ("部", "省", "廳", "署")  # 南韓科學技術情報通信部
ABROAD = ("大使館", "代表處", "辦事處", "領事館", "總領事館", "經濟文化代表處", "經濟文化辦事處", "協會")
PLACED = ("place", "organization", "place?")
WIDE = ("country", "territory", "region", "continent", "sea")
CIVIC = ("education", "health", "association", "court", "government")  # kinds of which a town has one: 竹東鎮農會, 北京電影學院
_COUNTERS = "兩三四五六七八九十各該幾每"
_NUMERALS = "一二兩三四五六七八九十百千萬0123456789"
_ASKS = "由與和及向被給的、「，。；:（\n"
SIGNS = "港澳美日韓英法德義加紐印越泰菲俄星馬歐以烏波捷"  # 駐港, 駐美
POSTED = 8  # code points from 駐 to 大使館
HEAD = "長"  # X局長: the organization is X局


@dataclass(frozen=True, slots=True)
class Suffix:
    """A suffix, its class, and what it ``needs`` before it (lexicons/entities/suffixes.tsv)."""

    text: str
    kind: str
    needs: str
    place: str
    strong: bool  # an ordinary word before it makes a name: 大展投顧
    weak: bool  # ends many phrases that are no names: 資訊, 製作


@dataclass(slots=True)
class Modifiers:
    """What the search to the left gathers: where the name starts, and of what it is made."""

    start: int
    suffix: int  # where the suffix starts
    bare: bool = True  # nothing gathered yet
    closed: bool = False  # nothing more belongs to it
    anchored: bool = False  # a place, an organization or an ordinal among them
    direct: bool = False  # a place or an organization right before the suffix
    local: bool = False  # its place is a town or a county, not a country or a region
    body: str = ""  # the kind of the organization it starts with
    unknown: bool = False  # a run of single characters, Latin, or a known name
    singles: int = 0
    plain: int = 0  # code points of ordinary words
    parts: int = 0  # tokens
    own: int = 0  # code points between the organization it starts with and the suffix
    generic: bool = True  # nothing but generic words
    introduced: bool = False  # the search stopped at a word that says what follows: 統包商, 代工廠
    narrowly: bool = False  # at one that hardly anything else follows
    country: bool = False  # it starts with a country
    topic: bool = False  # a generic word among them that is no adjective: 籃球, but not 民間


class Structure:
    """Finds organizations by their suffix under fixed lexicons."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        rows = lexicons.rows("entities/suffixes")
        for row in rows:
            if row["needs"] not in NEEDS:
                raise LexiconError(
                    f"column 'needs': {row['needs']!r} is unknown", place=row.place, remedy="one of " + ", ".join(sorted(NEEDS))
                )
        self._suffixes = [
            Suffix(r["suffix"].translate(fold), r["kind"], r["needs"], r.place, r["note"] == "strong", r["note"] == "weak") for r in rows
        ]
        self._automaton = Automaton([s.text for s in self._suffixes]) if rows else None
        self._kinds = (*(lexicons.entries[f.entry].kind for f in lexicons.forms), "")
        self._stops = lexicons.words("entities/left_stops")
        self._edge = frozenset("".join(r["characters"] for r in lexicons.rows("entities/edge")))
        self._not_units = lexicons.words("entities/not_units")
        business = [r for r in lexicons.rows("entities/support") if r["type"] == "organization"]
        self._before = tuple(r["word"].translate(fold) for r in business if r["side"] == "before")
        self._after = tuple(r["word"].translate(fold) for r in business if r["side"] == "after")
        self._titles = lexicons.words("words/titles")
        self._generic = lexicons.words("entities/generic")
        self._adjectives = frozenset(r["word"].translate(fold) for r in lexicons.rows("entities/generic") if r["kind"])
        trades = lexicons.rows("entities/introducers")
        self._trades = tuple(r["word"].translate(fold) for r in trades if r["kind"] not in ("not", "body"))
        self._wide = tuple(r["word"].translate(fold) for r in trades if r["kind"] == "wide")
        self._not_trades = frozenset(r["word"].translate(fold) for r in trades if r["kind"] == "not")
        self._bodies = frozenset(r["word"].translate(fold) for r in trades if r["kind"] == "body")
        self._pairs = tuple(r["pair"].translate(fold) for r in lexicons.rows("entities/pairs"))
        self._wrong_ends = frozenset(w for w in self._not_units if len(w) == 2 and w[0] not in _NUMERALS)
        self._posts = tuple(r["word"].translate(fold) for r in lexicons.rows("entities/support") if r["type"] == "unknown")
        self._posts = tuple(w for w in self._posts if w in self._titles)

    def find(self, seen: View, people: Set[int]) -> list[Found]:
        """Every organization its structure shows, the longest at each suffix; they may overlap other names.

        ``people`` are the tokens of the people already found: a name stops at them unless its kind is named after people.
        """
        found: dict[tuple[int, int], Found] = {}
        for start, end, suffix in self._endings(seen.text):
            last = bisect_right(seen.starts, end - 1) - 1
            if last < 0 or last in people or self._spoilt(seen, last, start, end):
                continue
            first = bisect_right(seen.starts, start) - 1
            if start > seen.starts[first] and self._not_inside(seen.text[seen.starts[first] : start]):
                continue
            if seen.starts[first] < start < seen.ends[first] < end and len(suffix.text) == 2 and not seen.types[first]:
                continue  # 員工 + 會
            name = self._trim(seen, self._left(seen, first, start, suffix, people), start)
            if suffix.text in ABROAD:
                name = self._abroad(seen, name, start)
            if not self._paired(seen.text, name.start, suffix) and self._is_name(seen, name, start, end, suffix):
                found[name.start, end] = Found(name.start, end, "organization", suffix.kind, "pattern", f"suffix {suffix.text}")
        return trimmed(seen.text, list(found.values()))

    def _is_name(self, seen: View, name: Modifiers, start: int, end: int, suffix: Suffix) -> bool:
        if self._enough(seen.text, name, start, suffix) and self._named(seen.text, name, start, end, suffix):
            return True
        return self._brand(seen.text, name, start, end, suffix) or self._headed(seen, name, start, end, suffix)

    def _paired(self, text: str, start: int, suffix: Suffix) -> bool:
        """台日半導體, 美中科技, 美日同盟: two countries begin the name of no company and of no alliance that acts."""
        return (suffix.kind.startswith("company") or suffix.text in ALLIANCES) and text.startswith(self._pairs, start)

    def _headed(self, seen: View, name: Modifiers, start: int, end: int, suffix: Suffix) -> bool:
        """安城醫院院長: one word that is no kind of hospital or school, and its head after it."""
        if suffix.needs != "any" or not suffix.kind.startswith(("health", "education")) or name.parts != 1 or name.generic:
            return False
        after = bisect_left(seen.starts, end)
        head = after < len(seen.words) and seen.starts[after] == end and seen.words[after] in self._titles
        return head and 2 <= name.plain == start - name.start <= 3

    def _spoilt(self, seen: View, last: int, start: int, end: int) -> bool:
        """No name ends at ``end``: inside a word, in a word that is none (有所, 處長), or a lexicon name stands there by itself."""
        word, kind = seen.words[last], seen.types[last]
        whole = seen.ends[last] == end
        if not whole:  # 局長: the whole token but its 長, and not 核安處處長 again
            rest = word[end - seen.starts[last] :]
            headed = (
                (rest == HEAD and end - start > 2)
                or word == seen.text[start:end] + HEAD
                or (
                    word[: end - start] == seen.text[start:end] and word[end - start :] in self._titles  # 部主任
                )
            )
            before = seen.text[start - 1 : start]
            return not headed or before == seen.text[end - 1] or (end - start == 1 and before in UNITS)  # 金融局 + 科長
        if suffix_of_trade(seen, last):
            return True
        if seen.starts[last] > start:
            return False
        if word in self._not_units:
            return not (len(word) > 2 and last > 0 and seen.types[last - 1] == "organization" and seen.ends[last - 1] == seen.starts[last])
        if end - start == 1 and word[-2:] in self._wrong_ends and len(word) > 2:  # 超前部署
            return True
        if word in self._stops or word in self._titles:
            return not (word == "所" and seen.text.startswith(OF_UNIT, end))
        return kind not in ("", "word") and not (kind == "organization?" and seen.starts[last] == start)

    def _not_inside(self, head: str) -> bool:
        """The token the suffix ends starts with something no name holds: 某國小 cut as 某國 and 小."""
        return head in self._stops or head[0] in "某一兩三多各該本每全"

    def _named(self, text: str, name: Modifiers, start: int, end: int, suffix: Suffix) -> bool:
        """More than a generic word before the suffix, and shown to be a name where the suffix needs it."""
        if text[name.start : start] in self._generic or _COUNTED.match(text, name.start):
            return False
        if suffix.kind == "company" and (text[start - 1] in _COUNTERS or _GREAT.search(text, name.start, start)):
            return False
        if not suffix.kind.startswith("company") and _MEASURED.search(text, name.start, start):
            return False
        if suffix.kind == "party":
            return name.plain > 1 and bool(_GLOSSED.match(text, end))  # 人民黨（ÖVP）
        if suffix.weak and not (name.plain == name.singles and not name.anchored):
            return False
        return (
            suffix.needs != "shown"
            or name.introduced
            or self._shown(text, name.start, end)
            or (not suffix.weak and self._alone(text, name, start))
        )

    @staticmethod
    def _alone(text: str, name: Modifiers, start: int) -> bool:
        """由樂揚建設, 與宏誌科技: nothing but characters no dictionary joins, after a word that asks for a name."""
        run = name.plain == name.singles == start - name.start < 5
        return run and text[name.start] not in _NUMERALS and (name.start == 0 or text[name.start - 1] in _ASKS)

    def _brand(self, text: str, name: Modifiers, start: int, end: int, suffix: Suffix) -> bool:
        """海岸科技董事長, 航商東岸海運（2698）: ordinary words make a name where a post, a stock code or the word before says so."""
        if suffix.needs not in ("shown", "brand") or name.closed or name.generic or not 2 <= start - name.start <= 5:
            return False
        if (name.anchored and name.plain) or text[name.start : start] in self._stops:
            return False
        if suffix.strong and name.parts == 1 and not name.anchored and (name.start == 0 or text[name.start - 1] in _ASKS):
            return True
        if text.startswith("（", end) and _CODED.match(text, end):
            return True
        return name.parts == 1 and ((name.narrowly and not name.anchored and not suffix.weak) or text.startswith(self._posts, end))

    def _shown(self, text: str, start: int, end: int) -> bool:
        """A name of a common ending (昶虹國際, 權值電子) needs showing: met twice, quoted, coded or beside a word of business."""
        if text.startswith(self._after, end) or text.endswith(self._before, 0, start) or _CODED.match(text, end) is not None:
            return True
        if text[end : end + 1] in "」、" or (start > 0 and text[start - 1] in "「、與及和"):
            return True
        return text.count(text[start:end]) > 1

    def _endings(self, text: str) -> list[tuple[int, int, Suffix]]:
        """The longest suffix at every end where one stands."""
        if self._automaton is None:
            return []
        longest: dict[int, tuple[int, int]] = {}
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if end not in longest or start < longest[end][0]:
                longest[end] = (start, number)
        return [(start, end, self._suffixes[number]) for end, (start, number) in longest.items()]

    def _left(self, seen: View, first: int, start: int, suffix: Suffix, people: Set[int]) -> Modifiers:
        """What stands before the suffix at ``start`` (in token ``first``), gathered token by token."""
        m = Modifiers(start, start)
        at = first - 1
        if seen.starts[first] < start:  # the suffix begins inside a token: 農產公司, 天津市 + 政府
            if seen.types[first] == "place" and seen.text[start] not in "市縣州省區鄉鎮郡":
                m.closed = True  # 德國 + 小
            self._take(m, seen, first, seen.text[seen.starts[first] : start])
        while at >= 0 and seen.ends[at] == m.start and start - seen.starts[at] <= REACH and not m.closed:
            if at in people:
                at = self._person_start(seen, at, people)
                housed = at > 0 and seen.types[at - 1] == "organization" and seen.joined(at)  # 哈佛大學費正清中國研究中心
                if suffix.text in CABINETS:  # 杜魯道政府
                    m.direct = m.bare
                if suffix.kind.startswith(NAMED_AFTER) or m.direct or (housed and suffix.kind.startswith(HOUSED)):
                    m.start, m.unknown, m.generic = seen.starts[at], True, False
                if not housed or not suffix.kind.startswith(HOUSED):
                    break
                at -= 1
            kind = seen.types[at]
            if not kind and self._breaks(seen, at, m, suffix):
                m.introduced = not m.bare
                m.narrowly = not seen.words[at].endswith(self._wide)
                break
            if kind not in PLACED and (m.anchored or not self._inside(seen, at, seen.words[at], suffix)):
                break
            if m.anchored and kind == "place?":
                break
            self._take(m, seen, at, seen.words[at])
            at -= 1
        return m

    def _breaks(self, seen: View, at: int, m: Modifiers, suffix: Suffix) -> bool:
        """Token ``at`` says what the name after it is; 集團有限公司 is one suffix."""
        if seen.words[at] in self._bodies:
            return True
        legal = m.bare and suffix.needs == "any"
        return suffix.kind == "company" and not legal and self._introduces(seen, at)

    def _introduces(self, seen: View, at: int) -> bool:
        """Token ``at`` says what the name after it is: 統包商, 科技 + 大廠, 申請人."""
        word = seen.words[at]
        return (
            word.endswith(self._trades)
            and word not in self._not_trades
            and seen.text[seen.starts[at] - 1 : seen.ends[at]] not in self._not_trades
        )

    def _take(self, m: Modifiers, seen: View, at: int, word: str) -> None:
        """Token ``at`` (of which ``word`` counts) becomes the leftmost part of the name."""
        kind = seen.types[at]
        if kind in PLACED:
            m.direct = m.direct or m.bare
            m.anchored = True
        m.bare = False
        m.start = seen.starts[at]
        m.parts += 1
        body = self._kinds[seen.forms[at]] if kind.startswith("organization") else ""
        if body and not m.body:
            m.own = m.suffix - seen.ends[at]
        if kind == "organization" or body.startswith(("government", "defence")):
            m.body = body
            m.unknown, m.generic, m.closed = True, False, True
        elif kind in PLACED:
            m.country = self._kinds[seen.forms[at]] == "country"
            m.local = not self._kinds[seen.forms[at]].startswith(WIDE)
        elif kind == "organization?":
            m.unknown, m.generic = True, False
        else:
            m.singles = m.singles + 1 if len(word) == 1 else 0
            m.unknown = m.unknown or m.singles > 1 or (word.isascii() and len(word) > 1)
            m.anchored = m.anchored or bool(_ORDINAL.match(word))
            if len(word) == 3 and word[2] in AREAS and word not in self._generic:  # 裕華區 + 法院
                m.direct, m.anchored, m.local = m.direct or m.parts == 1, True, True
            m.generic = m.generic and word in self._generic
            m.topic = m.topic or (word in self._generic and word not in self._adjectives)
            m.plain += len(word)

    @staticmethod
    def _person_start(seen: View, at: int, people: Set[int]) -> int:
        while at - 1 in people and seen.ends[at - 1] == seen.starts[at]:
            at -= 1
        return at

    def _trim(self, seen: View, name: Modifiers, start: int) -> Modifiers:
        """Without a character at the left end that begins no name, and with 駐 where an office stands abroad."""
        begin = name.start
        if start - begin > 2 and seen.text[begin] in self._edge and begin + 1 in seen.starts[bisect_left(seen.starts, begin) :][:2]:
            return replace(name, start=begin + 1)
        return name

    @staticmethod
    def _posted(seen: View, sign: int) -> bool:
        """A place stands after 駐, and not 駐外."""
        at = bisect_left(seen.starts, sign)
        after = seen.words[at + 1] if len(seen.words[at]) == 1 else seen.words[at]
        return after[-1] in SIGNS or seen.types[at + 1].startswith("place")

    def _abroad(self, seen: View, name: Modifiers, start: int) -> Modifiers:
        """駐泰國代表處, 烏克蘭駐波蘭大使館: the sign of an office abroad, its place and its country belong to the name."""
        sign = seen.text.rfind("駐", max(0, start - POSTED), start)
        if (
            sign < 0
            or not seen.starts_at(sign)
            or not self._posted(seen, sign)
            or not all("\u4e00" <= c <= "\u9fff" for c in seen.text[sign:start])
        ):
            return name
        at = bisect_left(seen.starts, sign) - 1
        sender = at >= 0 and seen.types[at] in ("place", "organization") and seen.ends[at] == sign
        return replace(name, start=seen.starts[at] if sender else sign, direct=True, anchored=True, bare=False)

    def _inside(self, seen: View, at: int, word: str, suffix: Suffix) -> bool:
        """May the token stand inside a name?"""
        if word in ("與", "及", "暨", "和"):  # 工研院資訊與通訊研究所, 加州林業和消防局: after an organization or a place and one word
            return (
                at >= 2
                and (seen.types[at - 2] == "organization" or (seen.types[at - 2] == "place" and suffix.kind.startswith(_OF_TWO_FIELDS)))
                and not seen.types[at - 1]
                and seen.ends[at - 2] == seen.starts[at - 1]
                and len(seen.words[at - 1]) > 1
                and seen.words[at - 1] not in self._stops
            )
        if word in self._stops or _COUNT.match(word):
            return False
        head = word[0]
        return "\u4e00" <= head <= "\u9fff" or (word.isascii() and head.isalpha())

    @staticmethod
    def _enough(text: str, m: Modifiers, start: int, suffix: Suffix) -> bool:
        """Do the modifiers make a name with this suffix?"""
        if (m.closed and not m.body) or start <= m.start or suffix.needs == "none" or (m.generic and not m.anchored):
            return False
        if suffix.kind == "health" and m.body.startswith("government.bureau"):  # 衛生局協調合約 + 診所
            return False
        size = start - m.start
        if suffix.needs == "any":
            return _with_any(m, size, suffix)
        if suffix.needs == "anchor":
            return _anchored(m, size, suffix, text[start - 1])
        if suffix.needs == "unit":
            return _of_body(m, suffix)
        simple = _SIMPLE.get(suffix.needs)
        return simple(m) if simple else _branded(m, size, suffix)


# Needs that the modifiers alone answer.
_SIMPLE: Mapping[str, Callable[[Modifiers], bool]] = {
    "oov": lambda m: m.unknown and not m.generic,
    "direct": lambda m: m.direct,
    "placed": lambda m: m.anchored and m.plain > 1 and not m.closed,
    "branch": lambda m: m.body.startswith("company") and not m.generic and 2 <= m.parts <= 5 and m.own > 1,
    "team": lambda m: not m.direct and m.anchored and 2 <= m.plain <= 4 and not m.closed,
}


def _with_any(m: Modifiers, size: int, suffix: Suffix) -> bool:
    civic = m.local and suffix.kind.startswith(CIVIC)
    national = m.topic and m.anchored and suffix.kind in NATIONAL and (m.country or suffix.kind == "association")
    return civic or national or ((m.unknown or m.anchored or m.plain >= 3) and size >= 2 and not m.generic)


def _anchored(m: Modifiers, size: int, suffix: Suffix, before: str) -> bool:
    if m.parts == 1 and suffix.text in COMMON and (m.country or before in WHOLE):
        return False
    whole = m.plain == size or (m.parts == 1 and not m.closed)  # 光耀高中: its name is a company's too
    one_word = suffix.kind == "education.school" and 2 <= size <= 3 and whole and not m.generic  # 文化國小
    short_run = m.unknown and size <= 4 and m.plain == size  # 內壢國小
    return m.anchored or one_word or (short_run and suffix.kind in ("education.school", "government.police"))


def _of_body(m: Modifiers, suffix: Suffix) -> bool:
    if m.country and suffix.text in AGENCIES:  # 英國預算責任局
        return m.plain > 2 and m.parts > 2
    if m.country and suffix.text in MINISTRIES:
        return m.plain > 2
    if m.body.startswith("international") and suffix.text in MINISTRIES:  # APEC貿易部 + 長
        return False
    own = m.plain + len(suffix.text) > 2 or (m.parts > 1 and (m.body.startswith("party") or m.direct))
    if m.body.startswith("financial") and suffix.text in DESKS:  # 兆豐證券金融商品部
        return 1 < m.plain == m.own
    return own and m.body.startswith(FACULTIES if suffix.kind == "education.faculty" else BODIES)


def _branded(m: Modifiers, size: int, suffix: Suffix) -> bool:
    if suffix.needs == "state" and m.country and m.parts == 1:  # 丹麥廣播公司
        return True
    if suffix.kind == "media" and m.parts == 1 and m.body.startswith(FACULTIES):  # 中央研究院出版社
        return True
    if suffix.kind == "party":
        return not m.anchored and 2 <= size <= 6
    if m.body.startswith("company"):  # 台船動力
        return m.parts == 1
    return m.unknown and 2 <= size <= 6 and not m.anchored


def suffix_of_trade(seen: View, last: int) -> bool:
    """期貨商, 銀行業: a trade or its people, not a company."""
    after = seen.words[last + 1] if last + 1 < len(seen.words) and seen.starts[last + 1] == seen.ends[last] else ""
    return after in ("業", "商", "界", "業者", "股", "族群", "類股")


def trimmed(text: str, found: Sequence[Found]) -> list[Found]:
    """The names, those cut down that are another one with up to two characters before it: 處昶虹國際, where 昶虹國際 stands by itself."""
    texts = {text[f.start : f.end] for f in found}
    out = []
    for f in found:
        name = text[f.start : f.end]
        shorter = next((n for n in (1, 2, 3, 4) if len(name) - n > 3 and name[n:] in texts), 0)
        out.append(f._replace(start=f.start + shorter) if shorter else f)
    return out
