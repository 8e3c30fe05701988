"""How near the segmentation is to the standard of Taiwan's news: sentences cut by hand, and the tokens of a treebank beside the project."""

from pathlib import Path

import pytest

from pipeline.document import Article, Block, RawDocument, read_article
from pipeline.segment import Segmenter
from pipeline.settings import Settings

CASES = Path(__file__).parent / "cases/news.txt"
LEAST = 0.94  # F1 on our own sentences; 0.950 measured, plain jieba 0.73, jieba on the Simplified shadow 0.79
FEWER = 0.30  # share of plain jieba's boundary errors on the treebank that must be gone; 0.44 measured


def spans(words):
    out, at = set(), 0
    for word in words:
        out.add((at, at + len(word)))
        at += len(word)
    return out


@pytest.fixture(scope="module")
def cut(lexicons):
    segmenter = Segmenter(lexicons, Settings())

    def words(text):
        tokens = segmenter.segment(read_article(Article(RawDocument(text), (Block(0, len(text), "paragraph"),), ()), lexicons.fold))
        return set(zip(tokens.starts, tokens.ends, strict=True))

    return words


def sentences():
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line.strip() and not line.startswith("#")]


def test_our_own_sentences(cut):
    gold = [spans(words) for words in sentences()]
    found = [cut("".join(words)) for words in sentences()]
    hits = sum(len(g & f) for g, f in zip(gold, found, strict=True))
    f1 = 2 * hits / (sum(map(len, gold)) + sum(map(len, found)))
    assert len(gold) >= 290
    assert f1 >= LEAST


@pytest.mark.shared
def test_fewer_boundary_errors_than_plain_jieba(cut, shared, tmp_path):
    import jieba

    plain = jieba.Tokenizer()
    plain.tmp_dir = str(tmp_path)
    ours = theirs = 0
    for words in treebank(shared / "ner/zh_gsd-ud-dev.iob2"):
        text = "".join(words)
        gold = ends(spans(words))
        ours += len(gold ^ ends(cut(text)))
        theirs += len(gold ^ ends(spans(plain.lcut(text))))
    assert ours <= (1 - FEWER) * theirs


def ends(found):
    return {end for _, end in found}


def treebank(path):
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        words = [line.split("\t")[1] for line in block.split("\n") if line and not line.startswith("#")]
        if words:
            yield words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("這個計畫要三次", "這 個 計畫 要 三 次"),
        ("一九九七年七月一日下午三時三十分", "一九九七年 七月 一日 下午 三時 三十分"),
        ("民國八十六年十二月", "民國 八十六年 十二月"),
        ("第二十三屆與第三次", "第二十三 屆 與 第三 次"),
        ("20多萬元與三千五百人", "20多萬 元 與 三千五百 人"),
        ("三分之一和百分之五", "三分之一 和 百分之五"),
        ("他不會放在這裡", "他 不 會 放 在 這裡"),
        ("萬一他來，千萬不要一起說", "萬一 他 來 ， 千萬 不要 一起 說"),
        ("校長陳美珠說", "校長 陳美珠 說"),
        ("總理納坦雅胡", "總理 納坦雅胡"),
        ("第一線人員", "第一線 人員"),
        ("整修圖書館", "整修 圖書館"),
    ],
)
def test_rules(cut, text, expected):
    found = sorted(cut(text))
    assert " ".join(text[s:e] for s, e in found) == expected
