"""Anchors: the year or month an expression leaves unsaid, from the narrative, else from the publication day and the bias."""

import re
from datetime import date

from pipeline.dates.calendar import make_day, month_shifted
from pipeline.dates.expression import Expression
from pipeline.dates.narrative import Narrative
from pipeline.dates.vocabulary import Vocabulary
from pipeline.mentions import DateBasis

Year = tuple[int, DateBasis]
_ENTRY = 200  # characters an entry of a chronicle may run to
_CLAUSE = re.compile("[，,]")
# 將 or a verb's 會 later in its clause, and nothing that tells (周二宣布將釋出) or has happened before it: 週四訪問團會來.
_COMING = re.compile(
    r"[^，。；！？\n「」宣說表指稱報曾已，,]{1,10}?(?:將(?![軍近士領])|(?<![都就機社議協大晚國學公工董理員政商開])會(?=[來去有再在到持轉]))"
)
# After a day that comes round again: 6月4日天安門事件33週年 is this year's, whatever year was told of.
_ANNIVERSARY = re.compile("[^，。；！？\n]{0,12}?[0-9一二三四五六七八九十百]{1,4}[週周]年")
Month = tuple[tuple[int, int], DateBasis]
_STORY = 10  # years: what is further back is history, told by its own dates
_WEEKS = 31  # days from today to a day that this year's story may name
_FAR = 14  # days: weeks off, where today or a day beside it has the same number
_LONG = 40  # days to the last day named with a number, for which the number alone may stand
_ON = 3  # days: as far as a story goes on without naming its month again
_NEXT = 8  # characters: the next clause
_LISTS = frozenset(("、", "及", "和", "與", "月"))  # before a day that goes on a list: 同年月28日


