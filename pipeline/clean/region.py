"""Where the article stands in the text: the run of lines that is most like prose on its topic, up to where others'
begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.clean.judge import (
    Grams,
    Judgement,
    Setting,
    Topic,
    Weights,
    change_point,
    grams,
    judge_headline,
    judge_paragraph,
)
from pipeline.clean.rules import NOTHING, Finding
from pipeline.clean.sheet import Sheet

STRONG = frozenset(("fresh-dateline", "broken-off", "repeated", "after-closing-line", "last-line"))
STRONG_ELSEWHERE = frozenset(("fresh-dateline", "broken-off", "repeated"))
WEAK = frozenset(("no-full-stop", "headline-length"))
# A player with its dozens of buttons stands in the middle of articles; an end marker doesn't.
PENALTIES = {"end": -12.0, "player": -0.05, "noise": -0.6, "loose": -1.0}
TITLE_BONUS = 10.0


@dataclass(frozen=True, slots=True)
class Region:
    """Lines ``start..end`` hold the article. ``scores`` are by line; ``judged`` says that judgement, not a rule,
    found the end."""

    start: int
    end: int
    scores: dict[int, Judgement]
    judged: bool


def find_region(sheet: Sheet, weights: Weights) -> Region:
    """The article's lines. Without menus around it an article starts at the first line."""
    start, end = page_region(sheet) if sheet.page else (0, 0)
    by_page = start < end
    if not by_page:
        start, end = 0, plain_end(sheet, 0)
    if end - start < 3 and len(sheet.lines) < 3:
        return Region(start, end, {}, False)
    found, scores = judged_end(sheet, start, end, weights)
    # A line cut off counts for more as the last one: where the cut makes one so, what is left is judged again.
    while found < end and found > start and not sheet.lines[found - 1].ended:
        again, told = judged_end(sheet, start, found, weights)
        if again == found:
            break
        found, scores = again, scores | told
    return Region(start, found, scores, found < end)


def page_region(sheet: Sheet) -> tuple[int, int]:
    """The best run of lines of a page: prose counts for it, all else against it, a copy of the title right above much
    for it."""
    lines, findings = sheet.lines, sheet.findings
    best, found, total, start = 0.0, (0, 0), 0.0, 0
    for at, score in enumerate(_page_scores(sheet)):
        if total <= 0:
            total, start = _title_bonus(at, sheet.copies), at
        total += score
        if total > best and lines[at].prose:
            best, found = total, (start, at + 1)
    start, end = found
    while start < end and not (lines[start].prose and findings[start] is NOTHING):
        start += 1
    while end < len(lines) and findings[end].role in ("byline", "caption"):
        end += 1
    return start, end


def _page_scores(sheet: Sheet) -> list[float]:
    scores: list[float] = []
    title = grams(sheet.title)[0]
    beyond, playing, above = False, False, set(sheet.copies)
    for at, (line, finding) in enumerate(zip(sheet.lines, sheet.findings, strict=True)):
        noise = finding.noise
        beyond = (beyond or finding.ends) and at not in above
        playing = (playing or bool(noise and noise.name == "player-block")) and not line.prose
        if finding.ends:
            scores.append(PENALTIES["end"])
        elif noise or playing:
            scores.append(PENALTIES["player" if playing or (noise and noise.kind == "player") else "noise"])
        elif finding.role:
            scores.append(0.0)
        elif line.prose:
            scores.append(line.prose * _nearness(line.text, title) * (0.2 if beyond else 1.0))
        else:
            scores.append(PENALTIES["loose"])
    return scores


def _nearness(text: str, title: Grams) -> float:
    return 0.3 + min(2, len(grams(text)[0] & title)) * 0.35 if title else 1.0


def _title_bonus(at: int, copies: Sequence[int]) -> float:
    before = [at - c for c in copies if c <= at]
    return max(0.0, TITLE_BONUS - min(before) / 3) if before else 0.0


