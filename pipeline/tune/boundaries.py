"""Why the boundaries of tokens stand where they do: what ``shilu segment --explain`` tells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.document import Article, Block, RawDocument, read_article
from pipeline.lexicon import Lexicons, Row
from pipeline.segment import Segmenter
from pipeline.segment.atoms import compile_atoms
from pipeline.segment.engine import dictionary
from pipeline.settings import Settings

_LONGEST = 6  # tokens that one word of splits.tsv may have come apart into


@dataclass(frozen=True, slots=True)
class Told:
    """One token: its text, what made it, and the place of the lexicon row behind it ("" where there is none)."""

    text: str
    why: str
    place: str


def cut(text: str, lexicons: Lexicons, settings: Settings) -> list[str]:
    """The tokens of a text, read as one paragraph."""
    return [told.text for told in explain(text, lexicons, settings, deep=False)]


def explain(text: str, lexicons: Lexicons, settings: Settings, *, deep: bool = True) -> list[Told]:
    """Every token of a text, read as one paragraph; with ``deep``, also why it is one."""
    blocks = (Block(0, len(text), "paragraph"),) if text else ()
    reading = read_article(Article(RawDocument(text), blocks, ()), lexicons.fold)
    tokens = Segmenter(lexicons, settings).segment(reading)
    spans = list(zip(tokens.starts, tokens.ends, strict=True))
    if not deep:
        return [Told(text[start:end], "", "") for start, end in spans]
    atoms = {found.span("atom") for found in compile_atoms().finditer(reading.text) if found.lastgroup == "atom"}
    folded = [reading.text[start:end] for start, end in spans]
    sources = _Sources(lexicons, frozenset(folded))
    apart = dict(sources.taken_apart(folded))
    out: list[Told] = []
    for index, (span, form) in enumerate(zip(spans, tokens.forms, strict=True)):
        shown = text[span[0] : span[1]]
        if form >= 0:
            entry = lexicons.entries[lexicons.forms[form].entry]
            out.append(Told(shown, f"lexicon entry: {entry.name} ({entry.type})", lexicons.forms[form].place))
        elif index in apart:
            out.append(Told(shown, f"taken apart: {apart[index][0]}", apart[index][1]))
        elif span in atoms:
            out.append(Told(shown, _atom(folded[index]), ""))
        elif span[0] in tokens.guessed:
            out.append(Told(shown, "guess: no dictionary has it (a name, or what the hidden Markov model joins)", ""))
        else:
            out.append(Told(shown, *sources.word(folded[index])))
    return out


def _atom(word: str) -> str:
    if word.isascii() and not any(c.isdigit() for c in word):
        return "Latin word"
    return "address" if "@" in word or "://" in word or word.startswith("www.") else "number, date or code"


class _Sources:
    """Where the words of one text are known from."""

    def __init__(self, lexicons: Lexicons, words: frozenset[str]) -> None:
        fold = dict(lexicons.fold)

        def table(name: str) -> Mapping[str, Row]:
            return {row["name"].translate(fold): row for row in lexicons.rows(name)}

        self._engine, self._joins, self._splits, self._measures = (
            table("words/engine"), table("words/joins"), table("words/splits"), table("words/measure"),
        )  # fmt: skip
        self._dictionary = dictionary(words, lexicons.fold)

    def word(self, word: str) -> tuple[str, str]:
        """Why the engine's word is one, and the place of its row."""
        if word in self._engine:
            row = self._engine[word]
            return f"engine word: weight {int(row['freq']):,}", row.place
        if word in self._dictionary:
            weight, tag = self._dictionary[word]
            return f"engine's dictionary: weight {weight:,} ({tag})", ""
        if len(word) == 3 and word[-1] in self._joins:
            return f"{word[:2]} with a suffix", self._joins[word[-1]].place
        return ("a sign or a single character" if len(word) == 1 else "joined by the engine"), ""

    def taken_apart(self, words: Sequence[str]) -> Iterator[tuple[int, tuple[str, str]]]:
        """Index of each token that came of a word taken apart, with that word's parts and the place of its row."""
        at = 0
        while at < len(words):
            size, told = self._split_at(words, at)
            yield from ((at + offset, told) for offset in range(size))
            at += max(size, 1)

    def _split_at(self, words: Sequence[str], at: int) -> tuple[int, tuple[str, str]]:
        for size in range(min(_LONGEST, len(words) - at), 1, -1):
            parts = words[at : at + size]
            row = self._splits.get("".join(parts))
            if row is not None and row.list("parts") == tuple(parts):
                return size, ("|".join(parts), row.place)
            head = self._splits.get(parts[0])
            if size == 2 and head is not None and head["kind"] == "head" and parts[1] in self._measures:
                return size, ("|".join(parts), head.place)
        return 0, ("", "")
