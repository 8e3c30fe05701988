"""A trigger and a date that may be its: what speaks for the two and against them, as named features (weighed in weights.tsv).

Features come in parts: a part is the function that names its features, with what it names them by. Few parts differ, so what each is worth is
worked out once: to the scorer the sum of its weights, to who fits them the names of its features (``Names``). Words stand alone, for there are many.
What a pair is worth is the sum.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol, Self, TypeVar

from pipeline.events.ontology import CLASSES, EventType, Groups, Sense, Strength, TriggerWord
from pipeline.events.roles import is_ahead, is_past
from pipeline.events.scene import Clause, Scene, Surroundings
from pipeline.mentions import Claim, DateMention, TieBasis
from pipeline.text import opened_before
from pipeline.values import immutable

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
_DE = frozenset("的之")
_TOPIC = re.compile("[起止許間]?[，,]")  # after a date that is its clause's topic: 昨天下午，, 自1月8日起，
_CHARGES, _OF_CHARGE = re.compile("[依涉犯]"), re.compile(r"[^，。；的]{0,14}?(?:等|之|的)?(?:罪嫌|罪名|罪)")  # around the name of a crime
_CRIME = "罪"
# What is made known of what others think or count is told of, not done: 公布首波統計，, 發布《世界人才報告》.
_MAKES_KNOWN = frozenset(("公布", "公佈", "發布", "發佈"))
_STUDY = re.compile(r"[^，。；「]{0,24}?(?:調查|報告|研究|統計)(?:結果|數據)?[》」]?[中裡]?(?=[，。；:\n]|指出|顯示|表示|提到|寫道)")
# What somebody says of their future is a forecast.
_TRENDS = frozenset(("business.rise", "business.fall", "business.grow", "business.shrink"))
_PRICES = frozenset(("business.market", "business.rise", "business.fall"))  # tell what a price does on a day,
_LONG = frozenset(("quarter", "half", "year"))  # which is none of these
_MOVES = "business"  # a figure after such a trigger tells what happened (上漲103點): no later clause's goes by a day to come
_WOULD = re.compile("就會|就要|就能|早就|本來")  # after a condition: it did not happen, or need not
_DIGIT = re.compile(r"\d")
_NAME = 22  # code points of a name in quotation marks
# After a trigger: the rest of the name in quotation marks that it is in, and what is so named; a gathering is what its name ends in.
_NAME_GOES_ON = re.compile(r"(?!大會|典禮|儀式|晚會|活動|博覽會)[^，。！？；:「」]{1,14}」(?=[\u4e00-\u9fff（])")
_SOMEBODY = frozenset("男女嫌婦某")  # end the names of people known by the surname alone
_GLOSS = 20  # code points from a trigger to the end of the brackets around it
_GAPS = (0, 1, 3, 6, 10, 16, 25, 40)
_REACH = 12  # characters before a trigger in which a context word bears on it
_NEAR_DE = 10  # characters after a trigger in which 的 may make it an attribute
# Right after a trigger: its day is years ago (周年), or the date's comes before it (前夕).
_ANOTHER_DAY = re.compile(
    r"[」》]?滿?[0-9一二三四五六七八九十百兩]{0,4}(?:[周週]年|百日|滿月)|前夕|倒數[0-9一二三四五六七八九十百兩]|後的?第(?![1一][天日週])[0-9一二三四五六七八九十百兩]{1,3}[天日週]"
)
_ANOTHER_DAY_HEADS = frozenset("」》滿0123456789一二三四五六七八九十百兩周週前倒後")
_AHEAD = "ahead"  # of a date after the day of publication
_DOUBTS = frozenset(("condition", "forecast"))
_MAKING_KNOWN = frozenset(("announce", "reveal", "admit", ""))  # classes of cues, and none
_NEAR = 100  # triggers on either side that may be of its class

# The features that the words right before and right after something are: a trigger, by its class; a date, by the side of it that its trigger is not on.
BESIDE: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    **{kind: (("word_before", f"{kind}&word_before"), ("word_after", f"{kind}&word_after")) for kind in CLASSES},
    **{side: ((f"before_date&{side}",), (f"after_date&{side}",)) for side in ("pre", "post")},
}

Part = tuple[Callable[..., Sequence[str]], *tuple[Hashable, ...]]


class Sum(Protocol):
    """What can be added up."""

    def __add__(self, other: Self, /) -> Self:
        """The sum."""


T = TypeVar("T", bound=Sum)  # what parts are worth: a number, or the names of features
T_co = TypeVar("T_co", bound=Sum, covariant=True)


class Worth(Protocol[T_co]):
    """What parts and words are worth."""

    def __getitem__(self, part: Part, /) -> T_co:
        """Of a part."""

    def word(self, feature: str, word: str) -> T_co:
        """Of a word that is what ``feature`` (``day&word``) says."""

    def beside(self, what: str, before: str, after: str) -> T_co:
        """Of the words on either side of ``what``, a key of BESIDE."""


class Names(dict[Part, tuple[str, ...]]):
    """Part of a pair → the names of its features."""

    def word(self, feature: str, word: str) -> tuple[str, ...]:
        """The name of the feature that a word is."""
        return (f"{feature}={word}",)

    def beside(self, what: str, before: str, after: str) -> tuple[str, ...]:
        """The names of the features that the words on either side of ``what`` are."""
        befores, afters = BESIDE[what]
        return (*[f"{feature}={before}" for feature in befores], *[f"{feature}={after}" for feature in afters])

    def __missing__(self, part: Part) -> tuple[str, ...]:
        """Writes them."""
        namer, *says = part
        names = self[part] = tuple(namer(*says))
        return names


# A trigger (index into the scene's), its sense, a date (index into the document's), how it is tied to it, and what the pair is worth.
Pair = tuple[int, Sense, int, TieBasis, T]
# A trigger, its sense and strength, the clause it is told in, how many context words stand before it, whether they plan, and what it is worth with
# any date.
_Word = tuple[int, Sense, Strength, int, int, bool, T]


@immutable
class Story:
    """The last date of the sentence before, and the document's main one, by which a sentence without a date of its own may go."""

    last: int | None
    main: int | None


