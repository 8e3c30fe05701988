"""From atoms to expressions: neighbours that grow finer are one expression, brackets explain it, 至 joins two into a range.

One pass from left to right, every atom is looked at once; nothing is tried twice.
"""

import re
from collections.abc import Sequence

from pipeline.dates.atoms import Atom
from pipeline.dates.context import Contexts, counts
from pipeline.dates.expression import Expression, extend, joins
from pipeline.dates.readings import CLOCK, DAY, MONTH, PART, PERIOD, THIRD, WEEK, WEEKDAY, YEAR
from pipeline.dates.vocabulary import WEEKDAYS, Vocabulary

_GAPS = frozenset(("", " ", "的", " 的", "  "))
_OPENINGS = frozenset(("（", " （", "（ ", " （ "))
_CLOSING = re.compile(" ?）")
_CLOCK_GAPS = frozenset(
    (
        "T",
        " HKT ",
        " TST ",
        " - ",
        " | ",
        "間",
        "當地時間",
        "（當地時間）",
        "，當地時間",
        "的當地時間",
        "台灣時間",
        "美東時間",
        "本地時間",
        "近",
        "約",
    )
)
_JOINS = frozenset(("至", "到", "迄", "~", "-", "—", "——", "起至", "起到", "起迄", "間至", "間到", "直到", "一直到"))
_COUNTS = frozenset("三四五六十多數兩幾")
_EVERY = re.compile("每個?(?:週|周|星期|禮拜)[^，。；]{0,8}[、及和與到至]$")
_BARE_GLOSS = re.compile(" ?（ ?([0-9]{1,2}) ?） ?日?")
_WEEKDAY_GLOSS = re.compile(" ?（([一二三四五六日])）")
_YEAR_GLOSS = re.compile("（(1[0-9]{2}|20[0-9]{2})）")
_NUMBERED = frozenset(("day", "month", "slash"))
_DUE = re.compile("(?:於|在|月|須於|最遲|最晚|限)$")


