"""A text laid out for judgement: its lines, what the rules say of them, where its title stands, where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.clean.lines import Line
from pipeline.clean.repeats import Repeats
from pipeline.clean.rules import NOTHING, Finding

# What is known of where a text comes from: a feed that appends other articles, another place, nothing.
Source = Literal["feed", "other", "unknown"]

CHROME = frozenset(("navigation", "comments", "markup", "player"))
LEAST_CHROME = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One text on the way to its verdicts. ``copies`` are the lines that repeat the title; ``page`` says that menus
    stand around it."""

    lines: Sequence[Line]
    findings: Sequence[Finding]
    copies: Sequence[int]
    title: str
    source: Source
    page: bool
    repeats: Repeats | None

    def known_elsewhere(self, at: int) -> int:
        """In how many other documents of the dump line ``at`` stands; 0 without a count."""
        return self.repeats.others(self.lines[at].text) if self.repeats else 0


def is_page(lines: Sequence[Line], findings: Sequence[Finding]) -> bool:
    """True where menus, buttons and players stand among the lines: several different ones, and much else that is short."""
    found = zip(lines, findings, strict=True)
    chrome = len({line.text for line, f in found if f.noise and f.noise.kind in CHROME})
    loose = sum(1 for line in lines if not line.prose and len(line.text) < 40)
    return chrome >= LEAST_CHROME and (loose * 2 > len(lines) or chrome >= 3 * LEAST_CHROME)


def off_pages(findings: Sequence[Finding]) -> list[Finding]:
    """``findings`` without the rules that hold on whole pages only."""
    return [NOTHING if f.rule and f.rule.where == "page" else f for f in findings]
