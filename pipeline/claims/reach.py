"""How far a statement reaches: at each sentence that may still belong to it, the odds that it does, by a logistic score over named features.

The features of a step are words (``prev=。``, ``opens=person``): what stands before the sentence and at its head, how long the statement is by then,
what cue it has. Their weights are in lexicons/claims/reach.tsv, learned by ``pipeline.tune.claim_reach``. Of all ends the one is taken that most
probably overlaps the true one by half or more.

Within a sentence nothing is weighed. Of 2,461 annotated statements 134 end there before another begins or a rule has them end, at one comma in 60;
odds learned for commas were wrong as often as right (86 to 91 of 100 statements end where annotators have them end, with and without them).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress
from math import exp
from typing import Any, NamedTuple

from pipeline.claims.frame import OPENERS, Frame
from pipeline.claims.layout import Paragraph
from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import Phrase
from pipeline.claims.speakers import Phrases
from pipeline.lexicon import Lexicons

_STEPS = 16  # sentences after the first one that are looked at
_NEAR, _EXACT = 0.35, 0.35  # what nearness and the very end count for beside an overlap of half
_LATER = 5  # sentences on, one is like the next
_CERTAIN = 0.8  # so probable an end is taken without weighing the others
_CONNECTIVE = 4  # code points of a clause that is no more than 因此， and its like
_MARKS = frozenset("。，；！？ ")
_SURE = 0.02  # what is less probable than this to be reached need not be looked at
_PARTING = 0.8  # the share of sentences with a blank after them above which blanks are mere spacing
_MAIN = re.compile(r"[就才仍]")  # shows that a clause holds its main clause too: 如果下雨就延期，
_ONE_SIDE = "一方面"  # waits for the other
_CUT = "...  "  # a teaser is cut off there and the next one begins
_LINK = "http"
_ASKED = "？"
_ENDED = frozenset("。！？")
_NOTHING: tuple[str, ...] = ()
# Of 4,200 annotated statements none holds one. Each begins with a character of its own, so that one set of them all is looked for.
_FOREIGN = re.compile("|".join((_LINK, re.escape(_CUT), *"▲▼►◆★☆■※●◎▶▪🔥")))
_SO_FAR = (10, 20, 35, 60, 100, 160, 260)  # code points of the statement by then
_LEFT = (5, 12, 25, 50, 100, 200)  # code points of the paragraph that are left
_SENTENCE = (15, 30, 45, 60, 75, 90, 105)  # code points of the sentence

Group = tuple[Any, ...]  # what a function that names features names them by

# What speaks for or against going on with a sentence: the cue, the sentence's place, what opens it, what lies ahead, the first and the last
# character of its first clause.
Groups = tuple[Group, Group, Group, Group, str, str]
Step = tuple[int, Groups]  # where the sentence begins, and what speaks for it or against it; no class, for there are many
NotedSteps = list[tuple[int, list[Step]]]  # where a statement begins, and its steps


def features(groups: Groups) -> list[str]:
    """The names of what speaks for a step or against it."""
    cue, place, sight, ahead, char, last = groups
    return [*_of_cue(*cue), *_of_place(*place), *_of_sight(*sight), *_of_ahead(*ahead), f"char={char}", f"last={last}"]


def blanks_part(text: str) -> bool:
    """True where blanks after sentences part paragraphs: some sentences have one after them, and not most.

    Dumps that lost their line breaks have them so. Of the statements of gold one in ten goes on over such a blank, every second over other ends.
    """
    blanks = text.count("。 ")
    return 0 < blanks <= _PARTING * text.count("。")


class Around(NamedTuple):
    """What else the steps look at: where cues, names and days begin, in text order."""

    cues: Sequence[int]
    names: Sequence[int]
    days: Sequence[int]


ByCharacter = dict[str, float]  # character → the weight of the feature that names it


class Sums(dict[Group, float]):
    """A group of a step → the sum of its features' weights, made once for each group: there are few that differ."""

    def __init__(self, names: Callable[..., Iterator[str]], weights: Mapping[str, float]) -> None:
        super().__init__()
        self._names, self._weights = names, weights

    def __missing__(self, group: Group) -> float:
        """Sums the weights for a group not seen before."""
        total = self[group] = sum([self._weights.get(name, 0.0) for name in self._names(*group)])
        return total

    def __reduce__(self) -> tuple[object, ...]:
        return Sums, (self._names, self._weights)


