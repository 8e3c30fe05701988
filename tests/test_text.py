from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import FastTable, fold_table, fold_text, sentences, simplified_table, strip_span

FOLD = fold_table([("臺", "台")])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２５年", "2025年"),
        ("ＬＩＮＥ　Ｐａｙ", "LINE Pay"),
        ("（路透）(AP)", "（路透）（AP）"),
        ("18：46", "18:46"),
        ("臺北", "台北"),
        ("史蒂芬‧柯瑞 史蒂芬・柯瑞", "史蒂芬·柯瑞 史蒂芬·柯瑞"),
        ("㈱台積電", "㈱台積電"),
        ("12,345，真的?", "12,345，真的？"),
    ],
)
def test_fold(text, folded):
    assert text.translate(FOLD) == folded


@given(st.text())
def test_shadows_keep_the_length(text):
    assert len(text.translate(FOLD)) == len(text)
    assert len(text.translate(simplified_table())) == len(text)


@given(st.text(st.one_of(st.characters(), st.sampled_from("臺（(７\u3000\ud800😀"))))
def test_folding_at_once_is_translating(text):
    assert fold_text(text, FastTable(FOLD)) == fold_text(text, FOLD) == text.translate(FOLD)


def test_simplified_shadow():
    assert "臺灣經濟發展體系𠮷".translate(simplified_table()) == "台湾经济发展体系𠮷"


def test_sentences_keep_their_closing_marks():
    text = "他說：「走吧！」大家走了。\n真的？是；不是"
    assert [text[s:e] for s, e in sentences(text)] == ["他說：「走吧！」", "大家走了。", "真的？", "是；", "不是"]


@given(st.text(alphabet="台北。！？；\n「」 a", max_size=60))
def test_sentences_are_sorted_disjoint_and_lose_only_white_space_and_loose_marks(text):
    spans = sentences(text)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    inside = {i for s, e in spans for i in range(s, e)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in inside)


def test_strip_span():
    assert strip_span("  ab ", 0, 5) == (2, 4)
