"""How far a statement reaches: at each clause that may still belong to it, the odds that it does, by a logistic score over named features.

The features of a step are words (``prev=。``, ``opens=person.``): what stands before the break and after it, how long the statement is by then,
what cue it has. A step that ends a sentence has its own weights, marked by a final full stop. Their weights are in lexicons/claims/reach.tsv,
learned by ``pipeline.tune.claim_reach``. Of all ends the one is taken that most probably overlaps the true one by half or more.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import exp
from typing import NamedTuple

from pipeline.claims.frames import Frame
from pipeline.claims.layout import Paragraph
from pipeline.claims.speakers import Phrase, Phrases
from pipeline.claims.words import WordLists
from pipeline.document import Tokens
from pipeline.lexicon import Lexicons

_STEPS = 16  # clauses after the first one that are looked at
_NEAR, _EXACT = 0.2, 0.2  # what nearness and the very end count for beside an overlap of half
_CERTAIN = 0.8  # so probable an end is taken without weighing the others
_CONNECTIVE = 4  # code points of a clause that is no more than 因此， and its like
_MARKS = frozenset("。，；！？ ")
_SURE = 0.02  # what is less probable than this to be reached need not be looked at
_SENTENCE_END = "。！？"
_SO_FAR = (10, 20, 35, 60, 100, 160, 260)  # code points of the statement by then
_LEFT = (5, 12, 25, 50, 100, 200)  # code points of the paragraph that are left
_CLAUSE = (6, 12, 20, 35)  # code points of the clause
_VOICE = re.compile(r"[我你妳您咱吧嗎呢啦啊]")  # somebody speaks
_MODAL = re.compile(r"應|要|會|能|可以|必須|需|希望|不會|並非|沒有|可能|將")  # what is claimed rather than told
_BACK = re.compile(r"此舉|對此|這番|此話|影片|貼文|消息|一出|曝光|引發|網友|記者|根據|據")  # the author looks back at the statement


Part = tuple[object, ...]  # a function that names features, and what it names them by


class Step(NamedTuple):
    """A break after which a statement may go on: where, where its clause ends, and what speaks for it or against it."""

    at: int
    end: int
    parts: tuple[Part, ...]
    words: tuple[str, ...]

    @property
    def features(self) -> list[str]:
        """The names of what speaks for it or against it."""
        return [*(name for names, *says in self.parts for name in names(*says)), *self.words]  # type: ignore[operator]


class Around(NamedTuple):
    """What else the steps look at: the tokens, and where cues, names and days begin."""

    tokens: Tokens
    cues: Sequence[int]
    names: Sequence[int]
    days: Sequence[int]


class Weights(dict[Part, float]):
    """Part of a step → the sum of its features' weights, summed once for each part. A feature without a weight weighs nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self.of = dict(weights)

    def __missing__(self, part: Part) -> float:
        """Sums the weights of a part not seen before; there are few kinds of parts."""
        names, *says = part
        features: Iterator[str] = names(*says)  # type: ignore[operator]  # a part begins with a function
        total = self[part] = sum([self.of.get(feature, 0.0) for feature in features])
        return total


