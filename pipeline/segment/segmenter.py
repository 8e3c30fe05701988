"""The segmenter: lexicon forms first, then atoms (numbers, dates, addresses, Latin words), then the engine on what is left.

Over the folded text one automaton finds every lexicon form; guards are asked; longer ones win, earlier ones among equals. Atoms are carved out
whole. The rest, as its same-length Simplified shadow, goes to the engine in one call; words of its dictionary that news standards keep apart
(這個, 三次) are split, and runs of single characters that look like a name are joined. Ambiguous forms bend to all that: they are joined only
where the boundaries agree.
"""

from collections.abc import Sequence

import ahocorasick_rs

from pipeline.document import Reading, Tokens
from pipeline.lexicon import Form, Lexicons
from pipeline.numerals import NUMERAL
from pipeline.segment.atoms import compile_atoms
from pipeline.segment.engine import make_engine
from pipeline.segment.refine import AFTER_NUMBER, SEPARATOR, Guess, Refiner
from pipeline.settings import Settings
from pipeline.span import Span
from pipeline.text import simplified_table

Match = tuple[int, int, int]  # start, end, index of the form or -1
_SEPARATORS = frozenset((SEPARATOR, AFTER_NUMBER))
_DIGITS = frozenset(NUMERAL + "0123456789")


class Segmenter:
    """Cuts readings into tokens under fixed lexicons and settings. Immutable after it is made; safe in any thread."""

    def __init__(self, lexicons: Lexicons, settings: Settings) -> None:
        self.forms = lexicons.forms
        by_text = _index(lexicons.forms)
        self._candidates = tuple(by_text.values())
        self._free = tuple(_free(text, numbers, lexicons.forms) for text, numbers in by_text.items())
        self._automaton = ahocorasick_rs.AhoCorasick(list(by_text)) if by_text else None
        self._shadow = simplified_table()
        self._atoms = compile_atoms()
        words = ((r["name"].translate(lexicons.fold).translate(self._shadow), int(r["freq"] or 0)) for r in lexicons.rows("words/engine"))
        self._cut = make_engine(settings, words, lexicons.digest)
        self._guess = settings.hmm
        self._refiner = Refiner(lexicons, self._shadow, self._cut)

    def segment(self, reading: Reading) -> Tokens:
        """Tokens of the reading's blocks; offsets are the reading's own. Joined with the white space between them they are the text."""
        sure, unsure = self._matches(reading.text)
        tokens, gaps = self._carve(reading, sure)
        words, guessed = self._cut_gaps(reading.text, gaps)
        tokens += words
        tokens.sort()
        tokens = _join_unsure(tokens, unsure)
        starts, ends, forms = zip(*tokens, strict=True) if tokens else ((), (), ())
        return Tokens(starts, ends, forms, guessed)

    def _matches(self, text: str) -> tuple[list[Match], list[Match]]:
        """Lexicon forms that stand in the text: those that are one token always, and the ambiguous ones."""
        sure: list[Match] = []
        unsure: list[Match] = []
        if self._automaton is None:
            return sure, unsure
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            form = self._free[pattern]
            if form < 0:
                form = self._allowed(text, start, end, self._candidates[pattern])
                if form < 0:
                    continue
            (unsure if self.forms[form].ambiguous else sure).append((start, end, form))
        return longest(sure), longest(unsure)

    def _allowed(self, text: str, start: int, end: int, candidates: Sequence[int]) -> int:
        """The first candidate form whose guards let it stand at ``start..end``, or -1."""
        if not _edges_free(text, start, end):
            return -1
        for index in candidates:
            form = self.forms[index]
            if form.not_before and text.startswith(form.not_before, end):
                continue
            if form.not_after and text.endswith(form.not_after, max(0, start - 24), start):
                continue
            return index
        return -1

    def _carve(self, reading: Reading, sure: Sequence[Match]) -> tuple[list[Match], list[Span]]:
        """The tokens that stand before the engine is asked, and the stretches left to it, which hold no white space."""
        text, find = reading.text, self._atoms.finditer
        tokens: list[Match] = []
        gaps: list[Span] = []
        next_match = 0
        for block in reading.blocks:
            at = block.start
            while at < block.end:
                while next_match < len(sure) and sure[next_match][0] < at:
                    next_match += 1
                match = sure[next_match] if next_match < len(sure) and sure[next_match][1] <= block.end else (block.end, block.end, -1)
                for atom in find(text, at, match[0]):
                    start, end = atom.span()
                    if at < start:
                        gaps.append((at, start))
                    if atom.lastgroup is None:
                        tokens.append((start, end, -1))
                    at = end
                if at < match[0]:
                    gaps.append((at, match[0]))
                if match[2] >= 0:
                    tokens.append(match)
                at = match[1]
        return tokens, gaps

    def _cut_gaps(self, text: str, gaps: Sequence[Span]) -> tuple[list[Match], frozenset[int]]:
        """The engine's tokens of the stretches, refined, and the starts of those that are guesses."""
        parts: list[str] = []
        for start, end in gaps:
            parts.append(AFTER_NUMBER if start and text[start - 1] in _DIGITS else SEPARATOR)
            parts.append(text[start:end])
        words = self._refiner.refine(self._cut("".join(parts).translate(self._shadow), self._guess))
        out: list[Match] = []
        guessed: list[int] = []
        stretch = iter(gaps)
        at = 0
        for word in words:
            if word in _SEPARATORS:
                at = next(stretch)[0]
                continue
            end = at + len(word)
            out.append((at, end, -1))
            if type(word) is Guess:
                guessed.append(at)
            at = end
        return out, frozenset(guessed)


