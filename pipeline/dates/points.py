"""Points: an expression without its range or its open end, resolved to a day, week, month, part of a year, year or span of years."""

import re
from datetime import date
from typing import cast

from pipeline.dates.anchors import Anchors, said_year
from pipeline.dates.calendar import DAY as ONE_DAY
from pipeline.dates.calendar import bounds, make_day, monday, month_end, month_shifted, nth_weekday, shifted
from pipeline.dates.expression import Expression
from pipeline.dates.feasts import Feasts
from pipeline.dates.narrative import Narrative
from pipeline.dates.readings import PERIOD
from pipeline.dates.values import Found, against, dynastic, edtf, precision_of, unknown, with_clock, year_text
from pipeline.dates.vocabulary import Vocabulary
from pipeline.mentions import DateBasis, Precision


class Points:
    """Resolves single points. Compiled once; a call keeps nothing but what it notes in the narrative."""

    def __init__(self, vocabulary: Vocabulary, anchors: Anchors) -> None:
        self._anchors = anchors
        self._acts = re.compile(f"[則也再已將並又便還先才]?(?:{vocabulary.contexts['acts'].after.pattern})")
        self._feasts = Feasts(vocabulary, anchors)

    def point(self, e: Expression, story: Narrative) -> Found | None:
        """The resolved point; None where it is no date after all (a time of day that nothing ties to a day)."""
        if e.impossible:
            return Found(None, "unresolved", "year", f"no such year: {e.impossible}", e.calendar or "gregorian")
        base = self._base(e, story)
        if e.half is not None:
            story.set_half(e.half, e.clock.hour % 12 if e.clock is not None else None, e.end)
        if base is None or (e.clock is None and e.clock2 is None):
            return base
        return with_clock(base, e)

    def _base(self, e: Expression, story: Narrative) -> Found | None:
        if e.trading is not None:
            return self._trading(e, e.trading, story)
        if e.feast is not None:
            return self._feasts.feast(e, e.feast, story)
        if e.lunar:
            return self._feasts.lunar(e, story)
        if e.day_shift is not None:
            return self._relative_day(e, story)
        if (e.weekday is not None and e.day is None) or e.week_shift is not None or e.week_nth is not None:
            return self._week(e, story)
        if e.day is not None:
            return self._day(e, story)
        if e.month is not None or e.month_shift is not None or e.third is not None:
            return self._month(e, story)
        if e.same_period:
            return self._same_period(e, story)
        if e.part is not None or e.quarter_shift is not None:
            return self._part(e, story)
        if e.level >= PERIOD:
            return self._time(e, story)
        return self._years(e, story)

    def _time(self, e: Expression, story: Narrative) -> Found | None:
        """A time of day alone: of the day that its sentence, or the one before, has fixed."""
        day = self._day_of_time(e, story)
        if e.half is None and e.clock is not None and story.half_hour <= e.clock.hour < 12 and story.near_sentence(story.half_at):
            e.half = story.half  # 深夜11時16分上車，11時19分抵達
        return Found(edtf(day), "narrative", "day", f"day set before: {day}") if day is not None else None

    def _day_of_time(self, e: Expression, story: Narrative) -> date | None:
        """The day of a bare 上午 or 下午3時: a bare part of the day counts only where someone acts or speaks then (外交部下午表示)."""
        if story.today is not None and story.text.startswith(_STAMPED, e.end):
            return story.today
        near = story.near_sentence(story.day_at) or _only_break(story) or _timed(e, story)
        if not near and e.clock is not None and story.today is not None and story.text.endswith("截至", 0, e.start):
            return story.today
        today = story.near_today() and not story.leaves_today()
        if not near and not today:
            return None
        acts = self._acts.match(story.text, e.end) is not None
        if acts and today:
            return story.today
        if not near or story.day is None:
            return None
        if not story.day_alone and today:
            return story.today if e.clock is not None else None  # 預估12日至13日最近。根據下午1時的預測
        told = acts and story.same_sentence(story.day_at) and (story.today is None or story.day < story.today)
        opens = story.day_alone and story.same_sentence(story.day_at) and _opens(e, story)
        return story.day if e.clock is not None or told or opens else None

    def _years(self, e: Expression, story: Narrative) -> Found:
        if e.century is not None or e.century_shift is not None or e.decade is not None or e.decade_of is not None:
            return _era_span(e, story)
        known = self._anchors.year_of(e, story)
        if known is None:
            return unknown("year", story)
        year, basis = known
        if not -9999 <= year <= 9999 or not -9999 <= (e.year2 or 0) <= 9999:
            return Found(None, "unresolved", "year", "beyond year 9999")
        last = e.year2 if e.year2 is not None else year + (e.year_shift2 - (e.year_shift or 0)) if e.year_shift2 is not None else None
        if e.fiscal == "school":
            return Found(f"{year_text(year)}-08/{year_text((last or year) + 1)}-07", basis, "interval", "school year: August to July")
        if last is not None:
            return Found(f"{year_text(year)}/{year_text(last)}", basis, "interval", against(basis, story))
        return Found(year_text(year), basis, "year", against(basis, story))

    def _part(self, e: Expression, story: Narrative) -> Found:
        if e.quarter_shift is not None:
            if story.today is None:
                return unknown("quarter", story)
            at = story.today.year * 4 + (story.today.month - 1) // 3 + e.quarter_shift
            return Found(f"{year_text(at // 4)}-{33 + at % 4}", "publication", "quarter", against("publication", story))
        assert e.part is not None
        kind, first, last = e.part
        about = _first_month(kind, last if kind in ("months", "quarters") else first)
        known = self._anchors.year_of(e, story) or (None if said_year(e) else self._anchors.year_near(about, None, e, story))
        if known is None:
            return unknown(_PART_PRECISION.get(kind, "interval"), story)
        year, basis = known
        if not 1 <= year <= 9998:
            return Found(None, "unresolved", "quarter", "beyond year 9999")
        note = against(basis, story)
        if kind in ("months", "quarters"):
            end = last if kind == "months" else 3 * last
            return Found(f"{year:04d}-01/{year:04d}-{end:02d}", basis, "interval", note)
        code = {"quarter": 32, "half": 39, "season": 20}[kind]
        if last != first:
            return Found(f"{year:04d}-{code + first}/{year:04d}-{code + last}", basis, "interval", note)
        return Found(f"{year:04d}-{code + first}", basis, _PART_PRECISION[kind], note)

    def _same_period(self, e: Expression, story: Narrative) -> Found:
        if story.today is None:
            return unknown("year", story)
        year = story.today.year + (e.year_shift or 0)
        if story.period is None or (story.period.count("-") > 1 and "/" not in story.period):
            return Found(year_text(year), "publication", "year", against("publication", story))
        first, _, last = story.period.partition("/")
        moved = [year_text(int(v[:4]) - story.today.year + year) + v[4:] for v in (first, last) if v]
        return Found("/".join(moved), "narrative", precision_of(moved[0]) if not last else "interval", f"period set before: {story.period}")

    def _month(self, e: Expression, story: Narrative) -> Found:
        known = self._anchors.month_of(e, story)
        if known is None:
            return unknown("month", story)
        (year, month), basis = known
        if not 1 <= month <= 12:
            return Found(None, "unresolved", "month", f"no month {month}")
        if not 1 <= year <= 9999:
            return Found(None, "unresolved", "month", "beyond years 1 to 9999")
        if e.calendar == "lunar":
            return dynastic(year)
        note = against(basis, story)
        if e.third is not None:
            thirds = ((1, 10), (11, 20), (21, month_end(year, month)))
            first, last = thirds[e.third - 1][0], thirds[(e.third2 or e.third) - 1][1]
            return Found(f"{year:04d}-{month:02d}-{first:02d}/{year:04d}-{month:02d}-{last:02d}", basis, "interval", note)
        if e.month2 is not None:
            to = year + (e.month2 < month)
            return Found(f"{year:04d}-{month:02d}/{to:04d}-{e.month2:02d}", basis, "interval", note)
        return Found(f"{year:04d}-{month:02d}", basis, "month", note)

    def _trading(self, e: Expression, nth: int, story: Narrative) -> Found:
        """12月首個交易日, 9月最後三個交易日: among the weekdays of the month or year that are no day off."""
        whole = self._month(e, story) if e.month is not None or e.month_shift is not None else self._years(e, story)
        first, last = bounds(whole.value) if whole.value is not None else (None, None)
        if first is None or last is None:
            return whole._replace(value=None, precision="day")
        days = self._feasts.working_days(*((first, first + 14 * ONE_DAY) if nth > 0 else (last - 14 * ONE_DAY, last)))
        if nth == 0:
            return whole._replace(value=edtf(last), precision="day")
        if nth > 0:
            return whole._replace(value=edtf(days[nth - 1]), precision="day")
        value = edtf(days[-1]) if nth == -1 else f"{edtf(days[nth])}/{edtf(days[-1])}"
        return whole._replace(value=value, precision="day" if nth == -1 else "interval")

    def _relative_day(self, e: Expression, story: Narrative) -> Found:
        assert e.day_shift is not None
        base, basis = (story.today, "publication") if e.ref == "publication" else (story.base_day(same=e.day_shift == 0), "narrative")
        if base is None and e.ref == "narrative" and e.day_shift < 0 and story.text[e.start - 1 : e.start] not in ("的", "年"):
            base, basis = story.today, "publication"
        day = shifted(base, e.day_shift) if base else None
        stated = e.stated_day if e.stated_day is not None else e.gloss.day if e.gloss else None
        if stated is not None:
            day = self._stated(e, day, stated, story)
        if day is None:
            return unknown("day", story)
        note = against(cast(DateBasis, basis), story) if basis == "publication" else f"day set before: {base}"
        if e.day_shift2 is not None and (last := shifted(day, e.day_shift2 - e.day_shift)):
            return Found(f"{edtf(day)}/{edtf(last)}", cast(DateBasis, basis), "interval", note)
        return Found(edtf(day), cast(DateBasis, basis), "day", note)

    def _stated(self, e: Expression, day: date | None, stated: int, story: Narrative) -> date | None:
        """今（14）日: the stated day nearest to the one the word means; it is trusted, and moves its paragraph's today."""
        if e.gloss is not None and e.gloss.month is not None:
            year = e.gloss.year or (day.year if day else None)
            named = make_day(year, e.gloss.month, stated) if year else None
        else:
            named = _nearest(day, stated) if day else story.days.get(stated)
        if named is not None and day is not None and named != day and abs((named - day).days) <= 15 and e.ref == "publication":
            story.today = shifted(named, -(e.day_shift or 0))
        return named

    def _week(self, e: Expression, story: Narrative) -> Found:
        if e.week_nth is not None:
            return self._nth(e, story)
        base = story.day if e.ref == "narrative" else story.today
        stated = e.gloss.day if e.gloss is not None else None
        if stated is not None and e.gloss is not None and e.weekday is not None:
            return self._weekday_stated(e, e.gloss, base, story)
        if stated is not None and e.gloss is not None:
            return self._day(e.gloss, story)  # 本週1/10
        if base is None:
            return unknown("day" if e.weekday else "week", story)
        basis: DateBasis = "narrative" if e.ref == "narrative" else "publication"
        if e.week_shift is None:
            assert e.weekday is not None
            return self._bare_weekday(e, base, story)
        first = monday(base)
        first = shifted(first, 7 * e.week_shift) if first else None
        last = shifted(first, 6) if first else None
        if first is None or last is None:
            return Found(None, "unresolved", "week", "beyond years 1 to 9999")
        if e.weekday is None:
            return Found(f"{edtf(first)}/{edtf(last)}", basis, "week", against(basis, story))
        day = first + (e.weekday - 1) * ONE_DAY
        if e.weekday2 is not None:
            return Found(f"{edtf(day)}/{edtf(first + (e.weekday2 - 1) * ONE_DAY)}", basis, "interval", against(basis, story))
        return Found(edtf(day), basis, "day", against(basis, story))

    def _bare_weekday(self, e: Expression, today: date, story: Narrative) -> Found:
        assert e.weekday is not None
        ahead = self._anchors.looks_ahead(e, story) or (e.until is not None and (e.until.week_shift or 0) > 0)
        known = story.weekdays.get(e.weekday)
        if known is not None and abs((known - today).days) <= 7 and e.weekday2 is None and not (ahead and known < today):
            return Found(edtf(known), "narrative", "day", f"named before: {known}")
        if story.day is not None and story.text[story.day_at : e.start] in _ENUMERATES and (e.weekday - story.day.isoweekday()) % 7 < 6:
            today, ahead = story.day, True  # 預估周二、周三: the next after it
        back = (today.isoweekday() - e.weekday) % 7
        if back >= _LONG_AGO and not ahead:
            ahead = not self._anchors.is_done(e, story)
        day = shifted(today, 7 - back if back and ahead else -back)
        if day is None:
            return Found(None, "unresolved", "day", "beyond years 1 to 9999")
        note = against("publication", story)
        if e.weekday2 is not None and (last := shifted(day, e.weekday2 - e.weekday)):
            return Found(f"{edtf(day)}/{edtf(last)}", "publication", "interval", note)
        return Found(edtf(day), "publication", "day", note)

    def _weekday_stated(self, e: Expression, gloss: Expression, base: date | None, story: Narrative) -> Found:
        assert gloss.day is not None and e.weekday is not None
        if gloss.month is not None:
            return self._day(_day_of(gloss, e), story)
        if base is None:
            return self._day(_day_of(gloss, e), story)
        monday_of = monday(base) or base
        around = shifted(monday_of, 7 * (e.week_shift or 0) + e.weekday - 1) or base
        near = [d for s in (-1, 0, 1) if (d := make_day(*month_shifted(around.year, around.month, s), gloss.day))]
        fits = [d for d in near if d.isoweekday() == e.weekday] or near
        if not fits:
            return Found(None, "unresolved", "day", f"no day {gloss.day}")
        day = min(fits, key=lambda d: abs((d - around).days))
        return Found(edtf(day), "publication", "day", against("publication", story))

    def _nth(self, e: Expression, story: Narrative) -> Found:
        known = self._anchors.month_of(e, story)
        if known is None or not 1 <= known[0][1] <= 12 or not 1 <= known[0][0] <= 9999:
            return unknown("week", story)
        (year, month), basis = known
        assert e.week_nth is not None
        first = nth_weekday(year, month, e.week_nth, e.weekday or (6 if e.weekend else 1))
        if first is None:
            return Found(None, "unresolved", "week", "the month has no such week")
        if e.weekday is not None:
            return Found(edtf(first), basis, "day", against(basis, story))
        last = shifted(first, 1 if e.weekend else 6)
        return Found(f"{edtf(first)}/{edtf(last)}" if last else None, basis, "interval" if e.weekend else "week", against(basis, story))

    def _day(self, e: Expression, story: Narrative) -> Found:
        assert e.day is not None
        known = self._anchors.month_of(e, story) if e.month is not None or e.month_shift is not None else self._anchors.month_near(e, story)
        if known is None:
            return unknown("day", story)
        (year, month), basis = known
        if e.calendar == "lunar":
            return dynastic(year)
        day = make_day(year, month, e.day)
        if day is None and (month, e.day) == (2, 29) and basis == "publication":
            year -= year % 4 or 4
            day = make_day(year, month, e.day)
        note = against(basis, story)
        if day is None or (e.day2 is not None and make_day(year, month, e.day2) is None):
            what = f"{year}-{month}-{e.day if day is None else e.day2}"
            return Found(None, "unresolved", "day", f"no such day: {what}", e.calendar or "gregorian")
        if e.day2 is not None:
            return Found(f"{edtf(day)}/{edtf(day.replace(day=e.day2))}", basis, "interval", note)
        return Found(edtf(day), basis, "day", note)