class Weights:
    """What each feature weighs. A feature without a weight weighs nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._cues, self._places, self._sights, self._aheads = [
            Sums(names, weights) for names in (_of_cue, _of_place, _of_sight, _of_ahead)
        ]
        self._chars, self._lasts = _by_character(weights, "char="), _by_character(weights, "last=")

    def score(self, groups: Groups) -> float:
        """The log-odds that a statement goes on with a sentence."""
        cue, place, sight, ahead, char, last = groups
        total = self._cues[cue] + self._places[place] + self._sights[sight] + self._aheads[ahead]
        return total + self._chars.get(char, 0.0) + self._lasts.get(last, 0.0)


def _by_character(weights: Mapping[str, float], name: str) -> ByCharacter:
    """Character → the weight of the feature that names it."""
    return {feature.removeprefix(name): weight for feature, weight in weights.items() if feature.startswith(name)}


class Reach:
    """Reads how far the statements of one reading reach."""

    def __init__(
        self, text: str, around: Around, lists: WordLists, phrases: Phrases, weights: Weights, noted: NotedSteps | None = None
    ) -> None:
        self._text, self._lists, self._phrases, self._weights, self._turning = text, lists, phrases, weights, lists.turning
        self._noted = noted
        self._cues, self._names, self._days = around
        self._parts = blanks_part(text)

    def end(self, frame: Frame, speaker: int | None, limit: int, paragraph: Paragraph) -> int:
        """Where the statement of a frame, made by ``speaker`` (an entity), most probably ends: with a sentence, or at ``limit``.

        No sentence after an end as good as certain is looked at.
        """
        if self._noted is not None:
            self._noted.append((frame.content, list(self.steps(frame, speaker, limit, paragraph))))
        if paragraph.sentence_end(frame.content) >= limit:
            return limit
        ends: list[int] = []
        chances: list[float] = []  # that it ends there
        left = 1.0
        for at, groups in self.steps(frame, speaker, limit, paragraph):
            on = 1 / (1 + exp(-self._weights.score(groups)))
            chance = left * (1 - on)
            if chance > _CERTAIN:
                return at
            ends.append(at)
            chances.append(chance)
            left *= on
            if left < _SURE:
                break
        if left > _CERTAIN:
            return limit
        if left >= _SURE:
            ends.append(limit)
            chances.append(left)
        return _best(ends, chances, frame.content)

    def steps(self, frame: Frame, speaker: int | None, limit: int, paragraph: Paragraph) -> Iterator[Step]:
        """The sentences after the one in which a frame's statement begins, before ``limit``, nearest first."""
        breaks = paragraph.ends
        low, high = bisect_right(breaks, frame.content), bisect_left(breaks, limit)
        if low >= high:
            return
        text, start, paragraph_end, role, parts = self._text, frame.content, paragraph.end, paragraph.role, self._parts
        cue, beside = self._introduced(frame, paragraph), _sort(frame.phrase)
        limited = limit < paragraph_end
        for number, at in enumerate(breaks[low : min(high, low + _STEPS)]):
            end = min(paragraph.clause_end(at), limit)
            closed = "" if "」" not in text[at - 2 : at] else "all" if number == 0 and text[start] in OPENERS else "end"
            so_far, left = bisect_left(_SO_FAR, at - start), bisect_left(_LEFT, paragraph_end - at)
            place = text[at - 1], number if number < _LATER else _LATER, so_far, left, role, closed, parts and text[at] == " "
            last = end - 1
            while text[last] in _MARKS and last > at:
                last -= 1
            yield at, (cue, place, self._seen(at, end, beside, speaker), (limited, *self._sentence(at, paragraph)), text[at], text[last])

    def _introduced(self, frame: Frame, paragraph: Paragraph) -> Group:
        """What ``_of_cue`` names."""
        text, word, start = self._text, frame.hit.word, frame.content
        mark = text[frame.hit.end] if frame.hit.end < start or text[start] in OPENERS else ""
        return word.kind, word.strength, mark, paragraph.sentence_start(frame.hit.start) == paragraph.start

    def bound(self, start: int, limit: int, paragraph: Paragraph) -> int:
        """Where a statement must have ended that another or a clause which leaves any (引發熱議) stops at ``limit``.

        A later sentence that does not end before is the other's from its start: …。對此，局長表示, …。談到選情，他說.
        """
        closed = self._text.find("」", start, limit)
        ends = closed > start and (self._text[closed - 1] in _ENDED or self._text.startswith("。", closed + 1))
        if ends and self._text.find("「", start, closed) < 0 and paragraph.quote_at(start) is None:
            limit = closed  # 他說，是我看錯嗎？」而從圖中可見: the mark that opens is lost
        limit = self._stop(start, self._before_foreign(start, limit, paragraph), paragraph)
        sentence = paragraph.sentence_start(limit)
        return self._before_question(start, sentence, paragraph) if start < sentence else self._before_lead(start, limit, paragraph)

    def _before_question(self, start: int, limit: int, paragraph: Paragraph) -> int:
        """Where the clauses begin that put what is answered next (另外針對航線停飛，是否補助？|局長說), or ``limit``."""
        if limit >= paragraph.end:
            return limit
        asked = paragraph.sentence_start(limit - 1)
        if self._text.rfind(_ASKED, asked, limit) < 0:
            return limit
        at = max(asked, start)
        while at < limit:
            if at > start and self._asks_about(at, limit):
                return at
            at = paragraph.clause_end(at)
        return limit

    def _asks_about(self, at: int, end: int) -> bool:
        """True where a clause opens with what leads up to another's answer, after a connective or not: 至於, 另外針對."""
        text, lists = self._text, self._lists
        at += text[at] == " "
        openings = at, lists.after_opening(text, at, end)
        return any(text.startswith(lists.leads.get(text[place : place + 1], _NOTHING), place) for place in openings)

    def _before_foreign(self, start: int, limit: int, paragraph: Paragraph) -> int:
        """Where a teaser is cut off, a caption begins (▲林大同受訪。), or what shows the reader an address, its sentence or the last clause of the first
        (報名請至 https://…), or ``limit``."""
        found = _FOREIGN.search(self._text, start, limit)
        if found is None:
            return limit
        link = found.start()
        if found[0] != _LINK:
            return link
        cut = self._text.find(_CUT, link, limit)
        limit = limit if cut < 0 else cut
        sentence, clause = paragraph.sentence_start(link), paragraph.clause_start(link)
        if sentence > start:
            return sentence
        return clause if clause > start and paragraph.clause_end(link) >= min(limit, paragraph.sentence_end(link)) else limit

    def _before_lead(self, start: int, limit: int, paragraph: Paragraph) -> int:
        """Where the clauses begin that lead up to what stops a statement: …，談到選情，|他說."""
        if limit >= paragraph.end:
            return limit
        low, at = bisect_right(paragraph.breaks, start), bisect_left(paragraph.breaks, limit)
        while at > low and self._leads_up(paragraph.breaks[at - 1], limit):
            at -= 1
            limit = paragraph.breaks[at]
        return start if at <= low and self._leads_up(start, limit) else limit

    def _leads_up(self, start: int, end: int) -> bool:
        """True where the clause ``start..end`` only says when or of what something is said, or joins it: 不過，."""
        text, lists = self._text, self._lists
        if start >= end or text[end - 1] != "，":
            return False
        if end - start <= _CONNECTIVE and lists.after_opening(text, start, end - 1) == end - 1:
            return True
        leads = lists.leads.get(text[start])
        if leads is not None and text.startswith(leads, start):
            return True
        when = lists.lead_ends.end(text, start, end - 1) and not text.endswith(lists.no_whens, start, end - 1)
        return when or self.waits(start, end)

    def _stop(self, start: int, limit: int, paragraph: Paragraph) -> int:
        """The first break before ``limit`` at which a clause opens that leaves any statement (引發熱議), or ``limit``."""
        stops, text, breaks = self._lists.stops, self._text, paragraph.breaks
        low = bisect_right(breaks, start)
        for at in breaks[low : bisect_left(breaks, limit, low)]:
            head, word = text[at], at
            if head == " ":
                word += 1
                head = text[word : word + 1]  # a text may end with the blank
            if head in stops and text.startswith(stops[head], word):
                return at
        return limit

    def waits(self, start: int, end: int) -> bool:
        """True where the clause ``start..end``, its comma included, is subordinate to the next one."""
        text = self._text
        if text.find(_ONE_SIDE, start, end) >= 0:
            return True
        words = self._lists.subordinate.get(text[start])
        return words is not None and text.startswith(words, start) and _MAIN.search(text, start, end) is None

    def _seen(self, at: int, end: int, beside: str, speaker: int | None) -> Group:
        """What ``_of_sight`` names. ``beside``, ``speaker``: the sort of the statement's speaker, the entity it is."""
        text, blank = self._text, self._text[at] == " "
        at += blank
        phrase = self._phrases.starting_at(at)
        same = None
        if phrase is not None and phrase.entity is not None and beside != "none":
            same = phrase.entity == speaker
        stops = carries_on = breaks_off = False
        opening = self._turning.get(text[at : at + 1])
        if opening is not None:
            stops, carries_on, breaks_off = [text.startswith(words, at) for words in opening]
        if blank:  # where paragraphs part, that another is named or that 此外 opens the next one speaks for nothing
            same, carries_on = same or None, False
        return beside, _sort(phrase), same, text.find("「", at, end) >= 0, stops, carries_on, breaks_off

    def _sentence(self, at: int, paragraph: Paragraph) -> Group:
        """What ``_of_ahead`` names of a sentence that a statement may go on with."""
        end = paragraph.sentence_end(at)
        cues, days, names = _count(self._cues, at, end, 3), _count(self._days, at, end, 2), _count(self._names, at, end, 4)
        return paragraph.sentences_after(at), bisect_right(_SENTENCE, end - at), cues, days, names