@immutable
class _Anchor:
    """A date of a scene as its triggers see it: which of the document's it is, its clause, the first trigger and context word after it."""

    number: int
    date: DateMention
    precision: str
    clause: int
    # The last clause whose triggers it dates though they are no verbs: the next one where a comma follows the date (昨天下午，中山路發生車禍).
    reach: int
    first: int
    mark: int
    when: str
    follows: str  # the type of the name right before it


def pairs(around: Surroundings, scene: Scene, story: Story, worth: Worth[T]) -> Iterator[Pair[T]]:
    """The pairs of a scene worth scoring: each trigger with the nearest date before it, another before that in its clause, and one after it there.
    Only a verb is tied to a date of an earlier clause or after it: of the other triggers there one in a hundred tells of an event of that day.
    Without a date of its own a sentence goes by the story's. ``worth`` says what each part is worth.
    """
    if not scene.dates:
        for at in range(len(scene.triggers)):
            yield from _narrated(around, scene, at, story, worth)
        return
    text, size = around.reading.text, len(around.reading.text)
    anchors = [_anchor(around, scene, number) for number in scene.dates]
    # What each is worth with triggers after it.
    near: list[T] = [_near(around, scene, around.dates[number], worth) for number in scene.dates]
    begins = [*[around.dates[number].start for number in scene.dates], size]
    doubtful, accusing = not _DOUBTS.isdisjoint(scene.marks.spans), _CRIME in scene.context.text
    brackets, quotes = text.find("（", *scene.span) >= 0, text.find("「", *scene.span) >= 0
    passed = 0  # dates before the trigger
    for at, (start, end, word, _) in enumerate(scene.triggers):
        clause = scene.clauses[at]
        _, clause_end, order, _, _ = clause
        while begins[passed] < start:
            passed += 1
        verb = word.strength == "verb"
        follows = verb and begins[passed] < clause_end
        leads = passed > 0 and (verb or anchors[passed - 1].reach >= order)
        if not (leads or follows) or (doubtful and _is_supposed(scene, at, text)):
            continue
        follower = text[end] if end < size else ""
        if (accusing and _is_charge(text, start, end, clause)) or _is_not_done_then(text, end, word, follower):
            continue
        anchor = anchors[passed - 1] if passed else anchors[passed]
        if (brackets and _is_of_somebody(around, start, scene, anchor)) or (quotes and _is_part_of_a_name(text, start, end, anchor)):
            continue
        weighed = _word(around, scene, at, follower, worth)
        claim = around.claim_at(start)
        forecast = weighed[1].type.name in _TRENDS and claim is not None
        if leads and not (claim is not None and _dates_the_telling(around.claims[claim], anchor)):
            nearest = anchors[passed - 1]
            told = nearest.clause < order and follower.isdigit() and weighed[1].type.kind == _MOVES
            if not (nearest.when == _AHEAD and (told or forecast)):
                yield _forward(scene, weighed, nearest, near[passed - 1], 0, worth)
            if passed > 1 and anchors[passed - 2].clause >= order and not (forecast and anchors[passed - 2].when == _AHEAD):
                yield _forward(scene, weighed, anchors[passed - 2], near[passed - 2], 1, worth)
        if follows and not (forecast and anchors[passed].when == _AHEAD):
            yield _backward(around, scene, weighed, anchors[passed], passed, worth)


