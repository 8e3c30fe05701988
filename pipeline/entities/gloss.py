"""Names introduced beside a fuller name: 全名（簡稱「X」）, 全名（English）, 暱稱; and names shown by their stock code: X（2330）."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.entities.context import ticker
from pipeline.entities.found import Found, View

_INTRO = r"(?:以下合?簡?稱為?|下稱|下簡稱|簡稱為?|縮寫為?|又稱|又名|亦稱|俗稱|英文名|英文為|英文簡稱|原名|原稱|前稱|舊稱|前身為|即|原)"
GLOSS = re.compile(
    rf"（ ?(?:{_INTRO}:?[「『《]?(?P<short>[^「」『』（）、，。\n]{{2,16}}?)[」』》]?[）；，]"
    r"|(?P<latin>[A-Z0-9\u00c0-\u00de][A-Za-z0-9\u00c0-\u024f&'’.,·/ -]{1,60}?) ?[）；，、])"
)
_FURTHER = re.compile(rf" ?[，；、] ?{_INTRO}:?[「『《]?([^「」『』（）、，。\n]{{2,16}}?)[」』》]?[）；，]")
_PERSON = re.compile(r"[A-Z\u00c0-\u00de][a-z\u00c0-\u024f]+(?:[ -][A-Za-z\u00c0-\u024f]+){1,3}")
_CODE_ONLY = re.compile(r"[A-Z]{1,5}[.-][A-Z]{1,2}$|[0-9.,%-]+$|[0-9]{4}-?[A-Z]*$")
_CODED = re.compile(r"（ ?[0-9]{4}")
_CLOSERS = "」』》"


def glosses(seen: View, found: Sequence[Found]) -> Iterator[Found]:
    """The short or foreign name in brackets right after a name already found, as an alias of it."""
    ends = {f.end: f for f in found if f.type == "organization" or f.type == "person"}
    text = seen.text
    for gloss in GLOSS.finditer(text):
        host = next(
            (ends[at] for at in (gloss.start(), gloss.start() - 1) if at in ends and (at == gloss.start() or text[at] in _CLOSERS + " ")),
            None,
        )
        if host is None:
            continue
        group = "short" if gloss["short"] else "latin"
        name = gloss[group].rstrip(" .,")
        if host.type == "person" and not (group == "latin" and _PERSON.fullmatch(name)):
            continue
        if group == "latin" and (_CODE_ONLY.match(name) or name.upper() in ("ADR", "EPS")):
            continue
        start = gloss.start(group)
        further = _FURTHER.match(text, gloss.end("latin")) if group == "latin" else None
        if further:
            yield Found(further.start(1), further.end(1), host.type, host.kind, "alias", "gloss short", host.entry, host.start)
        yield Found(start, start + len(name), host.type, host.kind, "alias", f"gloss {group}", host.entry, host.start)


def by_ticker(seen: View, stops: frozenset[str]) -> Iterator[Found]:
    """Unknown names right before a stock code."""
    if "股" not in seen.text:
        return
    for code in _CODED.finditer(seen.text):
        i = bisect_left(seen.starts, code.start())
        if i == 0 or seen.types[i - 1] or not ticker(seen, i - 1):
            continue
        first = i - 1
        while first > 0 and _part_of_name(seen, first - 1, seen.ends[i - 1], stops):
            first -= 1
        name = seen.text[seen.starts[first] : seen.ends[i - 1]]
        if 2 <= len(name) <= 6 and name.isalnum() and not name.isascii() and name not in stops:
            yield Found(seen.starts[first], seen.ends[i - 1], "organization", "company.listed", "pattern", "stock code")


def _part_of_name(seen: View, at: int, end: int, stops: frozenset[str]) -> bool:
    word = seen.words[at]
    joined = seen.ends[at] == seen.starts[at + 1]
    plain = not seen.types[at] and word not in stops and ("\u4e00" <= word[0] <= "\u9fff" or word[0].isalpha())
    return joined and plain and len(word) == 1 and end - seen.starts[at] <= 4
