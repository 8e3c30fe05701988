"""A trigger and a date that may be its: what speaks for the two and against them, as named features (weighed in weights.tsv)."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.events.ontology import CORE, Sense, Trigger
from pipeline.events.scene import Scene, Surroundings
from pipeline.mentions import DateMention, TieBasis

_AFTER_TRIGGER = {
    "的": "de", "之": "de", "了": "le", "過": "guo", "時": "when", "後": "after", "前": "before", "中": "during", "、": "list",
    "案": "case", "者": "person", "人": "person", "員": "person", "率": "rate", "量": "rate",
}  # fmt: skip
_AFTER_DATE = {
    "的": "de", "之": "de", "起": "from", "後": "after", "前": "before", "）": "bracket", "間": "during", "至": "to", "到": "to", "，": "topic",
}  # fmt: skip
_BEFORE_DATE = {
    "於": "at", "在": "at", "自": "from", "從": "from", "到": "until", "至": "until", "為": "is", "（": "bracket", "，": "clause", ":": "clause",
}  # fmt: skip
_GAPS = (0, 1, 3, 6, 10, 16, 25, 40)
_REACH = 12  # characters before a trigger in which a context word bears on it


@dataclass(frozen=True, slots=True)
class Pair:
    """A trigger (index into the scene's) tied to a date (index into the document's), with the features of the tie."""

    trigger: int
    sense: Sense
    date: int
    tie: TieBasis
    features: list[str]


@dataclass(frozen=True, slots=True)
class Story:
    """The last date of the sentence before, and the document's main one, by which a sentence without a date of its own may go."""

    last: int | None = None
    main: int | None = None


def pairs(around: Surroundings, scene: Scene, story: Story) -> Iterator[Pair]:
    """The pairs of a scene worth scoring: each trigger with the nearest date before it, another before that in its clause, and one after it there.

    Without a date of its own a sentence goes by the story's.
    """
    starts = [around.dates[n].start for n in scene.dates]
    text = around.reading.text[scene.span[0] : scene.span[1]]
    for at, trigger in enumerate(scene.triggers):
        if _is_supposed(scene, at):
            continue
        if not scene.dates:
            yield from _narrated(around, scene, at, text, story)
            continue
        before = bisect_left(starts, trigger.start)
        clause = scene.clauses[at]
        found: list[tuple[int, TieBasis, list[str]]] = []
        for order, k in enumerate(range(before - 1, max(before - 3, -1), -1)):
            date = around.dates[scene.dates[k]]
            breaks = scene.clauses_between(date.end, trigger.start)
            if breaks and (order or not _reaches(scene, at, date, breaks)):
                break
            found.append((scene.dates[k], "sentence" if breaks else "clause", _forward(around, scene, at, date, order, breaks)))
        if before < len(starts) and starts[before] < clause[1] and trigger.strength in CORE:
            found.append((scene.dates[before], "clause", _backward(around, scene, at, around.dates[scene.dates[before]], before)))
        if found:
            sense, told = trigger.sense(text), around.claim_at(trigger.start)
            common = _common(around, scene, at, sense, told)
            for n, tie, features in found:
                yield Pair(at, sense, n, tie, [*common, *features, _claim(around, around.dates[n], told)])


def _is_supposed(scene: Scene, at: int) -> bool:
    """若…, 如果…; 預估 and a market's move: nothing that happened or was announced."""
    trigger = scene.triggers[at]
    groups = {m.group for m in scene.marks_in(scene.clauses[at][0], trigger.start)}
    return "condition" in groups or ("forecast" in groups and trigger.senses[0].type.kind == "business")


def _common(around: Surroundings, scene: Scene, at: int, sense: Sense, told: int | None) -> list[str]:
    """What holds of the trigger whatever its date."""
    text, trigger = around.reading.text, scene.triggers[at]
    start, end = scene.clauses[at]
    found = ["bias", f"strength={trigger.strength}", f"class={sense.type.kind}", f"next={_follower(around, trigger.end, end)}"]
    found += _neighbours(scene, at, sense)
    found += {f"before:{m.group}" for m in scene.marks_in(max(start, trigger.start - _REACH), trigger.start) if m.group != "head"}
    if text[trigger.start - 1 : trigger.start] in ("的", "之"):
        found.append("prev=de")
    if any(m.group == "head" and m.start == trigger.end for m in scene.marks_in(trigger.end, trigger.end + 1)):
        found.append("before_noun")
    if trigger.end - trigger.start == 1:
        found.append("one_character")
    if trigger.torn:
        found.append("torn")
    found.append("told=no" if told is None else f"told={around.claims[told].form}")
    return found


def _follower(around: Surroundings, end: int, clause_end: int) -> str:
    if end >= clause_end:
        return "end"
    follower = around.reading.text[end]
    if follower in _AFTER_TRIGGER:
        return _AFTER_TRIGGER[follower]
    return "digit" if follower.isdigit() else "name" if around.name_at(end) else "other"