def _index(forms: Sequence[Form]) -> dict[str, list[int]]:
    """Form text → indices of its forms: names before ordinary words, unambiguous before ambiguous, file order among equals."""
    table: dict[str, list[int]] = {}
    for number, form in enumerate(forms):
        table.setdefault(form.text, []).append(number)
    for numbers in table.values():
        if len(numbers) > 1:
            numbers.sort(key=lambda n: forms[n].ambiguous)
    return table


def _free(text: str, numbers: Sequence[int], forms: Sequence[Form]) -> int:
    """The form that stands wherever ``text`` does, whatever is beside it; -1 where guards or Latin neighbours must be asked."""
    first = forms[numbers[0]]
    guarded = first.not_before or first.not_after or _is_latin(text[0]) or _is_latin(text[-1])
    return -1 if guarded else numbers[0]


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _edges_free(text: str, start: int, end: int) -> bool:
    """A form that begins or ends in a Latin letter or digit is not cut out of a longer Latin word or number."""
    if start and _is_latin(text[start]) and _is_latin(text[start - 1]):
        return False
    return not (end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end]))


def longest(matches: Sequence[Match]) -> list[Match]:
    """The matches kept when longer ones win, earlier ones among equals, none overlapping; in text order. O(n log n) for real texts."""
    kept: list[Match] = []
    cluster: list[Match] = []
    reach = -1
    for match in sorted(matches):
        if match[0] >= reach and cluster:
            kept += _settle(cluster)
            cluster = []
        cluster.append(match)
        reach = max(reach, match[1])
    return kept + _settle(cluster)


def _settle(cluster: list[Match]) -> list[Match]:
    if len(cluster) < 2:
        return cluster
    out: list[Match] = []
    for match in sorted(cluster, key=lambda m: (m[0] - m[1], m[0])):
        if all(match[1] <= o[0] or o[1] <= match[0] for o in out):
            out.append(match)
    return sorted(out)


def _join_unsure(tokens: list[Match], unsure: Sequence[Match]) -> list[Match]:
    """Ambiguous forms joined where the boundaries of others agree with both their ends and no lexicon form stands inside."""
    if not unsure:
        return tokens
    out: list[Match] = []
    at = 0
    for start, end, form in unsure:
        while at < len(tokens) and tokens[at][0] < start:
            out.append(tokens[at])
            at += 1
        last = at
        while last < len(tokens) and tokens[last][1] <= end and tokens[last][2] < 0:
            last += 1
        if last > at and tokens[at][0] == start and tokens[last - 1][1] == end:
            out.append((start, end, form))
            at = last
    return out + tokens[at:]


def spans(tokens: Tokens) -> list[Span]:
    """The tokens as spans."""
    return list(zip(tokens.starts, tokens.ends, strict=True))
