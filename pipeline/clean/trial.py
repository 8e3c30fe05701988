"""Where an article ends that no rule ends: every line is tried as the first that is another article's.

Rails are told by what they say themselves (a dateline, a break) and by how little they share with the article before
them. So for each end tried, the lines after it are compared with the lines before it, and with nothing else.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.clean.grams import Codes, Grams
from pipeline.clean.judge import BY_ARTICLE, BY_CUT, Judgement, Weights

SIGNS = ("fresh-dateline", "broken-off", "repeated")
# Code points of a paragraph that name its subject.
OPENING = 24
# Ends are tried at lines that could be another article's by themselves, and no more of them than this.
WORTH_TRYING, MOST_TRIED = -4.0, 64


@dataclass(frozen=True, slots=True)
class Passage:
    """A line no rule speaks of. ``signs`` is what it says by itself, ``own`` their weighted sum."""

    at: int  # its line
    text: str
    prose: bool
    ended: bool
    closed: bool  # a byline, notice or copyright line stands between it and the paragraph before
    goes_on: bool
    signs: Mapping[str, float]
    own: float
    grams: Grams

    @property
    def signed(self) -> bool:
        """True where it tells by itself that it may be another article's."""
        return any(name in self.signs for name in SIGNS)


@dataclass(frozen=True, slots=True)
class Shares:
    """What a passage has in common with those before it: of each gram of it, in which passage it stood first (-1: in the
    title), sorted."""

    pairs: Sequence[int]
    triples: Sequence[int]
    opening: Sequence[int]
    sizes: tuple[int, int, int]  # how many grams there are of each, at least 1
    of_lead: float  # share of its triples that stand in the first paragraph
    lead_opening: float  # share of its opening that stands in the first paragraph's


@dataclass(frozen=True, slots=True)
class Trial:
    """The passages of a text, ready to be tried."""

    passages: Sequence[Passage]
    shares: Sequence[Shares]
    weights: Weights
    first: int  # the first paragraph
    sizes: Sequence[int]  # code points of paragraphs before each passage
    follows: Sequence[int]  # code points from each passage on

    def best(self, least: float, signed: bool = False) -> int:
        """The passage from which on all is most likely another article's; the number of passages where no end reaches
        ``least``. ``signed``: only ends before a line that bears a sign of its own, or a headline, count."""
        tried = [(self.total(k), -k) for k in self._worth_trying() if not signed or self._signed(k)]
        score, k = max(tried, default=(0.0, 0))
        return -k if score > least else len(self.passages)

    def _worth_trying(self) -> list[int]:
        alone = ((self.score(k, k) + self.at_cut(k), k) for k in range(self.first + 1, len(self.passages)))
        worth = sorted((-score, k) for score, k in alone if score > WORTH_TRYING)
        return [k for _, k in worth[:MOST_TRIED]]

    def _signed(self, k: int) -> bool:
        return not self.passages[k].prose or self.passages[k].signed

    def total(self, cut: int) -> float:
        """How much speaks for the article ending before passage ``cut``."""
        return self.at_cut(cut) + sum(self.score(i, cut) for i in range(cut, len(self.passages)))

    def score(self, i: int, cut: int) -> float:
        """How much passage ``i`` looks like another article's, where the article is what stands before ``cut``."""
        return self.passages[i].own + self.weights.sum_by_article(self.by_article(i, cut))

    def at_cut(self, cut: int) -> float:
        """How much the place before passage ``cut`` looks like an end."""
        return self.weights.sum_by_cut(self.by_cut(cut))

    def by_article(self, i: int, cut: int) -> tuple[float, ...]:
        """What compares passage ``i`` with the passages before ``cut``: the values of ``BY_ARTICLE``."""
        passage, shares = self.passages[i], self.shares[i]
        shared = min(0.5, bisect_left(shares.pairs, cut) / shares.sizes[0]) * 2
        if not passage.prose:
            return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, shared
        names = bisect_left(shares.triples, cut)
        known = min(0.25, names / shares.sizes[1]) * 4
        if passage.goes_on:
            return shared, known, float(not names), 0.0, 0.0, 0.0, 0.0
        so_far = self._so_far(cut)
        again, as_lead = min(0.2, shares.of_lead) * 5 * so_far, shares.lead_opening * so_far
        return shared, known, float(not names), self._anew(i, cut), again, as_lead, 0.0

    def by_cut(self, cut: int) -> tuple[float, ...]:
        """What the place before passage ``cut`` says: the values of ``BY_CUT``."""
        here, before = self.passages[cut], self.passages[cut - 1]
        at = cut - 1
        while not self.passages[at].prose:
            at -= 1
        shared = len(here.grams.pairs & self.passages[at].grams.pairs) / self.shares[cut].sizes[0]
        return (
            1.0,
            self._so_far(cut),
            min(self.follows[cut], 600) / 600,
            min(0.5, shared) * 2,
            0.0 if here.goes_on else self._anew(cut, cut),
            float(here.closed),
            float(self.weights.closing_credit(before.text)),
            float(before.prose and not before.ended),
        )

    def _anew(self, i: int, cut: int) -> float:
        shares = self.shares[i]
        return 1 - bisect_left(shares.opening, cut) / shares.sizes[2]

    def _so_far(self, cut: int) -> float:
        return min(self.sizes[cut], 1000) / 1000

    def judgements(self, cut: int) -> dict[int, Judgement]:
        """Line → judgement: of those from ``cut`` on as they were judged, of those before as if the article ended with
        each."""
        told: dict[int, Judgement] = {}
        for i in range(self.first + 1, len(self.passages)):
            values = {**self.passages[i].signs, **dict(zip(BY_ARTICLE, self.by_article(i, min(i, cut)), strict=True))}
            if i <= cut:
                values |= dict(zip(BY_CUT, self.by_cut(i), strict=True))
            told[self.passages[i].at] = self.weights.weigh(values)
        return told


def lay_out(passages: Sequence[Passage], title: Grams, lead_opening: Codes, weights: Weights) -> Trial | None:
    """The passages ready to be tried; None where no paragraph stands among them with a line after it."""
    first = next((i for i, p in enumerate(passages) if p.prose), len(passages))
    if first + 1 >= len(passages):
        return None
    sizes = [0, *accumulate(len(p.text) * p.prose for p in passages)]
    follows = list(accumulate((len(p.text) for p in reversed(passages)), initial=0))[::-1]
    return Trial(passages, list(_shares(passages, title, first, lead_opening)), weights, first, sizes, follows)


def _shares(passages: Sequence[Passage], title: Grams, first: int, lead_opening: Codes) -> Iterator[Shares]:
    lead = passages[first].grams.triples
    pairs = _stood_first([p.grams.pairs for p in passages], title.pairs)
    triples = _stood_first([p.grams.triples for p in passages], title.triples)
    for passage in passages:
        grams = passage.grams
        sizes = max(1, len(grams.pairs)), max(1, len(grams.triples)), max(1, len(grams.opening))
        yield Shares(
            sorted(map(pairs.__getitem__, grams.pairs)),
            sorted(map(triples.__getitem__, grams.triples)),
            sorted(map(pairs.__getitem__, grams.opening)),
            sizes,
            len(grams.triples & lead) / sizes[1],
            len(grams.opening & lead_opening) / sizes[2],
        )


def _stood_first(found: Sequence[Codes], title: Codes) -> dict[int, int]:
    where: dict[int, int] = {}
    for i in range(len(found) - 1, -1, -1):
        where.update(dict.fromkeys(found[i], i))
    where.update(dict.fromkeys(title, -1))
    return where
