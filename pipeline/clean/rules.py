"""Named noise rules: compiled from lexicons/noise/, found in one automaton pass and confirmed by bounded patterns."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from pipeline.automaton import Automaton
from pipeline.clean.lines import Line
from pipeline.document import Role
from pipeline.errors import LexiconError
from pipeline.lexicon import Rule
from pipeline.text import Table

Reach = Literal["line", "block", "end", "span", "head", "tail", "rest"]
Where = Literal["", "page", "last", "title"]
REACHES: tuple[Reach, ...] = ("line", "block", "end", "span", "head", "tail", "rest")
PLACES: tuple[Where, ...] = ("", "page", "last", "title")
ROLES: tuple[Role, ...] = ("title", "heading", "paragraph", "byline", "caption")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNBOUNDED = re.compile(r"(?<!\\)(?:[)\]]|\.|\\[swdSWD])(?:\*|\+|\{\d+,\})")


@dataclass(frozen=True, slots=True)
class NoiseRule:
    """A rule of lexicons/noise/: what it matches, how far it reaches, and what the stretch is called (``kind``) or
    kept as (``role``)."""

    name: str
    kind: str
    role: Role | None
    reach: Reach
    where: Where
    lines: frozenset[str]
    literals: tuple[str, ...]
    longest: int
    pattern: re.Pattern[str] | None
    place: str

    @property
    def whole(self) -> bool:
        """True where it speaks of the line as a whole."""
        return self.reach in ("line", "block", "end")


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch inside a line that a rule takes out; offsets of the line's text. ``ends`` says that the article ends
    there, too."""

    start: int
    end: int
    rule: NoiseRule


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rules say of one line: the rule for the line as a whole, and the cuts inside it."""

    rule: NoiseRule | None = None
    cuts: tuple[Cut, ...] = ()

    @property
    def role(self) -> Role | None:
        """The role the rule gives the line."""
        return self.rule.role if self.rule else None

    @property
    def noise(self) -> NoiseRule | None:
        """The rule by which the whole line is noise."""
        return self.rule if self.rule and not self.rule.role else None

    @property
    def ends(self) -> bool:
        """True where nothing of the article follows this line."""
        return bool(self.rule and self.rule.reach in ("end", "rest")) or any(c.rule.reach == "rest" for c in self.cuts)


NOTHING = Finding()


def line_key(text: str) -> str:
    """What whole lines are compared by: folded text without white space, brackets around it and a final colon, in
    lower case."""
    return "".join(text.split()).casefold().strip("【】[]<>《》:▼▲↓*\u200b") or text


@dataclass(slots=True)
class RuleBook:
    """The rules compiled for use: whole lines in a table, literals in one automaton, short-line patterns in a list."""

    rules: tuple[NoiseRule, ...]
    _exact: dict[str, NoiseRule] = field(default_factory=dict)
    _short: list[NoiseRule] = field(default_factory=list)
    _owners: list[tuple[int, ...]] = field(default_factory=list)
    _automaton: Automaton | None = None

    def __post_init__(self) -> None:
        owners: dict[str, list[int]] = {}
        for at, rule in enumerate(self.rules):
            for line in rule.lines:
                self._exact.setdefault(line, rule)
            for literal in rule.literals:
                owners.setdefault(literal, []).append(at)
            if rule.pattern and not rule.literals:
                self._short.append(rule)
        if owners:
            self._automaton = Automaton(list(owners), dense=True)
        self._owners = [tuple(found) for found in owners.values()]

    def find(self, lines: Sequence[Line], folded: str, middle: int) -> list[Finding]:
        """What the rules say of each line. ``middle`` is the offset from which ``where = "last"`` rules hold."""
        candidates = self._candidates(lines, folded)
        return [self._judge(line, candidates.get(at, ()), middle) for at, line in enumerate(lines)]

    def _candidates(self, lines: Sequence[Line], folded: str) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        if self._automaton is None:
            return found
        starts = [line.start for line in lines]
        if not folded.isprintable():
            folded = _SURROGATE.sub("\ufffd", folded)
        for literal, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            at = bisect_right(starts, start) - 1
            if at >= 0:
                found.setdefault(at, set()).update(self._owners[literal])
        return found

    def _judge(self, line: Line, candidates: Iterable[int], middle: int) -> Finding:
        if len(line.text) <= 60 and (rule := self._exact.get(line_key(line.text))):
            return Finding(rule)
        rules = [self.rules[i] for i in sorted(candidates)]
        early = line.start < middle
        whole = next((r for r in rules if r.whole and not (early and r.where == "last") and _matches(r, line)), None)
        if whole is None and len(line.text) <= 44:
            whole = next((r for r in self._short if _matches(r, line)), None)
        cuts = (
            [c for r in rules if not r.whole and r.where != "title" for c in _cuts(r, line, middle)] if whole is None or whole.role else []
        )
        apart = _apart(cuts)
        if apart and whole is None and sum(c.end - c.start for c in apart) >= len(line.text):
            return Finding(apart[0].rule)
        return Finding(whole, tuple(apart)) if whole or apart else NOTHING

    def in_title(self, text: str) -> Cut | None:
        """The part of a title's line that is the site's name (rules with ``where = "title"``)."""
        for rule in self.rules:
            if rule.where == "title" and rule.pattern and (m := rule.pattern.search(text)) and m.start():
                return Cut(m.start(), m.end(), rule)
        return None


def _matches(rule: NoiseRule, line: Line) -> bool:
    if rule.pattern is None or (rule.longest and len(line.text) > rule.longest):
        return False
    return rule.pattern.search(line.text) is not None


def _cuts(rule: NoiseRule, line: Line, middle: int) -> list[Cut]:
    pattern = rule.pattern
    if pattern is None or (rule.longest and len(line.text) > rule.longest):
        return []
    size = len(line.text)
    if rule.reach == "head":
        m = pattern.match(line.text)
        return [Cut(0, m.end(), rule)] if m and m.end() else []
    found = [m for m in pattern.finditer(line.text) if rule.where != "last" or line.start + m.start() >= middle]
    if rule.reach == "span":
        return [Cut(m.start(), m.end(), rule) for m in found if m.end() > m.start()]
    return [Cut(found[0].start(), size, rule)] if found else []


def _apart(cuts: list[Cut]) -> list[Cut]:
    """Sorted, and cut back where they overlap: the earlier one wins."""
    out: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        start = max(cut.start, out[-1].end) if out else cut.start
        if start < cut.end:
            out.append(Cut(start, cut.end, cut.rule))
    return out


def compile_rules(rules: Iterable[Rule], fold: Table) -> RuleBook:
    """Compile the rules that match lines. Raises LexiconError with file and line where a rule has no meaning."""
    return RuleBook(tuple(_compile(rule, fold) for rule in rules if _speaks_of_lines(rule)))


def _speaks_of_lines(rule: Rule) -> bool:
    return "weight" not in rule.data and ("match" in rule.data or "lines" in rule.data)


def _compile(rule: Rule, fold: Table) -> NoiseRule:
    reach, where, role, kind = rule.text("reach", "line"), rule.text("where"), rule.text("role"), rule.text("kind")
    _require(rule, reach in REACHES, f"reach {reach!r} is unknown", f"use one of {', '.join(REACHES)}")
    _require(rule, where in PLACES, f"where {where!r} is unknown", "use page, last or title")
    _require(
        rule,
        bool(kind) != bool(role),
        "a rule has a kind (removed) or a role (kept), not both",
        'write kind = "…" or role = "…"',
    )
    _require(rule, not role or role in ROLES, f"role {role!r} is unknown", f"use one of {', '.join(ROLES)}")
    lines = frozenset(line_key(line.translate(fold)) for line in rule.texts("lines"))
    literals = tuple(dict.fromkeys(x.translate(fold) for x in rule.texts("any")))
    longest = rule.data.get("max", 0)
    _require(rule, isinstance(longest, int), "max is no whole number", "write max = 40")
    pattern = bounded_pattern(rule)
    _require(
        rule,
        pattern is None or bool(literals or longest),
        "a pattern needs any or max",
        'write any = ["a literal of it"]',
    )
    return NoiseRule(
        rule.name, kind, cast(Role, role) if role else None, cast(Reach, reach), cast(Where, where), lines, literals,
        cast(int, longest), pattern, rule.place,
    )  # fmt: skip


def bounded_pattern(rule: Rule) -> re.Pattern[str] | None:
    """The compiled ``match`` of a rule, None without one. Raises LexiconError where it repeats without bound."""
    text = rule.text("match")
    if not text:
        return None
    _require(rule, not _UNBOUNDED.search(text), "the pattern repeats without bound", "write {0,40} for * and {1,40} for +")
    try:
        return re.compile(text)
    except re.error as error:
        raise LexiconError(f"rule {rule.name!r}: {error}", place=rule.place, remedy="correct the pattern") from error


def _require(rule: Rule, holds: bool, message: str, remedy: str) -> None:
    if not holds:
        raise LexiconError(f"rule {rule.name!r}: {message}", place=rule.place, remedy=remedy)
