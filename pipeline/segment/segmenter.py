"""The segmenter: lexicon forms first, then atoms (numbers, dates, addresses, Latin words), then the engine on what is left.

Over the folded text one automaton finds every lexicon form; guards are asked; longer ones win, earlier ones among equals. Atoms are carved out
whole. The rest, as its same-length Simplified shadow, goes to the engine at once, and its words are refined. Ambiguous forms bend to all
that: they are joined only where the boundaries agree.
"""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.document import Reading, Tokens
from pipeline.lexicon import Form, Lexicons
from pipeline.numerals import NUMERAL
from pipeline.segment.atoms import compile_atoms
from pipeline.segment.automaton import Automaton
from pipeline.segment.draft import Array, Draft
from pipeline.segment.engine import Engine
from pipeline.segment.refine import AFTER_NUMBER, SEPARATOR, Refiner, engine_words, sound_finder
from pipeline.settings import Settings
from pipeline.span import Span
from pipeline.text import FastTable, code_points, simplified_table

Match = tuple[int, int, int]  # start, end, index of the form
Fixed = tuple[int, int, int]  # start, end, index of the form; of no form: white space or an atom, their group negated
_BLANK = -1
_DIGITS = frozenset(NUMERAL + "0123456789")
_LONGEST_SOUND = 8  # characters of a foreign name


class Segmenter:
    """Cuts readings into tokens under fixed lexicons and settings. Immutable after it is made; safe in any thread."""

    def __init__(self, lexicons: Lexicons, settings: Settings) -> None:
        self.forms = lexicons.forms
        self._ambiguous = bytes(form.ambiguous for form in lexicons.forms)
        by_text = _index(lexicons.forms)
        self._free = tuple(_free(text, numbers, lexicons.forms) for text, numbers in by_text.items())
        self._guarded = {
            pattern: (_latin_edge(text), [(n, self.forms[n].not_before, self.forms[n].not_after) for n in numbers])
            for pattern, (text, numbers) in enumerate(by_text.items())
            if self._free[pattern] < 0
        }
        self._automaton = Automaton(list(by_text)) if by_text else None
        self._simplified = FastTable(simplified_table())
        self._atoms = compile_atoms()
        self._sounds = sound_finder(lexicons)
        self._cut = Engine(settings.engine, tuple(engine_words(lexicons, self._simplified.apply)), lexicons.digest)
        self._guess = settings.hmm
        self._refiner = Refiner(lexicons, self._simplified.apply, self._cut)

    def segment(self, reading: Reading) -> Tokens:
        """Tokens of the reading's blocks; offsets are the reading's own. Joined with the white space between them they are the text."""
        return self.draft(reading.text, _edges(reading)).tokens()

    def draft(self, text: str, edges: Sequence[int]) -> Draft:
        """What begins where in a folded text, between two ``edges`` after another: the ends of the text, and where no token may lie across."""
        codes = code_points(text)
        sure, unsure = self._matches(text, codes)
        shadow = self._simplified.spell(codes)
        draft = Draft(len(text))
        for start, end in pairwise(edges):
            self._cut_stretch(text, shadow, (start, end), [m for m in sure if start <= m[0] and m[1] <= end], draft)
        self._join_sounds(codes, draft)
        for start, end, form in unsure:
            if draft.joins(start, end):
                draft.merge(start, end)
                draft.name([(start, form)])
        return draft

    def _matches(self, text: str, codes: Array) -> tuple[list[Match], list[Match]]:
        """Lexicon forms that stand in the text: those that are one token always, and the ambiguous ones."""
        sure: list[Match] = []
        unsure: list[Match] = []
        if self._automaton is None:
            return sure, unsure
        ambiguous, free = self._ambiguous, self._free
        for pattern, first, last in self._automaton.find(codes):
            form, start, end = free[pattern], first >> 1, last >> 1  # two bytes a character
            if form < 0:
                form = self._allowed(text, start, end, pattern)
                if form < 0:
                    continue
            (unsure if ambiguous[form] else sure).append((start, end, form))
        return longest(sure), longest(unsure)

    def _allowed(self, text: str, start: int, end: int, pattern: int) -> int:
        """The first form of this text whose guards let it stand at ``start..end``, or -1."""
        latin, candidates = self._guarded[pattern]
        if latin and not _edges_free(text, start, end):
            return -1
        for index, not_before, not_after in candidates:
            if not_before and text.startswith(not_before, end):
                continue
            if not_after and text.endswith(not_after, max(0, start - 24), start):
                continue
            return index
        return -1

    def _cut_stretch(self, text: str, shadow: str, stretch: Span, matches: Sequence[Match], draft: Draft) -> None:
        """The tokens of a stretch of text: lexicon matches, atoms, and the engine's refined words between them."""
        fixed = self._fixed(text, stretch, matches)
        pieces: list[str] = []
        at, stop = stretch
        for start, end, _ in fixed:
            pieces += (shadow[at:start], AFTER_NUMBER if text[end - 1] in _DIGITS else SEPARATOR)
            at = end
        pieces.append(shadow[at:stop])
        self._refiner.refine(self._cut("".join(pieces), self._guess), [end - start for start, end, _ in fixed], stretch[0], draft)
        draft.name([(start, form) for start, _, form in fixed if form >= 0])
        draft.blank([start for start, _, what in fixed if what == _BLANK])

    def _fixed(self, text: str, stretch: Span, matches: Sequence[Match]) -> list[Fixed]:
        """What the engine is not asked about, in text order: lexicon matches, and the atoms and white space beside them."""
        atoms = self._find_atoms(text, *stretch)
        out: list[Fixed] = []
        at = 0
        for match in matches:
            start, end, _ = match
            while at < len(atoms) and atoms[at][1] <= start:
                out.append(atoms[at])
                at += 1
            while at < len(atoms) and atoms[at][0] < end:
                first, last, _ = atoms[at]
                at += 1
                if first < start:
                    out += self._find_atoms(text, first, start)
                if last > end:
                    atoms[at:at] = self._find_atoms(text, end, last)
            out.append(match)
        return out + atoms[at:]

    def _find_atoms(self, text: str, start: int, end: int) -> list[Fixed]:
        return [(*atom.span(group), -group) for atom in self._atoms.finditer(text, start, end) if (group := atom.lastindex)]

    def _join_sounds(self, codes: Array, draft: Draft) -> None:
        """Pieces written in the sounds of foreign names, joined where three characters or more of them stand in a row."""
        for start, end in self._sounds(codes):
            bounds = draft.bounds(start, end)
            if len(bounds) < 3 or not 3 <= bounds[-1] - bounds[0] <= _LONGEST_SOUND:
                continue
            if any(after - before == 1 for before, after in pairwise(bounds)) and draft.joins(bounds[0], bounds[-1]):
                draft.guess(bounds[0], bounds[-1])


