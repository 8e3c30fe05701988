"""From atoms to expressions: neighbours that grow finer are one expression, brackets explain it, 至 joins two into a range.

One pass from left to right, every atom is looked at once; nothing is tried twice.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.dates.atoms import Atom
from pipeline.dates.readings import CLOCK, DAY, FEAST, MONTH, PART, PERIOD, THIRD, WEEK, WEEKDAY, YEAR, Clock
from pipeline.dates.vocabulary import Context, Feast, Vocabulary, Word

# Which fineness may follow which.
_FOLLOWS = {
    PART: frozenset((YEAR,)),
    MONTH: frozenset((YEAR,)),
    THIRD: frozenset((MONTH,)),
    WEEK: frozenset((MONTH,)),
    FEAST: frozenset((YEAR, MONTH, WEEK)),
    DAY: frozenset((MONTH,)),
    WEEKDAY: frozenset((DAY, WEEK, FEAST, MONTH)),
    PERIOD: frozenset((DAY, WEEKDAY, FEAST)),
    CLOCK: frozenset((DAY, WEEKDAY, FEAST, PERIOD)),
}
_GAPS = frozenset(("", " ", "的", " 的", "  "))
_CLOCK_GAPS = frozenset(("T", " HKT ", "當地時間", "（當地時間）", "，當地時間", " - ", " | ", "台灣時間", "美東時間", "本地時間", "間", "的當地時間", " TST "))
_JOINS = frozenset(("至", "到", "~", "-", "—", "－", " 至 ", " 到 ", " ~ ", " - ", " — ", "起至", "起到", "一直到", "直到", "迄", "起迄", "——", "間至", "間到", "~ ", "- "))


@dataclass(slots=True)
class Expression:
    """What an expression says, before it is resolved. Unsaid is None (False for flags)."""

    start: int
    end: int
    level: int = 0
    kinds: list[str] = field(default_factory=list)
    source: Word | Feast | None = None
    calendar: str | None = None
    impossible: str | None = None
    year: int | None = None
    year2: int | None = None
    bare: int | None = None  # a number before 年 of which the era isn't said: 114年, 15年
    year_shift: int | None = None
    year_shift2: int | None = None
    near: tuple[int, str] | None = None
    fiscal: str | None = None
    decade: int | None = None
    decade_of: int | None = None
    century: int | None = None
    century_shift: int | None = None
    part: tuple[str, int, int] | None = None
    quarter_shift: int | None = None
    same_period: bool = False
    bare_season: bool = False
    month: int | None = None
    month2: int | None = None
    month_shift: int | None = None
    stated_month: int | None = None
    third: int | None = None
    mod: str | None = None
    week_shift: int | None = None
    week_nth: int | None = None
    weekend: bool = False
    weekday: int | None = None
    weekday2: int | None = None
    feast: Feast | None = None
    long: bool = False
    day: int | None = None
    day2: int | None = None
    day_shift: int | None = None
    day_shift2: int | None = None
    stated_day: int | None = None
    spelled: bool = False
    slash: bool = False
    code: bool = False
    lunar: bool = False
    leap: bool = False
    half: str | None = None
    attached: bool = False
    clock: Clock | None = None
    clock2: Clock | None = None
    digital: bool = False
    plain: bool = False
    ref: str = "publication"
    gloss: "Expression | None" = None
    until: "Expression | None" = None  # the end of a range
    edge: str | None = None  # from (起, 以來), to (前)
    stated: "Expression | None" = None

    @property
    def names_day(self) -> bool:
        """True where the expression is as fine as a day."""
        return self.level >= FEAST


def joins(before: Expression, atom: Atom) -> bool:
    """True where ``atom`` may continue ``before``: finer, and of a fineness that follows."""
    reading = atom.reading
    if atom.kind == "lunarday" and before.feast is not None and before.level == FEAST:
        return before.feast.rule == ("lunar", "1-1")
    if before.level not in _FOLLOWS.get(reading.top, ()):
        return False
    if reading.top == DAY and (before.month_shift is None and before.month is None or reading.fields[0][0].startswith("day_shift")):
        return False
    return not (reading.top == WEEKDAY and before.level == MONTH)


def extend(expression: Expression, atom: Atom) -> None:
    """Adds what ``atom`` says to ``expression``."""
    for name, value in atom.reading.fields:
        setattr(expression, name, value)
    if atom.kind == "lunarday" and expression.feast is not None:
        expression.feast, expression.month = None, 1  # 春節初四
    expression.end, expression.level = atom.end, atom.reading.level
    expression.kinds.append(atom.kind)
    expression.source = atom.source or expression.source


class Grammar:
    """Groups atoms into expressions. Compiled once from the vocabulary's contexts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._contexts = vocabulary.contexts
        self._edges = _edges(vocabulary.contexts)

    def expressions(self, text: str, atoms: Sequence[Atom]) -> list[Expression]:
        """The expressions of a text in order. Those that context speaks against (durations, scores) are left out."""
        found: list[Expression] = []
        at = 0
        while at < len(atoms):
            expression, after = self._expression(text, atoms, at)
            expression, after = self._range(text, atoms, expression, after)
            if self._frequent(text, expression):
                at = after
            elif self.counts(text, expression):
                self._edge(text, expression)
                found.append(expression)
                at = after
                while at < len(atoms) and atoms[at].start < expression.end:
                    at += 1
            else:
                at += 1
        return found

    def _expression(self, text: str, atoms: Sequence[Atom], at: int) -> tuple[Expression, int]:
        first = atoms[at]
        expression = Expression(first.start, first.start)
        extend(expression, first)
        at += 1
        while at < len(atoms):
            atom = atoms[at]
            if atom.start - expression.end > 7:
                break
            gap = text[expression.end : atom.start]
            if (gap in _GAPS or (gap in _CLOCK_GAPS and atom.reading.level >= PERIOD)) and joins(expression, atom):
                if atom.kind != "word" or not expression.mod:
                    extend(expression, atom)
                    at += 1
                    continue
            if gap != "（" or not self._gloss(text, atoms, expression, at):
                break
            at += len(expression.gloss.kinds) if expression.gloss else 0
        if expression.feast is not None and (match := _ON_DAY.match(text, expression.end)):
            expression.end = match.end()
            at += at < len(atoms) and atoms[at].start < expression.end
        if expression.gloss is None and expression.level in (YEAR, DAY, WEEKDAY, PERIOD):
            self._bare_gloss(text, expression)
            if expression.gloss is not None:
                at = self._after(text, atoms, expression, at)
        return expression, at

    def _after(self, text: str, atoms: Sequence[Atom], expression: Expression, at: int) -> int:
        while at < len(atoms) and text[expression.end : atoms[at].start] in _GAPS and joins(expression, atoms[at]):
            extend(expression, atoms[at])
            at += 1
        return at

    def _gloss(self, text: str, atoms: Sequence[Atom], expression: Expression, at: int) -> bool:
        """Reads （27日）, （2025年）, （7月21日） after ``expression``; True where it belongs to it."""
        inner = Expression(atoms[at].start, atoms[at].start)
        while at < len(atoms) and text[inner.end : atoms[at].start] in _GAPS and (not inner.level or joins(inner, atoms[at])):
            extend(inner, atoms[at])
            at += 1
        if text[inner.end : inner.end + 1] != "）" or not _explains(expression, inner):
            return False
        level = expression.level
        expression.gloss, expression.end = inner, inner.end + 1
        expression.level = max(level, min(inner.level, WEEKDAY)) if level != PERIOD else level
        if level != PERIOD and inner.level >= PERIOD:
            expression.half, expression.level = inner.half, PERIOD
            expression.clock = inner.clock
        return True

    def _bare_gloss(self, text: str, expression: Expression) -> None:
        """Reads （14）日 and （14） after a weekday or 今天."""
        if expression.level == YEAR:
            self._year_gloss(text, expression)
            return
        match = _BARE_GLOSS.match(text, expression.end)
        if match is None or expression.day is not None or expression.clock or not (expression.weekday or expression.day_shift is not None):
            return
        if 1 <= int(match[1]) <= 31:
            expression.gloss = Expression(match.start(1), match.end(1), DAY, ["day"], day=int(match[1]))
            expression.end = match.end()

    def _year_gloss(self, text: str, expression: Expression) -> None:
        match = _YEAR_GLOSS.match(text, expression.end)
        if match is None or expression.year_shift is None or expression.mod:
            return
        number = int(match[1])
        expression.gloss = Expression(match.start(1), match.end(1), YEAR, ["year"], year=number + 1911 if number < 1000 else number)
        expression.end = match.end()

    def _range(self, text: str, atoms: Sequence[Atom], expression: Expression, at: int) -> tuple[Expression, int]:
        if at >= len(atoms) or text[expression.end : atoms[at].start] not in _JOINS:
            return expression, at
        last, after = self._expression(text, atoms, at)
        if not _may_end(expression, last):
            return expression, at
        expression.until, expression.end = last, last.end
        return expression, after

    def _frequent(self, text: str, expression: Expression) -> bool:
        """True where the expression recurs: 每年8月1日, 週一至週五."""
        last = expression.until
        if last is not None and expression.weekday and last.weekday and expression.week_shift is None and not expression.gloss:
            return True
        if expression.level == YEAR or expression.kinds[0] in ("full", "stamp", "era"):
            return False
        before = text[max(0, expression.start - 4) : expression.start]
        if not _hit(self._contexts["frequency"].before, before):
            return False
        return before[-1:] not in _COUNTS or expression.weekday is not None

    def counts(self, text: str, expression: Expression) -> bool:
        """True where nothing around ``expression`` says it is a duration, a score or a fraction."""
        before = text[max(0, expression.start - 6) : expression.start]
        if expression.week_nth is not None and expression.month is None and expression.month_shift is None:
            return False
        judge = _JUDGES.get(expression.kinds[0])
        return judge is None or judge(self._contexts, text, expression, before, expression.end)

    def _edge(self, text: str, expression: Expression) -> None:
        """Takes in 起, 以來, 前 straight after the expression."""
        match = self._edges.match(text, expression.end)
        if match is None or expression.until is not None:
            return
        if match["to"] and expression.level == DAY and expression.day is not None and expression.month is None and expression.kinds[0] == "day":
            if not _DUE.search(text[max(0, expression.start - 4) : expression.start]):
                return
        expression.edge, expression.end = ("to" if match["to"] else "from"), match.end()


