"""An expression: what neighbouring atoms say together, before it is resolved."""

from dataclasses import dataclass, field

from pipeline.dates.atoms import Atom
from pipeline.dates.readings import CLOCK, DAY, FEAST, MONTH, PART, PERIOD, THIRD, WEEK, WEEKDAY, YEAR, Clock
from pipeline.dates.vocabulary import Feast, Word

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
    third2: int | None = None
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
    counted: bool = False  # 兩年前, 一年後
    trading: int | None = None  # which trading day of a month or year, from its end below zero; 0: the last day of all
    ref: str = "publication"
    gloss: "Expression | None" = None
    until: "Expression | None" = None  # the end of a range
    edge: str | None = None  # from (起, 以來), to (前)

    @property
    def names_day(self) -> bool:
        """True where the expression is as fine as a day."""
        return self.level >= FEAST


def joins(before: Expression, atom: Atom) -> bool:
    """True where ``atom`` may continue ``before``: finer, and of a fineness that follows."""
    reading = atom.reading
    if atom.kind == "lunarday" and before.feast is not None and before.level == FEAST:
        return before.feast.rule == ("lunar", "1-1")
    if echoes(before, atom):
        return True
    if atom.kind == "trading":
        return before.level in (YEAR, MONTH)
    if reading.level == WEEKDAY and before.level == DAY and before.day is not None:
        return all(name != "week_shift" for name, _ in reading.fields)  # 1月6日星期一
    if before.level not in _FOLLOWS.get(reading.top, ()):
        return False
    if reading.top == DAY and ((before.month_shift is None and before.month is None) or reading.fields[0][0] == "day_shift"):
        return False
    return not (reading.top == WEEKDAY and before.level == MONTH)


def echoes(before: Expression, atom: Atom) -> bool:
    """True where ``atom`` names the day of ``before`` once more: 6日當天, 司法節當天, 31日跨年夜."""
    if not FEAST <= before.level < PERIOD or atom.start != before.end:
        return False
    if isinstance(atom.source, Word):
        return atom.source.text[0] == "當" and atom.source.unit == "day"
    return atom.reading.level == FEAST and before.day is not None and before.day2 is None and not dict(atom.reading.fields).get("long")


def extend(expression: Expression, atom: Atom) -> None:
    """Adds what ``atom`` says to ``expression``."""
    echo = expression.kinds and echoes(expression, atom)
    for name, value in atom.reading.fields:
        if not echo or name == "half":
            setattr(expression, name, value)
    if atom.kind == "lunarday" and expression.feast is not None:
        expression.feast, expression.month = None, 1  # 春節初四
    expression.end, expression.level = atom.end, max(expression.level, atom.reading.level)
    expression.kinds.append(atom.kind)
    expression.source = atom.source or expression.source
