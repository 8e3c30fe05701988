"""From the engine's words to the standard of Taiwan's news segmentation: some words taken apart, some pieces joined.

- apart: 這個 is 這|個, 三次 is 三|次, 放在 is 放|在 (lexicons/words/splits.tsv; heads stand apart from any measure word of measure.tsv);
- joined: a suffix to the two-character word before it (訓練|機), surname and given name after a title or before a verb of saying, and runs of lone
  characters that the engine, asked to guess, takes for a word it does not know (lexicons/words/joins.tsv).

All here works on the Simplified shadow; words only change their boundaries, never their characters.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from string import punctuation

from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Row
from pipeline.segment.engine import Cut, Word

Simplify = Callable[[str], str]
SEPARATOR = "\n"  # stands for what is no business of the engine's; no engine joins it to anything
AFTER_NUMBER = "\t"  # the same, for a number
_SIGNS = "，。、「」『』：:（）；！？《》〈〉—…·/" + punctuation
# Classes of words, a letter each, so that one pattern finds where there is something to do. A lone character may be part of an unknown word;
# its letter tells (bits 1, 2, 4) whether it may also be a suffix, a surname, a measure word.
_PLAIN, _STOP, _HEAD, _SPLIT, _HIDDEN, _HIDDEN_NUMBER = "pshxyz"
_AFTER = _HEAD + _HIDDEN_NUMBER  # measure words that follow these stand alone
_LONE = "ABCDEFGH"
_SUFFIX, _SURNAME, _MEASURE = "BDFH", "CDGH", "EFGH"
_COMMON = 300  # bearers in a million: rarer surnames are more often the ordinary word
Run = tuple[int, int, int, bool]  # first and last (exclusive) of some words, their place in the outcome; True: they are one name


class Refiner:
    """Refines the engine's words. Immutable after it is made."""

    def __init__(self, lexicons: Lexicons, simplify: Simplify, cut: Cut) -> None:
        def words(table: str, *kinds: str) -> frozenset[str]:
            return frozenset(shadows((r["name"] for r in lexicons.rows(table) if not kinds or r["kind"] in kinds), simplify))

        self._guess = cut
        self._parts = split_lengths(lexicons, simplify, cut)
        self._titles = words("words/titles")
        self._said = words("words/joins", "said")
        self._first = words("words/given_names", "given.first")
        self._second = words("words/given_names", "given.second")
        common = [r for r in lexicons.rows("words/surnames") if r["kind"] == "surname.single" and float(r["freq"] or 0) >= _COMMON]
        surnames = frozenset(shadows((r["name"] for r in common), simplify))
        suffixes, measures = words("words/joins", "suffix"), words("words/measure")
        classes = dict.fromkeys(map(chr, range(0x4E00, 0x9FD6)), _LONE[0])
        for c in filter(classes.__contains__, suffixes | surnames | measures):
            classes[c] = _LONE[(c in suffixes) + 2 * (c in surnames) + 4 * (c in measures)]
        classes |= dict.fromkeys(words("words/joins", "alone") | set(_SIGNS), _STOP) | {SEPARATOR: _HIDDEN, AFTER_NUMBER: _HIDDEN_NUMBER}
        classes |= dict.fromkeys(words("words/splits", "head"), _HEAD)
        self._class_of = (classes | dict.fromkeys(self._parts, _SPLIT)).get
        self._separators = re.compile(f"[{_HIDDEN}{_HIDDEN_NUMBER}]").finditer
        self._places = _compile_places().search

    def refine(self, words: Sequence[str], hidden: Iterable[int]) -> tuple[list[int], list[int]]:
        """The lengths of the refined words, and which of them are guesses, words no dictionary holds.

        Separators stay words of their own; ``hidden`` are the lengths of what they stand for, in order.
        """
        classes = "".join(map(self._class_of, words, repeat(_PLAIN)))
        sizes = list(map(len, words))
        for separator, length in zip(self._separators(classes), hidden, strict=True):
            sizes[separator.start()] = length
        out: list[int] = []
        runs: list[Run] = []
        at = 0  # the first word not yet in ``out``
        while found := self._places(classes, at):
            index, end = found.span()
            out += sizes[at:index]
            word, kind = words[index], classes[index]
            plain_before = index > at and classes[index - 1] == _PLAIN
            at = index + 1
            if kind == _SPLIT:
                out += self._parts[word]
            elif kind in _SUFFIX and plain_before and sizes[index - 1] == 2:
                out[-1] += 1
            elif kind in _SURNAME and (given := self._given_name(words, at, words[index - 1] if index else "")):
                at += given
                runs.append((index, at, len(out), True))
                out += sizes[index:at]
            elif kind in _MEASURE and index and classes[index - 1] in _AFTER:
                out.append(1)
            else:
                at = end
                if end - index > 1:
                    runs.append((index, end, len(out), False))
                out += sizes[index:end]
        out += sizes[at:]
        return self._guessed(words, out, runs) if runs else (out, [])

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

    def _guessed(self, words: Sequence[str], sizes: Sequence[int], runs: Sequence[Run]) -> tuple[list[int], list[int]]:
        """``sizes`` with the names joined and each other run of lone characters cut anew by the engine, which may now guess."""
        asked = SEPARATOR.join(["".join(words[start:end]) for start, end, _, name in runs if not name])
        answers = iter(self._guess(asked, True) if asked else ())
        out: list[int] = []
        guesses: list[int] = []
        at = 0
        for start, end, place, name in runs:
            out += sizes[at:place]
            for piece in ("".join(words[start:end]),) if name else answers:
                if piece == SEPARATOR:
                    break
                if len(piece) > 1:
                    guesses.append(len(out))
                out.append(len(piece))
            at = place + end - start
        return out + list(sizes[at:]), guesses


