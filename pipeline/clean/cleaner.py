"""The cleaner: a document's text → the article's blocks and the removed stretches, every character accounted for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.clean import feed
from pipeline.clean.grams import pairs_of
from pipeline.clean.judge import Judgement, load_weights
from pipeline.clean.lines import Line, outside, split_lines
from pipeline.clean.region import Region, find_region
from pipeline.clean.repeats import Repeats
from pipeline.clean.rules import Cut, Finding, compile_rules
from pipeline.clean.sheet import Sheet, Source, is_page, off_pages
from pipeline.clean.tail import loose_ends
from pipeline.clean.titles import own_title, title_copies
from pipeline.document import Article, Block, Origin, RawDocument, Removal, Role
from pipeline.lexicon import Lexicons
from pipeline.span import Span, complement
from pipeline.text import fold_text, strip_span

# Bylines, stamps and captions stand this close above an article's first paragraph; a menu's date stands farther away.
HEAD_LINES = 24
# Players and share buttons may push them farther up, but hardly away from the title.
UNDER_TITLE = 3
HEADINGS = ("tail-heading", "related-heading", "title-copy")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a line: its role where kept, kind and rule where removed; cuts are what was taken out of a kept
    line."""

    role: Role | None
    kind: str = ""
    rule: str = ""
    cuts: tuple[tuple[Span, str, str], ...] = ()  # span in the text, kind, rule


@dataclass(frozen=True, slots=True)
class LineReading:
    """A text read line by line: what ``shilu noise explain`` shows. ``page``: menus stand around the article."""

    lines: tuple[Line, ...]
    verdicts: tuple[Verdict, ...]
    page: bool
    region: Region

    def judgements(self) -> dict[int, Judgement]:
        """The judgement of each line (by index) that was judged."""
        return self.region.judgements()


