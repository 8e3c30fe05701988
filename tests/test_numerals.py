"""Numerals as news writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.numerals import integer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("7", 7), ("26", 26), ("1,140", 1140), ("12,345,678", 12345678), ("007", 7), ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("廿六", 26),
        ("卅", 30), ("卅一", 31), ("卌", 40), ("九十八", 98), ("一百", 100), ("一百一十四", 114), ("一百零五", 105), ("三百零六", 306), ("一一三", 113),
        ("二○二一", 2021), ("二〇二五", 2025), ("一九九八", 1998), ("兩千", 2000), ("兩千零四", 2004), ("兩千零二十五", 2025), ("一千零五十", 1050), ("一萬二千", 12000),
        ("三萬", 30000), ("3萬5千", 35000), ("2億", 200000000), ("一億三千萬", 130000000), ("元", 1), ("正", 1), ("〇", 0), ("零八", 8), ("貳拾伍", 25),
    ],
)  # fmt: skip
def test_spelled(text: str, number: int) -> None:
    assert integer(text) == number


@pytest.mark.parametrize("text", ["", "a", "十月", "1.5", "-3", "第三", "甲", "1 2", "二十多"])
def test_no_number(text: str) -> None:
    assert integer(text) is None


@given(st.text(max_size=40))
def test_never_raises(text: str) -> None:
    assert integer(text) is None or integer(text) >= 0  # type: ignore[operator]


@given(st.integers(0, 10**15))
def test_digits_read_as_they_stand(number: int) -> None:
    assert integer(str(number)) == integer(f"{number:,}") == number


@given(st.integers(1000, 2999))
def test_digits_spelled_one_by_one(year: int) -> None:
    assert integer("".join("〇一二三四五六七八九"[int(d)] for d in str(year))) == year