_LONG_AGO = 5  # days: a weekday tomorrow or the day after is hardly the last one
_STAMPED = ("發稿", "截稿", "更新", "建立")
_ENUMERATES = frozenset(("、", "和", "及", "與", "或"))
_PART_PRECISION: dict[str, Precision] = {"quarter": "quarter", "half": "half", "season": "season"}


def _first_month(kind: str, number: int) -> int:
    """The month in which the first, second … quarter, half or season of a year begins, the first months or quarters of it end."""
    return {"quarter": 3 * number - 2, "half": 6 * number - 5, "season": 3 * number, "months": number, "quarters": 3 * number}.get(kind, 1)


def _nearest(around: date, day: int) -> date | None:
    near = [d for s in (-1, 0, 1) if (d := _made_day(around, s, day))]
    return min(near, key=lambda d: abs((d - around).days), default=None)


def _made_day(around: date, shift: int, day: int) -> date | None:
    return make_day(*month_shifted(around.year, around.month, shift), day)


def _day_of(gloss: Expression, head: Expression) -> Expression:
    gloss.weekday = gloss.weekday or head.weekday
    return gloss


def _opens(e: Expression, story: Narrative) -> bool:
    """True where a part of the day opens its clause: 昨天撤離9戶，傍晚再撤離14戶."""
    return story.text[e.start - 1 : e.start] in ("，", ",", "；") and story.text[e.end : e.end + 1] != "的"


def _timed(e: Expression, story: Narrative) -> bool:
    """True where 晚間8時45分 goes on telling of the day its paragraph, or the one before, has fixed."""
    if e.clock is None or e.half is None or story.day is None or (story.today is not None and story.day > story.today):
        return False
    return story.same_paragraph(story.day_at) or (e.clock.minute not in (None, 0) and story.near_paragraph(story.day_at))


def _only_break(story: Narrative) -> bool:
    """True where only white space stands between the day and here: the two lines of a page stamp."""
    return story.day_at >= 0 and story.text[story.day_at : story.at].isspace()


def _era_span(e: Expression, story: Narrative) -> Found:
    century = e.century
    if e.century_shift is not None:
        century = (story.today.year if story.today else 2000) // 100 + 1 + e.century_shift
    if e.decade is not None:
        return Found(f"{e.decade:03d}X", "explicit", "decade")
    if e.decade_of is not None:
        tens = (century - 1) * 10 + e.decade_of if century is not None else (190 if e.decade_of >= 3 else 200) + e.decade_of
        return Found(f"{tens:03d}X", "explicit", "decade")
    assert century is not None
    return Found(f"{century - 1:02d}XX", "explicit", "century")
