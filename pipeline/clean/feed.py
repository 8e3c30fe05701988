"""Teasers of other articles taken apart: title, teaser, outlet, age, comments."""

import re
from collections.abc import Collection, Sequence

from pipeline.clean.lines import Line
from pipeline.document import FeedItem

_SIGNED = re.compile(r" {0,2}· (?P<age>\d{1,3} ?(?:秒|分鐘|小時|天|週|周|個月|年)前) · (?P<comments>\d[\d,]{0,8}|發表留言)$")
_SENTENCE_END = re.compile(r"[。！？…」』）】\]](?=[^。！？…」』）】\]]{1,24}$)")
_SINGLE = 24


def signed(line: Line) -> bool:
    """True where a teaser's signature (outlet · age · comments) ends the line."""
    return " · " in line.text and _SIGNED.search(line.text) is not None


def read_item(raw: str, title: Line | None, line: Line, outlets: Collection[str]) -> FeedItem:
    """The item of a signed line and the title above it, in the words of the raw text."""
    m = _SIGNED.search(line.text)
    if m is None:
        return FeedItem()
    before = line.text[: m.start()].rstrip()
    cut = outlet_start(before, outlets)
    told = raw[line.start : line.start + cut].strip()
    return FeedItem(
        title=raw[title.start : title.end] if title else "",
        teaser=told,
        outlet=raw[line.start + cut : line.start + len(before)].strip(),
        age=m["age"],
        comments="" if m["comments"] == "發表留言" else m["comments"],
    )


def outlet_start(text: str, outlets: Collection[str]) -> int:
    """Where the outlet's name starts at the end of ``text``: the longest known name, else what stands after the last
    sentence."""
    tail = text[-_SINGLE:]
    for size in range(len(tail), 1, -1):
        if tail[-size:].strip() in outlets:
            return len(text) - size
    m = _SENTENCE_END.search(text)
    return m.end() if m else len(text)


def pairs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """(title line or -1, signed line) of every signed teaser."""
    found: list[tuple[int, int]] = []
    last = -1
    for at, line in enumerate(lines):
        if signed(line):
            found.append((at - 1 if at - 1 > last and len(lines[at - 1].text) <= 90 else -1, at))
            last = at
    return found
