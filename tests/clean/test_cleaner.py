"""What the cleaner promises: every character accounted for, roles as the guidelines have them, rails out, articles whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import Cleaner, Repeats, count_repeats
from pipeline.document import Article, Origin, RawDocument
from pipeline.lexicon import load_lexicons

CLEANER, ANOTHER = Cleaner(load_lexicons()), Cleaner(load_lexicons())
FEED = Origin(url="https://tw.news.yahoo.com/1.html", outlet="Yahoo奇摩新聞")

LEAD = "港都市政府今天宣布，連接舊港區與科學園區的輕軌延伸線將於明年三月動工，總經費約四十億元，預計三年後通車。"
SECOND = "市長王小明指出，輕軌延伸線共設六座車站，完工後舊港區到科學園區的通勤時間可以減少二十分鐘。"
THIRD = "不過，沿線居民擔心施工期間的噪音，市府承諾每月舉行說明會，並在輕軌工地裝設監測設備。"
ARTICLE = [LEAD, SECOND, THIRD]
RAIL = "[晨光新聞]記者李四／綜合報導女星陳小美昨日在演唱會上宣布婚訊，台下歌迷尖叫不斷，她也透露男方是圈外人..."


def clean(text: str, origin: Origin | None = None, repeats: Repeats | None = None) -> Article:
    return CLEANER.clean(RawDocument(text, origin or Origin()), repeats)


def kept(article: Article) -> list[str]:
    return [article.raw.text[b.start : b.end] for b in article.body]


def roles(text: str, origin: Origin | None = None) -> list[str]:
    return [b.role for b in clean(text, origin).body]


def assert_whole(article: Article) -> None:
    text, at = article.raw.text, 0
    parts = sorted([(b.start, b.end) for b in article.body] + [(r.start, r.end) for r in article.removed])
    assert [b.start for b in article.body] == sorted(b.start for b in article.body)
    assert [r.start for r in article.removed] == sorted(r.start for r in article.removed)
    for start, end in parts:
        assert at <= start < end
        assert text[start:end] == text[start:end].strip()
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


# --- properties --------------------------------------------------------------------------------------------------

PIECES = st.sampled_from([
    LEAD, SECOND, THIRD, RAIL, "延伸閱讀：", "更多晨光新聞網報導夜市重開張", "分享", "小", "2025-01-02 10:00", "社會中心／張三報導",
    "▲輕軌示意圖。（圖／市府提供）", "#輕軌 #港都", "請繼續往下閱讀...", "https://a.example/b/w644", "&nbsp;", "<BR>", "※作者為記者。",
    "其他人也在看", "夜市重開張攤商笑開懷", "生意好。晨光新聞 ・ 3 小時前 ・ 20", " ", "\u3000", "\u200b", "\r", "關鍵字：輕軌", "原始連結",
    "他說，「輕軌很好」。請繼續往下閱讀...記者查訪。", "網友留言：「好」", "1", "…", "a b", "😀", "\ud800",
])  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=14).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["", LEAD[:12], "港都輕軌明年三月動工"]), st.booleans())
def test_body_and_removed_and_white_space_rebuild_the_text(text: str, title: str, feed: bool) -> None:
    assert_whole(clean(text, Origin(title=title, url=FEED.url if feed else "")))


def test_what_lies_in_a_teaser_is_no_removal_of_its_own():
    article = clean(f"{LEAD}\n其他人也在看\n{LEAD}\n\u200b\n生意好。晨光新聞 ・ 3 小時前 ・ 20")
    assert_whole(article)
    assert [r.rule for r in article.removed] == ["tail-heading", "feed-item"]


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.booleans())
def test_cleaning_is_a_function_of_the_document(text: str, feed: bool) -> None:
    raw = RawDocument(text, FEED if feed else Origin())
    assert CLEANER.clean(raw) == ANOTHER.clean(raw) == CLEANER.clean(raw)


ARTICLES = st.lists(
    st.sampled_from([*ARTICLE, "▲輕軌示意圖。（圖／市府提供）", "請繼續往下閱讀...", "廣告", "輕軌小檔案"]),
    min_size=1,
    max_size=8,
    unique=True,
)
TAILS = st.lists(st.sampled_from([RAIL, "其他人也在看", "更多晨光新聞網報導夜市重開張", "#輕軌 #港都", "夜市重開張攤商笑開懷"]), max_size=5)


@settings(max_examples=200, deadline=None)
@given(ARTICLES, TAILS)
def test_cleaning_the_cleaned_body_removes_nothing_more(article: list[str], tail: list[str]) -> None:
    once = clean("\n".join([*article, *tail]), FEED)
    again = clean("\n".join(kept(once)), FEED)
    assert not again.removed
    assert kept(again) == kept(once)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "。", "分享", "\u3000\n\u3000"])
def test_texts_with_nothing_in_them(text: str) -> None:
    article = clean(text)
    assert_whole(article)
    assert not any(b.role == "paragraph" for b in article.body) or text == "。"


# --- rails ---------------------------------------------------------------------------------------------------------


def test_what_follows_a_partner_tail_is_gone_even_on_the_same_topic() -> None:
    article = clean("\n".join([*ARTICLE, "更多晨光新聞網報導輕軌小站開箱", SECOND.replace("六座", "七座")]))
    assert kept(article) == ARTICLE
    assert [r.rule for r in article.removed] == ["partner-tail", "after-article"]


def test_a_rail_without_a_marker_is_judged() -> None:
    article = clean("\n".join([*ARTICLE, RAIL, RAIL.replace("女星陳小美", "男星林大同")]), FEED)
    assert kept(article) == ARTICLE
    assert {r.rule for r in article.removed} == {"rail-judged"}


def test_the_same_text_from_no_feed_needs_more_than_one_sign() -> None:
    text = "\n".join([*ARTICLE, RAIL])
    assert len(kept(clean(text, Origin(outlet="港都晨報")))) == 4
    assert len(kept(clean(text, FEED))) == 3


def test_an_article_that_breaks_off_is_not_a_rail() -> None:
    assert len(kept(clean("\n".join([LEAD, SECOND, THIRD[:25]]), FEED))) == 3


def test_an_agency_end_code_closes_the_article_and_belongs_to_it() -> None:
    last = "輕軌延伸線的環境影響評估已在上月通過，市府正辦理細部設計。（編輯：張三）1141219"
    article = clean("\n".join([*ARTICLE, last, RAIL]), FEED)
    assert kept(article) == [*ARTICLE, last]


def test_an_article_of_lists_is_not_a_rail() -> None:
    lists = ["生技：長聖(6712)、藥華藥(6446)、皇將(4744)、德英(4911)、邦睿生技(6955)", "航太：豐達科(3004)、八貫(1342)、雷虎(8033)"]
    assert len(kept(clean("\n".join([LEAD, "得獎廠商如下：", *lists]), FEED))) == 4


@pytest.mark.parametrize(
    ("tail", "rule"),
    [
        (["輕軌", "科學園區"], "topic-words"),
        (["輕軌·舊港區·科學園區"], "topic-words"),
        (["分享", "夜市重開張 攤商笑開懷", "版權所有 不得轉載"], "title-among-buttons"),
    ],
)
def test_what_is_left_at_the_end_of_an_article(tail: list[str], rule: str) -> None:
    article = clean("\n".join([*ARTICLE, *tail]))
    assert kept(article) == ARTICLE
    assert rule in {r.rule for r in article.removed}


@pytest.mark.parametrize(
    "tail", [["輕軌小檔案"], ["輕軌"], ["主辦單位：", "港都市政府"], ["局長 王小明"], ["時間：三月一日", "地點：舊港區"]]
)
def test_last_lines_that_belong_to_the_article(tail: list[str]) -> None:
    assert kept(clean("\n".join([*ARTICLE, *tail]))) == [*ARTICLE, *tail]


def test_every_judged_line_says_why() -> None:
    reading = CLEANER.read(RawDocument("\n".join([*ARTICLE, RAIL]), FEED))
    judged = reading.judgements()
    assert judged[3].score > 0 > judged[1].score
    assert "fresh-dateline" in dict(judged[3].reasons)
    assert judged[3].score == pytest.approx(sum(weight for _, weight in judged[3].reasons), abs=0.1)


def test_related_links_amid_an_article_do_not_end_it() -> None:
    article = clean("\n".join([LEAD, "延伸閱讀：", "夜市重開張攤商笑開懷", SECOND, THIRD]), Origin(outlet="港都晨報"))
    assert kept(article) == ARTICLE
    assert [r.rule for r in article.removed] == ["related-heading", "linked-title"]


def test_repeats_over_a_dump_tell_a_rail_that_nothing_else_does() -> None:
    stray = "山城夜市週末重新開張，攤商說生意回穩，遊客也比去年同期多出兩成。"
    others = [RawDocument(f"第{n}篇文章說的是別的事情，與輕軌無關，也與夜市無關。\n{stray}") for n in range(3)]
    repeats = count_repeats([*others, RawDocument("\n".join([*ARTICLE, stray]))])
    assert repeats.others(stray) == 3
    text = "\n".join([*ARTICLE, stray])
    assert kept(clean(text, FEED, repeats)) == ARTICLE
    assert [r.rule for r in clean(text, FEED, repeats).removed] == ["rail-judged-repeated"]


def test_repeats_survive_the_file(tmp_path) -> None:
    repeats = count_repeats([RawDocument(LEAD + "\n" + SECOND), RawDocument(LEAD), RawDocument(LEAD)])
    assert repeats.documents == 2
    repeats.save(tmp_path / "repeats.json")
    assert Repeats.load(tmp_path / "repeats.json") == repeats


def test_teasers_are_taken_apart() -> None:
    rail = ["其他人也在看", "夜市重開張！攤商笑開懷", "山城夜市週末重新開張，攤商說生意回穩。三立新聞網 setn.com ・ 1 天前 ・ 14"]
    rail += ["輕軌小站開箱", "一名讀者寫道，小站很美。山城晨報 ・ 8 小時前 ・ 發表留言"]
    article = clean("\n".join([*ARTICLE, *rail]))
    first, second = (r.item for r in article.removed if r.item)
    assert (first.title, first.outlet, first.age, first.comments) == (rail[1], "三立新聞網 setn.com", "1 天前", "14")
    assert first.teaser.endswith("生意回穩。")
    assert (second.title, second.outlet, second.comments) == (rail[3], "山城晨報", "")
    assert_whole(article)


# --- lines inside, roles --------------------------------------------------------------------------------------------


def test_noise_inside_a_line_is_cut_out_of_it() -> None:
    text = f"https://obs.example.org/0hAbCdEf-gh/w644{LEAD}請繼續往下閱讀...{SECOND}"
    assert kept(clean(text)) == [LEAD, SECOND]


def test_roles() -> None:
    lines = [
        "輕軌延伸線明年三月動工",
        "社會中心／王小明報導",
        "2025年3月26日 上午4:10",
        LEAD,
        "▲輕軌示意圖。（圖／市府提供）",
        "居民擔心噪音",
        THIRD,
    ]
    assert roles("\n".join(lines)) == ["title", "byline", "byline", "paragraph", "caption", "heading", "paragraph"]
    assert roles("\n".join([*ARTICLE, "※作者為記者。"]))[-1] == "byline"


def test_a_second_copy_of_the_title_is_noise() -> None:
    title = "輕軌延伸線明年三月動工"
    article = clean("\n".join([f"{title} - 財經 - 港都新聞網", "分享", title, LEAD, SECOND]), Origin(title=title))
    assert kept(article) == [title, LEAD, SECOND]
    assert [r.rule for r in article.removed] == ["site-suffix", "interface-words", "title-copy"]


MENU = ["首頁", "即時", "政治", "財經", "國際", "體育", "娛樂", "登入", "搜尋", "分享"]
LINKS = [line for n in range(6) for line in (f"第{n}則港都新聞的標題放在這裡", f"2025-11-2{n} 11:07:03")]


def test_a_whole_page_with_its_menus() -> None:
    title = "輕軌延伸線明年三月動工"
    page = [title, *MENU, "港都晨報客戶端", *MENU, title, "2025-11-29 16:56", "小", "中", "大", *ARTICLE, *LINKS, "關於我們", "隱私權政策"]
    article = clean("\n".join(page), Origin(title=title, outlet="港都晨報"))
    assert [k for k, b in zip(kept(article), article.body, strict=True) if b.role == "paragraph"] == ARTICLE
    assert_whole(article)


def test_a_second_article_under_the_first_is_another() -> None:
    title = "輕軌延伸線明年三月動工"
    other = [f"第{n}名歌手昨天在山城體育館開唱，台下歌迷尖叫不斷，輕軌延伸線也因此擠滿了人。" for n in range(9)]
    page = [
        *MENU,
        title,
        "2025-11-29 16:56",
        *ARTICLE,
        "關鍵詞：輕軌",
        "熱門新聞",
        "夜市重開張攤商笑開懷",
        title,
        "2025-11-28 10:00",
        *other,
        *MENU,
    ]
    article = clean("\n".join(page), Origin(title=title, outlet="港都晨報"))
    assert [k for k, b in zip(kept(article), article.body, strict=True) if b.role == "paragraph"] == ARTICLE


def test_a_word_between_two_paragraphs_of_a_page_is_a_heading() -> None:
    page = [*MENU, "輕軌延伸線明年三月動工", LEAD, SECOND, "等待", THIRD, "讚", *LINKS, *MENU]
    assert "等待" in kept(clean("\n".join(page), Origin(title="輕軌延伸線明年三月動工")))


def test_a_player_amid_the_article_does_not_cut_it() -> None:
    player = ["Play", "Mute", "00:00", "Continue to video", "夜市重開張影片", "360p", "240p", "Now Playing"] * 4
    page = [*MENU, "輕軌延伸線明年三月動工", LEAD, *player, SECOND, THIRD, *LINKS, *MENU]
    article = clean("\n".join(page), Origin(title="輕軌延伸線明年三月動工"))
    assert [x for x in kept(article) if x in ARTICLE] == ARTICLE


CLEAN = [
    "\n".join(ARTICLE),
    f"{LEAD}\n輕軌資訊\n電話：06-2991111\n報名網址 https://example.org/a\n1. 攜帶證件\n2. 準時報到",
    f"他寫下一首詩：\n好好休息\n好好孕育\n慢下腳步…\n{THIRD}",
    "九月營收前五名\n公司\n月營收\n年增\n明泰\n19.10億\n-19.0%\n註記如下，資料由公司自行申報，僅供比較。",
    f"{LEAD}\n市長說：「更多新聞工作者應該來看看。」\n{THIRD}",
    f"{LEAD}\n▶活動時間：三月一日\n▶地點：舊港區\n{SECOND}",
]


@pytest.mark.parametrize("text", CLEAN)
@pytest.mark.parametrize("origin", [Origin(), Origin(outlet="港都市政府"), FEED], ids=["unknown", "known", "feed"])
def test_clean_articles_stay_whole(text: str, origin: Origin) -> None:
    assert not clean(text, origin).removed


def test_a_megabyte_of_markers_takes_seconds_at_most() -> None:
    import time

    began = time.process_time()
    assert_whole(clean("更多報導（圖／facebook 分享  " * 40_000))
    assert_whole(clean("分享\n更多晨光新聞網報導\n" * 40_000))
    assert time.process_time() - began < 30
