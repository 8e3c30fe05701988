"""Context: what stands around an expression and says that it is a duration, an age, a score, a fraction — no date."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline.dates.expression import Expression
from pipeline.dates.readings import CLOCK, DAY, FEAST, MONTH, PART, PERIOD, THIRD, YEAR
from pipeline.dates.vocabulary import Context, Word

Contexts = Mapping[str, Context]
_OF_SHARES = frozenset("強的以席個人票股數次拍板議門")
_SHARE_AFTER = ("的", "占", "佔", "約", "近", "逾", "達")
_TIMELY = re.compile("[於在至到自從]$")
_LISTED = re.compile("[0-9]/[0-9]{1,2}[、和及與]$")
_ABOUT = re.compile("許|左右|起|前|開始|整|[0-9]")
_SEASONAL = ("春節", "農曆", "舊曆")
_NEW_YEAR = re.compile("除夕|春節|大年|過年|農曆年|農曆新年|小年夜")
_TITLE = 40  # characters a title may run to on either side
_USUALLY = re.compile("(?:通常|往往|歷來|照慣例|每年|年年)[^，。；！？」\n]{0,10}$")
_SLOGAN = re.compile("「今[日天][一-龥]{2,4}[、，,]?(?:就?會?是)?明[日天]的?[一-龥]{2,4}[？！]?」")
_SLOGAN_RUNS = 16  # characters at most
_IF = ("如果", "假如", "假設", "要是")
_SCORES = re.compile(r"以(?:[0-9]{1,2}:[0-9]{1,2}[、，和及與])*\Z")  # before a score: 以21:13、|21:15擊敗
_GLOSSED_TITLE = re.compile(r"》[（(][^（()）]*[）)]\Z")  # 《西境樂園》（Westland）|第二季
_TITLE = 60  # code points of such a gloss
_SETS = 40  # code points of the scores of earlier sets
_SUPPOSED = re.compile("(?:如果|假如|要是|假設|倘若|若)說?(?:你|妳|我|他|她|你們|我們|他們|大家)?$")
_NOWADAYS = re.compile("[^前年節日]的$")
_OWN_YEAR = frozenset("今去明前後同0123456789")


class Around(NamedTuple):
    """An expression's surroundings: the six characters before it, and the text from its end on."""

    contexts: Contexts
    text: str
    before: str
    end: int

    def follows(self, use: str) -> bool:
        """True where words of ``use`` stand before the expression."""
        return self.contexts[use].before.search(self.before) is not None

    def precedes(self, use: str) -> bool:
        """True where words of ``use`` stand after the expression."""
        return self.contexts[use].after.match(self.text, self.end) is not None

    @property
    def next(self) -> str:
        """The character after the expression, "" at the end of the text."""
        return self.text[self.end : self.end + 1]


def counts(e: Expression, text: str, contexts: Contexts) -> bool:
    """True where nothing around ``e`` speaks against a date."""
    if e.week_nth is not None and e.month is None and e.month_shift is None:
        return False
    judge = _JUDGES.get(e.kinds[0])
    return judge is None or judge(e, Around(contexts, text, text[max(0, e.start - 6) : e.start], e.end))


def _year(e: Expression, at: Around) -> bool:
    if e.level == YEAR and at.precedes("named"):
        return False  # 沙國2030年願景, 113年憲判字第8號
    if e.bare is None:
        if e.level == YEAR and _titled(e, at):
            return False  # 《2024年市場報告》
        return e.level > YEAR or e.until is not None or not (e.year is not None and e.year % 100 == 0 and at.follows("year"))
    fine = e.level > YEAR or bool(e.fiscal or e.mod) or (e.until is not None and e.until.bare is None)
    against = at.follows("year") or (not fine and not at.follows("roc.sure") and at.precedes("year"))
    return _bare_year(e, at, fine, against)


def _titled(e: Expression, at: Around) -> bool:
    """True where ``e`` stands in the title of a work or law: its year is part of a name."""
    opens = at.text.rfind("《", max(0, e.start - _TITLE), e.start)
    if opens < 0 or at.text.find("\n", opens, e.start) >= 0 or at.text.find("》", opens, e.start) >= 0:
        return False
    return at.text.find("》", e.end, e.end + _TITLE) >= 0


