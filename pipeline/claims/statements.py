"""Statements: how far what a cue introduces reaches, and in which form it stands."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.claims.actors import Actors
from pipeline.claims.drafts import Draft, introduced
from pipeline.claims.frame import MOVING, OPENERS, REPORTS, Frame
from pipeline.claims.layout import GOES_ON, Paragraph, Quote, is_statement, says_something, sounds_said
from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import AGAINST, Phrase, is_pronoun, set_beside
from pipeline.claims.reach import Reach
from pipeline.claims.speakers import Phrases
from pipeline.claims.words import Hit
from pipeline.mentions import Speaker
from pipeline.span import Span
from pipeline.text import strip_span

_NAME_MARKED = 14  # code points of a name with its marks
_MATTER = "一事"
_QUIET = frozenset(("predict", "consider", "admit", "reveal", "promise"))  # without a subject these go on with a statement
_BRIEF = frozenset(("deny", "admit", "announce"))  # 否認犯罪
_EMPTY = "「」『』，、。；：！？:!? "
_LOST = ("「 」，", "「」，")  # what was said is not in the feed: 回應，「 」，貼文中使用了…
_LEAST = 4  # code points of an unmarked statement; one less where it opens as a predicate: 不知情, 將辭職
# Right after what is quoted: 「錢去了哪裡」|引發關注, 「回去再說」|之後，.
_AFTER_QUOTED = ("引發", "引起", "讓", "並未", "隨即", "之後，", "之前，", "之際，", *GOES_ON)
_PREDICATES = frozenset("不是要很沒會太被有想無已真將應須別")
_SPEAKING = frozenset(("say", "stress", "criticise", "respond", "clarify", "admit", "deny", "question", "exclaim", "urge"))
_BUT = ("但", "而")
_DEED = 9  # code points of a deed with its comma
_ENDING_A_DEED = {"deny": "，。", "admit": "，。", "announce": "。"}  # after it, by the kind of cue: 宣布退休。|然而…
_TIED = 12  # code points of connectives and titles between a clause's head and its subject
_TIES = frozenset(("、", ""))  # between the quotations of several voices
_WORD = 3  # code points of a single word with a mark, or in quotation marks
_SEVERAL = 3  # quotations that may be several voices
_SPEAKS_UP = frozenset(("pronoun", "court", "prosecution"))
_DONE = frozenset(("announce", "promise"))  # acts of which a statement may tell: 既然中央宣布
_CLOSE = 1  # code point between a name and a strong cue with which it speaks: 他也表示
_ONWARD = frozenset(("但", "而", "因此", "所以", "不過", "同時", "此外"))
_BEING = ("是", "為")
_IS, _WHAT_IS = "是，", "的是，"
_ONE, _ADDS = frozenset("他她"), frozenset("也還更亦")
_WHEN = 24  # code points of what says no more than when, how or that: a day and adverbs, 這件事情
_AND_MORE = "等"  # after a row of quotations
_TRIM = "，、；。: "


class Statements:
    """Reads the statements of one reading's frames."""

    def __init__(self, text: str, lists: WordLists, phrases: Phrases, actors: Actors, reach: Reach) -> None:
        self.text, self.lists, self.phrases, self.actors, self.reach = text, lists, phrases, actors, reach

    def same_sentence(self, first: Frame, second: Frame, paragraph: Paragraph) -> bool:
        """True where no sentence ends between two cues."""
        return paragraph.sentence_end(first.hit.end) > second.hit.start

    def opens_anew(self, frame: Frame, later: Frame, paragraph: Paragraph) -> bool:
        """Does a later cue begin a statement of its own, or stand inside what is being said?"""
        if self._stands_inside(frame, later, paragraph):
            return False
        if frame.hit.word.kind in REPORTS or later.before is not None or not self.same_sentence(frame, later, paragraph):
            return True
        clause, subject, word = later.clause, later.phrase, later.hit.word
        weak = word.strength == "weak"
        if later.marked:
            if not weak or subject is None or is_pronoun(subject):
                return True
        elif clause <= frame.content and subject is None:
            return False
        before = self.text[clause - 1]
        if before == "；":
            return True
        if subject is None:
            return word.kind not in _QUIET or self._connected(later)
        if self._has_own_voice(frame, later, subject) or self._adds(subject):
            return True
        if weak:
            return not self._is_mood(subject) and self._contrasts(later, ("但", "而", "不過", "也"))
        return before == "」" or self._contrasts(later, ("但", "而", "不過", "也", "另"))

    def _stands_inside(self, frame: Frame, later: Frame, paragraph: Paragraph) -> bool:
        """True where a later cue is part of what is said, whoever its subject is."""
        content, clause, marked = frame.content, later.clause, later.marked
        if later.hit.start < content or (clause < content and frame.hit.word.kind not in REPORTS):
            return True
        if clause == content and self.reach.waits(clause, paragraph.clause_end(later.hit.end)):
            return True  # 林大同表示，儘管局長強調「…」，工程…
        if not marked and later.phrase is None and later.before is None and not self._goes_on(later):
            return True
        if not marked and (self._is_finding(frame, later, paragraph) or self._is_of_others(later, paragraph)):
            return True
        return self._is_what_is(content, clause) or (later.source > 0 and self._is_topic(content, clause)) or self._lists_points(content)

    def _is_of_others(self, later: Frame, paragraph: Paragraph) -> bool:
        """True for a view that onlookers should not hold, or somebody might: 她強調，外界不應帶著歧視，|認為老師無法教小孩; 但若總統已有定見，|認為他老了."""
        if later.hit.word.text not in self.lists.held or later.phrase is not None or later.hit.start > later.clause:
            return False
        before = paragraph.clauses_before(later.clause)
        if not before or before[0][1] != later.clause:
            return False
        start, end = before[0]
        supposed = self.text.startswith(self.lists.supposing, start + self.text.startswith(_BUT, start))
        return supposed or self.lists.forbidding.search(self.text, start, end) is not None

    def _is_topic(self, start: int, end: int) -> bool:
        """True where all that was said so far is what it is about, before a source: 局長表示，|就數量來說，|根據統計…."""
        alone = self.text.endswith(self.lists.topics, start, end) and self.text.find("，", start, end) == end - 1
        return alone and self.text.find("。", start, end) < 0

    def _is_what_is(self, start: int, end: int) -> bool:
        """True for a clause that says what something is: 原因可能是，|總統認為…; not 遺憾的是，|總統認為…."""
        return self.text.endswith(_IS, start, end) and not self.text.endswith(_WHAT_IS, start, end)

    def _is_finding(self, frame: Frame, later: Frame, paragraph: Paragraph) -> bool:
        """True where what people think, without a mark, is what a survey shows or a report is about: 民調顯示，七成民眾認為;
        數據顯示，分析師預期獲利成長."""
        shown, subject = frame.hit.word, later.phrase
        if later.clause <= frame.content and later.hit.word.strength == "weak" and (subject is None or subject.entity is None):
            return shown.kind in REPORTS
        noun = subject.noun if subject is not None else None
        if noun is None or noun.kind != "people" or not shown.text.endswith(self.lists.showing):
            return False
        return self.same_sentence(frame, later, paragraph)

    def _has_own_voice(self, frame: Frame, later: Frame, subject: Phrase) -> bool:
        """True where a clause opens with somebody who speaks: a person, or any name or pronoun close by, after the statement's first clause;
        with a cue of middle strength any name or pronoun.

        Of such clauses of annotated articles 15 of 17 begin a statement of their own (…，他認為; …，烏克蘭警告).
        """
        strength = later.hit.word.strength
        if strength == "strong":
            close = later.hit.start - subject.end <= _CLOSE and self._plainly_opens(later, subject)
            speaks = later.clause > frame.content and (subject.person or close)
        else:
            speaks = strength == "medium" and later.hit.word.kind not in _DONE and self._plainly_opens(later, subject)
        if not speaks:
            return False
        opens, acts = self.phrases.opens(later.clause, later.hit.start), self.phrases.agent(later.clause, later.hit.start)
        return opens == subject or (acts == subject and not self.text.endswith(MOVING, later.clause, subject.start))

    def _plainly_opens(self, frame: Frame, subject: Phrase) -> bool:
        """True for a name, a pronoun, a court or prosecutor right at its clause's head."""
        known = subject.entity is not None or (subject.noun is not None and subject.noun.kind in _SPEAKS_UP)
        opens = subject.start == frame.clause or self.text[frame.clause : subject.start] in _ONWARD
        return known and opens

    def _goes_on(self, frame: Frame) -> bool:
        """True where a cue without mark and subject is the speaker's next word, and not a verb of what is said: 強調, 並建議."""
        word = frame.hit.word
        if word.kind == "deny" or (word.kind in _SPEAKING and (word.strength == "strong" or frame.hit.start == frame.clause)):
            return True  # 坦承收過禮盒，但否認收賄
        return self.text.endswith(self.lists.adding, frame.clause, frame.hit.start)

    def _contrasts(self, frame: Frame, ties: tuple[str, ...]) -> bool:
        """True where another voice is set against the one before or beside it: 但黨團認為, 局長則允諾, 教育局也強調; not 他也強調."""
        assert frame.phrase is not None
        tied = self.text.startswith(ties, frame.clause) and frame.phrase.start - frame.clause <= _TIED
        beside = AGAINST if frame.hit.word.strength == "weak" else set_beside(frame.phrase)
        return tied or self.text.startswith(beside, frame.phrase.end)

    def _adds(self, phrase: Phrase) -> bool:
        """True where who has spoken adds something: …，他也承諾改善."""
        return self.text[phrase.start : phrase.end] in _ONE and self.text[phrase.end] in _ADDS

    def _is_mood(self, phrase: Phrase) -> bool:
        """True for people at large, whose mood is part of what is said: 但投資人期待."""
        return phrase.noun is not None and phrase.noun.text in self.lists.collective

    def _lists_points(self, content: int) -> bool:
        """True where what is said is a list of points: all of its paragraph."""
        return self.text.startswith(self.lists.enumerated, content)

    def _connected(self, frame: Frame) -> bool:
        """True where a connective opens the cue's clause: 並估計."""
        return self.lists.after_opening(self.text, frame.clause, frame.hit.start) > frame.clause

    def passes_on(self, frame: Frame, later: Frame, paragraph: Paragraph) -> bool:
        """A report whose first sentence is another's statement only passes it on."""
        if later.hit.word.strength == "weak" or self.text.startswith(self.lists.against, later.clause):
            return False
        return self.same_sentence(frame, later, paragraph) and later.phrase is not None and later.hit.start - frame.content <= 40

    def turns_on(self, frame: Frame, later: Frame, paragraph: Paragraph) -> bool:
        """True where a statement opens with what another said and turns on it: 林大同質疑，|市長承諾「三年完工」，|如今卻一再延宕: both are claims."""
        if not frame.marked or later.clause != frame.content:
            return False
        quote = paragraph.quote_at(later.content)
        if quote is None or quote.start != later.content or not quote.closed or later.phrase is None:
            return False
        return self.text.startswith(self.lists.turning_on, quote.end)

    def limit(self, frame: Frame, following: Frame | None, stops: Sequence[int], paragraph: Paragraph) -> int:
        """Where the statement must have ended: the clause of the next one, or of what stops it."""
        limit = paragraph.end
        if following is not None:
            limit = following.before.start if following.before is not None else self._before_dissent(following, paragraph)
        at = bisect_right(stops, frame.content) if stops else 0
        return min(limit, stops[at]) if at < len(stops) else limit

    def _before_dissent(self, following: Frame, paragraph: Paragraph) -> int:
        """The clause of the next statement, or the one before in which its speaker turns against this one: …，|但方男否認，並堅稱."""
        clause = following.clause
        if following.phrase is not None:
            return clause
        before = paragraph.clauses_before(clause)
        if not before or before[0][1] != clause or self.actors.dissenting(*before[0]) is None:
            return clause
        return before[0][0]

    def read(self, frame: Frame, speaker: Speaker, limit: int, paragraph: Paragraph) -> list[Draft]:
        """The claims that follow a cue: a quotation, several in a row, or reported words."""
        begins = frame.content
        if begins >= limit or (frame.before is not None and self._has_ended(frame, frame.before)):
            return []
        limit = self._before_main(frame, self._before_outcome(frame, speaker, limit, paragraph), paragraph)
        quote = paragraph.quote_at(begins) if paragraph.quotes and self.text[begins] in OPENERS else None
        end = 0
        if quote is not None and quote.start == begins and self._stands_alone(quote, limit):
            row = list(self._row_of_quotes(quote, limit, paragraph))
            end = self._beyond(quote, frame, speaker, limit, paragraph) if len(row) == 1 else 0
            names = len(row) > 1 and self._names_things(row)
            if end == 0 and not names:
                return [quoted(speaker, frame.hit, q) for q in row]
        start, end = strip_span(self.text, begins, end or self._reported_end(frame, speaker, limit, paragraph))
        end = _trimmed(self.text, start, end)
        if end - start < self._least(frame, start) or self._is_empty(start, end):
            return []
        return self._of_words(frame, speaker, (start, end), paragraph)

    def _of_words(self, frame: Frame, speaker: Speaker, content: Span, paragraph: Paragraph) -> list[Draft]:
        """The claims of reported words: one, or those of the quotations at their end or that they are."""
        inside = paragraph.quotes_in(*content) if paragraph.quotes else ()
        if not inside:
            return [introduced(speaker, frame.hit, content, "reported")]
        voices = self._voices(content, inside) if len(inside) >= _SEVERAL else ()
        if voices:
            return [*self.read(frame, speaker, voices[0].start, paragraph), *(quoted(speaker, frame.hit, q) for q in voices)]
        if len(inside) == 1 and (inside[0].start, inside[0].end) == content:
            return [quoted(speaker, frame.hit, inside[0])]  # 「你先走好了」|網友看完影片後，
        return [introduced(speaker, frame.hit, content, "quotation" if self._mostly_quoted(content, inside) else "reported")]

    def _least(self, frame: Frame, start: int) -> int:
        """How many code points a statement has at least that begins at ``start``."""
        if frame.marked or frame.hit.word.kind in _BRIEF:
            return 2
        return _LEAST - (self.text[start] in _PREDICATES)

    def _is_empty(self, start: int, end: int) -> bool:
        """True where nothing is said: what was is not in the feed, or only pointed at (對此), or somebody else says it."""
        if self.text.startswith(_LOST, start):
            return True
        said = self.text[start:end]
        if not said.strip(_EMPTY):
            return True
        return end - start <= _WHEN and (said in self.lists.hollow or self._only_says_when(start, end))

    def _names_things(self, row: Sequence[Quote]) -> bool:
        """True for a row of names or of single words: 「甲公司」、「乙公司」等的主管; 「防毒」、「緝毒」並進."""
        named = self.lists.row_of_names.match(self.text, row[-1].end) is not None
        return named or all(q.inner[1] - q.inner[0] <= _WORD for q in row)

    def _only_says_when(self, start: int, end: int) -> bool:
        """True where nothing but days and adverbs is left of a statement, for somebody else speaks in it: 指出，2020年12月，|院長說."""
        return self.lists.manners.fullmatch(self.text, start, end) is not None

    def _has_ended(self, frame: Frame, before: Quote) -> bool:
        """True where nothing but the quotation before a cue is said: 「…」她說。, 「…」等網友留言，掀起論戰."""
        return self.text[frame.hit.end] in "。！；" or self.text.startswith(_AND_MORE, before.end)

    def _before_outcome(self, frame: Frame, speaker: Speaker, limit: int, paragraph: Paragraph) -> int:
        """Where what came of a statement begins, or ``limit``: a court or prosecutor goes on to what it did about what it holds
        (認為有串證之虞，|今聲請羈押), a liar has what the lie was for (謊稱能代訂船票，|騙走訂金).
        """
        if frame.hit.word.text in self.lists.pretending:
            outcomes = self.lists.gains
        elif speaker.name.endswith(self.lists.judicial):
            outcomes = self.lists.outcomes
        else:
            return limit
        breaks = paragraph.breaks[bisect_right(paragraph.breaks, frame.content) : bisect_left(paragraph.breaks, limit)]
        return next((at for at in breaks if outcomes.match(self.text, at)), limit)

    def _before_main(self, frame: Frame, limit: int, paragraph: Paragraph) -> int:
        """Where the main clause begins after one that concedes what somebody says, or ``limit``: 雖然專家強調沒有危險，|居民仍不放心."""
        if frame.phrase is None:
            return limit  # 雖認為無逃亡可能，但手機尚未還原: one voice
        conceded = self.text.startswith(self.lists.conceding, frame.clause)
        if not conceded and not self.text.endswith(self.lists.judicial, frame.phrase.start, frame.phrase.end):  # 法官雖認為…: one voice too
            conceded = self.text.startswith(self.lists.conceding, frame.phrase.end)  # 公司雖表示沒有裁員，|員工仍不放心
        if not conceded:
            return limit
        first = paragraph.clause_end(frame.content)
        breaks = paragraph.breaks[bisect_left(paragraph.breaks, first) : bisect_left(paragraph.breaks, limit)]
        main = next((at for at in breaks if self.text.startswith(self.lists.main_clause, at)), None)
        if main is not None and main <= paragraph.sentence_end(frame.content):
            return main
        return limit if frame.marked else min(first, limit)

    def _beyond(self, quote: Quote, frame: Frame, speaker: Speaker, limit: int, paragraph: Paragraph) -> int:
        """Where a statement ends that goes on after its first words in quotation marks (「政策沒有改變」，也不會改變); 0 where it does not.

        What opens another way is mostly told: 「這是誤會」，隨即上車離開.
        """
        if quote.end >= limit or self.text[quote.end] != "，" or not self.text.startswith(self.lists.goes_on, quote.end + 1):
            return 0
        end = self._reported_end(frame, speaker, limit, paragraph)
        return end if end > quote.end + 1 else 0

    def _stands_alone(self, quote: Quote, limit: int) -> bool:
        """True where a quotation is the statement and not its first words (「台灣創新板」正式改版)."""
        if self.text[quote.inner[1] - 1] in "。！？" or self.text.startswith((*self.lists.closing, *self.lists.utterances), quote.end):
            return True
        if not says_something(self.text, quote):
            return False
        if quote.end >= limit or self.text[quote.end] in "，。！？；、「 （:" or self.text.startswith(_AFTER_QUOTED, quote.end):
            return True
        return quote.end - quote.start > _NAME_MARKED and sounds_said(self.text, quote)

    def _row_of_quotes(self, quote: Quote, limit: int, paragraph: Paragraph) -> Iterator[Quote]:
        yield quote
        for later in paragraph.quotes_in(quote.end, limit):
            if self.text[quote.end : later.start].strip("、，。；及和與 "):
                return
            yield later
            quote = later

    def _voices(self, content: Span, inside: Sequence[Quote]) -> Sequence[Quote]:
        """The quotations of several voices that end a statement: 支持者認為，很好，「方便」、「便宜又好吃」、「我天天去」."""
        named = bool(inside) and 0 < inside[0].start - content[0] < _LEAST  # 點名飲料「紅茶」、「綠茶」、「奶茶」
        first = 0 if named else next((n for n, quote in enumerate(inside) if self.text[quote.start - 1] == "，"), len(inside))
        row = inside[first:]
        if len(row) < _SEVERAL or row[-1].end < content[1] or row[0].start <= content[0]:
            return ()
        return row if all(self.text[a.end : b.start] in _TIES for a, b in pairwise(row)) else ()

    def _mostly_quoted(self, content: Span, inside: Sequence[Quote]) -> bool:
        half = (content[1] - content[0]) / 2
        if sum([q.end - q.start for q in inside]) <= half:
            return False
        return sum([q.end - q.start for q in inside if is_statement(self.text, q)]) > half

    def _reported_end(self, frame: Frame, speaker: Speaker, limit: int, paragraph: Paragraph) -> int:
        points = self._lists_points(frame.content) or self._is_judgment(frame)
        deed = 0 if points else self._deed_end(frame, paragraph)
        if deed > 0:
            return min(deed, limit)
        limit = self._before_another(frame, speaker, limit, paragraph)
        bound = self.reach.bound(frame.content, limit, paragraph)
        return bound if points else self.reach.end(frame, speaker.entity, bound, paragraph)

    def _is_judgment(self, frame: Frame) -> bool:
        """True where a judgment or an indictment speaks, whose paragraph tells what it found: 判決指出，林男…。他…."""
        if frame.source:
            return False
        if frame.hit.word.text.startswith(self.lists.judgments):
            return True
        return frame.phrase is not None and self.text.endswith(self.lists.judgments, frame.phrase.start, frame.phrase.end)

    def _before_another(self, frame: Frame, speaker: Speaker, limit: int, paragraph: Paragraph) -> int:
        """Where somebody else acts after what without a mark is announced: 宣布暫停航班，|英國隨後響應; else ``limit``. Who is to act is part of it."""
        if frame.marked or frame.hit.word.text not in self.lists.announcing:
            return limit
        at = paragraph.clause_end(frame.content)
        while at < limit and self.text[at - 1] == "，":
            name = self.phrases.named_at(at)
            acts = name is not None and name[2] != speaker.entity and self.phrases.may_act(name[2])
            if name is not None and acts and self.lists.ahead.match(self.text, name[1]) is None:
                return at
            at = paragraph.clause_end(at)
        return limit

    def _deed_end(self, frame: Frame, paragraph: Paragraph) -> int:
        """Where the deed ends that is denied, admitted or announced in a few words, and what came of it begins: 否認吸毒，|警方依法送辦; else 0.

        So ends who somebody says to be: 自稱是公司總裁，|在台北招攬…, and what without a mark causes a stir: 呼籲停課，|引起家長不滿.
        """
        content, word = frame.content, frame.hit.word
        named = word.text in self.lists.naming_oneself and self.text.startswith(_BEING, content)
        if frame.marked and not named:
            return 0
        end = paragraph.clause_end(content)
        if named or self.lists.stir.match(self.text, end):
            return end
        kind, length = word.kind, end - content
        if kind not in _ENDING_A_DEED or length > _DEED:
            return 0
        ends = self.text[end - 1] in _ENDING_A_DEED[kind] or (kind == "announce" and length <= _WORD)  # 宣布退選，|一度…
        return end if ends and not self.text.startswith(self.lists.adding, end) else 0


def _trimmed(text: str, start: int, end: int) -> int:
    """Where a content ends without marks and without the noun that the text names it by: 他補足程序|一事，."""
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return end - len(_MATTER) if text.endswith(_MATTER, start, end) else end


def quoted(speaker: Speaker, hit: Hit | None, quote: Quote) -> Draft:
    """The claim that a quotation is, with its cue where it has one."""
    if hit is None:
        return Draft(speaker, None, quote.inner, "quotation", False, quote.closed, "claims/quotation")
    return introduced(speaker, hit, quote.inner, "quotation", quote.closed)
