"""Frames: cues that are at work, each with its subject and the place where what is said begins."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.claims.contents import Contents
from pipeline.claims.frame import (
    ADDRESSEE,
    ADDRESSING,
    ASKS,
    CLOSED,
    HARD_WORDS,
    MARKING,
    OPENERS,
    SAID,
    SEPARATORS,
    Frame,
)
from pipeline.claims.layout import Paragraph, Quote, is_statement, stands_apart
from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import is_pronoun, set_beside
from pipeline.claims.sources import Sources
from pipeline.claims.speakers import Phrases
from pipeline.claims.subjects import Subjects
from pipeline.claims.vetoes import Vetoes
from pipeline.claims.words import Hit

_CAPTIONS = frozenset("▲▼►◆")  # open a caption
_LATER = 32  # cues after 根據 among which its verb is
_GOES_ON_TO = ("並", "並且", "另外")  # before a cue: what is said follows, whatever stood before
_BEFORE_QUOTE = frozenset("，。！？；、」 ")  # what follows a colon belongs to the words before it
_NO_WORDS, _ENDS = CLOSED | {" "}, frozenset("。；！？")  # after a cue, where no words follow that are said
_ALONG = frozenset("及與暨")  # between two cues that are one
_SPOKEN = frozenset(("say", "stress", "clarify", "urge", "announce", "reveal", "respond"))


class Frames:
    """Finds the frames of one reading's paragraphs."""

    def __init__(self, text: str, lists: WordLists, phrases: Phrases) -> None:
        self.text, self.lists, self.phrases = text, lists, phrases
        self.contents, self.subjects = Contents(text, lists, phrases), Subjects(text, lists, phrases)
        self.vetoes = Vetoes(text, lists, phrases, self.contents, self.subjects)
        self.sources = Sources(text, lists, phrases, self.contents)
        self._has_captions = any(mark in text for mark in _CAPTIONS)

    def of(self, paragraph: Paragraph, cues: Sequence[Hit]) -> tuple[list[Frame], list[int]]:
        """The frames of a paragraph in text order, and the clauses (their starts) that end a statement and open none."""
        frames: list[Frame] = []
        stops: list[int] = []
        skip_until = paragraph.start
        for number, hit in enumerate(cues):
            if hit.start < skip_until or self.sources.in_title(hit):
                continue
            if self._has_captions and self.text[paragraph.sentence_start(hit.start)] in _CAPTIONS:
                continue  # ▲創辦人看好新產品。
            quote = paragraph.quote_at(hit.start) if paragraph.quotes else None
            if quote is not None:
                if is_statement(self.text, quote):
                    skip_until = quote.end
                continue
            hit = self._with_second(hit, cues, number)
            clause = paragraph.clause_start(hit.start)
            if hit.word.kind == "stop":
                stops.append(clause)
                continue
            if hit.word.side == "after":
                frame = self.sources.frame(hit, cues[number + 1 : number + 1 + _LATER], paragraph)
                if frame is not None:
                    frames.append(frame)
                    skip_until = frame.content
                continue
            frame = self._frame(hit, clause, paragraph)
            if frame is not None and not (frames and self._responds_to(frames[-1], frame)):
                self._add(frames, _without_told(frame, frames, paragraph, self.lists.against))
                skip_until = hit.end
        return frames, stops

    def _with_second(self, hit: Hit, cues: Sequence[Hit], number: int) -> Hit:
        """Two cues that are one, as the second over both: 說明及呼籲，, 日前發言指出."""
        if number + 1 == len(cues):
            return hit
        second = cues[number + 1]
        if second.start > hit.end + 1 or not {hit.word.kind, second.word.kind} <= _SPOKEN:
            return hit
        marked = self.text[second.end : second.end + 1] in MARKING
        if second.start == hit.end:
            one = hit.word.takes == "quotation" and second.word.kind == "say" and not marked
            return replace(second, start=hit.start) if one else hit
        return replace(second, start=hit.start) if marked and self.text[hit.end] in _ALONG else hit

    @staticmethod
    def _responds_to(first: Frame, second: Frame) -> bool:
        """True where a cue only names what somebody answers: 林大同回應外界|質疑|表示，."""
        answers = first.hit.word.kind == "respond" and first.own and not first.marked and first.clause == second.clause
        return answers and not second.marked and second.hit.word.kind in HARD_WORDS

    def _add(self, frames: list[Frame], frame: Frame) -> None:
        """Adds a frame; the one before that only leads up to it gives way."""
        first = frames[-1] if frames else None
        if first is not None and self._led_up_to(first, frame):
            marked = first.marked or frame.marked  # 率先開砲，批評對方失信
            frames[-1] = replace(frame, phrase=first.phrase or frame.phrase, own=first.own, clause=first.clause, marked=marked)
        else:
            frames.append(frame)

    def _led_up_to(self, first: Frame, second: Frame) -> bool:
        """True where one cue only leads up to the next: 發表聲明表示，, 談到此事時認為，."""
        if first.content == second.hit.start and second.phrase is None and second.before is None and second.hit.word.kind in SAID:
            return first.hit.word.kind != "report" and not first.hit.word.text.endswith(self.lists.unmistakable)  # 發文，表示…; 陳情，要求…
        if first.hit.word.kind == "respond" and second.hit.word.kind in SAID and first.own and first.clause == second.clause:
            return second.marked and not first.marked  # 回應外界質疑表示，
        if first.clause != second.clause or first.marked or not second.marked:
            return False
        between = self.text[first.hit.end : second.hit.start]
        if between.endswith(("時", "後", "並", "也", "還", "則")) or self.phrases.last_in(first.hit.end, second.hit.start) is None:
            return True
        return first.hit.word.kind in ADDRESSING and len(between) <= ADDRESSEE

    def _frame(self, hit: Hit, clause: int, paragraph: Paragraph) -> Frame | None:
        cue = hit.word
        following = self.text[hit.end] if hit.end < paragraph.end else "\n"
        after_quote = bool(paragraph.quotes) and paragraph.opens[0] < clause
        if self.vetoes.stands_idle(hit, clause, following, after_quote, paragraph):
            return None
        before = self._quote_before(clause, hit.start, paragraph) if after_quote else None
        content = self.contents.start(hit, paragraph)
        listed = content > hit.end and self.text[content - 1] == ":"
        spaced = following == " " and self._is_spaced(hit, clause)
        quotes = content < paragraph.end and self.text[content] in OPENERS
        marked = listed or spaced or following in SEPARATORS or quotes
        if before is None and not spaced and (content >= paragraph.end or following in _NO_WORDS or self.text[content] in _ENDS):
            return None
        if before is None and ((cue.takes == "quotation" and not marked) or (cue.takes == "spoken" and not (listed or quotes))):
            return None
        if self.vetoes.says_nothing(hit, clause, content, marked, quotes, paragraph):
            return None
        phrase = self.subjects.subject(clause, hit, marked)
        if self.vetoes.tells_nothing(hit, phrase, clause, quotes, paragraph):
            return None
        if phrase is None and cue.speakers and self.subjects.bare(clause, hit.start):
            phrase = self.subjects.earlier(clause, paragraph)
            if phrase is None or not self.subjects.fits(cue, phrase):
                return None
        elif not self.subjects.supported(cue, phrase, clause, hit.start, marked, before):
            return None
        return Frame(hit, clause, phrase, phrase is not None, marked, content, before)

    def _is_spaced(self, hit: Hit, clause: int) -> bool:
        """True where a blank stands for the comma after a cue: 專家直言 油價還會漲."""
        last = self.phrases.last_in(clause, hit.start)
        return last is not None and self.phrases.beside(last, hit.start)

    def _quote_before(self, clause: int, cue: int, paragraph: Paragraph) -> Quote | None:
        """The statement in quotation marks that a clause comes after: 「…」她說, 「…」，她說."""
        if cue - clause > 24:
            return None
        at = clause
        while at > paragraph.start and self.text[at - 1] in "， ":
            at -= 1
        quote = paragraph.quote_at(at - 1) if at > paragraph.start else None
        if quote is None or quote.end != at or not stands_apart(self.text, quote, paragraph.start):
            return None
        if self.text.endswith(_GOES_ON_TO, clause, cue):
            return None  # 他說：「…」林大同並透露
        first = self._first_of_row(quote, paragraph)
        if first <= paragraph.start:
            return quote
        mark = first - 1
        if self.text[mark] in SEPARATORS and (self.text[mark - 1] in ASKS or self.phrases.cue_ending(mark) >= 0):
            return None  # 記者追問，「…？」林大同回答; 網友質疑，「…？」「…！」 藝人林大同分享
        if self.text[quote.start - 1] not in _BEFORE_QUOTE or self.text.endswith(self.lists.suppositions, paragraph.start, quote.start - 1):
            return None  # 被問到，「…？」他說: others have asked so
        return quote

    @staticmethod
    def _first_of_row(quote: Quote, paragraph: Paragraph) -> int:
        """Where the first of the quotations begins that stand right before one another: 「…？」「…！」."""
        first = quote
        while first.start > paragraph.start and (before := paragraph.quote_at(first.start - 1)) is not None:
            first = before
        return first.start


def _without_told(frame: Frame, frames: Sequence[Frame], paragraph: Paragraph, against: tuple[str, ...]) -> Frame:
    """A quotation that the cue before it has introduced, in the same sentence, is not this one's; nor is one that 但, 則 or 也 sets its speaker against."""
    if frame.before is None:
        return frame
    last = next((f for f in reversed(frames) if f.hit.end <= frame.before.start), None)
    if last is not None and last.content <= frame.before.start + 1 and paragraph.sentence_end(last.content - 1) > frame.before.start:
        return replace(frame, before=None)
    text, subject = paragraph.text, frame.phrase
    if subject is None or not text.startswith("，", frame.hit.end):
        return frame
    beside = set_beside(subject), subject.end + (text[subject.end] in "》」")
    turned = not is_pronoun(subject) and text.startswith(against, frame.clause)  # 「…？」但局長指出，
    return replace(frame, against=True) if turned or text.startswith(*beside) else frame
