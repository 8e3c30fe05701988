"""Claims: who said what. Cues first, by one automaton pass; only around them is anything looked at."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.claims.layout import Paragraph, Quote, is_statement, lay_out, stands_apart
from pipeline.claims.speakers import Phrase, Phrases, Resolver
from pipeline.claims.words import Cue, Hit, WordLists, Words
from pipeline.document import Reading, Tokens
from pipeline.lexicon import Lexicons
from pipeline.mentions import Certainty, Claim, DateMention, Entity, Form, Polarity, Speaker
from pipeline.span import Span
from pipeline.text import strip_span

_SEPARATORS = "，,:"
_ADDRESSING = frozenset(("reveal", "urge", "criticise", "question", "respond", "exclaim"))
_LINKS = frozenset(("為", "是", "成", "說", "道", "著", "了", "到"))
_OPENERS = "「『“\""
_TRIM = "，、；。,: "


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue at work: its clause, its speaker, where what is said begins."""

    hit: Hit[Cue]
    clause: int  # where the clause that introduces the statement begins
    phrase: Phrase | None  # the subject found, None where it is dropped
    own: bool  # the subject stands in the cue's own clause
    marked: bool  # a mark (，：「) follows the cue
    content: int  # where the content begins, marks included
    before: Quote | None  # a quotation directly before the clause
    source: int = 0  # where the source's phrase may begin, where a word such as 據 stands before it


class ClaimFinder:
    """Finds the claims of a reading under fixed lexicons. Immutable after it is made; safe in any thread."""

    def __init__(self, lexicons: Lexicons, *, assertions: bool = True) -> None:
        self._words = Words(lexicons)
        self._lists = WordLists(lexicons)
        self._assertions = assertions

    def find(
        self, reading: Reading, tokens: Tokens, dates: Sequence[DateMention], entities: Sequence[Entity]
    ) -> tuple[Claim, ...]:
        """The claims of a reading, by the start of their content. ``dates`` and ``entities`` in text order; claims index into them."""
        cues, nouns = self._words.find(reading.text, tokens)
        starts = [c.start for c in cues]
        run = _Run(self._lists, reading, dates, entities, Phrases(reading.text, entities, nouns, starts, self._lists))
        found: list[Draft] = []
        for paragraph in _paragraphs(reading):
            here = cues[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)]
            found += run.paragraph(paragraph, here)
        return tuple(_finished(found, reading, dates, entities, self._lists))


