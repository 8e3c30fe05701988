"""From the engine's words to the standard of Taiwan's news segmentation: some words taken apart, some pieces joined.

- apart: 這個 is 這|個, 三次 is 三|次, 放在 is 放|在 (lexicons/words/splits.tsv; heads stand apart from any measure word of measure.tsv);
- joined: a suffix to the two-character word before it (訓練|機), surname and given name after a title or before a verb of saying, and runs of lone
  characters that the engine, asked to guess, takes for a word it does not know (lexicons/words/joins.tsv).

All here works on the Simplified shadow; words only change their boundaries, never their characters.
"""

from collections.abc import Mapping, Sequence

from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Row
from pipeline.segment.engine import Cut
from pipeline.text import Table

SEPARATOR = "\n"  # between stretches that the engine gets in one call; no engine joins it to anything
AFTER_NUMBER = "\t"  # the same, where a number stands before the stretch
_COMMON = 300  # bearers in a million: rarer surnames are more often the ordinary word


class Guess(str):
    """A word no dictionary holds, joined from pieces: whoever weighs names himself may take it apart again."""

    __slots__ = ()


class Refiner:
    """Refines the engine's words. Immutable after it is made."""

    def __init__(self, lexicons: Lexicons, shadow: Table, cut: Cut) -> None:
        def words(table: str, *kinds: str) -> frozenset[str]:
            return frozenset(r["name"].translate(shadow) for r in lexicons.rows(table) if not kinds or r["kind"] in kinds)

        self._guess = cut
        self._parts = split_parts(lexicons, shadow)
        self._heads = words("words/splits", "head") | {AFTER_NUMBER}
        self._measures = frozenset(m for m in words("words/measure") if len(m) == 1)
        self._alone = words("words/joins", "alone") | self._heads
        self._sounds = words("words/joins", "sound")
        self._suffixes = words("words/joins", "suffix")
        self._said = words("words/joins", "said")
        self._titles = words("words/titles")
        surnames = (r for r in lexicons.rows("words/surnames") if r["kind"] == "surname.single" and float(r["freq"] or 0) >= _COMMON)
        self._surnames = frozenset(r["name"].translate(shadow) for r in surnames)
        self._first = words("words/given_names", "given.first")
        self._second = words("words/given_names", "given.second")

    def refine(self, words: Sequence[str]) -> list[str]:
        """The same characters in better words. Separators stay words of their own."""
        out: list[str] = []
        runs: list[tuple[int, int]] = []
        begin = -1
        known = after_head = False  # the word before: a whole word of the dictionary; a number or determiner
        at, count = 0, len(words)
        while at < count:
            word = words[at]
            at += 1
            lone = len(word) == 1 and "\u4e00" <= word <= "\u9fd5" and word not in self._alone
            if lone and begin < 0:
                if known and word in self._suffixes and len(out[-1]) == 2:
                    out[-1] += word
                    known = False
                    continue
                if word in self._surnames and (taken := self._given_name(words, at, out[-1] if out else "")):
                    out.append(Guess(word + "".join(words[at : at + taken])))
                    at += taken
                    known = after_head = False
                    continue
                lone = not (after_head and word in self._measures)
            if lone:
                if begin < 0:
                    begin = len(out)
                out.append(word)
                known = after_head = False
                continue
            if begin >= 0:
                if len(out) - begin > 1:
                    runs.append((begin, len(out)))
                begin = -1
            parts = self._parts.get(word)
            if parts:
                out += parts
                known = after_head = False
            else:
                out.append(word)
                known, after_head = len(word) > 1, word in self._heads
        if 0 <= begin < len(out) - 1:
            runs.append((begin, len(out)))
        return self._sounded(self._guessed(out, runs) if runs else out)

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

    def _guessed(self, words: list[str], runs: Sequence[tuple[int, int]]) -> list[str]:
        """``words`` with each run of lone characters cut anew by the engine, which may now guess."""
        guesses = iter(self._guess(SEPARATOR.join(["".join(words[a:b]) for a, b in runs]), True))
        out: list[str] = []
        at = 0
        for start, end in runs:
            out += words[at:start]
            left = end - start
            for guess in guesses:
                if guess == SEPARATOR:
                    break
                out.append(Guess(guess) if len(guess) > 1 else guess)
                left -= len(guess)
            at = end
        return out + words[at:]

    def _sounded(self, words: list[str]) -> list[str]:
        """Pieces written in the sounds of foreign names, joined where three characters or more stand in a row."""
        sounds = self._sounds
        runs: list[tuple[int, int]] = []
        at, count = 0, len(words)
        while at < count:
            if words[at][0] not in sounds:
                at += 1
                continue
            end = at
            while end < count and sounds.issuperset(words[end]):
                end += 1
            if end - at > 1 and 3 <= sum(map(len, words[at:end])) <= 8 and any(len(w) == 1 for w in words[at:end]):
                runs.append((at, end))
            at = max(end, at + 1)
        for start, end in reversed(runs):
            words[start:end] = [Guess("".join(words[start:end]))]
        return words


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
