"""Pairs and triples of telling characters: what two texts on one topic have in common, without a dictionary."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Pairs = set[tuple[str, ...]]
Codes = set[int]

# Characters found in any text tell no topic; digits and signs neither.
_COMMON = "的是在了和有也不為與及會要就都而但被將這那他她我你們上下中年月日時今昨到說人一個大"
_OTHER = re.compile(f"(?:[^\u3400-\u9fffA-Za-z]|[{_COMMON}])+")
_FIRST, _BEYOND = 0x3400, 0xA000
_BITS = 21  # of a code point


def pairs_of(text: str) -> Pairs:
    """Pairs of telling characters that stand together in a folded text."""
    pairs: Pairs = set()
    for run in _OTHER.sub(" ", text).split():
        pairs.update(pairwise(run))
    return pairs


@dataclass(frozen=True, slots=True)
class Grams:
    """The pairs and triples of a text as numbers, and the pairs of its first words."""

    pairs: Codes
    triples: Codes
    opening: Codes


@dataclass(frozen=True, slots=True)
class GramReader:
    """Reads many texts at once. ``telling`` says of each code point below U+A000 whether it tells a topic."""

    telling: Any  # numpy array of bool; the last one stands for all others

    def read(self, texts: Sequence[str], opening: int) -> list[Grams]:
        """The grams of each text; ``opening`` is how many code points are its first words."""
        import numpy as np

        codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), "<u4").astype("u8")
        telling = self.telling[np.minimum(codes, _BEYOND)]
        both = telling[:-1] & telling[1:]
        two = codes[:-1] << _BITS | codes[1:]
        three = two[:-1] << _BITS | codes[2:]
        starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
        at_two, at_three = np.flatnonzero(both), np.flatnonzero(both[:-1] & telling[2:])
        pairs, triples = two[at_two].tolist(), three[at_three].tolist()
        ends, thirds = np.searchsorted(at_two, starts).tolist(), np.searchsorted(at_three, starts).tolist()
        heads = np.searchsorted(at_two, np.minimum(starts[:-1] + opening - 1, starts[1:])).tolist()
        return [
            Grams(set(pairs[a:b]), set(triples[c:d]), set(pairs[a:head]))
            for a, b, c, d, head in zip(ends, ends[1:], thirds, thirds[1:], heads, strict=False)
        ]


def gram_reader() -> GramReader:
    """The reader, its table of telling characters made."""
    import numpy as np

    telling = np.zeros(_BEYOND + 1, dtype=bool)
    telling[_FIRST:_BEYOND] = True
    for first, last in ("AZ", "az"):
        telling[ord(first) : ord(last) + 1] = True
    telling[[ord(c) for c in _COMMON]] = False
    return GramReader(telling)
