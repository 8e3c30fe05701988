"""Context: what stands around an expression and says that it is a duration, an age, a score, a fraction — no date."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline.dates.expression import Expression
from pipeline.dates.readings import CLOCK, DAY, MONTH, PART, PERIOD, THIRD, YEAR
from pipeline.dates.vocabulary import Context, Word

Contexts = Mapping[str, Context]
_OF_SHARES = frozenset("強的以席個人票股數次拍板議門")
_SHARE_AFTER = ("的", "占", "佔", "約", "近", "逾", "達")
_TIMELY = re.compile("[於在至到自從]$")
_ABOUT = re.compile("許|左右|起|前|開始|整|[0-9]")
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
    if e.bare is None:
        return e.level > YEAR or e.until is not None or not (e.year is not None and e.year % 100 == 0 and at.follows("year"))
    fine = e.level > YEAR or bool(e.fiscal or e.mod) or (e.until is not None and e.until.bare is None)
    against = at.follows("year") or (not fine and not at.follows("roc.sure") and at.precedes("year"))
    return _bare_year(e, at, fine, against)


def _bare_year(e: Expression, at: Around, fine: bool, against: bool) -> bool:
    """A number before 年 without an era: years of the Republic are 34 to 130; 10 to 33 are two-digit years when something finer follows."""
    number = e.bare or 0
    if number >= 200:
        return not against and (e.level >= MONTH or at.before[-1:] in ("在", "於"))
    if number > 130:
        return False
    if number >= 80:
        return not against or (fine and e.level > YEAR)
    if number >= 34:
        return e.level >= DAY or (fine and not against)
    return number >= 10 and not against and (e.level >= DAY or e.level == PART or e.mod == "end")


def _month(e: Expression, at: Around) -> bool:
    if e.level > MONTH or e.month2:
        return True
    if e.month is not None and e.month > 12:
        return False
    if at.before[-1:] == "年" and (at.before[-2:-1].isdigit() or at.before[-2:-1] not in _OWN_YEAR):
        return False  # 3年6月: a term
    return not at.follows("month") and not at.precedes("month")


def _day(e: Expression, at: Around) -> bool:
    if e.day is None or e.day > 31:
        return False
    alone = e.level == DAY and e.until is None
    if alone and at.text[at.end - 1] == "號":
        return not at.follows("number") and not at.precedes("number")
    if alone and e.spelled and e.day < 10 and not e.day2:
        return at.next == "電"  # 一日 and 三日 are counts but in a dateline
    return not alone or (not at.follows("day") and not at.precedes("day"))


def _slash(e: Expression, at: Around) -> bool:
    if any(c.isascii() and c.isalnum() for c in (at.before[-1:], at.next)):
        return False
    if e.level > DAY or e.gloss is not None or e.until is not None:
        return True
    if "分之" in at.before or at.next in _OF_SHARES or at.before[-1:] in _SHARE_AFTER:
        return False
    month, _, day = at.text[e.start : at.end].partition("/")
    return int(day) > 12 or int(month) >= int(day) or "0" in (month[0], day[0]) or (int(day) > 9 and int(month) > 1)


def _clock(e: Expression, at: Around) -> bool:
    if e.digital:
        return at.before[-1:] not in tuple("0123456789:.,-")
    if not e.plain:
        return True
    if e.level == CLOCK and len(e.kinds) == 1 and e.until is None and not _TIMELY.search(at.before) and not _ABOUT.match(at.text, at.end):
        return False  # 有一點不習慣, 上漲3點
    return not at.precedes("clock") and not at.follows("clock")


def _quarter(e: Expression, at: Around) -> bool:
    if e.kinds == ["half"]:
        return False  # H2 alone names many things
    if at.text[e.start] != "Q":
        return at.before[-1:] not in ("》", "」", "】") and not at.text.startswith(("播出", "開播"), at.end)
    named = at.follows("quarter") or at.precedes("quarter")
    latin = at.before[-1:].isascii() and at.before[-1:].isalnum()
    return not named and not latin and at.next not in (":", ".", "、")


def _word(e: Expression, at: Around) -> bool:
    if e.bare_season and e.level == PART and e.year is None and e.year_shift is None and e.bare is None:
        return at.before[-1:] in ("於", "在", "至", "到") and at.next in tuple("，。；、）\n將")
    if isinstance(e.source, Word) and e.source.need:
        return e.level > YEAR or not {"finer", "weekday"} & set(e.source.need.split("|"))
    if e.attached and e.level == PERIOD and not (e.day or e.day_shift is not None or e.weekday or e.feast):
        return False  # 晚, 早 alone
    return e.third is None or e.level != THIRD or e.month is not None or e.month_shift is not None or not at.before[-1:].isdigit()


def _code(_: Expression, at: Around) -> bool:
    return at.before[-1:] in ("", "）", "\n", " ", "」", "。") and at.next in ("", "\n", " ", "）", "。")


_JUDGES: Mapping[str, Callable[[Expression, Around], bool]] = {
    "year": _year, "month": _month, "day": _day, "slash": _slash, "clock": _clock, "hour": _clock, "hours": _clock, "quarter": _quarter,
    "half": _quarter, "word": _word, "code": _code, "lunarday": lambda e, _: e.month is not None,
    "first": lambda e, at: not at.text[e.start : at.end].endswith("個月"),
}  # fmt: skip
