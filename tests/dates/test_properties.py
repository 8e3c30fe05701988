"""What holds for every text: spans exact and apart, values well-formed, days in order, nothing raised, the same twice.

SHILU_FUZZ=200000 sets how many generated strings are tried (1,500 otherwise).
"""

import os
import random
import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dates import parse_published
from pipeline.dates.calendar import bounds
from pipeline.model import _EDTF

COUNT = int(os.environ.get("SHILU_FUZZ", "1500"))
YEAR = re.compile(r"(?<![0-9])-?[0-9]{4}")

PIECES = (
    *"0123456789０１２〇○零一二三四五六七八九十廿卅百千兩元年月日號點時分秒週周前後上下今昨明去本同翌隔次該當大初正臘閏末底中旬季半早晚晨午夜",
    *"（）()/-.:：~～至到、及和與，。；\n 　的起TQHＱ",
    "今天", "昨（9）日", "明年", "去年底", "第三季", "上半年", "2025年", "114年", "民國", "令和", "昭和", "民國前", "西元前", "農曆", "除夕", "中秋節", "228連假",
    "清明連假", "春節", "大年初二", "週六、日", "下下週三", "星期天", "最後一個週五", "第二週", "中旬", "同年", "隔天", "當晚", "去年同期", "前三季", "年代", "世紀",
    "以來", "以前", "之前", "預計", "將於", "電", "年度", "學年度", "日本", "9999年", "0001年", "12月31日", "2月29日", "24時", "23:59", "2023/08/25", "1141219", "每",
)  # fmt: skip


def check(text: str, published: date | None, find) -> None:
    mentions = find(text, published)
    at = 0
    for m in mentions:
        assert at <= m.start < m.end <= len(text)
        assert text[m.start : m.end].strip() == text[m.start : m.end]
        at = m.end
        check_value(m)
    assert mentions == find(text, published)


def check_value(m) -> None:
    if m.value is None:
        assert m.basis == "unresolved" or m.precision
        assert m.earliest is None and m.latest is None
        return
    assert _EDTF.fullmatch(m.value), m.value
    assert (m.type == "interval") == ("/" in m.value)
    assert all(1 <= int(y) <= 9999 for y in YEAR.findall(m.value) if not y.startswith("-") and y != "0000"), m.value
    if m.earliest and m.latest:
        assert m.earliest <= m.latest, m.value


def generated(seed: int) -> tuple[str, date | None]:
    rng = random.Random(seed)
    text = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 24)))
    published = rng.choice((None, date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29), date(2025, 1, 8), date(2025, 12, 31)))
    return text, published


def test_generated_strings(find) -> None:
    for seed in range(COUNT):
        text, published = generated(seed)
        try:
            check(text, published, find)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {text!r} {published}: {error!r}") from error


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_is_no_publication_error(text: str) -> None:
    found = parse_published(text)
    assert found is None or isinstance(found, date)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_bounds_of_a_month(year: int, month: int) -> None:
    first, last = bounds(f"{year:04d}-{month:02d}")
    assert first == date(year, month, 1)
    assert last is not None and last.month == month and last.day >= 28


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_full_dates_are_read_in_every_style(day: date) -> None:
    from pipeline.dates.published import parse_published

    styles = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y/%m/%d}",
        f"{day:%Y-%m-%d}T08:00:00+08:00",
        f"民國{day.year - 1911}年{day.month}月{day.day}日",
    )
    assert {parse_published(style) for style in styles} == {day}