class Grammar:
    """Groups atoms into expressions. Compiled once from the vocabulary's contexts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._contexts = vocabulary.contexts
        self._edges = _edges(vocabulary.contexts)

    def expressions(self, text: str, atoms: Sequence[Atom]) -> list[Expression]:
        """The expressions of a text in order. Those that context speaks against (durations, scores, habits) are left out."""
        found: list[Expression] = []
        at = 0
        while at < len(atoms):
            expression, after = self._expression(text, atoms, at)
            expression, after = self._range(text, atoms, expression, after)
            if self._recurs(text, expression):
                at = _times(atoms, after, expression.end)
            elif counts(expression, text, self._contexts):
                self._edge(text, expression)
                found.append(expression)
                at = _beyond(atoms, after, expression.end)
            else:
                at += 1
        return found

    def _expression(self, text: str, atoms: Sequence[Atom], at: int) -> tuple[Expression, int]:
        expression = Expression(atoms[at].start, atoms[at].start)
        extend(expression, atoms[at])
        at = self._grow(text, atoms, expression, at + 1)
        if expression.gloss is None and at < len(atoms) and text[expression.end : atoms[at].start] in _OPENINGS:
            at = self._grow(text, atoms, expression, self._gloss(text, atoms, expression, at))
        if at < len(atoms) and atoms[at].kind in _NUMBERED and (expression.day_shift is not None or expression.week_shift is not None):
            at = _restated(text, atoms, expression, at)
        if expression.gloss is None and _bare_gloss(text, expression):
            at = self._grow(text, atoms, expression, at)
        return expression, at

    def _grow(self, text: str, atoms: Sequence[Atom], expression: Expression, at: int) -> int:
        """Joins atoms to ``expression`` as long as they grow finer; the index of the first that does not."""
        while at < len(atoms) and atoms[at].start - expression.end <= 7:
            atom = atoms[at]
            gap = text[expression.end : atom.start]
            fits = gap in _GAPS or (gap in _CLOCK_GAPS and atom.reading.level >= PERIOD)
            if not fits or not joins(expression, atom) or (expression.mod and atom.kind == "word"):
                break
            extend(expression, atom)
            at += 1
        return at

    def _gloss(self, text: str, atoms: Sequence[Atom], expression: Expression, at: int) -> int:
        """Reads （27日）, （2025年）, （9月23日至27日） after ``expression``: the index of the atom after it, ``at`` where it is no gloss."""
        inner, after = _inner(text, atoms, at)
        if expression.level == WEEK:
            inner, after = self._range(text, atoms, inner, after)
        closing = _CLOSING.match(text, inner.end)
        if closing is None or not _explains(expression, inner):
            return at
        expression.gloss, expression.end = inner, closing.end()
        after = _weekday_too(text, atoms, expression, after)
        if expression.level not in (PERIOD, WEEK):
            expression.level = max(expression.level, min(inner.level, WEEKDAY))
            if inner.level >= PERIOD:
                expression.half, expression.clock, expression.level = inner.half, inner.clock, PERIOD
        return after

    def _range(self, text: str, atoms: Sequence[Atom], expression: Expression, at: int) -> tuple[Expression, int]:
        if not self._joined(text, atoms, expression, at):
            return expression, at
        last, after = self._expression(text, atoms, at)
        if not _may_end(expression, last):
            return expression, at
        expression.until, expression.end = last, last.end
        return expression, self._closing(text, atoms, expression, last, self._days_of(text, atoms, expression, after))

    def _days_of(self, text: str, atoms: Sequence[Atom], expression: Expression, at: int) -> int:
        """Reads the days of 週四至週日（9日至12日）: the index of the atom after them."""
        if expression.weekday is None or at >= len(atoms) or text[expression.end : atoms[at].start] not in _OPENINGS:
            return at
        inner, after = _inner(text, atoms, at)
        inner, after = self._range(text, atoms, inner, after)
        closing = _CLOSING.match(text, inner.end)
        if closing is None or inner.day is None or (inner.until is None and inner.day2 is None):
            return at
        expression.gloss, expression.until, expression.end = inner, inner.until, closing.end()
        return after

    def _closing(self, text: str, atoms: Sequence[Atom], expression: Expression, last: Expression, at: int) -> int:
        """Reads the closing time of 1日至3日上午9時至下午5時: the time stated first is that of the first day."""
        if last.level != CLOCK or expression.clock is not None or not self._joined(text, atoms, expression, at):
            return at
        closes, after = self._expression(text, atoms, at)
        if closes.clock is None or atoms[at].reading.top < PERIOD:
            return at
        expression.clock, expression.half = last.clock, last.half
        last.clock, last.half, last.end = closes.clock, closes.half or last.half, closes.end
        expression.end = closes.end
        return after

    def _joined(self, text: str, atoms: Sequence[Atom], expression: Expression, at: int) -> bool:
        return at < len(atoms) and text[expression.end : atoms[at].start].strip(" ") in _JOINS

    def _recurs(self, text: str, expression: Expression) -> bool:
        """True where the expression comes again and again: 每年8月1日, 週一至週五."""
        last = expression.until
        if (
            last is not None
            and expression.weekday
            and not expression.day
            and last.weekday
            and expression.week_shift is None
            and last.week_shift is None
            and not expression.gloss
        ):
            return True
        if expression.level == YEAR or expression.kinds[0] in ("full", "stamp", "era"):
            return False
        if expression.weekday and _EVERY.search(text[max(0, expression.start - 12) : expression.start]):
            return True
        # 每年固定在 is the longest habit, those without 每 run to four characters
        before = text[max(0, expression.start - 6) : expression.start]
        often = self._contexts["frequency"].before
        if often.search(before, max(0, len(before) - 4)) is None and ("每" not in before or often.search(before) is None):
            return False
        return before[-1:] not in _COUNTS or expression.weekday is not None

    def _edge(self, text: str, expression: Expression) -> None:
        """Takes in 起, 以來, 前 straight after the expression."""
        match = self._edges.match(text, expression.end)
        if match is None:
            return
        if expression.until is not None:
            expression.end = match.end() if match["from"] != "起" else expression.end  # 2月至11月以來: both its ends are said
            return
        if _no_edge(expression, match) or (match["to"] and expression.kinds == ["day"] and not _due(text, expression)):
            return  # 3日前 counts back; 須於15日前 is due
        expression.edge, expression.end = ("to" if match["to"] else "from"), match.end()


def _due(text: str, e: Expression) -> bool:
    """True where 15日前 is a due day; 3日前 counts back."""
    if e.day is not None and e.day > 10:
        return True
    return _DUE.search(text[max(0, e.start - 4) : e.start]) is not None


def _no_edge(e: Expression, edge: re.Match[str]) -> bool:
    """True for 今年迄今, which is this year, 十年來, which says how long, and 兩年前起."""
    if edge["since"]:
        return e.bare is not None or e.level not in (YEAR, MONTH)
    return e.counted or (edge["now"] is not None and e.year_shift == 0 and e.level == YEAR and not e.mod)


def _edges(contexts: Contexts) -> re.Pattern[str]:
    rising, before = contexts["from"].after.pattern, contexts["until"].after.pattern
    since = f"(?P<since>來(?={contexts['since'].after.pattern}))|(?P<now>[至迄]今(?![年天日晚早晨]))"
    return re.compile(f" ?(?:(?P<from>以來|起(?!{rising}))|{since}|(?P<to>以前|之前|前(?!{before})))")


def _beyond(atoms: Sequence[Atom], at: int, end: int) -> int:
    while at < len(atoms) and atoms[at].start < end:
        at += 1
    return at


def _times(atoms: Sequence[Atom], at: int, end: int) -> int:
    """Passes over the times of day that follow a habit: 每天清晨6點, 週一至週五，9:00-17:00."""
    while at < len(atoms) and atoms[at].reading.top >= PERIOD and atoms[at].start - end <= 3:
        end = atoms[at].end
        at += 1
    return at


def _inner(text: str, atoms: Sequence[Atom], at: int) -> tuple[Expression, int]:
    """What a bracket begins with, and the index of the atom after it."""
    inner = Expression(atoms[at].start, atoms[at].start)
    while at < len(atoms) and text[inner.end : atoms[at].start] in _GAPS and (not inner.level or joins(inner, atoms[at])):
        extend(inner, atoms[at])
        at += 1
    return inner, at


def _weekday_too(text: str, atoms: Sequence[Atom], expression: Expression, at: int) -> int:
    """Reads the second bracket of 明日（29日）（星期六）: the index of the atom after it."""
    if at >= len(atoms) or text[expression.end : atoms[at].start] not in _OPENINGS or atoms[at].reading.level != WEEKDAY:
        return at
    closing = _CLOSING.match(text, atoms[at].end)
    if closing is None:
        return at
    expression.end = closing.end()
    return at + 1


def _restated(text: str, atoms: Sequence[Atom], expression: Expression, at: int) -> int:
    """Reads 前天27日, 隔日10月3日, 本週1/10: the day said once more by its number."""
    inner, after = _inner(text, atoms, at)
    plain = expression.gloss is None and expression.stated_day is None and expression.day_shift2 is None
    fits = expression.level == DAY or (expression.level in (WEEK, WEEKDAY) and inner.month is not None)
    if not plain or not fits or inner.start != expression.end or inner.level != DAY or inner.day is None or inner.day2 is not None:
        return at
    expression.gloss, expression.end, expression.level = inner, inner.end, max(expression.level, DAY)
    return after


def _bare_gloss(text: str, expression: Expression) -> bool:
    """Reads （14）日 and （14） after a weekday or 今天, （2024） after 去年, （二） after 1月7日; True where it did."""
    if expression.level == YEAR and expression.year_shift is not None and not expression.mod:
        match = _YEAR_GLOSS.match(text, expression.end)
        number = int(match[1]) if match else 0
        gloss = Expression(expression.end, expression.end, YEAR, ["year"], year=number + 1911 if number < 1000 else number)
    elif expression.level in (DAY, WEEKDAY, PERIOD) and expression.clock is None and expression.day is None:
        match = _BARE_GLOSS.match(text, expression.end) if expression.weekday or expression.day_shift is not None else None
        number = int(match[1]) if match and int(match[1]) <= 31 else 0
        gloss = Expression(expression.end, expression.end, DAY, ["day"], day=number)
    elif expression.level == DAY and expression.day is not None and expression.day2 is None:
        match = _WEEKDAY_GLOSS.match(text, expression.end)
        number = WEEKDAYS[match[1]] if match else 0
        gloss = Expression(expression.end, expression.end, WEEKDAY, ["word"], weekday=number)
    else:
        return False
    if match is None or not number:
        return False
    expression.gloss, expression.end = gloss, match.end()
    return True


def _explains(head: Expression, inner: Expression) -> bool:
    """True where a bracket says the same as its head: a day a day, a year a year. An interval stands for itself."""
    if head.level == WEEK:
        return inner.until is not None and inner.names_day and inner.until.names_day
    if inner.day2 or inner.feast:
        return False
    if head.names_day and head.clock is None:
        return inner.names_day and (inner.day is not None or inner.weekday is not None)
    return head.level == inner.level and head.level in (YEAR, MONTH, PART)


def _may_end(first: Expression, last: Expression) -> bool:
    """True where ``last`` may end a range that ``first`` begins: of one sort, and neither a range itself."""
    if any((first.day2, first.month2, first.year2, first.clock2, first.weekday2, last.day2, last.month2, last.clock2)):
        return False
    if last.level == YEAR and (first.level == MONTH or (last.bare is not None and first.bare is None and first.year is None)):
        return False  # 徒刑3月到11年
    if first.clock is not None:
        return last.clock is not None
    days = {MONTH, THIRD, DAY}
    if first.level == YEAR and first.mod == "start" and first.year_shift is not None:
        return last.level in days  # 今年初至5月20日
    if first.names_day != last.names_day and not (first.level in days and last.level in days):
        return False
    return last.level != CLOCK or last.kinds[0] not in ("clock", "hour", "hours")
