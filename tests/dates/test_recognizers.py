"""Another project's date cases (Simplified, converted) against ours: ../shared/specs/recognizers_zh, where it stands beside the project.

Only what both conventions mean alike is compared; every exclusion has a name. The agreement is printed and has a floor.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

FILES = ("Date", "DatePeriod", "DateTime", "DateTimePeriod", "Holiday")

# What is left out, and why. Matched on the converted input.
EXCLUDED = {
    "vague word, no date by our guidelines": r"最近|現在|馬上|立刻|未來|過去|之前[0-9]|之後[0-9]|近 ?[一二三四五六七八九十0-9]",
    "duration or count from today": r"[前後上下][0-9一二兩三四五六七八九十]+(?:個?[月周週天年]|個?小時|個?星期)|[0-9一二兩三四五六七八九十]+(?:天|周|週|個?月|年|小時|分鐘|個星期)[前後之內]|上個小時|第[一二三四]天",
    "time of day without a day": r"^(?!.*(?:[今昨明後前]|[0-9一二三四五六七八九十]+[日號]|週|周|星期|禮拜|[0-9]-[0-9]|/|當天)).*(?:點|時|[0-9]:[0-9]|上午|下午|晚|早)",
    "two-digit year in a dashed or slashed date": r"(?<![0-9])[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])|(?<![0-9])[0-9]{2}/[0-9]{2}/[0-9]{2}(?![0-9])",
    "bare number taken as a year": r"看起來是|從2016|2016-2018",
    "digits divided by spaces": r"[0-9]{4} [0-9]{2} [0-9]{2}",
    "before the eras' end, or lunar before 1900": r"神龍|雍正|康熙",
    "weekday after a comma": r"號，星期",
    "weekday of no stated month": r"最後一個|上一個周|下次",
    "two open ends in one": r"之後.*之前",
    "新年, 五一: dates for us only beside 連假, 假期": r"新年|五一",
    "count of hours or minutes from now": r"這會兒",
    "two mentions for us": r"年與2009年間|點和2月|點-明天|:00-明天",
}
# Where the spans agree but the value is another convention's.
OTHER_VALUE = {
    "feast of the mainland's calendar": r"教師節|青年節|兒童節|國慶|父親節|植樹節",
    "lunar day as if Gregorian": r"農曆|初[一二三四五六七八九十]|正月|大年|中秋|端午|重陽|元宵|春節|除夕|清明",
    "century unknown": r"^在50年代",
}
LEAD = re.compile(r"^(?:從|在|大約|於)+|(?:左右|之間|的時候|這段時間)$")


class Spec(NamedTuple):
    kind: str
    text: str
    span: tuple[int, int]
    reference: date | None
    past: dict[str, str]
    future: dict[str, str]


@cache
def _converter() -> Any:
    return pytest.importorskip("opencc").OpenCC("s2t")


def converted(text: str) -> str:
    return _converter().convert(text)


def read_specs(folder: Path) -> Iterator[Spec]:
    for kind in FILES:
        for role in ("Extractor", "Parser"):
            for case in json.loads((folder / f"{kind}{role}.json").read_text(encoding="utf-8-sig")):
                yield from _specs(f"{kind}{role}", case)


def _specs(kind: str, case: dict[str, Any]) -> Iterator[Spec]:
    text = converted(case["Input"])
    stamp = (case.get("Context") or {}).get("ReferenceDateTime")
    reference = date.fromisoformat(stamp[:10]) if stamp else None
    for result in case.get("Results", []):
        surface = converted(result["Text"])
        start = text.lower().find(surface.lower())
        if start < 0:
            continue
        cut = LEAD.sub("", surface)
        start += surface.find(cut)
        value = result.get("Value") or {}
        yield Spec(kind, text, (start, start + len(cut)), reference, value.get("PastResolution") or {}, value.get("FutureResolution") or {})


def first_of(text: str, table: dict[str, str]) -> str | None:
    return next((name for name, pattern in table.items() if re.search(pattern, text)), None)


def days_of(resolution: dict[str, str]) -> tuple[date, date] | None:
    """First and last day. Their ends are exclusive: the day after a month, but the day itself where it was said."""
    try:
        if day := resolution.get("date") or resolution.get("dateTime", "")[:10]:
            return (date.fromisoformat(day),) * 2
        if "startDate" in resolution:
            return date.fromisoformat(resolution["startDate"]), date.fromisoformat(resolution["endDate"])
        if "startDateTime" in resolution:
            return date.fromisoformat(resolution["startDateTime"][:10]), date.fromisoformat(resolution["endDateTime"][:10])
    except (ValueError, OverflowError, KeyError):
        return None
    return None


def same_days(ours: tuple[date | None, date | None], theirs: tuple[date, date] | None) -> bool:
    return theirs is not None and ours[0] == theirs[0] and ours[1] in (theirs[1], theirs[1] - timedelta(1))


@pytest.mark.shared
def test_agreement(shared, find, capsys) -> None:
    excluded: Counter[str] = Counter()
    spans, values = [0, 0], [0, 0]
    misses: list[str] = []
    for spec in read_specs(shared / "specs" / "recognizers_zh"):
        if reason := first_of(spec.text, EXCLUDED):
            excluded[reason] += 1
            continue
        found = find(spec.text, spec.reference or date(2017, 3, 22))
        match = next((m for m in found if (m.start, m.end) == spec.span), None)
        spans[0] += match is not None
        spans[1] += 1
        if match is None:
            misses.append(f"{spec.kind} span {spec.text!r} {spec.text[slice(*spec.span)]!r}")
            continue
        past, future = days_of(spec.past), days_of(spec.future)
        if past is None:
            continue
        if reason := first_of(spec.text, OTHER_VALUE):
            excluded[reason] += 1
            continue
        impossible = past[0].year == 1
        ours = match.earliest, match.latest
        agrees = match.value is None if impossible else same_days(ours, past) or same_days(ours, future)
        values[0] += agrees
        values[1] += 1
        if not agrees:
            misses.append(f"{spec.kind} value {spec.text!r} {spec.reference}: {match.value}, theirs {past} or {future}")
    with capsys.disabled():
        print(f"\nspans {spans[0]}/{spans[1]}, values {values[0]}/{values[1]}; excluded {dict(excluded)}", *misses, sep="\n  ")
    assert spans[0] >= 0.9 * spans[1]
    assert values[0] >= 0.9 * values[1]
