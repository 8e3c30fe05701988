"""The judgement of what no rule names: whose paragraph is this?

Every paragraph gets a score, a weighted sum of a few readable features; the article ends where the scores of all that
follows add up
to the most. Features and weights stand in lexicons/noise/judge.toml.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.clean.lines import Line
from pipeline.clean.rules import bounded_pattern
from pipeline.errors import LexiconError
from pipeline.lexicon import Rule

Grams = set[tuple[str, ...]]

# Characters found in any text tell no topic; digits and signs neither.
_COMMON = "的是在了和有也不為與及會要就都而但被將這那他她我你們上下中年月日時今昨到說人一個大"
_OTHER = re.compile(f"(?:[^\u3400-\u9fffA-Za-z]|[{_COMMON}])+")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A paragraph's score (above 0: another article's) and the features that made it, heaviest first."""

    score: float
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """Feature → weight, and feature → pattern where a feature is one; settings of the search stand beside them."""

    values: Mapping[str, float]
    patterns: Mapping[str, re.Pattern[str]]

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    def closing_credit(self, text: str) -> bool:
        """True where an agency's end line (editor and date code) closes the paragraph, and with it the article."""
        return text[-1].isdigit() and self.patterns["closing-credit"].search(text, max(0, len(text) - 50)) is not None

    def broken_off(self, text: str) -> bool:
        """True where the paragraph breaks off, as teasers do."""
        return self.patterns["broken-off"].search(text, max(0, len(text) - 4)) is not None

    def bears_sign(self, text: str) -> bool:
        """True where a paragraph tells by itself that it may be another article's: a dateline of its own, or broken
        off."""
        return self.broken_off(text) or self.patterns["fresh-dateline"].match(text) is not None


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
    missing = [name for name in FEATURES if name not in values] + [name for name in PATTERNS if name not in patterns]
    if missing:
        names = ", ".join(missing)
        raise LexiconError(f"missing: {names}", place="noise/judge.toml", remedy="add [[rule]] name, weight, match")
    return Weights(values, patterns)


def grams(text: str) -> tuple[Grams, Grams]:
    """Pairs and triples of telling characters that stand together in a folded text."""
    pairs: Grams = set()
    triples: Grams = set()
    for run in _OTHER.sub(" ", text).split():
        if len(run) > 1:
            pairs.update(pairwise(run))
            if len(run) > 2:
                triples.update(zip(run, run[1:], run[2:], strict=False))
    return pairs, triples


@dataclass(slots=True)
class Topic:
    """What the article is about so far: grams of its title, of its title and lead, of all of it."""

    title: Grams
    lead: Grams
    lead_three: Grams
    all: Grams
    all_three: Grams
    opening: Grams  # of the first paragraph's first words
    size: int = 0
    paragraphs: int = 0

    @classmethod
    def of(cls, title: str) -> "Topic":
        """The topic a title alone tells."""
        pairs, triples = grams(title)
        return cls(pairs, set(pairs), set(triples), set(pairs), set(triples), set())

    def add(self, text: str, pairs: Grams, triples: Grams) -> None:
        """Take a paragraph of the article in."""
        if not self.paragraphs:
            self.opening = grams(text[:LEAD_OPENING])[0]
        if self.paragraphs < 2:
            self.lead |= pairs
            self.lead_three |= triples
        self.all |= pairs
        self.all_three |= triples
        self.size += len(text)
        self.paragraphs += 1