def _is_not_done_then(text: str, end: int, word: TriggerWord, follower: str) -> bool:
    """True for what is not done on its day: of another day (開幕|100週年), or a study that is only made known."""
    another = follower in _ANOTHER_DAY_HEADS and _ANOTHER_DAY.match(text, end) is not None
    return another or (word.usual.word in _MAKES_KNOWN and _STUDY.match(text, end) is not None)


def _is_of_somebody(around: Surroundings, start: int, scene: Scene, anchor: _Anchor) -> bool:
    """True for a trigger in the brackets after somebody, which do not hold the date: 昨天向林男（判刑4年定讞）收取35萬元; not 火災（5人死亡）."""
    text = around.reading.text
    opened = opened_before(text, start, scene.span[0], "（）")
    if opened < 0 or opened <= anchor.date.start:
        return False
    somebody = text[opened - 1] in _SOMEBODY or around.kind_ending(opened) == "person"
    return somebody and text.find("）", start, start + _GLOSS) >= 0


def _is_part_of_a_name(text: str, start: int, end: int, anchor: _Anchor) -> bool:
    """True for a trigger that is a part, but not the last, of a name in quotation marks without the date: 昨天提出「南島合作戰略」報告."""
    opened = opened_before(text, start, max(0, start - _NAME))
    if opened < 0 or anchor.date.start > opened:
        return False
    named = _NAME_GOES_ON.match(text, end)
    return named is not None and named.end() - opened <= _NAME


def _dates_the_telling(claim: Claim, anchor: _Anchor) -> bool:
    """True for the day on which somebody says what the trigger is part of: 發言人24日表示，已捐贈物資; not what is made known that day: 昨天宣布裁員.

    Of 21 such pairs in annotated articles 1 is an event, of 42 with a cue that makes known 28 are.
    """
    return anchor.date.start < claim.content[0] and claim.kind not in _MAKING_KNOWN


def _is_charge(text: str, start: int, end: int, clause: Clause) -> bool:
    """True for a deed that only names what somebody is charged with: 依詐欺、|偽造文書|等罪起訴."""
    clause_start, clause_end, *_ = clause
    return _OF_CHARGE.match(text, end, clause_end) is not None and _CHARGES.search(text, clause_start, start) is not None


