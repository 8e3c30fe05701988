"""From the engine's words to the standard of Taiwan's news segmentation: some words taken apart, some pieces joined.

- apart: 這個 is 這|個, 三次 is 三|次, 放在 is 放|在 (lexicons/words/splits.tsv; heads stand apart from any measure word of measure.tsv);
- joined: a suffix to the two-character word before it (訓練|機), surname and given name after a title or before a verb of saying, and runs of lone
  characters that the engine, asked to guess, takes for a word it does not know (lexicons/words/joins.tsv).

All here works on the Simplified shadow; words only change their boundaries, never their characters.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from string import punctuation

import numpy

from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Row
from pipeline.segment.draft import Array, Draft, pattern_of
from pipeline.segment.engine import Cut, Word
from pipeline.span import Span
from pipeline.text import code_points

Simplify = Callable[[str], str]
SEPARATOR = "\n"  # stands for what is no business of the engine's; no engine joins it to anything
AFTER_NUMBER = "\t"  # the same, for a number
_SIGNS = "，。、「」『』：:（）；！？《》〈〉—…·/" + punctuation
# Classes of words, a letter each, so that one pattern finds where there is something to do. A lone character may be part of an unknown word;
# its letter tells (bits 1, 2, 4) whether it may also be a suffix, a surname, a measure word.
_PLAIN, _STOP, _HEAD, _SPLIT, _HIDDEN, _HIDDEN_NUMBER = b"pshxyz"
_AFTER = (_HEAD, _HIDDEN_NUMBER)  # measure words that follow these stand alone
_LONE = b"ABCDEFGH"
_SUFFIX, _SURNAME, _MEASURE = b"BDFH", b"CDGH", b"EFGH"
_COMMON = 300  # bearers in a million: rarer surnames are more often the ordinary word
_LONGEST = 8  # characters; all words beyond count as that long where lengths are bits
_LENGTHS = numpy.array([0, *(1 << n for n in range(_LONGEST))], numpy.uint8)  # a bit for each length
Run = tuple[int, str]  # where lone characters stand in the text, and what they are


class Refiner:
    """Refines the engine's words. Immutable after it is made."""

    def __init__(self, lexicons: Lexicons, simplify: Simplify, cut: Cut) -> None:
        def words(table: str, *kinds: str) -> frozenset[str]:
            return frozenset(shadows((r["name"] for r in lexicons.rows(table) if not kinds or r["kind"] in kinds), simplify))

        self._guess = cut
        self._parts = {word: pattern_of(lengths) for word, lengths in split_lengths(lexicons, simplify, cut).items()}
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
        classes |= dict.fromkeys(self._parts, _SPLIT)
        self._longer = {word: kind for word, kind in classes.items() if len(word) > 1}
        self._begin, self._end = (_table(_lengths_by(place, self._longer)) for place in (0, -1))
        self._lone = _table({c: kind for c, kind in classes.items() if len(c) == 1}, _PLAIN)
        self._places = _compile_places().search

    def refine(self, words: Sequence[str], hidden: Sequence[int], start: int, draft: Draft) -> None:
        """Lays down in the draft, from ``start`` on, the engine's ``words``, refined.

        None of them has a blank in it. Separators stay words of their own; ``hidden`` are the lengths of what they stand for, in order.
        """
        if not words:
            return
        sizes, classes, split = self._classify(words)
        sizes[classes >= _HIDDEN] = hidden
        starts = draft.lay(start, sizes)
        for at, index in zip(starts[split].tolist(), split, strict=True):
            draft.cut(at, self._parts[words[index]])
        self._join(words, starts, classes.tobytes(), draft)

    def _join(self, words: Sequence[str], starts: Array, kinds: bytes, draft: Draft) -> None:
        """Joins suffixes to the word before them, surnames to given names, and lone characters to words that the engine guesses."""
        runs: list[Run] = []
        at = 0  # the first word not yet looked at
        while found := self._places(kinds, at):
            index, end = found.span()
            kind = kinds[index]
            at = index + 1
            if kind in _SUFFIX and index and kinds[index - 1] == _PLAIN and len(words[index - 1]) == 2:
                draft.append(int(starts[index]))
            elif kind in _SURNAME and (given := self._given_name(words, at, words[index - 1] if index else "")):
                at += given
                first = int(starts[index])
                draft.guess(first, first + sum(map(len, words[index:at])))
            elif not (kind in _MEASURE and index and kinds[index - 1] in _AFTER):
                at = end
                if end - index > 1:
                    runs.append((int(starts[index]), "".join(words[index:end])))
        if runs:
            self._guess_again(runs, draft)

    def _classify(self, words: Sequence[str]) -> tuple[Array, Array, list[int]]:
        """The size and the class of every word, and which of them are to be split.

        Few words are looked up: those that begin and end like a longer word that is not plain.
        """
        codes = code_points(f" {' '.join(words)} ")
        blanks = (codes == ord(" ")).nonzero()[0]
        starts, ends = blanks[:-1] + 1, blanks[1:]
        sizes = ends - starts
        first, last = codes.take(starts), codes.take(ends - 1)
        classes = self._lone.take(first)
        numpy.putmask(classes, sizes > 1, _PLAIN)
        split: list[int] = []
        like = self._begin.take(first) & self._end.take(last) & _LENGTHS.take(sizes, mode="clip")
        for index in like.nonzero()[0].tolist():
            classes[index] = kind = self._longer.get(words[index], _PLAIN)
            if kind == _SPLIT:
                split.append(index)
        return sizes, classes, split

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

    def _guess_again(self, runs: Sequence[Run], draft: Draft) -> None:
        """Each run of lone characters is cut anew by the engine, which may now guess."""
        answers = iter(self._guess(SEPARATOR.join([run for _, run in runs]), True))
        for at, _ in runs:
            for piece in answers:
                if piece == SEPARATOR:
                    break
                if len(piece) > 1:
                    draft.guess(at, at + len(piece))
                at += len(piece)


