"""Two records of one document held against each other: what appears, disappears, changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.document import Tokens
from pipeline.evaluate.mistakes import snippet
from pipeline.model import Record
from pipeline.span import Span

How = Literal["appears", "disappears", "changes"]
What = Literal["noise", "token", "name", "date", "claim", "event", "document"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that differs. ``before`` and ``after`` say what it is ("" where it is not there); ``rules`` made it."""

    document: str
    what: What
    how: How
    start: int
    end: int
    before: str
    after: str
    snippet: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    """What a record says of a stretch: its description, and the rule behind it."""

    span: Span
    says: str
    rule: str


def differences(name: str, old: Record, new: Record, old_tokens: Tokens, new_tokens: Tokens) -> Iterator[Difference]:
    """Every difference between two records of the document ``name``, kind by kind, in text order. Line numbers of rules count for nothing."""
    for what, before, after in (
        ("noise", _noise(old), _noise(new)), ("name", _names(old), _names(new)), ("date", _dates(old), _dates(new)),
        ("claim", _claims(old), _claims(new)), ("event", _events(old), _events(new)),
    ):  # fmt: skip
        for how, a, b in _paired(before, after):
            yield _difference(name, old.text, what, how, a, b)  # type: ignore[arg-type]  # what is one of What
    yield from _tokens(name, old.text, old_tokens, new_tokens)


def _difference(name: str, text: str, what: What, how: How, a: _Item | None, b: _Item | None) -> Difference:
    sides = [side for side in (a, b) if side]
    start, end = min(s.span[0] for s in sides), max(s.span[1] for s in sides)
    shown = snippet(text, *sides[-1].span)
    return Difference(name, what, how, start, end, a.says if a else "", b.says if b else "", shown, tuple(s.rule for s in sides))


def _paired(before: Sequence[_Item], after: Sequence[_Item]) -> Iterator[tuple[How, _Item | None, _Item | None]]:
    """Items that differ; one that goes where another comes in its place is one change."""
    same = {(i.span, i.says) for i in before} & {(i.span, i.says) for i in after}
    gone = [i for i in before if (i.span, i.says) not in same]
    came = [i for i in after if (i.span, i.says) not in same]
    for item in gone:
        other = next((c for c in came if c.span[0] < item.span[1] and item.span[0] < c.span[1]), None)
        if other is None:
            yield "disappears", item, None
        else:
            came.remove(other)
            yield "changes", item, other
    yield from (("appears", None, item) for item in came)


def _noise(record: Record) -> list[_Item]:
    """Every kept block by its role, every removed one by its kind."""
    kept = [_Item((b.start, b.end), f"kept as {b.role}", "") for b in record.body]
    return kept + [_Item((r.start, r.end), f"removed as {r.kind}", r.rule) for r in record.removed]


def _names(record: Record) -> list[_Item]:
    return [
        _Item((m.start, m.end), f"{e.type} {e.name} [{e.kind}]{_ids(e.identifiers)} by {e.basis}", m.rule)
        for e in record.entities
        for m in e.mentions
    ]


def _ids(identifiers: Mapping[str, str]) -> str:
    return "".join(f" {k}={v}" for k, v in sorted(identifiers.items()))


def _dates(record: Record) -> list[_Item]:
    return [_Item((d.start, d.end), f"{d.value or 'no value'} ({d.basis})", d.rule) for d in record.dates]


def _claims(record: Record) -> list[_Item]:
    return [
        _Item(
            (c.content.start, c.content.end),
            f"{c.speaker.name if c.speaker else 'the author'}{f' {c.cue.text}' if c.cue else ''} ({c.form}, {c.polarity}, {c.certainty})",
            c.rule,
        )
        for c in record.claims
    ]


def _events(record: Record) -> list[_Item]:
    names = {e.id: e.name for e in record.entities}
    return [
        _Item(
            (v.trigger.start, v.trigger.end),
            f"{v.type} {v.when.value or '?'} {v.status}: {'、'.join(names[p.entity] for p in v.participants) or 'nobody'}",
            v.rule,
        )
        for v in record.events
    ]


def _tokens(name: str, text: str, old: Tokens, new: Tokens) -> Iterator[Difference]:
    """Stretches that are cut otherwise: 台|達電 → 台達電. Where noise came or went the tokens follow; that is told once, as noise."""
    before, after = list(zip(old.starts, old.ends, strict=True)), list(zip(new.starts, new.ends, strict=True))
    i = j = 0
    while i < len(before) and j < len(after):
        if before[i] == after[j]:
            i, j = i + 1, j + 1
            continue
        if before[i][1] <= after[j][0] or after[j][1] <= before[i][0]:  # only one side read this stretch
            i, j = (i + 1, j) if before[i][0] < after[j][0] else (i, j + 1)
            continue
        first_i, first_j = i, j
        while i < len(before) and j < len(after) and before[i][1] != after[j][1]:
            i, j = (i + 1, j) if before[i][1] < after[j][1] else (i, j + 1)
        i, j = min(i + 1, len(before)), min(j + 1, len(after))
        a, b = before[first_i:i], after[first_j:j]
        start, end = min(a[0][0], b[0][0]), max(a[-1][1], b[-1][1])
        yield Difference(name, "token", "changes", start, end, _cut(text, a), _cut(text, b), snippet(text, start, end))


def _cut(text: str, spans: Sequence[Span]) -> str:
    return "|".join(text[s:e] for s, e in spans)