_BARE_GLOSS = re.compile("（([0-9]{1,2})）日?")
_COUNTS = frozenset("三四五六十多數兩幾")
_YEAR_GLOSS = re.compile("（(1[0-9]{2}|20[0-9]{2})）")
_ON_DAY = re.compile("當[天日晚夜]")
_DUE = re.compile("(?:於|在|月|須於|最遲|最晚|限)$")


_OF_SHARES = frozenset("強的以席個人票股數次拍板議門")
_TIMELY = re.compile("[於在至到自從]$")
_ABOUT = re.compile("許|左右|起|前|開始|整|[0-9]")


def _edges(contexts: "dict[str, Context] | object") -> re.Pattern[str]:
    assert isinstance(contexts, dict)
    rising, before = contexts["from"].after.pattern, contexts["until"].after.pattern
    return re.compile(f" ?(?:(?P<from>以來|起(?!{rising}))|(?P<to>以前|之前|前(?!{before})))")


def _hit(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None


def _explains(head: Expression, inner: Expression) -> bool:
    if head.gloss is not None or inner.day2 or inner.feast:
        return False
    if head.names_day and head.clock is None:
        return inner.names_day and (inner.day is not None or inner.weekday is not None or (inner.clock is not None and False))
    if head.level == YEAR:
        return inner.level == YEAR
    return head.level == MONTH and inner.level == MONTH


def _may_end(first: Expression, last: Expression) -> bool:
    """True where ``last`` may end a range that ``first`` begins: of one sort, and no range itself."""
    if first.day2 or first.month2 or first.year2 or first.clock2 or first.weekday2 or last.day2 or last.month2 or last.clock2:
        return False
    if first.level == MONTH and last.level == YEAR or last.bare is not None and last.level == YEAR and first.bare is None and first.year is None:
        return False
    if first.clock is not None:
        return last.clock is not None
    if first.names_day != last.names_day and not (first.level in (MONTH, THIRD, DAY) and last.level in (MONTH, THIRD, DAY)):
        return False
    return not (last.clock is not None and last.level == CLOCK and last.kinds[0] in ("clock", "hour", "hours"))


def _year_counts(contexts: dict[str, Context], text: str, e: Expression, before: str, end: int) -> bool:
    if e.bare is None:
        return e.level > YEAR or e.until is not None or not (e.year is not None and e.year % 100 == 0 and _hit(contexts["year"].before, before))
    fine = e.level > YEAR or bool(e.fiscal or e.mod) or (e.until is not None and e.until.bare is None)
    number = e.bare
    sure = _hit(contexts["roc.sure"].before, before)
    against = _hit(contexts["year"].before, before) or (not fine and not sure and contexts["year"].after.match(text, end) is not None)
    if number >= 200:
        return not against and (e.level >= MONTH or before[-1:] in "在於" and before != "")
    if number > 130:
        return False
    if number >= 80:
        return fine and not (against and e.level == YEAR) or not against
    if number >= 34:
        return e.level >= DAY or (fine and not against)
    return not against and number >= 10 and (e.level >= DAY or e.level == PART or e.mod == "end")


def _month_counts(contexts: dict[str, Context], text: str, e: Expression, before: str, end: int) -> bool:
    if e.level > MONTH or e.month2:
        return True
    if e.month is not None and e.month > 12:
        return False
    if before[-1:] == "年" and not before[-2:-1].isdigit() and before[-2:-1] not in "今去明前後同":
        return False
    if before[-1:] == "年" and before[-2:-1].isdigit():
        return False
    return not _hit(contexts["month"].before, before) and (e.until is not None or contexts["month"].after.match(text, end) is None)


def _day_counts(contexts: dict[str, Context], text: str, e: Expression, before: str, end: int) -> bool:
    if e.day is None or e.day > 31:
        return False
    if text[e.start : end].endswith("號") and e.level == DAY and e.until is None:
        return not _hit(contexts["number"].before, before) and contexts["number"].after.match(text, end) is None
    if e.spelled and e.day < 10 and e.level == DAY and not e.day2 and e.until is None:
        return text.startswith("電", end)
    if e.level > DAY or e.until is not None:
        return True
    return not _hit(contexts["day"].before, before) and contexts["day"].after.match(text, end) is None


def _slash_counts(contexts: dict[str, Context], text: str, e: Expression, before: str, end: int) -> bool:
    if before[-1:].isalnum() and before[-1:].isascii() or text[end : end + 1].isalnum() and text[end : end + 1].isascii():
        return False
    assert e.day is not None and e.month is not None
    if e.level > DAY or e.gloss is not None or e.until is not None:
        return True
    if "分之" in before or text[end : end + 1] in _OF_SHARES:
        return False
    return e.day > 12 or e.month >= e.day or text[text.find("/", e.start) + 1] == "0" or text[e.start] == "0" or e.day > 9 and e.month > 1


def _clock_counts(contexts: dict[str, Context], text: str, e: Expression, before: str, end: int) -> bool:
    if e.plain and e.level == CLOCK and len(e.kinds) == 1 and e.until is None and not _TIMELY.search(before) and not _ABOUT.match(text, end):
        return False
    if e.plain and (contexts["clock"].after.match(text, end) is not None or _hit(contexts["clock"].before, before)):
        return False
    return not (e.digital and before[-1:] in "0123456789:.,-")


def _quarter_counts(contexts: dict[str, Context], text: str, e: Expression, before: str, end: int) -> bool:
    if text[e.start] == "H" and e.level == PART and e.kinds == ["half"]:
        return False
    if text[e.start] in "QH":
        named = e.kinds == ["quarter"] and (contexts["quarter"].after.match(text, end) or _hit(contexts["quarter"].before, before))
        return not named and not (before[-1:].isascii() and before[-1:].isalnum()) and not text.startswith((":", "：", ".", "、"), end)
    return before[-1:] not in ("》", "」", "】") and not text.startswith(("播出", "開播"), end)


def _part_counts(contexts: dict[str, Context], text: str, e: Expression, before: str, end: int) -> bool:
    if e.bare_season and e.level == PART and e.year is None and e.year_shift is None and e.bare is None:
        return before[-1:] in "於在至到" and text[end : end + 1] in "，。；、）\n將"
    if isinstance(e.source, Word) and e.source.need:
        return e.level > YEAR or not {"finer", "weekday"} & set(e.source.need.split("|"))
    if e.attached and e.level == PERIOD and e.day is None and e.day_shift is None and e.weekday is None and e.feast is None:
        return False
    return e.third is None or e.level != THIRD or e.month is not None or e.month_shift is not None or before[-1:] not in "0123456789"


def _first_counts(contexts: dict[str, Context], text: str, e: Expression, before: str, end: int) -> bool:
    return text[e.end - 1] != "月" or "個" not in text[e.start : e.end] or False


def _code_counts(contexts: dict[str, Context], text: str, e: Expression, before: str, end: int) -> bool:
    return (not before or before[-1] in "）\n 」。") and (end == len(text) or text[end] in "\n  ）。")


def _lunar_counts(contexts: dict[str, Context], text: str, e: Expression, before: str, end: int) -> bool:
    return e.month is not None


_JUDGES = {
    "year": _year_counts, "month": _month_counts, "day": _day_counts, "slash": _slash_counts, "clock": _clock_counts, "hour": _clock_counts,
    "hours": _clock_counts, "quarter": _quarter_counts, "half": _quarter_counts, "word": _part_counts, "first": _first_counts,
    "code": _code_counts, "lunarday": _lunar_counts,
}  # fmt: skip