def _compile_places() -> re.Pattern[str]:
    """Where classes of words ask for work: a word to split, a run of lone characters, a suffix after a plain word, a surname before one.

    It begins with the one class of all of them, so that what needs nothing is skipped without a look at the branches.
    """
    return re.compile(f"[{_SPLIT}{_LONE}](?:(?<={_SPLIT})|[{_LONE}]+|(?<={_PLAIN}[{_SUFFIX}])|(?<=[{_SURNAME}])(?={_PLAIN}))")


def sound_pattern(lexicons: Lexicons) -> re.Pattern[str]:
    """Three or more characters that write the sounds of foreign names."""
    sounds = "".join(sorted(row["name"] for row in lexicons.rows("words/joins") if row["kind"] == "sound"))
    return re.compile(f"[{sounds}]{{3,}}" if sounds else "(?!)")


def shadows(words: Iterable[str], simplify: Simplify) -> list[str]:
    """The Simplified shadow of each word, all worked out at once."""
    return simplify("\n".join(words)).split("\n")


def engine_words(lexicons: Lexicons, simplify: Simplify) -> Iterator[Word]:
    """The words of engine.tsv with their weights. Raises LexiconError where a weight is no number above 0."""
    rows = lexicons.rows("words/engine")
    for row, word in zip(rows, shadows((row["name"] for row in rows), simplify) if rows else (), strict=True):
        if not row["freq"].isdecimal() or not int(row["freq"]):
            raise LexiconError(f"column 'freq': {row['freq']!r} is no weight", place=row.place, remedy="write a whole number above 0")
        yield word, int(row["freq"])


def split_lengths(lexicons: Lexicons, simplify: Simplify, cut: Cut) -> Mapping[str, tuple[int, ...]]:
    """Simplified shadow of a word that the engine gives → the lengths of its parts. Raises LexiconError where parts do not spell their word."""
    rows = lexicons.rows("words/splits")
    single = {row["name"]: _lengths(row) for row in rows if row["kind"] != "head"}
    heads = [row["name"] for row in rows if row["kind"] == "head"]
    measures = [row["name"] for row in lexicons.rows("words/measure") if row["kind"] != "measure.magnitude"]
    found = {head + measure: (len(head), *single.get(measure, (len(measure),))) for head in heads for measure in measures} | single
    by_shadow = dict(zip(shadows(found, simplify), found.values(), strict=True)) if found else {}
    given = frozenset(cut(SEPARATOR.join(by_shadow), False))
    return {word: lengths for word, lengths in by_shadow.items() if len(lengths) > 1 and word in given}


def _lengths(row: Row) -> tuple[int, ...]:
    parts = row["parts"].split("|")
    if "".join(parts) != row["name"]:
        raise LexiconError(f"column 'parts': {row['parts']!r} does not spell {row['name']!r}", place=row.place, remedy="write 這|個")
    return tuple(map(len, parts))
