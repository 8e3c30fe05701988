"""The publication day: read from a container's metadata, or inferred from the article's own datelines and stamps."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from pipeline.dates.calendar import make_day
from pipeline.document import Published, Reading
from pipeline.numerals import integer

TAIWAN = timezone(timedelta(hours=8))

_EPOCH = re.compile(r"[0-9]{9,10}(?:\.[0-9]+)?|[0-9]{13}")
_COMPACT = re.compile(r"(?P<y>(?:19|20)[0-9]{2}|[01]?[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])")
_NUM = "[0-9〇○零一二三四五六七八九十百]"
_ORDERED = (
    rf"(?:民國|中華民國|西元)? ?(?P<y>[0-9]{{4}}|[0-9]{{2,3}}|[〇○零一二三四五六七八九十百]{{2,6}}) ?"
    rf"(?:年 ?(?P<m>{_NUM}{{1,3}}) ?月 ?(?P<d>{_NUM}{{1,3}}) ?[日號]|(?P<sep>[-/.])(?P<m2>[0-9]{{1,2}})(?P=sep)(?P<d2>[0-9]{{1,2}})(?![0-9]))"
)
_DATE = re.compile(_ORDERED)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)? ?(?:Z|[+-][0-9]{2}:?[0-9]{2})")
_MONTHS = {m: n for n, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_ENGLISH = re.compile(r"([A-Za-z]{3})[a-z]*\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})|([0-9]{1,2}) ([A-Za-z]{3})[a-z]*\.? ([0-9]{4})")


def parse_published(text: str) -> date | None:
    """The day a publication stamp names, Taiwan time (UTC+8), or None where it names none (``no time``).

    Takes ISO 8601 and RFC 2822 with or without zone, 2025年1月6日 下午8:36, 2019/07/19 08:28, years of the Republic (113年9月3日, 113/09/03,
    1130903), English months, and seconds or milliseconds since 1970. A stamp without a zone is taken to be Taiwan's. Never raises.
    """
    text = " ".join(text.split())
    if _EPOCH.fullmatch(text):
        return _of_epoch(float(text) / (1000 if "." not in text and len(text) == 13 else 1))
    if (match := _COMPACT.fullmatch(text)) is not None:
        return _of_parts(match["y"], match["m"], match["d"])
    if (match := _ISO.match(text)) is not None:
        return _of_zone(match[0])
    if (match := _DATE.search(text)) is not None:
        return _of_match(match)
    return _of_mail(text) or _of_english(text)


def _of_epoch(seconds: float) -> date | None:
    try:
        return datetime.fromtimestamp(seconds, TAIWAN).date()
    except (OverflowError, OSError, ValueError):
        return None


def _of_zone(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-")).astimezone(TAIWAN).date()
    except (OverflowError, ValueError):
        return None


def _of_mail(text: str) -> date | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment.astimezone(TAIWAN) if moment.tzinfo else moment.replace(tzinfo=UTC).astimezone(TAIWAN)).date()
    except (OverflowError, TypeError, ValueError, IndexError):
        return None


def _of_english(text: str) -> date | None:
    match = _ENGLISH.search(text)
    if match is None:
        return None
    month, day, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    return make_day(int(year), _MONTHS.get(month.lower(), 0), int(day))


def _of_match(match: re.Match[str]) -> date | None:
    return _of_parts(match["y"], match["m"] or match["m2"], match["d"] or match["d2"])


def _of_parts(year: str, month: str, day: str) -> date | None:
    numbers = integer(year), integer(month), integer(day)
    if None in numbers:
        return None
    y, m, d = (n or 0 for n in numbers)
    return make_day(y + 1911 if y < 1000 else y, m, d)


# -- inference --------------------------------------------------------------------------------------------------------------

_HEAD = 2000  # characters of a page's head where no paragraph ends it
_FILED = re.compile(rf"{_ORDERED}(?:專|外|綜合外)?電")
_LABELLED = re.compile(
    r"(?:發[佈布表稿]|刊[登出載]|出版|上稿|上架|新聞|文章|資料|公[佈布告]|張貼|建立|更新|修改)(?:日期|時間|單位時間|於)? ?[:：｜|]? ?\n* ?"
    r"(?:[0-9]{1,2}:[0-9]{2} ?)?" + _ORDERED
)
_STAMP_LINE = re.compile(rf"(?:^|(?<=\n)) *(?:[0-9]{{1,2}}:[0-9]{{2}} ?)?{_ORDERED}(?=[^\n]{{0,24}}(?:\n|$))")
_TIME = r"(?:[ T]*(?:HKT ?)?(?:[上下]午 ?)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?HKT)?)"
_TOUCHED = r"(?:[ \t]*(?:最[後近新])?(?:更新|修改)(?:時間)? ?[:：]? ?(?:[0-9/.-]{3,10} )?[0-9]{1,2}:[0-9]{2})?"  # 最後更新:18:35
_BARE_LINE = re.compile(
    rf"(?:^|(?<=\n))(?:[ \t]*(?:[0-9]{{1,2}}:[0-9]{{2}} ?)?|[^\n0-9]{{1,12}} (?=[^\n]*:)){_ORDERED}{_TIME}?{_TOUCHED}[ \t]*(?=\n|$)"
)  # 2025年11月29日, 港聞 2025.11.28 11:18:13, 2025年11月29日 18:18 最後更新：18:35
_YEARLESS_LINE = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日(?: ?[(（][一二三四五六日][)）])?(?:[ \t]*[0-9]{1,2}:[0-9]{2})?[ \t]*(?=\n|$)"
)  # 11月27日(四)
_ADDRESS = re.compile(r"(?<![0-9])(?P<y>20[0-4][0-9])[-/]?(?P<m>0[1-9]|1[0-2])[-/]?(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9])")
_NAMED_STAMP = re.compile(rf"(?:新聞|新聞中心|日報|時報|網|社|報導) ?{_ORDERED} +[0-9]{{1,2}}:[0-9]{{2}}")
_CODE = re.compile(r"(?<=[）\n 。])(?P<y>1[0-4][0-9])(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9])(?=\s*(?:\n|$))")
_DAY_FILED = re.compile(r"(?<![0-9月])([0-9]{1,2})日(?:專|外|綜合外)?電")


def infer_published(reading: Reading, raw: str = "", url: str = "") -> Published:
    """The publication day an article's own text states; basis ``none`` where it states none.

    In this order: a dateline with a full date (台北2022年12月15日電), a reporter's stamp, an agency's end code (1141219) — basis ``dateline``; a
    labelled page stamp (發佈時間：…), a line that is only a stamp — basis ``text``; last a dateline's bare day where a full date of the text
    has that day. Where all that fails, the lines of ``raw`` before the first paragraph, though cleaning took them for a page's furniture; a
    stamp without a year there has that of the day in ``url``, if it is the same day. An address alone states nothing.
    """
    text = reading.text
    for pattern in (_FILED, _NAMED_STAMP, _CODE):
        if (day := next(_days(pattern, text), None)) is not None:
            return Published(day, "dateline")
    for pattern in (_LABELLED, _STAMP_LINE):
        if (day := next(_days(pattern, text), None)) is not None:
            return Published(day, "text")
    combined = _combined(text)
    return combined if combined.day is not None else _of_head(reading, raw, url)


def _of_head(reading: Reading, raw: str, url: str) -> Published:
    """The day of a page's head: labelled, else the last line that is only a stamp (the first may be the day of the visit)."""
    body = next((block.start for block in reading.blocks if block.role == "paragraph"), _HEAD)
    head = raw[:body]
    day = next(_days(_LABELLED, head), None) or next(reversed([*_days(_BARE_LINE, head)]), None) or _of_address(url, head)
    return Published(day, "text") if day is not None else Published()


def _of_address(url: str, head: str) -> date | None:
    """The day in …/news/20260115/…, where a stamp of the page's head says it without its year: 1月15日(四)."""
    found = _ADDRESS.search(url)
    day = _of_parts(found["y"], found["m"], found["d"]) if found is not None else None
    if day is None:
        return None
    stated = ((int(m["m"]), int(m["d"])) for m in _YEARLESS_LINE.finditer(head))
    return day if (day.month, day.day) in stated else None


def _days(pattern: re.Pattern[str], text: str) -> Iterator[date]:
    for match in pattern.finditer(text):
        day = _of_match(match) if "m2" in pattern.groupindex else _of_parts(match["y"], match["m"], match["d"])
        if day is not None and 1950 <= day.year <= 2100:
            yield day


def _combined(text: str) -> Published:
    filed = _DAY_FILED.search(text)
    if filed is None:
        return Published()
    same = {day for day in _days(_DATE, text) if day.day == int(filed[1])}
    return Published(same.pop(), "dateline") if len(same) == 1 else Published()
