"""From expressions to calendar days: explicit, then what the narrative has set, then the publication day, else unresolved.

The anchors are walked once from the first expression to the last. Past bias for what names no year, month or week of its own; future bias
beside words of plan (將於, 預計). A stated day that contradicts the publication day is trusted and is its paragraph's today.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, cast

from pipeline.dates.calendar import DAY as ONE_DAY
from pipeline.dates.calendar import bounds, lunar_day, lunar_month, make_day, monday, month_end, month_shifted, nth_weekday, shifted
from pipeline.dates.grammar import Expression
from pipeline.dates.narrative import Narrative
from pipeline.dates.readings import CLOCK, DAY, MONTH, PART, PERIOD, YEAR, Clock
from pipeline.dates.vocabulary import Feast, Vocabulary
from pipeline.document import Published
from pipeline.mentions import Calendar, DateBasis, DateMention, Modifier, Precision


class Found(NamedTuple):
    """A resolved point or interval: EDTF value or None, how it was known, how fine it is, and why not or against which anchor."""

    value: str | None
    basis: DateBasis
    precision: Precision
    note: str = ""
    calendar: str = "gregorian"


def edtf(day: date) -> str:
    """A day as EDTF."""
    return day.isoformat()


def _year(year: int) -> str:
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


class Resolver:
    """Resolves the expressions of one text. Compiled once from the vocabulary; a call keeps nothing."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        future = vocabulary.contexts["future"]
        before = future.before.pattern.removesuffix("$") if future.before else "(?!)"
        after = future.after.pattern if future.after else "(?!)"
        self._plans_before = re.compile(f"{before}[^，。；\n]{{0,6}}$|將[於在自從到]?$")
        japan = vocabulary.contexts["japan"].after
        self._japan = japan or re.compile("(?!)")
        self._plans_after = re.compile(f"[^，。；\n]{{0,4}}?(?:{after})")

    def resolve(self, text: str, expressions: Sequence[Expression], published: Published) -> tuple[DateMention, ...]:
        """The date mentions of a text in order; times of day that nothing ties to a day are left out."""
        story = Narrative(text, published.day, published.day)
        found = (self._mention(expression, story) for expression in expressions)
        return tuple(m for m in found if m is not None)

    def _mention(self, e: Expression, story: Narrative) -> DateMention | None:
        story.move(e.start)
        _settle(e)
        if e.until is not None:
            _settle(e.until)
            _share_year(e, e.until)
            if e.until.lunar and e.until.month is None:
                e.until.month = 1  # 除夕至初五
        point = self._point(e, story)
        if point is None or (point.value is None and e.ref == "narrative" and story.text[e.start] in "當該"):
            return None  # 當日 with nothing before it is no day: 以當日報價為主
        if e.until is not None:
            point = self._range(e, e.until, point, story)
        else:
            self._remember(e, point, story)
        value = point.value
        if value is not None and e.edge:
            first, _, last = value.partition("/")
            value = f"{first}/.." if e.edge == "from" else f"../{last or first}"
        if value is not None and (_SOUND.fullmatch(value) is None or _backward(value)):
            value, point = None, point._replace(value=None, basis="unresolved", note=f"beyond the calendar: {value}")
        return _made(e, point, value, _rule(e), self._fiscal_japan(e, story))

    # -- points -------------------------------------------------------------------------------------------------------------

    def _point(self, e: Expression, story: Narrative) -> Found | None:
        if e.impossible:
            return Found(None, "unresolved", "year", f"no such year: {e.impossible}", e.calendar or "gregorian")
        base = self._base(e, story)
        if base is None or (e.clock is None and e.clock2 is None):
            return base
        return _with_clock(base, e)

    def _base(self, e: Expression, story: Narrative) -> Found | None:
        if e.feast is not None:
            return self._feast(e, e.feast, story)
        if e.lunar:
            return self._lunar(e, story)
        if e.day_shift is not None:
            return self._relative_day(e, story)
        if e.weekday is not None and e.day is None or e.week_shift is not None or e.week_nth is not None:
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
        if e.clock is None or story.day is None or not (story.near_sentence(story.day_at) or _only_break(story)):
            return None
        return Found(edtf(story.day), "narrative", "day", f"day set before: {story.day}")

    def _year_of(self, e: Expression, story: Narrative) -> tuple[int, DateBasis] | None:
        if e.year is not None:
            return e.year, "explicit"
        if e.year_shift is not None and e.gloss is not None and e.gloss.year is not None:
            return e.gloss.year, "publication" if e.ref == "publication" else "narrative"
        if e.year_shift is None:
            return None
        if e.ref == "narrative":
            year = story.any_year
            return (year + e.year_shift, "narrative") if year is not None else None
        return (story.today.year + e.year_shift, "publication") if story.today else None

    def _years(self, e: Expression, story: Narrative) -> Found:
        if e.century is not None or e.century_shift is not None or e.decade is not None or e.decade_of is not None:
            return _era_span(e, story)
        known = self._year_of(e, story)
        if known is None:
            return _unknown("year", story)
        year, basis = known
        if not -9999 <= year <= 9999 or not -9999 <= (e.year2 or 0) <= 9999:
            return Found(None, "unresolved", "year", "beyond year 9999")
        last = e.year2 if e.year2 is not None else year + (e.year_shift2 - (e.year_shift or 0)) if e.year_shift2 is not None else None
        if e.fiscal == "school":
            return Found(f"{_year(year)}-08/{_year((last or year) + 1)}-07", basis, "interval", "school year: August to July")
        if last is not None:
            return Found(f"{_year(year)}/{_year(last)}", basis, "interval", _against(basis, story))
        return Found(_year(year), basis, "year", _against(basis, story))

    def _part(self, e: Expression, story: Narrative) -> Found:
        if e.quarter_shift is not None:
            if story.today is None:
                return _unknown("quarter", story)
            at = story.today.year * 4 + (story.today.month - 1) // 3 + e.quarter_shift
            return Found(f"{_year(at // 4)}-{33 + at % 4}", "publication", "quarter", _against("publication", story))
        assert e.part is not None
        kind, first, last = e.part
        known = self._year_of(e, story) or (None if _said_year(e) else self._year_near(_PART_START[kind](first), None, e, story))
        if known is None:
            return _unknown(_PART_PRECISION.get(kind, "interval"), story)
        year, basis = known
        if not 1 <= year <= 9998:
            return Found(None, "unresolved", "quarter", "beyond year 9999")
        note = _against(basis, story)
        if kind in ("months", "quarters"):
            end = last if kind == "months" else 3 * last
            return Found(f"{year:04d}-01/{year:04d}-{end:02d}", basis, "interval", note)
        code = {"quarter": 32, "half": 39, "season": 20}[kind]
        if last != first:
            return Found(f"{year:04d}-{code + first}/{year:04d}-{code + last}", basis, "interval", note)
        return Found(f"{year:04d}-{code + first}", basis, _PART_PRECISION[kind], note)

    def _same_period(self, e: Expression, story: Narrative) -> Found:
        if story.today is None:
            return _unknown("year", story)
        year = story.today.year + (e.year_shift or 0)
        if story.period is None or not story.near_sentence(story.day_at) and story.period.count("-") != 1 and "/" not in story.period:
            return Found(_year(year), "publication", "year", _against("publication", story))
        first, _, last = story.period.partition("/")
        moved = [_year(int(v[:4]) - story.today.year + year) + v[4:] for v in (first, last) if v]
        return Found("/".join(moved), "narrative", _precision_of(moved[0]) if not last else "interval", f"period set before: {story.period}")

    def _month(self, e: Expression, story: Narrative) -> Found:
        known = self._month_of(e, story)
        if known is None:
            return _unknown("month", story)
        (year, month), basis = known
        if not 1 <= month <= 12:
            return Found(None, "unresolved", "month", f"no month {month}")
        if not 1 <= year <= 9999:
            return Found(None, "unresolved", "month", "beyond years 1 to 9999")
        if e.calendar == "lunar":
            return _dynastic(year)
        note = _against(basis, story)
        if e.third is not None:
            first, last = ((1, 10), (11, 20), (21, month_end(year, month)))[e.third - 1]
            return Found(f"{year:04d}-{month:02d}-{first:02d}/{year:04d}-{month:02d}-{last:02d}", basis, "interval", note)
        if e.month2 is not None:
            to = year + (e.month2 < month)
            return Found(f"{year:04d}-{month:02d}/{to:04d}-{e.month2:02d}", basis, "interval", note)
        return Found(f"{year:04d}-{month:02d}", basis, "month", note)

    def _month_of(self, e: Expression, story: Narrative) -> tuple[tuple[int, int], DateBasis] | None:
        known = self._year_of(e, story)
        if e.month_shift is not None:
            return self._shifted_month(e, known, story)
        if e.month is None:
            if story.month and story.same_sentence(story.month_at):
                return story.month, "narrative"
            return ((story.today.year, story.today.month), "publication") if story.today else None
        if known is None and not _said_year(e):
            known = self._year_near(e.month, e.day, e, story)
            weekday = e.weekday or (e.gloss.weekday if e.gloss else None)
            if known and weekday and e.day:
                known = _agreeing(known[0], e.month, e.day, weekday), known[1]
        return ((known[0], e.month), known[1]) if known else None

    def _shifted_month(self, e: Expression, known: tuple[int, DateBasis] | None, story: Narrative) -> tuple[tuple[int, int], DateBasis] | None:
        assert e.month_shift is not None
        if e.ref == "narrative" and e.year_shift is None:
            return (month_shifted(*story.month, e.month_shift), "narrative") if story.month else None
        if story.today is None:
            return None
        year, month = month_shifted(story.today.year, story.today.month, e.month_shift)
        if e.stated_month is not None and e.stated_month != month:
            year += round((month - e.stated_month) / 12)
            month = e.stated_month
        return ((known[0] if known else year, month), "publication")

    def _year_near(self, month: int, day: int | None, e: Expression, story: Narrative) -> tuple[int, DateBasis] | None:
        """The year of a month that names none: the narrative's, else the one the publication day and the bias choose."""
        if day is not None and (month, day) in story.month_days:
            return story.month_days[month, day].year, "narrative"
        if story.year is not None and self._narrative_year(story):
            return story.year, "narrative"
        today = story.today
        if today is None:
            return (story.any_year, "narrative") if story.any_year is not None and story.same_paragraph(story.month_at) else None
        ahead = month - today.month
        if ahead > 6 and not self._planned(e, story):
            return today.year - 1, "publication"
        if ahead < -3 and (self._planned(e, story) or (ahead < -9 and e.edge == "from")):
            return today.year + 1, "publication"
        return today.year, "publication"

    def _narrative_year(self, story: Narrative) -> bool:
        if story.same_sentence(story.year_at):
            return True
        if story.today is None:
            return story.same_paragraph(story.year_at)
        return story.year_leads and story.near_sentence(story.year_at)

    def _fiscal_japan(self, e: Expression, story: Narrative) -> bool:
        """True for 年度 where the text is about Japan: its fiscal year runs from April to March."""
        if e.fiscal != "fiscal" or e.calendar == "roc":
            return False
        return e.calendar in ("reiwa", "heisei", "showa") or len(self._japan.findall(story.text)) >= 3

    def _planned(self, e: Expression, story: Narrative) -> bool:
        before = story.text[max(0, e.start - 12) : e.start]
        return self._plans_before.search(before) is not None or self._plans_after.match(story.text, e.end) is not None

    # -- days ---------------------------------------------------------------------------------------------------------------

    def _relative_day(self, e: Expression, story: Narrative) -> Found:
        assert e.day_shift is not None
        base, basis = (story.today, "publication") if e.ref == "publication" else (story.day, "narrative")
        if base is None and e.ref == "narrative" and e.day_shift < 0:
            base, basis = story.today, "publication"
        day = shifted(base, e.day_shift) if base else None
        stated = e.stated_day if e.stated_day is not None else e.gloss.day if e.gloss else None
        if stated is not None:
            day = self._stated(e, day, stated, story)
        if day is None:
            return _unknown("day", story)
        note = _against(cast(DateBasis, basis), story) if basis == "publication" else f"day set before: {base}"
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
        if base is None:
            return _unknown("day" if e.weekday else "week", story)
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
            return Found(f"{edtf(first)}/{edtf(last)}", basis, "week", _against(basis, story))
        day = first + (e.weekday - 1) * ONE_DAY
        if e.weekday2 is not None:
            return Found(f"{edtf(day)}/{edtf(first + (e.weekday2 - 1) * ONE_DAY)}", basis, "interval", _against(basis, story))
        return Found(edtf(day), basis, "day", _against(basis, story))

    def _bare_weekday(self, e: Expression, today: date, story: Narrative) -> Found:
        assert e.weekday is not None
        known = story.weekdays.get(e.weekday)
        if known is not None and abs((known - today).days) <= 7 and e.weekday2 is None:
            return Found(edtf(known), "narrative", "day", f"named before: {known}")
        back = (today.isoweekday() - e.weekday) % 7
        day = shifted(today, 7 - back if back and self._planned(e, story) else -back)
        if day is None:
            return Found(None, "unresolved", "day", "beyond years 1 to 9999")
        note = _against("publication", story)
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
        return Found(edtf(day), "publication", "day", _against("publication", story))

    def _nth(self, e: Expression, story: Narrative) -> Found:
        known = self._month_of(e, story)
        if known is None or not 1 <= known[0][1] <= 12 or not 1 <= known[0][0] <= 9999:
            return _unknown("week", story)
        (year, month), basis = known
        assert e.week_nth is not None
        first = nth_weekday(year, month, e.week_nth, e.weekday or (6 if e.weekend else 1))
        if first is None:
            return Found(None, "unresolved", "week", "the month has no such week")
        if e.weekday is not None:
            return Found(edtf(first), basis, "day", _against(basis, story))
        last = shifted(first, 1 if e.weekend else 6)
        return Found(f"{edtf(first)}/{edtf(last)}" if last else None, basis, "interval" if e.weekend else "week", _against(basis, story))

    def _day(self, e: Expression, story: Narrative) -> Found:
        assert e.day is not None
        known = self._month_of(e, story) if e.month is not None or e.month_shift is not None else self._month_near(e, story)
        if known is None:
            return _unknown("day", story)
        (year, month), basis = known
        if e.calendar == "lunar":
            return _dynastic(year)
        day = make_day(year, month, e.day)
        if day is None and (month, e.day) == (2, 29) and basis == "publication":
            year -= year % 4 or 4
            day = make_day(year, month, e.day)
        note = _against(basis, story)
        if day is None or (e.day2 is not None and make_day(year, month, e.day2) is None):
            what = f"{year}-{month}-{e.day if day is None else e.day2}"
            return Found(None, "unresolved", "day", f"no such day: {what}", e.calendar or "gregorian")
        if e.day2 is not None:
            return Found(f"{edtf(day)}/{edtf(day.replace(day=e.day2))}", basis, "interval", note)
        return Found(edtf(day), basis, "day", note)

    def _month_near(self, e: Expression, story: Narrative) -> tuple[tuple[int, int], DateBasis] | None:
        """The month of a day that names none: the narrative's, the last such day named, else by the publication day and the bias."""
        assert e.day is not None
        today, day = story.today, e.day
        if day > 31:
            return None
        if story.month is not None and story.same_sentence(story.month_at) and (today is None or story.month != (today.year, today.month)):
            return _month_after(story, day), "narrative"
        named = story.days.get(day)
        if named is not None and (today is None or abs((named - today).days) <= 40):
            return (named.year, named.month), "narrative"
        if story.month and story.day and story.same_paragraph(story.month_at) and (today is None or 0 <= day - story.day.day <= 3):
            return story.month, "narrative"
        if today is None:
            return None
        return self._month_biased(e, day, today, story), "publication"

    def _month_biased(self, e: Expression, day: int, today: date, story: Narrative) -> tuple[int, int]:
        here = (today.year, today.month)
        weekday = e.gloss.weekday if e.gloss is not None else e.weekday
        if weekday is not None:
            near = [d for s in (-1, 0, 1) if (d := make_day(*month_shifted(*here, s), day)) and d.isoweekday() == weekday]
            if near:
                best = min(near, key=lambda d: abs((d - today).days))
                return best.year, best.month
        if day <= today.day:
            return month_shifted(*here, 1) if today.day - day > 3 and self._planned(e, story) else here
        ahead = day - today.day
        past = next((p for s in (-1, -2) if (p := make_day(*month_shifted(*here, s), day))), None)
        possible = make_day(*here, day) is not None
        if past is None or (possible and (2 * ahead <= (today - past).days or self._planned(e, story))):
            return here
        return past.year, past.month

    # -- feasts and lunar days ----------------------------------------------------------------------------------------------

    def _feast(self, e: Expression, feast: Feast, story: Narrative) -> Found:
        known = self._year_of(e, story)
        if known is None and _said_year(e):
            return _unknown("day", story)
        year, basis = known if known else (None, "publication")
        around = story.today
        if e.month_shift is not None and story.today:
            there = month_shifted(story.today.year, story.today.month, e.month_shift)
            around = make_day(*there, 15)
        elif e.week_shift is not None and story.today:
            around = shifted(story.today, 7 * e.week_shift)
        if year is None and e.month_shift is None and e.week_shift is None and story.year is not None and story.same_sentence(story.year_at):
            year, basis = story.year, "narrative"
        day = feast.day(year) if year is not None else self._nearest_feast(feast, around, e, story)
        if day is None:
            return _unknown("day", story)
        calendar = "lunar" if feast.rule[0] == "lunar" else "gregorian"
        if e.long:
            first, last = self._vocabulary.long_holiday(feast, day)
            return Found(f"{edtf(first)}/{edtf(last)}", cast(DateBasis, basis), "interval", _against(cast(DateBasis, basis), story), calendar)
        return Found(edtf(day), cast(DateBasis, basis), "day", _against(cast(DateBasis, basis), story), calendar)

    def _nearest_feast(self, feast: Feast, around: date | None, e: Expression, story: Narrative) -> date | None:
        if around is None:
            return None
        days = [d for s in (-1, 0, 1) if (d := feast.day(around.year + s))]
        if self._planned(e, story):
            days = [d for d in days if d >= around] or days
        return min(days, key=lambda d: abs((d - around).days), default=None)

    def _lunar(self, e: Expression, story: Narrative) -> Found:
        assert e.month is not None
        known = self._year_of(e, story)
        if known is not None:
            years = [known[0]]
        elif story.today is None or _said_year(e):
            return _unknown("day", story)
        else:
            years = [story.today.year + s for s in (-1, 0, 1)]
        basis: DateBasis = known[1] if known else "publication"
        spans = [b for y in years if (b := _lunar_span(y, e))]
        if not spans:
            return Found(None, "unresolved", "day", "no such lunar day between 1900 and 2099", "lunar")
        today = story.today
        first, last = min(spans, key=lambda b: abs((b[0] - today).days)) if today and len(spans) > 1 else spans[0]
        if e.day is None:
            return Found(f"{edtf(first)}/{edtf(last)}", basis, "month", _against(basis, story), "lunar")
        return Found(edtf(first), basis, "day", _against(basis, story), "lunar")

    # -- ranges and memory --------------------------------------------------------------------------------------------------

    def _range(self, e: Expression, last: Expression, first: Found, story: Narrative) -> Found:
        if first.value is not None:
            self._remember(e, first, story)
            _inherit(last, first.value, e)
        end = self._point(last, story)
        if end is None or end.value is None or first.value is None:
            return first._replace(value=None, basis="unresolved", note=first.note or (end.note if end else "the end is no day"))
        self._remember(last, end, story, ends=True)
        left, right = first.value.split("/")[0], end.value.split("/")[-1]
        ordered = (bounds(left)[0] or date.min) <= (bounds(right)[1] or date.max)
        value = f"{left}/{right}" if ordered else None
        note = first.note if ordered else f"ends before it starts: {left}/{right}"
        return first._replace(value=value, precision="interval", note=note, basis=first.basis if ordered else "unresolved")

    def _remember(self, e: Expression, point: Found, story: Narrative, *, ends: bool = False) -> None:
        """Lets what comes later lean on ``point``. The year at the end of a range is not the year of what follows."""
        value = point.value
        if value is None:
            return
        end = e.end
        head = value.split("/")[0]
        says_year = (e.year is not None or (e.year_shift is not None and e.ref != "narrative")) and not e.same_period
        compared = e.year_shift is not None and e.level == YEAR and story.text[e.start - 1 : e.start] in _COMPARING and e.start > 0
        if says_year and not compared and not ends and not head.startswith("-") and "X" not in head:
            leads = e.level <= PART and e.year is not None and story.text[end : end + 1] in _COMMAS and story.opens_clause(e.start)
            story.set_year(int(head[:4]), end, leads=leads)
        if e.same_period or e.code:
            return
        if e.level >= DAY or point.precision == "day" and "/" not in value:
            day = make_day(int(head[:4]), int(head[5:7]), int(head[8:10])) if len(head) >= 10 else None
            if day is not None and e.feast is None:
                self._dateline(e, day, story)
                story.set_day(day, end)
                story.period = value if point.precision == "day" else story.period
            return
        if point.precision in ("month", "quarter", "half") or (point.precision == "interval" and len(head) == 7):
            if story.today is None or (bounds(head)[0] or story.today) <= story.today:
                story.period = value
            story.day_at = end if story.day is None else story.day_at
        if point.precision == "month" and len(head) == 7:
            story.set_month(int(head[:4]), int(head[5:7]), end)
        elif point.precision == "year" and not head.startswith("-"):
            story.any_year = int(head[:4])

    def _dateline(self, e: Expression, day: date, story: Narrative) -> None:
        """台北19日電: the day the agency's story was filed is the article's today."""
        if e.kinds[0] in ("day", "year", "month", "full", "era") and _FILED.match(story.text, e.end) and story.published:
            if abs((story.published - day).days) <= 3:
                story.article_day = story.today = day