def _paragraphs(reading: Reading) -> Iterator[Paragraph]:
    for block in reading.blocks:
        if block.role == "byline":
            continue
        at = block.start
        while at < block.end:
            stop = reading.text.find("\n", at, block.end)
            stop = block.end if stop < 0 else stop
            if stop > at:
                yield lay_out(reading.text, at, stop, block.role)
            at = stop + 1


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before its dates, entities and certainty are looked up."""

    speaker: Speaker
    cue: Span | None
    content: Span
    form: Form
    negated: bool
    closed: bool
    rule: str
    via: str | None = None


class _Run:
    """One document: its text, its phrases and who spoke last."""

    def __init__(
        self, lists: WordLists, reading: Reading, dates: Sequence[DateMention], entities: Sequence[Entity], phrases: Phrases
    ) -> None:
        self.text, self.lists, self.phrases, self.entities = reading.text, lists, phrases, entities
        self.days = [d.start for d in dates if d.precision in {"day", "minute", "hour"}]
        self.resolver = Resolver(reading.text, entities, lists)

    def paragraph(self, paragraph: Paragraph, cues: Sequence[Hit[Cue]]) -> list[Draft]:
        """The claims of one paragraph."""
        frames, stops = self._frames(paragraph, cues)
        drafts: list[Draft] = []
        used: list[Span] = []
        via: str | None = None
        index = 0
        if not frames and not paragraph.quotes and ":" not in self.text[paragraph.start : paragraph.end]:
            return drafts
        speakers: list[tuple[int, Speaker]] = []
        running: Speaker | None = None
        while index < len(frames):
            frame = frames[index]
            index += 1
            speaker = self._speaker(frame, paragraph, running)
            if speaker is None:
                continue
            following = next((f for f in frames[index:] if self._opens_anew(frame, f, paragraph)), None)
            while index < len(frames) and frames[index] is not following and (following is None or frames[index].hit.start < following.hit.start):
                if not self._same_sentence(frame, frames[index], paragraph):
                    break
                index += 1
            if frame.before is not None:
                drafts.append(self._quoted(speaker, frame.hit, frame.before))
                used.append((frame.before.start, frame.before.end))
            limit = self._limit(frame, following, stops, paragraph)
            nested = following is not None and frame.hit.word.kind in {"report", "source"} and self._passes_on(frame, following, paragraph)
            if nested:
                via = speaker.name
                running = speaker
                self.resolver.remember(speaker)
                continue
            made = self._statement(frame, speaker, limit, paragraph)
            drafts += [replace(d, via=via) for d in made]
            via = None
            used += [(frame.content, max([d.content[1] + 1 for d in made], default=frame.content))]
            if made or frame.before is not None:
                running = speaker
                self.resolver.told = max([frame.hit.end, *(d.content[1] for d in made)])
                speakers.append((frame.hit.start, speaker))
                self.resolver.remember(speaker)
        drafts += self._uncued(paragraph, used, speakers, stops)
        return drafts

    # frames -----------------------------------------------------------------------------------------------------------

    def _frames(self, paragraph: Paragraph, cues: Sequence[Hit[Cue]]) -> tuple[list[Frame], list[int]]:
        frames: list[Frame] = []
        stops: list[int] = []
        skip_until = paragraph.start
        for number, hit in enumerate(cues):
            if hit.start < skip_until:
                continue
            quote = paragraph.quote_at(hit.start)
            if quote is not None:
                if is_statement(self.text, quote):
                    skip_until = quote.end
                continue
            clause = paragraph.clause_start(hit.start)
            if hit.word.kind == "stop":
                stops.append(clause)
                continue
            if hit.word.side == "after":
                frame = self._source_frame(hit, cues[number + 1 :], paragraph)
                if frame is not None:
                    frames.append(frame)
                    skip_until = frame.content
                continue
            frame = self._frame(hit, clause, paragraph)
            if frame is not None:
                if frames and self._led_up_to(frames[-1], frame):
                    frames[-1] = replace(frame, phrase=frames[-1].phrase or frame.phrase, own=frames[-1].own)
                else:
                    frames.append(frame)
                skip_until = hit.end
        return frames, stops

    def _led_up_to(self, first: Frame, second: Frame) -> bool:
        """True where one cue only leads up to the next: 發表聲明表示，, 談到此事時認為，."""
        if first.clause != second.clause or first.marked or not second.marked:
            return False
        between = self.text[first.hit.end : second.hit.start]
        return len(between) <= 3 or between.endswith(("時", "後", "並", "也", "還", "則"))

    def _frame(self, hit: Hit[Cue], clause: int, paragraph: Paragraph) -> Frame | None:
        cue = hit.word
        before = self._quote_before(clause, hit.start, paragraph)
        content = self._past_marks(self._object_end(hit, paragraph), paragraph)
        following = self.text[hit.end] if hit.end < paragraph.end else "\n"
        marked = following in _SEPARATORS or (content < paragraph.end and self.text[content] in _OPENERS)
        if before is None and (content >= paragraph.end or following in "。；！？、」』”） \n"):
            return None
        if cue.takes == "quotation" and before is None and not marked:
            return None
        if self.text.endswith(self.lists.denials if marked else self.lists.nominal, clause, hit.start):
            return None
        phrase = self._subject(clause, hit, marked)
        if not self._supported(cue, phrase, clause, hit.start, marked, before):
            return None
        return Frame(hit, clause, phrase, phrase is not None, marked, content, before)

    def _subject(self, clause: int, hit: Hit[Cue], marked: bool) -> Phrase | None:
        phrases, cue = self.phrases, hit.start
        phrase = phrases.subject_of(clause, cue) or phrases.in_cue(cue, hit.end) or phrases.surname(clause, cue)
        if phrase is None and marked:
            phrase = phrases.agent_of(clause, cue) or (phrases.unknown(clause, cue) if hit.word.strength == "strong" else None)
        return phrase

    def _past_marks(self, at: int, paragraph: Paragraph) -> int:
        while at < paragraph.end and self.text[at] in "，,: ":
            at += 1
        return at

    def _object_end(self, hit: Hit[Cue], paragraph: Paragraph) -> int:
        """Past the document made known (公布最新報告，…) or the one spoken to (嗆調查官「…」, 告訴記者：「…」); else the cue's end."""
        at = hit.end
        if hit.word.kind == "announce":
            end = paragraph.clause_end(at) - 1
            phrase = self.phrases.ending_at(at, end)
            return end if phrase is not None and phrase.noun is not None and phrase.noun.kind == "document" else at
        if hit.word.kind in _ADDRESSING:
            end = paragraph.clause_end(at) - 1
            phrase = self.phrases.ending_at(at, end) if end - at <= 10 and self.text[end] in _SEPARATORS else None
            if phrase is not None and phrase.start == at:
                return end
        quote = next(iter(paragraph.quotes_in(at, min(at + 12, paragraph.end))), None)
        if quote is None or quote.start == at or not is_statement(self.text, quote):
            return at
        if self.text[at : quote.start] in _LINKS:
            return quote.start
        end = quote.start
        while end > at and self.text[end - 1] in "，,: ":
            end -= 1
        return quote.start if self.phrases.ending_at(at, end) is not None else at

    def _supported(self, cue: Cue, phrase: Phrase | None, clause: int, at: int, marked: bool, before: Quote | None) -> bool:
        """Does the cue's strength bear what stands around it?"""
        if phrase is None:
            if cue.strength == "weak" or cue.speakers:
                return False
            return before is not None or (marked and cue.strength == "strong") or self._bare(clause, at)
        if cue.speakers and not self._fits(cue, phrase):
            return False
        beside = self.phrases.beside(phrase, at)
        if cue.strength == "weak":
            return beside
        if cue.strength == "strong" or beside:
            return True
        return (marked or at - phrase.end <= 8) and "的" not in self.text[phrase.end : at - 1]

    @staticmethod
    def _fits(cue: Cue, phrase: Phrase) -> bool:
        return "name" in cue.speakers if phrase.noun is None else phrase.noun.kind in cue.speakers

    def _bare(self, clause: int, cue: int) -> bool:
        """True where nothing but connectives, adverbs and days stands between the clause's start and the cue: the subject is dropped."""
        opening = self.lists.openings.match(self.text, clause, cue)
        at = opening.end() if opening else clause
        return self.lists.adverbs.fullmatch(self.text, at, cue) is not None

    def _quote_before(self, clause: int, cue: int, paragraph: Paragraph) -> Quote | None:
        """The statement in quotation marks that a clause comes after: 「…」她說, 「…」，她說."""
        if cue - clause > 24:
            return None
        at = clause
        while at > paragraph.start and self.text[at - 1] in "，, ":
            at -= 1
        quote = paragraph.quote_at(at - 1) if at > paragraph.start else None
        return quote if quote is not None and quote.end == at and stands_apart(self.text, quote, paragraph.start) else None

    def _source_frame(self, hit: Hit[Cue], later: Sequence[Hit[Cue]], paragraph: Paragraph) -> Frame | None:
        """據…報導, 根據…的研究: the source stands between the cue and the end of its clause."""
        end = min(paragraph.clause_end(hit.start), paragraph.end)
        verb = next((c for c in later if c.start < end and c.word.side == "before" and c.word.kind != "stop"), None)
        phrases = self.phrases.within(hit.end, verb.end if verb else end)
        phrases = [p for p in phrases if p.noun is None or p.noun.kind != "pronoun"]
        inside = self.phrases.in_cue(verb.start, verb.end) if verb else None
        head = next((p for p in phrases if p.entity is not None), phrases[0] if phrases else inside)
        if head is None:
            return None
        cue = verb or hit
        content = cue.end if verb else end
        if not verb and (self.text[end - 1] not in "，,:" or not head.end == end - 1 or hit.word.text not in {"據", "根據"}):
            return None
        content = self._past_marks(content, paragraph)
        return Frame(cue, paragraph.clause_start(hit.start), head, True, True, content, None, hit.end)

    # speakers ---------------------------------------------------------------------------------------------------------

    def _speaker(self, frame: Frame, paragraph: Paragraph, running: Speaker | None) -> Speaker | None:
        if frame.phrase is not None:
            return self.resolver.speaker(frame.phrase, paragraph, frame.source)
        if running is not None and paragraph.sentence_start(frame.clause) <= running.start:
            return running
        for start, end in paragraph.clauses_before(frame.clause):
            if running is not None and start < running.end:
                break
            phrase = self.phrases.opens(start, end)
            if phrase is not None and paragraph.quote_at(phrase.start) is None:
                return self.resolver.speaker(phrase, paragraph)
        if running is not None and frame.hit.word.strength == "strong":
            return running
        return self.resolver.last if frame.hit.word.strength == "strong" or frame.before is not None else None

    # content ----------------------------------------------------------------------------------------------------------

    def _same_sentence(self, first: Frame, second: Frame, paragraph: Paragraph) -> bool:
        return paragraph.sentence_end(first.hit.end) > second.hit.start

    def _opens_anew(self, frame: Frame, later: Frame, paragraph: Paragraph) -> bool:
        """Does a later cue begin a statement of its own, or stand inside what is being said?"""
        if later.hit.start < frame.content:
            return False
        if later.clause < frame.content and not (frame.hit.word.kind in {"report", "source"}):
            return False
        if not self._same_sentence(frame, later, paragraph) or later.before is not None:
            return True
        if later.marked or frame.hit.word.kind in {"report", "source"}:
            return True
        if later.phrase is None:
            return later.hit.word.kind not in {"predict", "consider"} or not self.lists.openings.match(self.text, later.clause, later.hit.start)[0] == ""
        if later.hit.word.strength == "weak":
            return self.text.startswith(("但", "而", "不過", "也"), later.clause)
        return self.text[later.clause - 1] in "；」" or self.text.startswith(("但", "而", "不過", "也", "另"), later.clause)

    def _passes_on(self, frame: Frame, later: Frame, paragraph: Paragraph) -> bool:
        """A report whose first sentence is another's statement only passes it on."""
        return self._same_sentence(frame, later, paragraph) and later.phrase is not None and later.hit.start - frame.content <= 40

    def _limit(self, frame: Frame, following: Frame | None, stops: Sequence[int], paragraph: Paragraph) -> int:
        """Where the statement must have ended: the clause of the next one, or of what stops it."""
        limit = paragraph.end
        if following is not None:
            limit = following.before.start if following.before is not None else following.clause
        at = bisect_right(stops, frame.content)
        return min(limit, stops[at]) if at < len(stops) else limit

    def _statement(self, frame: Frame, speaker: Speaker, limit: int, paragraph: Paragraph) -> list[Draft]:
        """The claims that follow a cue: a quotation, several in a row, or reported words."""
        if frame.content >= limit:
            return []
        quote = paragraph.quote_at(frame.content)
        if quote is not None and quote.start == frame.content and self._stands_alone(quote, limit, paragraph):
            return [self._quoted(speaker, frame.hit, q) for q in self._row_of_quotes(quote, limit, paragraph)]
        end = self._reported_end(frame, limit, paragraph)
        content = strip_span(self.text, frame.content, end)
        content = content[0], _trimmed(self.text, *content)
        if content[1] - content[0] < 2:
            return []
        form: Form = "quotation" if self._mostly_quoted(content, paragraph) else "reported"
        return [Draft(speaker, (frame.hit.start, frame.hit.end), content, form, frame.hit.word.polarity == "negated", True, frame.hit.word.rule)]

    def _stands_alone(self, quote: Quote, limit: int, paragraph: Paragraph) -> bool:
        """True where a quotation is the statement and not its first words (「台灣創新板」正式改版)."""
        if self.text[quote.inner[1] - 1] in "。！？":
            return True
        if quote.end >= limit or self.text[quote.end] in "，。！？；、「 ,（:":
            return True
        return is_statement(self.text, quote) and quote.end - quote.start > 14

    def _row_of_quotes(self, quote: Quote, limit: int, paragraph: Paragraph) -> Iterator[Quote]:
        yield quote
        for later in paragraph.quotes_in(quote.end, limit):
            if self.text[quote.end : later.start].strip("、，。；,及和與 "):
                return
            yield later
            quote = later

    def _quoted(self, speaker: Speaker, hit: Hit[Cue] | None, quote: Quote) -> Draft:
        cue = (hit.start, hit.end) if hit else None
        rule = hit.word.rule if hit else "claims/quotation"
        return Draft(speaker, cue, quote.inner, "quotation", False, quote.closed, rule)

    def _mostly_quoted(self, content: Span, paragraph: Paragraph) -> bool:
        inside = sum(q.end - q.start for q in paragraph.quotes_in(*content) if is_statement(self.text, q))
        return inside * 2 > content[1] - content[0]

    def _reported_end(self, frame: Frame, limit: int, paragraph: Paragraph) -> int:
        end = self._clauses_end(frame.content, min(limit, paragraph.sentence_end(frame.content)), paragraph)
        if end < min(limit, paragraph.sentence_end(frame.content)):
            return end
        for _ in range(6):
            if frame.hit.word.strength == "weak" or end >= limit or not self._carries_on(end, min(limit, paragraph.sentence_end(end)), paragraph):
                break
            upto = min(limit, paragraph.sentence_end(end))
            end = self._clauses_end(end, upto, paragraph)
            if end < upto:
                break
        return end

    def _clauses_end(self, start: int, end: int, paragraph: Paragraph) -> int:
        """The end of ``start..end``, or of the clause before one that leaves the statement."""
        low, high = bisect_right(paragraph.breaks, start), bisect_left(paragraph.breaks, end)
        for at in paragraph.breaks[low:high]:
            if self.text.startswith(self.lists.stops, at):
                return at
        return end

    def _carries_on(self, start: int, end: int, paragraph: Paragraph) -> bool:
        """Is the sentence ``start..end``, which has no cue, still the same statement?"""
        if end - start < 4 or self.text[start] in "（ " or self.text.startswith(self.lists.breaks_off, start):
            return False
        if self.text.startswith(self.lists.carries_on, start):
            return True
        if bisect_left(self.days, start) < bisect_left(self.days, paragraph.clause_end(start)):
            return False
        return self.phrases.opens(start, paragraph.clause_end(start)) is None

    # quotations without a cue -----------------------------------------------------------------------------------------

    def _uncued(
        self, paragraph: Paragraph, used: Sequence[Span], speakers: Sequence[tuple[int, Speaker]], stops: Sequence[int]
    ) -> list[Draft]:
        out: list[Draft] = []
        if paragraph.role in {"title", "heading"}:
            out += self._headline(paragraph, used)
        for quote in paragraph.quotes:
            if any(a <= quote.start < b for a, b in used) or not is_statement(self.text, quote):
                continue
            speaker = self._colon_speaker(quote, paragraph) or self._loose_speaker(quote, paragraph, speakers)
            if speaker is None:
                continue
            out.append(self._quoted(speaker, None, quote))
            self.resolver.remember(speaker)
        return out

    def _colon_speaker(self, quote: Quote, paragraph: Paragraph) -> Speaker | None:
        """speaker：「…」"""
        at = quote.start
        if at <= paragraph.start or self.text[at - 1] != ":":
            return None
        clause = paragraph.clause_start(at - 2)
        phrase = self.phrases.ending_at(clause, at - 1) or self.phrases.subject_of(clause, at - 1)
        if phrase is not None:
            return self.resolver.speaker(phrase, paragraph)
        if self.text[at - 2] in "」』”":
            return self.resolver.last
        if clause == paragraph.start and at - 1 - clause <= 20:
            return Speaker(None, self.text[clause : at - 1].strip(), clause, at - 1)
        return None

    def _loose_speaker(self, quote: Quote, paragraph: Paragraph, speakers: Sequence[tuple[int, Speaker]]) -> Speaker | None:
        """The speaker of a quotation that stands as a clause of its own, or None where it does not."""
        before = self.text[quote.start - 1] if quote.start > paragraph.start else "\n"
        after = self.text[quote.end] if quote.end < paragraph.end else "\n"
        length = quote.end - quote.start
        if after not in "，。！？；、\n, 「（" or before not in "，。！？；:、\n,」是為 " or length < 8:
            return None
        for start, end in [(paragraph.clause_start(quote.start), quote.start), *paragraph.clauses_before(quote.start)]:
            phrase = self.phrases.opens(start, end)
            if phrase is not None:
                return self.resolver.speaker(phrase, paragraph)
        at = bisect_right(speakers, quote.start, key=lambda s: s[0]) - 1
        return speakers[at][1] if at >= 0 else self.resolver.last

    def _headline(self, paragraph: Paragraph, used: Sequence[Span]) -> list[Draft]:
        """speaker：what is said, in a title or heading."""
        colon = self.text.find(":", paragraph.start, paragraph.end)
        if colon < 0 or any(a <= colon < b for a, b in used) or (colon + 1 < paragraph.end and self.text[colon + 1] in _OPENERS):
            return []
        phrase = self.phrases.ending_at(paragraph.clause_start(colon - 1), colon)
        if phrase is None or paragraph.end - colon < 5:
            return []
        speaker = self.resolver.speaker(phrase, paragraph)
        content = strip_span(self.text, colon + 1, paragraph.end)
        return [Draft(speaker, None, content, "reported", False, True, "claims/headline")] if speaker else []


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return end


