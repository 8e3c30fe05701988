"""Test sentences with their names marked: {person} and [organization]; a line that opens with # is a title."""

import re
from collections.abc import Mapping, Sequence

from pipeline.claims import ClaimFinder
from pipeline.document import Article, Block, RawDocument, read_article
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.mentions import Claim, Entity, EntityType, NameMention
from pipeline.segment import Segmenter
from pipeline.settings import Settings

_MARKED = re.compile(r"\{([^}]+)\}|\[([^\]]+)\]")


class Harness:
    """The claims of marked sentences; everything compiled once."""

    def __init__(self, lexicons: Lexicons | None = None) -> None:
        self.lexicons = lexicons or load_lexicons()
        self.finder = ClaimFinder(self.lexicons)
        self._segmenter = Segmenter(self.lexicons, Settings())

    def claims(self, marked: str, aliases: Mapping[str, Sequence[str]] | None = None) -> tuple[str, tuple[Claim, ...]]:
        """The text as it is read and its claims."""
        text = _MARKED.sub(lambda m: m[1] or m[2], marked)
        reading = read_article(Article(RawDocument(text), tuple(_blocks(text)), ()), self.lexicons.fold)
        entities = tuple(_entities(marked, reading.text, self.lexicons, aliases or {}))
        return reading.text, self.finder.find(reading, self._segmenter.segment(reading), (), entities)


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    at = 0
    for line in text.split("\n"):
        skip = 2 if line.startswith("# ") else 0
        if line:
            blocks.append(Block(at + skip, at + len(line), "title" if skip else "paragraph"))
        at += len(line) + 1
    return blocks


def _entities(marked: str, text: str, lexicons: Lexicons, aliases: Mapping[str, Sequence[str]]) -> list[Entity]:
    names: dict[str, EntityType] = {m[1] or m[2]: "person" if m[1] else "organization" for m in _MARKED.finditer(marked)}
    out: list[Entity] = []
    for name, kind in names.items():
        forms = [f.translate(lexicons.fold) for f in (name, *aliases.get(name, ()))]
        pattern = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
        mentions = tuple(NameMention(m.start(), m.end(), "test") for m in re.finditer(pattern, text))
        out.append(Entity(kind, "company" if kind == "organization" else kind, name, None, (), "pattern", mentions))
    return out