_POINT = r"(?:(?!0000)[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}(?::[0-9]{2}){0,2})?)?)?|[0-9]{3}X|[0-9]{2}XX|-(?!0000)[0-9]{4})"
_SOUND = re.compile(rf"{_POINT}(?:/(?:{_POINT}|\.\.))?|\.\./{_POINT}")  # years 1 to 9999, and years before ours
_COMMAS = frozenset("，,")
_FILED = re.compile("(?:專|外|綜合外)?電")
_COMPARING = frozenset("較比與和同及從")
_PART_START = {"quarter": lambda n: 3 * n - 2, "half": lambda n: 6 * n - 5, "season": lambda n: 3 * n, "months": lambda n: 1, "quarters": lambda n: 1}
_PART_PRECISION: dict[str, Precision] = {"quarter": "quarter", "half": "half", "season": "season"}


def _backward(value: str) -> bool:
    """True where an interval ends before it starts."""
    if "/" not in value:
        return False
    first, last = bounds(value)
    return first is not None and last is not None and first > last


def _settle(e: Expression) -> None:
    """Gives a number before 年 its era: 34 to 199 are years of the Republic, 10 to 33 of this century."""
    if e.bare is None or e.year is not None:
        return
    if 34 <= e.bare < 200:
        e.year, e.calendar = e.bare + 1911, "roc"
    else:
        e.year = e.bare + 2000 if e.bare < 34 else e.bare


