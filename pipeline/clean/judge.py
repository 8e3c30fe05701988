"""The judgement of what no rule names: whose line is this?

Every line after a possible end of the article gets a score, a weighted sum of a few readable features; ``trial`` adds
them up. Features and weights stand in lexicons/noise/judge.toml.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from pipeline.clean.grams import Codes, GramReader, gram_reader
from pipeline.clean.lines import Line
from pipeline.clean.rules import bounded_pattern
from pipeline.errors import LexiconError
from pipeline.lexicon import Rule

_LISTED = re.compile(r"\d{1,2}[.、）:]|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}、|[-•·●◆■▪*◎▶►]")

BY_ITSELF = (
    *("paragraph", "shares-title", "fresh-dateline", "broken-off", "no-full-stop", "last-line", "goes-on", "named-speaker"),
    *("news-day", "day-in-brackets", "lead-words", "introduces", "opens-vaguely", "length", "after-headline", "after-marker"),
    *("repeated", "headline", "headline-length", "headline-listed", "headline-ends"),
)
BY_ARTICLE = (
    *("shares-article", "shares-article-names", "shares-nothing", "opens-anew", "tells-the-lead-again", "opens-as-the-lead"),
    "headline-shares",
)
BY_CUT = (
    *("end", "article-so-far", "much-follows", "shares-neighbour", "follows-anew"),
    *("after-closing-line", "after-closing-credit", "after-open-end"),
)
SETTINGS = ("cut", "cut-before-marker", "cut-elsewhere")
PATTERNS = (
    *("fresh-dateline", "broken-off", "goes-on", "named-speaker", "news-day", "day-in-brackets", "lead-words", "introduces"),
    *("opens-vaguely", "closing-credit"),
)
OPENINGS = ("fresh-dateline", "goes-on", "named-speaker", "introduces", "opens-vaguely")
# Code points at a paragraph's start that tell a lead from a sequel.
HEAD = 60


@dataclass(frozen=True, slots=True)
class Judgement:
    """A line's score (above 0: another article's) and the features that made it, heaviest first."""

    score: float
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """Feature → weight, and feature → pattern where a feature is one; settings of the search stand beside them."""

    values: Mapping[str, float]
    patterns: Mapping[str, re.Pattern[str]]
    grams: GramReader
    by_article: tuple[float, ...]
    by_cut: tuple[float, ...]

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    def opens(self, name: str, text: str) -> bool:
        """True where the pattern called ``name`` stands at the start of ``text``."""
        return self.patterns[name].match(text) is not None

    def near_start(self, name: str, text: str) -> bool:
        """True where the pattern called ``name`` stands in the first words of ``text``."""
        return self.patterns[name].search(text, 0, HEAD) is not None

    def closing_credit(self, text: str) -> bool:
        """True where an agency's end line (editor and date code) closes the paragraph, and with it the article."""
        return text[-1].isdigit() and self.patterns["closing-credit"].search(text, max(0, len(text) - 50)) is not None

    def broken_off(self, text: str) -> bool:
        """True where the paragraph breaks off, as teasers do."""
        return self.patterns["broken-off"].search(text, max(0, len(text) - 4)) is not None

    def bears_sign(self, text: str) -> bool:
        """True where a paragraph tells by itself that it may be another article's: a dateline of its own, or broken
        off."""
        return self.broken_off(text) or self.opens("fresh-dateline", text)

    def sum_by_article(self, values: Sequence[float]) -> float:
        """The weighted sum of values given in the order of ``BY_ARTICLE``."""
        total: float = sum(map(mul, self.by_article, values))
        return total

    def sum_by_cut(self, values: Sequence[float]) -> float:
        """The weighted sum of values given in the order of ``BY_CUT``."""
        total: float = sum(map(mul, self.by_cut, values))
        return total

    def weigh(self, values: Mapping[str, float]) -> Judgement:
        """The weighted sum of feature values."""
        parts = [(name, round(value * self.values[name], 2)) for name, value in values.items() if value]
        return Judgement(round(sum(p for _, p in parts), 2), tuple(sorted((p for p in parts if p[1]), key=lambda p: -abs(p[1]))))


def load_weights(rules: Sequence[Rule]) -> Weights:
    """The weights of lexicons/noise/judge.toml. Raises LexiconError where one is missing or has no meaning."""
    values: dict[str, float] = {}
    patterns: dict[str, re.Pattern[str]] = {}
    for rule in rules:
        weight = rule.data.get("weight")
        if weight is None:
            continue
        if not isinstance(weight, (int, float)):
            raise LexiconError(f"{rule.name!r}: weight is no number", place=rule.place, remedy="write weight = 1.5")
        values[rule.name] = float(weight)
        if pattern := bounded_pattern(rule):
            patterns[rule.name] = pattern
    wanted = (*BY_ITSELF, *BY_ARTICLE, *BY_CUT, *SETTINGS)
    missing = [name for name in wanted if name not in values] + [name for name in PATTERNS if name not in patterns]
    if missing:
        names = ", ".join(missing)
        raise LexiconError(f"missing: {names}", place="noise/judge.toml", remedy="add [[rule]] name, weight, match")
    by_article, by_cut = (tuple(values[name] for name in names) for names in (BY_ARTICLE, BY_CUT))
    return Weights(values, patterns, gram_reader(), by_article, by_cut)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a line stands: what came just before it, whether it is the text's last, in how many other documents it
    stands."""

    after_headline: bool = False
    after_marker: bool = False
    last: bool = False
    repeats: int = 0


def paragraph_signs(line: Line, pairs: Codes, title: Codes, setting: Setting, weights: Weights) -> dict[str, float]:
    """What a paragraph says by itself, whatever the article before it: feature → value, 0 to 1."""
    text = line.text
    broken = weights.broken_off(text)
    unended = not (broken or line.ended or text.endswith(":"))
    signs = {
        "paragraph": 1.0,
        "shares-title": min(0.3, len(pairs & title) / max(1, len(pairs))) / 0.3,
        "broken-off": float(broken),
        "no-full-stop": float(unended and not setting.last),
        "last-line": float(unended and setting.last),
        "length": min(len(text), 300) / 300,
        "lead-words": min(3, len(weights.patterns["lead-words"].findall(text, 0, HEAD))) / 3,
        "news-day": float(weights.near_start("news-day", text)),
        "day-in-brackets": float(weights.near_start("day-in-brackets", text)),
        "after-headline": float(setting.after_headline),
        "after-marker": float(setting.after_marker),
        "repeated": min(setting.repeats, 2) / 2,
    }
    signs |= {name: float(weights.opens(name, text)) for name in OPENINGS}
    return {name: value for name, value in signs.items() if value}


def headline_signs(line: Line, setting: Setting) -> dict[str, float]:
    """What a line that is no paragraph says by itself: a heading of this article, an item of a list, another title?"""
    text = line.text
    listed = len(text) > 60 or text.count("、") > 1 or _LISTED.match(text) is not None
    values = {
        "headline": 1.0,
        "headline-length": 0.0 if listed else max(0, min(len(text), 30) - 14) / 16,
        "headline-listed": float(listed),
        "headline-ends": float(text[-1] in "。，:；、"),
        "after-marker": float(setting.after_marker),
        "repeated": min(setting.repeats, 2) / 2,
    }
    return {name: value for name, value in values.items() if value}
