"""One document's telling: paragraph after paragraph, who is speaking and what is said, with a cue and without."""

from collections.abc import Sequence

from pipeline.claims.actors import Actors
from pipeline.claims.confidence import Judge
from pipeline.claims.drafts import Draft
from pipeline.claims.frame import ADDING, FACING, REPORTS, Frame
from pipeline.claims.frames import Frames
from pipeline.claims.layout import Paragraph, Quote
from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import Phrase, is_pronoun
from pipeline.claims.reach import Reach
from pipeline.claims.resolver import Resolver
from pipeline.claims.speakers import Phrases
from pipeline.claims.statements import Statements, quoted
from pipeline.claims.told import Told
from pipeline.claims.uncued import Uncued
from pipeline.claims.words import Hit
from pipeline.mentions import Entity, Name, Speaker

_PERSON = frozenset(("person",))
_ONESELF = "自己"
# Between a clause's start and the cue of who dissents in the clause before.
_AND_SO = ("", "並", "且", "並且", "還", "更", "也", "只", "僅", "只是")
_AT_ONCE = ("", "紛紛", "一致", "都")  # between a clause's start and the cue of whom the clause before moved
_GOING_ON = "續"  # 續說: who spoke last
_ALL_OF_THEM = "紛紛"  # several do it


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
        names: Sequence[Name],
    ) -> None:
        self._text, self._phrases, self._judge = text, phrases, judge
        self._judicial = lists.judicial
        self._pretending, self._reported, self._against = lists.pretending, (*lists.complaints, *lists.letters), lists.against
        self._frames = Frames(text, lists, phrases)
        self._actors = Actors(text, entities, lists, phrases)
        self._statements = Statements(text, lists, phrases, self._actors, reach)
        self._resolver = Resolver(text, entities, names, lists, phrases)
        self._uncued = Uncued(text, lists, phrases, self._frames.subjects, self._resolver)

    def frames(self, paragraph: Paragraph, cues: Sequence[Hit]) -> tuple[list[Frame], list[int]]:
        """The frames of one paragraph, and the clauses that end a statement and open none; ``cues`` are those that stand in it."""
        return self._frames.of(paragraph, cues)

    def drafts(self, paragraph: Paragraph, frames: Sequence[Frame], stops: Sequence[int]) -> list[Draft]:
        """The claims of one paragraph: of its frames, and of its quotations that have none. Paragraphs come in text order."""
        told = Told(paragraph.start, bytearray(paragraph.end - paragraph.start + 1))
        at = 0
        while at < len(frames):
            at = self._tell(frames, at, stops, paragraph, told)
        self._uncued.add(paragraph, told)
        return told.drafts

    def _tell(self, frames: Sequence[Frame], at: int, stops: Sequence[int], paragraph: Paragraph, told: Told) -> int:
        """The statement of frame ``at``; the index of the frame that comes next, those inside the statement left out."""
        frame, statements = frames[at], self._statements
        moved = self._moved(frame, paragraph) if frame.phrase is None else None
        speaker = moved or self._not_whom_it_names(self._speaker(frame, paragraph, told), frame)
        again = frame.phrase is None and speaker is not None and self._resolver.has_spoken(speaker)
        if speaker is None or (moved is None and not self._judge.accepts(frame, speaker, paragraph, again)):
            return at + 1
        following = at + 1
        while following < len(frames) and not statements.opens_anew(frame, frames[following], paragraph):
            following += 1
        after = frames[following] if following < len(frames) else None
        if after is not None and frame.hit.word.kind in REPORTS and statements.passes_on(frame, after, paragraph):
            told.via = speaker.name
            told.speakers.append((frame.hit.start, speaker))
            self._remember(frame, speaker)
            return following
        bound = after
        if after is not None and statements.turns_on(frame, after, paragraph):
            bound = next((f for f in frames[following + 1 :] if statements.opens_anew(frame, f, paragraph)), None)
        made = statements.read(frame, speaker, statements.limit(frame, bound, stops, paragraph), paragraph)
        if made:
            told.use(frame.content, made[-1].content[1] + 1)
        if frame.before is not None:
            made = [self._of_quotation(frame.before, frame, speaker, paragraph, told), *made]
        self._note(frame, speaker, made, told)
        if not made and after is not None and frame.own and not frame.source:
            told.silent = frame.hit.start, speaker
            self._resolver.cue = frame.hit.start
            self._resolver.remember(speaker)  # 局長則說，他認為: though somebody speaks within what is said
        return following

    def _of_quotation(self, before: Quote, frame: Frame, speaker: Speaker, paragraph: Paragraph, told: Told) -> Draft:
        """The quotation before a frame's clause: the speaker's, or that of somebody else whom the frame sets the speaker against."""
        other = None
        if frame.against:
            other = self._uncued.leading_up(before, paragraph, told) or told.running or self._resolver.before_last
        told.use(before.start, before.end)
        return quoted(speaker, frame.hit, before) if other is None else quoted(other, None, before)

    def _note(self, frame: Frame, speaker: Speaker, made: Sequence[Draft], told: Told) -> None:
        """Take note of what a frame's statement came to."""
        told.drafts += [d._replace(via=told.via) for d in made] if told.via else made
        told.via = None
        if not made:
            return
        word, end = frame.hit.word, made[-1].content[1]
        self._resolver.cue, self._resolver.told = frame.hit.start, max(frame.hit.end, end)
        told.speakers.append((frame.hit.start, speaker))
        told.content, told.end = frame.content, end + 1
        told.answered = word.kind == "respond"
        told.reported = frame.content if word.kind in REPORTS else -1
        self._remember(frame, speaker)

    def _remember(self, frame: Frame, speaker: Speaker) -> None:
        word = frame.hit.word
        self._resolver.remember(speaker)
        self._resolver.note_cue(speaker, word.text)
        if word.kind in REPORTS:
            noun = frame.phrase.noun if frame.phrase is not None else None
            if speaker.entity is not None or noun is None or noun.kind == "media":
                self._resolver.outlet = speaker

    def _speaker(self, frame: Frame, paragraph: Paragraph, told: Told) -> Speaker | None:
        """The subject; where it is dropped, who is speaking in the sentence, whom an earlier clause opens with, who spoke last."""
        phrase = frame.phrase
        if phrase is not None:
            speaker = self._resolver.speaker(phrase, paragraph, frame.source)
            if not is_pronoun(phrase):
                return speaker
            if frame.hit.word.kind == "respond" and not told.answered and not self._text.startswith(_ONESELF, phrase.start):
                return self._other(speaker)
            return self._outer(speaker, frame, paragraph, told)
        running, reported = told.running, told.reported
        if frame.hit.word.text in self._pretending and not self._text.startswith(ADDING, frame.clause):
            inner = self._complainer(frame, paragraph) or self._opener(frame, paragraph, told.content)
            if inner is not None and (running is None or not self._speaks_for(running, inner)):
                return inner
            if inner is None and running is not None and self._resolver.is_impersonal(running):
                return None
        if running is not None and paragraph.sentence_start(frame.clause) <= running.start:
            return self._named_since(frame, paragraph, self._resolver.told if reported < 0 else reported) or running
        if running is not None and told.end == frame.clause and paragraph.sentence_start(frame.clause) <= told.speakers[-1][0]:
            return self._named_since(frame, paragraph, told.content) or running
        return self._of_earlier_clauses(frame, paragraph, running)

    def _speaks_for(self, running: Speaker, body: Speaker) -> bool:
        """True where a person goes on who told of a body: 董事長林大同表示，公司沒有違法，|堅稱; not 律師林大同說，李女不知情，|辯稱."""
        return self._resolver.is_person(running) and self._resolver.is_impersonal(body)

    def _not_whom_it_names(self, speaker: Speaker | None, frame: Frame) -> Speaker | None:
        """The speaker; instead of a person whom the words after the cue name, who spoke before, None where nobody did: 他呼籲|侯男|,
        投資人若進場，建議|投資人|須留意."""
        phrase = frame.phrase
        if speaker is None or (phrase is not None and not is_pronoun(phrase)) or not self._is_named_at(speaker, frame.hit.end):
            return speaker
        if self._resolver.is_impersonal(speaker):
            return speaker  # 海東航空指出，海東航空的航班不受影響
        before = next((s for s in (self._resolver.last, self._resolver.before_last) if s is not None and s.name != speaker.name), None)
        return None if before is None else before._replace(start=speaker.start, end=speaker.end)

    def _is_named_at(self, speaker: Speaker, at: int) -> bool:
        """True where a speaker is named from ``at`` on, and nothing longer is."""
        name = self._phrases.named_at(at)
        if speaker.entity is not None:
            return name is not None and name[2] == speaker.entity
        return self._text.startswith(speaker.name, at) and (name is None or name[1] - at <= len(speaker.name))

    def _of_earlier_clauses(self, frame: Frame, paragraph: Paragraph, running: Speaker | None) -> Speaker | None:
        """Who speaks where a sentence's first cue has no subject: the complainer, the opener of a clause before, who acts in it,
        whom the sentence before opens with, or who spoke last."""
        found = self._complainer(frame, paragraph) or self._opener(frame, paragraph, 0 if running is None else running.end)
        first = paragraph.sentence_start(frame.clause)
        if found is not None:
            return running if running is not None and self._only_explains(found, first, paragraph) else found
        if first < frame.clause and not self._frames.subjects.bare_or_occasion(first, paragraph.clause_end(first) - 1):
            return self._acting(frame, paragraph)
        last = running or self._resolver.last
        if frame.hit.word.text.startswith(_GOING_ON):
            return last
        return self._resolver.subject_before(frame.hit.start, paragraph) or last

    def _only_explains(self, found: Speaker, first: int, paragraph: Paragraph) -> bool:
        """True for somebody without a name in a sentence that opens with why or though: …。由於|多數診所|休息，建議明天再預約; a court finds by itself."""
        if found.entity is not None or found.name.endswith(self._judicial):
            return False
        return self._statements.reach.waits(first, paragraph.clause_end(first))

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
            return self._uncued.drawn(*before[0], paragraph)  # 引發台灣網友討論，|紛紛湧入臉書留言
        opening = self._text[frame.clause : frame.hit.start]
        dissenting = self._actors.dissenting(*before[0]) if opening in _AND_SO else None
        if dissenting is not None:
            return self._resolver.speaker(dissenting, paragraph)
        if opening in _AT_ONCE:
            moved = self._actors.moved(*before[0])
            if moved is not None and moved.entity is None and frame.hit.word.kind == "urge":
                moved = None  # 會讓長輩流落街頭，建議先設定抵押
            phrase = moved or self._actors.speaking_up(*before[0]) or self._actors.retorting(*before[0])
            return None if phrase is None else self._resolver.speaker(phrase, paragraph, phrase.start)
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

    def _other(self, speaker: Speaker | None) -> Speaker | None:
        """Who answers is not who spoke last: 甲質疑…，他回嗆."""
        last, before = self._resolver.last, self._resolver.before_last
        if speaker is None or last is None or before is None or speaker.name != last.name:
            return speaker
        return before._replace(start=speaker.start, end=speaker.end)

    def _outer(self, speaker: Speaker | None, frame: Frame, paragraph: Paragraph, told: Told) -> Speaker | None:
        """Who spoke first in the sentence before, where a pronoun opens the next and would mean whom that speaker spoke of: 甲表示，…，乙說…。他指出."""
        voices = told.all_speakers()[-2:]
        if speaker is None or len(voices) < 2 or told.answered or self._resolver.last is not voices[-1][1]:
            return speaker
        (outer_cue, outer), (inner_cue, inner) = voices
        if speaker.name != inner.name or outer.name == inner.name or self._resolver.is_impersonal(outer):
            return speaker
        topic = outer.entity is None or self._text.startswith(
            FACING, paragraph.clause_start(outer_cue)
        )  # 針對總統宣布調薪，立委說，…。他認為
        apart = topic or self._text.find("；", outer_cue, inner_cue) >= 0 or outer_cue < paragraph.sentence_start(inner_cue)
        turning = self._text.startswith(self._against, frame.clause)  # 甲說，乙聲稱「…」，但他強調
        if apart or (paragraph.sentence_start(frame.hit.start) <= inner_cue and not turning):
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
