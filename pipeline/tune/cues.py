"""Unknown words that may report a statement: what stands again and again between a named speaker and a mark of speech."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from pipeline.lexicon import Lexicons
from pipeline.tune.contexts import MASK
from pipeline.tune.names import Candidate
from pipeline.tune.ngrams import Run, written
from pipeline.tune.tape import BITS, Kind, Tape

LONGEST = 2  # words of a cue
_SPEAKERS = frozenset((Kind.ORGANIZATION, Kind.SHOWN_ORGANIZATION, Kind.PERSON, Kind.SHOWN_PERSON))
_WORDS = frozenset((Kind.PLAIN, Kind.WORD))
_QUOTES = ("「", "『")


@dataclass(slots=True)
class _Told:
    """How often a run stood before a mark, and whose subjects it had."""

    mentions: int = 0
    documents: int = 0
    quoted: int = 0  # the mark is a colon or opens a quotation
    speakers: set[int] = field(default_factory=set)


class Cues:
    """Finds runs in the frame of speech: a named speaker or a speaker's noun, the run, a mark (：「 or ，「 or ：)."""

    def __init__(self, lexicons: Lexicons, tape: Tape) -> None:
        fold = lexicons.fold
        self._tape = tape
        self._cues = frozenset(r["cue"].translate(fold) for r in lexicons.rows("claims/cues"))
        self._tails = tuple(self._cues)
        self._titles = frozenset(tape.number(r["name"].translate(fold)) for r in lexicons.rows("words/titles"))
        self._nouns = frozenset(tape.number(r["noun"].translate(fold)) for r in lexicons.rows("claims/speakers"))
        self._colon, self._comma = tape.number(":"), tape.number("，")
        self._quotes = frozenset(tape.number(q) for q in _QUOTES)

    def candidates(self, least: int) -> list[Candidate]:
        """Unknown cues with at least ``least`` mentions before a mark, best first."""
        told, all_over = self._told(), self._all_over()
        found = []
        for run, seen in told.items():
            text = written(run, self._tape.words)
            if seen.mentions < least or not self._allowed(text):
                continue
            share = seen.mentions / max(all_over[run], seen.mentions)
            signals = {"speakers": log(1 + len(seen.speakers)), "quoted": seen.quoted / seen.mentions, "only here": 2.0 * share}
            found.append(Candidate(run, text, seen.mentions, seen.documents, signals))
        return sorted(found, key=lambda c: (-c.score, c.text))

    def _allowed(self, text: str) -> bool:
        """A Chinese word of two to four characters that is no cue, nor one with something before it."""
        return 2 <= len(text) <= 4 and not text.isascii() and text not in self._cues and not text.endswith(self._tails)

    def _told(self) -> dict[Run, _Told]:
        out: dict[Run, _Told] = {}
        for items in self._tape.read():
            here: set[Run] = set()
            for run, speaker, quoted in self._frames(items):
                seen = out.setdefault(run, _Told())
                seen.mentions += 1
                seen.quoted += quoted
                seen.documents += run not in here
                seen.speakers.add(speaker)
                here.add(run)
        return out

    def _frames(self, items: Sequence[int]) -> Iterator[tuple[Run, int, bool]]:
        """Every frame: the run, its speaker's word, and whether a colon or a quotation follows."""
        for at in range(1, len(items) - 1):
            sign, following = items[at] >> BITS, items[at + 1] >> BITS
            quoted = sign == self._colon or following in self._quotes
            if sign != self._colon and not (sign == self._comma and quoted):
                continue
            for size in range(1, LONGEST + 1):
                first = at - size
                if first < 1 or items[first] & MASK not in _WORDS:
                    break
                if self._speaks(items[first - 1]):
                    yield tuple(x >> BITS for x in items[first:at]), items[first - 1] >> BITS, quoted

    def _speaks(self, item: int) -> bool:
        return item & MASK in _SPEAKERS or item >> BITS in self._titles or item >> BITS in self._nouns

    def _all_over(self) -> Counter[Run]:
        out: Counter[Run] = Counter()
        for items in self._tape.read():
            numbers = [x >> BITS for x in items]
            out.update((n,) for n in numbers)
            out.update(pairwise(numbers))
        return out
