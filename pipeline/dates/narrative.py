"""What a text has said so far about time: the day, month and year its next expression may lean on."""

from dataclasses import dataclass, field
from datetime import date

_STOPS = "。！？；\n"
_COLONS = frozenset("：:")
_EVENING = 5  # the first hour of twelve that 晚上 may mean
_CASES = ("案發", "事發", "出事", "肇事", "失蹤", "遇害", "事故", "火災", "火警", "命案", "事件", "發生")
_BESIDE = 4  # characters at most from a day to its 當天: 3日案發當天
_NEAR = 300  # characters a sentence and the next may run to


@dataclass(slots=True)
class Narrative:
    """The anchors of one document, walked from its start. ``today`` is the publication day as the paragraph states it."""

    text: str
    published: date | None
    today: date | None = None
    article_day: date | None = None  # the day of the dateline
    at: int = -1
    day: date | None = None
    day_at: int = -1
    day_alone: bool = True  # the day is no end of a range
    past_day: date | None = None  # the last day before today that was named by its number
    other_day: date | None = None  # the last day named by its number that is not today
    other_at: int = -1
    today_at: int = -1  # where the text last stood at ``today``
    half: str | None = None  # the part of the day of the clock time said last, with its hour of twelve
    half_hour: int = 12
    half_at: int = -1
    month: tuple[int, int] | None = None
    month_at: int = -1
    year: int | None = None
    year_at: int = -1
    year_leads: bool = False  # the year opens its clause (2021年，…): it holds for the paragraph
    year_ends: bool = False  # the year was named by its end (去年底): the months after it are the next one's
    any_year: int | None = None
    period: str | None = None
    days: dict[int, date] = field(default_factory=dict)
    month_days: dict[tuple[int, int], date] = field(default_factory=dict)
    weekdays: dict[int, date] = field(default_factory=dict)

    @property
    def year_heads(self) -> bool:
        """True where the year heads an entry of a chronicle (2007年：…): it holds for all of it."""
        return self.year_leads and self.text[self.year_at : self.year_at + 1] in _COLONS

    def move(self, to: int) -> None:
        """Goes on to the expression at ``to``; a new paragraph forgets a shifted today."""
        if self.at < 0 or self.text.find("\n", self.at, to) >= 0:
            self.today = self.article_day or self.published
        self.at = to

    def same_sentence(self, since: int) -> bool:
        """True where no sentence ends between ``since`` and here."""
        return since >= 0 and not any(self.text.find(stop, since, self.at) >= 0 for stop in _STOPS)

    def near_sentence(self, since: int) -> bool:
        """True where at most one sentence of the paragraph ends between ``since`` and here."""
        if since < 0 or self.text.find("\n", since, self.at) >= 0:
            return False
        return sum(self.text.count(stop, since, self.at) for stop in _STOPS) <= 1

    def base_day(self, *, same: bool) -> date | None:
        """The day that 當天 (``same``) or 隔天 leans on; None where the text has left its last day."""
        if self.text.endswith(_CASES, 0, self.at) and self.at - self.day_at > _BESIDE:
            return self.past_day or (self.day if self.day != self.today else None)  # 案發當天: not the day it was told
        if self._past_the_day():
            return None
        return self._that_day() if same else self.day

    def _past_the_day(self) -> bool:
        """True where the sentence has gone on from the day to another month: 3日聲明，10月住院，隔天."""
        if self.month_at <= self.day_at or self.day is None or self.month == (self.day.year, self.day.month):
            return False
        return self.same_sentence(self.month_at)

    def _that_day(self) -> date | None:
        """The day 當天 means: hardly the today of a sentence before, where the paragraph has named another."""
        if self.day != self.today or self.other_day is None or self.same_sentence(self.today_at) or self.text[self.at] != "當":
            return self.day
        return self.other_day if self.same_paragraph(self.other_at) else self.day

    def near_today(self) -> bool:
        """True where this sentence or the one before, be it of the paragraph before, stands at today."""
        if self.today_at < 0 or self.at - self.today_at > _NEAR:
            return False
        between = self.text[self.today_at : self.at]
        return sum(between.count(stop) for stop in "。！？；") <= 1 and not any(line.strip() for line in between.split("\n")[1:-1])

    def leaves_today(self) -> bool:
        """True where the text went back from today, or ahead in this sentence."""
        if self.day is None or self.today is None or self.day == self.today:
            return False
        return self.day < self.today or self.same_sentence(self.day_at)

    def same_paragraph(self, since: int) -> bool:
        """True where no line ends between ``since`` and here."""
        return since >= 0 and self.text.find("\n", since, self.at) < 0

    def near_paragraph(self, since: int) -> bool:
        """True where at most one paragraph ends between ``since`` and here, not far back."""
        return 0 <= self.at - since <= _NEAR and sum(1 for line in self.text[since : self.at].split("\n")[1:-1] if line.strip()) == 0

    def opens_clause(self, start: int) -> bool:
        """True where ``start`` follows punctuation, a line's end or 於 在 自 從."""
        at = start - 1
        while at >= 0 and self.text[at] in "於在自從早到 　「（":
            at -= 1
        return at < 0 or self.text[at] in "，。；：:！？\n、"

    def set_day(self, day: date, end: int, *, alone: bool = True) -> None:
        """The text stands at ``day`` now; ``alone``: it is no end of a range."""
        self.day, self.day_at, self.day_alone = day, end, alone
        if day == self.today:
            self.today_at = end
        self.month, self.month_at = (day.year, day.month), end
        self.any_year = day.year
        self.days[day.day] = self.month_days[day.month, day.day] = day
        self.weekdays[day.isoweekday()] = day

    def name_day(self, day: date, end: int) -> None:
        """A day that is not today was named by its number."""
        self.other_day, self.other_at = day, end
        if self.today is None or day < self.today:
            self.past_day = day

    def set_half(self, half: str, hour: int | None, end: int) -> None:
        """A part of the day was said, with its clock hour (0-11) or without (None)."""
        self.half, self.half_at = half, end
        self.half_hour = hour if hour is not None else _EVENING if half == "night" else 0

    def set_month(self, year: int, month: int, end: int) -> None:
        """The text stands in a month now."""
        self.month, self.month_at, self.any_year = (year, month), end, year

    def set_year(self, year: int, end: int, *, leads: bool, ends: bool = False) -> None:
        """The text has named a year; ``leads``: as the time of what follows (2021年，…); ``ends``: its end only (去年底)."""
        self.year, self.year_at, self.any_year, self.year_leads, self.year_ends = year, end, year, leads, ends