def _share_year(first: Expression, last: Expression) -> None:
    """10月至2025年3月: the year said at the end reaches back."""
    if first.month is None or first.year is not None or first.year_shift is not None or last.year is None or last.month is None:
        return
    first.year = last.year - (first.month > last.month)


def _inherit(last: Expression, first: str, before: Expression) -> None:
    """Gives the end of a range what it leaves out: year, month, day, half of the day."""
    head = first.split("/")[-1]
    if last.half is None and last.level == CLOCK and len(last.kinds) == 1 and last.clock is not None and before.half is not None and before.clock is not None:
        last.half = before.half if last.clock.hour >= before.clock.hour or before.half in ("pm", "night") else None
    own = last.year is not None or last.year_shift is not None or last.day_shift is not None or last.feast is not None
    if own or last.week_shift is not None or head.startswith("-") or "X" in head:
        return
    if last.weekday is not None and last.day is None:
        last.week_shift = before.week_shift
        return
    year = int(head[:4])
    if last.lunar:
        last.year = year
        return
    if last.part is not None or last.month is not None:
        last.year = year + (last.month is not None and len(head) >= 7 and last.month < int(head[5:7]))
        return
    if len(head) < 7 or last.month_shift is not None:
        return
    last.year, last.month = year, int(head[5:7])
    if last.day is None and len(head) >= 10 and last.third is None:
        last.day = int(head[8:10])