def _count(places: Sequence[int], start: int, end: int, most: int) -> int:
    """How many of ``places``, in text order, lie in ``start..end``; ``most`` for any more."""
    first = bisect_left(places, start)
    number = bisect_left(places, end, first) - first
    return number if number < most else most


def _of_cue(kind: str, strength: str, mark: str, first: bool) -> Iterator[str]:
    """The cue: its class and strength, the mark after it, whether its sentence opens the paragraph."""
    yield "always"
    yield f"kind={kind}"
    yield f"strength={strength}"
    yield f"mark={mark}"
    yield f"first={first}"


def _of_place(before: str, number: int, so_far: int, left: int, role: str, closed: str, parts: bool) -> Iterator[str]:
    """The sentence: the mark before it, which one it is, how long the statement is by then, how much of the paragraph is left, what is closed there,
    whether a blank that parts paragraphs follows."""
    yield f"prev={before}"
    yield f"number={number}"
    yield f"so_far={so_far}"
    yield f"left={left}"
    if role != "paragraph":
        yield "head"
    if closed:
        yield f"closed={closed}"
    if parts:
        yield "parts"


_SHOWN = ("stops", "carries_on", "breaks_off")


def _of_sight(speaker: str, opens: str, same: bool | None, quote: bool, *shown: bool) -> Iterator[str]:
    """The sentence's first clause: what opens it, beside whom that speaks, whether it is the speaker, and which of _SHOWN it shows."""
    yield f"opens={opens}"
    yield f"beside={speaker}:{opens}"
    if same is not None:
        yield f"same={same}"
    if quote:
        yield "quote"
    yield from compress(_SHOWN, shown)


