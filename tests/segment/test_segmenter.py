"""Segmentation: lossless, and every word of the lexicons is one token."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Article, Block, RawDocument, read_article
from pipeline.lexicon import load_lexicons
from pipeline.segment import Segmenter
from pipeline.segment.segmenter import longest
from pipeline.settings import Settings

HEADER = "name\tkind\taliases\tformal_name\tidentifiers\tfreq\ttag\tnot_before\tnot_after\tnote\n"
NAMES = HEADER + (
    "臺北港務\tcompany\n海岸科技\tcompany\tCoast Tech|海科\n史蒂芬‧柯瑞\tperson\n𠮷野屋企\tcompany\n7-ELEVEN\tcompany\nLINE Pay\tcompany\nＡＩ小組\tbody\n"
    "大同\tcompany\t\t\t\t\tambiguous\n統一\tcompany\t\t\t\t\t\t天下\t\n海岸科技園區\tplace\n"
)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lex")
    (folder / "organizations").mkdir()
    (folder / "words").mkdir()
    (folder / "organizations/a.tsv").write_text(NAMES, encoding="utf-8")
    (folder / "words/variants.tsv").write_text("variant\tstandard\n臺\t台\n", encoding="utf-8")
    return load_lexicons(folder, builtin=False)


def words(segmenter, lexicons, text):
    reading = read_article(Article(RawDocument(text), (Block(0, len(text), "paragraph"),) if text else (), ()), lexicons.fold)
    tokens = segmenter.segment(reading)
    return [text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]


CASES = [
    ("台北港務今天宣布", ["台北港務", "今天", "宣布"]),
    ("臺北港務今天宣布", ["臺北港務", "今天", "宣布"]),
    ("球星史蒂芬．柯瑞得分", ["球星", "史蒂芬．柯瑞", "得分"]),
    ("與Coast Tech合作", ["與", "Coast Tech", "合作"]),
    ("在７－ＥＬＥＶＥＮ取貨", ["在", "７－ＥＬＥＶＥＮ", "取貨"]),
    ("用ＬＩＮＥ　Ｐａｙ付款", ["用", "ＬＩＮＥ　Ｐａｙ", "付款"]),
    ("海岸科技園區動工", ["海岸科技園區", "動工"]),
    ("𠮷野屋企上市", ["𠮷野屋企", "上市"]),
    ("iLINE Pays", ["iLINE", "Pays"]),
    ("上漲3.5%到1,125元", ["上漲", "3.5%", "到", "1,125", "元"]),
    ("見https://example.org/a?b=1，或寫信", ["見", "https://example.org/a?b=1", "，", "或", "寫信"]),
    ("世界大同的理想", ["世界大同", "的", "理想"]),
]


@pytest.mark.parametrize("engine", ["rjieba", "jieba"])
@pytest.mark.parametrize(("text", "expected"), CASES)
def test_cases(small, engine, text, expected, tmp_path, monkeypatch):
    monkeypatch.setenv("SHILU_CACHE", str(tmp_path))
    segmenter = Segmenter(small, Settings(engine=engine))
    assert words(segmenter, small, text) == expected


def test_guards(small):
    segmenter = Segmenter(small, Settings())
    reading = read_article(Article(RawDocument("統一天下與統一超"), (Block(0, 8, "paragraph"),), ()), small.fold)
    tokens = segmenter.segment(reading)
    named = [(tokens.starts[i], tokens.ends[i]) for i in range(len(tokens)) if tokens.forms[i] >= 0]
    assert named == [(5, 7)]


@pytest.fixture(scope="module")
def big(lexicons):
    return Segmenter(lexicons, Settings())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_tokens_rebuild_any_text(big, lexicons, text):
    assert "".join("".join(words(big, lexicons, text)).split()) == "".join(text.split())


def test_a_lexicon_word_in_running_text_is_one_token(big, lexicons):
    """10,000 samples: three entries each, put into running text with plain words between them."""
    rng = random.Random(20261123)
    sure = [f for f in lexicons.forms if not f.ambiguous and not f.not_before and not f.not_after]
    fillers = ["，而", "。另外，", "（", "）；", "：", "、", "，隨後，", "\n"]
    cut = 0
    for _ in range(3334):
        text, spans = "", []
        for form in rng.sample(sure, 3):
            text += rng.choice(fillers)
            spans.append((len(text), len(text) + len(form.text)))
            text += form.text
        text += "。"
        reading = read_article(Article(RawDocument(text), (Block(0, len(text), "paragraph"),), ()), lexicons.fold)
        tokens = big.segment(reading)
        found = set(zip(tokens.starts, tokens.ends, strict=True))
        cut += sum(span not in found for span in spans)
    assert cut == 0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=14))
def test_longest_wins_and_nothing_overlaps(pairs):
    matches = [(s, s + n, i) for i, (s, n) in enumerate(pairs)]
    kept = longest(matches)
    assert all(a[1] <= b[0] for a, b in pairwise(kept))
    for match in matches:
        beaten = [k for k in kept if k[0] < match[1] and match[0] < k[1]]
        assert match in kept or any((k[0] - k[1], k[0]) <= (match[0] - match[1], match[0]) for k in beaten)


def test_the_cache_of_the_reference_engine_is_ours(small, tmp_path, monkeypatch):
    monkeypatch.setenv("SHILU_CACHE", str(tmp_path / "cache"))
    Segmenter(small, Settings(engine="jieba"))
    assert [p.name.split("-")[0] for p in (tmp_path / "cache").iterdir()] == ["jieba"]


def test_engines_agree_on_running_text(lexicons, shared, tmp_path, monkeypatch):
    """Over a thousand real articles the two engines give the same tokens once ASCII runs are carved out."""
    import gzip
    import json

    monkeypatch.setenv("SHILU_CACHE", str(tmp_path))
    fast, reference = Segmenter(lexicons, Settings()), Segmenter(lexicons, Settings(engine="jieba"))
    differ = total = 0
    with gzip.open(shared / "dumps/news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 67 == 0:
                text = json.loads(line)["text"]
                a, b = words(fast, lexicons, text), words(reference, lexicons, text)
                total, differ = total + 1, differ + (a != b)
    assert total >= 150
    assert differ == 0