def _anchor(around: Surroundings, scene: Scene, number: int) -> _Anchor:
    date = around.dates[number]
    end = date.end
    clause, first, mark = bisect_left(scene.breaks, end), bisect_left(scene.starts, end), bisect_left(scene.marks.starts, end)
    when = _when(date, around.today)
    follows = around.kind_ending(date.start)
    reach = clause + (_TOPIC.match(around.reading.text, end) is not None)
    return _Anchor(number, date, date.precision, clause, reach, first, mark, when, follows)


def _near(around: Surroundings, scene: Scene, date: DateMention, worth: Worth[T]) -> T:
    """What stands around a date, with triggers after it."""
    before, after = around.words_beside(date.start, date.end, scene.span)
    return worth[_date_part(around, scene, date, "pre")] + worth.beside("pre", before, after)


def _when(date: DateMention, today: date | None) -> str:
    """Where a date stands to the day of publication."""
    if today is None or date.value is None:
        return "unknown"
    if is_ahead(date, today):
        return _AHEAD
    return "past" if is_past(date, today) else "now"


def _is_supposed(scene: Scene, at: int, text: str) -> bool:
    """若…, 如果…, 要不是下雨，去年就會…; 預估 and a market's move: nothing that happened or was announced."""
    start, end, marks = scene.clauses[at][0], scene.starts[at], scene.marks
    if marks.has("condition", scene.span[0], start) and _WOULD.search(text, start, end) is not None:
        return True
    return marks.has("condition", start, end) or (scene.kinds[at] == "business" and marks.has("forecast", start, end))


# -- of the trigger, whatever its date --------------------------------------------------------------------------------------


def _word(around: Surroundings, scene: Scene, at: int, follower: str, worth: Worth[T]) -> _Word[T]:
    text, marks = around.reading.text, scene.marks
    start, end, word, torn = scene.triggers[at]
    clause_start, clause_end, order, first, last = scene.clauses[at]
    sense, strength = word.sense(scene.context) if word.asking else word.usual, word.strength
    kind = sense.type.kind
    if end >= clause_end:
        follower = "end"
    elif follower in _AFTER_TRIGGER:
        follower = _AFTER_TRIGGER[follower]
    else:
        follower = "digit" if follower.isdigit() else "name" if around.name_at(end) else "other"
    after_de = start > 0 and text[start - 1] in _DE
    before_noun = end in marks.at and "head" in marks.at[end]
    of = 0 <= text.find("的", end + 1, end + _NEAR_DE) < clause_end
    total = worth[_meaning_features, strength, sense] + worth[_place_features, follower, after_de, before_noun, of, torn]
    total += worth[_neighbours(scene, at, kind, first, last) if last - first > 1 else _ALONE]
    before, after = around.words_beside(start, end, scene.span)
    total += worth.beside(kind, before, after)
    passed = near = bisect_left(marks.starts, start)
    planned = False
    if passed and marks.starts[passed - 1] >= clause_start:
        reach = max(start - _REACH, clause_start)
        while near and marks.starts[near - 1] >= reach:
            near -= 1
        if near < passed:
            total += worth[_leading_features, marks.among(near, passed)]
        planned = "planned" in marks.spans and marks.has("planned", clause_start, start)
    return at, sense, strength, order, passed, planned, total


def _meaning_features(strength: Strength, sense: Sense) -> list[str]:
    """The word itself and its parts: some words name an event wherever a date is near, others seldom do."""
    word, type_ = sense.word, sense.type
    found = ["bias", f"strength={strength}", f"class={type_.kind}", f"type={type_.name}"]
    found += [f"word={word}", f"last_two={word[-2:]}&{type_.kind}", f"last={word[-1]}"]
    return [*found, "one_character"] if len(word) == 1 else found


def _place_features(follower: str, after_de: bool, before_noun: bool, of: bool, torn: bool) -> list[str]:
    """What stands around the word."""
    signs = {"prev=de": after_de, "before_noun": before_noun, "near_de": of, "torn": torn}
    return [f"next={follower}", *[name for name, holds in signs.items() if holds]]


