"""Whose cue it is: the subject of a cue, and whether the cue's strength bears what stands around it."""

import re

from pipeline.claims.frame import (
    ABOUT,
    ADDING,
    FACING,
    OPENERS,
    STATING,
    near,
)
from pipeline.claims.layout import Paragraph, Quote
from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import Phrase
from pipeline.claims.speakers import BESIDE, Phrases
from pipeline.claims.words import Cue, Hit

_VOICED = frozenset(
    ("urge", "criticise", "question", "say", "clarify", "deny", "respond")
)  # unmarked, these still let a party or group nobody knows speak
_ON_PAPER = STATING | {"reveal", "criticise", "urge", "question"}  # what papers do
_WHEN_DONE = "時後則就"  # before a cue: 視察養殖區時呼籲, 被問到時則回應
_SUFFERS = re.compile("[遭被]")
_MOODS = frozenset(("predict", "consider", "hope"))  # nobody suffers these: 這讓民眾判斷
_OF_MATTERS = frozenset("的之")
_WHERE = frozenset("在於")


class Subjects:
    """Finds the subjects of one reading's cues."""

    def __init__(self, text: str, lists: WordLists, phrases: Phrases) -> None:
        self.text, self.lists, self.phrases = text, lists, phrases

    def told_of(self, hit: Hit, clause: int, marked: bool) -> Phrase | None:
        """Who speaks with a name in what another is asked about (對於孫大千批評初選不公，, 球團|對於|林大同|重申「…」) or asks without one: 對於外界質疑，…？"""
        opens = self.text.startswith(FACING, clause + (self.text[clause] == " "))
        if not opens and hit.word.strength == "weak":
            return None
        last = self.phrases.last_in(clause, hit.start)
        if last is None or not (opens or self._is_spoken_of(last, clause, hit.start)):
            return None
        named = last.entity is not None or (marked and hit.word.kind == "question")
        return last if named and self.phrases.beside(last, hit.start) else None

    def _is_spoken_of(self, name: Phrase, clause: int, cue: int) -> bool:
        """True for a name right after 對於 or 針對 that no 的 puts off from the cue: not 針對海東國在談判裡的分量表示."""
        if name.entity is None or not self.text.endswith(ABOUT, clause, name.start):
            return False
        return _OF_MATTERS.isdisjoint(self.text[name.end : cue])

    def earlier(self, clause: int, paragraph: Paragraph) -> Phrase | None:
        """Whom an earlier clause of the sentence opens with: 研究團隊調查了十個國家，發現…"""
        for start, end in paragraph.clauses_before(clause):
            phrase = self.phrases.opens(start, end)
            if phrase is not None:
                return phrase
        return None

    def subject(self, clause: int, hit: Hit, marked: bool) -> Phrase | None:
        """Whose cue ``hit`` is in its clause, None where nobody is named there: a known phrase, else words nobody knows. ``marked``: a mark follows."""
        phrases, cue = self.phrases, hit.start
        told_of = self.told_of(hit, clause, marked)
        if told_of is not None:
            return told_of
        if self._only_publishes(clause, cue, hit.end):
            return None
        hard = (marked or hit.word.strength == "strong") and hit.word.kind not in _MOODS
        passive = hard or _SUFFERS.search(self.text, near(clause, cue), cue) is not None
        said_by = phrases.in_cue(cue, hit.end)
        if said_by is not None and self.text[cue - 1] in _WHERE:  # 林大同在|貼文表示
            said_by, cue = None, cue - 1
        phrase = phrases.subject_of(clause, cue, passive) or said_by or phrases.surname(clause, cue)
        if phrase is None and hit.word.speakers:
            phrase = phrases.paper(clause, cue)
        if phrase is None and marked and hit.word.strength != "weak":
            phrase = phrases.strangers.unknown(clause, cue)
            if phrase is None and hit.word.text.endswith(self.lists.unmistakable) and not self.bare_or_occasion(clause, cue):
                phrase = phrases.strangers.last_words(clause, cue)
        elif phrase is None and (hit.word.kind in _VOICED or hit.word.strength == "medium"):
            phrase = phrases.strangers.known_by_kind(clause, cue, hit.word.text not in self.lists.nounlike)
        return phrase or phrases.paper(clause, cue)

    def supported(self, cue: Cue, phrase: Phrase | None, clause: int, at: int, marked: bool, before: Quote | None) -> bool:
        """Does the cue's strength bear what stands around it?"""
        if phrase is None:
            return not cue.speakers and self._bears_alone(cue, clause, at, marked, before)
        if not self.fits(cue, phrase) or (cue.not_by and self.phrases.is_named(phrase, cue.not_by)):
            return False
        if cue.kind == "announce" and not marked and self.lists.ahead.search(self.text, phrase.end, at) is not None:
            return False
        on_paper = phrase.noun is not None and phrase.noun.kind == "document"
        beside = self.phrases.beside(phrase, at)
        if not beside and cue.text in self.lists.nounlike and self._reads_as_noun(cue, at, marked):
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

    def _reads_as_noun(self, cue: Cue, at: int, marked: bool) -> bool:
        """False for a cue after what somebody has done (視察時|呼籲) and before a mark and the person it is said to (製圖|諷刺|林大同，「…」)."""
        if self.text[at - 1] in _WHEN_DONE:
            return False
        somebody = self.phrases.starting_at(at + len(cue.text)) if marked else None
        return somebody is None or somebody.entity is None or not somebody.person

    def _bears_alone(self, cue: Cue, clause: int, at: int, marked: bool, before: Quote | None) -> bool:
        """The same where its subject is dropped."""
        if cue.strength == "weak" and not (cue.kind == "urge" and self._is_urged_on(clause, at)):
            return False
        if marked and self.text.endswith(ADDING, clause, at) and self.text[at + len(cue.text)] in OPENERS:
            return True
        if cue.strength == "strong" and self._bare_in_place(clause, at):
            return True
        if cue.strength != "weak" and self._only_publishes(clause, at, at + len(cue.text)):
            return True
        return before is not None or self.bare(clause, at) or (marked and cue.strength == "strong" and self._occasion(clause, at))

    def _is_urged_on(self, clause: int, at: int) -> bool:
        """True where a weak cue of urging goes on with what its speaker does or says: 並要求, 召開記者會，要求."""
        return self.text.startswith(ADDING, clause) or (clause == at and self.text.endswith(self.lists.stages, 0, clause - 1))

    @staticmethod
    def fits(cue: Cue, phrase: Phrase) -> bool:
        """Papers state and report, but neither promise nor feel; some cues want speakers of a kind."""
        if not cue.speakers:
            if cue.kind == "question" and phrase.noun is not None and phrase.noun.kind == "media":
                return False
            return phrase.noun is None or phrase.noun.kind != "document" or cue.kind in _ON_PAPER
        return "name" in cue.speakers if phrase.noun is None else phrase.noun.kind in cue.speakers

    def bare_or_occasion(self, clause: int, end: int) -> bool:
        """True where the clause ``clause..end`` holds no subject of its own: connectives, days, occasions."""
        return self.bare(clause, end) or self._occasion(clause, end)

    def _occasion(self, clause: int, cue: int) -> bool:
        """True where the words before a cue are only its occasion: 在記者會上, 受訪時."""
        if self.text.startswith(self.lists.occasions, clause):
            return True
        return self.text.endswith(("時", "後", "上", "中", "裡", "內"), clause, cue)

    def bare(self, clause: int, cue: int) -> bool:
        """True where nothing but connectives, adverbs and days stands between the clause's start and the cue: the subject is dropped."""
        at = self.lists.after_opening(self.text, clause, cue)
        return at == cue or (cue - at <= BESIDE and self.lists.are_manners[self.text[at:cue]])

    def _bare_in_place(self, clause: int, cue: int) -> bool:
        """The same where a place or an occasion stands before the cue too: 更在直播間中痛批."""
        at = self.lists.after_opening(self.text, clause, cue)
        return cue - at <= BESIDE and self.lists.are_adverbs[self.text[at:cue]]

    def _only_publishes(self, clause: int, cue: int, end: int) -> bool:
        """True where all that stands before a cue is that a paper was published, by who is named elsewhere: 並|發布新聞稿|表示, 隨後|發表聲明|強調."""
        paper = self.phrases.ending_at(clause, cue) or self.phrases.in_cue(cue, end)
        if paper is None or paper.noun is None or paper.noun.kind != "document":
            return False
        at = self.lists.after_opening(self.text, clause, cue)
        published = self.lists.publishing.match(self.text, at, cue) if at <= paper.start else None
        return published is not None and "的" not in published[0]
