"""The automaton finds what a plain search finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.segment.automaton import Automaton
from pipeline.text import code_points

ALPHABET = "海岸銀行Aa1 \x00𠮷"
STRINGS = st.lists(st.text(ALPHABET, min_size=1, max_size=4), min_size=1, max_size=6, unique=True)


@given(STRINGS, st.text(ALPHABET + "，他\n", max_size=40))
def test_what_a_plain_search_finds(strings, text):
    found = {(strings[n], start // 2, end // 2) for n, start, end in Automaton(strings).find(code_points(text))}
    assert found == {(s, at, at + len(s)) for s in strings for at in range(len(text)) if text.startswith(s, at)}


def test_characters_of_no_string_are_found_nowhere():
    many = [chr(code) for code in range(0x4E00, 0x4E00 + 400)]
    found = Automaton(many).find(code_points("".join(many) + "臺\n\x00\U0010ffff"))
    assert [(n, start) for n, start, _ in found] == [(n, 2 * n) for n in range(400)]


def test_more_characters_than_two_bytes_can_tell():
    with pytest.raises(ValueError, match="different characters"):
        Automaton([chr(code) for code in range(0x4E00, 0x4E00 + 16_257)])
