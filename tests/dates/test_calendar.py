"""The calendar's arithmetic against days known from Taiwan's official calendars."""

from datetime import date

import pytest

from pipeline.dates.calendar import bounds, easter, lunar_day, month_end, nth_weekday, solar_term
from pipeline.dates.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2025-33", "2025-01-01", "2025-03-31"),
        ("2025-36", "2025-10-01", "2025-12-31"),
        ("2025-40", "2025-01-01", "2025-06-30"),
        ("2025-41", "2025-07-01", "2025-12-31"),
        ("2025-21", "2025-03-01", "2025-05-31"),
        ("2023-24", "2023-12-01", "2024-02-29"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2025-01-06T10:30", "2025-01-06", "2025-01-06"),
        ("2024-12-30/2025-01-05", "2024-12-30", "2025-01-05"),
        ("../2029", None, "2029-12-31"),
        ("2020/..", "2020-01-01", None),
        ("9999", "9999-01-01", "9999-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("-0220", None, None),
    ],
)
def test_bounds(value: str, first: str | None, last: str | None) -> None:
    assert bounds(value) == (first and date.fromisoformat(first), last and date.fromisoformat(last))


@pytest.mark.parametrize(
    ("name", "year", "month", "day"),
    [
        ("清明", 2023, 4, 5),
        ("清明", 2024, 4, 4),
        ("清明", 2025, 4, 4),
        ("清明", 2026, 4, 5),
        ("冬至", 2024, 12, 21),
        ("冬至", 2025, 12, 21),
        ("立秋", 2025, 8, 7),
    ],
)
def test_terms(name: str, year: int, month: int, day: int) -> None:
    assert solar_term(name, year) == date(year, month, day)


def test_moving_days() -> None:
    assert easter(2025) == date(2025, 4, 20) and easter(2024) == date(2024, 3, 31)
    assert nth_weekday(2025, 5, 2, 7) == date(2025, 5, 11)
    assert nth_weekday(2025, 5, -1, 5) == date(2025, 5, 30)
    assert nth_weekday(2025, 2, 5, 1) is None
    assert lunar_day(2025, 1, 1) == date(2025, 1, 29) and lunar_day(2025, 6, 1, True) == date(2025, 7, 25)
    assert lunar_day(1800, 1, 1) is None and lunar_day(2025, 2, 31) is None
    assert month_end(2024, 2) == 29 and month_end(9999, 12) == 31


@pytest.mark.parametrize(
    ("feast", "year", "first", "last"),
    [
        ("228", 2023, "2023-02-25", "2023-02-28"),
        ("228", 2024, "2024-02-28", "2024-02-28"),
        ("228", 2025, "2025-02-28", "2025-03-02"),
        ("清明", 2024, "2024-04-04", "2024-04-07"),
        ("清明", 2025, "2025-04-03", "2025-04-06"),
        ("端午", 2024, "2024-06-08", "2024-06-10"),
        ("端午", 2025, "2025-05-30", "2025-06-01"),
        ("中秋", 2025, "2025-10-04", "2025-10-06"),
        ("國慶", 2024, "2024-10-10", "2024-10-13"),
        ("國慶", 2025, "2025-10-10", "2025-10-12"),
        ("元旦", 2024, "2023-12-30", "2024-01-01"),
        ("春節", 2024, "2024-02-08", "2024-02-14"),
        ("春節", 2025, "2025-01-25", "2025-02-02"),
    ],
)
def test_long_holidays(feast: str, year: int, first: str, last: str, lexicons) -> None:
    vocabulary = load_vocabulary(lexicons)
    found = vocabulary.feasts[feast]
    day = found.day(year)
    assert day is not None
    assert vocabulary.long_holiday(found, day) == (date.fromisoformat(first), date.fromisoformat(last))
