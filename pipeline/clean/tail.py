"""What is left at an article's end that no rule names: its topic words, and titles among buttons."""

import re
from collections.abc import Sequence

from pipeline.clean.lines import Line
from pipeline.clean.rules import Finding

_PARTS = re.compile(r" {0,2}[·,、|#/] {0,2}")
_LONGEST_TOPIC, _MOST_TOPICS, _LONGEST_LINE = 8, 10, 60
_NO_TITLE = re.compile(r"\d{4,}|[:@。]|^\d{1,2}[.、）]|^（")
CHROME = frozenset(("navigation", "comments", "copyright", "recommendation", "promotion", "related_links"))


def loose_ends(lines: Sequence[Line], findings: Sequence[Finding], start: int, end: int) -> dict[int, tuple[str, str]]:
    """Lines of ``start..end`` after the last paragraph that are none of the article's: line → kind, rule."""
    last = next((at for at in range(end - 1, start - 1, -1) if lines[at].prose and not findings[at].noise), end)
    tail = [at for at in range(last + 1, end) if not findings[at].rule and not findings[at].cuts]
    if not tail:
        return {}
    closed = lines[last].ended or bool(findings[last].cuts)
    found = dict.fromkeys(_topics(lines, tail, start, end) if closed else (), ("tags", "topic-words"))
    chrome = next((at for at in range(last + 1, end) if _is_chrome(findings[at])), end)
    found |= {at: ("recommendation", "title-among-buttons") for at in tail if at > chrome and _could_be_title(lines[at])}
    return found


def _topics(lines: Sequence[Line], tail: Sequence[int], start: int, end: int) -> list[int]:
    """All of a tail where it is made of a few short words, most of them words of the article, as tags are. One word
    alone may be its last heading, where nothing follows."""
    parts = [part for at in tail for part in _PARTS.split(lines[at].text.strip("#·"))]
    if len(parts) > _MOST_TOPICS or any(not 1 < len(part) <= _LONGEST_TOPIC for part in parts):
        return []
    article = "\n".join(line.text for line in lines[start : tail[0]])
    told = sum(part in article for part in parts)
    return list(tail) if told * 2 >= len(parts) and (told > 1 or end < len(lines)) else []


def _is_chrome(finding: Finding) -> bool:
    return finding.noise is not None and finding.noise.whole and finding.noise.kind in CHROME


def _could_be_title(line: Line) -> bool:
    return 4 <= len(line.text) <= _LONGEST_LINE and _NO_TITLE.search(line.text) is None