def _finished(
    drafts: Iterable[Draft], reading: Reading, dates: Sequence[DateMention], entities: Sequence[Entity], lists: WordLists
) -> Iterator[Claim]:
    """The claims of drafts: what stands inside their contents looked up, doubles left out."""
    seen: set[Span] = set()
    starts = [d.start for d in dates]
    mentions = sorted((m.start, m.end, index) for index, e in enumerate(entities) for m in e.mentions)
    for draft in sorted(drafts, key=lambda d: d.content):
        if draft.content in seen or draft.content[1] <= draft.content[0]:
            continue
        seen.add(draft.content)
        start, end = draft.content
        inside = tuple(i for i in range(bisect_left(starts, start), bisect_left(starts, end)) if dates[i].end <= end)
        low, high = bisect_left(mentions, (start, 0, 0)), bisect_left(mentions, (end, 0, 0))
        named = tuple(sorted({i for _, stop, i in mentions[low:high] if stop <= end}))
        yield Claim(
            draft.speaker, draft.cue, draft.content, draft.form, _polarity(draft), _certainty(draft, reading.text, lists),
            inside, named, reading.sentence_at(start), draft.rule, draft.via,
        )  # fmt: skip


def _polarity(draft: Draft) -> Polarity:
    return "negated" if draft.negated else "affirmed"


def _certainty(draft: Draft, text: str, lists: WordLists) -> Certainty:
    return "certain" if draft.closed else "probable"