def plain_end(sheet: Sheet, start: int) -> int:
    """Index of the first line that ends the article by a rule, once a paragraph stood; the number of lines without
    one."""
    seen = False
    for at in range(start, len(sheet.lines)):
        finding = sheet.findings[at]
        if any(c.start > 0 and c.rule.reach == "rest" for c in finding.cuts):
            return at + 1
        if finding.ends and seen:
            return at
        seen = seen or (sheet.lines[at].prose > 0 and not finding.rule)
    return len(sheet.lines)


def judged_end(sheet: Sheet, start: int, end: int, weights: Weights) -> tuple[int, dict[int, Judgement]]:
    """Where the article ends by judgement, and the scores by line."""
    lines = sheet.lines
    clueless = not any(weights.bears_sign(line.text) for line in lines[start + 1 : end])
    if clueless and not sheet.repeats and (sheet.source == "other" or sheet.page):
        return end, {}
    told = _judgements(sheet, start, end, weights)
    places = list(told)
    first = next((i for i, at in enumerate(places) if lines[at].prose), len(places))
    if first == len(places):
        return end, told
    found = _cut_at(sheet, places, told, first + 1, weights)
    return (places[found] if found < len(places) else end), told


def _judgements(sheet: Sheet, start: int, end: int, weights: Weights) -> dict[int, Judgement]:
    """Line → judgement, for the lines no rule speaks of."""
    topic = Topic.of(sheet.title)
    told: dict[int, Judgement] = {}
    headline = marker = closing = False
    for at in range(start, end):
        line, finding = sheet.lines[at], sheet.findings[at]
        if finding.rule:
            marker = marker or finding.rule.reach == "block"
            closing = closing or (topic.paragraphs > 1 and closes(finding))
            continue
        setting = Setting(headline, marker, closing, at == end - 1, sheet.known_elsewhere(at))
        broken = at == end - 1 and not line.ended and len(line.text) >= 8
        if not line.prose and not broken:
            known = line.headline and topic.paragraphs
            told[at] = judge_headline(line, topic, setting, weights) if known else Judgement(0.0)
            headline = line.headline
            continue
        judgement, pairs, triples = judge_paragraph(line, topic, setting, weights)
        told[at] = judgement if topic.paragraphs else Judgement(min(judgement.score, 0.0), judgement.reasons)
        if told[at].score < weights["foreign"]:
            topic.add(line.text, pairs, triples)
        headline, marker, closing = False, False, topic.paragraphs > 1 and weights.closing_credit(line.text)
    return told


def _cut_at(sheet: Sheet, places: Sequence[int], told: dict[int, Judgement], first: int, weights: Weights) -> int:
    """Index into ``places`` of the cut: the less besides the topic speaks for it, the higher the sum it needs.

    A feed is known to append other articles, so one sign is enough there; elsewhere half of what is cut must bear one
    of its own.
    """
    scores = [told[at].score for at in places[first:]]
    if sheet.source != "feed" or sheet.page:
        found = first + change_point(scores, weights["cut-elsewhere"])
        signs = sum(1 for at in places[found:] if _bears(told[at], STRONG_ELSEWHERE))
        enough = signs > 1 or (signs and sheet.source == "unknown")
        return found if enough and signs * 2 >= len(places) - found else len(places)
    for clues, least in ((STRONG, "cut"), (WEAK, "cut-on-weak-clue"), (None, "cut-without-clue")):
        found = first + change_point(scores, weights[least])
        if found == len(places) or clues is None or any(_bears(told[at], clues) for at in places[found:]):
            return found
    return len(places)


def _bears(judgement: Judgement, clues: frozenset[str]) -> bool:
    return any(name in clues and weight > 0 for name, weight in judgement.reasons)


def closes(finding: Finding) -> bool:
    """True where a line closes the article before it: its byline, a notice, its copyright or tags."""
    return finding.role == "byline" or bool(finding.noise and finding.noise.kind in ("notice", "copyright", "tags"))
