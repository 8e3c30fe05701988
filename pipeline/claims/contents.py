"""Where what a cue introduces begins: past its marks, past the paper made known and the one spoken to."""

from pipeline.claims.frame import (
    ADDRESSED_IN_A_ROW,
    ADDRESSEE,
    ADDRESSING,
    OF,
    SEPARATORS,
)
from pipeline.claims.layout import Paragraph, Quote, is_statement
from pipeline.claims.lists import WordLists
from pipeline.claims.speakers import Phrases
from pipeline.claims.words import Hit

_BELOW = 10  # code points between a cue and the colon before what is listed: 說明如下:
_LISTENER = 12  # code points of who is told something
_ADDRESSED = 12  # code points of the one spoken to before a quotation
_TELLING = ("告訴", "告知")
_LINKS = frozenset(("為", "是", "成", "說", "道", "著", "了", "到"))


class Contents:
    """Finds where the contents of one reading's cues begin."""

    def __init__(self, text: str, lists: WordLists, phrases: Phrases) -> None:
        self.text, self.lists, self.phrases = text, lists, phrases

    def start(self, hit: Hit, paragraph: Paragraph) -> int:
        """Where what a cue introduces begins."""
        return self.past_marks(self.object_end(hit, paragraph), paragraph)

    def past_marks(self, at: int, paragraph: Paragraph) -> int:
        """Past the marks and blanks that begin at ``at``."""
        while at < paragraph.end and self.text[at] in "，: ":
            at += 1
        return at

    def _past_addressee(self, hit: Hit, paragraph: Paragraph) -> int:
        """Past the one spoken to, before a mark (告訴記者，) or without one (告訴記者立場不變); else the cue's end."""
        at, end = hit.end, paragraph.clause_end(hit.end) - 1
        if self.text[end] in SEPARATORS and (self.text[at:end] in self.lists.us or self._is_listener(at, end)):
            return end
        if self.is_title(at, end):
            return end
        if not hit.word.text.startswith(_TELLING):
            return at
        told = at + max((len(who) for who in self.lists.us if self.text.startswith(who, at)), default=0)
        return at if self.text[told] in OF else told  # 告訴|她的媽媽

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

    def object_end(self, hit: Hit, paragraph: Paragraph) -> int:
        """Past the document made known (公布最新報告，…) or the one spoken to (嗆調查官「…」, 告訴記者：「…」); else the cue's end."""
        at = hit.end
        if self.text.startswith(self.lists.below, at):
            colon = self.text.find(":", at, at + _BELOW)
            return colon if colon >= 0 else at
        if hit.word.kind == "announce":
            end = paragraph.clause_end(at) - 1
            return end if self.text[end] in SEPARATORS and self._is_document(at, end, paragraph) else at
        if hit.word.kind in ADDRESSING:
            at, end = self._past_addressee(hit, paragraph), paragraph.clause_end(at) - 1
            if at == end:
                return at
        quote = paragraph.first_quote_in(at, at + ADDRESSED_IN_A_ROW) if paragraph.quotes else None
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
        if self.text[end] == ":" and end - at > ADDRESSEE:
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
        end = self.past_gloss(quote.end)
        return end if end < paragraph.end and self.text[end] in SEPARATORS else 0

    def past_gloss(self, at: int) -> int:
        """Past the brackets that begin at ``at``, which gloss a name: 監理站|（EDA）; ``at`` where none do."""
        gloss = self.lists.gloss.match(self.text, at)
        return at if gloss is None else gloss.end()

    def is_title(self, start: int, end: int) -> bool:
        """True where ``start..end`` is the title of a paper and no more."""
        return self.text.startswith("《", start) and self.text.find("》", start, end) == end - 1

    def _is_document(self, start: int, end: int, paragraph: Paragraph) -> bool:
        """True where ``start..end`` names a report or its like, in quotation marks or not."""
        quote = paragraph.quote_at(start)
        if quote is not None and quote.end == end:
            end -= 1
        phrase = self.phrases.ending_at(start, end)
        return phrase is not None and phrase.noun is not None and phrase.noun.kind == "document"
