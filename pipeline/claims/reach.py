"""How far a statement reaches: at each clause that may still belong to it, the odds that it does, by a logistic score over named features.

The features of a step are words (``prev=。``, ``opens=person.``): what stands before the break and after it, how long the statement is by then,
what cue it has. A step that ends a sentence has its own weights, marked by a final full stop. Their weights are in lexicons/claims/reach.tsv,
learned by ``pipeline.tune.claim_reach``. Of all ends the one is taken that most probably overlaps the true one by half or more.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress, pairwise
from math import exp
from sys import maxsize
from typing import Any, NamedTuple

from pipeline.claims.frames import OPENERS, Frame
from pipeline.claims.layout import Paragraph
from pipeline.claims.phrases import Phrase
from pipeline.claims.speakers import Phrases
from pipeline.claims.words import WordLists
from pipeline.document import Tokens
from pipeline.lexicon import Lexicons

_STEPS = 16  # clauses after the first one that are looked at
_NEAR, _EXACT = 0.35, 0.35  # what nearness and the very end count for beside an overlap of half
# Log-odds taken off going on, within a sentence and after one: a statement cut short is still right, one that runs into another's words is wrong.
_CAUTION = {"": 0.6, ".": 0.0}
_CERTAIN = 0.8  # so probable an end is taken without weighing the others
_CONNECTIVE = 4  # code points of a clause that is no more than 因此， and its like
_MARKS = frozenset("。，；！？ ")
_TAIL = 5  # tokens of a clause among which its last two words are, marks aside
_NO_WORDS = frozenset("，。！？；、: 「」")
_SURE = 0.02  # what is less probable than this to be reached need not be looked at
_SENTENCE_END = "。！？"
_PARTING = 0.8  # the share of sentences with a blank after them above which blanks are mere spacing
_MAIN = re.compile(r"[就才仍]")  # shows that a clause holds its main clause too: 如果下雨就延期，
_ONE_SIDE = "一方面"  # waits for the other
_CUT = "...  "  # a teaser is cut off there and the next one begins
_LINK = "http"
_POINTER = re.compile("http|[▲▼►◆★☆■※●◎▶▪🔥]")  # of 4,200 annotated statements none holds one
_SO_FAR = (10, 20, 35, 60, 100, 160, 260)  # code points of the statement by then
_LEFT = (5, 12, 25, 50, 100, 200)  # code points of the paragraph that are left
_CLAUSE = (6, 12, 20, 35)  # code points of the clause
_SENTENCE = (15, 30, 45, 60, 75, 90, 105)  # code points of the sentence
_VOICE = re.compile(r"我|你|妳|您|咱|吧|嗎|呢|啦|啊")  # somebody speaks
_MODAL = re.compile(r"應|要|會|能|需|將|可以|必須|希望|並非|沒有")  # what is claimed rather than told
_BACK = re.compile(r"此舉|對此|這番|此話|影片|貼文|消息|一出|曝光|引發|網友|記者|根據|據")  # the author looks back at the statement
_PAST = re.compile(r"了|曾|已|隨後|後來|當時|遭|被|隨即|仍|持續")  # what is told rather than claimed
_SHOWING = (_VOICE, _MODAL, _BACK)
_SHOWN_BY = re.compile("|".join(pattern.pattern for pattern in _SHOWING))  # most clauses show none of these
BEYOND = (maxsize, maxsize)  # ends a sequence of offsets, so that the next two can be looked at from anywhere


Group = tuple[Any, ...]  # what a function that names features names them by, beside the full stop of a step that ends a sentence
Words = tuple[str, str, str, str, str, str]  # the same of words, of which there are too many for sums


# What speaks for or against going on after a break: whether it ends a sentence ("." or ""), the cue, the break's place, what the clause after
# it counts and shows, what the sentence does, what lies ahead, the clause's words.
Groups = tuple[str, Group, Group, Group, Group, Group, Group, Words]
Step = tuple[int, Groups]  # where the break is, and what speaks for it or against it; no class, for there are many


def features(groups: Groups) -> list[str]:
    """The names of what speaks for a step or against it."""
    stop, cue, place, counts, sight, sentence, ahead, words = groups
    return [
        *_of_cue(stop, *cue), *_of_place(stop, *place), *_of_counts(stop, *counts), *_of_sight(stop, *sight),
        *_of_sentence(stop, *sentence), *_of_ahead(stop, *ahead), *_of_words(stop, *words),
    ]  # fmt: skip


def blanks_part(text: str) -> bool:
    """True where blanks after sentences part paragraphs: some sentences have one after them, and not most.

    Dumps that lost their line breaks have them so. Of the statements of gold one in ten goes on over such a blank, every second over other ends.
    """
    blanks = text.count("。 ")
    return 0 < blanks <= _PARTING * text.count("。")


class Around(NamedTuple):
    """What else the steps look at: the tokens, and where cues, names and days begin, closed by BEYOND; whom each name means (an entity)."""

    tokens: Tokens
    cues: Sequence[int]
    names: Sequence[int]
    days: Sequence[int]
    named: Sequence[int]


ByWord = dict[str, float]  # word → the weight of the feature that names it


class Sums(dict[Group, float]):
    """A group of a step → the sum of its features' weights, made once for each group: there are few that differ."""

    def __init__(self, names: Callable[..., Iterator[str]], weights: Mapping[str, float]) -> None:
        super().__init__()
        self._names, self._weights = names, weights

    def __missing__(self, group: Group) -> float:
        """The sum for a group not seen before."""
        total = self[group] = sum([self._weights.get(name, 0.0) for name in self._names(*group)])
        return total


