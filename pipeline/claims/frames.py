"""Frames: cues that are at work, each with its subject and the place where what is said begins."""

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from pipeline.claims.layout import Paragraph, Quote, is_statement, stands_apart
from pipeline.claims.phrases import Phrase, is_pronoun, set_beside
from pipeline.claims.speakers import BESIDE, Phrases
from pipeline.claims.words import Cue, Hit, WordLists

SEPARATORS = "，:"
ASKS = frozenset("問詢")  # end what asks: 記者追問，, 媒體詢問：
OPENERS = '「『“"'
QUOTED = re.compile(f"[{OPENERS}:]")  # opens what is quoted
_ADDRESSING = frozenset(("reveal", "urge", "criticise", "question", "respond", "exclaim"))
_VOICED = frozenset(
    ("urge", "criticise", "question", "say", "clarify", "deny", "respond")
)  # unmarked, these still let a party or group nobody knows speak
_UNKNOWN_SOURCE = 14  # code points between 據 and 報導 that may be a source nobody knows
_STATING = frozenset(("say", "stress", "respond", "report", "predict", "clarify", "consider"))
_ON_PAPER = _STATING | {"reveal", "criticise", "urge", "question"}  # what papers do
_SOURCED = frozenset(("report", "say", "stress", "predict", "reveal", "announce"))
_MEASURED = frozenset(("report", "predict"))  # what 依 and 依據 may stand before
_WHEN_TOLD = ("後，", "時，")  # 告知家人後，
_THINKING = frozenset(("hope", "exclaim", "question", "predict", "promise", "report"))
_WHEN_DONE = "時後則就"  # before a cue: 視察養殖區時呼籲, 被問到時則回應
_SAID = frozenset(("say", "stress", "criticise", "urge", "reveal", "question", "respond"))  # what an act is followed by: 發文，表示
_BELOW = 10  # code points between a cue and the colon before what is listed: 說明如下:
_TITLE = 24  # code points before a cue in which the title of a paper may open
_RECEIVED = 10  # code points between 接獲 and the noun it governs
_WHEN = 40  # code points after a cue in which its clause may end in a word of time
_LISTENER = 12  # code points of who is told something
_OF = frozenset("的之")
_BY_THIS = ("對此", "因此", "為此")  # adverbs, not the noun beside a cue: 市府因此呼籲
_TOPICS = ("對", "針對", "對於", "面對", "有關", "關於", "至於")
_HOLDING = frozenset(("say", "consider"))
_SUFFERING = ("遭", "被", "遭到", "引發", "引來", "引起", "獲", "獲得", "受到")
_BORNE = ("被", "遭")  # before onlookers who take somebody for something: 被外界認為是接班人
_ONLOOKERS = frozenset(("people", "expert"))
_EXPOSING = frozenset(("爆料", "踢爆", "抱怨"))
_HARD_WORDS = frozenset(("criticise", "question", "exclaim"))
_ACCUSING = frozenset(("指控", "控訴"))  # what somebody suffers them for follows: 遭員工指控，他從不付加班費
_SUFFERS = re.compile("[遭被]")
_NEAR = 60  # code points before a cue in which what it depends on stands: a clause without a stop has no end
_MOODS = frozenset(("predict", "consider", "hope"))  # nobody suffers these: 這讓民眾判斷
_MAKING_KNOWN = frozenset(("announce", "reveal"))  # a thing as well as a statement
_WHILE = ("的同時",)  # 質疑對手的同時，自己也失約
_THING = 10  # code points of a thing that is declared
_POINTING = frozenset("這該此其")
_CAPTIONS = frozenset("▲▼►◆")  # open a caption
_REPORT_LENGTH = 2  # of 報導 after the outlet's name: 據央視新聞報導，
_ADDRESSEE = 8  # code points of the one spoken to between two cues: 批評對手說
_ADDRESSED = 12  # code points of the one spoken to before a quotation
_ADDRESSED_IN_A_ROW = 40  # of several with their titles: 質問甲院長林大同、乙部長王美華「…」
_TITLED = ("《》", "「」")  # around the name of a source
_CITING = frozenset(("據", "根據", "引述", "援引", "引用", "綜合"))
_FOLLOWING = frozenset(("根據", "依據", "參考"))  # who speaks may stand before these
_AT_SOMEBODY = frozenset(("criticise", "urge", "question", "exclaim"))
_NAMED = 13  # code points after a cue that may be no more than a name and its title
_WHOLE_TITLE = re.compile("《[^《》]{1,40}》[，。；、]")  # 公布《年度研究報告》。
_LATER = 32  # cues after 根據 among which its verb is
ADDING = ("並", "同時", "也", "還", "亦", "更", "且")
_GOES_ON_TO = ("並", "並且", "另外")  # before a cue: what is said follows, whatever stood before
_ABOUT = ("對於", "針對")  # open what is spoken of
FACING = (*_ABOUT, "面對")  # the same at the head of a clause: 面對議員林大同質疑市府失職，市長說
_ABOUT_IT = re.compile("|".join(_ABOUT))
_OF_MATTERS = frozenset("的之")
_ASKED = 400  # code points in which a question must end
_QUESTION = re.compile("[？何哪怎誰嗎]|是否|[能可會]否|有沒有|什麼")
_SENTENCE_MARK = re.compile(r"[。！？\n]")
OWNING_UP = frozenset(("deny", "admit"))
_FEELING = OWNING_UP | {"exclaim"}
REPORTS = frozenset(("report", "source"))
_ACTED_ON = frozenset(("urge", "admit"))  # what somebody acts by: 依主管指示，, 未經股東會同意，
_ACTED_BY = re.compile(r"(?:依照?(?![然舊法])|按照|配合|因應|符合|滿足|(?<![曾已中財產神歷])經(?![濟理紀常營典過院發部費]))[^，]{1,12}\Z")
_NAMING = frozenset(("稱", "指", "認為"))  # these may say when something was so: 住戶稱起火後，警鐘沒有響
_REPORTED_ON = re.compile(r"(?:受到|獲得|經|遭|被)[^，。的]{0,6}(?:媒體|外媒)\Z")
MOVING = ("讓", "令")
_BUT_RATHER = "而是"
_WONDERED = 40  # code points before a cue in which its clause may begin to wonder
_WONDERING = re.compile("會不會|是不是|有沒有|難道|為何|為什麼")
_MODAL = re.compile("[將會是已]")  # with one of these a thing is no mere object: 透露|下周將對外報告
_CLAUSE_END = re.compile(r"[，。]")
_BEFORE_QUOTE = frozenset("，。！？；、」 ")  # what follows a colon belongs to the words before it
_AFTER_WORDS = frozenset("，。；！？、: ")
_TELLING = ("告訴", "告知")
_CLOSED, _ENDS = frozenset("。；！？、」』”）\n"), frozenset("。；！？")  # after a cue: nothing is said
_NO_WORDS = _CLOSED | {" "}
_PARTING = frozenset(SEPARATORS + " ")
_MARKING = _PARTING | frozenset(OPENERS)
_QUOTING = frozenset(("quotation", "spoken"))
_ALONG = frozenset("及與暨")  # between two cues that are one
_SPOKEN = frozenset(("say", "stress", "clarify", "urge", "announce", "reveal", "respond"))
_WHERE = frozenset("在於")
_LINKS = frozenset(("為", "是", "成", "說", "道", "著", "了", "到"))