FEATURES = (
    *("base", "shares-title", "shares-lead-names", "shares-lead-words", "shares-article-names"),
    *("restarts", "opens-anew", "opens-as-the-lead", "shares-nothing"),
    *("fresh-dateline", "broken-off", "no-full-stop", "last-line", "goes-on", "news-day", "closing-credit", "length"),
    *("article-so-far", "after-headline", "after-marker", "after-closing-line", "repeated"),
    *("headline", "headline-shares-title", "headline-length"),
    *("cut", "cut-on-weak-clue", "cut-without-clue", "cut-elsewhere", "foreign"),
)
# Code points of a paragraph that name its subject, and of the first paragraph that name the article's.
OPENING, LEAD_OPENING = 24, 60
PATTERNS = ("fresh-dateline", "broken-off", "goes-on", "news-day", "closing-credit")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a line stands: what came just before it, whether it is the text's last, in how many other documents it
    stands."""

    after_headline: bool = False
    after_marker: bool = False
    after_closing: bool = False
    last: bool = False
    repeats: int = 0


def judge_paragraph(line: Line, topic: Topic, setting: Setting, weights: Weights) -> tuple[Judgement, Grams, Grams]:
    """The judgement of a paragraph given the article so far; also its grams, for ``Topic.add``."""
    text = line.text
    pairs, triples = grams(text)
    three, two = max(1, len(triples)), max(1, len(pairs))
    broken, goes_on, so_far = (
        weights.broken_off(text),
        weights.patterns["goes-on"].match(text) is not None,
        min(topic.size, 1200) / 1200,
    )
    opening = grams(text[:OPENING])[0]
    lead_words = min(0.4, len(pairs & topic.lead) / two) * 2.5
    values = {
        "base": 1.0,
        "shares-title": min(4, len(pairs & topic.title)) / 4,
        "shares-lead-names": min(0.25, len(triples & topic.lead_three) / three) * 4,
        "shares-lead-words": lead_words,
        "shares-article-names": min(0.25, len(triples & topic.all_three) / three) * 4,
        "fresh-dateline": float(weights.patterns["fresh-dateline"].match(text) is not None),
        "broken-off": float(broken),
        "no-full-stop": float(not broken and not line.ended and not text.endswith(":") and not setting.last),
        "last-line": float(not broken and not line.ended and setting.last),
        "goes-on": float(goes_on),
        "opens-anew": 0.0 if goes_on else 1 - len(opening & topic.all) / max(1, len(opening)),
        "opens-as-the-lead": 0.0 if goes_on else len(opening & topic.opening) / max(1, len(opening)) * so_far,
        "shares-nothing": float(not triples & topic.all_three),
        "restarts": 0.0 if goes_on else lead_words * so_far,
        "news-day": float(weights.patterns["news-day"].search(text, 0, 50) is not None),
        "after-headline": float(setting.after_headline),
        "length": min(len(text), 300) / 300,
        "article-so-far": so_far,
        "closing-credit": float(weights.closing_credit(text)),
        "after-marker": float(setting.after_marker),
        "after-closing-line": float(setting.after_closing),
        "repeated": min(setting.repeats, 2) / 2,
    }
    return _weigh(values, weights), pairs, triples


def judge_headline(line: Line, topic: Topic, setting: Setting, weights: Weights) -> Judgement:
    """The judgement of a line that could be a heading of this article or another article's title."""
    values = {
        "headline": 1.0,
        "headline-shares-title": min(4, len(grams(line.text)[0] & topic.lead)) / 4,
        "headline-length": max(0, min(len(line.text), 30) - 14) / 16,
        "after-closing-line": float(setting.after_closing),
        "after-marker": float(setting.after_marker),
        "repeated": min(setting.repeats, 2) / 2,
    }
    return _weigh(values, weights)


def _weigh(values: Mapping[str, float], weights: Weights) -> Judgement:
    parts = [(name, round(value * weights[name], 2)) for name, value in values.items() if value]
    return Judgement(round(sum(p for _, p in parts), 2), tuple(sorted((p for p in parts if p[1]), key=lambda p: -abs(p[1]))))


def change_point(scores: Sequence[float], least: float, cap: float = 6.0) -> int:
    """Index from which the scores add up to the most, or ``len(scores)`` where they never reach ``least``."""
    best, total, found = least, 0.0, len(scores)
    for at in range(len(scores) - 1, -1, -1):
        total += max(-cap, min(cap, scores[at]))
        if total > best:
            best, found = total, at
    return found