def _table(values: Mapping[str, int], otherwise: int = 0) -> Array:
    """Code point of a character → its value."""
    table = numpy.full(0x110000, otherwise, numpy.uint8)
    table[list(map(ord, values))] = list(values.values())
    return table


def _lengths_by(place: int, words: Iterable[str]) -> dict[str, int]:
    """Character → how long the words are that have it at this place, a bit for each length."""
    lengths: dict[str, int] = {}
    for word in words:
        lengths[word[place]] = lengths.get(word[place], 0) | 1 << min(len(word), _LONGEST) - 1
    return lengths


def _compile_places() -> re.Pattern[bytes]:
    """Where classes of words ask for a look: a run of lone characters, a suffix after a plain word, a surname before one.

    It begins with the one class of all of them, so that what needs nothing is skipped without a look at the branches.
    """
    plain = b"%c" % _PLAIN
    return re.compile(b"[%b](?:[%b]+|(?<=%b[%b])|(?<=[%b])(?=%b))" % (_LONE, _LONE, plain, _SUFFIX, _SURNAME, plain))


def sound_finder(lexicons: Lexicons) -> Callable[[Array], list[Span]]:
    """Finds, in a text of given code points, three or more characters in a row that write the sounds of foreign names."""
    sounds = _table({row["name"]: 1 for row in lexicons.rows("words/joins") if row["kind"] == "sound"})
    return partial(_runs, sounds, re.compile(rb"\x01\x01\x01+"))


def _runs(within: Array, pattern: re.Pattern[bytes], codes: Array) -> list[Span]:
    return [run.span() for run in pattern.finditer(within.take(codes).tobytes())]


def shadows(words: Iterable[str], simplify: Simplify) -> list[str]:
    """The Simplified shadow of each word, all worked out at once."""
    joined = "\n".join(words)
    return simplify(joined).split("\n") if joined else []


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
    parts = row["parts"]
    if parts.replace("|", "") != row["name"]:
        raise LexiconError(f"column 'parts': {parts!r} does not spell {row['name']!r}", place=row.place, remedy="write 這|個")
    return tuple(map(len, parts.split("|")))