class Cleaner:
    """Compiled once from the lexicons, then ``clean`` for each document. Holds no state between documents."""

    def __init__(self, lexicons: Lexicons) -> None:
        rules = lexicons.rules("noise")
        self._fold = lexicons.fold
        self._book = compile_rules(rules, lexicons.fold)
        self.weights = load_weights(rules)
        feeds = (name for rule in rules if rule.name == "feeds" for name in rule.texts("sources"))
        self._feeds = tuple(name.casefold() for name in feeds)
        outlets = lexicons.rows("noise/outlets_in_feeds")
        self._outlets = frozenset(row["outlet"].translate(self._fold) for row in outlets)

    def clean(self, raw: RawDocument, repeats: Repeats | None = None) -> Article:
        """``raw`` parted into body and removed. Rules named …-repeated say that ``repeats`` (of the whole dump) was
        used."""
        reading = self.read(raw, repeats)
        blocks: list[Block] = []
        removed = [Removal(start, end, "markup", "invisible") for start, end in outside(reading.lines, raw.text)]
        for line, verdict in zip(reading.lines, reading.verdicts, strict=True):
            if verdict.role is None:
                removed.append(Removal(line.start, line.end, verdict.kind, verdict.rule))
                continue
            for span, kind, rule in verdict.cuts:
                removed.append(Removal(*strip_span(raw.text, *span), kind, rule))
            blocks += _kept(raw.text, line, verdict.role, [span for span, _, _ in verdict.cuts])
        removed = self._with_items(raw.text, reading, [r for r in removed if r.start < r.end])
        return Article(raw, tuple(blocks), tuple(removed))

    def read(self, raw: RawDocument, repeats: Repeats | None = None) -> LineReading:
        """Every line of the text with its verdict."""
        folded = fold_text(raw.text, self._fold)
        lines = split_lines(folded)
        if not lines:
            return LineReading((), (), False, Region(0, 0))
        sheet = self._sheet(raw.origin, folded, lines, repeats)
        region = find_region(sheet, self.weights)
        return LineReading(tuple(lines), tuple(self._verdicts(sheet, region)), sheet.page, region)

    def _sheet(self, origin: Origin, folded: str, lines: Sequence[Line], repeats: Repeats | None) -> Sheet:
        findings = self._book.find(lines, folded, lines[0].start + (lines[-1].end - lines[0].start) * 2 // 5)
        page = is_page(lines, findings)
        findings = findings if page else off_pages(findings)
        title = fold_text(origin.title, self._fold).strip()
        copies = title_copies(lines, findings, title, self._book) if title else []
        if named := own_title(lines, findings, copies):
            copies = title_copies(lines, findings, named, self._book)
            title = f"{named}\n{title}"
        return Sheet(lines, findings, copies, title, self._source(origin), page, repeats)

    def _source(self, origin: Origin) -> Source:
        known = f"{origin.url} {origin.outlet}".strip().casefold()
        if not known:
            return "unknown"
        return "feed" if any(name in known for name in self._feeds) else "other"

    def _verdicts(self, sheet: Sheet, region: Region) -> Iterable[Verdict]:
        first, copied = min(sheet.copies, default=-1), set(sheet.copies)
        loose = loose_ends(sheet.lines, sheet.findings, max(0, first), region.end) if region.start < region.end else {}
        skipping = False
        told: set[str] = set()
        for at, (line, finding) in enumerate(zip(sheet.lines, sheet.findings, strict=True)):
            if at == first:
                yield self._title(line, finding)
            elif at in copied:
                yield Verdict(None, "duplicate_title", "title-copy")
            elif at < region.start:
                yield _before(sheet, region, at)
            elif at >= region.end:
                yield _after(sheet, region, at)
            elif at in loose:
                yield Verdict(None, *loose[at])
            elif finding.noise:
                skipping = skipping or finding.noise.reach in ("block", "end")
                yield Verdict(None, finding.noise.kind, finding.noise.name)
            elif skipping and not _resumes(line) and finding.role != "caption":
                yield Verdict(None, "related_links", "linked-title")
            elif sheet.page and not finding.role and (again := _only_on_pages(sheet, at, told)):
                yield again
            else:
                told.add(line.text)
                skipping = skipping and not _resumes(line)
                yield _keep(sheet, region, at)

    def _title(self, line: Line, finding: Finding) -> Verdict:
        site = self._book.in_title(line.text)
        end = site.start if site else len(line.text)
        inside = [c for c in finding.cuts if c.rule.reach == "span" and c.end <= end]
        return Verdict("title", cuts=_told(line, [*inside, site] if site else inside))

    def _with_items(self, raw: str, reading: LineReading, removed: list[Removal]) -> list[Removal]:
        """``removed`` with signed teasers and the titles above them as one removal each, taken apart."""
        gone = {r.start for r in removed}
        items: list[Removal] = []
        for title, at in feed.pairs(reading.lines):
            line = reading.lines[at]
            if line.start not in gone:
                continue
            fit = title >= 0 and reading.lines[title].start in gone and reading.verdicts[title].rule not in HEADINGS
            above = reading.lines[title] if fit else None
            start = above.start if above else line.start
            item = feed.read_item(raw, above, line, self._outlets)
            items.append(Removal(start, line.end, "recommendation", "feed-item", item))
        return _apart([*items, *removed])


def _apart(removals: Iterable[Removal]) -> list[Removal]:
    """Removals in text order without those that lie in another."""
    out: list[Removal] = []
    for removal in sorted(removals, key=lambda r: (r.start, -r.end)):
        if not out or removal.start >= out[-1].end:
            out.append(removal)
    return out


def _resumes(line: Line) -> bool:
    """True where the article goes on after links: titles may hold commas, hardly ever full stops."""
    return line.prose > 0 and "。" in line.text


def _only_on_pages(sheet: Sheet, at: int, told: set[str]) -> Verdict | None:
    """On whole pages: a word or two among the paragraphs is a button or a photo counter, unless it stands between two
    of them as a heading does; a paragraph told again is a copy."""
    line = sheet.lines[at]
    if line.prose:
        return Verdict(None, "duplicate", "paragraph-copy") if line.text in told else None
    if len(line.text) > 3 or line.ended or (_is_word(line.text) and _between_paragraphs(sheet, at)):
        return None
    return Verdict(None, "navigation", "page-label")


def _is_word(text: str) -> bool:
    return len(text) > 1 and all("\u3400" <= c <= "\u9fff" for c in text)


def _between_paragraphs(sheet: Sheet, at: int) -> bool:
    around = range(max(0, at - 1), min(at + 2, len(sheet.lines)))
    return all(sheet.lines[i].prose or sheet.findings[i].role == "caption" for i in around if i != at)


def _before(sheet: Sheet, region: Region, at: int) -> Verdict:
    title = _title_above(sheet, region)
    finding = sheet.findings[at]
    near = at >= max(region.start - HEAD_LINES, title) or 0 < at - title <= UNDER_TITLE
    if finding.noise:
        return Verdict(None, finding.noise.kind, finding.noise.name)
    if near and finding.role in ("byline", "caption"):
        return Verdict(finding.role)
    return Verdict("paragraph") if _is_deck(sheet, region, at) else Verdict(None, "navigation", "before-article")


def _after(sheet: Sheet, region: Region, at: int) -> Verdict:
    finding = sheet.findings[at]
    if finding.noise:
        return Verdict(None, finding.noise.kind, finding.noise.name)
    if whole := next((c.rule for c in finding.cuts if c.start == 0 and c.rule.reach in ("rest", "tail")), None):
        return Verdict(None, whole.kind, whole.name)
    rule = "rail-judged" if region.judged else "after-article"
    repeated = sheet.lines[at].prose and sheet.known_elsewhere(at)
    return Verdict(None, "recommendation", f"{rule}-repeated" if repeated else rule)


def _keep(sheet: Sheet, region: Region, at: int) -> Verdict:
    line, finding = sheet.lines[at], sheet.findings[at]
    cuts = _told(line, finding.cuts)
    role = finding.role or ("heading" if _is_heading(sheet, region, at) else "paragraph")
    return Verdict(role, cuts=cuts)


def _told(line: Line, cuts: Iterable[Cut]) -> tuple[tuple[Span, str, str], ...]:
    return tuple(((line.start + c.start, line.start + c.end), c.rule.kind, c.rule.name) for c in cuts)


def _kept(text: str, line: Line, role: Role, cuts: Sequence[Span]) -> list[Block]:
    """The blocks of a kept line: what its cuts leave."""
    parts = complement([(s - line.start, e - line.start) for s, e in cuts], line.end - line.start)
    spans = (strip_span(text, line.start + s, line.start + e) for s, e in parts)
    return [Block(s, e, role) for s, e in spans if s < e]


def _is_heading(sheet: Sheet, region: Region, at: int) -> bool:
    """A short line without a full stop, and a paragraph next."""
    text = sheet.lines[at].text
    if sheet.lines[at].prose or len(text) > 40 or text.endswith(("。", "；", "，", "、")) or at == region.start:
        return False
    follow = next((i for i in range(at + 1, region.end) if not sheet.findings[i].rule), None)
    return follow is not None and sheet.lines[follow].prose > 0 and any(c.isalnum() for c in text)


def _title_above(sheet: Sheet, region: Region) -> int:
    """The first copy of the title close above the article, else the next above it, or -1."""
    above = [c for c in sheet.copies if c < region.start]
    return next((c for c in above if c >= region.start - HEAD_LINES), max(above, default=-1))


def _is_deck(sheet: Sheet, region: Region, at: int) -> bool:
    """A line under the title that says what the first paragraph says."""
    above = _title_above(sheet, region)
    if not max(0, region.start - HEAD_LINES) <= above < at or sheet.findings[at].rule or len(sheet.lines[at].text) < 18:
        return False
    lead = pairs_of("\n".join(line.text for line in sheet.lines[region.start : region.start + 2]))
    return len(pairs_of(sheet.lines[at].text) & lead) >= 4
