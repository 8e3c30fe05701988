"""From drafts to claims: what stands inside a content is looked up, its polarity and certainty are read off."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from pipeline.claims.words import WordLists
from pipeline.document import Reading
from pipeline.mentions import Certainty, Claim, DateMention, Entity, Form, Polarity, Speaker
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
    drafts: Iterable[Draft], reading: Reading, dates: Sequence[DateMention], entities: Sequence[Entity], lists: WordLists
) -> Iterator[Claim]:
    """The claims of drafts: what stands inside their contents looked up, doubles left out."""
    seen: set[Span] = set()
    starts = [d.start for d in dates]
    mentions = sorted((m.start, m.end, index) for index, e in enumerate(entities) for m in e.mentions)
    for draft in sorted(drafts, key=lambda d: d.content):
        if draft.content in seen or draft.content[1] <= draft.content[0]:
            continue
        seen.add(draft.content)
        start, end = draft.content
        inside = tuple(i for i in range(bisect_left(starts, start), bisect_left(starts, end)) if dates[i].end <= end)
        low, high = bisect_left(mentions, (start, 0, 0)), bisect_left(mentions, (end, 0, 0))
        named = tuple(sorted({i for _, stop, i in mentions[low:high] if stop <= end}))
        yield Claim(
            draft.speaker, draft.cue, draft.content, draft.form, _polarity(draft, reading.text, lists), _certainty(draft, reading.text, lists),
            inside, named, reading.sentence_at(start), draft.rule, draft.via, draft.reasons,
        )  # fmt: skip


def _polarity(draft: Draft, text: str, lists: WordLists) -> Polarity:
    start, end = draft.content
    if draft.kind == "question" or text[end - 1 : end + 1].endswith("？") or text[end - 1] in "？嗎":
        return "questioned"
    return "negated" if draft.negated != (lists.negations.match(text, start) is not None) else "affirmed"


_CERTAINTY_REACH = 60  # code points from the start of a content in which a marker speaks for the whole


def _certainty(draft: Draft, text: str, lists: WordLists) -> Certainty:
    start, end = draft.content
    found = lists.certainty.search(text, start, min(end, start + _CERTAINTY_REACH))
    if found is not None:
        return cast(Certainty, found.lastgroup)
    return "certain" if draft.closed and draft.kind != "predict" else "probable"
