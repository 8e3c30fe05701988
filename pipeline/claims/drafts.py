"""From drafts to claims: what stands inside a content is looked up, its polarity and certainty are read off."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from pipeline.claims.lists import WordLists
from pipeline.claims.words import Hit
from pipeline.document import Reading
from pipeline.mentions import Certainty, Claim, DateMention, Form, Name, Polarity, Speaker
from pipeline.span import Span

_START = itemgetter(0)
_ASKING = frozenset("？嗎")  # end a question


class Draft(NamedTuple):
    """A claim before its dates, entities and certainty are looked up."""

    speaker: Speaker | None
    cue: Span | None
    content: Span
    form: Form
    negated: bool
    closed: bool
    rule: str
    via: str | None = None
    kind: str = ""
    reasons: tuple[str, ...] = ()


# A draft and a claim of all their parts: there are many, and the classes themselves take twice as long to make them.
_draft: Callable[[tuple[Any, ...]], Draft] = partial(tuple.__new__, Draft)
_claim: Callable[[tuple[Any, ...]], Claim] = partial(tuple.__new__, Claim)


def introduced(speaker: Speaker, cue: Hit, content: Span, form: Form, closed: bool = True) -> Draft:
    """The claim whose ``content`` a cue introduces; ``closed`` is False where the mark is missing that ends a quotation."""
    word = cue.word
    return _draft((speaker, (cue.start, cue.end), content, form, word.polarity == "negated", closed, word.rule, None, word.kind, ()))


def finished(
    drafts: Iterable[Draft], reading: Reading, dates: Sequence[DateMention], names: Sequence[Name], lists: WordLists
) -> list[Claim]:
    """The claims of drafts: what stands inside their contents looked up, doubles left out. ``names``: where entities are named, sorted."""
    text = reading.text
    found: list[Claim] = []
    last: Span | None = None
    starts, named_at = [d.start for d in dates], [*map(_START, names)]
    for speaker, cue, content, form, negated, closed, rule, via, kind, reasons in sorted(drafts, key=attrgetter("content")):
        start, end = content
        if content == last or end <= start:
            continue
        last = content
        first = bisect_left(starts, start)
        beyond = bisect_left(starts, end, first)
        inside = tuple([i for i in range(first, beyond) if dates[i].end <= end]) if first < beyond else ()
        low = bisect_left(named_at, start)
        named = names[low : bisect_left(named_at, end, low)]
        told_of = tuple(sorted({index for _, stop, index in named if stop <= end})) if named else ()
        polarity, certainty = _polarity(content, kind, negated, text, lists), _certainty(content, kind, closed, text, lists)
        found.append(_claim((
            speaker, cue, content, form, polarity, certainty, inside, told_of, reading.sentence_at(start), rule, via, reasons, kind,
        )))  # fmt: skip
    return found


def _polarity(content: Span, kind: str, negated: bool, text: str, lists: WordLists) -> Polarity:
    start, end = content
    if kind == "question" or text[end - 1] in _ASKING or (end < len(text) and text[end] == "？"):
        return "questioned"
    return "negated" if negated != (lists.negations.match(text, start) is not None) else "affirmed"


_CERTAINTY_REACH = 60  # code points from the start of a content in which a marker speaks for the whole


def _certainty(content: Span, kind: str, closed: bool, text: str, lists: WordLists) -> Certainty:
    start, end = content
    reach = start + _CERTAINTY_REACH
    found = lists.certain_words.search(text, start, end if end < reach else reach)
    if found is not None:
        return lists.certainty[found[0]]
    return "certain" if closed and kind != "predict" else "probable"
