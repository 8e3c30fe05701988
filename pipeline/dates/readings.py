"""What the surface of an atom says: its fineness and the fields it sets in an expression.

Readers are pure functions of the surface; context (durations, ages, scores) is judged later, where the neighbours are known.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.dates.vocabulary import WEEKDAYS, Era, Feast, Part, Vocabulary, Word
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
_MODS = {"初": "start", "中": "mid", "底": "end", "末": "end"}
_NAMED_MONTHS = {"正": 1, "臘": 12, "冬": 11, "元": 1}


def _make(level: int, top: int | None = None, **fields: object) -> Reading:
    return Reading(level, tuple((k, v) for k, v in fields.items() if v is not None), level if top is None else top)


def _numbers(surface: str) -> list[int]:
    return [n for text in _NUMBERS.findall(surface) if (n := integer(text)) is not None]


def _mod(surface: str) -> str | None:
    return _MODS.get(surface[-1])


def _two_digits(year: int) -> int:
    """A two-digit Gregorian year: 00-50 of this century, 51-99 of the last."""
    return year + (2000 if year <= 50 else 1900) if year < 100 else year


def _full(surface: str, _: Eras) -> Reading:
    year, month, day = _numbers(surface)
    return _make(DAY, YEAR, year=year, month=month, day=day)


def _roc_full(surface: str, _: Eras) -> Reading:
    year, month, day = _numbers(surface)
    return _make(DAY, YEAR, year=year + 1911, month=month, day=day, calendar="roc")


def _day_first(surface: str, _: Eras) -> Reading:
    first, second, year = _numbers(surface)
    day, month = (first, second) if second <= 12 else (second, first)
    return _make(DAY, YEAR, year=year, month=month, day=day)


def _stamp(surface: str, _: Eras) -> Reading:
    hour, rest = surface.split(":")
    year, month, day = _numbers(rest[2:])
    return _make(CLOCK, YEAR, year=year, month=month, day=day, clock=Clock(int(hour), int(rest[:2])))


def _code(surface: str, _: Eras) -> Reading:
    year, month, day = int(surface[:3]), int(surface[3:5]), int(surface[5:])
    return _make(DAY, YEAR, year=year + 1911, month=month, day=day, calendar="roc", code=True)


def _years(surface: str, _: Eras) -> Reading | None:
    first, last = (ns := _numbers(surface))[0], ns[-1]
    if len(_NUMBERS.findall(surface)[0]) == 3 or 80 <= first < 100:
        if not 80 <= first < 150 or not first < last < 160:
            return None
        return _make(YEAR, year=first + 1911, year2=last + 1911, calendar="roc", fiscal=_fiscal(surface))
    if first < 1000 and len(_NUMBERS.findall(surface)[0]) == 4:
        return None
    first = _two_digits(first)
    last = last if last > 99 else first // 100 * 100 + last
    return _make(YEAR, year=first, year2=last, fiscal=_fiscal(surface)) if 1000 <= first < last < 2200 else None


def _season(surface: str, _: Eras) -> Reading | None:
    first, last = _numbers(surface)
    last = last if last > 99 else first // 100 * 100 + last
    return _make(YEAR, year=first, year2=last) if first < last <= first + 30 else None


def _decade(surface: str, _: Eras) -> Reading | None:
    number = integer(_NUMBERS.findall(surface)[0])
    if number is None or number % 10:
        return None
    if number >= 1000:
        return _make(YEAR, decade=number // 10)
    return _make(PART, decade_of=number // 10)


def _century(surface: str, _: Eras) -> Reading | None:
    number = _numbers(surface)[0]
    return _make(YEAR, century=number) if 1 <= number <= 30 else None


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
    if text.isascii() and len(text) == 4 or spelled or number >= 1000:
        return _make(YEAR, year=number, fiscal=_fiscal(surface), mod=_mod(surface))
    zero = text[0] in "0〇○零"
    if zero:
        return _make(YEAR, year=2000 + number, mod=_mod(surface)) if len(text) == 2 else None
    return _make(YEAR, bare=number, fiscal=_fiscal(surface), mod=_mod(surface))


def _base_year(surface: str, _: Eras) -> Reading:
    return _make(YEAR, year=int(surface))


def _quarter_year(surface: str, _: Eras) -> Reading:
    number, year = _numbers(surface)
    kind = "quarter" if "Q" in surface else "half"
    return _make(PART, YEAR, year=_two_digits(year), part=(kind, number, number))


def _year_month(surface: str, _: Eras) -> Reading:
    year, month = _numbers(surface)
    return _make(MONTH, YEAR, year=year, month=month)


def _month_day(surface: str, _: Eras) -> Reading | None:
    month, day = (integer(t) for t in surface.split("月"))
    return _make(DAY, MONTH, month=month, day=day) if month and day and month <= 12 and day <= 31 else None


def _month(surface: str, _: Eras) -> Reading | None:
    ns = [_NAMED_MONTHS["元"]] if surface[0] == "元" else _numbers(surface)
    if not ns or (len(ns) > 1 and not ns[0] < ns[-1] <= 12 and not 1 <= ns[-1] < ns[0] <= 12) or not 0 < ns[0] < 100:
        return None
    return _make(MONTH, month=ns[0], month2=ns[-1] if len(ns) > 1 else None, mod=_mod(surface))


def _day(surface: str, _: Eras) -> Reading | None:
    texts = _NUMBERS.findall(surface)
    ns = _numbers(surface)
    if not 0 < ns[0] < 100 or (len(ns) > 1 and (not ns[0] < ns[-1] or ns[-1] > 31)):
        return None
    spelled = not texts[0].isascii()
    return _make(DAY, day=ns[0], day2=ns[-1] if len(ns) > 1 else None, spelled=spelled or None)


def _clock(surface: str, _: Eras) -> Reading | None:
    hour, minute, *second = (int(n) for n in re.findall("[0-9]+", surface.split(".")[0]))
    if hour > 24 or minute > 59:
        return None
    return _make(CLOCK, clock=Clock(hour, minute, second[0] if second else None), digital=True)


def _hours(surface: str, _: Eras) -> Reading | None:
    first, last = _numbers(surface)
    if first > 24 or last > 24:
        return None
    return _make(CLOCK, clock=Clock(first, 0), clock2=Clock(last, 30 if surface.endswith("半") else 0), plain=True)


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
    return _make(CLOCK, clock=Clock(ns[0], minute, ns[2] if len(ns) > 2 else None), plain=plain)


def _slash(surface: str, _: Eras) -> Reading | None:
    month, day = _numbers(surface)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return _make(DAY, MONTH, month=month, day=day, slash=True)


def _quarter(surface: str, _: Eras) -> Reading:
    ns = _numbers(surface)
    return _make(PART, part=("quarter", ns[0], ns[-1]))


def _half(surface: str, _: Eras) -> Reading:
    return _make(PART, part=("half", int(surface[1]), int(surface[1])))


def _nth_week(surface: str, _: Eras) -> Reading:
    nth = -1 if surface[0] == "最" else _numbers(surface)[0]
    last = surface[-1]
    if last in "週周期拜":
        return _make(WEEK, week_nth=nth)
    if last == "末":
        return _make(WEEK, week_nth=nth, weekend=True)
    return _make(WEEKDAY, WEEK, week_nth=nth, weekday=WEEKDAYS[last])


def _first(surface: str, _: Eras) -> Reading:
    count = 1 if surface[1] == "首" else _numbers(surface)[0]
    if surface.endswith("月"):
        return _make(PART, part=("months", 1, count))
    return _make(PART, part=("quarters", 1, count))


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
    return _make(DAY if day else MONTH, top, year=year, month=month, day=day, lunar=True, leap=leap or None)


def _new_year(surface: str, _: Eras) -> Reading:
    return _make(DAY, MONTH, month=1, day=integer(surface[-1]), lunar=True)


def _lunar_day(surface: str, _: Eras) -> Reading:
    return _make(DAY, day=integer(surface[-1]), lunar=True)


_SHIFTS = {"今": 0, "本": 0, "當": 0, "同": 0, "昨": -1, "去": -1, "上": -1, "明": 1, "下": 1, "翌": 1, "隔": 1, "次": 1, "前": -2, "後": 2}


def _stated(surface: str, _: Eras) -> Reading | None:
    """今（14）日, 上（9）月, 去（107）年: a relative word with its number in brackets; the number is trusted."""
    number, shift, unit = integer(surface[2 : surface.index("）")]), _SHIFTS[surface[0]], surface.rstrip("度")[-1]
    if number is None:
        return None
    ref = "narrative" if surface[0] in "當同翌隔次" else "publication"
    if unit == "年":
        roc = number < 200
        return _make(YEAR, year=number + 1911 if roc else number, calendar="roc" if roc else None, near=(shift, ref))
    if unit == "月":
        return _make(MONTH, month_shift=shift, ref=ref, stated_month=number) if 1 <= number <= 12 else None
    if surface[0] in "去上下本" or not 1 <= number <= 31:
        return None
    return _make(DAY, day_shift=shift, ref=ref, stated_day=number)


def _era(surface: str, eras: Eras) -> Reading | None:
    name = max((e for e in eras if surface.startswith(e)), key=len)
    era, rest = eras[name], surface[len(name) :]
    ns = _numbers(rest)
    if not ns or ns[0] < 1:
        return None
    if era.calendar == "before":
        return _make(YEAR, year=1 - ns[0])
    if era.calendar == "roc-before":
        return _make(YEAR, year=1912 - ns[0], calendar="roc")
    years = [n + era.first - 1 for n in ns]
    if surface.endswith("代"):
        return _make(YEAR, decade=years[0] // 10, calendar=era.calendar) if ns[0] % 10 == 0 else None
    lasting = era.last is None or years[0] <= era.last
    common = {"calendar": era.calendar if era.calendar != "gregorian" else None, "impossible": None if lasting else f"{name}{ns[0]}年"}
    if "年" not in rest:
        return _make(DAY, YEAR, year=years[0], month=ns[1], day=ns[2], **common)
    year2 = years[-1] if len(years) > 1 and years[-1] > years[0] else None
    return _make(YEAR, year=years[0], year2=year2, fiscal=_fiscal(surface), mod=_mod(surface), **common)


READERS: Mapping[str, Callable[[str, Eras], Reading | None]] = {
    "stamp": _stamp, "full": _full, "rocfull": _roc_full, "dayfirst": _day_first, "code": _code, "years": _years, "season": _season,
    "decade": _decade, "century": _century, "year": _year, "baseyear": _base_year, "quarteryear": _quarter_year, "yearmonth": _year_month,
    "monthday": _month_day, "month": _month, "day": _day, "clock": _clock, "hours": _hours, "hour": _hour, "slash": _slash,
    "quarter": _quarter, "half": _half, "nthweek": _nth_week, "first": _first, "lunar": _lunar, "newyear": _new_year,
    "lunarday": _lunar_day, "stated": _stated, "era": _era,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A lexicon word as it stands in text, with its reading and guards."""

    reading: Reading
    source: Word | Feast | None
    guard: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    need: re.Pattern[str] | None

    def counts(self, text: str, start: int, end: int) -> bool:
        """True where no guard speaks against the word at ``start..end``."""
        if self.guard is not None and self.guard.match(text, end):
            return False
        if self.need is not None and not self.need.match(text, end):
            return False
        return self.behind is None or not self.behind.search(text[max(0, start - 6) : start])


