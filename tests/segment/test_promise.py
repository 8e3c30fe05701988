"""The promise: a lexicon word that stands in the text, and not inside or across a longer one, is exactly one token."""

import random
from collections import Counter

import pytest

from pipeline.document import Article, Block, RawDocument, read_article
from pipeline.segment import Segmenter
from pipeline.settings import Settings

SAMPLES = 10_000
MARKS = ("，", "。", "（", "）", "：", "、", "「", "」", "\n", " ")
RUNNING = (
    "昨天宣布", "表示將", "在", "與", "的負責人說", "今年第三季", "不會", "到了", "三個", "共20多萬元", "這次", "他是", "一九九七年", "3.5%", "林小明", "也是",
)  # fmt: skip
WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&"} | {ord(" "): "\u3000"}
DOTS = "‧・．•"


@pytest.fixture(scope="module")
def segmenter(lexicons):
    return Segmenter(lexicons, Settings())


def written(form, rng):
    """The form as a writer may write it: full-width letters, another dot, 臺 for 台, another dash."""
    text = form.text
    if rng.random() < 0.5:
        text = text.replace("台", "臺")
    if rng.random() < 0.3:
        text = text.translate(WIDE)
    return text.replace("·", rng.choice(DOTS)).replace("-", rng.choice("-－‐"))


def classes(form):
    text = form.text
    return {
        "guarded": bool(form.not_before or form.not_after), "latin": text.isascii(), "mixed": not text.isascii() and any(c.isascii() for c in text),
        "space": " " in text, "dot": "·" in text, "hyphen": "-" in text, "variant": "台" in text, "beyond the BMP": any(ord(c) > 0xFFFF for c in text),
        "digits": any(c.isdigit() for c in text), "one or two characters": len(text) <= 2, "long": len(text) >= 10,
    }  # fmt: skip


def cut(segmenter, lexicons, text):
    reading = read_article(Article(RawDocument(text), (Block(0, len(text), "paragraph"),), ()), lexicons.fold)
    assert len(reading.text) == len(text)
    return reading.text, segmenter.segment(reading)


def kept(lexicons, text, tokens, start, end, form):
    """True where the promise holds: one token; or a guard holds, or a form as long or longer stands in the way."""
    if (start, end) in set(zip(tokens.starts, tokens.ends, strict=True)):
        return True
    if form.not_before and text.startswith(form.not_before, end):
        return True
    if form.not_after and text.endswith(form.not_after, 0, start):
        return True
    if any(text[a : a + 2].isascii() and text[a : a + 2].isalnum() and a >= 0 and a + 2 <= len(text) for a in (start - 1, end - 1)):
        return True  # not cut out of a longer Latin word or number
    around = zip(tokens.starts, tokens.ends, tokens.forms, strict=True)
    return any(f >= 0 and s < end and start < e and e - s >= end - start for s, e, f in around)


@pytest.mark.parametrize("between", [MARKS, MARKS + RUNNING], ids=["between signs", "in running text"])
def test_every_sampled_entry_is_one_token(segmenter, lexicons, between):
    rng = random.Random(20261123)
    sure = [f for f in lexicons.forms if not f.ambiguous]
    by_class = {}
    for form in sure:
        for name, holds in classes(form).items():
            if holds:
                by_class.setdefault(name, []).append(form)
    done, broken, seen = 0, [], Counter()
    while done < SAMPLES:
        text, spans = rng.choice(between), []
        for _ in range(4):
            form = rng.choice(by_class[rng.choice(list(by_class))] if rng.random() < 0.5 else sure)
            spans.append((len(text), len(text) + len(form.text), form))
            text += written(form, rng) + rng.choice(between)
        folded, tokens = cut(segmenter, lexicons, text)
        assert "".join("".join(text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)).split()) == "".join(text.split())
        for start, end, form in spans:
            done += 1
            seen.update(name for name, holds in classes(form).items() if holds)
            if not kept(lexicons, folded, tokens, start, end, form):
                broken.append((form.text, form.place, text))
    assert broken == []
    assert {"guarded", "latin", "mixed", "space", "dot", "hyphen", "variant", "digits"} <= set(seen)


def test_beyond_the_bmp_and_ambiguous_forms(tmp_path):
    from pipeline.lexicon import load_lexicons

    (tmp_path / "people").mkdir()
    (tmp_path / "people/a.tsv").write_text("name\ttag\n𠮷田𡈽方\n大同\tambiguous\n", encoding="utf-8")
    lexicons = load_lexicons(tmp_path, builtin=False)
    segmenter = Segmenter(lexicons, Settings())
    for text, word in (("他叫𠮷田𡈽方嗎", "𠮷田𡈽方"), ("𠮷田𡈽方", "𠮷田𡈽方")):
        _, tokens = cut(segmenter, lexicons, text)
        assert word in [text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]
