"""The publication day from metadata and from an article's own lines."""

from datetime import date

import pytest

from pipeline.dates import infer_published, parse_published
from pipeline.document import Block, Reading


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年1月6日 下午8:36", "2025-01-06"),
        ("2025年1月8日 上午6:53", "2025-01-08"),
        ("2025-08-27T05:24:02.000Z", "2025-08-27"),
        ("2025-08-26T23:25:00.000Z", "2025-08-27"),
        ("2024-10-01 12:02:00+00:00", "2024-10-01"),
        ("2024-09-30 16:30:00+00:00", "2024-10-01"),
        ("2024-10-10T17:59:02+08:00", "2024-10-10"),
        ("2024-10-10T23:59:02+0800", "2024-10-10"),
        ("2024-12-31T20:00:00-05:00", "2025-01-01"),
        ("2019/07/18 00:00:00", "2019-07-18"),
        ("2019/07/19 08:28", "2019-07-19"),
        ("2017-11-30", "2017-11-30"),
        ("2021-12-30 15:22:35", "2021-12-30"),
        ("2025.01.06", "2025-01-06"),
        ("20250106", "2025-01-06"),
        ("113年9月3日", "2024-09-03"),
        ("民國113年9月3日", "2024-09-03"),
        ("中華民國 113 年 9 月 3 日", "2024-09-03"),
        ("113/09/03", "2024-09-03"),
        ("113-09-03", "2024-09-03"),
        ("1130903", "2024-09-03"),
        ("二○二五年一月六日", "2025-01-06"),
        ("一一四年一月六日", "2025-01-06"),
        ("Mon, 06 Jan 2025 20:36:00 +0000", "2025-01-07"),
        ("Mon, 06 Jan 2025 20:36:00 +0800", "2025-01-06"),
        ("Mon, 06 Jan 2025 08:36:00 GMT", "2025-01-06"),
        ("1736195760", "2025-01-07"),
        ("1736195760000", "2025-01-07"),
        ("1736195760.25", "2025-01-07"),
        ("Jan 6, 2025", "2025-01-06"),
        ("6 January 2025", "2025-01-06"),
        (" 2025-01-06\n", "2025-01-06"),
        ("發布時間：2025/01/06 10:00", "2025-01-06"),
    ],
)
def test_stamps(text: str, day: str) -> None:
    assert parse_published(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    ["", "no time", "無發布時間", "昨天", "3 小時前", "9/3", "2025-13-45", "2025年2月30日", "1139903", "99999999999999", "None", "0"],
)
def test_no_day(text: str) -> None:
    assert parse_published(text) is None


@pytest.mark.parametrize(
    ("text", "day", "basis"),
    [
        ("（中央社記者張小明台北2022年12月15日電）今天開會。", "2022-12-15", "dateline"),
        ("某台新聞 2019-07-22 14:04:10 記者 王大明 報導\n本文", "2019-07-22", "dateline"),
        ("本文一段。（編輯：林大名）1141219\n", "2025-12-19", "dateline"),
        ("標題\n發佈時間：2025/11/26 21:06\n最後更新時間：2025/11/27 01:27\n本文", "2025-11-26", "text"),
        ("標題\n更新時間：\n2025年3月26日 上午4:10\n本文", "2025-03-26", "text"),
        ("標題\n2025-11-29 HKT 16:56\n本文", "2025-11-29", "text"),
        ("標題\n17:592024/10/10\n本文", "2024-10-10", "text"),
        ("2024.10.09\n03:00\n本文", "2024-10-09", "text"),
        ("發稿單位：新聞處\n發稿時間：113年8月1日17:15\n本文", "2024-08-01", "text"),
        ("標題\n更新時間：23:37 2025-11-28 HKT\n本文", "2025-11-28", "text"),
        ("標題\n文章日期：2025年11月28日 18:02\n本文", "2025-11-28", "text"),
        ("標題\n財經網新聞中心 2024-09-30 15:10\n本文", "2024-09-30", "dateline"),
        ("（中央社台北19日電）會議在2025年12月19日召開。", "2025-12-19", "dateline"),
    ],
)
def test_inferred(text: str, day: str, basis: str, reading_of) -> None:
    found = infer_published(reading_of(text))
    assert (found.day, found.basis) == (date.fromisoformat(day), basis)


@pytest.mark.parametrize("text", ["", "昨日開會。", "（中央社台北19日電）今天開會。", "工廠2019年7月22日開工，隔年完工。", "電話1130903號"])
def test_nothing_to_infer(text: str, reading_of) -> None:
    found = infer_published(reading_of(text))
    assert (found.day, found.basis) == (None, "none")


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("標題\n有線台\n2025年11月29日\n分享\n", "2025-11-29"),
        ("標題\n2025.12.02 星期二\n2025-11-29 16:56\n", "2025-11-29"),
        ("標題\n港聞 2025.11.28 11:18:13\n", "2025-11-28"),
        ("標題\n文章日期：2025年11月28日 18:02\n", "2025-11-28"),
        ("標題\n更新時間：23:37 2025-11-28 HKT\n", "2025-11-28"),
        ("標題\n2025年11月29日 18:18 最後更新：18:35\n分享\n", "2025-11-29"),
        ("標題\n11月29日(六)\n", None),
        ("標題\n2025年11月29日召開的大會\n", None),
        ("標題\n編號 2025.11.28\n", None),
    ],
)
def test_head_that_cleaning_removed(raw: str, day: str | None) -> None:
    body = "昨日開會。"
    block = Block(len(raw), len(raw) + len(body), "paragraph")
    reading = Reading("\n" * len(raw) + body, (block,), ())
    found = infer_published(reading, raw + body + "\n2020-01-01\n")
    assert (found.day, found.basis) == ((date.fromisoformat(day), "text") if day else (None, "none"))


@pytest.mark.parametrize(
    ("line", "url", "day"),
    [
        ("11月27日(四)", "https://example.org/news/20251127/a-20251127201100123.html", "2025-11-27"),
        ("11月30日(日) 12:30", "https://example.org/2025/11/30/a", "2025-11-30"),
        ("11月27日(四)", "https://example.org/news/20251205/a.html", None),
        ("11月27日(四)", "https://example.org/news/51127001.html", None),
        ("廣告", "https://example.org/news/20251127/a.html", None),
    ],
)
def test_a_stamp_without_its_year_has_that_of_the_address(line: str, url: str, day: str | None) -> None:
    raw, body = f"標題\n{line}\n", "昨日開會。"
    reading = Reading("\n" * len(raw) + body, (Block(len(raw), len(raw) + len(body), "paragraph"),), ())
    assert infer_published(reading, raw + body, url).day == (date.fromisoformat(day) if day else None)
