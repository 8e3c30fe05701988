"""Statements without a cue: after a colon in a headline or as somebody's turn, quotations that stand by themselves."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from pipeline.claims.drafts import Draft
from pipeline.claims.frame import ASKS, OPENERS, SEPARATORS
from pipeline.claims.layout import Paragraph, Quote, is_statement
from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import Phrase
from pipeline.claims.resolver import Resolver
from pipeline.claims.speakers import Phrases
from pipeline.claims.statements import quoted
from pipeline.claims.subjects import Subjects
from pipeline.claims.told import Told
from pipeline.mentions import Speaker
from pipeline.text import strip_span

_BOUND = frozenset("，。！？；、:」 \n")
_AFTER = _BOUND | frozenset("「（") - {":", "」"}
_LIST = frozenset(("、", ""))  # between quotations of one list
_NAME_BEFORE_COLON = 20  # code points at a line's head that may be a speaker nobody knows
_VERSUS = ("vs.", "vs")
_PAPER = re.compile(
    r"《([^《》]{2,30})》(?:第[^，。「」]{1,18}[條章節項款])?(?:也|則|更|即)?(?:明文規定|明定|明訂|規定|載明)?$"
)  # the title of a law or paper before what it says
_PAPER_REACH = 44  # code points
_LEAST = 6  # code points in a quotation without a cue
_ANOTHER = re.compile(r"(?<=[。！？!?…])[\u4e00-\u9fff]{2,6}:(?!\d)")  # at a sentence's head: whoever has the next turn


class Uncued:
    """Finds the statements of one reading's paragraphs that have no cue."""

    def __init__(self, text: str, lists: WordLists, phrases: Phrases, subjects: Subjects, resolver: Resolver) -> None:
        self._text, self._lists, self._phrases, self._subjects, self._resolver = text, lists, phrases, subjects, resolver

    def add(self, paragraph: Paragraph, told: Told) -> None:
        """Adds the statements of a paragraph that have no cue to what it has told."""
        if paragraph.role in {"title", "heading"}:
            self._headline(paragraph, told)
        elif self._text.find(":", paragraph.start, paragraph.end) >= 0:
            self._voiced(paragraph, told)
        quotes = paragraph.quotes
        loose = [number for number, quote in enumerate(quotes) if not told.has_used(quote.start)] if quotes else ()
        if loose:
            row_ends = self._row_ends(paragraph)
            for number in loose:
                self._loose(quotes[number], quotes[number - 1] if number else None, row_ends[number], paragraph, told)

    def _headline(self, paragraph: Paragraph, told: Told) -> None:
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

    def _voiced(self, paragraph: Paragraph, told: Told) -> None:
        """person：what is said, as a sentence of a paragraph; up to the next such turn where there are several: 甲：…。…。 乙：…。"""
        turns = list(self._turns(paragraph))
        for number, (clause, colon, phrase) in enumerate(turns):
            if told.has_used(colon) or self._is_listener(clause):
                continue
            speaker = self._resolver.speaker(phrase, paragraph)
            if speaker is not None:
                following = turns[number + 1][0] if number + 1 < len(turns) else 0
                end = self._turn_end(clause, colon, following, paragraph)
                content = strip_span(self._text, colon + 1, end)
                content = content[0], content[1] - (self._text[content[1] - 1] == "。")
                told.drafts.append(Draft(speaker, None, content, "reported", False, True, "claims/colon"))
                told.use(colon, end)

    def _turn_end(self, clause: int, colon: int, following: int, paragraph: Paragraph) -> int:
        """Where the turn ends that ``clause`` opens, ``following`` being where the next known person's begins, 0 where none does."""
        alone = clause == paragraph.start and self._text.find(":", colon + 1, paragraph.end) < 0
        end = max(paragraph.end if alone else paragraph.sentence_end(colon), following)
        another = _ANOTHER.search(self._text, colon + 1, end)
        return end if another is None else another.start()

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
        return self._text.startswith(self._lists.listeners, clause)

    def _loose(self, quote: Quote, before: Quote | None, row_end: int, paragraph: Paragraph, told: Told) -> None:
        """A quotation without a cue: after a colon, as a clause of its own, or carried on from the line above.

        None where it, or the row of quotations that ends at ``row_end``, names something.
        """
        if self._lists.row_of_names.match(self._text, row_end) is not None:
            return
        row = before.start if before and self._text[before.end : quote.start].strip() in _LIST else -1
        if row in told.nobodys or self._is_nobodys(quote, paragraph):
            told.nobodys.add(quote.start)
            return
        speaker = told.voices.get(row)
        if speaker is None and is_statement(self._text, quote) and not self._text.endswith(self._lists.objects, *quote.inner):
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
        return cue >= 0 and not self._subjects.bare_or_occasion(paragraph.clause_start(cue), cue)

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
        if self._text.endswith(self._lists.stirs, paragraph.start, colon) and self._commenters(colon, paragraph) is None:
            return True
        if self._text[colon] != ":" and self._text[colon - 1] not in ASKS:
            return False
        if self._text.endswith(self._lists.sayings, paragraph.start, colon):
            return True
        if self._text.endswith(self._lists.comments, paragraph.start, colon) and self._commenters(colon, paragraph) is None:
            return True
        clause = self._text[paragraph.clause_start(colon - 1) : colon].strip()
        return clause.startswith(self._lists.listeners)

    def _before_colon(self, quote: Quote, paragraph: Paragraph) -> Speaker | None:
        """speaker：「…」"""
        colon = quote.start - 1
        if colon <= paragraph.start or self._text[colon] != ":":
            return None
        if self._text.endswith(self._lists.comments, paragraph.start, colon):
            return self._commenters(colon, paragraph)
        clause = paragraph.clause_start(colon - 1)
        paper = _PAPER.search(self._text, max(clause, colon - _PAPER_REACH), colon)
        if paper is not None:
            return Speaker(None, paper[1], *paper.span(1))
        if self._text[clause:colon].strip("# ") in self._lists.answers:
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

    def _beside(self, quote: Quote, paragraph: Paragraph, told: Told) -> Speaker | None:
        """The speaker of a quotation that stands as a clause of its own, or None where it does not."""
        if not quote.opened:
            return self._resolver.last
        before = self._text[quote.start - 1] if quote.start > paragraph.start else "\n"
        after = self._text[quote.end] if quote.end < paragraph.end else "\n"
        if after not in _AFTER or before not in _BOUND or quote.end - quote.start < _LEAST + 2:
            return None
        crowd = self.drawn(paragraph.clause_start(quote.start - 1), quote.start, paragraph)
        if crowd is not None:
            return crowd
        if told.speakers and paragraph.sentence_start(quote.start) <= told.speakers[-1][0] < quote.start:
            return told.speakers[-1][1]
        known = self.leading_up(quote, paragraph, told)
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

    def drawn(self, start: int, end: int, paragraph: Paragraph) -> Speaker | None:
        """The many whom something draws in ``start..end``, whose comments follow: 引來|不少網友|回應，「…」."""
        drawn = self._lists.drawing.search(self._text, start, end)
        if drawn is None:
            return None
        phrase = next(iter(self._phrases.within(drawn.end(), end)), None)
        return self._resolver.speaker(phrase, paragraph, phrase.start) if phrase is not None and self._is_crowd(phrase) else None

    def _is_crowd(self, phrase: Phrase) -> bool:
        """True for the many who comment: 網友, 大批鄉民; not 政府."""
        return phrase.noun is not None and phrase.noun.kind == "people" and phrase.noun.text.endswith(self._lists.collective)

    def leading_up(self, quote: Quote, paragraph: Paragraph, told: Told) -> Speaker | None:
        """Who opens the clauses of a sentence that lead up to a quotation."""
        for start, end in [(paragraph.clause_start(quote.start), quote.start), *paragraph.clauses_before(quote.start)]:
            phrase = self._phrases.opens(start, end)
            if phrase is not None and (phrase.person or self._may_speak(phrase, end, told)):
                return self._resolver.speaker(phrase, paragraph)
        return None

    def _may_speak(self, phrase: Phrase, end: int, told: Told) -> bool:
        """True for a body whose clause, up to ``end``, answers or makes something known, or where nobody has spoken in the paragraph; no paper does."""
        if phrase.noun is not None and phrase.noun.kind == "document":
            return False
        return not told.speakers or self._lists.on_stage.search(self._text, phrase.end, end) is not None