def word_readings(vocabulary: Vocabulary) -> dict[str, Entry]:
    """Every surface of the vocabulary's words, with weekdays, 初 中 底 末 and 連假 joined on."""
    entries: dict[str, Entry] = {}
    for part in vocabulary.parts.values():
        entries[part.text] = Entry(_make(PERIOD, half=part.half, attached=part.bare or None), None, part.guard, None, None)
    for stem in ("週", "周", "星期", "禮拜"):
        entries.update(_weekdays(stem, None, "publication", None))
    for feast_name, feast in vocabulary.feasts.items():
        entries.update(_feast_entries(feast_name, feast))
    for word in vocabulary.words.values():
        entries.update(_word_entries(word, vocabulary.parts))
    return entries


def _feast_entries(name: str, feast: Feast) -> dict[str, Entry]:
    entries = {name: Entry(_make(FEAST, feast=feast), feast, feast.guard, feast.behind, feast.need)}
    for tail in ("連假", "長假", "連續假期"):
        entries[name + tail] = Entry(_make(FEAST, feast=feast, long=True), feast, None, feast.behind, None)
    return entries


_COUNTED = re.compile("[0-9一二三四五六七八九十兩數幾首單多雙半圓]$")  # 四周, 兩週一次


def _weekdays(stem: str, shift: int | None, ref: str, word: Word | None) -> dict[str, Entry]:
    behind = word.behind if word else _COUNTED
    entries = {}
    for char, day in WEEKDAYS.items():
        if char == "末" or (char == "天" and stem[-1] in "週周"):
            continue
        fields = _make(WEEKDAY, WEEK, week_shift=shift, weekday=day, ref=ref)
        guard = re.compile("[0-9]") if char.isdigit() else None
        entries[stem + char] = Entry(fields, word, guard, behind, None)
    for tail in ("六日", "六、日", "六及周日", "六及週日"):
        entries[stem + tail] = Entry(_make(WEEKDAY, WEEK, week_shift=shift, weekday=6, weekday2=7, ref=ref), word, None, behind, None)
    if shift is not None:
        entries[stem + "末"] = Entry(_make(WEEKDAY, WEEK, week_shift=shift, weekday=6, weekday2=7, ref=ref), word, None, behind, None)
    return entries


