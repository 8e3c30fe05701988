"""The judgement of what no rule names: whose line is this?

Every line after a possible end of the article gets a score, a weighted sum of a few readable features; ``trial`` adds
them up. Features and weights stand in lexicons/noise/judge.toml.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.clean.lines import Line
from pipeline.clean.rules import bounded_pattern
from pipeline.errors import LexiconError
from pipeline.lexicon import Rule

Gram = tuple[str, ...]
Grams = set[Gram]

# Characters found in any text tell no topic; digits and signs neither.
_COMMON = "的是在了和有也不為與及會要就都而但被將這那他她我你們上下中年月日時今昨到說人一個大"
_OTHER = re.compile(f"(?:[^\u3400-\u9fffA-Za-z]|[{_COMMON}])+")
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
    return Weights(values, patterns)


def _runs(text: str) -> list[str]:
    return _OTHER.sub(" ", text).split()


def grams(text: str) -> tuple[Grams, Grams]:
    """Pairs and triples of telling characters that stand together in a folded text."""
    pairs: Grams = set()
    triples: Grams = set()
    for run in _runs(text):
        if len(run) > 1:
            pairs.update(pairwise(run))
            if len(run) > 2:
                triples.update(zip(run, run[1:], run[2:], strict=False))
    return pairs, triples


def pairs_of(text: str) -> Grams:
    """Pairs of telling characters that stand together in a folded text."""
    pairs: Grams = set()
    for run in _runs(text):
        pairs.update(pairwise(run))
    return pairs


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a line stands: what came just before it, whether it is the text's last, in how many other documents it
    stands."""

    after_headline: bool = False
    after_marker: bool = False
    last: bool = False
    repeats: int = 0


def paragraph_signs(line: Line, pairs: Grams, title: Grams, setting: Setting, weights: Weights) -> dict[str, float]:
    """What a paragraph says by itself, whatever the article before it: feature → value, 0 to 1."""
    return {name: value for name, value in _paragraph_signs(line, pairs, title, setting, weights) if value}


def _paragraph_signs(line: Line, pairs: Grams, title: Grams, setting: Setting, weights: Weights) -> Iterator[tuple[str, float]]:
    text = line.text
    broken = weights.broken_off(text)
    unended = not (broken or line.ended or text.endswith(":"))
    yield "paragraph", 1.0
    yield "shares-title", min(0.3, len(pairs & title) / max(1, len(pairs))) / 0.3
    yield "broken-off", broken
    yield "no-full-stop", unended and not setting.last
    yield "last-line", unended and setting.last
    yield "length", min(len(text), 300) / 300
    yield "lead-words", min(3, sum(1 for _ in weights.patterns["lead-words"].finditer(text, 0, HEAD))) / 3
    for name in ("fresh-dateline", "goes-on", "named-speaker", "introduces", "opens-vaguely"):
        yield name, weights.opens(name, text)
    for name in ("news-day", "day-in-brackets"):
        yield name, weights.near_start(name, text)
    yield "after-headline", setting.after_headline
    yield "after-marker", setting.after_marker
    yield "repeated", min(setting.repeats, 2) / 2


def headline_signs(line: Line, setting: Setting) -> dict[str, float]:
    """What a line that is no paragraph says by itself: a heading of this article, an item of a list, another title?"""
    text = line.text
    values = {
        "headline": 1.0,
        "headline-length": max(0, min(len(text), 30) - 14) / 16,
        "headline-listed": float(len(text) > 60 or text.count("、") > 2 or _LISTED.match(text) is not None),
        "headline-ends": float(text[-1] in "。，:；、"),
        "after-marker": float(setting.after_marker),
        "repeated": min(setting.repeats, 2) / 2,
    }
    return {name: value for name, value in values.items() if value}
