"""Values: EDTF text of days, years and clock times, and what a resolved point carries."""

import re
from datetime import date
from typing import NamedTuple

from pipeline.dates.calendar import bounds, shifted
from pipeline.dates.expression import Expression
from pipeline.dates.narrative import Narrative
from pipeline.dates.readings import Clock
from pipeline.mentions import DateBasis, Precision

_POINT = r"(?:(?!0000)[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}(?::[0-9]{2}){0,2})?)?)?|[0-9]{3}X|[0-9]{2}XX|-(?!0000)[0-9]{4})"
_SOUND = re.compile(rf"{_POINT}(?:/(?:{_POINT}|\.\.))?|\.\./{_POINT}")  # years 1 to 9999, and years before ours


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


def year_text(year: int) -> str:
    """A year as EDTF: four digits, a minus before those before year 1."""
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def is_sound(value: str) -> bool:
    """True where a value lies within the calendar and does not end before it starts."""
    if _SOUND.fullmatch(value) is None:
        return False
    if "/" not in value:
        return True
    first, last = bounds(value)
    return first is None or last is None or first <= last


def unknown(precision: Precision, story: Narrative) -> Found:
    """An unresolved point: which anchor it lacks."""
    why = "nothing before it says which" if story.published else "publication day unknown"
    return Found(None, "unresolved", precision, why)


def against(basis: DateBasis, story: Narrative) -> str:
    """The note that says what a value was seen from."""
    return f"seen from {story.today}" if basis == "publication" else "set before" if basis == "narrative" else ""


def precision_of(value: str) -> Precision:
    """The precision of a value without time or interval."""
    if len(value) != 7:
        return "year" if len(value) == 4 else "day"
    return "month" if int(value[5:]) <= 12 else "quarter" if int(value[5:]) < 40 else "half"


def dynastic(year: int) -> Found:
    """A month or day under a dynasty's era: its lunar calendar before 1900 is not converted, the year is what is known."""
    return Found(year_text(year), "explicit", "year", "lunar month before 1900: not converted", "lunar")


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


def with_clock(base: Found, e: Expression) -> Found:
    """A day with the clock time said with it; what is no single day stays as it is."""
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