def _word_entries(word: Word, parts: Mapping[str, Part]) -> dict[str, Entry]:
    first, _, last = word.value.partition("..")
    need = re.compile(word.need) if word.need and not {"finer", "weekday"} & set(word.need.split("|")) else None

    def entry(reading: Reading) -> Entry:
        return Entry(reading, word, word.guard, word.behind, need)

    shift = int(first)
    if word.unit == "week":
        days = _weekdays(word.text, shift, word.anchor, word)
        alone = {} if word.need == "weekday" else {word.text: entry(_make(WEEK, week_shift=shift, ref=word.anchor))}
        return days | alone
    reading = _word_reading(word, shift, int(last) if last else None, parts)
    entries = {word.text: entry(reading)}
    if word.unit in ("year", "month") and not word.mod and not last:
        guard = {"初": "[一二三四五六七八九十]", "中": "[國華央心共東小午秋旬獎級學古間外山興元美日]", "底": "[特定層部片線下]", "末": "[端代日]"}
        for char, mod in _MODS.items():
            if word.unit == "year":
                entries[word.text + "年" + char] = Entry(
                    Reading(reading.level, (*reading.fields, ("mod", mod)), reading.top), word, re.compile(guard[char]), word.behind, None
                )
            fields = (*reading.fields, ("mod", mod))
            entries[word.text + char] = Entry(Reading(reading.level, fields, reading.top), word, re.compile(guard[char]), word.behind, None)
    return entries


