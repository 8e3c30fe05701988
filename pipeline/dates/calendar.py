"""The calendar's arithmetic: month ends, weeks, solar terms, lunar days, holidays, and the days an EDTF value spans.

Pure functions of their arguments. Years run from 1 to 9999; what lies outside is None, never an error.
"""

import re
import warnings
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
Bounds = tuple[date | None, date | None]
NO_BOUNDS: Bounds = (None, None)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none (2月30日, 13月)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted(day: date, days: int) -> date | None:
    """``day`` moved by ``days``, or None past year 1 or 9999."""
    try:
        return day + days * DAY
    except OverflowError:
        return None


def month_end(year: int, month: int) -> int:
    """The number of days in a month (1-12) of a year (1-9999)."""
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - DAY).day


def month_shifted(year: int, month: int, shift: int) -> tuple[int, int]:
    """(year, month) moved by ``shift`` months."""
    at = year * 12 + month - 1 + shift
    return at // 12, at % 12 + 1


def monday(day: date) -> date | None:
    """Monday of the week (Monday to Sunday) that holds ``day``; None where it lies before year 1."""
    return shifted(day, -day.weekday())


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The ``nth`` (1-5, or -1 for the last) Monday (1) … Sunday (7) of a month."""
    if nth < 0:
        last = date(year, month, month_end(year, month))
        return last - (last.isoweekday() - weekday) % 7 * DAY
    first = date(year, month, 1)
    day = first + ((weekday - first.isoweekday()) % 7 + 7 * (nth - 1)) * DAY
    return day if day.month == month else None


def easter(year: int) -> date:
    """Easter Sunday (Gregorian; Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


# Month and constant of each term for 1901-2000 and 2001-2100: day = floor(0.2422 y + c) - floor(leap years), y the year of the century.
_TERMS = {
    "立春": (2, 4.6295, 3.87), "春分": (3, 21.415, 20.646), "清明": (4, 5.59, 4.81), "立夏": (5, 6.318, 5.52), "夏至": (6, 22.20, 21.37),
    "立秋": (8, 8.35, 7.5), "秋分": (9, 23.822, 23.042), "立冬": (11, 8.218, 7.438), "冬至": (12, 22.60, 21.94),
}  # fmt: skip


def solar_term(name: str, year: int) -> date | None:
    """The day of a solar term in 1901-2099, or None outside or where the term is unknown."""
    if name not in _TERMS or not 1901 <= year <= 2099:
        return None
    month, old, new = _TERMS[name]
    y = year % 100 or 100
    leaps = (y - 1) // 4 if month < 3 else y // 4
    return date(year, month, int(y * 0.2422 + (old if year <= 2000 else new)) - leaps)


@lru_cache(maxsize=4096)
def lunar_day(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The Gregorian day of a lunar day of the lunar year that begins in ``year`` (1900-2099); None where there is none."""
    from lunardate import LunarDate

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = LunarDate(year, month, day, leap).toSolarDate()
        except (ValueError, IndexError):
            return None
    return found if isinstance(found, date) else None


def lunar_month(year: int, month: int, leap: bool = False) -> Bounds:
    """First and last Gregorian day of a lunar month."""
    first = lunar_day(year, month, 1, leap)
    last = lunar_day(year, month, 30, leap) or lunar_day(year, month, 29, leap)
    return (first, last) if first and last else NO_BOUNDS


def lunar_eve(year: int, before: int = 0) -> date | None:
    """The last day of the lunar year that ends in ``year`` (除夕), or ``before`` days before it."""
    new_year = lunar_day(year, 1, 1)
    return new_year - (1 + before) * DAY if new_year else None


def days_off(feasts: Iterable[tuple[str, date]], year: int) -> frozenset[date]:
    """The days off in Taiwan among weekdays of ``year``: the feasts given, those on a weekend made good, single days between bridged until 2024.

    After the law: a feast on Saturday is made good on Friday, on Sunday on Monday; days of the lunar New Year after it; 兒童節 and 清明 on one
    day give the day before, on a Thursday the day after.
    """
    days: set[date] = set()
    spring: set[date] = set()
    owed = 0
    for name, day in sorted(feasts, key=lambda f: f[1]):
        if name in ("除夕", "小年夜", "春節", "初二", "初三"):
            spring.add(day)
            owed += day.weekday() > 4
        elif day in days:
            days.add(day + DAY if day.weekday() == 3 else day - DAY)
        else:
            days.add(day)
            days.add(day - DAY if day.weekday() == 5 else day + DAY if day.weekday() == 6 else day)
    after = max(spring, default=None)
    while after and owed:
        after += DAY
        if after.weekday() < 5:
            spring.add(after)
            owed -= 1
    days |= spring
    return frozenset(days | (_bridges(days) if year <= 2024 else _bridges(spring) if year == 2025 else set()))


def _bridges(days: set[date]) -> set[date]:
    mondays = {d - DAY for d in days if d.weekday() == 1 and d - DAY not in days}
    return mondays | {d + DAY for d in days if d.weekday() == 3 and d + DAY not in days}


def holiday_around(day: date, off: frozenset[date]) -> tuple[date, date]:
    """The unbroken run of days off and weekends that holds ``day``."""
    first = last = day
    while (before := first - DAY) in off or before.weekday() > 4:
        first = before
    while (after := last + DAY) in off or after.weekday() > 4:
        last = after
    return first, last


_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
_PARTS = _SEASONS | {33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)} | {40: (1, 6), 41: (7, 12)}
_DAY_VALUE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@lru_cache(maxsize=8192)
def bounds(value: str) -> Bounds:
    """The first and last day an EDTF value may mean, inclusive; None for an open or unknown side.

    Winter (``-24``) runs from December of its year to the end of February; seasons by the calendar months of Taiwan's weather bureau.
    """
    if "/" in value:
        first, _, last = value.partition("/")
        return bounds(first)[0] if first != ".." else None, bounds(last)[1] if last != ".." else None
    if value.startswith("-"):
        return NO_BOUNDS
    if (match := _DAY_VALUE.match(value)) is not None:
        day = make_day(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if value.endswith("X"):
        return _digits_bounds(value)
    return _year_bounds(int(value[:4]), value[5:])


def _digits_bounds(value: str) -> Bounds:
    first, last = int(value.replace("X", "0")), int(value.replace("X", "9"))
    return make_day(max(first, 1), 1, 1), make_day(last, 12, 31)


def _year_bounds(year: int, part: str) -> Bounds:
    if not part:
        return make_day(year, 1, 1), make_day(year, 12, 31)
    first, last = _PARTS.get(int(part), (int(part), int(part)))
    to_year, to_month = month_shifted(year, 1, last - 1)
    if not 1 <= year <= 9999 or not 1 <= to_year <= 9999:
        return NO_BOUNDS
    return make_day(year, first, 1), make_day(to_year, to_month, month_end(to_year, to_month))
