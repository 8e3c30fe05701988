"""What opens a clause before its subject is looked for by its first character first."""

import sys
import unicodedata

from pipeline.claims.lists import WordLists
from pipeline.lexicon import load_lexicons

AFTER = ("", "點半", "日", "年1月", "1日）", "（1）日", "週三", "星期天", "個月", "月", "間", "資料照）", "中央社】", "記者〕", "社]")


def test_every_opening_begins_with_a_character_that_is_looked_for() -> None:
    lists = WordLists(load_lexicons())
    characters = [chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) not in {"Cn", "Co", "Cs", "Lo"} or c < 0xA000]
    for tail in AFTER:
        for head in characters:
            text = head + tail
            found = lists.openings.match(text)
            assert lists.after_opening(text, 0, len(text)) == (found.end() if found else 0)