class Frame(NamedTuple):
    """A cue at work: its clause, its speaker, where what is said begins."""

    hit: Hit
    clause: int  # where the clause that introduces the statement begins
    phrase: Phrase | None  # the subject found, None where it is dropped
    own: bool  # the subject stands in the cue's own clause
    marked: bool  # a mark (，：「) follows the cue
    content: int  # where the content begins, marks included
    before: Quote | None  # a quotation directly before the clause
    against: bool = False  # 則 or 也 sets the subject against who said that quotation: 「請放心！」院長則說，
    source: int = 0  # where the source's phrase may begin, where a word such as 據 stands before it


class Frames:
    """Finds the frames of one reading's paragraphs."""

    def __init__(self, text: str, lists: WordLists, phrases: Phrases) -> None:
        self.text, self.lists, self.phrases = text, lists, phrases
        self._has_titles = "《" in text
        self._has_captions = any(mark in text for mark in _CAPTIONS)
        self._has_receivers = lists.receivers.search(text) is not None

    def of(self, paragraph: Paragraph, cues: Sequence[Hit]) -> tuple[list[Frame], list[int]]:
        """The frames of a paragraph in text order, and the clauses (their starts) that end a statement and open none."""
        frames: list[Frame] = []
        stops: list[int] = []
        skip_until = paragraph.start
        for number, hit in enumerate(cues):
            if hit.start < skip_until or (self._has_titles and self._in_title(hit)):
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
                frame = self._source_frame(hit, cues[number + 1 : number + 1 + _LATER], paragraph)
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
        """Two cues that are one, as the second over both: 說明及呼籲，."""
        if self.text[hit.end : hit.end + 1] not in _ALONG or number + 1 == len(cues):
            return hit
        second = cues[number + 1]
        one = second.start == hit.end + 1 and {hit.word.kind, second.word.kind} <= _SPOKEN
        return second._replace(start=hit.start) if one and self.text[second.end : second.end + 1] in _MARKING else hit

    @staticmethod
    def _responds_to(first: Frame, second: Frame) -> bool:
        """True where a cue only names what somebody answers: 林大同回應外界|質疑|表示，."""
        answers = first.hit.word.kind == "respond" and first.own and not first.marked and first.clause == second.clause
        return answers and not second.marked and second.hit.word.kind in _HARD_WORDS

    def _add(self, frames: list[Frame], frame: Frame) -> None:
        """Adds a frame; the one before that only leads up to it gives way."""
        first = frames[-1] if frames else None
        if first is not None and self._led_up_to(first, frame):
            marked = first.marked or frame.marked  # 率先開砲，批評對方失信
            frames[-1] = frame._replace(phrase=first.phrase or frame.phrase, own=first.own, clause=first.clause, marked=marked)
        else:
            frames.append(frame)

    def _in_title(self, hit: Hit) -> bool:
        """True inside the title of a paper: 《世界人權宣言》."""
        opened = self.text.rfind("《", max(0, hit.start - _TITLE), hit.start)
        return opened >= 0 and self.text.find("》", opened, hit.start) < 0

    def _led_up_to(self, first: Frame, second: Frame) -> bool:
        """True where one cue only leads up to the next: 發表聲明表示，, 談到此事時認為，."""
        if first.content == second.hit.start and second.phrase is None and second.before is None and second.hit.word.kind in _SAID:
            return first.hit.word.kind != "report" and not first.hit.word.text.endswith(self.lists.unmistakable)  # 發文，表示…; 陳情，要求…
        if first.hit.word.kind == "respond" and second.hit.word.kind in _SAID and first.own and first.clause == second.clause:
            return second.marked and not first.marked  # 回應外界質疑表示，
        if first.clause != second.clause or first.marked or not second.marked:
            return False
        between = self.text[first.hit.end : second.hit.start]
        if between.endswith(("時", "後", "並", "也", "還", "則")) or not self.phrases.within(first.hit.end, second.hit.start):
            return True
        return first.hit.word.kind in _ADDRESSING and len(between) <= _ADDRESSEE

    def _frame(self, hit: Hit, clause: int, paragraph: Paragraph) -> Frame | None:
        cue = hit.word
        following = self.text[hit.end] if hit.end < paragraph.end else "\n"
        after_quote = bool(paragraph.quotes) and paragraph.opens[0] < clause
        if (
            (not after_quote and self._is_closed(hit, following))
            or self._lacks_speaker(hit, clause, following, paragraph)
            or self._is_idle(hit, clause)
        ):
            return None
        before = self._quote_before(clause, hit.start, paragraph) if after_quote else None
        content = self._past_marks(self._object_end(hit, paragraph), paragraph)
        listed = content > hit.end and self.text[content - 1] == ":"
        spaced = following == " " and self._is_spaced(hit, clause)
        quotes = content < paragraph.end and self.text[content] in OPENERS
        marked = listed or spaced or following in SEPARATORS or quotes
        if before is None and not spaced and (content >= paragraph.end or following in _NO_WORDS or self.text[content] in _ENDS):
            return None
        if before is None and ((cue.takes == "quotation" and not marked) or (cue.takes == "spoken" and not (listed or quotes))):
            return None
        if quotes and (self._describes(clause, content, paragraph) or (cue.strength == "weak" and self._is_term(content, paragraph))):
            return None
        if (cue.kind == "announce" and self._only_makes_known(hit, content, paragraph)) or self._is_turn(content, paragraph):
            return None
        if not marked and cue.kind in _MAKING_KNOWN and self._names_an_object(hit, content, paragraph):
            return None
        if self._is_noun(hit, clause, marked) or self._is_no_statement(hit, clause, content, marked):
            return None
        phrase = self._subject(clause, hit, marked)
        if self._tells_nothing(hit, phrase, clause, quotes, paragraph):
            return None
        if phrase is None and cue.speakers and self._bare(clause, hit.start):
            phrase = self._earlier(clause, paragraph)
            if phrase is None or not self._fits(cue, phrase):
                return None
        elif not self._supported(cue, phrase, clause, hit.start, marked, before):
            return None
        return Frame(hit, clause, phrase, phrase is not None, marked, content, before)

    def _is_closed(self, hit: Hit, following: str) -> bool:
        """True where nothing can be said after a cue: a stop (``following``) stands there, or one that quotes has no mark and no quotation near."""
        if following in _CLOSED:
            return True
        if hit.word.takes not in _QUOTING or following in _PARTING:
            return False
        return QUOTED.search(self.text, hit.end, hit.end + _ADDRESSED_IN_A_ROW) is None

    def _lacks_speaker(self, hit: Hit, clause: int, following: str, paragraph: Paragraph) -> bool:
        """True for a weak cue with no phrase beside it, and for any without a mark (``following``) whose clause names somebody, though not beside it."""
        weak = hit.word.strength == "weak" and hit.word.kind != "urge"
        if not weak and following in _MARKING:
            return False
        phrases = self.phrases.within(clause, hit.start)
        if not phrases:
            return weak
        return not (self.phrases.beside(phrases[-1], hit.start) or self._is_told_somebody(hit, paragraph))

    def _is_told_somebody(self, hit: Hit, paragraph: Paragraph) -> bool:
        """True where a cue has a person or body for its object, and a mark and a quotation follow: 拿著早餐|告訴|林小美：「…」."""
        end = self._object_end(hit, paragraph)
        listener = self.phrases.ending_at(hit.end, end) if end > hit.end else None
        if listener is None or self.text[end : end + 1] not in SEPARATORS or (listener.start > hit.end and listener.entity is None):
            return False
        return self._past_marks(end, paragraph) in paragraph.opens

    def _tells_nothing(self, hit: Hit, phrase: Phrase | None, clause: int, quotes: bool, paragraph: Paragraph) -> bool:
        """True after who only bears something, and for hard words that somebody suffers without hearing what they are: 遭家長砲轟，教育局才宣布停課."""
        if phrase is None:
            return clause > 0 and self.text.endswith(self.lists.silent, paragraph.start, clause - 1)
        if hit.word.kind in _HOLDING and phrase.noun is not None and phrase.noun.kind in _ONLOOKERS and not quotes:
            unmarked = self.text[hit.end : hit.end + 1] not in SEPARATORS
            return unmarked and self.text.endswith(_BORNE, clause, phrase.start)  # but 遭檢方認定圖利
        if quotes or hit.word.kind not in _HARD_WORDS or self.text[hit.end] != "，" or hit.word.text in _ACCUSING:
            return False
        return self.text.endswith(_SUFFERING, clause, phrase.start)

    def _is_turn(self, at: int, paragraph: Paragraph) -> bool:
        """True where somebody's turn begins, his name before a colon: 來賓這樣說:|王大同:橋梁…."""
        colon = self.text.find(":", at, min(at + _NAMED, paragraph.end))
        phrase = self.phrases.ending_at(at, colon) if colon > at else None
        return phrase is not None and phrase.person and phrase.start == at

    def _is_noun(self, hit: Hit, clause: int, marked: bool) -> bool:
        """True where what stands before a cue makes it a noun or denies it; 對此 and 因此 do neither."""
        if marked and self.text[hit.start - 1] in _OF and self.text.startswith(_TOPICS, clause):
            return True  # 對市長的指控，
        nouns = (self.lists.denials if marked else self.lists.nominal).get(self.text[hit.start - 1])
        if nouns is None or not self.text.endswith(nouns, clause, hit.start):
            return False
        return not (self.text.endswith(_BY_THIS, clause, hit.start) or self._ends_name(clause, hit.start))

    def _ends_name(self, start: int, end: int) -> bool:
        """True where a person is named right before ``end``: 教授|張登及|指出."""
        phrase = self.phrases.ending_at(start, end)
        return phrase is not None and phrase.person and phrase.entity is not None

    def _is_idle(self, hit: Hit, clause: int) -> bool:
        """What somebody agreed to or was given, what stands on a thing."""
        consents = hit.word.text.endswith(self.lists.consents)
        if consents and self.lists.obtaining.search(self.text, _near(clause, hit.start), hit.start) is not None:
            return True  # 徵得家屬同意，
        if self._has_receivers and self._is_received(clause, hit.start):
            return True
        return self.text.endswith(self.lists.bearers, clause, hit.start)

    def _doubts_a_matter(self, hit: Hit) -> bool:
        """True where a thing is doubted, explained or met and nothing said: 家屬懷疑他的動機，, 回應地方的期待，."""
        if hit.word.text in self.lists.meeting:
            matters = self.lists.met
        elif hit.word.kind == "question" or hit.word.text in self.lists.explaining:
            matters = self.lists.matters
        else:
            return False
        return self._clause_ends_in(matters, hit.end)

    def _clause_ends_in(self, words: tuple[str, ...], at: int) -> bool:
        """True where the clause of ``at`` ends near by in one of the words."""
        found = _CLAUSE_END.search(self.text, at, at + _WHEN)
        return found is not None and self.text.endswith(words, at, found.start())

    def _only_points(self, hit: Hit, content: int, marked: bool) -> bool:
        """True where a post shows something (發文，附上日記，) and where an unmarked cue has no more than a name or what points back: 點名林大同，,
        重申此原則, 感謝林大同，也強調.
        """
        if marked or hit.word.kind in OWNING_UP:
            return hit.word.kind == "say" and self.text.startswith(self.lists.shown, content)
        if self._is_spoken_about(hit, content) or (content > hit.end + 2 and self.text.startswith(ADDING, content)):
            return True
        found = _CLAUSE_END.search(self.text, content + 1, content + _NAMED)
        if found is None:
            return False
        if self.lists.pointed_at.fullmatch(self.text, content, found.start()):
            return True
        goes_on = hit.word.kind not in _AT_SOMEBODY or self.text.startswith(self.lists.ought, found.end())
        if self.text[found.start()] == "，" and goes_on:
            return False  # 提到前隊長林大同，近來也因傷退場; 呼籲市長林大同，應支持
        phrase = self.phrases.ending_at(content, found.start())
        if phrase is None or phrase.entity is None:
            return False
        return phrase.start == content or self.phrases.unknown_after_post(content, found.start()) is not None  # 砲轟|市議員徐大芯，並爆料

    def _is_spoken_about(self, hit: Hit, content: int) -> bool:
        """True where a cue only tells what is to be seen or heard (放映林大同提醒防火的影片，), or whose view is spoken of: 林大同主張廢除補貼的說法，並不可行."""
        views = self.lists.views if hit.word.kind in _HOLDING else ()
        return self._clause_ends_in((*self.lists.recorded, *views), content)

    def _told_of(self, hit: Hit, clause: int, marked: bool) -> Phrase | None:
        """Who speaks with a name in what another is asked about (對於孫大千批評初選不公，, 球團|對於|林大同|重申「…」) or asks without one: 對於外界質疑，…？"""
        opens = self.text.startswith(FACING, clause + (self.text[clause] == " "))
        if not opens and (hit.word.strength == "weak" or _ABOUT_IT.search(self.text, _near(clause, hit.start), hit.start) is None):
            return None
        phrases = self.phrases.within(clause, hit.start)
        if not phrases:
            return None
        last = phrases[-1]
        if not opens and not self._is_spoken_of(last, clause, hit.start):
            return None
        named = last.entity is not None or (marked and hit.word.kind == "question")
        return last if named and self.phrases.beside(last, hit.start) else None

    def _is_spoken_of(self, name: Phrase, clause: int, cue: int) -> bool:
        """True for a name right after 對於 or 針對 that no 的 puts off from the cue: not 針對海東國在談判裡的分量表示."""
        if name.entity is None or not self.text.endswith(_ABOUT, clause, name.start):
            return False
        return _OF_MATTERS.isdisjoint(self.text[name.end : cue])

    def _is_spaced(self, hit: Hit, clause: int) -> bool:
        """True where a blank stands for the comma after a cue: 專家直言 油價還會漲."""
        phrases = self.phrases.within(clause, hit.start)
        return bool(phrases) and self.phrases.beside(phrases[-1], hit.start)

    def _earlier(self, clause: int, paragraph: Paragraph) -> Phrase | None:
        """Whom an earlier clause of the sentence opens with: 研究團隊調查了十個國家，發現…"""
        found = (self.phrases.opens(start, end) for start, end in paragraph.clauses_before(clause))
        return next((p for p in found if p is not None), None)

    def _is_no_statement(self, hit: Hit, clause: int, content: int, marked: bool) -> bool:
        """Nouns, suppositions, asides, and what came of a reproach instead of its words."""
        if self.text.startswith(self.lists.asides, clause) and not self._is_described(clause, hit.start):
            return True
        if self._wonders(clause, hit.start, content) or self._only_points(hit, content, marked):
            return True
        if not marked:
            return self._governs_a_matter(hit, clause, content)
        return self.text[hit.end] == "，" and self._ends_a_deed(hit, clause, content)

    def _governs_a_matter(self, hit: Hit, clause: int, content: int) -> bool:
        """True where what follows an unmarked cue is what it is about, or only supposed."""
        vague = hit.word.strength != "strong" and hit.word.text not in _NAMING
        if (vague or hit.word.kind == "respond") and self._is_occasion_of_more(hit.end):
            return True
        if (
            self.lists.nominal_after.match(self.text, hit.end) is not None
            or self._doubts_a_matter(hit)
            or self._clause_ends_in(_WHILE, hit.end)
        ):
            return True
        if self.text.startswith(_WHEN_TOLD, content) or self._is_acted_upon(hit, content):
            return True
        if hit.word.kind == "announce" and self.text.startswith(FACING, clause):
            return True  # 針對教育局宣布的新制，
        moved = hit.word.kind == "exclaim" and hit.word.strength != "weak" and self.text.startswith(MOVING, clause)  # 讓網友直呼…
        about = self.text.startswith(_ABOUT, clause) and self._told_of(hit, clause, marked=False) is not None
        return not moved and not about and self.text.startswith(self.lists.suppositions, clause)

    def _is_acted_upon(self, hit: Hit, content: int) -> bool:
        """True where a thought of one clause only leads to a deed (懷疑遭騙，趕緊報警) or what was asked for came to nothing (要求加薪未果，)."""
        end = _CLAUSE_END.search(self.text, content, content + _WHEN)
        if end is None or end[0] != "，":
            return False
        if self.text.endswith(self.lists.vain, content, end.start()):
            return True
        thinks = hit.word.kind in _THINKING or hit.word.text in self.lists.thoughts
        return thinks and self.text.startswith(self.lists.deeds, end.end())

    def _ends_a_deed(self, hit: Hit, clause: int, content: int) -> bool:
        """True where a cue before a comma tells what somebody did or might do, and the author goes on."""
        if self.text.startswith(self.lists.conditions, clause) or self.text.startswith((_BUT_RATHER, *self.lists.deeds), content):
            return True  # 除非知情人士出面檢舉，否則…; 不是中性的描述，而是; 發表聲明，隨即離開
        if self.text.startswith(FACING, clause) and self._is_faced(hit, content):
            return True
        if hit.word.text in self.lists.asking and _QUESTION.search(self.text, content, content + _ASKED) is None:  # 他找店長詢問，
            return True
        if hit.word.kind in OWNING_UP and self.phrases.agent(clause, hit.start) is not None:  # 說法遭對方否認，, 資格獲校方承認，
            return True
        if hit.word.kind == "report" and _REPORTED_ON.search(self.text, _near(clause, hit.start), hit.start) is not None:  # 經媒體報導，
            return True
        if hit.word.kind in _ACTED_ON and _ACTED_BY.search(self.text, _near(clause, hit.start), hit.start) is not None:
            return True
        if hit.word.kind in _STATING and hit.word.kind != "respond":
            return False
        return self.text.startswith(self.lists.turns_of_feeling if hit.word.kind in _FEELING else self.lists.turns, content)

    def _is_faced(self, hit: Hit, content: int) -> bool:
        """True for a cue whose words somebody only faces, where its clause opens so: 針對記者提問，, 面對友人爆料，, 針對海東社報導，部會拒絕評論."""
        asked = hit.word.kind == "question" and not self._asks(content)
        return asked or hit.word.kind == "report" or hit.word.text in _EXPOSING

    def _is_described(self, clause: int, cue: int) -> bool:
        """True where a name beside a cue only has a description before it: 也是新北立委的|林大同|認為."""
        phrases = self.phrases.within(clause, cue)
        if not phrases or phrases[-1].entity is None:
            return False
        return self.phrases.has_description(phrases[-1], clause) and self.phrases.beside(phrases[-1], cue)

    def _asks(self, at: int) -> bool:
        """True where the sentence that goes on at ``at`` is a question."""
        end = _SENTENCE_MARK.search(self.text, at, at + _ASKED)
        return end is not None and end[0] == "？"

    def _wonders(self, clause: int, at: int, content: int) -> bool:
        """True where a clause asks whether or why somebody says what follows: 他會不會早已告知「…」？"""
        return _WONDERING.search(self.text, max(clause, at - _WONDERED), at) is not None and self._asks(content)

    def _is_received(self, clause: int, at: int) -> bool:
        """True where a cue is the noun of what somebody was given: 接獲醫院通報，."""
        return self.lists.receivers.search(self.text, max(clause, at - _RECEIVED), at) is not None

    def _is_occasion_of_more(self, at: int) -> bool:
        """True where the clause that goes on at ``at`` only says when: 呼籲避免前往後，."""
        end = self.text.find("，", at, at + _WHEN)
        when = end > 0 and self.text.find("在", at, end) < 0 and self.text.endswith(self.lists.whens, at, end)
        return when and not self.text.endswith(self.lists.no_whens, at, end)

    def _describes(self, clause: int, content: int, paragraph: Paragraph) -> bool:
        """True where a quotation after a cue describes what follows it: 被戲稱「冰箱」的|球場; not 提醒，「三高」的患者要注意."""
        quote = paragraph.quote_at(content)
        if quote is None or quote.start != content or not self.text.startswith("的", quote.end):
            return False
        if self.text[content - 1] == "，" and not is_statement(self.text, quote):
            return False
        spoken_of = self.text.startswith(FACING, clause) and self.text.startswith(self.lists.utterances, quote.end)
        return not spoken_of  # 針對林大同說「市府亂花錢」|的言論

    def _is_term(self, content: int, paragraph: Paragraph) -> bool:
        """True where a quotation after a cue is part of what is named: 提出「積極改革」|版."""
        quote = paragraph.quote_at(content)
        if quote is None or quote.start != content or is_statement(self.text, quote):
            return False
        return quote.end < paragraph.end and self.text[quote.end] not in _AFTER_WORDS

    def _only_makes_known(self, hit: Hit, content: int, paragraph: Paragraph) -> bool:
        """True where a paper is made known and the author goes on (公布調查報告，但…), or its title is all that is (公布「節能指引」，)."""
        if content > hit.end + 1 and self.text.startswith(self.lists.turns, content):
            return True
        return self._names_a_document(content, paragraph)

    def _names_a_document(self, content: int, paragraph: Paragraph) -> bool:
        """True where what is announced is a title in quotation marks and nothing more (公布「節能指引」，), or when that was (宣布「新倡議」後，)."""
        if _WHOLE_TITLE.match(self.text, content):
            return True
        quote = paragraph.quote_at(content)
        if quote is None or quote.start != content:
            return False
        if is_statement(self.text, quote) and not self.text.endswith(self.lists.objects, *quote.inner):
            return False
        return quote.end >= paragraph.end or self.text[quote.end] in "，。；、" or self._is_occasion_of_more(quote.end)

    def _names_an_object(self, hit: Hit, content: int, paragraph: Paragraph) -> bool:
        """True where what is announced is a thing and no statement: 公布一系列支援措施，; what is declared at length is one: 宣布放寬兩項借款規定."""
        end = paragraph.clause_end(content)
        reveals = hit.word.kind == "reveal"
        if (reveals or hit.word.text.startswith("宣")) and end - content > _THING:
            return False
        if reveals and (content > hit.end or self.text.startswith("不", content)):  # 告訴記者，; 透露不公開影片，是…
            return False
        while end > content and self.text[end - 1] in "，。；":
            end -= 1
        return self.text.endswith(self.lists.objects, content, end) and _MODAL.search(self.text, content, end) is None

    def _subject(self, clause: int, hit: Hit, marked: bool) -> Phrase | None:
        phrases, cue = self.phrases, hit.start
        told_of = self._told_of(hit, clause, marked)
        if told_of is not None:
            return told_of
        hard = (marked or hit.word.strength == "strong") and hit.word.kind not in _MOODS
        passive = hard or _SUFFERS.search(self.text, _near(clause, cue), cue) is not None
        said_by = phrases.in_cue(cue, hit.end)
        if said_by is not None and self.text[cue - 1] in _WHERE:  # 林大同在|貼文表示
            said_by, cue = None, cue - 1
        phrase = phrases.subject_of(clause, cue, passive) or said_by or phrases.surname(clause, cue)
        if phrase is None and hit.word.speakers:
            phrase = phrases.paper(clause, cue)
        if phrase is None and marked and hit.word.strength != "weak":
            phrase = phrases.unknown(clause, cue)
            if phrase is None and hit.word.text.endswith(self.lists.unmistakable) and not self.bare_or_occasion(clause, cue):
                phrase = phrases.last_words(clause, cue)
        elif phrase is None and (hit.word.kind in _VOICED or hit.word.strength == "medium"):
            phrase = phrases.known_by_kind(clause, cue, hit.word.text not in self.lists.nounlike)
        return phrase or phrases.paper(clause, cue)

    def _past_marks(self, at: int, paragraph: Paragraph) -> int:
        while at < paragraph.end and self.text[at] in "，: ":
            at += 1
        return at

    def _past_addressee(self, hit: Hit, paragraph: Paragraph) -> int:
        """Past the one spoken to, before a mark (告訴記者，) or without one (告訴記者立場不變); else the cue's end."""
        at, end = hit.end, paragraph.clause_end(hit.end) - 1
        if self.text[end] in SEPARATORS and (self.text[at:end] in self.lists.us or self._is_listener(at, end)):
            return end
        if self._is_title(at, end):
            return end
        if not hit.word.text.startswith(_TELLING):
            return at
        told = at + max((len(who) for who in self.lists.us if self.text.startswith(who, at)), default=0)
        return at if self.text[told] in _OF else told  # 告訴|她的媽媽

    def _is_listener(self, start: int, end: int) -> bool:
        """True where ``start..end`` names somebody who is told something, with a gloss or without."""
        stop = self._before_gloss(start, end)
        if stop - start > _LISTENER:
            return False
        within = end - (self.text[end - 1] == "）")
        phrase = self.phrases.ending_at(start, stop) or self.phrases.ending_at(start, within) or self.phrases.ending_at(start, end)
        return phrase is not None and phrase.start == start

    def _before_gloss(self, start: int, end: int) -> int:
        """Where what ends at ``end`` ends without its gloss and closing mark: 告訴英國《泰晤士報|》（The Times），."""
        opened = self.text.rfind("（", start, end) if self.text[end - 1] == "）" else end
        stop = opened if opened > start else end
        return stop - (self.text[stop - 1] in "》」")

    def _object_end(self, hit: Hit, paragraph: Paragraph) -> int:
        """Past the document made known (公布最新報告，…) or the one spoken to (嗆調查官「…」, 告訴記者：「…」); else the cue's end."""
        at = hit.end
        if self.text.startswith(self.lists.below, at):
            colon = self.text.find(":", at, at + _BELOW)
            return colon if colon >= 0 else at
        if hit.word.kind == "announce":
            end = paragraph.clause_end(at) - 1
            return end if self.text[end] in SEPARATORS and self._is_document(at, end, paragraph) else at
        if hit.word.kind in _ADDRESSING:
            at, end = self._past_addressee(hit, paragraph), paragraph.clause_end(at) - 1
            if at == end:
                return at
        quote = paragraph.first_quote_in(at, at + _ADDRESSED_IN_A_ROW) if paragraph.quotes else None
        told = self._told_end(hit, quote, paragraph) if quote is not None and quote.start == at else 0
        if told:
            return told
        if quote is None or quote.start == at or self.text[at] in SEPARATORS:
            return at
        if self.text[at : quote.start] in _LINKS and self.text[quote.end : quote.end + 1] != "的":
            return quote.start
        end = quote.start
        while end > at and self.text[end - 1] in "，: ":
            end -= 1
        if quote.start - at >= _ADDRESSED:
            return quote.start if self.phrases.is_row(at, end) else at
        if self.text[end] == ":" and end - at > _ADDRESSEE:
            return at
        alone = quote.end >= paragraph.end or self.text[quote.end] in "，。；！？」" or self.text[quote.inner[1] - 1] in "。！？"
        addressed = self.phrases.ending_at(at, end) if alone else None
        if addressed is None or any(agent in self.text[at : addressed.start] for agent in self.lists.agents):  # 供稱自己遭同事「背叛」
            return at
        return quote.start

    def _told_end(self, hit: Hit, quote: Quote, paragraph: Paragraph) -> int:
        """Where who was told ends, a name in quotation marks with a gloss or without: 告訴「海東電視台」（HTV）|，; 0 where it is none."""
        if not hit.word.text.startswith(_TELLING) or is_statement(self.text, quote):
            return 0
        end = self._past_gloss(quote.end)
        return end if end < paragraph.end and self.text[end] in SEPARATORS else 0

    def _past_gloss(self, at: int) -> int:
        """Past the brackets that begin at ``at``, which gloss a name: 監理站|（EDA）; ``at`` where none do."""
        gloss = self.lists.gloss.match(self.text, at)
        return at if gloss is None else gloss.end()

    def _is_title(self, start: int, end: int) -> bool:
        """True where ``start..end`` is the title of a paper and no more."""
        return self.text.startswith("《", start) and self.text.find("》", start, end) == end - 1

    def _is_document(self, start: int, end: int, paragraph: Paragraph) -> bool:
        """True where ``start..end`` names a report or its like, in quotation marks or not."""
        quote = paragraph.quote_at(start)
        if quote is not None and quote.end == end:
            end -= 1
        phrase = self.phrases.ending_at(start, end)
        return phrase is not None and phrase.noun is not None and phrase.noun.kind == "document"

    def _supported(self, cue: Cue, phrase: Phrase | None, clause: int, at: int, marked: bool, before: Quote | None) -> bool:
        """Does the cue's strength bear what stands around it?"""
        if phrase is None:
            return not cue.speakers and self._bears_alone(cue, clause, at, marked, before)
        if not self._fits(cue, phrase) or (cue.not_by and self.phrases.is_named(phrase, cue.not_by)):
            return False
        if cue.kind == "announce" and not marked and self.lists.ahead.search(self.text, phrase.end, at) is not None:
            return False
        on_paper = phrase.noun is not None and phrase.noun.kind == "document"
        beside = self.phrases.beside(phrase, at)
        if not beside and cue.text in self.lists.nounlike and self.text[at - 1] not in _WHEN_DONE:
            return False
        if cue.strength == "strong" and not on_paper:
            return True
        if on_paper and not beside:
            return self.phrases.in_cue(at, at + len(cue.text)) is phrase
        if cue.strength == "weak":
            return beside
        if cue.strength == "strong" or beside:
            return True
        return (marked or at - phrase.end <= 8) and "的" not in self.text[phrase.end : at - 1]

    def _bears_alone(self, cue: Cue, clause: int, at: int, marked: bool, before: Quote | None) -> bool:
        """The same where its subject is dropped."""
        if cue.strength == "weak" and not (cue.kind == "urge" and self._is_urged_on(clause, at)):
            return False
        if marked and self.text.endswith(ADDING, clause, at) and self.text[at + len(cue.text)] in OPENERS:
            return True
        if cue.strength == "strong" and self._bare_in_place(clause, at):
            return True
        return before is not None or self._bare(clause, at) or (marked and cue.strength == "strong" and self._occasion(clause, at))

    def _is_urged_on(self, clause: int, at: int) -> bool:
        """True where a weak cue of urging goes on with what its speaker does or says: 並要求, 召開記者會，要求."""
        return self.text.startswith(ADDING, clause) or (clause == at and self.text.endswith(self.lists.stages, 0, clause - 1))

    @staticmethod
    def _fits(cue: Cue, phrase: Phrase) -> bool:
        """Papers state and report, but neither promise nor feel; some cues want speakers of a kind."""
        if not cue.speakers:
            if cue.kind == "question" and phrase.noun is not None and phrase.noun.kind == "media":
                return False
            return phrase.noun is None or phrase.noun.kind != "document" or cue.kind in _ON_PAPER
        return "name" in cue.speakers if phrase.noun is None else phrase.noun.kind in cue.speakers

    def bare_or_occasion(self, clause: int, end: int) -> bool:
        """True where the clause ``clause..end`` holds no subject of its own: connectives, days, occasions."""
        return self._bare(clause, end) or self._occasion(clause, end)

    def _occasion(self, clause: int, cue: int) -> bool:
        """True where the words before a cue are only its occasion: 在記者會上, 受訪時."""
        if self.text.startswith(self.lists.occasions, clause):
            return True
        return self.text.endswith(("時", "後", "上", "中", "裡", "內"), clause, cue)

    def _bare(self, clause: int, cue: int) -> bool:
        """True where nothing but connectives, adverbs and days stands between the clause's start and the cue: the subject is dropped."""
        at = self.lists.after_opening(self.text, clause, cue)
        return at == cue or (cue - at <= BESIDE and self.lists.manners.fullmatch(self.text, at, cue) is not None)

    def _bare_in_place(self, clause: int, cue: int) -> bool:
        """The same where a place or an occasion stands before the cue too: 更在直播間中痛批."""
        at = self.lists.after_opening(self.text, clause, cue)
        return cue - at <= BESIDE and self.lists.adverbs.fullmatch(self.text, at, cue) is not None

    def _quote_before(self, clause: int, cue: int, paragraph: Paragraph) -> Quote | None:
        """The statement in quotation marks that a clause comes after: 「…」她說, 「…」，她說."""
        if cue - clause > 24:
            return None
        at = clause
        while at > paragraph.start and self.text[at - 1] in "， ":
            at -= 1
        if self.text.endswith(_GOES_ON_TO, clause, cue):
            return None  # 他說：「…」林大同並透露
        quote = paragraph.quote_at(at - 1) if at > paragraph.start else None
        if quote is None or quote.end != at or not stands_apart(self.text, quote, paragraph.start):
            return None
        if quote.start <= paragraph.start:
            return quote
        mark = quote.start - 1
        if self.text[mark] in SEPARATORS and (self.text[mark - 1] in ASKS or self.phrases.cue_ending(mark) >= 0):
            return None  # 記者追問，「…？」林大同回答
        if self.text[quote.start - 1] not in _BEFORE_QUOTE or self.text.endswith(self.lists.suppositions, paragraph.start, quote.start - 1):
            return None  # 被問到，「…？」他說: others have asked so
        return quote

    def _source_frame(self, hit: Hit, later: Sequence[Hit], paragraph: Paragraph) -> Frame | None:
        """據…報導, 根據…的研究: the source stands between the cue and the end of its clause."""
        end = min(paragraph.clause_end(hit.start), paragraph.end)
        kinds = _SOURCED if hit.word.text in _CITING else _MEASURED
        if paragraph.quotes:  # 根據「海東民主|調查」的數據，
            later = [hit for hit in later if paragraph.quote_at(hit.start) is None]
        verb = _reporting_verb(later, end, kinds)
        if verb is not None and self._has_titles and self._in_title(verb):
            verb = None  # 根據主計總處的《家庭收支|報告》，
        if verb is None and self._is_basis(hit, later, end, paragraph):
            return None
        head = self._source(hit, verb, end, paragraph)
        if head is None and verb is None and self.text[end - 1] in "，:" and self.text.endswith(self.lists.papers, hit.end, end - 1):
            head, whole = self._outlet(hit.end, Phrase(hit.end, end - 1, None, None, False)), True
        else:
            whole = head is not None and verb is None and hit.word.text in _CITING and self._is_paper_of(head, end)
        if head is None:
            return None
        if whole:
            return Frame(hit, paragraph.clause_start(hit.start), head, True, True, self._past_marks(end, paragraph), None, source=hit.end)
        cue = verb or hit
        made = verb is not None and (self.text.startswith("的", verb.end) or self._publishes(verb, end))  # 根據衛福部公布的數據，
        content = cue.end if verb and not made else end
        cites = hit.word.text in _CITING or (head.noun is not None and head.noun.kind == "document")
        if self.text.startswith("》", head.end) and self.text.find("《", head.start, head.end) >= 0:
            head = head._replace(end=head.end + 1)  # 根據主計總處的《家庭收支報告》，
        ends = head.end == end - 1 or (head.end == end - 2 and self.text[head.start - 1] + self.text[head.end] in _TITLED)
        if not verb and (self.text[end - 1] not in "，:" or not ends or not cites):
            return None
        content = self._past_marks(content, paragraph)
        head = head if verb else self._outlet(hit.end, head)
        return Frame(cue, paragraph.clause_start(hit.start), head, True, True, content, None, source=hit.end)

    def _is_basis(self, hit: Hit, later: Sequence[Hit], end: int, paragraph: Paragraph) -> bool:
        """True where who stands before 根據 says what it is the basis of: 檢方根據鑑定報告，|認為."""
        clause = paragraph.clause_start(hit.start)
        if clause == hit.start or not any(cue.start == end and cue.word.side == "before" for cue in later):
            return False
        phrase = self.phrases.subject_of(clause, hit.start)
        return phrase is not None and phrase.start == clause and self.phrases.beside(phrase, hit.start)

    def _publishes(self, verb: Hit, end: int) -> bool:
        """True where all that follows a verb of making known in its clause is what was: 根據外交部公布行程，."""
        return verb.word.kind == "announce" and 1 < end - verb.end <= _THING and self.text.endswith(self.lists.objects, verb.end, end - 1)

    def _is_paper_of(self, head: Phrase, end: int) -> bool:
        """True where a source's clause ends in what it has published or said: 根據科學家的說法，, 根據監理站（EDA）的數字，, 根據監理站《年報》，, 據知情人士說法，."""
        at = self._past_gloss(head.end + self.text.startswith("》", head.end))
        when = self.lists.manners.match(self.text, at, end)  # 據海東社|7日消息
        at = at if when is None else when.end()
        of = self.lists.gathering.match(self.text, at, end)
        at = at if of is None else of.end()
        title = at + self.text.startswith("的", at)
        paper = self.text.endswith(self.lists.papers, title, end - 1) if title > at else self.text[at : end - 1] in self.lists.papers
        paper = paper or (self._is_title(title, end - 1) and not self.text.endswith(self.lists.laws, title, end - 2))
        return paper and self.text[end - 1] in SEPARATORS

    def _source(self, hit: Hit, verb: Hit | None, end: int, paragraph: Paragraph) -> Phrase | None:
        """Who speaks after 據 or 根據: a name before a noun, a law, who follows what others say, else words that nobody knows before the verb."""
        phrases = self.phrases.within(hit.end, verb.end if verb else end)
        phrases = [p for p in phrases if p.noun is None or p.noun.kind != "pronoun"]
        known = (p for p in phrases if p.entity is not None and not self.phrases.governed(p, hit.end))
        head = next(known, phrases[0] if phrases else None)
        if verb is None:
            called = (
                self.phrases.called_before(hit.end, end - 1) if not self.text.startswith("「", hit.end) else None
            )  # 據《晨報》，; not 根據「甲案」，
            return head if called is None or (head is not None and head.entity is not None) else called
        if phrases and phrases[-1].end == verb.start - 1 and self.text[phrases[-1].end] in "」》":
            return phrases[-1]  # 據中共軍媒「解放軍報」報導
        head = head or self.phrases.in_cue(verb.start, verb.end)
        called = self.phrases.called_before(hit.end, verb.start)
        if called is not None:
            return called
        law = self.lists.statute.fullmatch(self.text, hit.end, verb.start)
        if law is not None and head is not None:
            head = Phrase(law.start("name"), law.end("name"), None, None, False)
        named = head is not None and head.entity is not None and verb.word.kind in _SAID  # 引述海東社報導表示: its words
        cites = hit.word.text in self.lists.passing_on and not named and self._cites_a_paper(hit.end, verb.start)
        if hit.word.text in _FOLLOWING or cites:
            head = self._who_follows(hit, paragraph) or head
        if head is None and verb.start == hit.end:
            head = self.phrases.at_cue(verb.start)
        if head is None and self._names_a_source(hit.end, verb, paragraph):
            head = Phrase(hit.end, self._without_day(hit.end, verb.start), None, None, False)
        return head

    def _without_day(self, start: int, end: int) -> int:
        """Where a name ends that a day follows: 據海東社|26日報導."""
        return next((at for at in range(start + 2, end) if self.lists.manners.fullmatch(self.text, at, end)), end)

    def _cites_a_paper(self, start: int, end: int) -> bool:
        """True where what somebody passes on is a paper and not another's words: 援引兩國的研究說."""
        phrase = self.phrases.ending_at(start, end) or self.phrases.paper(start, end)
        return phrase is not None and phrase.noun is not None and phrase.noun.kind == "document"

    def _outlet(self, start: int, report: Phrase) -> Phrase:
        """The outlet without the noun for what it reported: 據海東新聞|報導，."""
        name = report.end - _REPORT_LENGTH
        named = report.entity is None and self.text.startswith("報導", name) and self.text[start] not in _POINTING
        return Phrase(start, name, None, None, False) if named and name - start > _REPORT_LENGTH else report

    def _who_follows(self, hit: Hit, paragraph: Paragraph) -> Phrase | None:
        """Who speaks after a source of others: 氣象專家林大同根據歐洲模式指出."""
        clause = paragraph.clause_start(hit.start)
        phrase = self.phrases.subject_of(clause, hit.start) if clause < hit.start else None
        known = phrase is not None and self.lists.manners.fullmatch(self.text, phrase.end, hit.start) is not None
        return phrase if known else None

    def _names_a_source(self, start: int, verb: Hit, paragraph: Paragraph) -> bool:
        """True where the words between 據 and a marked 報導 may be a source nobody knows: a paper of any length, else a few words."""
        if verb.end >= paragraph.end or self.text[verb.end] not in "，:":
            return False
        if self.text[start] == "《" and self.text.find("》", start, verb.start) > 0:
            return True
        if self.text[start] in _POINTING:
            return False
        return 2 <= verb.start - start <= _UNKNOWN_SOURCE and not self.text.endswith(("的", "中", "先前"), start, verb.start)


