"""A finder over the built-in lexicons, and marked sentences: [organization], {person}."""

import re
from collections.abc import Callable

import pytest

from pipeline.document import Article, Block, RawDocument, Reading, read_article
from pipeline.entities import EntityFinder
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.mentions import Entity
from pipeline.segment import Segmenter
from pipeline.settings import Settings

Marks = list[tuple[str, int, int]]
_MARK = re.compile(r"\[([^\]]*)\]|\{([^}]*)\}")


@pytest.fixture(scope="session")
def lexicons() -> Lexicons:
    return load_lexicons()


def read(text: str, lexicons: Lexicons) -> Reading:
    blocks = [Block(m.start(), m.end(), "paragraph") for m in re.finditer(r"[^\n]+", text) if not m[0].isspace()]
    return read_article(Article(RawDocument(text), tuple(blocks), ()), lexicons.fold)


@pytest.fixture(scope="session")
def find(lexicons: Lexicons) -> Callable[[str], tuple[Entity, ...]]:
    finder, segmenter = EntityFinder(lexicons), Segmenter(lexicons, Settings())

    def entities(text: str) -> tuple[Entity, ...]:
        reading = read(text, lexicons)
        return finder.find(reading, segmenter.segment(reading))

    return entities


def unmark(marked: str) -> tuple[str, Marks]:
    """The plain text of a marked one, and its marks as (type, start, end)."""
    parts: list[str] = []
    marks: Marks = []
    at = size = 0
    for m in _MARK.finditer(marked):
        parts.append(marked[at : m.start()])
        size += m.start() - at
        name = m[1] if m[1] is not None else m[2]
        marks.append(("organization" if m[1] is not None else "person", size, size + len(name)))
        parts.append(name)
        size += len(name)
        at = m.end()
    return "".join([*parts, marked[at:]]), marks


def marks_of(entities: tuple[Entity, ...]) -> Marks:
    """The organizations and people of ``entities`` as marks."""
    spans = [(e.type, m.start, m.end) for e in entities if e.type != "place" for m in e.mentions]
    return sorted(spans, key=lambda s: s[1])


def mark(text: str, marks: Marks) -> str:
    """``text`` with its marks, for messages that can be read."""
    out: list[str] = []
    at = 0
    for kind, start, end in marks:
        name = text[start:end]
        out += (text[at:start], f"[{name}]" if kind == "organization" else f"{{{name}}}")
        at = end
    return "".join([*out, text[at:]])
