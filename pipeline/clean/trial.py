"""Where an article ends that no rule ends: every line is tried as the first that is another article's.

Rails are told by what they say themselves (a dateline, a break) and by how little they share with the article before
them. So for each end tried, the lines after it are compared with the lines before it, and with nothing else.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.clean.judge import Gram, Grams, Judgement, Weights, pairs_of

# Code points of a paragraph that name its subject, and of the first paragraph that name the article's.
OPENING, LEAD_OPENING = 24, 60
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
    signs: Mapping[str, float]
    own: float
    pairs: Grams
    triples: Grams


@dataclass(frozen=True, slots=True)
class Shares:
    """What a passage has in common with those before it: of each gram of it, in which passage it stood first (sorted;
    only those that stood before)."""

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

    def best(self, least: float) -> tuple[int, float]:
        """The passage from which on all is most likely another article's, and the score; where no end reaches
        ``least``, the number of passages."""
        tried = [(self.total(k), -k) for k in self._worth_trying()]
        score, k = max(tried, default=(0.0, 0))
        return (-k, score) if score > least else (len(self.passages), score)

    def _worth_trying(self) -> list[int]:
        alone = ((self.score(k, k) + self.at_cut(k), k) for k in range(self.first + 1, len(self.passages)))
        worth = sorted((-score, k) for score, k in alone if score > WORTH_TRYING)
        return [k for _, k in worth[:MOST_TRIED]]

    def total(self, cut: int) -> float:
        """How much speaks for the article ending before passage ``cut``."""
        return self.at_cut(cut) + sum(self.score(i, cut) for i in range(cut, len(self.passages)))

    def score(self, i: int, cut: int) -> float:
        """How much passage ``i`` looks like another article's, where the article is what stands before ``cut``."""
        return self.passages[i].own + sum(self.weights[name] * value for name, value in self.by_article(i, cut))

    def at_cut(self, cut: int) -> float:
        """How much the place before passage ``cut`` looks like an end."""
        return sum(self.weights[name] * value for name, value in self.by_cut(cut))

    def by_article(self, i: int, cut: int) -> Iterator[tuple[str, float]]:
        """The features of passage ``i`` that compare it with the passages before ``cut``."""
        passage, shares = self.passages[i], self.shares[i]
        shared = bisect_left(shares.pairs, cut) / shares.sizes[0]
        if not passage.prose:
            yield "headline-shares", min(0.5, shared) * 2
            return
        names = bisect_left(shares.triples, cut)
        yield "shares-article", min(0.5, shared) * 2
        yield "shares-article-names", min(0.25, names / shares.sizes[1]) * 4
        yield "shares-nothing", float(not names)
        if "goes-on" in passage.signs:
            return
        yield "opens-anew", 1 - bisect_left(shares.opening, cut) / shares.sizes[2]
        so_far = self._so_far(cut)
        yield "tells-the-lead-again", min(0.2, shares.of_lead) * 5 * so_far
        yield "opens-as-the-lead", shares.lead_opening * so_far

    def by_cut(self, cut: int) -> Iterator[tuple[str, float]]:
        """The features of the place before passage ``cut``."""
        here, before = self.passages[cut], self.passages[cut - 1]
        neighbour = next(p for p in reversed(self.passages[:cut]) if p.prose)
        shares, goes_on = self.shares[cut], "goes-on" in here.signs
        yield "end", 1.0
        yield "article-so-far", self._so_far(cut)
        yield "much-follows", min(self.follows[cut], 600) / 600
        yield "shares-neighbour", min(0.5, len(here.pairs & neighbour.pairs) / max(1, len(here.pairs))) * 2
        yield "follows-anew", 0.0 if goes_on else 1 - bisect_left(shares.opening, cut) / shares.sizes[2]
        yield "after-closing-line", float(here.closed)
        yield "after-closing-credit", float(self.weights.closing_credit(before.text))
        yield "after-open-end", float(before.prose and not before.ended)

    def _so_far(self, cut: int) -> float:
        return min(self.sizes[cut], 1000) / 1000

    def judgements(self, cut: int) -> dict[int, Judgement]:
        """Line → judgement: of those from ``cut`` on as they were judged, of those before as if the article ended with
        each."""
        told: dict[int, Judgement] = {}
        for i in range(self.first + 1, len(self.passages)):
            values = {**self.passages[i].signs, **dict(self.by_article(i, min(i, cut)))}
            told[self.passages[i].at] = self.weights.weigh(values | (dict(self.by_cut(i)) if i <= cut else {}))
        return told


def lay_out(passages: Sequence[Passage], title: tuple[Grams, Grams], weights: Weights) -> Trial | None:
    """The passages ready to be tried; None where no paragraph stands among them with a line after it."""
    first = next((i for i, p in enumerate(passages) if p.prose), len(passages))
    if first + 1 >= len(passages):
        return None
    sizes = [0, *accumulate(len(p.text) * p.prose for p in passages)]
    follows = list(accumulate((len(p.text) for p in reversed(passages)), initial=0))[::-1]
    return Trial(passages, list(_shares(passages, title, first)), weights, first, sizes, follows)


def _shares(passages: Sequence[Passage], title: tuple[Grams, Grams], first: int) -> Iterator[Shares]:
    lead = passages[first]
    lead_opening = pairs_of(lead.text[:LEAD_OPENING])
    pair_stood = _stood_first([p.pairs for p in passages], title[0])
    triple_stood = _stood_first([p.triples for p in passages], title[1])
    for i, passage in enumerate(passages):
        opening = pairs_of(passage.text[:OPENING])
        sizes = max(1, len(passage.pairs)), max(1, len(passage.triples)), max(1, len(opening))
        yield Shares(
            _earlier(passage.pairs, pair_stood, i),
            _earlier(passage.triples, triple_stood, i),
            _earlier(opening, pair_stood, i),
            sizes,
            len(passage.triples & lead.triples) / sizes[1],
            len(opening & lead_opening) / sizes[2],
        )


def _stood_first(found: Sequence[Grams], title: Grams) -> Callable[[Gram], int | None]:
    where: dict[Gram, int] = {}
    for i in range(len(found) - 1, -1, -1):
        where.update(dict.fromkeys(found[i], i))
    where.update(dict.fromkeys(title, -1))
    return where.get


def _earlier(some: Grams, stood_first: Callable[[Gram], int | None], i: int) -> list[int]:
    return sorted(at for at in map(stood_first, some) if at is not None and at < i)
