"""Feasts and lunar days as days of the Gregorian calendar."""

from datetime import date

from pipeline.dates.anchors import Anchors, said_year
from pipeline.dates.calendar import DAY as ONE_DAY
from pipeline.dates.calendar import lunar_day, lunar_month, make_day, month_shifted, shifted
from pipeline.dates.expression import Expression
from pipeline.dates.narrative import Narrative
from pipeline.dates.values import Found, against, edtf, unknown
from pipeline.dates.vocabulary import Feast, Vocabulary
from pipeline.mentions import DateBasis

_BESIDE = 31  # days
_JUST_PAST = 15  # days: 原計畫端午連假休診, told a week after it
_SEEN: DateBasis = "publication"


class Feasts:
    """Resolves feasts, long holidays and lunar days."""

    def __init__(self, vocabulary: Vocabulary, anchors: Anchors) -> None:
        self._vocabulary, self._anchors = vocabulary, anchors

    def feast(self, e: Expression, feast: Feast, story: Narrative) -> Found:
        """A feast's day: of the year said, else the one nearest to the publication day; 連假 gives the days off around it."""
        known = self._anchors.year_of(e, story)
        if known is None and said_year(e):
            return unknown("day", story)
        year, basis = known or (None, _SEEN)
        around = story.today
        if e.month_shift is not None and story.today:
            there = month_shifted(story.today.year, story.today.month, e.month_shift)
            around = make_day(*there, 15)
        elif e.week_shift is not None and story.today:
            around = shifted(story.today, 7 * e.week_shift)
        if year is None and e.month_shift is None and e.week_shift is None:
            year = self._told_year(feast, e, story)
            basis = "narrative" if year is not None else basis
        day = feast.day(year) if year is not None else self._nearest_feast(feast, around, e, story)
        if day is None:
            return unknown("day", story)
        calendar = "lunar" if feast.rule[0] == "lunar" else "gregorian"
        if e.long:
            first, last = self._vocabulary.long_holiday(feast, day)
            return Found(f"{edtf(first)}/{edtf(last)}", basis, "interval", against(basis, story), calendar)
        return Found(edtf(day), basis, "day", against(basis, story), calendar)

    def _told_year(self, feast: Feast, e: Expression, story: Narrative) -> int | None:
        """The year the sentence has named; not this one where the feast beside today is of the next: 今年…元旦 in December."""
        if story.year is None or not story.same_sentence(story.year_at):
            return None
        near = self._nearest_feast(feast, story.today, e, story) if story.today and story.year == story.today.year else None
        beside = near is not None and story.today is not None and abs((near - story.today).days) <= _BESIDE
        return near.year if near is not None and beside else story.year

    def working_days(self, first: date, last: date) -> list[date]:
        """The weekdays between two days of a year that are no day off."""
        off = self._vocabulary.days_off(first.year)
        days = (first + n * ONE_DAY for n in range((last - first).days + 1))
        return [day for day in days if day.weekday() < 5 and day not in off]

    def _nearest_feast(self, feast: Feast, around: date | None, e: Expression, story: Narrative) -> date | None:
        if around is None:
            return None
        days = [d for s in (-1, 0, 1) if (d := feast.day(around.year + s))]
        if self._anchors.planned(e, story):
            days = [d for d in days if (d - around).days >= -_JUST_PAST] or days
        return min(days, key=lambda d: abs((d - around).days), default=None)

    def lunar(self, e: Expression, story: Narrative) -> Found:
        """A lunar day or month as Gregorian days: of the year said, else the one nearest to the publication day."""
        if e.month is None:
            return unknown("day", story)  # 下個月初五: a lunar day of a month that is not
        known = self._anchors.year_of(e, story)
        if known is not None:
            years = [known[0]]
        elif story.today is None or said_year(e):
            return unknown("day", story)
        else:
            years = [story.today.year + s for s in (-1, 0, 1)]
        basis: DateBasis = known[1] if known else "publication"
        spans = [b for y in years if (b := _lunar_span(y, e))]
        if not spans:
            return Found(None, "unresolved", "day", "no such lunar day between 1900 and 2099", "lunar")
        today = story.today
        first, last = min(spans, key=lambda b: abs((b[0] - today).days)) if today and len(spans) > 1 else spans[0]
        if e.day is None:
            return Found(f"{edtf(first)}/{edtf(last)}", basis, "month", against(basis, story), "lunar")
        return Found(edtf(first), basis, "day", against(basis, story), "lunar")


def _lunar_span(year: int, e: Expression) -> tuple[date, date] | None:
    assert e.month is not None
    if e.day is None:
        first, last = lunar_month(year, e.month, e.leap)
        return (first, last) if first and last else None
    day = lunar_day(year, e.month, e.day, e.leap)
    return (day, day) if day else None