class Anchors:
    """Chooses what an expression leaves unsaid. Past bias, but future bias beside words of plan (將於, 預計)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        before, after = vocabulary.contexts["future"]
        self._plans_before = re.compile(f"{before.pattern.removesuffix('$')}[^，。；\n]{{0,6}}$|將[於在自從到]?$")
        self._plans_after = re.compile(f"[^，。；\n]{{0,4}}?(?:{after.pattern})")
        self._starts = re.compile(f"[^，。；\n]{{0,4}}?(?:{vocabulary.contexts['starts'].after.pattern})")
        self._will = vocabulary.contexts["will"].after
        self._told = vocabulary.contexts["told"].after
        before, after = vocabulary.contexts["done"]
        self._done_before = re.compile(f"(?:{before.pattern.removesuffix('$')})[^。；\n]{{0,8}}$")
        self._done_after = re.compile(f"{after.pattern}|[^，。；\n]{{0,24}}以來")
        self._japan = vocabulary.contexts["japan"].after

    def year_of(self, e: Expression, story: Narrative) -> Year | None:
        """The year an expression says itself, outright or as 去年, 同年; None where it says none or its anchor is unknown."""
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

    def year_near(self, month: int, day: int | None, e: Expression, story: Narrative) -> Year | None:
        """The year of a month that names none: the narrative's, else the one the publication day and the bias choose."""
        comes_round = story.today is not None and _ANNIVERSARY.match(story.text, e.end) is not None
        if day is not None and (month, day) in story.month_days and not comes_round:
            return story.month_days[month, day].year, "narrative"
        if story.year is not None and not comes_round and self._narrative_year(story):
            year = story.year + self._year_over(month, story)
            if not self._due(year, month, e, story):
                return year, "narrative"
        today = story.today
        if today is None:
            return (story.any_year, "narrative") if story.any_year is not None and story.same_paragraph(story.month_at) else None
        ahead = month - today.month
        if ahead > 6 and not self.planned(e, story):
            return today.year - 1, "publication"
        if ahead < -3 and (self.planned(e, story) or (ahead < -9 and e.edge == "from") or (ahead < -10 and e.day is not None)):
            return today.year + 1, "publication"
        return today.year, "publication"

    def _due(self, year: int, month: int, e: Expression, story: Narrative) -> bool:
        """True where another clause turns from the narrative's year to this one.

        A plan is due after today: 去年定案，…預計9月前掛牌. The month is this or the last, the year only a measure: 去年占一成，6月因…, or a year to
        come: 預計明年完工，10月1日已說明; a day may be some weeks away: 市府自109年起捐助，12月26日又送出.
        """
        today = story.today
        if today is None or year == today.year or story.year_leads or _CLAUSE.search(story.text, story.year_at, e.start) is None:
            return False
        ahead = month - today.month
        if year > today.year:
            return e.month is not None and ahead in (0, -1)
        if 0 <= ahead <= 6 and self.planned(e, story):
            return True
        if story.month_at >= story.year_at:
            return False
        return ahead in (0, -1) if e.day is None else today.year - year <= _STORY and _these_days(month, e.day, today)

    def _year_over(self, month: int, story: Narrative) -> bool:
        """True where the narrative's year is past before ``month``: 去年底…1月, 去年12月27日…1月6日."""
        if story.year_ends:
            return month <= 6
        if story.year is None or story.month is None or story.today is None or story.year == story.today.year:
            return False
        if story.month[0] == story.year + 1 and story.month_at > story.year_at and story.same_sentence(story.month_at):
            return True
        return story.month[0] == story.year and story.month[1] - month > 9 and story.same_sentence(story.month_at)

    def _narrative_year(self, story: Narrative) -> bool:
        if story.same_sentence(story.year_at):
            return True
        if story.today is None:
            return story.same_paragraph(story.year_at)
        if story.year_heads:
            return story.same_paragraph(story.year_at) and story.at - story.year_at <= _ENTRY
        return story.year_leads and story.near_sentence(story.year_at)

    def month_of(self, e: Expression, story: Narrative) -> Month | None:
        """The year and month of an expression as fine as a month, said or chosen."""
        known = self.year_of(e, story)
        if e.month_shift is not None:
            return self._shifted_month(e, known, story)
        if e.month is None:
            if story.month and story.same_sentence(story.month_at):
                return story.month, "narrative"
            return ((story.today.year, story.today.month), "publication") if story.today else None
        if known is None and not said_year(e):
            known = self.year_near(e.month, e.day, e, story)
            weekday = e.weekday or (e.gloss.weekday if e.gloss else None)
            if known and weekday and e.day:
                known = _agreeing(known[0], e.month, e.day, weekday), known[1]
        return ((known[0], e.month), known[1]) if known else None

    def _shifted_month(self, e: Expression, known: Year | None, story: Narrative) -> Month | None:
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

    def month_near(self, e: Expression, story: Narrative) -> Month | None:
        """The month of a day that names none: the narrative's, the last such day named, else by the publication day and the bias."""
        assert e.day is not None
        today, day = story.today, e.day
        if day > 31:
            return None
        if story.day is not None and story.text[story.day_at : e.start] == "、" and story.day.day != day:
            return month_shifted(story.day.year, story.day.month, story.day.day > day), "narrative"  # 1月16日、21日
        return _month_told(e, day, story) or ((self._month_biased(e, day, today, story), "publication") if today else None)

    def _month_biased(self, e: Expression, day: int, today: date, story: Narrative) -> tuple[int, int]:
        here = (today.year, today.month)
        weekday = e.gloss.weekday if e.gloss is not None else e.weekday
        if weekday is not None:
            near = [d for s in (-1, 0, 1) if (d := make_day(*month_shifted(*here, s), day)) and d.isoweekday() == weekday]
            if near:
                best = min(near, key=lambda d: abs((d - today).days))
                return best.year, best.month
        if day <= today.day:
            return month_shifted(*here, 1) if today.day - day > 3 and self.planned(e, story) else here
        ahead = day - today.day
        past = next((p for s in (-1, -2) if (p := make_day(*month_shifted(*here, s), day))), None)
        possible = make_day(*here, day) is not None and not self.is_told(e, story)
        if past is None or (possible and (2 * ahead <= (today - past).days or self.planned(e, story))):
            return here
        return past.year, past.month

    def planned(self, e: Expression, story: Narrative) -> bool:
        """True where words of plan stand beside the expression in its clause."""
        before = story.text[max(0, e.start - 12) : e.start]
        return self._plans_before.search(before) is not None or self._plans_after.match(story.text, e.end) is not None

    def is_told(self, e: Expression, story: Narrative) -> bool:
        """True where somebody said something then: 周四表示."""
        return self._told.match(story.text, e.end) is not None

    def is_done(self, e: Expression, story: Narrative) -> bool:
        """True where words beside a weekday say that it is past: 周四表示, 此前周四…, 自周四…以來."""
        text = story.text
        before = text[max(0, e.start - 16) : e.start]
        return self.is_told(e, story) or any((self._done_after.match(text, e.end), self._done_before.search(before)))

    def looks_ahead(self, e: Expression, story: Narrative) -> bool:
        """True where a weekday is the coming one: beside words of plan, something changes from it on (周一頭班車起改道), its clause has a 將."""
        text = story.text
        return self.planned(e, story) or any(after.match(text, e.end) is not None for after in (self._starts, self._will, _COMING))

    def fiscal_japan(self, e: Expression, story: Narrative) -> bool:
        """True for 年度 where the text is about Japan: its fiscal year runs from April to March."""
        if e.fiscal != "fiscal" or e.calendar == "roc":
            return False
        return e.calendar in ("reiwa", "heisei", "showa") or len(self._japan.findall(story.text)) >= 3