class Weights:
    """What each feature weighs. A feature without a weight weighs nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._sums = {stop: _sums(weights, stop) for stop in ("", ".")}

    def score(self, groups: Groups) -> float:
        """The log-odds that a statement goes on after a break."""
        stop, cue, place, counts, sight, sentence, ahead, (char, last, first, second, ending, before) = groups
        cues, places, counted, sights, sentences, aheads, chars, lasts, firsts, seconds, endings, befores = self._sums[stop]
        return (
            cues[cue] + places[place] + counted[counts] + sights[sight] + sentences[sentence] + aheads[ahead]
            + chars.get(char, 0.0) + lasts.get(last, 0.0) + firsts.get(first, 0.0) + seconds.get(second, 0.0)
            + endings.get(ending, 0.0) + befores.get(before, 0.0)
        )  # fmt: skip


def _sums(
    weights: Mapping[str, float], stop: str
) -> tuple[Sums, Sums, Sums, Sums, Sums, Sums, ByWord, ByWord, ByWord, ByWord, ByWord, ByWord]:
    """What the groups of a step weigh, in their order, and its words."""
    namers = _of_cue, _of_place, _of_counts, _of_sight, _of_sentence, _of_ahead
    cues, places, counts, sights, sentences, aheads = [Sums(partial(names, stop), weights) for names in namers]
    return (
        cues, places, counts, sights, sentences, aheads,
        _by_word(weights, "char", stop), _by_word(weights, "last", ""), _by_word(weights, "word0", stop), _by_word(weights, "word1", stop),
        _by_word(weights, "ending0", stop), _by_word(weights, "ending1", stop),
    )  # fmt: skip


def _by_word(weights: Mapping[str, float], name: str, stop: str) -> ByWord:
    """Word → the weight of the feature that names it."""
    head = name + "="
    return {
        feature[len(head) : len(feature) - len(stop)]: w
        for feature, w in weights.items()
        if feature.startswith(head) and feature.endswith(stop)
    }


class Reach:
    """Reads how far the statements of one reading reach."""

    def __init__(self, text: str, around: Around, lists: WordLists, phrases: Phrases, weights: Weights) -> None:
        self._text, self._lists, self._phrases, self._weights, self._turning = text, lists, phrases, weights, lists.turning
        self._cues, self._names, self._days, self._named = around.cues, around.names, around.days, around.named
        self._starts, self._ends = [*around.tokens.starts, *BEYOND], around.tokens.ends
        self._parts = blanks_part(text)

    def end(self, frame: Frame, speaker: int | None, limit: int, paragraph: Paragraph) -> int:
        """Where the statement of a frame, made by ``speaker`` (an entity), most probably ends, at ``limit`` at the latest. No break after an end as good as certain is looked at.

        A later sentence is the statement's as a whole or not at all (of 245 statements of gold that have several, 236 end with one): what speaks for
        an end within it speaks for the end of the sentence before.
        """
        ends: list[int] = []
        chances: list[float] = []  # that it ends there
        left, later = 1.0, False
        score = self._weights.score
        for at, groups in self.steps(frame, speaker, limit, paragraph):
            stop = groups[0]
            on = 1 / (1 + exp(_CAUTION[stop] - score(groups)))
            chance = left * (1 - on)
            if later and not stop:
                chances[-1] += chance
            else:
                ends.append(at)
                chances.append(chance)
            if chances[-1] > _CERTAIN:
                return ends[-1]
            later = later or bool(stop)
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
        """The breaks of a frame's statement before ``limit``, nearest first."""
        low, high = bisect_right(paragraph.breaks, frame.content), bisect_left(paragraph.breaks, limit)
        if low >= high:
            return
        text, start, paragraph_end, role, parts = self._text, frame.content, paragraph.end, paragraph.role, self._parts
        edges = self._open(start, paragraph.breaks[low : min(high, low + _STEPS)])
        edges.append(limit)
        cue, beside = self._introduced(frame, paragraph), _sort(frame.phrase)
        limited = limit < paragraph_end
        said = self._said(start, edges[0])
        for number, (at, end) in enumerate(pairwise(edges)):
            before = text[at - 1]
            closed = "" if "」" not in text[at - 2 : at] else "all" if number == 0 and text[start] in OPENERS else "end"
            so_far, left = bisect_left(_SO_FAR, at - start), bisect_left(_LEFT, paragraph_end - at)
            place = before, number if number < 5 else 5, so_far, left, role, closed, parts and text[at] == " "
            stop = "." if before in _SENTENCE_END else ""
            words, again = self._words(at, end, said)
            last = paragraph.sentence_end(at) if stop else end
            own = speaker is not None and self._is_named(speaker, at, last)
            sentence = (own, *self._sentence(at, last)) if stop else (own, _PAST.search(text, at, end) is not None)
            ahead = limited, paragraph.sentences_after(at) if stop else 0, again
            yield at, (stop, cue, place, self._counted(at, end), self._seen(at, end, beside, speaker), sentence, ahead, words)

    def _is_named(self, speaker: int, start: int, end: int) -> bool:
        """True where an entity is named in ``start..end``: who speaks is mostly told of in the third person there."""
        names, named = self._names, self._named
        at = bisect_left(names, start)
        while names[at] < end:
            if named[at] == speaker:
                return True
            at += 1
        return False

    def _introduced(self, frame: Frame, paragraph: Paragraph) -> Group:
        """What ``_of_cue`` names."""
        text, word, start = self._text, frame.hit.word, frame.content
        mark = text[frame.hit.end] if frame.hit.end < start or text[start] in OPENERS else ""
        return word.kind, word.strength, mark, paragraph.sentence_start(frame.hit.start) == paragraph.start

    def bound(self, start: int, limit: int, paragraph: Paragraph) -> int:
        """Where a statement must have ended that another or a clause which leaves any (引發熱議) stops at ``limit``.

        A later sentence that does not end before is the other's from its start: …。對此，局長表示, …。談到選情，他說.
        """
        cut = self._text.find(_CUT, start, limit)
        limit = self._stop(start, self._before_link(start, cut if cut >= 0 else limit, paragraph), paragraph)
        sentence = paragraph.sentence_start(limit)
        return sentence if start < sentence else self._before_lead(start, limit, paragraph)

    def _before_link(self, start: int, limit: int, paragraph: Paragraph) -> int:
        """Where a caption begins (▲林大同受訪。), or what shows the reader an address, its sentence or the last clause of the first (報名請至 https://…), or ``limit``."""
        found = _POINTER.search(self._text, start, limit)
        if found is None:
            return limit
        link = found.start()
        if found[0] != _LINK:
            return link
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
        leads, ends = lists.leads.get(text[start]), lists.lead_ends.get(text[end - 2])
        if leads is not None and text.startswith(leads, start):
            return True
        return (ends is not None and text.endswith(ends, start, end - 1)) or self.waits(start, end)

    def _stop(self, start: int, limit: int, paragraph: Paragraph) -> int:
        """The first break before ``limit`` at which a clause opens that leaves any statement (引發熱議), or ``limit``."""
        stops, text = self._lists.stops, self._text
        for at in paragraph.breaks[bisect_right(paragraph.breaks, start) : bisect_left(paragraph.breaks, limit)]:
            if text[at] in stops and text.startswith(stops[text[at]], at):
                return at
        return limit

    def _open(self, start: int, breaks: Sequence[int]) -> list[int]:
        """The breaks at which there is something to decide.

        None after a bare connective (因此，) or a clause that waits for another (如果下雨，), none inside a row (「…」、「…」).
        """
        text = self._text
        found: list[int] = []
        for at in breaks:
            if at - start > _CONNECTIVE and text[at] != "、" and not (text[at - 1] == "，" and self.waits(start, at)):
                found.append(at)
            start = at
        return found

    def waits(self, start: int, end: int) -> bool:
        """True where the clause ``start..end``, its comma included, is subordinate to the next one."""
        text = self._text
        if text.find(_ONE_SIDE, start, end) >= 0:
            return True
        words = self._lists.subordinate.get(text[start])
        return words is not None and text.startswith(words, start) and _MAIN.search(text, start, end) is None

    def _counted(self, at: int, end: int) -> Group:
        """What ``_of_counts`` names."""
        cues, names, days = self._cues, self._names, self._days
        name, cue, day = bisect_left(names, at), bisect_left(cues, at), bisect_left(days, at)
        return (
            0 if names[name] >= end else 1 if names[name + 1] >= end else 2,  # none, one, or two for any more
            0 if cues[cue] >= end else 1 if cues[cue + 1] >= end else 2,
            0 if days[day] >= end else 1 if days[day + 1] >= end else 2,
            bisect_left(_CLAUSE, end - at),
        )

    def _seen(self, at: int, end: int, beside: str, speaker: int | None) -> Group:
        """What ``_of_sight`` names. ``beside``, ``speaker``: the sort of the statement's speaker, the entity it is."""
        text, phrase = self._text, self._phrases.opens(at, end)
        same = None
        if phrase is not None and phrase.entity is not None and beside != "none":
            same = phrase.entity == speaker
        voice = modal = back = stops = carries_on = breaks_off = False
        if _SHOWN_BY.search(text, at, end) is not None:
            voice, modal, back = [pattern.search(text, at, end) is not None for pattern in _SHOWING]
        opening = self._turning.get(text[at])
        if opening is not None:
            stops, carries_on, breaks_off = [text.startswith(words, at) for words in opening]
        return beside, _sort(phrase), same, text.find("「", at, end) >= 0, voice, modal, back, stops, carries_on, breaks_off

    def _sentence(self, at: int, end: int) -> Group:
        """What ``_of_sentence`` names of a sentence that a statement may go on with."""
        text, cues, names, days = self._text, self._cues, self._names, self._days
        shown = [pattern.search(text, at, end) is not None for pattern in (_PAST, *_SHOWING)]
        return (
            *shown,
            bisect_right(_SENTENCE, end - at),
            min(bisect_left(cues, end) - bisect_left(cues, at), 3),
            min(bisect_left(days, end) - bisect_left(days, at), 2),
            min(bisect_left(names, end) - bisect_left(names, at), 4),
        )

    def _said(self, start: int, end: int) -> set[str]:
        """The words of two characters or more in ``start..end``."""
        return {word for word in self._tokens(start, end) if len(word) > 1}

    def _tokens(self, start: int, end: int) -> list[str]:
        """The tokens that start in ``start..end``."""
        text, starts = self._text, self._starts
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        return [text[a:b] for a, b in zip(starts[first:last], self._ends[first:last], strict=False)]

    def _words(self, at: int, end: int, said: set[str]) -> tuple[Words, int]:
        """What ``_of_words`` names, and how many words were ``said`` before, 3 for any more; the clause's are added to these."""
        text, words = self._text, self._tokens(at, end)
        last = end - 1
        while last > at and text[last] in _MARKS:
            last -= 1
        long = [word for word in words if len(word) > 1]
        again = len(said.intersection(long))
        said.update(long)
        first, second, *_ = (*words[:2], "", "")
        spoken = [word for word in words[-_TAIL:] if word not in _NO_WORDS]
        before, ending = ("", "", *spoken)[-2:]
        return (text[at], text[last], first, second, ending, before), again if again < 3 else 3


