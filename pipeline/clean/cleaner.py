"""The cleaner: a document's text → the article's blocks and the removed stretches, every character accounted for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.clean import feed
from pipeline.clean.judge import Judgement, grams, load_weights
from pipeline.clean.lines import Line, fold_text, outside, split_lines
from pipeline.clean.region import Region, Source, is_page, judged_end, off_pages, page_region, plain_end
from pipeline.clean.repeats import Repeats
from pipeline.clean.rules import NOTHING, Finding, compile_rules
from pipeline.clean.titles import own_title, title_copies
from pipeline.document import Article, Block, Origin, RawDocument, Removal, Role
from pipeline.lexicon import Lexicons
from pipeline.span import Span, complement
from pipeline.text import strip_span


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a line: its role where kept, the kind and rule where removed; cuts are removed stretches inside a kept line."""

    role: Role | None
    kind: str = ""
    rule: str = ""
    cuts: tuple[tuple[Span, str, str], ...] = ()  # span in the text, kind, rule
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read line by line: what ``shilu noise explain`` shows."""

    lines: tuple[Line, ...]
    verdicts: tuple[Verdict, ...]
    page: bool


# Bylines, stamps and captions stand this close above an article's first paragraph; a menu's date stands farther away.
HEAD_LINES = 24


class Cleaner:
    """Compiled once from the lexicons, then ``clean`` for each document. Holds no state between documents."""

    def __init__(self, lexicons: Lexicons) -> None:
        rules = lexicons.rules("noise")
        self._fold = lexicons.fold
        self._book = compile_rules(rules, lexicons.fold)
        self._weights = load_weights(rules)
        self._feeds = tuple(name.casefold() for rule in rules if rule.name == "feeds" for name in rule.texts("sources"))
        self._outlets = frozenset(row["outlet"].translate(self._fold) for row in lexicons.rows("noise/outlets_in_feeds"))

    def clean(self, raw: RawDocument, repeats: Repeats | None = None) -> Article:
        """``raw`` parted into body and removed. With ``repeats`` (of the whole dump) rules named …-repeated say that it was used."""
        reading = self.read(raw, repeats)
        blocks: list[Block] = []
        removed: list[Removal] = []
        for line, verdict in zip(reading.lines, reading.verdicts, strict=True):
            if verdict.role is None:
                removed.append(Removal(line.start, line.end, verdict.kind, verdict.rule))
                continue
            for (start, end), kind, rule in verdict.cuts:
                removed.append(Removal(*strip_span(raw.text, start, end), kind, rule))
            blocks += _kept(raw.text, line, verdict.role, [span for span, _, _ in verdict.cuts])
        removed += [Removal(start, end, "markup", "invisible") for start, end in outside(list(reading.lines), raw.text)]
        removed = [r for r in removed if r.start < r.end]
        return Article(raw, tuple(blocks), tuple(sorted(self._with_items(raw.text, reading, removed), key=lambda r: r.start)))

    def read(self, raw: RawDocument, repeats: Repeats | None = None) -> Reading:
        """Every line of the text with its verdict."""
        folded = fold_text(raw.text, self._fold)
        lines = split_lines(folded)
        if not lines:
            return Reading((), (), False)
        findings = self._book.find(lines, folded, lines[0].start + (lines[-1].end - lines[0].start) * 2 // 5)
        page = is_page(lines, findings)
        findings = findings if page else off_pages(findings)
        title = fold_text(raw.origin.title, self._fold).strip()
        copies = title_copies(lines, findings, title, self._book) if title else []
        if not copies and (named := own_title(lines, findings)):
            copies = title_copies(lines, findings, named, self._book)
            title = f"{named}\n{title}"
        region = self._region(lines, findings, copies, title, repeats, self._source(raw.origin), page)
        return Reading(tuple(lines), tuple(self._verdicts(lines, findings, copies, region, repeats)), region.page)

    def _source(self, origin: Origin) -> Source:
        known = f"{origin.url} {origin.outlet}".strip().casefold()
        if not known:
            return "unknown"
        return "feed" if any(name in known for name in self._feeds) else "other"

    def _region(
        self, lines: Sequence[Line], findings: Sequence[Finding], copies: Sequence[int], title: str, repeats: Repeats | None, source: Source, page: bool
    ) -> Region:
        start, end = page_region(lines, findings, copies, title, self._weights) if page else (0, plain_end(lines, findings, 0))
        if page and start == end:
            page, start, end = False, 0, plain_end(lines, findings, 0)
        named = end < len(lines)
        if len(lines) < 3 or (named and not page and not repeats):
            return Region(start, end, page, {}, False)
        source = "other" if page else source
        found, scores = judged_end(lines, findings, start, end, title, self._weights, repeats, source)
        return Region(start, found, page, scores, found < end)

    def _verdicts(
        self, lines: Sequence[Line], findings: Sequence[Finding], copies: Sequence[int], region: Region, repeats: Repeats | None
    ) -> Iterable[Verdict]:
        first = min(copies, default=-1)
        copied, skipping, told = set(copies), False, set[str]()
        after = "rail-judged" if region.judged else "after-article"
        for at, (line, finding) in enumerate(zip(lines, findings, strict=True)):
            judgement = region.scores.get(at)
            if at == first:
                yield self._title(line)
            elif at in copied:
                yield Verdict(None, "duplicate_title", "title-copy")
            elif at < region.start:
                yield Verdict("paragraph") if _is_deck(lines, finding, at, region, copies) else _before(finding, at >= region.start - HEAD_LINES)
            elif at >= region.end:
                known = repeats is not None and repeats.others(line.text) > 0
                yield _after(finding, f"{after}-repeated" if known and line.prose else after, judgement)
            elif finding.noise:
                skipping = skipping or finding.noise.reach in ("block", "end")
                yield Verdict(None, finding.noise.kind, finding.noise.name)
            elif skipping and not line.prose and finding.role != "caption":
                yield Verdict(None, "related_links", "linked-title")
            elif region.page and not line.prose and not finding.role and _is_label(lines, at, region):
                yield Verdict(None, "navigation", "page-label")
            elif region.page and line.prose and line.text in told:
                yield Verdict(None, "duplicate", "paragraph-copy")
            else:
                told.add(line.text)
                skipping = skipping and not line.prose
                yield self._keep(lines, findings, at, region, judgement)

    def _title(self, line: Line) -> Verdict:
        cut = self._book.in_title(line.text)
        cuts = (((line.start + cut.start, line.start + cut.end), cut.rule.kind, cut.rule.name),) if cut else ()
        return Verdict("title", cuts=cuts)

    def _keep(self, lines: Sequence[Line], findings: Sequence[Finding], at: int, region: Region, judgement: Judgement | None) -> Verdict:
        line, finding = lines[at], findings[at]
        cuts = tuple(((line.start + c.start, line.start + c.end), c.rule.kind, c.rule.name) for c in finding.cuts)
        role = finding.role or ("heading" if _is_heading(lines, findings, at, region) else "paragraph")
        return Verdict(role, cuts=cuts, judgement=judgement)

    def _with_items(self, raw: str, reading: Reading, removed: list[Removal]) -> list[Removal]:
        gone = {r.start for r in removed}
        found = [(t, s) for t, s in feed.pairs(reading.lines, 0) if reading.lines[s].start in gone]
        if not found:
            return removed
        items: dict[int, Removal] = {}
        swallowed: set[int] = set()
        for title, at in found:
            line = reading.lines[at]
            above = reading.lines[title] if title >= 0 and reading.lines[title].start in gone and not _named(reading, title) else None
            start = above.start if above else line.start
            items[start] = Removal(start, line.end, "recommendation", "feed-item", feed.read_item(raw, above, line, self._outlets))
            swallowed |= {start, line.start}
        return [r for r in removed if r.start not in swallowed] + list(items.values())


def _before(finding: Finding, near: bool) -> Verdict:
    if near and finding.role in ("byline", "caption"):
        return Verdict(finding.role)
    if finding.noise:
        return Verdict(None, finding.noise.kind, finding.noise.name)
    return Verdict(None, "navigation", "before-article")


def _is_deck(lines: Sequence[Line], finding: Finding, at: int, region: Region, copies: Sequence[int]) -> bool:
    """A line under the title that says what the first paragraph says."""
    if finding.rule or len(lines[at].text) < 18 or not any(region.start - HEAD_LINES <= c < at for c in copies):
        return False
    if any(c > at for c in copies if c < region.start):
        return False
    lead = grams("\n".join(line.text for line in lines[region.start : region.start + 2]))[0]
    return len(grams(lines[at].text)[0] & lead) >= 4


def _named(reading: Reading, at: int) -> bool:
    return reading.verdicts[at].rule in ("tail-heading", "related-heading", "title-copy")


def _after(finding: Finding, rule: str, judgement: Judgement | None) -> Verdict:
    if finding.noise:
        return Verdict(None, finding.noise.kind, finding.noise.name)
    if whole := next((c for c in finding.cuts if c.start == 0 and c.rule.reach in ("rest", "tail")), None):
        return Verdict(None, whole.rule.kind, whole.rule.name)
    return Verdict(None, "recommendation", rule, judgement=judgement)


def _kept(text: str, line: Line, role: Role, cuts: Sequence[Span]) -> list[Block]:
    """The blocks of a kept line: what its cuts leave."""
    parts = complement([(s - line.start, e - line.start) for s, e in cuts], line.end - line.start)
    spans = (strip_span(text, line.start + s, line.start + e) for s, e in parts)
    return [Block(s, e, role) for s, e in spans if s < e]


def _is_heading(lines: Sequence[Line], findings: Sequence[Finding], at: int, region: Region) -> bool:
    line = lines[at]
    if line.prose or len(line.text) > 40 or line.text.endswith(("。", "；", "，", "、")) or at == region.start:
        return False
    follow = next((i for i in range(at + 1, region.end) if findings[i] is NOTHING or not findings[i].rule), None)
    return follow is not None and lines[follow].prose > 0 and any(c.isalnum() for c in line.text)


def _is_label(lines: Sequence[Line], at: int, region: Region) -> bool:
    """A word or two among an article's paragraphs that no sentence goes with: a button, a photo counter, a name tag."""
    return len(lines[at].text) <= 3 and not lines[at].ended
