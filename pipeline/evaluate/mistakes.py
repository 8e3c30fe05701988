"""What went wrong, item by item: each mistake with its kind, its document and the text around it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.evaluate.gold import Annotation, GoldClaim, GoldDate, GoldEvent
from pipeline.evaluate.score import lost_and_leaked, pairs, role_of, same_claim, same_content, same_event, shared_part
from pipeline.span import Span

AROUND = 12  # code points of context on either side of a snippet
LONGEST = 40  # code points of the item itself


@dataclass(frozen=True, slots=True)
class Mistake:
    """``kind`` such as "dates missed"; ``note`` what gold says → what was found."""

    kind: str
    document: str
    start: int
    end: int
    snippet: str
    note: str = ""


def mistakes(document: str, text: str, gold: Annotation, found: Annotation) -> Iterator[Mistake]:
    """Every disagreement of one document, by kind, in text order."""
    for kind, (start, end), note in _all(text, gold, found):
        yield Mistake(kind, document, start, end, snippet(text, start, end), note)


def snippet(text: str, start: int, end: int, around: int = AROUND) -> str:
    """The item between ⟦⟧ with what stands around it, on one line; a long one is cut in its middle."""
    inner = text[start:end]
    if len(inner) > LONGEST:
        inner = f"{inner[: LONGEST // 2]}…{inner[-LONGEST // 2 + 1 :]}"
    joined = f"{text[max(0, start - around) : start]}⟦{inner}⟧{text[end : end + around]}"
    return " ".join(joined.split())


Wrong = tuple[str, Span, str]


def _all(text: str, gold: Annotation, found: Annotation) -> Iterator[Wrong]:
    lost, leaked = lost_and_leaked(text, gold, found)
    yield from (("body lost", span, f"{span[1] - span[0]} characters") for span in _runs(text, lost))
    yield from (("noise leaked", span, f"{span[1] - span[0]} characters") for span in _runs(text, leaked))
    yield from _dates(gold.dates, found.dates)
    for name, meant, seen in (
        ("orgs", gold.orgs, found.orgs),
        ("people", gold.people, found.people),
        ("places", gold.places, found.places),
    ):
        if meant is not None and seen is not None:
            yield from _names(name, meant, seen)
    yield from _events([e for e in gold.events if e.value], [e for e in found.events if e.value])
    yield from _claims(gold.claims, found.claims)
    yield from _roles(gold, found)


def _runs(text: str, offsets: set[int]) -> list[Span]:
    """Stretches of offsets, bridged over white space."""
    out: list[Span] = []
    for at in sorted(offsets):
        if out and not text[out[-1][1] : at].strip():
            out[-1] = (out[-1][0], at + 1)
        else:
            out.append((at, at + 1))
    return out


def _dates(gold: Sequence[GoldDate], found: Sequence[GoldDate]) -> Iterator[Wrong]:
    values = {(d.start, d.end): d.value for d in found}
    known = {(d.start, d.end) for d in gold}
    for day in gold:
        span = (day.start, day.end)
        if span not in values:
            yield "dates missed", span, day.value or "null"
        elif values[span] != day.value:
            yield "dates with another value", span, f"{day.value or 'null'} → {values[span] or 'null'}"
    yield from (("dates extra", (d.start, d.end), d.value or "null") for d in found if (d.start, d.end) not in known)


def _names(name: str, gold: Iterable[Span], found: Iterable[Span]) -> Iterator[Wrong]:
    meant, seen = set(gold), set(found)
    yield from ((f"{name} missed", span, "") for span in sorted(meant - seen))
    yield from ((f"{name} extra", span, "") for span in sorted(seen - meant))


def _events(gold: Sequence[GoldEvent], found: Sequence[GoldEvent]) -> Iterator[Wrong]:
    matched = list(pairs(found, gold, same_event))
    missed = [g for j, g in enumerate(gold) if j not in {j for _, j in matched}]
    extra = [f for i, f in enumerate(found) if i not in {i for i, _ in matched}]
    near = {j: i for i, j in pairs(extra, missed, lambda a, b: shared_part(a, b) > 0)}
    for j, event in enumerate(missed):
        says = f"{event.kind} {event.value}"
        if j in near:
            yield "events with another class or date", event[:2], f"{says} → {extra[near[j]].kind} {extra[near[j]].value}"
        else:
            yield "events missed", event[:2], says
    yield from (("events extra", e[:2], f"{e.kind} {e.value}") for i, e in enumerate(extra) if i not in near.values())


def _claims(gold: Sequence[GoldClaim], found: Sequence[GoldClaim]) -> Iterator[Wrong]:
    matched = list(pairs(found, gold, same_claim))
    missed = [g for j, g in enumerate(gold) if j not in {j for _, j in matched}]
    extra = [f for i, f in enumerate(found) if i not in {i for i, _ in matched}]
    near = {j: i for i, j in pairs(extra, missed, same_content)}
    for j, claim in enumerate(missed):
        if j in near:
            yield "claims with another speaker", claim[:2], f"{claim.speaker} → {extra[near[j]].speaker or 'nobody'}"
        else:
            yield "claims missed", claim[:2], claim.speaker
    yield from (("claims extra", c[:2], c.speaker or "the author") for i, c in enumerate(extra) if i not in near.values())


def _roles(gold: Annotation, found: Annotation) -> Iterator[Wrong]:
    if gold.roles is None or found.roles is None:
        return
    for start, end, role in gold.roles:
        seen = role_of(found.roles, start, end)
        if seen and seen != role:
            yield "roles", (start, end), f"{role} → {seen}"