def _month_after(story: Narrative, day: int) -> tuple[int, int]:
    assert story.month is not None
    if story.day is not None and (story.day.year, story.day.month) == story.month and story.day.day - day > 15:
        return month_shifted(*story.month, 1)
    return story.month


def _agreeing(year: int, month: int, day: int, weekday: int) -> int:
    """``year``, or the one beside it in which the day falls on the weekday stated with it."""
    near = (y for y in (year, year - 1, year + 1) if (d := make_day(y, month, day)) and d.isoweekday() == weekday)
    return next(near, year)


def _nearest(around: date, day: int) -> date | None:
    near = [d for s in (-1, 0, 1) if (d := _made_day(around, s, day))]
    return min(near, key=lambda d: abs((d - around).days), default=None)


def _made_day(around: date, shift: int, day: int) -> date | None:
    return make_day(*month_shifted(around.year, around.month, shift), day)


def _day_of(gloss: Expression, head: Expression) -> Expression:
    gloss.weekday = gloss.weekday or head.weekday
    return gloss


def _lunar_span(year: int, e: Expression) -> tuple[date, date] | None:
    assert e.month is not None
    if e.day is None:
        first, last = lunar_month(year, e.month, e.leap)
        return (first, last) if first and last else None
    day = lunar_day(year, e.month, e.day, e.leap)
    return (day, day) if day else None


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