def _of_cue(stop: str, kind: str, strength: str, mark: str, first: bool) -> Iterator[str]:
    """The cue: its class and strength, the mark after it, whether its sentence opens the paragraph."""
    yield "always" + stop
    yield f"kind={kind}{stop}"
    yield f"strength={strength}{stop}"
    yield f"mark={mark}{stop}"
    yield f"first={first}{stop}"


def _of_place(stop: str, before: str, number: int, so_far: int, left: int, role: str, closed: str, parts: bool) -> Iterator[str]:
    """The break: the mark before it, which one it is, how long the statement is by then, how much of the paragraph is left, what is closed there,
    whether a blank that parts paragraphs follows."""
    yield f"prev={before}"
    yield f"number={number}{stop}"
    yield f"so_far={so_far}{stop}"
    yield f"left={left}"
    if role != "paragraph":
        yield "head"
    if closed:
        yield f"closed={closed}{stop}"
    if parts:
        yield "parts" + stop


def _of_counts(stop: str, names: int, cues: int, days: int, size: int) -> Iterator[str]:
    """The clause after it: how many names, cues and days it holds, and how long it is."""
    yield f"names={names}{stop}"
    yield f"cues={cues}{stop}"
    yield f"days={days}{stop}"
    yield f"size={size}"


_SHOWN = ("voice", "modal", "back", "stops", "carries_on", "breaks_off")