def _bare_year(e: Expression, at: Around, fine: bool, against: bool) -> bool:
    """A number before 年 without an era: years of the Republic are 34 to 130; 10 to 33 are two-digit years when something finer follows."""
    number = e.bare or 0
    if 100 <= number <= 130 and e.level == YEAR and at.next == "前" and at.before[-1:] in ("於", "至", "到"):
        return True  # 預計於116年前完工
    if number >= 200:
        return not against and (e.level >= MONTH or at.before[-1:] in ("在", "於"))
    if number > 130:
        return False
    if number >= 80:
        return not against or (fine and e.level > YEAR)
    if number >= 34:
        dated = number >= 60 and at.next == "間" and at.before[-1:] in ("於", "自", "國")  # 於71年間劃設
        return e.level >= DAY or dated or (fine and not against)
    return number >= 10 and not against and (e.level >= DAY or e.level == PART or e.mod == "end")


def _month(e: Expression, at: Around) -> bool:
    if e.level > MONTH or e.month2:
        return True
    if e.month is not None and e.month > 12:
        return False
    if at.before[-1:] == "年" and (at.before[-2:-1].isdigit() or at.before[-2:-1] not in _OWN_YEAR):
        return False  # 3年6月: a term
    if at.before[-1:] == "《" or _usual(e, at):
        return False
    return not at.follows("month") and not at.precedes("month")


def _usual(e: Expression, at: Around) -> bool:
    """True where a month or feast comes round: 股市通常在12月上漲, 每年都精心籌辦耶誕節活動."""
    return _USUALLY.search(at.text, max(0, e.start - 12), e.start) is not None


def _day(e: Expression, at: Around) -> bool:
    if e.day is None or e.day > 31:
        return False
    alone = e.level == DAY and e.until is None
    if alone and at.text[at.end - 1] == "號":
        if e.spelled and not _TIMELY.search(at.before):
            return False  # 空軍一號, 北溪二號
        return not at.follows("number") and not at.precedes("number")
    if alone and e.spelled and e.day < 10 and not e.day2:
        return at.next == "電"  # 一日 and 三日 are counts but in a dateline
    return not alone or (not at.follows("day") and not at.precedes("day"))


def _slash(e: Expression, at: Around) -> bool:
    if any(c.isascii() and c.isalnum() for c in (at.before[-1:], at.next)):
        return False
    if len(e.kinds) > 1 or e.gloss is not None or e.until is not None or e.day2 is not None:
        return True
    if _LISTED.search(at.before):
        return True  # 1/10、1/11
    if "分之" in at.before or at.next in _OF_SHARES or at.before[-1:] in _SHARE_AFTER:
        return False
    month, _, day = at.text[e.start : at.end].partition("/")
    return int(day) > 12 or int(month) >= int(day) or "0" in (month[0], day[0]) or (int(day) > 9 and int(month) > 1)


def _clock(e: Expression, at: Around) -> bool:
    if e.digital:
        return at.before[-1:] not in tuple("0123456789:.,-") and _SCORES.search(at.text, max(0, e.start - _SETS), e.start) is None
    if not e.plain:
        return True
    if e.level == CLOCK and len(e.kinds) == 1 and e.until is None and not _TIMELY.search(at.before) and not _ABOUT.match(at.text, at.end):
        return False  # 有一點不習慣, 上漲3點
    return not at.precedes("clock") and not at.follows("clock")


def _quarter(e: Expression, at: Around) -> bool:
    if e.kinds == ["half"]:
        return False  # H2 alone names many things
    if at.text[e.start] != "Q":
        series = at.before[-1:] in ("》", "」", "】") or _GLOSSED_TITLE.search(at.text, max(0, e.start - _TITLE), e.start) is not None
        return not series and not at.text.startswith(("播出", "開播"), at.end)
    named = at.follows("quarter") or at.precedes("quarter")
    latin = at.before[-1:].isascii() and at.before[-1:].isalnum()
    return not named and not latin and at.next not in (":", ".", "、")