def _of_ahead(limited: bool, *sentence: int) -> Iterator[str]:
    """Whether another statement bounds this one; of a sentence it may go on with, how many are left, how long it is, how many cues, days and names
    it holds."""
    yield f"limited={limited}"
    yield from (f"{name}={value}" for name, value in zip(_OF_SENTENCE, sentence, strict=False))


_OF_SENTENCE = ("sentences", "sentence:size", "sentence:cues", "sentence:days", "sentence:names")


def _sort(phrase: Phrase | None) -> str:
    """What opens a clause: a kind of noun, person or organization."""
    if phrase is None:
        return "none"
    if phrase.entity is None and phrase.noun is not None:
        return phrase.noun.kind
    return "person" if phrase.person else "organization"


def _best(ends: Sequence[int], chances: Sequence[float], start: int) -> int:
    """The end most worth taking: the sum over all ends of the chance of each, times what an end is worth where that one is true.

    It is worth most where it is the true end itself, else something where the statements overlap by half, the more the nearer it is.
    """
    lengths = [end - start for end in ends]
    worth = [0.0] * len(ends)
    for n, (length, chance) in enumerate(zip(lengths, chances, strict=True)):
        own = worth[n] + chance * (1 + _NEAR + _EXACT)
        for longer in range(n + 1, len(ends)):
            overlap = length / lengths[longer]
            value = 1 + _NEAR * overlap if overlap >= 0.5 else _NEAR * overlap
            own += chances[longer] * value
            worth[longer] += chance * value
        worth[n] = own
    return ends[worth.index(max(worth))]


def reach_weights(lexicons: Lexicons) -> Weights:
    """The weights of lexicons/claims/reach.tsv. Raises LexiconError where one is no number."""
    return Weights(lexicons.weights("claims/reach"))
