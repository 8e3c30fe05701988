"""The figures: what was found against gold, counted one way for every kind of item.

The definitions are those of the shared scorer: ``keep_chars`` are characters kept, white space aside; ``perfect_bodies`` documents with nothing
lost and nothing leaked; ``*_mentions`` exact spans; ``date_mentions_and_values`` exact span and value; ``events_sentence_and_date`` an event in
the right sentence with the right date; ``events_trigger_class_date`` overlapping trigger, class and date; ``claims_content`` contents that share
half of their union; ``claims_content_and_speaker`` that, and one speaker's name holds the other. Beyond it, where the gold has them:
``places_mentions``, ``roles`` (each kept line has the right role), ``tokens`` (exact spans inside annotated sentences) and ``token_edges``
(ends of gold names and dates that no token straddles).
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.evaluate.gold import Annotation, GoldClaim, GoldEvent, GoldRole
from pipeline.span import Span, merged

T = TypeVar("T")
ENDS = "。！？!?\n；"
_UNSAID = re.compile(r"[\s（）()「」]")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items agree, were found, and stand in the gold. Adds up over documents."""

    hits: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.hits + other.hits, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 0 where there is none."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(text: str, gold: Annotation, found: Annotation) -> dict[str, Counts]:
    """Every figure of one document, by name. Add them up over documents."""
    out = {"keep_chars": _kept(text, gold, found)}
    out["perfect_bodies"] = _perfect(text, gold, found)
    out["date_mentions_and_values"] = _same(found.dates, gold.dates)
    out["date_spans"] = _same((d[:2] for d in found.dates), (d[:2] for d in gold.dates))
    out["date_values_per_document"] = _same((d.value for d in found.dates if d.value), (d.value for d in gold.dates if d.value))
    for name, seen, meant in (
        ("orgs", found.orgs, gold.orgs),
        ("people", found.people, gold.people),
        ("places", found.places, gold.places),
    ):
        if seen is not None and meant is not None:
            out[f"{name}_mentions"] = _same(seen, meant)
            out[f"{name}_names_per_document"] = _same((text[s:e] for s, e in seen), (text[s:e] for s, e in meant))
    out |= _events(text, gold, found) | _claims(gold, found)
    return out | _roles(gold, found) | _tokens(gold, found)


def characters(spans: Iterable[Span], text: str) -> set[int]:
    """The offsets of the characters that stand in ``spans``, white space aside."""
    return {i for s, e in spans for i in range(s, e) if not text[i].isspace()}


def lost_and_leaked(text: str, gold: Annotation, found: Annotation) -> tuple[set[int], set[int]]:
    """Offsets of the article's characters that were removed, and of noise characters that were kept."""
    neutral = characters(gold.neutral, text)
    kept = characters(found.keep, text) - neutral
    wanted = characters(gold.keep, text) - characters(gold.inline, text) - neutral
    return wanted - kept, kept & characters(gold.drop, text)


def _kept(text: str, gold: Annotation, found: Annotation) -> Counts:
    neutral = characters(gold.neutral, text)
    kept = characters(found.keep, text) - neutral
    wanted = characters(gold.keep, text) - characters(gold.inline, text) - neutral
    return Counts(len(wanted & kept), len(kept), len(wanted))


def _perfect(text: str, gold: Annotation, found: Annotation) -> Counts:
    return Counts(int(not any(lost_and_leaked(text, gold, found))), 1, 1)


def _same(found: Iterable[Hashable], gold: Iterable[Hashable]) -> Counts:
    seen, meant = set(found), set(gold)
    return Counts(len(seen & meant), len(seen), len(meant))


def _greedy(found: Sequence[T], gold: Sequence[T], match: Callable[[T, T], bool]) -> Counts:
    """Each found item takes the first gold item left that matches it."""
    return Counts(sum(1 for _ in pairs(found, gold, match)), len(found), len(gold))


