"""Sources that a word such as 據 or 根據 introduces: 據…報導, 根據…的研究."""

from collections.abc import Sequence, Set
from dataclasses import replace

from pipeline.claims.contents import Contents
from pipeline.claims.frame import (
    SAID,
    SEPARATORS,
    THING,
    Frame,
)
from pipeline.claims.layout import Paragraph
from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import Phrase
from pipeline.claims.speakers import Phrases
from pipeline.claims.words import Hit

_UNKNOWN_SOURCE = 14  # code points between 據 and 報導 that may be a source nobody knows
_SOURCED = frozenset(("report", "say", "stress", "predict", "reveal", "announce"))
_MEASURED = frozenset(("report", "predict"))  # what 依 and 依據 may stand before
_TITLE = 24  # code points before a cue in which the title of a paper may open
_POINTING = frozenset("這該此其")
_REPORT_LENGTH = 2  # of 報導 after the outlet's name: 據央視新聞報導，
_TITLED = ("《》", "「」")  # around the name of a source
_CITING = frozenset(("據", "根據", "引述", "援引", "引用", "綜合"))
_FOLLOWING = frozenset(("根據", "依據", "參考"))  # who speaks may stand before these


class Sources:
    """Finds the frames of sources in one reading."""

    def __init__(self, text: str, lists: WordLists, phrases: Phrases, contents: Contents) -> None:
        self.text, self.lists, self.phrases, self.contents = text, lists, phrases, contents
        self._has_titles = "《" in text

    def in_title(self, hit: Hit) -> bool:
        """True inside the title of a paper: 《世界人權宣言》."""
        if not self._has_titles:
            return False
        opened = self.text.rfind("《", max(0, hit.start - _TITLE), hit.start)
        return opened >= 0 and self.text.find("》", opened, hit.start) < 0

    def frame(self, hit: Hit, later: Sequence[Hit], paragraph: Paragraph) -> Frame | None:
        """據…報導, 根據…的研究: the source stands between the cue and the end of its clause."""
        end = min(paragraph.clause_end(hit.start), paragraph.end)
        kinds = _SOURCED if hit.word.text in _CITING else _MEASURED
        if paragraph.quotes:  # 根據「海東民主|調查」的數據，
            later = [hit for hit in later if paragraph.quote_at(hit.start) is None]
        verb = _reporting_verb(later, end, kinds)
        if verb is not None and self.in_title(verb):
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
            return Frame(
                hit, paragraph.clause_start(hit.start), head, True, True, self.contents.past_marks(end, paragraph), None, source=hit.end
            )
        cue = verb or hit
        made = verb is not None and (self.text.startswith("的", verb.end) or self._publishes(verb, end))  # 根據衛福部公布的數據，
        content = cue.end if verb and not made else end
        cites = hit.word.text in _CITING or (head.noun is not None and head.noun.kind == "document")
        if self.text.startswith("》", head.end) and self.text.find("《", head.start, head.end) >= 0:
            head = replace(head, end=head.end + 1)  # 根據主計總處的《家庭收支報告》，
        ends = head.end == end - 1 or (head.end == end - 2 and self.text[head.start - 1] + self.text[head.end] in _TITLED)
        if not verb and (self.text[end - 1] not in "，:" or not ends or not cites):
            return None
        content = self.contents.past_marks(content, paragraph)
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
        return verb.word.kind == "announce" and 1 < end - verb.end <= THING and self.text.endswith(self.lists.objects, verb.end, end - 1)

    def _is_paper_of(self, head: Phrase, end: int) -> bool:
        """True where a source's clause ends in what it has published or said: 根據科學家的說法，, 根據監理站（EDA）的數字，, 根據監理站《年報》，, 據知情人士說法，."""
        at = self.contents.past_gloss(head.end + self.text.startswith("》", head.end))
        when = self.lists.manners.match(self.text, at, end)  # 據海東社|7日消息
        at = at if when is None else when.end()
        of = self.lists.gathering.match(self.text, at, end)
        at = at if of is None else of.end()
        title = at + self.text.startswith("的", at)
        paper = self.text.endswith(self.lists.papers, title, end - 1) if title > at else self.text[at : end - 1] in self.lists.papers
        paper = paper or (self.contents.is_title(title, end - 1) and not self.text.endswith(self.lists.laws, title, end - 2))
        return paper and self.text[end - 1] in SEPARATORS

    def _source(self, hit: Hit, verb: Hit | None, end: int, paragraph: Paragraph) -> Phrase | None:
        """Who speaks after 據 or 根據: a name before a noun, a law, who follows what others say, else words that nobody knows before the verb."""
        phrases = self.phrases.within(hit.end, verb.end if verb else end)
        phrases = [p for p in phrases if p.noun is None or p.noun.kind != "pronoun"]
        first = phrases[0] if phrases else None
        head = next((p for p in phrases if p.entity is not None and not self.phrases.governed(p, hit.end)), first)
        if verb is None:
            quoted = self.text.startswith("「", hit.end)  # 據《晨報》，; not 根據「甲案」，
            called = None if quoted else self.phrases.called_before(hit.end, end - 1)
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
        named = head is not None and head.entity is not None and verb.word.kind in SAID  # 引述海東社報導表示: its words
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
