"""From expressions to calendar days: explicit, then what the narrative has set, then the publication day, else unresolved.

The anchors are walked once from the first expression to the last. A stated day that contradicts the publication day (今（14）日 on the 15th) is
trusted and is its paragraph's today.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from pipeline.dates.anchors import Anchors
from pipeline.dates.calendar import bounds, make_day, month_shifted
from pipeline.dates.expression import Expression
from pipeline.dates.narrative import Narrative
from pipeline.dates.points import Points
from pipeline.dates.readings import CLOCK, DAY, PART, YEAR
from pipeline.dates.values import Found, is_sound
from pipeline.dates.vocabulary import Feast, Vocabulary
from pipeline.document import Published
from pipeline.mentions import Calendar, DateMention, Modifier, Precision


class Resolver:
    """Resolves the expressions of one text. Compiled once from the vocabulary; a call keeps nothing."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._anchors = Anchors(vocabulary)
        self._points = Points(vocabulary, self._anchors)

    def resolve(self, text: str, expressions: Sequence[Expression], published: Published) -> tuple[DateMention, ...]:
        """The date mentions of a text in order; times of day that nothing ties to a day are left out."""
        story = Narrative(text, published.day, published.day)
        found = (self._mention(expression, story) for expression in expressions)
        return tuple(m for m in found if m is not None)

    def _mention(self, e: Expression, story: Narrative) -> DateMention | None:
        story.move(e.start)
        if e.gloss is not None and e.gloss.until is not None:
            e.gloss.start, e.gloss.end, e = e.start, e.end, e.gloss  # 上週（9月23日至27日）
        _settle(e)
        if e.until is not None:
            _settle(e.until)
            _share_year(e, e.until)
        if e.counted and e.ref == "narrative" and not (story.near_sentence(story.month_at) or story.near_sentence(story.year_at)):
            return None  # 一年後 with nothing before it to count from
        point = self._points.point(e, story)
        if point is None or (point.value is None and e.ref == "narrative" and _floats(e, story)):
            return None
        if e.until is not None:
            point = self._range(e, e.until, point, story)
        else:
            self._remember(e, point, story)
        value = point.value
        if value is not None and e.edge:
            first, _, last = value.partition("/")
            value = f"{first}/.." if e.edge == "from" else f"../{last or first}"
        if value is not None and not is_sound(value):
            value, point = None, point._replace(value=None, basis="unresolved", note=f"beyond the calendar: {value}")
        return _made(e, point, value, _rule(e), self._anchors.fiscal_japan(e, story))

    def _range(self, e: Expression, last: Expression, first: Found, story: Narrative) -> Found:
        if first.value is not None:
            self._remember(e, first, story)
            _inherit(last, first.value, e)
        end = self._points.point(last, story)
        if end is None or end.value is None or first.value is None:
            return first._replace(value=None, basis="unresolved", note=first.note or (end.note if end else "the end is no day"))
        self._remember(last, end, story, ends=True)
        left, right = first.value.split("/")[0], end.value.split("/")[-1]
        if e.level == YEAR and e.mod == "start" and len(right) > 4:
            left += "-01-01" if len(right) >= 10 else "-01"  # 今年初至5月20日
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
        since = _since(e, story)
        if not ends and not since and _sets_year(e, head, story):
            leads = e.level <= PART and e.year is not None and story.text[end : end + 1] in _AFTER_LEADING and story.opens_clause(e.start)
            past = story.today is None or int(head[:4]) < story.today.year
            story.set_year(int(head[:4]), end, leads=leads, ends=past and e.mod == "end" and e.level == YEAR)
        if since and head[:4].isdigit():
            story.any_year = int(head[:4])
        if since or e.same_period or e.code:
            return
        if e.level >= DAY or (point.precision == "day" and "/" not in value):
            day = make_day(int(head[:4]), int(head[5:7]), int(head[8:10])) if len(head) >= 10 else None
            if day is not None and e.feast is None:
                self._dateline(e, day, story)
                if e.day is not None and day != story.today:
                    story.name_day(day, end)
                story.set_day(day, end, alone=not ends and "/" not in value)
                story.period = value if point.precision == "day" else story.period
            return
        if point.precision in ("month", "quarter", "half") or (point.precision == "interval" and len(head) == 7):
            if not _compared(e, story) and (story.today is None or (bounds(head)[0] or story.today) <= story.today):
                story.period = value
            story.day_at = end if story.day is None else story.day_at
        if (point.precision == "month" and len(head) == 7) or e.third is not None:
            story.set_month(int(head[:4]), int(head[5:7]), end)
        elif point.precision == "year" and not head.startswith("-"):
            story.any_year = int(head[:4])

    def _dateline(self, e: Expression, day: date, story: Narrative) -> None:
        """台北19日電: the day the agency's story was filed is the article's today."""
        filed = e.kinds[0] in ("day", "year", "month", "full", "era") and _FILED.match(story.text, e.end)
        if filed and story.published and abs((story.published - day).days) <= 3:
            story.article_day = story.today = day


