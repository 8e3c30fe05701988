"""New noise rules proposed from a dump: lines and line ends that many documents share and the rules do not know yet."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.clean.cleaner import Cleaner
from pipeline.document import RawDocument

LONGEST_LINE = 80
LONGEST_TAIL = 60
LEAST_TAIL = 8
EXAMPLES = 3
_BOUNDARY = re.compile(r"[。！？」』）】\s](?=[^。！？」』）】\s])")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A stretch that stands in ``documents`` documents: a whole line, or (``glued``) the end of a longer one.

    ``place`` is where it mostly stands: before, inside or after the article's middle; ``found`` are some documents it was found in.
    """

    text: str
    documents: int
    place: str
    glued: bool
    found: tuple[str, ...]


def suggest(documents: Iterable[RawDocument], cleaner: Cleaner, least: int) -> list[Suggestion]:
    """Suggestions, most frequent first, from what cleaning keeps of ``documents``; each stands in at least ``least`` of them."""
    lines: dict[str, list[tuple[str, float]]] = defaultdict(list)
    tails: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for document in documents:
        name = f"{document.origin.path or document.origin.url or '-'}#{document.origin.index}"
        for text, at in _kept_lines(document, cleaner):
            if len(text) <= LONGEST_LINE:
                lines[text].append((name, at))
        for tail in _tails(document, cleaner):
            tails[tail].append((name, 1.0))
    found = [_suggestion(text, where, glued=False) for text, where in lines.items() if len(where) >= least]
    found += [_suggestion(text, where, glued=True) for text, where in _longest(tails, least).items()]
    return sorted(found, key=lambda s: (-s.documents, s.text))


def _kept_lines(document: RawDocument, cleaner: Cleaner) -> Iterator[tuple[str, float]]:
    """Kept lines, each once, with where they stand: 0 the start, 1 the end."""
    reading = cleaner.read(document)
    size, seen = max(1, len(reading.lines) - 1), set[str]()
    for at, (line, verdict) in enumerate(zip(reading.lines, reading.verdicts, strict=True)):
        if verdict.role in ("paragraph", "heading") and line.text not in seen:
            seen.add(line.text)
            yield line.text, at / size


def _tails(document: RawDocument, cleaner: Cleaner) -> Iterator[str]:
    """The last kept stretch's ends, from ``LEAST_TAIL`` to ``LONGEST_TAIL`` code points."""
    body = cleaner.clean(document).body
    if body and body[-1].role == "paragraph":
        end = document.text[body[-1].start : body[-1].end][-LONGEST_TAIL:]
        starts = (m.end() for m in _BOUNDARY.finditer(end))
        yield from (end[at:] for at in starts if len(end) - at >= LEAST_TAIL)


def _longest(tails: dict[str, list[tuple[str, float]]], least: int) -> dict[str, list[tuple[str, float]]]:
    """The tails that stand often enough and are not the end of a longer one that stands as often."""
    often = sorted((t for t, where in tails.items() if len(where) >= least), key=len, reverse=True)
    kept: list[str] = []
    for tail in often:
        if not any(longer.endswith(tail) and len(tails[longer]) == len(tails[tail]) for longer in kept):
            kept.append(tail)
    return {tail: tails[tail] for tail in kept}


def _suggestion(text: str, where: list[tuple[str, float]], *, glued: bool) -> Suggestion:
    mean = sum(at for _, at in where) / len(where)
    place = "after" if mean > 0.7 else "before" if mean < 0.3 else "inside"
    return Suggestion(text, len(where), place, glued, tuple(name for name, _ in where[:EXAMPLES]))


def as_toml(suggestions: Iterable[Suggestion]) -> str:
    """Ready-to-paste entries for a TOML file under a lexicon folder's noise/."""
    counts: Counter[str] = Counter()
    return "\n".join(_entry(s, counts) for s in suggestions)


def _entry(s: Suggestion, counts: Counter[str]) -> str:
    kind = "navigation" if s.place == "before" else "promotion" if s.place == "after" else "related_links"
    name = f"suggested-{'tail' if s.glued else 'line'}-{s.place}"
    counts[name] += 1
    head = f"# {s.documents} documents, e.g. {', '.join(s.found)}\n[[rule]]\n"
    head += f"name = {_quoted(f'{name}-{counts[name]}')}\nkind = {_quoted(kind)}\n"
    if not s.glued:
        return f"{head}lines = [{_quoted(s.text)}]\nhits = [{_quoted(s.text)}]\n"
    literal = max(re.split(r"\s+", s.text), key=len)
    match = rf"(?<=[。！？」』）】\s]){re.escape(s.text)}$"
    return f'{head}reach = "tail"\nany = [{_quoted(literal)}]\nmatch = {_quoted(match)}\nhits = [{_quoted(f"。⟦{s.text}⟧")}]\n'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04X}" for c in escaped) + '"'
