"""What the surface of an atom says: its fineness and the fields it sets in an expression.

Readers are pure functions of the surface; context (durations, ages, scores) is judged later, where the neighbours are known.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from pipeline.dates.vocabulary import WEEKDAYS, Era
from pipeline.numerals import integer

# How fine an atom is; a piece joins an expression only when it is finer than all before it.
YEAR, PART, MONTH, THIRD, WEEK, FEAST, DAY, WEEKDAY, PERIOD, CLOCK = range(10, 110, 10)


class Reading(NamedTuple):
    """``level`` is how fine the atom is, ``fields`` the pairs it sets, ``top`` the coarsest level it fills itself (a full date: YEAR)."""

    level: int
    fields: tuple[tuple[str, object], ...]
    top: int


class Clock(NamedTuple):
    """A time of day as written: ``minute`` None where only an about-hour is said (四點多)."""

    hour: int
    minute: int | None
    second: int | None = None


Eras = Mapping[str, Era]
_NUMBERS = re.compile("[0-9]+|[〇○零一二兩三四五六七八九十百千廿卅卌元正]+")
MODS = {"初": "start", "中": "mid", "底": "end", "末": "end"}
_NAMED_MONTHS = {"正": 1, "臘": 12, "冬": 11, "元": 1}


def make(level: int, top: int | None = None, **fields: object) -> Reading:
    """A reading whose fields are those given that are not None."""
    return Reading(level, tuple((k, v) for k, v in fields.items() if v is not None), level if top is None else top)


def _numbers(surface: str) -> list[int]:
    return [n for text in _NUMBERS.findall(surface) if (n := integer(text)) is not None]


def _mod(surface: str) -> str | None:
    return MODS.get(surface[-1])


def _two_digits(year: int) -> int:
    """A two-digit Gregorian year: 00-50 of this century, 51-99 of the last."""
    return year + (2000 if year <= 50 else 1900) if year < 100 else year


def _full(surface: str, _: Eras) -> Reading | None:
    year, month, day = _numbers(surface)
    if not 1000 <= year < 3000:
        return None  # 0800-63-63: a telephone
    return make(DAY, YEAR, year=year, month=month, day=day)


def _roc_full(surface: str, _: Eras) -> Reading:
    year, month, day = _numbers(surface)
    return make(DAY, YEAR, year=year + 1911, month=month, day=day, calendar="roc")


def _day_first(surface: str, _: Eras) -> Reading:
    first, second, year = _numbers(surface)
    day, month = (first, second) if second <= 12 else (second, first)
    return make(DAY, YEAR, year=year, month=month, day=day)


def _stamp(surface: str, _: Eras) -> Reading:
    hour, rest = surface.split(":")
    year, month, day = _numbers(rest[2:])
    return make(CLOCK, YEAR, year=year, month=month, day=day, clock=Clock(int(hour), int(rest[:2])))


def _code(surface: str, _: Eras) -> Reading:
    year, month, day = int(surface[:3]), int(surface[3:5]), int(surface[5:])
    return make(DAY, YEAR, year=year + 1911, month=month, day=day, calendar="roc", code=True)


def _years(surface: str, _: Eras) -> Reading | None:
    first, last = (ns := _numbers(surface))[0], ns[-1]
    if len(_NUMBERS.findall(surface)[0]) == 3 or 80 <= first < 100:
        if not 80 <= first < 150 or not first < last < 160:
            return None
        return make(YEAR, year=first + 1911, year2=last + 1911, calendar="roc", fiscal=_fiscal(surface))
    if first < 1000 and len(_NUMBERS.findall(surface)[0]) == 4:
        return None
    if first < 100 and surface[0] != "0" and "-" not in surface:
        return None  # 15到20年: how long, not when
    first = _two_digits(first)
    last = last if last > 99 else first // 100 * 100 + last
    return make(YEAR, year=first, year2=last, fiscal=_fiscal(surface)) if 1000 <= first < last < 2200 else None


def _season(surface: str, _: Eras) -> Reading | None:
    first, last = _numbers(surface)
    last = last if last > 99 else first // 100 * 100 + last
    return make(YEAR, year=first, year2=last) if first < last <= first + 30 else None


def _decade(surface: str, _: Eras) -> Reading | None:
    number = integer(_NUMBERS.findall(surface if surface[0].isascii() else surface.replace("0", "〇"))[0])  # 一九五0年代
    if number is None or number % 10:
        return None
    if number >= 1000:
        return make(YEAR, century=number // 100 + 1) if number % 100 == 0 and number < 2000 else make(YEAR, decade=number // 10)
    return make(PART, decade_of=number // 10)


def _century(surface: str, _: Eras) -> Reading | None:
    number = _numbers(surface)[0]
    return make(YEAR, century=number) if 1 <= number <= 30 else None


def _fiscal(surface: str) -> str | None:
    return "school" if "學" in surface else "fiscal" if "年度" in surface else None


def _year(surface: str, _: Eras) -> Reading | None:
    text = _NUMBERS.findall(surface)[0]
    number = integer(text)
    if number is None or not 0 < number < 3000:
        return None
    spelled = len(text) == 4 and not set(text) & set("十百千")
    if number >= 1000 and not text.isascii() and text not in ("兩千", "二千") and not spelled and not set(text) & set("零〇○"):
        return None  # 千年, 三千年: durations
    if text in ("百", "一百") and "度" not in surface:
        return None  # 百年老店
    if (text.isascii() and len(text) == 4) or spelled or number >= 1000:
        return make(YEAR, year=number, fiscal=_fiscal(surface), mod=_mod(surface))
    zero = text[0] in "0〇○零"
    if zero:
        return make(YEAR, year=2000 + number, mod=_mod(surface)) if len(text) == 2 else None
    return make(YEAR, bare=number, fiscal=_fiscal(surface), mod=_mod(surface))


def _base_year(surface: str, _: Eras) -> Reading:
    return make(YEAR, year=_numbers(surface)[0])


def _quarter_year(surface: str, _: Eras) -> Reading:
    number, year = _numbers(surface)
    kind = "quarter" if "Q" in surface else "half"
    return make(PART, YEAR, year=_two_digits(year), part=(kind, number, number))


def _year_month(surface: str, _: Eras) -> Reading:
    year, month = _numbers(surface)
    return make(MONTH, YEAR, year=year, month=month)


def _month_day(surface: str, _: Eras) -> Reading | None:
    month, day = (integer(t) for t in surface.split("月"))
    return make(DAY, MONTH, month=month, day=day) if month and day and month <= 12 and day <= 31 else None


def _month(surface: str, _: Eras) -> Reading | None:
    ns = [_NAMED_MONTHS["元"]] if surface[0] == "元" else _numbers(surface)
    if not ns or (len(ns) > 1 and not ns[0] < ns[-1] <= 12 and not 1 <= ns[-1] < ns[0] <= 12) or not 0 < ns[0] < 100:
        return None
    return make(MONTH, month=ns[0], month2=ns[-1] if len(ns) > 1 else None, mod=_mod(surface))


def _day(surface: str, _: Eras) -> Reading | None:
    texts = _NUMBERS.findall(surface)
    ns = _numbers(surface)
    if not 0 < ns[0] < 100 or (len(ns) > 1 and (not ns[0] < ns[-1] or ns[-1] > 31)):
        return None
    spelled = not texts[0].isascii()
    return make(DAY, day=ns[0], day2=ns[-1] if len(ns) > 1 else None, spelled=spelled or None)


def _clock(surface: str, _: Eras) -> Reading | None:
    hour, minute, *second = (int(n) for n in re.findall("[0-9]+", surface.split(".")[0]))
    if hour > 24 or minute > 59:
        return None
    return make(CLOCK, clock=Clock(hour, minute, second[0] if second else None), digital=True)


def _hours(surface: str, _: Eras) -> Reading | None:
    first, last = _numbers(surface)
    if first > 24 or last > 24:
        return None
    return make(CLOCK, clock=Clock(first, 0), clock2=Clock(last, 30 if surface.endswith("半") else 0), plain=True)


def _hour(surface: str, _: Eras) -> Reading | None:
    ns = _numbers(surface)
    if ns[0] > 24 or (len(ns) > 1 and ns[1] > 59) or (len(ns) > 2 and ns[2] > 59):
        return None
    minute: int | None = ns[1] if len(ns) > 1 else 0
    if surface.endswith("半"):
        minute = 30
    elif surface.endswith("刻"):
        minute = ns[1] * 15
    elif surface.endswith("多"):
        minute = None
    plain = surface[-1] in "點時" or None
    return make(CLOCK, clock=Clock(ns[0], minute, ns[2] if len(ns) > 2 else None), plain=plain)


def _military(surface: str, _: Eras) -> Reading:
    return make(CLOCK, clock=Clock(int(surface[:2]), int(surface[2:4])), plain=True)


def _dotted(surface: str, _: Eras) -> Reading:
    month, day = _numbers(surface)
    return make(DAY, MONTH, month=month, day=day)


def _slash(surface: str, _: Eras) -> Reading | None:
    month, day, *until = _numbers(surface)  # 12/13, 12/13-14
    if not 1 <= month <= 12 or not 1 <= day <= 31 or (until and not day < until[0] <= 31):
        return None
    return make(DAY, MONTH, month=month, day=day, day2=until[0] if until else None, slash=True)


def _quarter(surface: str, _: Eras) -> Reading:
    ns = _numbers(surface)
    return make(PART, part=("quarter", ns[0], ns[-1]))


def _half(surface: str, _: Eras) -> Reading:
    return make(PART, part=("half", int(surface[1]), int(surface[1])))


def _nth_week(surface: str, _: Eras) -> Reading:
    nth = -1 if surface[0] == "最" else _numbers(surface)[0]
    last = surface[-1]
    if last in "週周期拜":
        return make(WEEK, week_nth=nth)
    if last == "末":
        return make(WEEK, week_nth=nth, weekend=True)
    return make(WEEKDAY, WEEK, week_nth=nth, weekday=WEEKDAYS[last])


def _first(surface: str, _: Eras) -> Reading:
    count = 1 if surface[1] == "首" else _numbers(surface)[0]
    if surface.endswith("月"):
        return make(PART, part=("months", 1, count))
    return make(PART, part=("quarters", 1, count))


def _trading(surface: str, _: Eras) -> Reading:
    """首個交易日, 最後三個交易日, 最後一天: which of a month's or year's, counted from its end below zero."""
    if surface[-1] in "天日" and not surface.endswith("交易日"):
        return make(DAY, trading=0)  # be it a day off
    numbers = _numbers(surface)
    count = numbers[0] if numbers else 1
    return make(DAY, trading=-count if surface[0] == "最" else count)


def _lunar(surface: str, _: Eras) -> Reading | None:
    head, _sep, tail = surface.rpartition("月")
    year = None
    if "年" in head:
        before, _sep, head = head.partition("年")
        year = _numbers(before)[0]
    leap = "閏" in head
    text = head.lstrip("農陰舊夏曆 閏")
    month = _NAMED_MONTHS.get(text) or integer(text)
    day = integer(tail.strip("初日號")) if tail else None
    if not month or month > 12 or (tail and not day):
        return None
    top = MONTH if year is None else YEAR
    return make(DAY if day else MONTH, top, year=year, month=month, day=day, lunar=True, leap=leap or None)


def _new_year(surface: str, _: Eras) -> Reading:
    return make(DAY, MONTH, month=1, day=integer(surface[-1]), lunar=True)


def _lunar_day(surface: str, _: Eras) -> Reading:
    return make(DAY, day=integer(surface[-1]), lunar=True)


_AGO_UNITS = {"年": (YEAR, "year_shift", 1), "月": (MONTH, "month_shift", 1), "天": (DAY, "day_shift", 1)}
_WEEKS_AGO = (DAY, "day_shift", 7)


def _ago(surface: str, _: Eras) -> Reading | None:
    """10年前, 兩週前, 3至5年前: seen from the publication day. 百年前 is no definite number."""
    if surface[0] in "百千":
        return None
    first, last = (numbers := _numbers(surface))[0], numbers[-1]
    if first != last:
        return make(YEAR, year_shift=-last, year_shift2=-first, ref="publication", counted=True) if first < last else None
    return _counted(surface, -1, "publication")


def _later(surface: str, _: Eras) -> Reading | None:
    """一年後，: seen from the day the narrative has set."""
    return _counted(surface, 1, "narrative")


def _counted(surface: str, sign: int, ref: str) -> Reading | None:
    count = _numbers(surface)[0]
    level, shift, days = _AGO_UNITS.get(surface[-2], _WEEKS_AGO)
    return Reading(level, ((shift, sign * count * days), ("ref", ref), ("counted", True)), level) if count else None


_SHIFTS = {"今": 0, "本": 0, "當": 0, "同": 0, "昨": -1, "去": -1, "上": -1, "明": 1, "下": 1, "翌": 1, "隔": 1, "次": 1, "前": -2, "後": 2}


def _stated(surface: str, _: Eras) -> Reading | None:
    """今（14）日, 上（9）月, 去（107）年: a relative word with its number in brackets; the number is trusted."""
    number, shift, unit = (
        integer(surface[surface.index("（") + 1 : surface.index("）")].strip()),
        _SHIFTS[surface[0]],
        surface.rstrip("度")[-1],
    )
    if number is None:
        return None
    ref = "narrative" if surface[0] in "當同翌隔次" else "publication"
    if unit == "年":
        roc = number < 200
        return make(YEAR, year=number + 1911 if roc else number, calendar="roc" if roc else None, near=(shift, ref))
    if unit == "月":
        return make(MONTH, month_shift=shift, ref=ref, stated_month=number) if 1 <= number <= 12 else None
    if surface[0] in "去上下本" or not 1 <= number <= 31:
        return None
    return make(DAY, day_shift=shift, ref=ref, stated_day=number)


def _era(surface: str, eras: Eras) -> Reading | None:
    name = max((e for e in eras if surface.startswith(e)), key=len)
    era, rest = eras[name], surface[len(name) :]
    ns = _numbers(rest)
    if not ns or ns[0] < 1:
        return None
    if era.calendar == "before":
        return make(YEAR, year=1 - ns[0])
    if era.calendar == "roc-before":
        return make(YEAR, year=1912 - ns[0], calendar="roc")
    if era.calendar == "roc" and ns[0] >= era.first:
        era = replace(era, first=1, calendar="gregorian")  # 中華民國1971年: a year of our era after the name of the country
    years = [n + era.first - 1 for n in ns]
    if surface.endswith("代"):
        return make(YEAR, decade=years[0] // 10, calendar=era.calendar) if ns[0] % 10 == 0 else None
    lasting = era.last is None or years[0] <= era.last
    calendar = era.calendar if era.calendar != "gregorian" else None
    wrong = None if lasting else f"{name}{ns[0]}年"
    if "年" not in rest:
        return make(DAY, YEAR, year=years[0], month=ns[1], day=ns[2], calendar=calendar, impossible=wrong)
    year2 = years[-1] if len(years) > 1 and years[-1] > years[0] else None
    return make(YEAR, year=years[0], year2=year2, fiscal=_fiscal(surface), mod=_mod(surface), calendar=calendar, impossible=wrong)


READERS: Mapping[str, Callable[[str, Eras], Reading | None]] = {
    "stamp": _stamp, "yearspan": _years, "full": _full, "rocfull": _roc_full, "dayfirst": _day_first, "code": _code, "years": _years, "season": _season,
    "decade": _decade, "century": _century, "year": _year, "baseyear": _base_year, "quarteryear": _quarter_year, "yearmonth": _year_month,
    "monthday": _month_day, "month": _month, "day": _day, "clock": _clock, "hours": _hours, "hour": _hour, "slash": _slash,
    "quarter": _quarter, "half": _half, "nthweek": _nth_week, "first": _first, "lunar": _lunar, "newyear": _new_year,
    "lunarday": _lunar_day, "ago": _ago, "later": _later, "trading": _trading, "military": _military, "dotted": _dotted, "stated": _stated, "era": _era,
}  # fmt: skip