def said_year(e: Expression) -> bool:
    """True where the expression names a year, be it one whose anchor is unknown."""
    return e.year is not None or e.year_shift is not None


def _agreeing(year: int, month: int, day: int, weekday: int) -> int:
    """``year``, or the one beside it in which the day falls on the weekday stated with it."""
    near = (y for y in (year, year - 1, year + 1) if (d := make_day(y, month, day)) and d.isoweekday() == weekday)
    return next(near, year)


def _month_told(e: Expression, day: int, story: Narrative) -> Month | None:
    """The narrative's month, or that of the last such day named, unless today or a day beside it has this number and theirs is weeks off."""
    today, month = story.today, story.month
    beside = today is not None and _beside(day, today) and not _continues(e, day, today, story)
    if month is not None and story.same_sentence(story.month_at) and (today is None or month != (today.year, today.month)):
        there = _month_after(story, day)
        if not (beside and _afar(there, day, today)):
            return there, "narrative"
    named = story.days.get(day)
    if named is not None and (today is None or abs((named - today).days) <= (_FAR if beside else _LONG)):
        return (named.year, named.month), "narrative"
    if month is None or story.day is None or not story.same_paragraph(story.month_at) or (beside and _afar(month, day, today)):
        return None
    return (month, "narrative") if today is None or 0 <= day - story.day.day <= _ON else None


def _these_days(month: int, day: int, today: date) -> bool:
    """True where the day of this year is no further from today than some weeks."""
    there = make_day(today.year, month, day)
    return there is not None and abs((there - today).days) <= _WEEKS


def _beside(day: int, today: date) -> bool:
    """True where a day of this number is today or at most three days from it."""
    if _ON < abs(day - today.day) < 31 - 2 * _ON:
        return False  # beside it in no month
    near = (make_day(*month_shifted(today.year, today.month, s), day) for s in (-1, 0, 1))
    return any(abs((d - today).days) <= _ON for d in near if d is not None)


def _afar(month: tuple[int, int], day: int, today: date | None) -> bool:
    """True where the day of that month is weeks from today, or no day at all."""
    there = make_day(*month, day)
    return today is not None and (there is None or abs((there - today).days) > _FAR)


def _continues(e: Expression, day: int, today: date, story: Narrative) -> bool:
    """True where the day goes on from the one told last: 5月13日簽約、27日動工; 5月2日開庭，5日再開; 5月3日動工，15日完工."""
    if story.text[e.start - 1 : e.start] in _LISTS:
        return story.same_sentence(story.month_at)
    last = story.day
    if last is None or (last.year, last.month) != story.month or not story.same_sentence(story.day_at):
        return False
    return 0 < day - last.day <= _ON or (last.day < day and last < today and e.start - story.day_at <= _NEXT)


def _month_after(story: Narrative, day: int) -> tuple[int, int]:
    assert story.month is not None
    if story.day is not None and (story.day.year, story.day.month) == story.month and story.day.day - day > 15:
        return month_shifted(*story.month, 1)
    return story.month
