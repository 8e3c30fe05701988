"""The way from a text to a spaCy Doc: white space, and the numbers of words."""

import numpy
import pytest
import spacy

from pipeline.components import ShiluTokenizer
from pipeline.segment.doc import Numbers
from pipeline.text import code_points

WORDS = ["海", "海岸", "海岸線", "海岸線上", "a", "a\x00", "\x00", "\x00\x00", "𠮷", "𠮷𠮷", "一", "二", "三"]


@pytest.fixture(scope="module")
def tokenizer():
    return ShiluTokenizer(spacy.blank("xx").vocab)


@pytest.mark.parametrize(
    "text", ["", " ", "  ", "\n", " 海岸", "海岸 ", "海岸  銀行 \n 開幕", "海岸\n 銀行", "a b  c", "\u3000\u3000海岸 銀行\t\n\n"]
)
def test_text_of_a_doc_is_the_text(tokenizer, text):
    doc = tokenizer(text)
    assert doc.text == text
    assert not any(token.text.startswith(" ") for token in doc[1:] if not doc[token.i - 1].whitespace_)


def test_blank_after_a_token_is_no_token(tokenizer):
    assert [(t.text, t.whitespace_) for t in tokenizer("Alpha Beta  Gamma")] == [("Alpha", " "), ("Beta", " "), (" ", ""), ("Gamma", "")]


def test_numbers_are_those_of_the_vocabulary_again_and_again():
    strings = spacy.blank("xx").vocab.strings
    numbers = Numbers(strings)
    ends = numpy.cumsum([len(word) for word in WORDS])
    starts = ends - [len(word) for word in WORDS]
    text = "".join(WORDS)
    for _ in range(3):
        found = numbers.of(text, code_points(text), starts, ends)
        assert [strings[number] for number in found] == WORDS


def test_more_words_than_are_remembered():
    strings = spacy.blank("xx").vocab.strings
    numbers = Numbers(strings)
    text = "".join(chr(0x4E00 + n % 300) + chr(0x5E00 + n // 300) for n in range(90_000))
    starts = numpy.arange(0, len(text), 2)
    for _ in range(2):
        found = numbers.of(text, code_points(text), starts, starts + 2)
        assert [strings[number] for number in found] == [text[at : at + 2] for at in starts]