class Reach:
    """Reads how far the statements of one reading reach."""

    def __init__(self, text: str, around: Around, lists: WordLists, phrases: Phrases, weights: Weights) -> None:
        self._text, self._around, self._lists, self._phrases, self._weights = text, around, lists, phrases, weights

    def end(self, frame: Frame, limit: int, paragraph: Paragraph) -> int:
        """Where the statement of a frame most probably ends, at ``limit`` at the latest."""
        ends: list[int] = []
        chances: list[float] = []  # that it ends there
        left = 1.0
        weights, of = self._weights, self._weights.of
        limit = self._stop(frame.content, limit, paragraph)
        for step in self.steps(frame, limit, paragraph):
            score = 0.0
            for part in step.parts:
                score += weights[part]
            for word in step.words:
                score += of.get(word, 0.0)
            on = 1 / (1 + exp(-score))
            ends.append(step.at)
            chances.append(left * (1 - on))
            left *= on
            if left < _SURE:
                break
        if not ends:
            return limit
        if left >= _SURE:
            ends.append(limit)
            chances.append(left)
        return _best(ends, chances, frame.content)

    def steps(self, frame: Frame, limit: int, paragraph: Paragraph) -> Iterator[Step]:
        """The breaks of a frame's statement before ``limit``, nearest first."""
        low, high = bisect_right(paragraph.breaks, frame.content), bisect_left(paragraph.breaks, limit)
        if low >= high:
            return
        breaks = [*self._open(frame.content, paragraph.breaks[low : min(high, low + _STEPS)]), limit]
        word, text = frame.hit.word, self._text
        mark = text[frame.hit.end] if frame.marked else ""
        first = paragraph.sentence_start(frame.hit.start) == paragraph.start
        for number, (at, end) in enumerate(pairwise(breaks)):
            before = text[at - 1]
            stop = "." if before in _SENTENCE_END else ""
            so_far, left = bisect_left(_SO_FAR, at - frame.content), bisect_left(_LEFT, paragraph.end - at)
            parts = (
                (_of_frame, word.kind, word.strength, mark, first, stop),
                (_of_place, before, min(number, 5), so_far, left, paragraph.role, stop),
                self._counted(at, end, stop),
                self._seen(at, end, frame, stop),
            )
            yield Step(at, end, parts, self._words(at, end, stop))

    def _stop(self, start: int, limit: int, paragraph: Paragraph) -> int:
        """The first break before ``limit`` at which a clause opens that leaves any statement (引發熱議), or ``limit``."""
        breaks = paragraph.breaks[bisect_right(paragraph.breaks, start) : bisect_left(paragraph.breaks, limit)]
        stops, text = self._lists.stops, self._text
        return next((at for at in breaks if text[at] in stops and text.startswith(stops[text[at]], at)), limit)

    def _open(self, start: int, breaks: Sequence[int]) -> Iterator[int]:
        """The breaks at which there is something to decide: none after a bare connective (因此，), none inside a row (「…」、「…」)."""
        for at in breaks:
            if at - start > _CONNECTIVE and self._text[at] != "、":
                yield at
            start = at

    def _counted(self, at: int, end: int, stop: str) -> Part:
        _, cues, names, days = self._around
        counts = [min(2, bisect_left(starts, end) - bisect_left(starts, at)) for starts in (names, cues, days)]
        return (_of_counts, *counts, bisect_left(_CLAUSE, end - at), stop)

    def _seen(self, at: int, end: int, frame: Frame, stop: str) -> Part:
        text, lists, head = self._text, self._lists, self._text[at]
        phrase = self._phrases.opens(at, end)
        named = phrase is not None and phrase.entity is not None and frame.phrase is not None
        same = phrase.entity == frame.phrase.entity if named else None  # type: ignore[union-attr]
        seen = tuple(pattern.search(text, at, end) is not None for pattern in (_VOICE, _MODAL, _BACK))
        listed = tuple(head in words and text.startswith(words[head], at) for words in (lists.stops, lists.carries_on, lists.breaks_off))
        return _of_sight, _sort(phrase), same, seen, text.find("「", at, end) >= 0, listed, stop

    def _words(self, at: int, end: int, stop: str) -> tuple[str, ...]:
        text, (starts, ends) = self._text, (self._around.tokens.starts, self._around.tokens.ends)
        last = end - 1
        while last > at and text[last] in _MARKS:
            last -= 1
        char, final = f"char={text[at]}{stop}", f"last={text[last]}"
        index = bisect_left(starts, at)
        if index >= len(starts) or starts[index] >= end:
            return char, final
        first = f"word0={text[starts[index] : ends[index]]}{stop}"
        index += 1
        if index >= len(starts) or starts[index] >= end:
            return char, final, first
        return char, final, first, f"word1={text[starts[index] : ends[index]]}{stop}"


def _of_frame(kind: str, strength: str, mark: str, first: bool, stop: str) -> Iterator[str]:
    """The cue: its class and strength, the mark after it, whether its sentence opens the paragraph."""
    yield "always" + stop
    yield f"kind={kind}{stop}"
    yield f"strength={strength}{stop}"
    yield f"mark={mark}{stop}"
    yield f"first={first}{stop}"


def _of_place(before: str, number: int, so_far: int, left: int, role: str, stop: str) -> Iterator[str]:
    """The break: the mark before it, which one it is, how long the statement is by then and how much of the paragraph is left."""
    yield f"prev={before}"
    yield f"number={number}{stop}"
    yield f"so_far={so_far}{stop}"
    yield f"left={left}"
    if role != "paragraph":
        yield "head"


def _of_counts(names: int, cues: int, days: int, size: int, stop: str) -> Iterator[str]:
    """The clause after it: how many names, cues and days it holds, and how long it is."""
    yield f"names={names}{stop}"
    yield f"cues={cues}{stop}"
    yield f"days={days}{stop}"
    yield f"size={size}"


def _of_sight(opens: str, same: bool | None, seen: tuple[bool, ...], quote: bool, listed: tuple[bool, ...], stop: str) -> Iterator[str]:
    """The clause after it: what opens it, whether that is the speaker, and the words it shows."""
    yield f"opens={opens}{stop}"
    if same is not None:
        yield f"same={same}"
    if quote:
        yield "quote" + stop
    for name, there in zip(("voice", "modal", "back", "stops", "carries_on", "breaks_off"), (*seen, *listed), strict=True):
        if there:
            yield name + stop


def _sort(phrase: Phrase | None) -> str:
    """What opens a clause: a kind of noun, person or organization."""
    if phrase is None:
        return "none"
    if phrase.entity is None and phrase.noun is not None:
        return phrase.noun.kind
    return "person" if phrase.person else "organization"


def _best(ends: Sequence[int], chances: Sequence[float], start: int) -> int:
    """The end most worth taking; one is as good as certain where there is next to no doubt."""
    likely = max(range(len(ends)), key=chances.__getitem__)
    if chances[likely] > _CERTAIN:
        return ends[likely]
    lengths = [end - start for end in ends]
    return ends[max(range(len(ends)), key=lambda n: _worth(lengths[n], lengths, chances))]


def _worth(length: int, lengths: Sequence[int], chances: Sequence[float]) -> float:
    """The probability that a statement of ``length`` overlaps the true one by half or more; the nearer to it the better, best of all where it is it."""
    worth = 0.0
    for other, chance in zip(lengths, chances, strict=True):
        overlap = min(length, other) / max(length, other)
        worth += chance * ((overlap >= 0.5) + _NEAR * overlap + _EXACT * (other == length))
    return worth


def reach_weights(lexicons: Lexicons) -> Weights:
    """The weights of lexicons/claims/reach.tsv. Raises LexiconError where one is no number."""
    return Weights(lexicons.weights("claims/reach"))
