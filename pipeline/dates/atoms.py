"""Atoms: the smallest pieces of a date (去年, 12月, 27日, 清晨, 四點多) found in one pass over the text.

One character class finds where an atom may begin; the character there says which pattern to try. What an atom says is read once for each
surface and remembered, so a text costs little more than its scanning.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.dates.entries import word_readings
from pipeline.dates.readings import READERS, Reading
from pipeline.dates.vocabulary import Feast, Vocabulary, Word

_N = "[0-9]"
_CJK = "〇○零一二兩三四五六七八九十百千廿卅卌"
_C = f"[{_CJK}]"
_A = f"[0-9{_CJK}]"
_AND = " ?[、及和與或至到~-] ?"
_EDGE = r"(?:初(?![一二三四五六七八九十級審賽選步期次])|底(?![特定層部片線]|下(?!水))|末(?![端代日])|中(?![國華央心共東小午秋旬獎級學古間外山興元美日俄韓歐印英法德越菲樞央]|[上下]旬))?"
_END = "(?![0-9])"
_VOTED = "總統|大選|選舉|縣市長選|九合一|地方選舉|立委選|市長選|縣長選|議員選|同期|年終獎|布局|佈局|備戰|選戰|提名"  # 2024總統大選, 2023年終獎金: a year without 年
_AIMED = "(?:不選|備戰|布局|佈局|劍指|瞄準|度過|迎接|展望|告別|邁向)"
_ONE_NUMBER = "(?:[一二兩三四五六七八九]?[十百][一二三四五六七八九]?|[一二兩三四五六七八九])"  # 一兩 and 三四 are about numbers
_DOTTED = r"(?:1[0-2]|0?[1-9])\.(?:3[01]|[12][0-9]|0?[1-9])"
_WEEK = "(?:週|周|星期|禮拜)"

# Tried in this order at a digit or Chinese numeral; the name of the group says how the surface is read (readings.py).
_NUMERIC = (
    ("stamp", rf"{_N}{{1,2}}:[0-5]{_N} ?(?:19|20){_N}{{2}}(?P<s1>[-/.]){_N}{{1,2}}(?P=s1){_N}{{1,2}}{_END}"),
    ("full", rf"{_N}{{4}}(?P<s2>[-/.]){_N}{{1,2}}(?P=s2){_N}{{1,2}}{_END}"),
    ("rocfull", rf"(?:1{_N}{{2}}|[6-9]{_N})(?P<s3>[-/.])(?:{_N}{{2}}(?P=s3){_N}{{2}}|{_N}{{1,2}}/{_N}{{1,2}})(?!\.?{_N})"),
    ("dayfirst", rf"[0-3]?{_N}(?P<s4>[-/.])[0-3]?{_N}(?P=s4)(?:19|20){_N}{{2}}{_END}"),
    ("code", rf"1[0-4]{_N}[01]{_N}[0-3]{_N}{_END}"),
    ("yearspan", rf"(?:19|20){_N}{{2}}[-~至到](?:19|20){_N}{{2}}(?=）)"),
    ("years", rf"{_N}{{2,4}}(?:{_AND}{_N}{{2,4}}){{1,3}} ?(?:學|會計)?年度?(?![級代])"),
    ("season", rf"(?:19|20){_N}{{2}}[-/]{_N}{{2}}(?:{_N}{{2}})?年?(?= ?(?:球季|賽季|學年))"),
    ("decade", rf"(?:{_N}{{3}}0|{_N}0|[二三四五六七八九][〇○零十]|(?:一九|二[〇○零])[〇○零一二三四五六七八九][〇○零0]) ?年代"),
    ("ago", rf"(?:{_N}{{1,2}}|{_ONE_NUMBER})[至到~-](?:{_N}{{1,2}}|{_ONE_NUMBER}) ?年前|(?:{_N}{{1,2}}|1[3-9]{_N}|{_ONE_NUMBER}) ?(?:年|個月|個?(?:週|周|星期|禮拜)|天)前"),
    ("later", rf"(?:{_N}{{1,2}}|{_ONE_NUMBER}) ?(?:年|個月|天)後(?=[，,])"),
    ("century", rf"(?:(?<=[第元])|(?![一1] ?世紀)){_A}{{1,3}} ?世紀"),  # 一世紀 alone lasts a hundred years
    ("year", rf"(?:{_N}{{1,4}}|{_C}{{1,7}}) ?(?:學|會計)?年(?!終獎)(?:度(?!假)|份)?(?:年(?=[初中底末]))?{_EDGE}"),
    ("baseyear", rf"(?:19|20){_N}{{2}}(?= ?(?:Q[1-4]|H[12]|第[一二三四1-4]季|[上下]半年|最後一[天日]|淨零|{_VOTED}))|(?<={_AIMED})20{_N}{{2}}(?=[，,。、」！？的])|(?:一九|二[〇○零])[〇○零一二三四五六七八九]{{2}}(?![{_CJK}年人元名件])"),
    ("quarteryear", rf"[1-4]Q(?:20)?{_N}{{2}}{_END}|[12]H(?:20)?{_N}{{2}}{_END}"),
    ("monthday", rf"{_C}{{1,2}}月(?:[十廿卅]{_C}|[二三]十{_C}?|十)(?![{_CJK}日號個年月分點天大多])"
             rf"|{_N}{{1,2}} ?月 ?{_N}{{1,2}}(?= ?[至到~、及和與-] ?{_N}{{1,2}} ?月 ?{_N})"),
    ("month", rf"{_N}{{1,2}} ?月初(?=一[起場名件位次])"  # 7月初|一起毒品案件: no lunar day
              rf"|(?:{_N}{{1,2}}(?:{_AND}{_N}{{1,2}}){{0,3}}|{_C}{{1,3}}(?:{_AND}{_C}{{1,3}})?) ?月(?:份(?!量))?{_EDGE}"),
    ("day", rf"(?:{_N}{{1,2}}(?:{_AND}{_N}{{1,2}}){{0,5}}|{_C}{{1,3}}(?:{_AND}{_C}{{1,3}})?) ?[日號]"),
    ("military", rf"(?:[01]{_N}|2[0-3])[0-5]{_N}時"),
    ("clock", rf"{_N}{{1,2}}:[0-5]{_N}(?::[0-5]{_N}(?:\.{_N}+)?)?Z?{_END}"),
    ("hours", rf"(?:{_N}{{1,2}}|{_C}{{1,3}})[至到~-](?:{_N}{{1,2}}|{_C}{{1,3}})[點時]半?"),
    ("hour", rf"(?:{_N}{{1,2}}|{_C}{{1,3}}) ?[點時](?:鐘| ?(?:{_N}{{1,2}}|{_C}{{1,3}}) ?分(?:鐘)?(?: ?(?:{_N}{{1,2}}|{_C}{{1,3}}) ?秒)?"
             rf"|半|[一二三1-3]刻|整|多|{_N}{{2}}(?![0-9分]))?"),
    ("yearmonth", rf"(?:19|20){_N}{{2}}[-/](?:1[0-2]|0?[1-9])(?![0-9/-])"),
    ("slash", rf"[01]?{_N}/[0-3]?{_N}(?:-[0-3]?{_N}(?![0-9/%年月日:-]|\.{_N}))?(?![0-9/%年]|\.{_N})"),
    ("dotted", rf"{_DOTTED}(?= ?[至到~-] ?{_DOTTED}{_END}|（[一二三四五六日]）)|(?<=[0-9][至到~-]){_DOTTED}{_END}"),
)  # fmt: skip

_LUNAR = "(?:農曆|陰曆|舊曆|夏曆)"
_LUNAR_MONTH = rf"(?:閏)?(?:{_A}{{1,3}}|正|臘|元|冬)月(?:(?:初{_C}|{_A}{{1,3}})[日號]?)?"
_PLAIN = (
    ("quarter", "第Q", rf"第 ?[一二三四1-4](?:{_AND}第?[一二三四1-4])? ?季(?:度)?|Q[1-4](?![0-9A-Za-z])"),
    ("half", "H", r"H[12](?![0-9A-Za-z])"),
    ("nthweek", "第最", rf"(?:第[一二三四五1-5]|最後一)個?的?(?:{_WEEK}[一二三四五六日天末]?)"),
    ("trading", "首第最", "(?:首個?|第[一二三]個?|最後(?:[一二三]個?|個)?)交易日|最後[一1][天日]"),
    ("first", "前", r"前(?:[一二兩三1-3]|首)季(?:度)?|前 ?(?:十一|[二三四五六七八九十]|1[01]|[2-9]) ?個?月"),
    ("lunar", "農陰舊夏", rf"{_LUNAR}(?:(?:{_N}{{4}}|{_C}{{4}}) ?年)?{_LUNAR_MONTH}"),
    ("lunar", "正臘閏冬", rf"(?:正|臘|冬|閏{_C}{{1,2}})月(?!刊)(?:初{_C}|{_C}{{2,3}}[日號]?)?"),
    ("month", "元", rf"元月(?:份)?{_EDGE}"),
    ("newyear", "大年", r"(?:大年|年)初[一二三四五六七八九十](?!度)"),
    ("lunarday", "初", r"初[一二三四五六七八九十](?![次度步級審賽])"),
    ("stated", "今昨明前後本上下去當同翌隔次", rf"[今昨明前後本上下去當同翌隔次] ?（ ?{_A}{{1,4}} ?） ?(?:[日月年天](?:度)?|(?=[早晚晨午夜凌清上下傍中深]))"),
)  # fmt: skip


class Atom(NamedTuple):
    """A piece of a date: where it stands and what it says. ``source`` is the lexicon's word or feast where it is one."""

    start: int
    end: int
    kind: str
    reading: Reading
    source: Word | Feast | None = None