def _leading_features(groups: Groups) -> list[str]:
    return [f"before:{group}" for group in sorted(groups) if group != "head"]


def _neighbours(scene: Scene, at: int, kind: str, first: int, last: int) -> Part:
    """The other triggers of the clause, ``first`` up to ``last``: rivals, partners, light verbs that lean on this one."""
    words, starts, core = scene.words, scene.starts, scene.core
    strength, after_it = words[at].strength, at + 1
    before, after = core[at] - core[first], core[last] - core[after_it]
    if last - first > _NEAR:
        first, last = max(first, at - _NEAR), min(last, at + _NEAR)
    alike_before = alike_after = _NONE
    if scene.kinds[first:last].count(kind) > (scene.kinds[at] == kind):
        if first < at:
            alike_before = frozenset([word.strength for word in words[first:at] if word.kind == kind])
        if after_it < last:
            alike_after = frozenset([word.strength for word in words[after_it:last] if word.kind == kind])
    joined = joins = ""
    led = False
    if first < at:
        previous = words[at - 1].strength
        led = previous == "light"
        if scene.ends[at - 1] == starts[at]:
            joined = previous
    if after_it < last and starts[after_it] == scene.ends[at]:
        joins = words[after_it].strength
    leads = strength == "light" and after > 0
    return _neighbour_features, before if before < 2 else 2, after if after < 2 else 2, alike_before, alike_after, joined, joins, led, leads


def _neighbour_features(
    before: int, after: int, alike_before: frozenset[str], alike_after: frozenset[str], joined: str, joins: str, led: bool, leads: bool
) -> list[str]:
    found = [f"rivals_before={before}", f"rivals_after={after}"]
    found += [f"same_class_before:{strength}" for strength in sorted(alike_before)]
    found += [f"same_class_after:{strength}" for strength in sorted(alike_after)]
    signs = {f"joined={joined}": joined, f"joins={joins}": joins, "light_before": led, "light_with_verb": leads}
    return found + [name for name, holds in signs.items() if holds]


_NONE: frozenset[str] = frozenset()
_ALONE: Part = (_neighbour_features, 0, 0, _NONE, _NONE, "", "", False, False)


# -- of the tie ---------------------------------------------------------------------------------------------------------------


def _class_features(type_: str, tie: str, ahead: bool, precision: str, when: str, planned: bool) -> list[str]:
    """How far from its date and from which side of it an event of some sort is told; whether the day is yet to come."""
    kind = type_.partition(".")[0]
    side = "pre" if ahead else "post"
    found = [f"class={kind}&{side}&{tie}", f"type={type_}&{side}&{tie}", f"class={kind}&precision={precision}"]
    return [*found, f"when={when}", f"when={when}&planned={planned}", f"when={when}&{side}&{tie}"]


def _forward(scene: Scene, word: _Word[T], anchor: _Anchor, near: T, order: int, worth: Worth[T]) -> Pair[T]:
    """A date before its trigger; ``order`` is 0 for the nearest date, 1 for the one before that."""
    at, sense, strength, own, marks, planned, total = word
    precision, first, mark = anchor.precision, anchor.first, anchor.mark
    breaks = own - anchor.clause  # ends of clauses between the two
    basis: TieBasis = "clause"
    if breaks > 0:
        basis = "sentence"
        breaks = min(breaks, 3)
    else:
        breaks = 0
        total += worth[_side_features, "pre", precision, anchor.follows]
    core = weak = 0  # triggers between the two
    if first < at:
        core = scene.core[at] - scene.core[first]
        weak = at - first - core
    total += near + worth.word(f"{precision}&word", sense.word)
    total += worth[_forward_features, breaks, order, strength, core if core < 3 else 3, weak if weak < 3 else 3]
    if mark < marks:
        total += worth[_between_features, 1 if breaks else 0, scene.marks.among(mark, marks)]
    total += worth[_class_features, sense.type.name, basis, True, precision, anchor.when, planned]
    return at, sense, anchor.number, basis, total


