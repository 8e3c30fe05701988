"""What looks like a cue at work and says nothing: nouns, deeds, suppositions, asides, things made known."""

import re

from pipeline.claims.contents import Contents
from pipeline.claims.frame import (
    ABOUT,
    ADDING,
    ADDRESSED_IN_A_ROW,
    CLOSED,
    FACING,
    HARD_WORDS,
    MARKING,
    MOVING,
    OF,
    OWNING_UP,
    PARTING,
    QUOTED,
    SEPARATORS,
    STATING,
    THING,
    near,
)
from pipeline.claims.layout import Paragraph, is_statement, sounds_said
from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import Phrase
from pipeline.claims.speakers import Phrases
from pipeline.claims.subjects import Subjects
from pipeline.claims.words import Hit

_WHEN_TOLD = ("後，", "時，")  # 告知家人後，
_THINKING = frozenset(("hope", "exclaim", "question", "predict", "promise", "report"))
_RECEIVED = 10  # code points between 接獲 and the noun it governs
_WHEN = 40  # code points after a cue in which its clause may end in a word of time
_BY_THIS = ("對此", "因此", "為此")  # adverbs, not the noun beside a cue: 市府因此呼籲
_TOPICS = ("對", "針對", "對於", "面對", "有關", "關於", "至於")
_AGAINST_IT = re.compile(r"對[^，。「]{1,16}\Z")
_HOLDING = frozenset(("say", "consider"))
_SUFFERING = ("遭", "被", "遭到", "引發", "引來", "引起", "惹來", "招來", "湧入", "湧進", "獲", "獲得", "受到")
_MANY = ("大批", "不少", "許多", "眾多", "大量", "一堆")  # between it and the crowd: 引來|不少|網友痛批
_BORNE = ("被", "遭")  # before onlookers who take somebody for something: 被外界認為是接班人
_ONLOOKERS = frozenset(("people", "expert"))
_EXPOSING = frozenset(("爆料", "踢爆", "抱怨"))
_ACCUSING = frozenset(("指控", "控訴"))  # what somebody suffers them for follows: 遭員工指控，他從不付加班費
_WHILE = ("的同時",)  # 質疑對手的同時，自己也失約
_AT_SOMEBODY = frozenset(("criticise", "urge", "question", "exclaim"))
_NAMED = 13  # code points after a cue that may be no more than a name and its title
_PUBLISHING = frozenset(("公布", "公佈", "發布", "發佈"))
_WHOLE_TITLE = re.compile("《[^《》]{1,40}》(?:[，。；、]|指出|表示)|「[^「」]{2,40}」(?:調查|研究|報告|統計)(?:結果)?(?:顯示|指出|發現)")
# 公布《年度研究報告》。, 公布《年度研究報告》|指出, 公布「國民健康」調查|顯示
_ASKED = 400  # code points in which a question must end
_QUESTION = re.compile("[？何哪怎誰嗎]|是否|[能可會]否|有沒有|什麼")
_SENTENCE_MARK = re.compile(r"[。！？\n]")
_FEELING = OWNING_UP | {"exclaim"}
_ACTED_ON = frozenset(("urge", "admit"))  # what somebody acts by: 依主管指示，, 未經股東會同意，
_ACTED_BY = re.compile(r"(?:依照?(?![然舊法])|按照|配合|因應|符合|滿足|(?<![曾已中財產神歷])經(?![濟理紀常營典過院發部費]))[^，]{1,12}\Z")
_CONCEDED = re.compile("雖|儘管|固然|即使|即便")
_NAMING = frozenset(("稱", "指", "認為"))  # these may say when something was so: 住戶稱起火後，警鐘沒有響
_REPORTED_ON = re.compile(r"(?:受到|獲得|經|遭|被)[^，。的]{0,6}(?:媒體|外媒)\Z")
_WONDERED = 40  # code points before a cue in which its clause may begin to wonder
_WONDERING = re.compile("會不會|是不是|有沒有|難道|為何|為什麼")
_MODAL = re.compile("[將會是已]")  # with one of these a thing is no mere object: 透露|下周將對外報告
_CLAUSE_END = re.compile(r"[，。]")
_AFTER_WORDS = frozenset("，。；！？、: ")
_PASSIVE = 2  # code points of 遭到
_POST = 4  # code points of what somebody is, before the name
_MAKING_KNOWN = frozenset(("announce", "reveal"))  # a thing as well as a statement
_QUOTING = frozenset(("quotation", "spoken"))


