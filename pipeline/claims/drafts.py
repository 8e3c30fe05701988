"""From drafts to claims: what stands inside a content is looked up, its polarity and certainty are read off."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from pipeline.claims.lists import WordLists
from pipeline.claims.words import Named
from pipeline.document import Reading
from pipeline.mentions import Certainty, Claim, DateMention, Form, Polarity, Speaker
from pipeline.span import Span


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


def finished(
    drafts: Iterable[Draft], reading: Reading, dates: Sequence[DateMention], names: Sequence[Named], lists: WordLists
) -> Iterator[Claim]:
    """The claims of drafts: what stands inside their contents looked up, doubles left out. ``names``: where entities are named, sorted."""
    last: Span | None = None
    starts, named_at = [d.start for d in dates], [start for start, _, _ in names]
    for draft in sorted(drafts, key=attrgetter("content")):
        start, end = draft.content
        if draft.content == last or end <= start:
            continue
        last = draft.content
        first, beyond = bisect_left(starts, start), bisect_left(starts, end)
        inside = tuple([i for i in range(first, beyond) if dates[i].end <= end]) if first < beyond else ()
        named = names[bisect_left(named_at, start) : bisect_left(named_at, end)]
        told_of = tuple(sorted({index for _, stop, index in named if stop <= end})) if named else ()
        yield Claim(
            draft.speaker, draft.cue, draft.content, draft.form, _polarity(draft, reading.text, lists), _certainty(draft, reading.text, lists),
            inside, told_of, reading.sentence_at(start), draft.rule, draft.via, draft.reasons,
        )  # fmt: skip


def _polarity(draft: Draft, text: str, lists: WordLists) -> Polarity:
    start, end = draft.content
    if draft.kind == "question" or text[end - 1] in "？嗎" or text.startswith("？", end):
        return "questioned"
    return "negated" if draft.negated != (lists.negations.match(text, start) is not None) else "affirmed"


_CERTAINTY_REACH = 60  # code points from the start of a content in which a marker speaks for the whole


def _certainty(draft: Draft, text: str, lists: WordLists) -> Certainty:
    start, end = draft.content
    found = lists.certain_words.search(text, start, min(end, start + _CERTAINTY_REACH))
    if found is not None:
        return lists.certainty[found[0]]
    return "certain" if draft.closed and draft.kind != "predict" else "probable"