def _forward_features(breaks: int, order: int, strength: Strength, core: int, weak: int) -> list[str]:
    tie = f"pre{breaks}"
    return [tie, f"{tie}&order={order}", f"{tie}&strength={strength}", f"{tie}&between={core}", f"weak_between={weak}"]


def _between_features(breaks: int, groups: Groups) -> list[str]:
    return [f"mid:{group}&pre{breaks}" for group in sorted(groups) if group != "head"]


def _backward(around: Surroundings, scene: Scene, word: _Word[T], anchor: _Anchor, passed: int, worth: Worth[T]) -> Pair[T]:
    """A date after its trigger, a verb, in the same clause; ``passed`` dates are before it."""
    at, sense, _, _, _, planned, total = word
    date = anchor.date
    total += worth[_backward_features, passed > 0, bisect_left(_GAPS, date.start - scene.ends[at])]
    before, after = around.words_beside(date.start, date.end, scene.span)
    total += worth[_date_part(around, scene, date, "post")] + worth.beside("post", before, after)
    total += worth[_side_features, "post", date.precision, anchor.follows] + worth.word(f"{date.precision}&word", sense.word)
    total += worth[_class_features, sense.type.name, "clause", False, date.precision, anchor.when, planned]
    return at, sense, anchor.number, "clause", total


def _backward_features(has_before: bool, gap: int) -> list[str]:
    return ["post", f"post&has_before={has_before}", f"back_gap={gap}"]


def _date_part(around: Surroundings, scene: Scene, date: DateMention, side: str) -> Part:
    text, start, end = around.reading.text, date.start, date.end
    after = _AFTER_DATE.get(text[end], "other") if end < len(text) else "other"
    ahead = "head" if start == scene.span[0] else _BEFORE_DATE.get(text[start - 1], "other")
    return _date_features, after, ahead, date.precision, date.basis, side


def _date_features(after: str, ahead: str, precision: str, basis: str, side: str) -> list[str]:
    return [f"date_after={after}&{side}", f"date_before={ahead}&{side}", f"precision={precision}", f"date_basis={basis}"]


def _side_features(side: str, precision: str, follows: str) -> list[str]:
    """On which side of its date, in the same clause, a trigger stands, by how exact the date is and what name stands before it."""
    return [f"{side}&precision={precision}", f"{side}&after_name={follows}"]


def _narrated(around: Surroundings, scene: Scene, at: int, story: Story, worth: Worth[T]) -> Iterator[Pair[T]]:
    """Pairs of a clause with market figures in a sentence without a date: with the date the document is mainly about."""
    word, (start, end, order, _, _) = scene.words[at], scene.clauses[at]
    if word.strength != "verb" or story.main is None or _DIGIT.search(around.reading.text, start, end) is None:
        return
    sense = word.sense(scene.context)
    if sense.type.kind != "business" or _is_supposed(scene, at, around.reading.text):
        return
    number = _told_day(around, scene, sense.type, story.last, story.main)
    main = around.dates[number]
    follows = story.last is not None and around.dates[story.last].value == main.value
    end = scene.ends[at]
    total = _word(around, scene, at, around.reading.text[end : end + 1], worth)[-1]
    total += worth[_narrative_features, min(order, 2), main.precision, follows]
    yield at, sense, number, "narrative", total


def _told_day(around: Surroundings, scene: Scene, type_: EventType, last: int | None, main: int) -> int:
    """The date by which a sentence without one goes: the last before it across a semicolon (前三季營收…；淨利年增2%), else the main one.

    No price of a day goes by a quarter or year: 第2季交車量創新高；股價收在73元.
    """
    if last is None or around.reading.text[scene.span[0] - 1] != "；":
        return main
    return main if type_.name in _PRICES and around.dates[last].precision in _LONG else last


def _narrative_features(breaks: int, precision: str, follows: bool) -> list[str]:
    return ["narrative", f"narrative&clause={breaks}", f"narrative&precision={precision}", f"narrative&follows={follows}"]
