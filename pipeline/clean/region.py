"""Where the article stands in the text: the run of lines that is most like prose on its topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.clean.judge import Judgement, Setting, Topic, Weights, bears_sign, change_point, closing_credit, grams, judge_headline, judge_paragraph
from pipeline.clean.lines import Line
from pipeline.clean.repeats import Repeats
from pipeline.clean.rules import NOTHING, Finding

CHROME = frozenset(("navigation", "comments", "markup", "player"))
LEAST_CHROME = 5
# What is known of where a text comes from: a feed that appends other articles, another place, nothing.
Source = Literal["feed", "other", "unknown"]
STRONG = frozenset(("fresh-dateline", "broken-off", "repeated", "after-closing-line", "last-line"))
STRONG_ELSEWHERE = frozenset(("fresh-dateline", "broken-off", "repeated"))
WEAK = frozenset(("no-full-stop", "headline-length"))


@dataclass(frozen=True, slots=True)
class Region:
    """Lines ``start..end`` hold the article; ``page`` says that the text is a whole page with its menus. ``scores`` are by line."""

    start: int
    end: int
    page: bool
    scores: dict[int, Judgement]
    judged: bool  # the end was found by judgement, not by a rule


def is_page(lines: Sequence[Line], findings: Sequence[Finding]) -> bool:
    """True where menus, buttons and players stand among the lines."""
    chrome = sum(1 for f in findings if f.noise and f.noise.kind in CHROME)
    loose = sum(1 for line in lines if not line.prose and len(line.text) < 40)
    return chrome >= LEAST_CHROME and (loose * 2 > len(lines) or chrome >= 3 * LEAST_CHROME)


def off_pages(findings: Sequence[Finding]) -> list[Finding]:
    """``findings`` without the rules that hold on whole pages only."""
    return [NOTHING if f.rule and f.rule.where == "page" else f for f in findings]


def page_region(lines: Sequence[Line], findings: Sequence[Finding], copies: Sequence[int], title: str, weights: Weights) -> tuple[int, int]:
    """The best run of lines of a page: prose counts for it, everything else against it, a copy of the title right above much for it."""
    pairs = grams(title)[0]
    scores = _page_scores(lines, findings, copies, pairs)
    best, found = 0.0, (0, 0)
    total, start = 0.0, 0
    for at, score in enumerate(scores):
        if total <= 0:
            total, start = _title_bonus(at, copies), at
        total += score
        if total > best and lines[at].prose:
            best, found = total, (start, at + 1)
    start, end = found
    while start < end and not (lines[start].prose and findings[start] is NOTHING):
        start += 1
    while end < len(lines) and findings[end].role in ("byline", "caption"):
        end += 1
    return start, end


def _page_scores(lines: Sequence[Line], findings: Sequence[Finding], copies: Sequence[int], title: set[tuple[str, ...]]) -> list[float]:
    scores: list[float] = []
    beyond, playing, above = False, False, set(copies)
    for at, (line, finding) in enumerate(zip(lines, findings, strict=True)):
        beyond = (beyond or finding.ends) and at not in above
        playing = (playing or bool(finding.noise and finding.noise.name == "player-block")) and not line.prose
        if finding.ends:
            scores.append(-12.0)
        elif playing or (finding.noise and finding.noise.kind == "player"):
            scores.append(-0.05)
        elif finding.noise:
            scores.append(-0.6)
        elif finding.role:
            scores.append(0.0)
        elif line.prose:
            near = 0.3 + min(2, len(grams(line.text)[0] & title)) * 0.35 if title else 1.0
            scores.append(line.prose * near * (0.2 if beyond else 1.0))
        else:
            scores.append(-1.0)
    return scores


def _title_bonus(at: int, copies: Sequence[int]) -> float:
    before = [at - c for c in copies if c <= at]
    return max(0.0, 10.0 - min(before) / 3) if before else 0.0


def plain_end(lines: Sequence[Line], findings: Sequence[Finding], start: int) -> int:
    """Index of the first line that ends the article by a rule, once a paragraph stood; ``len(lines)`` without one."""
    seen = False
    for at in range(start, len(lines)):
        cut = min((c.start for c in findings[at].cuts if c.rule.reach == "rest"), default=-1)
        if cut > 0:
            return at + 1
        if findings[at].ends and seen:
            return at
        seen = seen or (lines[at].prose > 0 and not findings[at].rule)
    return len(lines)


def judged_end(
    lines: Sequence[Line], findings: Sequence[Finding], start: int, end: int, title: str, weights: Weights, repeats: Repeats | None, source: Source
) -> tuple[int, dict[int, Judgement]]:
    """Where the article ends by judgement, and the scores by line."""
    if source == "other" and not repeats and not any(bears_sign(line.text) for line in lines[start + 1 : end]):
        return end, {}
    topic = Topic.of(title)
    places: list[int] = []
    scores: list[float] = []
    told: dict[int, Judgement] = {}
    headline = marker = closing = False
    for at in range(start, end):
        line, finding = lines[at], findings[at]
        if finding.rule:
            marker = marker or finding.rule.reach == "block"
            closing = closing or (topic.paragraphs > 1 and _closes(finding))
            continue
        known = repeats.others(line.text) if repeats else 0
        setting = Setting(headline, marker, closing, at == len(lines) - 1, known)
        if line.prose:
            judgement, pairs, triples = judge_paragraph(line, topic, setting, weights)
            if not topic.paragraphs:
                judgement = Judgement(min(judgement.score, 0.0), judgement.reasons)
            if judgement.score < weights["foreign"]:
                topic.add(line.text, pairs, triples)
            headline, marker, closing = False, False, topic.paragraphs > 1 and closing_credit(line.text)
        else:
            judgement = judge_headline(line, topic, setting, weights) if line.headline and topic.paragraphs else Judgement(0.0)
            headline = line.headline
        places.append(at)
        scores.append(judgement.score)
        told[at] = judgement
    first = next((i for i, at in enumerate(places) if lines[at].prose), len(places))
    if first == len(places):
        return end, told
    found = _cut_at(places, scores, told, first + 1, weights, source)
    return (places[found] if found < len(places) else end), told


def _cut_at(places: Sequence[int], scores: Sequence[float], told: dict[int, Judgement], first: int, weights: Weights, source: Source) -> int:
    """Index into ``places`` of the cut: the less besides the topic speaks for it, the higher the sum it needs.

    A feed is known to append other articles, so one sign is enough there; elsewhere half of what is cut must bear a sign of its own.
    """
    if source != "feed":
        found = first + change_point(scores[first:], weights["cut-elsewhere"])
        signs = sum(1 for at in places[found:] if _bears(told[at], STRONG_ELSEWHERE))
        return found if signs * 2 >= len(places) - found and (signs > 1 or source == "unknown") else len(places)
    for clues, least in ((STRONG, "cut"), (WEAK, "cut-on-weak-clue"), (None, "cut-without-clue")):
        found = first + change_point(scores[first:], weights[least])
        if found == len(places) or clues is None or any(_bears(told[at], clues) for at in places[found:]):
            return found
    return len(places)


def _bears(judgement: Judgement, clues: frozenset[str]) -> bool:
    return any(name in clues and weight > 0 for name, weight in judgement.reasons)


def _closes(finding: Finding) -> bool:
    return finding.role == "byline" or bool(finding.noise and finding.noise.kind in ("notice", "copyright", "tags"))