def pairs(found: Sequence[T], gold: Sequence[T], match: Callable[[T, T], bool]) -> Iterator[tuple[int, int]]:
    """Indices of found and gold items that match, each used once, first come first served."""
    left = list(range(len(gold)))
    for i, item in enumerate(found):
        taken = next((j for j in left if match(item, gold[j])), None)
        if taken is not None:
            left.remove(taken)
            yield i, taken


def shared_part(a: Sequence[object], b: Sequence[object]) -> float:
    """The share of the union of two spans that both hold."""
    (s, e), (t, f) = _ends(a), _ends(b)
    both = max(0, min(e, f) - max(s, t))
    return both / (max(e, f) - min(s, t)) if both else 0.0


def _ends(item: Sequence[object]) -> tuple[int, int]:
    start, end = item[0], item[1]
    assert isinstance(start, int) and isinstance(end, int)
    return start, end


def same_name(a: str, b: str) -> bool:
    """True where one name holds the other, white space and brackets aside."""
    a, b = _UNSAID.sub("", a), _UNSAID.sub("", b)
    return bool(a and b) and (a in b or b in a)


def sentence_around(text: str, at: int) -> Span:
    """The sentence of the raw text around ``at``, without its end sign."""
    start = max(text.rfind(c, 0, at) for c in ENDS) + 1
    ends = [x for x in (text.find(c, at) for c in ENDS) if x >= 0]
    return start, min(ends) if ends else len(text)


def same_event(a: GoldEvent, b: GoldEvent) -> bool:
    """Overlapping trigger, same class, same date."""
    return shared_part(a, b) > 0 and a[2:] == b[2:]


def same_content(a: GoldClaim, b: GoldClaim) -> bool:
    """Contents that share half of their union or more."""
    return shared_part(a, b) >= 0.5


def same_claim(a: GoldClaim, b: GoldClaim) -> bool:
    """Same content, and one speaker's name holds the other."""
    return same_content(a, b) and same_name(a.speaker, b.speaker)


def _events(text: str, gold: Annotation, found: Annotation) -> dict[str, Counts]:
    meant, seen = [e for e in gold.events if e.value], [e for e in found.events if e.value]

    def here(a: GoldEvent, b: GoldEvent) -> bool:
        start, end = sentence_around(text, a.start)
        return start <= b.start <= end and a.value == b.value

    return {"events_sentence_and_date": _greedy(seen, meant, here), "events_trigger_class_date": _greedy(seen, meant, same_event)}


def _claims(gold: Annotation, found: Annotation) -> dict[str, Counts]:
    return {
        "claims_content": _greedy(found.claims, gold.claims, same_content),
        "claims_content_and_speaker": _greedy(found.claims, gold.claims, same_claim),
    }


def _roles(gold: Annotation, found: Annotation) -> dict[str, Counts]:
    """Of the annotated lines that were kept: those whose first kept character has the right role."""
    if gold.roles is None or found.roles is None:
        return {}
    kept = [(found_role, role) for start, end, role in gold.roles if (found_role := role_of(found.roles, start, end))]
    return {"roles": Counts(sum(a == b for a, b in kept), len(kept), len(kept))}


def role_of(roles: Iterable[GoldRole], start: int, end: int) -> str:
    """The role of the first block that holds a character of ``start..end``; "" where none does."""
    return next((r.role for r in roles if r.start < end and start < r.end), "")


def _tokens(gold: Annotation, found: Annotation) -> dict[str, Counts]:
    if found.tokens is None:
        return {}
    out = {"token_edges": _edges(gold, found.tokens)}
    if gold.tokens is not None:
        reach = merged(gold.tokens)
        inside = [t for t in found.tokens if any(s < t[1] and t[0] < e for s, e in reach)]
        out["tokens"] = _same(inside, gold.tokens)
    return out


def _edges(gold: Annotation, tokens: Sequence[Span]) -> Counts:
    starts = [start for start, _ in tokens]
    edges = [at for item in (*gold.orgs, *gold.people, *gold.dates) for at in item[:2] if isinstance(at, int)]

    def straddled(at: int) -> bool:
        i = bisect_left(starts, at) - 1
        return i >= 0 and tokens[i][1] > at

    return Counts(sum(not straddled(at) for at in edges), len(edges), len(edges))