_AFTER_LEADING = frozenset("，,：:")  # after the year that leads: 2021年，…, 2007年：…
_FILED = re.compile("(?:專|外|綜合外)?電")
_UNTIL_NOW = re.compile("[^，。；\n]{1,10}(?:[至迄]今|以來)")
_COMPARING = frozenset("較比與和同及從")


def _sets_year(e: Expression, head: str, story: Narrative) -> bool:
    """True where the year of ``e`` is that of what follows: not one compared with, counted back to, or run for (2024大選)."""
    if e.year is None and (e.year_shift is None or e.ref == "narrative"):
        return False
    if e.same_period or e.counted or e.kinds == ["baseyear"] or head.startswith("-") or "X" in head:
        return False
    return not (e.year_shift is not None and e.level == YEAR and _compared(e, story))


def _compared(e: Expression, story: Narrative) -> bool:
    """True where ``e`` is what something is measured against: 較去年, 與上季相比."""
    return e.start > 0 and story.text[e.start - 1] in _COMPARING


def _floats(e: Expression, story: Narrative) -> bool:
    """True where a word with nothing before it to lean on means any such day: 以當日報價為主, 隔天扣款, 提前一個月."""
    return story.text[e.start] in "當該隔翌次" or e.month_shift is not None


def _since(e: Expression, story: Narrative) -> bool:
    """True for 2016年8月以來, 自1999年開播至今: what is measured from then, not when the story stands."""
    if e.edge == "from":
        return story.text[e.end - 1] == "來"
    return e.level == YEAR and story.text[e.start - 1 : e.start] in ("自", "從") and _UNTIL_NOW.match(story.text, e.end) is not None


def _settle(e: Expression) -> None:
    """Gives a number before 年 its era: 34 to 199 are years of the Republic, 10 to 33 of this century; 初四 alone its month."""
    if e.lunar and e.month is None and e.kinds[0] == "lunarday":
        e.month = 1
    if e.bare is None or e.year is not None:
        return
    if 34 <= e.bare < 200:
        e.year, e.calendar = e.bare + 1911, "roc"
    else:
        e.year = e.bare + 2000 if e.bare < 34 else e.bare


def _share_year(first: Expression, last: Expression) -> None:
    """10月至2025年3月, 第四季至明年第一季: the year said at the end reaches back."""
    if first.year is not None or first.year_shift is not None:
        return
    if first.part is not None and last.part is not None:
        if last.ref == "publication" and last.year_shift is not None and first.part[0] == last.part[0] and first.part > last.part:
            first.year_shift = last.year_shift - 1
        return
    if first.month is None or last.year is None or last.month is None:
        return
    first.year = last.year - (first.month > last.month)


def _inherit(last: Expression, first: str, before: Expression) -> None:
    """Gives the end of a range what it leaves out: year, month, day, half of the day."""
    head = first.split("/")[-1]
    if (
        last.half is None
        and last.level == CLOCK
        and len(last.kinds) == 1
        and last.clock is not None
        and before.half is not None
        and before.clock is not None
    ):
        last.half = (
            "noon"
            if (before.half, last.clock.hour) == ("am", 12)
            else before.half
            if last.clock.hour >= before.clock.hour or before.half in ("pm", "night")
            else None
        )
    own = last.year is not None or last.year_shift is not None or last.day_shift is not None or last.feast is not None
    if own or last.week_shift is not None or head.startswith("-") or "X" in head:
        return
    year, begins = int(head[:4]), bounds(head)[0]
    if last.weekday is not None and last.day is None:
        if before.weekday is not None or begins is None or len(head) < 10:
            last.week_shift = before.week_shift
            return
        end = begins + timedelta((last.weekday - begins.isoweekday()) % 7)  # 今天至週五
        last.year, last.month, last.day, last.weekday = end.year, end.month, end.day, None
        return
    if last.lunar:
        last.year = year
        return
    if last.part is not None or last.month is not None:
        last.year = year + (last.month is not None and len(head) >= 7 and begins is not None and last.month < begins.month)
        return
    if len(head) < 7 or last.month_shift is not None:
        return
    last.year, last.month = year, int(head[5:7])
    if before.month is None and last.day is not None and len(head) >= 10 and last.day < int(head[8:10]):
        last.year, last.month = month_shifted(year, last.month, 1)  # 30日至2日
    if last.day is None and len(head) >= 10 and last.third is None:
        last.day = int(head[8:10])


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