class AtomReader:
    """Finds the atoms of a text. Compiled once; surfaces read are remembered (at most 32,768)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = word_readings(vocabulary)
        self._eras = vocabulary.eras
        self._numeric = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _NUMERIC))
        sources = _by_head(self._words, "|".join(sorted(vocabulary.eras, key=len, reverse=True)))
        self._heads = _Heads(sources)
        self._start = _start_pattern(sources.keys() | set(_CJK), self._words.keys() | vocabulary.eras.keys())
        self._known: dict[tuple[str, str], Reading | None] = {}
        self._vocabulary = vocabulary

    def atoms(self, text: str) -> Iterator[Atom]:
        """The atoms of ``text`` in order, none overlapping."""
        at = 0
        heads, numeric, start_at = self._heads, self._numeric, self._start.finditer
        for found in start_at(text):
            start, stop = found.span()
            if start < at:
                if stop <= at:
                    continue
                start = at  # digits glued to the atom before: 17:592024/10/10
            char = text[start]
            head = heads[char]
            match = head.match(text, start) if head else None
            atom = self._atom(text, match) if match else None
            if atom is None and char in _NUMERALS and (match := numeric.match(text, start)) is not None:
                atom = self._numeric_atom(text, match, at)
            if atom is not None:
                at = atom.end
                yield atom

    def _numeric_atom(self, text: str, match: re.Match[str], at: int) -> Atom | None:
        start = match.start()
        if start > at:
            before = text[start - 1]
            joined = start == at + 1 and before in "-/"  # 2018/1/10-2018/7/10
            if not joined and before in (_NO_DATE_AFTER if match.lastgroup in _BARE_FORMS else _NO_NUMBER_AFTER):
                return None
            if before in ",." and text[start - 2 : start - 1].isdigit():  # 1,140 and 1.5; a comma after a word only ends a clause
                return None
        return self._atom(text, match)

    def _atom(self, text: str, match: re.Match[str]) -> Atom | None:
        kind, surface = match.lastgroup or "", match[0]
        if kind == "word":
            return self._word_atom(text, match)
        key = (kind, surface)
        known = self._known
        try:
            reading = known[key]
        except KeyError:
            if len(known) >= 32_768:
                known.clear()
            reading = known[key] = READERS[kind](surface, self._eras)
        return Atom(match.start(), match.end(), kind, reading) if reading is not None else None

    def _word_atom(self, text: str, match: re.Match[str]) -> Atom | None:
        start, end = match.span()
        for length in range(end - start, 0, -1):  # a guarded word may hold a shorter one that counts: 今早盤 is 今
            entry = self._words.get(text[start : start + length])
            if entry is not None and entry.counts(text, start, start + length):
                return Atom(start, start + length, "word", entry.reading, entry.source)
        return None


# What may stand second in the forms that are patterns, not words.
_SECOND = f"-0-9 {_CJK}年月日號點時世、及和與或至到~後首曆初（"


def _start_pattern(heads: Iterable[str], words: Iterable[str]) -> re.Pattern[str]:
    """Where an atom may begin: a whole run of digits, or a head before a character that stands second in some word or form.

    The one leading class lets the regex engine leap over all other text.
    """
    free = {word for word in words if len(word) == 1}
    seconds = {word[1] for word in words if len(word) > 1}
    others = re.escape("".join(sorted(set(heads) - free - set("0123456789"))))
    alone = re.escape("".join(sorted(free)))
    return re.compile(f"[0-9{others}{alone}](?:(?<=[0-9])[0-9]*|(?<=[{alone}])|(?=[{_SECOND}{''.join(sorted(seconds - set('-')))}]))")


_NUMERALS = frozenset("0123456789" + _CJK)
_BARE_FORMS = frozenset(("slash", "clock", "full"))
_NO_NUMBER_AFTER = frozenset("0123456789" + _CJK)
_NO_DATE_AFTER = frozenset("0123456789/-" + _CJK)


class _Heads(dict[str, re.Pattern[str] | None]):
    """Head → the pattern of what may begin with it, if any, compiled when a text first has that head."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__()
        self._sources = sources

    def __missing__(self, head: str) -> re.Pattern[str] | None:
        source = self._sources.get(head)
        self[head] = pattern = re.compile(source) if source else None
        return pattern


