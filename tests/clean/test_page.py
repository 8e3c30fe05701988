"""Web pages: their main text as lines, their own words about title, outlet and day."""

import gzip
import json

import pytest

from pipeline.clean import Cleaner
from pipeline.document import Origin, RawDocument
from pipeline.errors import DocumentRejected
from pipeline.io.html import extract_page, page_facts

LD = {
    "@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "港都晨報"},
        {"@type": ["NewsArticle"], "headline": "輕軌明年動工 &amp; 三年通車", "datePublished": "2026-01-15T08:00:00+08:00",
         "author": [{"name": "王小明"}], "publisher": {"name": "港都晨報社"}, "articleBody": "市府宣布輕軌明年動工。<br>三年後通車。" * 6},
    ],
}  # fmt: skip
PARAGRAPHS = [f"港都市政府第{n}次說明，輕軌延伸線將於明年三月動工，總經費約四十億元，預計三年後通車，沿線居民擔心噪音。" for n in range(6)]


def page(body: str = "".join(f"<p>{p}</p>" for p in PARAGRAPHS), head: str = "") -> RawDocument:
    return RawDocument(f"<html><head><title>輕軌｜港都晨報</title>{head}</head><body><article>{body}</article></body></html>")


def script(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def test_paragraphs_become_lines_under_the_title() -> None:
    made = extract_page(page(head=script(LD)))
    assert made.text.split("\n") == ["輕軌明年動工 & 三年通車", *PARAGRAPHS]


def test_json_ld_goes_before_open_graph_and_the_dump_before_both() -> None:
    meta = '<meta property="og:title" content="別的標題"><meta property="og:site_name" content="港都晨報網">'
    made = extract_page(page(head=script(LD) + meta)).origin
    assert (made.title, made.outlet, made.authors, made.published[:10]) == (
        "輕軌明年動工 & 三年通車",
        "港都晨報網",
        ("王小明",),
        "2026-01-15",
    )
    raw = page(head=script(LD))
    told = extract_page(RawDocument(raw.text, Origin(title="清單上的標題", published="2026-01-14"))).origin
    assert (told.title, told.published) == ("清單上的標題", "2026-01-14")


def test_open_graph_alone() -> None:
    facts = page_facts('<meta name="pubdate" content="2026-01-15"><META content=\'a &quot;b&quot;\' property="og:title">')
    assert (facts.title, facts.published) == ('a "b"', "2026-01-15")


@pytest.mark.parametrize("text", ["{broken", "[]", '{"@type": 3}', "null", '[[[[[[[[[{"@type": "NewsArticle"}]]]]]]]]]'])
def test_odd_json_ld_is_passed_over(text: str) -> None:
    assert page_facts(f'<script type="application/ld+json">{text}</script>').title == ""


def test_a_page_that_only_says_its_text_in_json_ld() -> None:
    assert "三年後通車。" in extract_page(page(body="<div></div>", head=script(LD))).text


@pytest.mark.parametrize("text", ["", "<html></html>", "<html><body><img src='a.png'></body></html>"])
def test_a_page_without_text_is_rejected(text: str) -> None:
    with pytest.raises(DocumentRejected):
        extract_page(RawDocument(text))


def letters(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


@pytest.mark.shared
def test_real_pages_keep_their_paragraphs(shared, lexicons) -> None:
    cleaner = Cleaner(lexicons)
    wanted = whole = kept = inside = 0
    for row in json.loads((shared / "html" / "gold.json").read_text(encoding="utf-8")):
        if not row.get("content"):
            continue
        text = gzip.decompress((shared / "html" / row["file"]).read_bytes()).decode("utf-8", "replace")
        article = cleaner.clean(extract_page(RawDocument(text)))
        told = [letters(article.raw.text[b.start : b.end]) for b in article.body if b.role in ("heading", "paragraph")]
        expected = [letters(p) for p in row["content"] if letters(p)]
        everything, body = "".join(expected), "".join(told)
        wanted += len(expected)
        whole += sum(p in body for p in expected)
        kept += sum(map(len, told))
        inside += sum(len(t) if t in everything else sum(len(p) for p in expected if p in t) for t in told)
    assert whole / wanted >= 0.98
    assert inside / kept >= 0.95