def _word_reading(word: Word, shift: int, last: int | None, parts: Mapping[str, Part]) -> Reading:
    mod = word.mod or None
    if word.unit == "day":
        half = parts[word.part].half if word.part else None
        return _make(PERIOD if half else DAY, DAY, day_shift=shift, day_shift2=last, ref=word.anchor, half=half)
    if word.unit == "month":
        return _make(MONTH, month_shift=shift, ref=word.anchor, mod=mod)
    if word.unit == "year":
        return _make(YEAR, year_shift=shift, year_shift2=last, ref=word.anchor, mod=mod)
    if word.unit == "third":
        return _make(THIRD, third=shift)
    if word.unit == "quarter":
        return _make(PART, quarter_shift=shift, ref=word.anchor)
    if word.unit == "same-period":
        return _make(PART, YEAR, year_shift=shift, ref=word.anchor, same_period=True)
    if word.unit == "century":
        return _make(YEAR, century_shift=shift)
    if word.unit == "season" and word.anchor not in ("", "bare"):
        year = 0 if word.anchor == "publication" else int(word.anchor)
        return _make(PART, YEAR, year_shift=year, ref="publication", part=("season", shift, shift))
    kind = {"half": "half", "season": "season", "quarter-of": "quarter"}[word.unit]
    return _make(PART, part=(kind, shift, shift), bare_season=True if word.anchor == "bare" else None)
