"""Who holds a title in one reading: 總統 after 總統蔡英文."""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.claims.phrases import Phrase
from pipeline.claims.speakers import Phrases
from pipeline.mentions import Entity, Name


class Holders:
    """Finds the holders of titles, each title looked for once."""

    def __init__(self, text: str, entities: Sequence[Entity], names: Sequence[Name], phrases: Phrases) -> None:
        self._text, self._entities, self._names, self._phrases = text, entities, names, phrases
        self._holders: dict[str, Sequence[int]] = {}  # title → the people named with it
        self._owners: dict[tuple[int, str], frozenset[int]] = {}  # person and title → whose title it is

    def of(self, title: str) -> Sequence[int]:
        """The people whom the document names with a title; nobody where a row of them has it."""
        if title not in self._holders:
            self._holders[title] = self._holders_of(title)
        return self._holders[title]

    def is_elsewhere(self, person: int, phrase: Phrase, title: str) -> bool:
        """True where a title is that of one organization, and the person's that of another: 甲公司|經濟學家 after 乙公司|經濟學家|林大同."""
        named = self._phrases.named_at(phrase.start)
        if named is None or self._entities[named[2]].type == "place":
            return False
        if (person, title) not in self._owners:
            self._owners[person, title] = self._owners_of(person, title)
        return any(owner != named[2] for owner in self._owners[person, title])

    def _owners_of(self, person: int, title: str) -> frozenset[int]:
        """The organizations named right before a title that stands right before a person's name."""
        owners: set[int] = set()
        for start, _, _ in self._entities[person].mentions:
            end = start - len(title)
            before = bisect_left(self._names, (end,)) - 1
            if before < 0 or self._names[before][1] != end or not self._text.endswith(title, 0, start):
                continue
            owner = self._names[before][2]
            if self._entities[owner].type != "place":
                owners.add(owner)
        return frozenset(owners)

    def _holders_of(self, title: str) -> Sequence[int]:
        """The people whom the document names with a title right before or after the name; nobody where a row of them has it."""
        text, people = self._text, [n for n in self._names if self._entities[n[2]].type == "person"]
        starts = {start for start, _, _ in people}
        if any(end + 1 in starts and text[end] == "、" and text.endswith(title, 0, start) for start, end, _ in people):
            return ()
        return sorted({index for start, end, index in people if text.endswith(title, 0, start) or text.startswith(title, end)})