def _edges(reading: Reading) -> list[int]:
    """Where no token may lie across: the ends of the text, and where one block touches the next. Between other blocks are newlines."""
    return [0, *(after.start for block, after in pairwise(reading.blocks) if block.end == after.start), len(reading.text)]


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
    return -1 if first.not_before or first.not_after or _latin_edge(text) else numbers[0]


def _latin_edge(text: str) -> bool:
    """True where the text begins or ends in a Latin letter or digit."""
    return _is_latin(text[0]) or _is_latin(text[-1])


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _edges_free(text: str, start: int, end: int) -> bool:
    """A form that begins or ends in a Latin letter or digit is not cut out of a longer Latin word or number, nor out of S&P."""
    if start and _is_latin(text[start]) and _is_latin(text[start - 1]):
        return False
    after = text[end : end + 2].removeprefix("&")[:1]
    return not (after and _is_latin(text[end - 1]) and _is_latin(after))


def longest(matches: Sequence[Match]) -> list[Match]:
    """The matches kept when longer ones win, earlier ones among equals, none overlapping; in text order. O(n log n) for real texts."""
    kept: list[Match] = []
    first = reach = 0  # the run of matches that overlap: the first of them in ``kept``, and where the last of them ends
    for match in sorted(matches):
        start, end, _ = match
        if start >= reach:
            if len(kept) - first > 1:
                kept[first:] = _settle(kept[first:], reach)
            first, reach = len(kept), end
        elif end > reach:
            reach = end
        kept.append(match)
    kept[first:] = _settle(kept[first:], reach)
    return kept


def _settle(run: list[Match], reach: int) -> list[Match]:
    """The same for matches of which each overlaps the stretch of those before it, up to ``reach``."""
    for match in run:
        if match[0] == run[0][0] and match[1] == reach:
            return [match]  # the rule: it holds all others
    out: list[Match] = []
    for match in sorted(run, key=lambda m: (m[0] - m[1], m[0])):
        if all(match[1] <= o[0] or o[1] <= match[0] for o in out):
            out.append(match)
    return sorted(out)


def spans(tokens: Tokens) -> list[Span]:
    """The tokens as spans."""
    return list(zip(tokens.starts, tokens.ends, strict=True))
