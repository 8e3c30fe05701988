"""Who does something in a clause: who moves or is moved, retorts, dissents, acts, complains."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import UNCALLED, Phrase
from pipeline.claims.speakers import Phrases
from pipeline.mentions import Entity

_BY = "由"
_MOOD = 6  # code points of a mood with its comma: 感到非常憤怒，


class Actors:
    """Finds who acts in the clauses of one reading."""

    def __init__(self, text: str, entities: Sequence[Entity], lists: WordLists, phrases: Phrases) -> None:
        self._text, self._entities, self._lists, self.phrases = text, entities, lists, phrases

    def quoted_by(self, phrase: Phrase, end: int) -> Phrase | None:
        """Whose words the subject of a clause passes on: 該報引述|美國律師|的警告，."""
        found = self._lists.quoting.search(self._text, phrase.end, end)
        inner = self.phrases.within(found.end(), end) if found is not None else ()
        unquoted = {*UNCALLED, "document"} if phrase.person else UNCALLED  # 林大同引用相關報導，痛批
        return next((p for p in inner if not self.phrases.is_place(p) and (p.noun is None or p.noun.kind not in unquoted)), None)

    def moved(self, start: int, end: int) -> Phrase | None:
        """Whom the words at the end of a clause move, if it says little more of them: 這番話讓|館長|震怒，."""
        found = self._lists.moving.search(self._text, start, end)
        inner = self.phrases.within(found.end(), end) if found is not None else ()
        if found is None or not inner or self.phrases.is_place(inner[0]):
            return None
        if self._text[found.end() : inner[0].start] not in self._lists.quantified:
            return None
        named = inner[0].person and inner[0].entity is not None  # 這讓市長林大同將砲火瞄準中央，
        return replace(inner[0], start=found.end()) if named or 0 < end - inner[0].end <= _MOOD else None

    def speaking_up(self, start: int, end: int) -> Phrase | None:
        """The person with a name who opens a clause and at its end is about to speak: 昨天|林大同|也有出來講，說."""
        if not self._text.endswith(self._lists.speaking_up, start, end - 1):
            return None
        phrase = self.phrases.opens(start, end)
        if phrase is None or phrase.entity is None or not phrase.person or self._text.startswith("、", phrase.end):
            return None
        return phrase

    def retorting(self, start: int, end: int) -> Phrase | None:
        """Who does something with words to the subject of a clause, at its end or saying what it is: 隨即被|水利局|打臉，, 遭|局長|駁斥是抹黑，."""
        found = self._lists.retorts.search(self._text, start, end)
        return self.phrases.agent(start, found.start()) if found is not None else None

    def dissenting(self, start: int, end: int) -> Phrase | None:
        """The person who turns against what was said in a clause that opens so: 不過|市長林大同|很不滿，, 但|方男|否認，."""
        opened = self._lists.turning_against.match(self._text, start, end)
        if opened is None or self._lists.dissents.search(self._text, opened.end(), end - 1) is None:
            return None
        phrase = self.phrases.opens(opened.end(), end)
        return phrase if phrase is not None and phrase.person else None

    def doer(self, start: int, end: int) -> Phrase | None:
        """The person with a name by whom something is done in a clause: 開幕|由|校長林大同|敲鑼，並宣布."""
        if self._text.find(_BY, start, end) < 0:
            return None
        within = self.phrases.within(start, end)
        return next((p for p in within if p.person and p.entity is not None and self._text.startswith(_BY, p.start - 1)), None)

    def acting(self, start: int, end: int) -> Phrase | None:
        """The first person or organization with a name in a clause that nothing governs."""
        phrase = next((p for p in self.phrases.within(start, end) if p.entity is not None and not self.phrases.governed(p, start)), None)
        if phrase is not None and (phrase.person or self._entities[phrase.entity or 0].type == "organization"):
            return phrase
        return None

    def complainer(self, start: int, end: int) -> Phrase | None:
        """Who reported what somebody received: 警方接獲林姓民眾報案，指稱."""
        found = self._lists.complaint.search(self._text, start, end)
        if found is None:
            return None
        known = self.phrases.within(*found.span("who"))
        return known[-1] if known else Phrase(*found.span("who"), None, None, True)

    def received(self, start: int, end: int) -> Phrase | None:
        """The letter that a clause receives, at its end: 局長收到|檢舉函，指稱."""
        letter = self.phrases.ending_at(start, end - 1)
        known = letter is not None and letter.noun is not None and letter.noun.text in self._lists.letters
        return letter if known and self._lists.receivers.search(self._text, start, end) is not None else None
