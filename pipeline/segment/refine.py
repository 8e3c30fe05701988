"""From the engine's words to the standard of Taiwan's news segmentation: some words taken apart, some pieces joined.

- apart: 這個 is 這|個, 三次 is 三|次, 放在 is 放|在 (lexicons/words/splits.tsv; heads stand apart from any measure word of measure.tsv);
- joined: a suffix to the two-character word before it (訓練|機), surname and given name after a title or before a verb of saying, and runs of lone
  characters that the engine, asked to guess, takes for a word it does not know (lexicons/words/joins.tsv).

All here works on the Simplified shadow; words only change their boundaries, never their characters.
"""

import re
from collections.abc import Mapping, Sequence
from string import punctuation

from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Row
from pipeline.segment.engine import Cut
from pipeline.text import Table

SEPARATOR = "\n"  # stands for what is no business of the engine's; no engine joins it to anything
AFTER_NUMBER = "\t"  # the same, for a number
_SIGNS = "，。、「」『』：:（）；！？《》〈〉—…·/" + punctuation
_LONE = ("",)
Kinds = Mapping[str, tuple[str, ...]]
"""The parts of a word to be taken apart; ``_LONE`` for a character that may be part of an unknown word; nothing for one that never is."""
_COMMON = 300  # bearers in a million: rarer surnames are more often the ordinary word
Run = tuple[int, int, bool]  # first and last (exclusive) of some words; True: they are one name


class Refiner:
    """Refines the engine's words. Immutable after it is made."""

    def __init__(self, lexicons: Lexicons, shadow: Table, cut: Cut) -> None:
        def words(table: str, *kinds: str) -> frozenset[str]:
            return frozenset(r["name"].translate(shadow) for r in lexicons.rows(table) if not kinds or r["kind"] in kinds)

        self._guess = cut
        self._heads = words("words/splits", "head") | {AFTER_NUMBER}
        self._measures = frozenset(m for m in words("words/measure") if len(m) == 1)
        stops = words("words/joins", "alone") | self._heads | frozenset(_SIGNS + SEPARATOR)
        han = dict.fromkeys(map(chr, range(0x4E00, 0x9FD6)), _LONE)
        self._kinds: Kinds = {**han, **split_parts(lexicons, shadow), **dict.fromkeys(stops, ())}
        self._suffixes = words("words/joins", "suffix")
        self._said = words("words/joins", "said")
        self._titles = words("words/titles")
        surnames = (r for r in lexicons.rows("words/surnames") if r["kind"] == "surname.single" and float(r["freq"] or 0) >= _COMMON)
        self._surnames = frozenset(r["name"].translate(shadow) for r in surnames)
        self._first = words("words/given_names", "given.first")
        self._second = words("words/given_names", "given.second")

    def refine(self, words: Sequence[str]) -> tuple[list[str], list[int]]:
        """The same characters in better words, and which of those are guesses: no dictionary holds them. Separators stay words of their own."""
        kinds = [*map(self._kinds.get, words), None]
        out: list[str] = []
        runs: list[Run] = []
        at = 0  # the first word not yet in ``out``
        for index in [number for number, kind in enumerate(kinds) if kind]:
            if index < at:
                continue
            out += words[at:index]
            at = index + 1
            word, before = words[index], words[index - 1] if index else SEPARATOR
            if (parts := kinds[index]) is not _LONE:
                out += parts or ()
            elif len(before) == 2 and kinds[index - 1] is None and word in self._suffixes:
                out[-1] += word
            elif word in self._surnames and (given := self._given_name(words, at, before)):
                runs.append((len(out), len(out) + 1 + given, True))
                at += given
                out += words[index:at]
            elif before in self._heads and word in self._measures:
                out.append(word)
            else:
                while kinds[at] is _LONE:
                    at += 1
                if at - index > 1:
                    runs.append((len(out), len(out) + at - index, False))
                out += words[index:at]
        out += words[at:]
        return self._guessed(out, runs) if runs else (out, [])

    def _given_name(self, words: Sequence[str], at: int, before: str) -> int:
        """How many words from ``at`` on are the given name after a surname: 1 or 2, or 0 where there is no sign of a name."""
        given = words[at] if at < len(words) else ""
        taken = 1
        if len(given) == 1 and at + 1 < len(words):
            given, taken = given + words[at + 1], 2
        if len(given) != 2 or given[0] not in self._first or given[1] not in self._second:
            return 0
        after = words[at + taken] if at + taken < len(words) else ""
        return taken if before in self._titles or after in self._titles or after in self._said else 0

    def _guessed(self, words: Sequence[str], runs: Sequence[Run]) -> tuple[list[str], list[int]]:
        """``words`` with the names joined and each other run of lone characters cut anew by the engine, which may now guess."""
        asked = SEPARATOR.join(["".join(words[start:end]) for start, end, name in runs if not name])
        answers = iter(self._guess(asked, True) if asked else ())
        out: list[str] = []
        guesses: list[int] = []
        at = 0
        for start, end, name in runs:
            out += words[at:start]
            for piece in ("".join(words[start:end]),) if name else answers:
                if piece == SEPARATOR:
                    break
                if len(piece) > 1:
                    guesses.append(len(out))
                out.append(piece)
            at = end
        return out + list(words[at:]), guesses


def sound_pattern(lexicons: Lexicons) -> re.Pattern[str]:
    """Three or more characters that write the sounds of foreign names."""
    sounds = "".join(sorted(row["name"] for row in lexicons.rows("words/joins") if row["kind"] == "sound"))
    return re.compile(f"[{sounds}]{{3,}}" if sounds else "(?!)")


def split_parts(lexicons: Lexicons, shadow: Table) -> Mapping[str, tuple[str, ...]]:
    """Simplified shadow of a word → its parts, likewise. Raises LexiconError where parts do not spell their word."""
    rows = lexicons.rows("words/splits")
    single = {row["name"].translate(shadow): tuple(p.translate(shadow) for p in _parts(row)) for row in rows if row["kind"] != "head"}
    heads = [row["name"].translate(shadow) for row in rows if row["kind"] == "head"]
    measures = [row["name"].translate(shadow) for row in lexicons.rows("words/measure") if row["kind"] != "measure.magnitude"]
    found = {head + measure: (head, *single.get(measure, (measure,))) for head in heads for measure in measures}
    return {word: parts for word, parts in (found | single).items() if len(parts) > 1}


def _parts(row: Row) -> tuple[str, ...]:
    parts = row.list("parts")
    if "".join(parts) != row["name"]:
        raise LexiconError(f"column 'parts': {row['parts']!r} does not spell {row['name']!r}", place=row.place, remedy="write 這|個")
    return parts