def _by_head(words: Iterable[str], eras: str) -> dict[str, str]:
    """One pattern for each character an atom that is no plain number may begin with: lexicon words, then fixed forms."""
    by_head: dict[str, list[str]] = {}
    for word in words:
        by_head.setdefault(word[0], []).append(word)
    forms: dict[str, list[str]] = {}
    era = rf"(?:{eras}) ?(?:{_A}{{1,7}}|元)(?:{_AND}{_A}{{1,4}})? ?年(?:[度代])?{_EDGE}|(?:{eras}) ?{_N}{{1,3}}[-/.]{_N}{{1,2}}[-/.]{_N}{{1,2}}{_END}"
    for name, heads, pattern in (*_PLAIN, ("era", {e[0] for e in eras.split("|")}, era)):
        for head in heads:
            forms.setdefault(head, []).append(f"(?P<{name}>{pattern})")
    return {head: "|".join((*forms.get(head, ()), *_word_group(by_head.get(head, ())))) for head in by_head.keys() | forms.keys()}


def _word_group(words: Iterable[str]) -> list[str]:
    return [f"(?P<word>{trie_pattern(words)})"] if words else []


def trie_pattern(words: Iterable[str]) -> str:
    """A pattern that matches the longest of some literal words, sharing their beginnings so that a miss costs one look."""
    ends: dict[str, bool] = {}
    tails: dict[str, set[str]] = {}
    for word in words:
        tails.setdefault(word[0], set())
        if len(word) == 1:
            ends[word[0]] = True
        else:
            tails[word[0]].add(word[1:])
    parts = []
    for char, rest in sorted(tails.items()):
        inner = trie_pattern(rest) if rest else ""
        parts.append(re.escape(char) + (f"(?:{inner})?" if inner and ends.get(char) else f"(?:{inner})" if inner else ""))
    return "|".join(parts)
