"""賴總統, 卓揆: a surname with a title is the person of the document, or the holder of the post, who bears it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.entities.found import Found, View
from pipeline.lexicon import Lexicons

GLUED = {"揆": "行政院長"}  # written to the surname as one word
_GLUED = re.compile(r"[\u4e00-\u9fff]揆")


class SurnameTitles:
    """Finds surnames with a title under fixed lexicons. 爸爸, 先生 and their like do not tell whose they are."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = dict(lexicons.fold)
        rows = [r for r in lexicons.rows("words/titles") if "honorific" in r.list("tag") and r["kind"] != "title.honorific"]
        self._titles = frozenset(r["name"].translate(fold) for r in rows)
        self._tags = [tuple([t.translate(fold) for t in e.tags]) for e in lexicons.entries]
        holders: dict[tuple[str, str], set[int]] = defaultdict(set)
        for number, entry in enumerate(lexicons.entries):
            if entry.type == "person" and len(entry.name) in (2, 3):
                for tag in self._tags[number]:
                    holders[entry.name[0], tag].add(number)
        self._holders = {key: next(iter(entries)) for key, entries in holders.items() if len(entries) == 1}

    def find(self, seen: View, found: Sequence[Found]) -> Iterator[Found]:
        """The surname of every such phrase, as a mention of the one person it can mean; none before a name, whose title it is: 高市議員|林大同."""
        people: dict[str, dict[str, Found]] = defaultdict(dict)
        for f in found:
            if f.type == "person" and f.kind != "foreign" and 1 < f.end - f.start < 5:
                people[seen.text[f.start]].setdefault(seen.text[f.start : f.end], f)
        named = {f.start for f in found if f.type == "person"}
        for i in seen.marks:
            if seen.joined(i) and len(seen.words[i - 1]) == 1 and seen.words[i] in self._titles and seen.ends[i] not in named:
                yield from self._meant(people, seen.words[i - 1], seen.words[i], seen.starts[i - 1])
        if "揆" in seen.text:
            for m in _GLUED.finditer(seen.text):
                yield from self._meant(people, m[0][0], GLUED["揆"], m.start())

    def _meant(self, people: dict[str, dict[str, Found]], surname: str, title: str, start: int) -> Iterator[Found]:
        bearers = list(people.get(surname, {}).values())
        if len(bearers) > 1:
            bearers = [f for f in bearers if f.entry >= 0 and any(tag.endswith(title) for tag in self._tags[f.entry])]
        if len(bearers) == 1:
            first = bearers[0]
            yield first._replace(start=start, end=start + 1, rule="surname and title", basis="alias", alias_of=first.start)
        elif not bearers and (surname, title) in self._holders:
            entry = self._holders[surname, title]
            yield Found(start, start + 1, "person", "", "alias", "surname and title", entry)
