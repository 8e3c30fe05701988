"""Many words found in one pass over a text."""

from collections.abc import Callable, Sequence

import ahocorasick_rs

Find = Callable[..., list[tuple[int, int, int]]]


class Automaton:
    """The automaton of ``words``, which can be pickled: as its words, since to make it anew is quicker than to read it would be.

    ``longest``: the matches are apart, leftmost ones win, the longest among them. ``dense``: a table of all transitions. It takes longer to
    make, and more of it is fetched from memory: it finds sooner only where few words begin as the text goes on, as those of noise do.
    """

    __slots__ = ("_made_of", "find_matches_as_indexes")

    find_matches_as_indexes: Find  # (text, overlapping=False): index of the word, start, end

    def __init__(self, words: Sequence[str], longest: bool = False, dense: bool = False) -> None:
        self._made_of = tuple(words), longest, dense
        kind = ahocorasick_rs.MatchKind.LeftmostLongest if longest else ahocorasick_rs.MatchKind.Standard
        form = ahocorasick_rs.Implementation.DFA if dense else None
        self.find_matches_as_indexes = ahocorasick_rs.AhoCorasick(words, matchkind=kind, implementation=form).find_matches_as_indexes

    def __reduce__(self) -> tuple[object, ...]:
        return Automaton, self._made_of
