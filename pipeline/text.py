"""Same-length shadows of a text, and its sentences.

Every shadow here keeps the length, so an offset in the shadow is an offset in the text: that is why NFKC is never used
(㈱ becomes three characters) and why a table of single characters is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.span import Span

if TYPE_CHECKING:
    from numpy import intp
    from numpy.typing import NDArray

Table = Mapping[int, str]

# Full-width letters, digits and the signs that stand inside numbers and Latin words become ASCII; sentence punctuation and brackets
# become full-width, so that a rule is written once. The comma keeps its width: 1,140 is a number, ，ends a clause.
_ASCII_FROM_WIDE = "０１２３４５６７８９％＋－／：＆＠＿＝～＃＊"
_WIDE_FROM_ASCII = {"(": "（", ")": "）", "!": "！", "?": "？", ";": "；"}
_SAME = {
    "╱": "/", "∕": "/", "⁄": "/", "‧": "·", "・": "·", "•": "·", "∙": "·", "．": "·", "﹒": "·", "･": "·",
    "﹐": "，", "﹔": "；", "﹖": "？", "﹗": "！", "﹕": ":", "︰": ":", "∶": ":", "～": "~", "〜": "~", "﹙": "（", "﹚": "）",
    "\u3000": " ", "\u00a0": " ", "\t": " ", "\u2009": " ", "\u202f": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n",
    "─": "—", "–": "-", "−": "-", "‐": "-", "‑": "-", "﹣": "-",
}  # fmt: skip


def width_table() -> dict[int, str]:
    """The fold of widths and look-alike signs: code point → one character. ~150 entries."""
    table = {ord(c): chr(ord(c) - 0xFEE0) for c in _ASCII_FROM_WIDE}
    table |= {c: chr(c - 0xFEE0) for c in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    table |= {ord(a): b for a, b in _WIDE_FROM_ASCII.items()}
    return table | {ord(a): b for a, b in _SAME.items()}


def fold_table(variants: Iterable[tuple[str, str]] = ()) -> dict[int, str]:
    """``width_table`` and the character variants (臺 → 台 …) of the lexicons."""
    return width_table() | {ord(a): b for a, b in variants}


def simplified_table() -> dict[int, str]:
    """Traditional → Simplified, character by character, from OpenCC's own table.

    OpenCC's ``t2s`` never changed a length in 626,000 strings; one table for ``str.translate`` does the same work at some twenty million
    characters a second. Only single characters with a single-character answer are taken.
    """
    from importlib.resources import files

    folder = files("opencc") / "dictionary"
    text = (folder / "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return {ord(a): b.split(" ")[0] for a, b in pairs if len(a) == 1 and len(b.split(" ")[0]) == 1}


class FastTable(dict[int, str]):
    """A table of single characters, as ``str.translate`` takes it, that also translates a whole text some thirty times as fast.

    ``apply(text)`` is ``text.translate(table)``: one look-up in an array for all characters at once.
    """

    __slots__ = ("_array",)

    def __init__(self, table: Table) -> None:
        import numpy

        super().__init__(table)
        self._array = numpy.arange(0x110000, dtype="<u4")
        self._array[list(self)] = list(map(ord, self.values()))

    def __reduce__(self) -> tuple[object, ...]:
        return FastTable, (dict(self),)

    def apply(self, text: str) -> str:
        """The text translated."""
        return self.spell(code_points(text))

    def spell(self, codes: "NDArray[intp]") -> str:
        """A text of these code points, translated."""
        translated: str = self._array.take(codes).tobytes().decode("utf-32-le", "surrogatepass")
        return translated


def code_points(text: str) -> "NDArray[intp]":
    """The code point of every character, as numbers that numpy takes for indices as they are."""
    import numpy

    return numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(numpy.intp)


def fold_text(text: str, table: Table) -> str:
    """``text.translate(table)``, at once where the table can."""
    return table.apply(text) if isinstance(table, FastTable) else text.translate(table)


def fold_words(words: Sequence[str], table: Table) -> list[str]:
    """Each of the words folded, all of them at once; those that are folded already stay what they are."""
    folded = fold_text("\n".join(words), table).split("\n") if words else []
    if len(folded) != len(words):  # one of them holds what is folded to a newline
        folded = [word.translate(table) for word in words]
    return [word if word == other else other for word, other in zip(words, folded, strict=True)]


_SENTENCE = re.compile(r"[^\n。！？；]+[。！？；]*[」』”）】]*|[。！？；]+[」』”）】]*")


def sentences(text: str) -> list[Span]:
    """Sentences of a folded text: up to 。！？； or the line's end, with their closing marks; blank ones left out."""
    return [m.span() for m in _SENTENCE.finditer(text) if not m[0].isspace()]


def strip_span(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def opened_before(text: str, at: int, low: int, marks: str = "「」") -> int:
    """Where the quotation opens in ``low..at`` that holds ``at``, or what the opening and the closing of ``marks`` stand around; -1 where none does."""
    opened = text.rfind(marks[0], low, at)
    return opened if opened >= 0 and text.find(marks[1], opened, at) < 0 else -1