def _of_sight(stop: str, speaker: str, opens: str, same: bool | None, quote: bool, *shown: bool) -> Iterator[str]:
    """The clause after it: what opens it, beside whom that speaks, whether it is the speaker, and which of _SHOWN it shows."""
    yield f"opens={opens}{stop}"
    yield f"beside={speaker}:{opens}{stop}"
    if same is not None:
        yield f"same={same}"
    if quote:
        yield "quote" + stop
    for name in compress(_SHOWN, shown):
        yield name + stop


def _of_sentence(stop: str, own: bool, past: bool, *more: int) -> Iterator[str]:
    """Whether the speaker is named after the break, in the clause or the sentence; what the clause tells as done; of a sentence, what it shows,
    how long it is, how many cues, days and names it holds."""
    if own:
        yield "own" + stop
    yield f"past={past}{stop}"
    if more:
        yield from (f"sentence:{name}={value}" for name, value in zip(_OF_SENTENCE, more, strict=True))


_OF_SENTENCE = ("voice", "modal", "back", "size", "cues", "days", "names")


def _of_ahead(stop: str, limited: bool, sentences: int, again: int) -> Iterator[str]:
    """Whether another statement bounds this one, how many sentences are left, and how many words of the clause were said before."""
    yield f"limited={limited}{stop}"
    yield f"again={again}{stop}"
    if stop:
        yield f"sentences={sentences}"


def _of_words(stop: str, char: str, last: str, first: str, second: str, ending: str, before: str) -> Iterator[str]:
    """The clause after it: its first and last characters, its first two words and its last two."""
    yield f"char={char}{stop}"
    yield f"last={last}"
    if first:
        yield f"word0={first}{stop}"
    if second:
        yield f"word1={second}{stop}"
    if ending:
        yield f"ending0={ending}{stop}"
    if before:
        yield f"ending1={before}{stop}"


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