def _dynastic(year: int) -> Found:
    """A month or day under a dynasty's era: its lunar calendar before 1900 is not converted, the year is what is known."""
    return Found(_year(year), "explicit", "year", "lunar month before 1900: not converted", "lunar")


def _said_year(e: Expression) -> bool:
    return e.year is not None or e.year_shift is not None


def _unknown(precision: Precision, story: Narrative) -> Found:
    why = "nothing before it says which" if story.published else "publication day unknown"
    return Found(None, "unresolved", precision, why)


def _against(basis: DateBasis, story: Narrative) -> str:
    return f"seen from {story.today}" if basis == "publication" else "set before" if basis == "narrative" else ""


def _precision_of(value: str) -> Precision:
    if len(value) != 7:
        return "year" if len(value) == 4 else "day"
    return "month" if int(value[5:]) <= 12 else "quarter" if int(value[5:]) < 40 else "half"


def _hour(clock: Clock, half: str | None) -> int:
    """The hour of the day, 24 for the midnight that ends it."""
    hour = clock.hour
    if half == "am":
        return 0 if hour == 12 else hour
    if half == "noon":
        return hour + 12 if hour < 5 else hour
    if half == "pm":
        return hour + 12 if hour < 12 else hour
    if half in ("night", "small"):
        return 24 if hour == 12 else hour + 12 if 5 <= hour < 12 else hour
    return hour