def _neighbours(scene: Scene, at: int, sense: Sense) -> set[str]:
    """The other triggers of the clause: rivals, partners, light verbs that lean on this one."""
    trigger, clause = scene.triggers[at], scene.clauses[at]
    first, last = at, at + 1
    while first and scene.clauses[first - 1] == clause:
        first -= 1
    while last < len(scene.clauses) and scene.clauses[last] == clause:
        last += 1
    before, after = scene.core[at] - scene.core[first], scene.core[last] - scene.core[at + 1]
    found = {f"rivals_before={min(before, 2)}", f"rivals_after={min(after, 2)}"}
    for k in (*range(first, at), *range(at + 1, last)):
        other = scene.triggers[k]
        if other.senses[0].type.kind == sense.type.kind:
            found.add(f"same_class_{'before' if k < at else 'after'}:{other.strength}")
    if first < at:
        previous = scene.triggers[at - 1]
        found |= {f"joined={previous.strength}"} if previous.end == trigger.start else set()
        found |= {"light_before"} if previous.strength == "light" else set()
    if at + 1 < last and scene.triggers[at + 1].start == trigger.end:
        found.add(f"joins={scene.triggers[at + 1].strength}")
    if trigger.strength == "light" and after:
        found.add("light_with_verb")
    return found


def _reaches(scene: Scene, at: int, date: DateMention, breaks: int) -> bool:
    """Whether a trigger may go by a date of an earlier clause: verbs may; others from the clause before, past no other event."""
    if scene.triggers[at].strength == "verb":
        return True
    return breaks == 1 and scene.core[at] == scene.core[bisect_left(scene.triggers, date.end, 0, at, key=_start)]


def _start(trigger: Trigger) -> int:
    return trigger.start


def _forward(around: Surroundings, scene: Scene, at: int, date: DateMention, order: int, breaks: int) -> list[str]:
    """Features of a date before its trigger; ``order`` is 0 for the nearest date, 1 for the one before that."""
    trigger = scene.triggers[at]
    tie = f"pre{min(breaks, 3)}"
    first = bisect_left(scene.triggers, date.end, 0, at, key=_start)
    core = scene.core[at] - scene.core[first]
    found = [tie, f"{tie}&order={order}", f"{tie}&strength={trigger.strength}", f"{tie}&between={min(core, 3)}"]
    found += [f"weak_between={min(at - first - core, 3)}"]
    found += {f"mid:{m.group}&pre{min(breaks, 1)}" for m in scene.marks_in(date.end, trigger.start) if m.group != "head"}
    return found + _date_features(around, scene, date, "pre")


def _backward(around: Surroundings, scene: Scene, at: int, date: DateMention, dates_before: int) -> list[str]:
    """Features of a date after its trigger, in the same clause."""
    trigger = scene.triggers[at]
    found = ["post", f"post&has_before={dates_before > 0}", f"post&strength={trigger.strength}"]
    found.append(f"back_gap={_bucket(date.start - trigger.end)}")
    return found + _date_features(around, scene, date, "post")


def _date_features(around: Surroundings, scene: Scene, date: DateMention, side: str) -> list[str]:
    text = around.reading.text
    after = _AFTER_DATE.get(text[date.end : date.end + 1], "other")
    ahead = "head" if date.start == scene.span[0] else _BEFORE_DATE.get(text[date.start - 1 : date.start], "other")
    return [f"date_after={after}&{side}", f"date_before={ahead}&{side}", f"precision={date.precision}", f"date_basis={date.basis}"]


def _claim(around: Surroundings, date: DateMention, told: int | None) -> str:
    """Whether date and trigger stand in the content of one claim."""
    outer = around.claim_at(date.start)
    return "claim=same" if outer == told else "claim=" + ("date_outside" if outer is None else "date_inside" if told is None else "two")


def _narrated(around: Surroundings, scene: Scene, at: int, text: str, story: Story) -> Iterator[Pair]:
    """Pairs of a clause with market figures in a sentence without a date: with the date the document is mainly about."""
    trigger = scene.triggers[at]
    start, end = scene.clauses[at]
    if trigger.strength != "verb" or not any(c.isdigit() for c in around.reading.text[start:end]):
        return
    sense = trigger.sense(text)
    if sense.type.kind != "business" or story.main is None:
        return
    common = _common(around, scene, at, sense, around.claim_at(trigger.start))
    breaks = min(scene.clauses_between(scene.span[0], trigger.start), 2)
    follows = story.last is not None and around.dates[story.last].value == around.dates[story.main].value
    found = [
        "narrative",
        f"narrative&clause={breaks}",
        f"narrative&precision={around.dates[story.main].precision}",
        f"narrative&follows={follows}",
    ]
    yield Pair(at, sense, story.main, "narrative", [*common, *found])


def _bucket(gap: int) -> int:
    return bisect_left(_GAPS, gap)
