"""The segmenter: lexicon forms first, then numbers and Latin words, then the engine on what is left.

Over the folded text one automaton finds every lexicon form; guards are asked; longer ones win, earlier ones among equals. Numbers, addresses and
Latin words are carved out whole. The rest, as its same-length Simplified shadow, goes to the engine. Ambiguous forms bend to the engine: they
are joined only where its boundaries agree.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

import ahocorasick_rs

from pipeline.document import Reading, Tokens
from pipeline.lexicon import Form, Lexicons
from pipeline.segment.engine import make_engine
from pipeline.settings import Settings
from pipeline.span import Span
from pipeline.text import simplified_table

# Addresses (whose ? and ; the fold made full-width), e-mail, numbers with their marks, Latin words with inner marks. Every branch is linear.
ATOM = re.compile(
    r"(?:https?:/?/?|www\.)(?:[!-~]|[？；！（](?=[!-~]))+"
    r"|[A-Za-z0-9][A-Za-z0-9._%+]*@[A-Za-z0-9.]+"
    r"|[0-9]+(?:[.,:][0-9]+)*%?(?![A-Za-z0-9])"
    r"|[A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]+(?:['’&._-][A-Za-z0-9\u00c0-\u024f]+)*\+*"
)
_WORD_END = re.compile(r"[A-Za-z0-9]")
_LEAVE = "\n"  # stands for carved-out characters in the engine's input; no engine joins it to anything


class Segmenter:
    """Cuts readings into tokens under fixed lexicons and settings. Immutable after it is made; safe in any thread."""

    def __init__(self, lexicons: Lexicons, settings: Settings) -> None:
        self.forms = lexicons.forms
        self._by_text = _index(lexicons.forms)
        texts = list(self._by_text)
        self._candidates = [self._by_text[t] for t in texts]
        self._automaton = ahocorasick_rs.AhoCorasick(texts) if texts else None
        self._shadow = simplified_table()
        words = ((r["name"].translate(lexicons.fold).translate(self._shadow), int(r["freq"] or 0)) for r in lexicons.rows("words/engine"))
        self._cut = make_engine(settings, words, lexicons.digest)

    def segment(self, reading: Reading) -> Tokens:
        """Tokens of the reading's blocks; offsets are the reading's own. Joined with the white space between them they are the text."""
        sure, unsure = self._matches(reading.text)
        tokens: list[tuple[int, int, int]] = []
        for block in reading.blocks:
            tokens += self._block(reading.text, block.start, block.end, _within(sure, block.start, block.end))
        tokens = _join_unsure(tokens, unsure)
        starts, ends, forms = zip(*tokens, strict=True) if tokens else ((), (), ())
        return Tokens(starts, ends, forms)

    def _matches(self, text: str) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
        if self._automaton is None:
            return [], []
        sure: list[tuple[int, int, int]] = []
        unsure: list[tuple[int, int, int]] = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            form = self._allowed(text, start, end, self._candidates[pattern])
            if form >= 0:
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

    def _block(self, text: str, start: int, end: int, sure: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Tokens of one block around its sure lexicon matches."""
        pieces: list[str] = []
        out = list(sure)
        at = start
        for match in (*sure, (end, end, -1)):
            at = self._gap(text, at, match[0], pieces, out)
            pieces.append(_LEAVE * (match[1] - match[0]))
            at = match[1]
        words = self._cut("".join(pieces).translate(self._shadow))
        ends = accumulate(map(len, words), initial=start)
        out += [(s, s + len(w), -1) for s, w in zip(ends, words, strict=False) if not w.isspace()]
        out.sort()
        return out

    @staticmethod
    def _gap(text: str, start: int, end: int, pieces: list[str], out: list[tuple[int, int, int]]) -> int:
        """Carve the atoms out of ``start..end``: they go to ``out``, the rest as it is to ``pieces``."""
        at = start
        for atom in ATOM.finditer(text, start, end):
            pieces += (text[at : atom.start()], _LEAVE * (atom.end() - atom.start()))
            out.append((atom.start(), atom.end(), -1))
            at = atom.end()
        pieces.append(text[at:end])
        return end


def _index(forms: Sequence[Form]) -> dict[str, list[int]]:
    """Form text → indices of its forms: names before ordinary words, unambiguous before ambiguous, file order among equals."""
    table: dict[str, list[int]] = {}
    for number, form in enumerate(forms):
        table.setdefault(form.text, []).append(number)
    for numbers in table.values():
        numbers.sort(key=lambda n: forms[n].ambiguous)
    return table


def _edges_free(text: str, start: int, end: int) -> bool:
    """A form that begins or ends in a Latin letter or digit is not cut out of a longer Latin word or number."""
    if start and text[start].isascii() and text[start - 1].isascii() and _WORD_END.match(text[start]) and _WORD_END.match(text[start - 1]):
        return False
    last = text[end - 1]
    return not (end < len(text) and last.isascii() and text[end].isascii() and _WORD_END.match(last) and _WORD_END.match(text[end]))


def longest(matches: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The matches kept when longer ones win, earlier ones among equals, none overlapping; in text order. O(n log n) for real texts."""
    kept: list[tuple[int, int, int]] = []
    cluster: list[tuple[int, int, int]] = []
    reach = -1
    for match in sorted(matches):
        if match[0] >= reach and cluster:
            kept += _settle(cluster)
            cluster = []
        cluster.append(match)
        reach = max(reach, match[1])
    return kept + _settle(cluster)


def _settle(cluster: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    if len(cluster) < 2:
        return cluster
    out: list[tuple[int, int, int]] = []
    for match in sorted(cluster, key=lambda m: (m[0] - m[1], m[0])):
        if all(match[1] <= o[0] or o[1] <= match[0] for o in out):
            out.append(match)
    return sorted(out)


def _within(matches: Sequence[tuple[int, int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    return [m for m in matches if start <= m[0] and m[1] <= end]


def _join_unsure(tokens: list[tuple[int, int, int]], unsure: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Ambiguous forms joined where the engine's boundaries agree with both their ends and no lexicon form stands inside."""
    if not unsure:
        return tokens
    out: list[tuple[int, int, int]] = []
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