def _reporting_verb(later: Sequence[Hit], end: int, kinds: Set[str]) -> Hit | None:
    """The verb with which a source reports, among the cues before ``end``; of several in one word the last: 調查|資料顯示."""
    verb: Hit | None = None
    for hit in later:
        if hit.start >= end or (verb is not None and hit.start != verb.end):
            break
        if hit.word.side == "before" and hit.word.kind in kinds:
            verb = hit
    return verb


def _without_told(frame: Frame, frames: Sequence[Frame], paragraph: Paragraph, against: tuple[str, ...]) -> Frame:
    """A quotation that the cue before it has introduced, in the same sentence, is not this one's; nor is one that 但, 則 or 也 sets its speaker against."""
    if frame.before is None:
        return frame
    last = next((f for f in reversed(frames) if f.hit.end <= frame.before.start), None)
    if last is not None and last.content <= frame.before.start + 1 and paragraph.sentence_end(last.content - 1) > frame.before.start:
        return frame._replace(before=None)
    text, subject = paragraph.text, frame.phrase
    if subject is None or not text.startswith("，", frame.hit.end):
        return frame
    beside = set_beside(subject), subject.end + (text[subject.end] in "》」")
    turned = not is_pronoun(subject) and text.startswith(against, frame.clause)  # 「…？」但局長指出，
    return frame._replace(against=True) if turned or text.startswith(*beside) else frame


def _near(clause: int, cue: int) -> int:
    """Where the words before a cue begin that it may depend on, in its clause: one without a stop would cost a square of time."""
    return max(clause, cue - _NEAR)