def _nowadays(e: Expression, at: Around) -> bool:
    """True where 今天 only means these times: 在資訊爆炸的今天，; 如果說我們今天沒有…; 「今日山城、明日海港」"""
    if (
        e.level != DAY
        or e.day_shift != 0
        or e.gloss is not None
        or e.until is not None
        or at.text[e.start : at.end] not in ("今天", "今日")
    ):
        return False
    return (
        _SUPPOSED.search(at.before) is not None
        or at.text.startswith(_IF, at.end)
        or (at.next in tuple("，,、") and _NOWADAYS.search(at.before) is not None)
    )


def _in_slogan(e: Expression, at: Around) -> bool:
    opens = at.text.rfind("「", max(0, e.start - _SLOGAN_RUNS), e.start)
    return opens >= 0 and (slogan := _SLOGAN.match(at.text, opens)) is not None and slogan.end() > e.end


def _season_of_feast(e: Expression, at: Around) -> bool:
    """True where 春節 is a season, not a day: 因應春節, 春節期間, 春節休市; but 去年春節 and 春節將至."""
    if e.feast is None or e.feast.rule != ("lunar", "1-1") or e.level != FEAST or e.long or len(e.kinds) > 1 or e.until is not None:
        return False
    return at.text.startswith(_SEASONAL, e.start) and at.contexts["feast.day"].after.match(at.text, at.end) is None


def _word(e: Expression, at: Around) -> bool:
    if _titled(e, at) or _nowadays(e, at) or (e.day_shift in (0, 1) and _in_slogan(e, at)) or _season_of_feast(e, at):
        return False
    if e.level == FEAST and e.year_shift is None and _usual(e, at):
        return False
    if e.bare_season and e.level == PART and e.year is None and e.year_shift is None and e.bare is None:
        if at.next == "前":
            return not at.contexts["until"].after.match(at.text, at.end + 1)
        return at.before[-1:] in ("於", "在", "至", "到") and at.next in tuple("，。；、）\n將")
    if isinstance(e.source, Word) and e.source.need == "range":
        return e.until is not None or at.next == "起"
    if isinstance(e.source, Word) and e.source.need:
        return e.level > YEAR or not {"finer", "weekday"} & set(e.source.need.split("|"))
    if e.attached and e.level == PERIOD and not (e.day or e.day_shift is not None or e.weekday or e.feast):
        return False  # 晚, 早 alone
    return e.third is None or e.level != THIRD or e.month is not None or e.month_shift is not None or not at.before[-1:].isdigit()


def _lunar_day(e: Expression, at: Around) -> bool:
    """True where 初四 is a day of the New Year: its month said, or the feast in the words before."""
    return e.month is not None or _NEW_YEAR.search(at.text, max(0, e.start - 30), e.start) is not None


def _ago(_: Expression, at: Around) -> bool:
    """True where 兩年前 counts back from today: not 幾十年前, 案發三天前, 須於60天前, and no feed's age."""
    if at.follows("ago") or at.precedes("ago"):
        return False
    return at.next not in ("", "\n") or at.before[-1:] not in ("", "\n")


def _later(_: Expression, at: Around) -> bool:
    """True where 一年後 opens its clause: the story goes on then."""
    return at.before[-1:] in ("", "\n", "。", "；", "，", ",", "！")


def _dotted(e: Expression, at: Around) -> bool:
    """True where 11.29至12.1 are days, not amounts: a day of two digits and no unit."""
    if e.gloss is not None:
        return True
    days = at.text[e.start : at.end]
    return e.until is not None and re.search(r"\.[0-9]{2}", days) is not None and not at.precedes("amount") and not at.follows("amount")


def _code(_: Expression, at: Around) -> bool:
    return at.before[-1:] in ("", "）", "\n", " ", "」", "。") and at.next in ("", "\n", " ", "）", "。")


_JUDGES: Mapping[str, Callable[[Expression, Around], bool]] = {
    "year": _year, "month": _month, "day": _day, "slash": _slash, "dotted": _dotted, "clock": _clock, "hour": _clock, "hours": _clock,
    "quarter": _quarter, "half": _quarter, "word": _word, "code": _code, "ago": _ago, "later": _later,
    "trading": lambda *_: False,  # of which month or year is not said
    "lunarday": _lunar_day,
    "century": lambda _, at: not at.precedes("brand"),
    "first": lambda e, at: not at.text[e.start : at.end].endswith("個月") or at.follows("total"),
}  # fmt: skip
