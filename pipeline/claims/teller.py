"""One document's telling: paragraph after paragraph, who is speaking and what is said, with a cue and without."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.claims.actors import Actors
from pipeline.claims.confidence import Judge
from pipeline.claims.drafts import Draft
from pipeline.claims.frame import ADDING, ASKS, FACING, OPENERS, REPORTS, SEPARATORS, Frame
from pipeline.claims.frames import Frames
from pipeline.claims.layout import Paragraph, Quote, is_statement
from pipeline.claims.phrases import Phrase
from pipeline.claims.reach import Reach
from pipeline.claims.resolver import Resolver
from pipeline.claims.speakers import Phrases
from pipeline.claims.statements import Statements, quoted
from pipeline.claims.words import Hit, Named, WordLists
from pipeline.mentions import Entity, Speaker
from pipeline.text import strip_span

_BOUND = frozenset("，。！？；、:」 \n")
_AFTER = _BOUND | frozenset("「（") - {":", "」"}
_PERSON = frozenset(("person",))
_ONESELF = "自己"
_AND_SO = ("", "並", "且", "並且", "還", "更", "也")  # between a clause's start and the cue of who dissents in the clause before
_AT_ONCE = ("", "紛紛", "一致", "都")  # between a clause's start and the cue of whom the clause before moved
_LIST = frozenset(("、", ""))  # between quotations of one list
_NAME_BEFORE_COLON = 20  # code points at a line's head that may be a speaker nobody knows
_VERSUS = ("vs.", "vs")
_PAPER = re.compile(
    r"《([^《》]{2,30})》(?:第[^，。「」]{1,18}[條章節項款])?(?:也|則|更|即)?(?:明文規定|明定|明訂|規定|載明)?$"
)  # the title of a law or paper before what it says
_PAPER_REACH = 44  # code points
_LEAST = 6  # code points in a quotation without a cue
_GOING_ON = "續"  # 續說: who spoke last
_ALL_OF_THEM = "紛紛"  # several do it


@dataclass(slots=True)
class _Told:
    """What a paragraph has given so far: its drafts, what they used up, who spoke where, and the outlet that passes on."""

    start: int
    drafts: list[Draft] = field(default_factory=list)
    used: bytearray = field(default_factory=bytearray)  # code point of the paragraph → 1 where a statement has taken it in
    speakers: list[tuple[int, Speaker]] = field(default_factory=list)
    voices: dict[int, Speaker] = field(default_factory=dict)  # quotations without a cue: their start and who speaks
    nobodys: set[int] = field(default_factory=set)  # starts of quotations without a cue that are nobody's
    via: str | None = None
    answered: bool = False  # the last statement was an answer
    content: int = 0  # where the last statement begins
    end: int = -1  # where it ends, its mark included
    reported: int = -1  # where the statement begins that an outlet reported last, -1 where somebody else has spoken since

    @property
    def running(self) -> Speaker | None:
        return self.speakers[-1][1] if self.speakers else None

    def use(self, start: int, end: int) -> None:
        """Note that a statement takes in ``start..end``."""
        self.used += bytes(max(0, end - self.start - len(self.used)))
        self.used[start - self.start : end - self.start] = b"\1" * (end - start)

    def has_used(self, at: int) -> bool:
        """True where a statement has taken in what stands at ``at``."""
        return any(self.used[at - self.start : at - self.start + 1])


class Teller:
    """Reads one document's paragraphs in order; remembers who spoke, for pronouns and dropped subjects."""

    def __init__(
        self,
        text: str,
        lists: WordLists,
        phrases: Phrases,
        reach: Reach,
        judge: Judge,
        entities: Sequence[Entity],
        names: Sequence[Named],
    ) -> None:
        self._text, self._phrases, self._judge = text, phrases, judge
        self._answers, self._titles, self._listeners, self._pretending = lists.answers, lists.objects, lists.listeners, lists.pretending
        self._sayings, self._stages = lists.sayings, lists.on_stage
        self._drawing, self._comments, self._stirs, self._crowds = lists.drawing, lists.comments, lists.stirs, lists.collective
        self._reported, self._row_of_names = (*lists.complaints, *lists.letters), lists.row_of_names
        self._frames = Frames(text, lists, phrases)
        self._actors = Actors(text, entities, lists, phrases)
        self._statements = Statements(text, lists, phrases, self._actors, reach)
        self._resolver = Resolver(text, entities, names, lists, phrases)

    def frames(self, paragraph: Paragraph, cues: Sequence[Hit]) -> tuple[list[Frame], list[int]]:
        """The frames of one paragraph, and the clauses that end a statement and open none; ``cues`` are those that stand in it."""
        return self._frames.of(paragraph, cues)

    def drafts(self, paragraph: Paragraph, frames: Sequence[Frame], stops: Sequence[int]) -> list[Draft]:
        """The claims of one paragraph: of its frames, and of its quotations that have none. Paragraphs come in text order."""
        told = _Told(paragraph.start)
        at = 0
        while at < len(frames):
            at = self._tell(frames, at, stops, paragraph, told)
        if paragraph.role in {"title", "heading"}:
            self._headline(paragraph, told)
        elif self._text.find(":", paragraph.start, paragraph.end) >= 0:
            self._voiced(paragraph, told)
        if paragraph.quotes:
            for before, quote, row_end in zip((None, *paragraph.quotes), paragraph.quotes, self._row_ends(paragraph), strict=False):
                self._loose(quote, before, row_end, paragraph, told)
        return told.drafts

    def _tell(self, frames: Sequence[Frame], at: int, stops: Sequence[int], paragraph: Paragraph, told: _Told) -> int:
        """The statement of frame ``at``; the index of the frame that comes next, those inside the statement left out."""
        frame = frames[at]
        moved = self._moved(frame, paragraph) if frame.phrase is None else None
        speaker = moved or self._speaker(frame, paragraph, told)
        if speaker is None or (moved is None and not self._judge.accepts(frame, speaker, paragraph, self._resolver.has_spoken(speaker))):
            return at + 1
        following = at + 1
        while following < len(frames) and not self._statements.opens_anew(frame, frames[following], paragraph):
            following += 1
        after = frames[following] if following < len(frames) else None
        if after is not None and frame.hit.word.kind in REPORTS and self._statements.passes_on(frame, after, paragraph):
            told.via = speaker.name
            told.speakers.append((frame.hit.start, speaker))
            self._remember(frame, speaker)
            return following
        bound = after
        if after is not None and self._statements.turns_on(frame, after, paragraph):
            bound = next((f for f in frames[following + 1 :] if self._statements.opens_anew(frame, f, paragraph)), None)
        made = self._statements.read(frame, speaker, self._statements.limit(frame, bound, stops, paragraph), paragraph)
        told.use(frame.content, made[-1].content[1] + 1 if made else frame.content)
        if frame.before is not None:
            other = (
                (self._leading_up(frame.before, paragraph, told) or told.running or self._resolver.before_last) if frame.against else None
            )
            made = [quoted(other, None, frame.before) if other is not None else quoted(speaker, frame.hit, frame.before), *made]
            told.use(frame.before.start, frame.before.end)
        told.drafts += [d._replace(via=told.via) for d in made] if told.via else made
        told.via = None
        if made or (after is not None and frame.own and not frame.source):
            self._resolver.cue = frame.hit.start
        if made:
            self._resolver.told = max(frame.hit.end, made[-1].content[1])
            told.speakers.append((frame.hit.start, speaker))
            told.content = frame.content
            told.end = made[-1].content[1] + 1
            told.answered = frame.hit.word.kind == "respond"
            told.reported = frame.content if frame.hit.word.kind in REPORTS else -1
            self._remember(frame, speaker)
        elif self._resolver.cue == frame.hit.start:
            self._resolver.remember(speaker)  # 局長則說，他認為: though somebody speaks within what is said
        return following

    def _remember(self, frame: Frame, speaker: Speaker) -> None:
        self._resolver.remember(speaker)
        self._resolver.note_author(speaker, frame.hit.word.text)
        noun = frame.phrase.noun if frame.phrase is not None else None
        if frame.hit.word.kind in REPORTS and (speaker.entity is not None or noun is None or noun.kind == "media"):
            self._resolver.outlet = speaker

    def _speaker(self, frame: Frame, paragraph: Paragraph, told: _Told) -> Speaker | None:
        """The subject; where it is dropped, who is speaking in the sentence, whom an earlier clause opens with, who spoke last."""
        running, reported = told.running, told.reported
        if frame.phrase is not None:
            speaker = self._resolver.speaker(frame.phrase, paragraph, frame.source)
            if not self._is_pronoun(frame):
                return speaker
            if frame.hit.word.kind == "respond" and not told.answered and not self._text.startswith(_ONESELF, frame.phrase.start):
                return self._other(speaker)
            return self._outer(speaker, frame, paragraph, told)
        if frame.hit.word.text in self._pretending and not self._text.startswith(ADDING, frame.clause):
            inner = self._complainer(frame, paragraph) or self._opener(frame, paragraph, told.content)
            if inner is not None or (running is not None and self._resolver.is_impersonal(running)):
                return inner
        if running is not None and paragraph.sentence_start(frame.clause) <= running.start:
            return self._named_since(frame, paragraph, self._resolver.told if reported < 0 else reported) or running
        if running is not None and told.end == frame.clause and paragraph.sentence_start(frame.clause) <= told.speakers[-1][0]:
            return self._named_since(frame, paragraph, told.content) or running
        return self._of_earlier_clauses(frame, paragraph, running)

    def _of_earlier_clauses(self, frame: Frame, paragraph: Paragraph, running: Speaker | None) -> Speaker | None:
        """Who speaks where a sentence's first cue has no subject: the complainer, the opener of a clause before, who acts in it,
        whom the sentence before opens with, or who spoke last."""
        found = self._complainer(frame, paragraph) or self._opener(frame, paragraph, 0 if running is None else running.end)
        if found is not None:
            return found
        first = paragraph.sentence_start(frame.clause)
        if first < frame.clause and not self._frames.subjects.bare_or_occasion(first, paragraph.clause_end(first) - 1):
            return self._acting(frame, paragraph)
        last = running or self._resolver.last
        if frame.hit.word.text.startswith(_GOING_ON):
            return last
        return self._resolver.subject_before(frame.hit.start, paragraph) or last

    def _complainer(self, frame: Frame, paragraph: Paragraph) -> Speaker | None:
        """Who made the report that the clause before received, or the letter itself: 警方接獲林姓民眾報案，指稱, 局長收到檢舉函，指稱."""
        if frame.hit.word.kind == "respond" or not self._text.endswith(self._reported, paragraph.start, frame.clause - 1):
            return None
        before = paragraph.clauses_before(frame.clause)  # none in its sentence where one ends there: 警方接獲報案。指稱
        phrase = (self._actors.received(*before[0]) or self._actors.complainer(*before[0])) if before else None
        return self._resolver.speaker(phrase, paragraph) if phrase is not None else None

    def _moved(self, frame: Frame, paragraph: Paragraph) -> Speaker | None:
        """Whom the clause before moves or who retorts in it, where the cue opens its own: 這番話讓館長震怒，直呼; not 讓民眾安心，也強調; who dissents there: 但方男否認，並堅稱."""
        before = paragraph.clauses_before(frame.clause)
        if not before or before[0][1] != frame.clause:
            return None
        if self._text.startswith(_ALL_OF_THEM, frame.clause):
            return self._drawn(*before[0], paragraph)  # 引發台灣網友討論，|紛紛湧入臉書留言
        opening = self._text[frame.clause : frame.hit.start]
        dissenting = self._actors.dissenting(*before[0]) if opening in _AND_SO else None
        if dissenting is not None:
            return self._resolver.speaker(dissenting, paragraph)
        if opening in _AT_ONCE:
            moved = self._actors.moved(*before[0])
            if moved is not None and moved.entity is None and frame.hit.word.kind == "urge":
                moved = None  # 會讓長輩流落街頭，建議先設定抵押
            phrase = moved or self._actors.retorting(*before[0])
            return phrase and self._resolver.speaker(phrase, paragraph, phrase.start)
        return None

    def _opener(self, frame: Frame, paragraph: Paragraph, since: int) -> Speaker | None:
        """Who opens the nearest clause before a frame's in its sentence, ``since`` at the earliest: 檢方指出，林男透過網路交友，謊稱."""
        for start, end in paragraph.clauses_before(frame.clause):
            if start < since:
                return None
            phrase = (
                self._actors.doer(start, end)
                or self._phrases.described(start, end)
                or self._phrases.opens(start, end)
                or self._phrases.opening_surname(start, end)
            )
            if phrase is not None and self._stands_out(phrase, paragraph):
                inner = self._actors.quoted_by(phrase, end)
                return self._resolver.speaker(inner or self._phrases.in_full(phrase, end), paragraph)
        return None

    @staticmethod
    def _stands_out(phrase: Phrase, paragraph: Paragraph) -> bool:
        """True for a phrase that no quotation holds, unless it is all of it: 粉專「海東看世界」."""
        quote = paragraph.quote_at(phrase.start)
        return quote is None or quote.inner == (phrase.start, phrase.end)

    def _acting(self, frame: Frame, paragraph: Paragraph) -> Speaker | None:
        """Who does something in the sentence before a cue without a subject, though not at its head: 愛女心切的陽帆竟開始宣傳新歌，笑說."""
        for start, end in reversed(paragraph.clauses_before(frame.clause)):
            phrase = self._actors.acting(start, end - 1)
            if phrase is not None and paragraph.quote_at(phrase.start) is None:
                return self._resolver.speaker(phrase, paragraph)
        return None

    @staticmethod
    def _is_pronoun(frame: Frame) -> bool:
        return frame.phrase is not None and frame.phrase.noun is not None and frame.phrase.noun.kind == "pronoun"

    def _other(self, speaker: Speaker | None) -> Speaker | None:
        """Who answers is not who spoke last: 甲質疑…，他回嗆."""
        last, before = self._resolver.last, self._resolver.before_last
        if speaker is None or last is None or before is None or speaker.name != last.name:
            return speaker
        return before._replace(start=speaker.start, end=speaker.end)

    def _outer(self, speaker: Speaker | None, frame: Frame, paragraph: Paragraph, told: _Told) -> Speaker | None:
        """Who spoke first in the sentence before, where a pronoun opens the next and would mean whom that speaker spoke of: 甲表示，…，乙說…。他指出."""
        if speaker is None or len(told.speakers) < 2 or told.answered or self._resolver.last is not told.speakers[-1][1]:
            return speaker
        (outer_cue, outer), (inner_cue, inner) = told.speakers[-2:]
        if speaker.name != inner.name or outer.name == inner.name or self._resolver.is_impersonal(outer):
            return speaker
        topic = outer.entity is None or self._text.startswith(
            FACING, paragraph.clause_start(outer_cue)
        )  # 針對總統宣布調薪，立委說，…。他認為
        apart = topic or self._text.find("；", outer_cue, inner_cue) >= 0 or outer_cue < paragraph.sentence_start(inner_cue)
        if apart or paragraph.sentence_start(frame.hit.start) <= inner_cue:
            return speaker
        named = self._resolver.person_before(speaker.start)
        if named is not None and named.start >= self._resolver.told:
            return speaker
        return outer._replace(start=speaker.start, end=speaker.end)

    def _named_since(self, frame: Frame, paragraph: Paragraph, since: int) -> Speaker | None:
        """Whom a clause between the last statement and the frame's clause opens with by name: …」，但周玉蔻一改風格，回道."""
        for start, end in paragraph.clauses_before(frame.clause):
            if start < since:
                break
            phrase = self._phrases.opens(start, end)
            if phrase is None:
                continue
            named = phrase.entity is not None or (phrase.noun is None and self._phrases.is_named(phrase, _PERSON))
            if named or (phrase.start == start and self._text[start - 1] == "」"):  # 「你先走好了」|網友看完影片後，紛紛笑說
                return self._resolver.speaker(phrase, paragraph)
        return None

    def _headline(self, paragraph: Paragraph, told: _Told) -> None:
        """speaker：what is said, in a title or heading."""
        colon = self._text.find(":", paragraph.start, paragraph.end)
        if colon < 0 or paragraph.end - colon < 5 or self._text[colon + 1] in OPENERS or told.has_used(colon):
            return
        clause = paragraph.clause_start(colon - 1)
        phrase = self._phrases.ending_at(clause, colon) or self._phrases.strangers.after_post(clause, colon)
        speaker = self._resolver.speaker(phrase, paragraph) if phrase is not None else None
        if speaker is not None:
            content = strip_span(self._text, colon + 1, paragraph.end)
            told.drafts.append(Draft(speaker, None, content, "reported", False, True, "claims/headline"))

    def _voiced(self, paragraph: Paragraph, told: _Told) -> None:
        """person：what is said, as a sentence of a paragraph; up to the next such turn where there are several: 甲：…。…。 乙：…。"""
        turns = list(self._turns(paragraph))
        for number, (clause, colon, phrase) in enumerate(turns):
            if told.has_used(colon) or self._is_listener(clause):
                continue
            alone = clause == paragraph.start and self._text.find(":", colon + 1, paragraph.end) < 0
            end = paragraph.end if alone else paragraph.sentence_end(colon)
            if number + 1 < len(turns):
                end = max(end, turns[number + 1][0])
            speaker = self._resolver.speaker(phrase, paragraph)
            if speaker is not None:
                content = strip_span(self._text, colon + 1, end)
                content = content[0], content[1] - (self._text[content[1] - 1] == "。")
                told.drafts.append(Draft(speaker, None, content, "reported", False, True, "claims/colon"))
                told.use(colon, end)

    def _turns(self, paragraph: Paragraph) -> Iterator[tuple[int, int, Phrase]]:
        """Where somebody's turn begins, its colon and who speaks."""
        colon = self._text.find(":", paragraph.start, paragraph.end)
        while colon >= 0:
            clause = paragraph.clause_start(colon - 1) if colon > paragraph.start else colon
            phrase = self._phrases.ending_at(clause, colon) if 2 <= colon - clause <= _NAME_BEFORE_COLON else None
            says = paragraph.sentence_end(colon) - colon > _LEAST and self._text[colon + 1] not in OPENERS
            if phrase is not None and phrase.person and phrase.start - clause <= 1 and says:
                yield clause, colon, phrase
            colon = self._text.find(":", colon + 1, paragraph.end)

    def _is_listener(self, clause: int) -> bool:
        return self._text.startswith(self._listeners, clause)

    def _loose(self, quote: Quote, before: Quote | None, row_end: int, paragraph: Paragraph, told: _Told) -> None:
        """A quotation without a cue: after a colon, as a clause of its own, or carried on from the line above.

        None where it, or the row of quotations that ends at ``row_end``, names something.
        """
        if told.has_used(quote.start) or self._row_of_names.match(self._text, row_end) is not None:
            return
        row = before.start if before and self._text[before.end : quote.start].strip() in _LIST else -1
        if row in told.nobodys or self._is_nobodys(quote, paragraph):
            told.nobodys.add(quote.start)
            return
        speaker = told.voices.get(row)
        if speaker is None and is_statement(self._text, quote) and not self._text.endswith(self._titles, *quote.inner):
            speaker = self._before_colon(quote, paragraph)
            if speaker is None and not self._somebody_says(quote, paragraph):
                speaker = self._beside(quote, paragraph, told)
        if speaker is not None:
            told.drafts.append(quoted(speaker, None, quote))
            told.voices[quote.start] = speaker
            self._resolver.remember(speaker)

    def _somebody_says(self, quote: Quote, paragraph: Paragraph) -> bool:
        """True where a cue right before a quotation has a subject of its own that is no speaker: 我們就該出來說：「…」."""
        cue = self._phrases.cue_ending(quote.start - 1)
        return cue >= 0 and not self._frames.subjects.bare_or_occasion(paragraph.clause_start(cue), cue)

    def _row_ends(self, paragraph: Paragraph) -> list[int]:
        """For each quotation of a paragraph, where the row that it stands in ends."""
        ends: list[int] = []
        following: Quote | None = None
        for quote in reversed(paragraph.quotes):
            in_row = following is not None and self._text[quote.end : following.start].strip() in _LIST
            ends.append(ends[-1] if in_row else quote.end)
            following = quote
        return ends[::-1]

    def _is_nobodys(self, quote: Quote, paragraph: Paragraph) -> bool:
        """True for the words of the outlet's own people (記者楊雅勻：「…」, 記者追問，「…」) and for sayings that nobody in the text says (有句俚語：「…」)."""
        colon = quote.start - 1
        if colon <= paragraph.start or self._text[colon] not in SEPARATORS:
            return False
        if self._text.endswith(self._stirs, paragraph.start, colon) and self._commenters(colon, paragraph) is None:
            return True
        if self._text[colon] != ":" and self._text[colon - 1] not in ASKS:
            return False
        if self._text.endswith(self._sayings, paragraph.start, colon):
            return True
        if self._text.endswith(self._comments, paragraph.start, colon) and self._commenters(colon, paragraph) is None:
            return True
        clause = self._text[paragraph.clause_start(colon - 1) : colon].strip()
        return clause.startswith(self._listeners)

    def _before_colon(self, quote: Quote, paragraph: Paragraph) -> Speaker | None:
        """speaker：「…」"""
        colon = quote.start - 1
        if colon <= paragraph.start or self._text[colon] != ":":
            return None
        if self._text.endswith(self._comments, paragraph.start, colon):
            return self._commenters(colon, paragraph)
        clause = paragraph.clause_start(colon - 1)
        paper = _PAPER.search(self._text, max(clause, colon - _PAPER_REACH), colon)
        if paper is not None:
            return Speaker(None, paper[1], *paper.span(1))
        if self._text[clause:colon].strip("# ") in self._answers:
            return self._resolver.last or self._resolver.person_before(colon)
        phrases = self._phrases
        phrase = phrases.ending_at(clause, colon) or phrases.strangers.after_post(clause, colon) or phrases.subject_of(clause, colon)
        if phrase is not None and self._text.endswith(_VERSUS, clause, phrase.start):  # 林大同vs.粉絲：「…」
            phrase = phrases.ending_at(clause, self._text.rfind("v", clause, phrase.start)) or phrase
        if phrase is not None and (phrase.end == colon or not phrases.is_place(phrase)):  # 全台灣沒幾台：「…」
            return self._resolver.speaker(phrase, paragraph)
        if clause == paragraph.start and colon - clause <= _NAME_BEFORE_COLON:
            named = phrases.after_opening(clause, colon)
            if phrases.after_verb(named, colon) == named and phrases.strangers.is_sound(named, colon):
                return Speaker(None, self._text[named:colon].strip(), named, colon)
        return None

    def _beside(self, quote: Quote, paragraph: Paragraph, told: _Told) -> Speaker | None:
        """The speaker of a quotation that stands as a clause of its own, or None where it does not."""
        if not quote.opened:
            return self._resolver.last
        before = self._text[quote.start - 1] if quote.start > paragraph.start else "\n"
        after = self._text[quote.end] if quote.end < paragraph.end else "\n"
        if after not in _AFTER or before not in _BOUND or quote.end - quote.start < _LEAST + 2:
            return None
        crowd = self._drawn(paragraph.clause_start(quote.start - 1), quote.start, paragraph)
        if crowd is not None:
            return crowd
        if told.speakers and paragraph.sentence_start(quote.start) <= told.speakers[-1][0] < quote.start:
            return told.speakers[-1][1]
        known = self._leading_up(quote, paragraph, told)
        if known is not None:
            return known
        if quote.start > paragraph.start and before not in SEPARATORS:
            return None  # …。「…」: of 17 such quotations of annotated and read articles none was whose it seemed
        at = bisect_right(told.speakers, quote.start, key=lambda s: s[0]) - 1
        return told.speakers[at][1] if at >= 0 else self._resolver.last

    def _commenters(self, colon: int, paragraph: Paragraph) -> Speaker | None:
        """Whose comments follow where a clause only calls them so: 網友湧入，大多為批評聲浪：「…」."""
        crowd = [p for p in self._phrases.within(paragraph.start, colon) if self._is_crowd(p)]
        return self._resolver.speaker(crowd[-1], paragraph, crowd[-1].start) if crowd else None

    def _drawn(self, start: int, end: int, paragraph: Paragraph) -> Speaker | None:
        """The many whom something draws in ``start..end``, whose comments follow: 引來|不少網友|回應，「…」."""
        drawn = self._drawing.search(self._text, start, end)
        if drawn is None:
            return None
        phrase = next(iter(self._phrases.within(drawn.end(), end)), None)
        return self._resolver.speaker(phrase, paragraph, phrase.start) if phrase is not None and self._is_crowd(phrase) else None

    def _is_crowd(self, phrase: Phrase) -> bool:
        """True for the many who comment: 網友, 大批鄉民; not 政府."""
        return phrase.noun is not None and phrase.noun.kind == "people" and phrase.noun.text.endswith(self._crowds)

    def _leading_up(self, quote: Quote, paragraph: Paragraph, told: _Told) -> Speaker | None:
        """Who opens the clauses of a sentence that lead up to a quotation."""
        for start, end in [(paragraph.clause_start(quote.start), quote.start), *paragraph.clauses_before(quote.start)]:
            phrase = self._phrases.opens(start, end)
            if phrase is not None and (phrase.person or self._may_speak(phrase, end, told)):
                return self._resolver.speaker(phrase, paragraph)
        return None

    def _may_speak(self, phrase: Phrase, end: int, told: _Told) -> bool:
        """True for a body whose clause, up to ``end``, answers or makes something known, or where nobody has spoken in the paragraph; no paper does."""
        if phrase.noun is not None and phrase.noun.kind == "document":
            return False
        return not told.speakers or self._stages.search(self._text, phrase.end, end) is not None