class Vetoes:
    """Tells which of one reading's cues say nothing."""

    def __init__(self, text: str, lists: WordLists, phrases: Phrases, contents: Contents, subjects: Subjects) -> None:
        self.text, self.lists, self.phrases, self.contents, self.subjects = text, lists, phrases, contents, subjects
        self._has_questions, self._has_turns = "？" in text, ":" in text

    def stands_idle(self, hit: Hit, clause: int, following: str, after_quote: bool, paragraph: Paragraph) -> bool:
        """True where a cue is not at work, whatever is said after it. ``following``: the character after it; ``after_quote``: a quotation came before."""
        closed = not after_quote and self._is_closed(hit, following)
        return closed or self._lacks_speaker(hit, clause, following, paragraph) or self._is_idle(hit, clause)

    def says_nothing(self, hit: Hit, clause: int, content: int, marked: bool, quotes: bool, paragraph: Paragraph) -> bool:
        """True where what begins at ``content`` is no statement. ``marked``: a mark follows the cue; ``quotes``: a quotation does."""
        if quotes and (self._describes(clause, content, paragraph) or (hit.word.strength == "weak" and self._is_term(content, paragraph))):
            return True
        if (hit.word.kind == "announce" and self._only_makes_known(hit, content, paragraph)) or self._is_turn(content, paragraph):
            return True
        if not marked and hit.word.kind in _MAKING_KNOWN and self._names_an_object(hit, content, paragraph):
            return True
        return self._is_noun(hit, clause, marked) or self._is_no_statement(hit, clause, content, marked)

    def _is_closed(self, hit: Hit, following: str) -> bool:
        """True where nothing can be said after a cue: a stop (``following``) stands there, or one that quotes has no mark and no quotation near."""
        if following in CLOSED:
            return True
        if hit.word.takes not in _QUOTING or following in PARTING:
            return False
        return QUOTED.search(self.text, hit.end, hit.end + ADDRESSED_IN_A_ROW) is None

    def _lacks_speaker(self, hit: Hit, clause: int, following: str, paragraph: Paragraph) -> bool:
        """True for a weak cue with no phrase beside it, and for any without a mark (``following``) whose clause names somebody, though not beside it."""
        weak = hit.word.strength == "weak" and hit.word.kind != "urge"
        if not weak and following in MARKING:
            return False
        last = self.phrases.last_in(clause, hit.start)
        if last is None:
            return weak
        return not (self.phrases.beside(last, hit.start) or self._is_told_somebody(hit, paragraph))

    def _is_told_somebody(self, hit: Hit, paragraph: Paragraph) -> bool:
        """True where a cue has a person or body for its object, and a mark and a quotation follow: 拿著早餐|告訴|林小美：「…」."""
        end = self.contents.object_end(hit, paragraph)
        listener = self.phrases.ending_at(hit.end, end) if end > hit.end else None
        if listener is None or self.text[end : end + 1] not in SEPARATORS or (listener.start > hit.end and listener.entity is None):
            return False
        return self.contents.past_marks(end, paragraph) in paragraph.opens

    def tells_nothing(self, hit: Hit, phrase: Phrase | None, clause: int, quotes: bool, paragraph: Paragraph) -> bool:
        """True after who only bears something, and for hard words that somebody suffers without hearing what they are: 遭家長砲轟，教育局才宣布停課."""
        if phrase is None:
            return clause > 0 and self.lists.silent.end(self.text, paragraph.start, clause - 1)
        if hit.word.kind in _HOLDING and phrase.noun is not None and phrase.noun.kind in _ONLOOKERS and not quotes:
            unmarked = self.text[hit.end : hit.end + 1] not in SEPARATORS
            return unmarked and self.text.endswith(_BORNE, clause, phrase.start)  # but 遭檢方認定圖利
        if self.text.endswith(_SUFFERING, clause, phrase.start) and self._describes_who_suffers(hit, phrase, clause, paragraph):
            return True
        if quotes or hit.word.kind not in HARD_WORDS or self.text[hit.end] != "，" or hit.word.text in _ACCUSING:
            return False
        return self._suffered(clause, phrase.start)

    def _suffered(self, clause: int, at: int) -> bool:
        """True where what stands before ``at`` says that somebody suffers or draws what follows: 遭|網友痛批, 引來不少|網友痛批."""
        many = next((m for m in _MANY if self.text.endswith(m, clause, at)), "")
        return self.text.endswith(_SUFFERING, clause, at - len(many))

    def _describes_who_suffers(self, hit: Hit, phrase: Phrase, clause: int, paragraph: Paragraph) -> bool:
        """True where a clause opens with what is said of somebody and ends in the name: 另|被檢方指控逃漏稅的|地主林大同，."""
        if phrase.start - self.lists.after_opening(self.text, clause, phrase.start) > _PASSIVE:
            return False
        end = paragraph.clause_end(hit.end) - 1
        described = self.text.rfind("的", hit.end, end) + 1
        named = self.phrases.ending_at(described, end) if described else None
        if named is None or named.start - described > _POST:
            return False
        return not self.lists.prepositions.end(self.text, described, named.start)

    def _is_turn(self, at: int, paragraph: Paragraph) -> bool:
        """True where somebody's turn begins, his name before a colon: 來賓這樣說:|王大同:橋梁…."""
        colon = self.text.find(":", at, min(at + _NAMED, paragraph.end)) if self._has_turns else -1
        phrase = self.phrases.ending_at(at, colon) if colon > at else None
        return phrase is not None and phrase.person and phrase.start == at

    def _is_noun(self, hit: Hit, clause: int, marked: bool) -> bool:
        """True where what stands before a cue makes it a noun or denies it; 對此 and 因此 do neither."""
        if marked and self.text[hit.start - 1] in OF:
            if self.text.startswith(_TOPICS, clause):
                return True  # 對市長的指控，
            if self.text[hit.end] == "，" and _AGAINST_IT.search(self.text, near(clause, hit.start), hit.start - 1) is not None:
                return True  # 家長對停課的指責，「…」
        if not (self.lists.denials if marked else self.lists.nominal).end(self.text, clause, hit.start):
            return False
        return not (self.text.endswith(_BY_THIS, clause, hit.start) or self._ends_name(clause, hit.start))

    def _ends_name(self, start: int, end: int) -> bool:
        """True where a person is named right before ``end``: 教授|張登及|指出."""
        phrase = self.phrases.ending_at(start, end)
        return phrase is not None and phrase.person and phrase.entity is not None

    def _is_idle(self, hit: Hit, clause: int) -> bool:
        """What somebody agreed to or was given, what stands on a thing."""
        consents = hit.word.text.endswith(self.lists.consents)
        if consents and self.lists.obtaining.search(self.text, near(clause, hit.start), hit.start) is not None:
            return True  # 徵得家屬同意，
        if self._is_received(clause, hit.start):
            return True
        if hit.word.kind == "respond" and self.lists.unable.search(self.text, near(clause, hit.start), hit.start) is not None:
            return True  # 他無法替部長|回答|何時得知
        return self.lists.bearers.end(self.text, clause, hit.start)

    def _doubts_a_matter(self, hit: Hit) -> bool:
        """True where a thing is doubted, explained, met or granted and nothing said: 家屬懷疑他的動機，, 回應地方的期待，, 承認南島獨立，."""
        if hit.word.text in self.lists.meeting:
            matters = self.lists.met
        elif hit.word.text in self.lists.recognizing:
            matters = self.lists.recognized
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
        return phrase.start == content or self.phrases.strangers.after_post(content, found.start()) is not None  # 砲轟|市議員徐大芯，並爆料

    def _is_spoken_about(self, hit: Hit, content: int) -> bool:
        """True where a cue only tells what is to be seen or heard (放映林大同提醒防火的影片，), or whose view is spoken of: 林大同主張廢除補貼的說法，並不可行."""
        return self._clause_ends_in(self.lists.recorded_views if hit.word.kind in _HOLDING else self.lists.recorded, content)

    def _is_no_statement(self, hit: Hit, clause: int, content: int, marked: bool) -> bool:
        """Nouns, suppositions, asides, and what came of a reproach instead of its words."""
        if self.text.startswith(self.lists.asides, clause) and not self._is_described(clause, hit.start):
            return True
        if marked and hit.word.kind in OWNING_UP and self.text.startswith(self.lists.surprises, content):
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
        about = self.text.startswith(ABOUT, clause) and self.subjects.told_of(hit, clause, marked=False) is not None
        return not moved and not about and self.text.startswith(self.lists.suppositions, clause)

    def _is_acted_upon(self, hit: Hit, content: int) -> bool:
        """True where a thought of one clause only leads to a deed (懷疑遭騙，趕緊報警) or what was asked for came to nothing (要求加薪未果，)."""
        end = _CLAUSE_END.search(self.text, content, content + _WHEN)
        if end is None or end[0] != "，":
            return False
        if self.text.endswith(self.lists.vain, content, end.start()):
            return True
        thinks = hit.word.kind in _THINKING or hit.word.text in self.lists.thoughts
        if not thinks or not self.text.startswith(self.lists.deeds, end.end()):
            return False
        return _CONCEDED.search(self.text, content, end.start()) is None  # 認為政策雖好，|卻難執行: one thought

    def _ends_a_deed(self, hit: Hit, clause: int, content: int) -> bool:
        """True where a cue before a comma tells what somebody did or might do, and the author goes on."""
        if self.text.startswith(self.lists.conditions, clause) or self.text.startswith(self.lists.goes_on_to_do, content):
            return True  # 除非知情人士出面檢舉，否則…; 不是中性的描述，而是; 發表聲明，隨即離開
        if self.text.startswith(FACING, clause) and self._is_faced(hit, content):
            return True
        if hit.word.text in self.lists.asking and _QUESTION.search(self.text, content, content + _ASKED) is None:  # 他找店長詢問，
            return True
        if hit.word.kind in OWNING_UP and self.phrases.agent(clause, hit.start) is not None:  # 說法遭對方否認，, 資格獲校方承認，
            return True
        if hit.word.kind == "report" and _REPORTED_ON.search(self.text, near(clause, hit.start), hit.start) is not None:  # 經媒體報導，
            return True
        if hit.word.kind in _ACTED_ON and _ACTED_BY.search(self.text, near(clause, hit.start), hit.start) is not None:
            return True
        if hit.word.kind in STATING and hit.word.kind != "respond":
            return False
        return self.text.startswith(self.lists.turns_of_feeling if hit.word.kind in _FEELING else self.lists.turns, content)

    def _is_faced(self, hit: Hit, content: int) -> bool:
        """True for a cue whose words somebody only faces, where its clause opens so: 針對記者提問，, 面對友人爆料，, 針對海東社報導，部會拒絕評論."""
        asked = hit.word.kind == "question" and not self._asks(content)
        return asked or hit.word.kind == "report" or hit.word.text in _EXPOSING

    def _is_described(self, clause: int, cue: int) -> bool:
        """True where a name beside a cue only has a description before it: 也是新北立委的|林大同|認為."""
        last = self.phrases.last_in(clause, cue)
        if last is None or last.entity is None:
            return False
        return self.phrases.has_description(last, clause) and self.phrases.beside(last, cue)

    def _asks(self, at: int) -> bool:
        """True where the sentence that goes on at ``at`` is a question."""
        end = _SENTENCE_MARK.search(self.text, at, at + _ASKED)
        return end is not None and end[0] == "？"

    def _wonders(self, clause: int, at: int, content: int) -> bool:
        """True where a clause asks whether or why somebody says what follows: 他會不會早已告知「…」？"""
        wonders = self._has_questions and _WONDERING.search(self.text, max(clause, at - _WONDERED), at) is not None
        return wonders and self._asks(content)

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
        if quote is None or quote.start != content:
            return False
        if self.text.startswith(self.lists.such_talk, quote.end):
            return True  # 發言人竟然說出「政治危機」|這種話
        if not self.text.startswith("的", quote.end):
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
        return self._names_a_document(hit, content, paragraph)

    def _names_a_document(self, hit: Hit, content: int, paragraph: Paragraph) -> bool:
        """True where what is announced is a title in quotation marks and nothing more (公布「節能指引」，), or when that was (宣布「新倡議」後，)."""
        if _WHOLE_TITLE.match(self.text, content):
            return True
        quote = paragraph.quote_at(content)
        if quote is None or quote.start != content:
            return False
        says = sounds_said if hit.word.text in _PUBLISHING else is_statement  # 公布「城市願景的未來想像與十二門課」
        if says(self.text, quote) and not self.text.endswith(self.lists.objects, *quote.inner):
            return False
        return quote.end >= paragraph.end or self.text[quote.end] in "，。；、" or self._is_occasion_of_more(quote.end)

    def _names_an_object(self, hit: Hit, content: int, paragraph: Paragraph) -> bool:
        """True where what is announced is a thing and no statement: 公布一系列支援措施，; what is declared at length is one: 宣布放寬兩項借款規定."""
        end = paragraph.clause_end(content)
        reveals = hit.word.kind == "reveal"
        if (reveals or hit.word.text.startswith("宣")) and end - content > THING:
            return False
        if reveals and (content > hit.end or self.text.startswith("不", content)):  # 告訴記者，; 透露不公開影片，是…
            return False
        while end > content and self.text[end - 1] in "，。；":
            end -= 1
        return self.text.endswith(self.lists.objects, content, end) and _MODAL.search(self.text, content, end) is None