def _with_clock(base: Found, e: Expression) -> Found:
    if base.value is None or "/" in base.value or len(base.value) != 10:
        return base
    assert e.clock is not None
    first = _at(base.value, e.clock, e.half)
    if first is None:
        return base._replace(value=None, basis="unresolved", note="beyond years 1 to 9999")
    if e.clock2 is not None:
        last = _at(base.value, e.clock2, e.half)
        return base._replace(value=f"{first}/{last}" if last and first < last else None, precision="interval")
    return base._replace(value=first, precision="minute" if e.clock.minute is not None else "hour")


def _at(day: str, clock: Clock, half: str | None) -> str | None:
    hour = _hour(clock, half)
    if hour >= 24:
        after = shifted(date.fromisoformat(day), 1)
        if after is None or hour > 24 or clock.minute:
            return None
        day, hour = after.isoformat(), 0
    if clock.minute is None:
        return f"{day}T{hour:02d}"
    return f"{day}T{hour:02d}:{clock.minute:02d}" + (f":{clock.second:02d}" if clock.second is not None else "")


def _rule(e: Expression) -> str:
    """The lexicon entry where one word said it, else the forms that made it up."""
    if e.source is not None and len(e.kinds) == 1 and not e.until and not e.edge:
        return e.source.rule if not isinstance(e.source, Feast) else e.source.place
    return "dates." + "+".join(e.kinds) + ("+range" if e.until else "") + (f"+{e.edge}" if e.edge else "")


def _made(e: Expression, point: Found, value: str | None, rule: str, japan: bool) -> DateMention:
    earliest, latest = bounds(value) if value is not None else (None, None)
    if japan and e.level == YEAR:
        earliest = earliest.replace(month=4) if earliest else None
        latest = date(latest.year + 1, 3, 31) if latest and latest.year < 9999 else None
        point = point._replace(note="Japan's fiscal year: April to March")
    calendar = e.calendar or point.calendar
    kind = "interval" if value is not None and "/" in value else "date"
    precision: Precision = "interval" if e.edge and value else point.precision
    return DateMention(
        e.start, e.end, value, earliest, latest, "interval" if kind == "interval" else "date", precision, cast(Calendar, calendar),
        point.basis, cast("Modifier | None", e.mod), rule, point.note,
    )  # fmt: skip
