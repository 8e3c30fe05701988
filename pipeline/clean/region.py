"""Where the article stands in the text: the run of lines that is most like prose on its topic, up to where others'
begins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.clean.grams import Grams, Pairs, pairs_of
from pipeline.clean.judge import Judgement, Setting, Weights, headline_signs, paragraph_signs
from pipeline.clean.rules import NOTHING, Finding
from pipeline.clean.sheet import Sheet
from pipeline.clean.trial import OPENING, Passage, Trial, lay_out

# A player with its dozens of buttons stands in the middle of articles, and so does leftover markup; an end marker doesn't.
PENALTIES = {"end": -12.0, "player": -0.05, "noise": -0.6, "loose": -1.0}
AMIDST = frozenset(("player", "markup"))
TITLE_BONUS = 10.0
# Code points of the first paragraph that name the article's subject.
LEAD_OPENING = 60
# A paragraph on the title's topic this close under a copy of it opens the article; after its end no other copy does.
OPENS_WITHIN = 8


@dataclass(frozen=True, slots=True)
class Region:
    """Lines ``start..end`` hold the article; ``judged`` says that judgement, not a rule, found the end."""

    start: int
    end: int
    judged: bool = False
    trial: Trial | None = None

    def judgements(self) -> dict[int, Judgement]:
        """The judgement by line, where there was one."""
        if self.trial is None:
            return {}
        passages = self.trial.passages
        return self.trial.judgements(next((i for i, p in enumerate(passages) if p.at >= self.end), len(passages)))


def find_region(sheet: Sheet, weights: Weights) -> Region:
    """The article's lines. Without menus around it an article starts at the first line."""
    start, end = page_region(sheet) if sheet.page else (0, 0)
    by_page = start < end
    if not by_page:
        start, end = 0, plain_end(sheet, 0)
    if end - start < 3 and len(sheet.lines) < 3:
        return Region(start, end)
    found, trial = judged_end(sheet, start, end, weights)
    return Region(start, found, found < end, trial)


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
    """What each line of a page counts for the article. After an end mark prose counts for little, until the title is
    told again over an article not yet seen."""
    scores: list[float] = []
    title = pairs_of(sheet.title)
    copies = set(sheet.copies)
    beyond, playing, told, opened, copy = False, False, False, False, -OPENS_WITHIN - 1
    for at, (line, finding) in enumerate(zip(sheet.lines, sheet.findings, strict=True)):
        noise, nearness = finding.noise, _nearness(line.text, title) if line.prose else 0.0
        copy = at if at in copies else copy
        beyond = (beyond or (finding.ends and told)) and (opened or at != copy)
        playing = (playing or bool(noise and noise.name == "player-block")) and not line.prose
        if finding.ends:
            scores.append(PENALTIES["end"])
        elif noise or playing:
            scores.append(PENALTIES["player" if playing or (noise and noise.kind in AMIDST) else "noise"])
        elif finding.role:
            scores.append(0.0)
        elif line.prose:
            scores.append(line.prose * nearness * (0.2 if beyond else 1.0))
            told = True
            opened = opened or (nearness > 0.5 and at - copy <= OPENS_WITHIN)
        else:
            scores.append(PENALTIES["loose"])
    return scores


def _nearness(text: str, title: Pairs) -> float:
    return 0.3 + min(2, len(pairs_of(text) & title)) * 0.35 if title else 1.0


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


def judged_end(sheet: Sheet, start: int, end: int, weights: Weights) -> tuple[int, Trial | None]:
    """Where the article ends by judgement, and the trial it was found by."""
    known_to_append, marked = sheet.source == "feed" and not sheet.page, end < len(sheet.lines)
    likely = sheet.repeats or (known_to_append and not marked)
    if not (likely or any(weights.bears_sign(line.text) for line in sheet.lines[start + 1 : end])):
        return end, None
    trial = read_trial(sheet, start, end, weights)
    if trial is None:
        return end, None
    least = ("cut-before-marker" if marked else "cut") if known_to_append else "cut-elsewhere"
    found = trial.best(weights[least], signed=not known_to_append)
    if found == len(trial.passages) or not (known_to_append or _enough_signs(trial, found, sheet.source == "unknown")):
        return end, trial
    return trial.passages[found].at, trial


def read_trial(sheet: Sheet, start: int, end: int, weights: Weights) -> Trial | None:
    """The lines ``start..end`` that no rule speaks of, ready to be tried."""
    told = [at for at in range(start, end) if not sheet.findings[at].rule]
    lead = next((sheet.lines[at].text for at in told if sheet.lines[at].prose), "")
    texts = [sheet.title, lead[:LEAD_OPENING], *(sheet.lines[at].text for at in told)]
    title, lead_opening, *grams = weights.grams.read(texts, OPENING)
    passages = _passages(sheet, start, end, dict(zip(told, grams, strict=True)), title, weights)
    return lay_out(list(passages), title, lead_opening.pairs, weights)


def _passages(sheet: Sheet, start: int, end: int, grams: dict[int, Grams], title: Grams, weights: Weights) -> Iterator[Passage]:
    paragraphs = 0
    headline = marker = closed = False
    for at in range(start, end):
        line, finding = sheet.lines[at], sheet.findings[at]
        if finding.rule:
            marker = marker or finding.rule.reach == "block"
            closed = closed or (paragraphs > 1 and closes(finding))
            continue
        last = at == len(sheet.lines) - 1
        broken_off = last and not line.ended and len(line.text) >= 8 and at not in sheet.copies  # a copy of the title is a headline
        prose = line.prose > 0 or broken_off
        setting = Setting(headline, marker, last, sheet.known_elsewhere(at))
        signs = paragraph_signs(line, grams[at].pairs, title.pairs, setting, weights) if prose else headline_signs(line, setting)
        own = sum(weights[name] * value for name, value in signs.items())
        yield Passage(at, line.text, prose, line.ended, closed, "goes-on" in signs, signs, own, grams[at])
        headline, paragraphs = not prose, paragraphs + prose
        marker, closed = marker and not prose, closed and not prose


def _enough_signs(trial: Trial, cut: int, unknown: bool) -> bool:
    """True where half of what would be cut bears a sign of its own; one sign is enough only where nothing is known of
    the source."""
    signs = sum(1 for p in trial.passages[cut:] if p.signed)
    return (signs > 1 or (signs == 1 and unknown)) and signs * 2 >= len(trial.passages) - cut


def closes(finding: Finding) -> bool:
    """True where a line closes the article before it: its byline, a notice, its copyright or tags."""
    return finding.role == "byline" or bool(finding.noise and finding.noise.kind in ("notice", "copyright", "tags"))
