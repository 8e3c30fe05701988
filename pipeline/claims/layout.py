"""How a paragraph is laid out: its quotations by nesting, and where its clauses and sentences end outside of them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.document import Role
from pipeline.span import Span
from pipeline.values import immutable

_QUOTE_MARK = re.compile('「|」|『|』|“|”|"')  # as alternatives these are found in half the time of a set
_CLAUSE_MARK = re.compile("，|。|！|？|；")
_COLON = re.compile(":")
_HEAD_MARK = re.compile(r"[: ︱｜│|]")  # what may part the clauses of titles and headings too
_CLOSES = {"」": "「", "』": "『", "”": "“"}
_SENTENCE_END = "。！？"  # of three, one is found sooner in a string than in a set
_SAID_END = _SENTENCE_END + "."  # the last character of a statement in quotation marks: 「Thank you.」
_BEFORE_WORDS = "，:"
_BEFORE_STATEMENT = frozenset("，。！？；:、」")
# After a quotation that is no statement of its own: 以「要不要換工作？」為題.
_NAMED_BY = ("為題", "為由", "為名", "為標題", "一文", "一詞", "一事", "貼文", "文章", "字樣", "標語", "口號", "等", "的")
GOES_ON = ("接著", "還說", "又說", "並說", "也說")  # 說「這是我的車」|接著又說
# At the head of a line that lost its breaks: a byline, after whose blank the article begins: 記者林大同/台北報導 |經濟部今天….
_BYLINE = re.compile(r"[^，。！？；:「\n]{0,20}(?:記者|中心)[^，。！？；:「\n/]{0,12}/[^，。！？；:「\n /]{1,8}報導 ")
_HEADS = frozenset(("title", "heading"))
_FEW = 4
_CLAUSES = 64  # of one sentence that are looked back at: thousands without a stop must not cost their square
_BRACKET = 80  # code points that an aside in brackets may take
_HAN_GAP = re.compile(r"[\u3400-\u9fff」”] [\u3400-\u9fff「“]")
_WORD = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]+ [A-Za-z]+ [A-Za-z]+")
_HAN = re.compile(r"[\u4e00-\u9fff].*?[\u4e00-\u9fff].*?[\u4e00-\u9fff]")
_STATEMENT = re.compile(
    r"[，。！？,!?~…]|\.\.\.|[我你妳您咱][們的]?|[了吧啊呢嗎喔啦呀耶哦喲]$|自己|不能|不要|不會|沒有|一定要|真的|應該|希望"
)


@immutable
class Quote:
    """A quotation with its marks; ``inner`` leaves them out. ``closed`` is False where the closing mark is missing."""

    start: int
    end: int
    closed: bool
    mark: str
    inner: Span
    opened: bool = True  # False for the part of a quotation that was opened in a line above


@immutable
class Paragraph:
    """One line of the reading. ``breaks`` are the offsets after which a clause begins, ``ends`` those after which a sentence does."""

    text: str  # of the whole reading: all offsets are the reading's
    start: int
    end: int
    role: Role
    quotes: tuple[Quote, ...]
    opens: list[int]  # where the quotations begin
    breaks: list[int]
    ends: list[int]

    def clause_start(self, at: int) -> int:
        """Where the clause that holds ``at`` begins."""
        index = bisect_right(self.breaks, at) - 1
        return self.breaks[index] if index >= 0 else self.start

    def clause_end(self, at: int) -> int:
        """Where the next clause after ``at`` begins, or the paragraph's end."""
        index = bisect_right(self.breaks, at)
        return self.breaks[index] if index < len(self.breaks) else self.end

    def sentence_start(self, at: int) -> int:
        """Where the sentence that holds ``at`` begins."""
        index = bisect_right(self.ends, at) - 1
        return self.ends[index] if index >= 0 else self.start

    def sentence_end(self, at: int) -> int:
        """Where the next sentence after ``at`` begins, or the paragraph's end."""
        index = bisect_right(self.ends, at)
        return self.ends[index] if index < len(self.ends) else self.end

    def sentences_after(self, at: int) -> int:
        """How many sentences end after ``at``, 4 for any more."""
        return min(len(self.ends) - bisect_right(self.ends, at), _FEW)

    def quote_at(self, at: int) -> Quote | None:
        """The quotation that holds ``at`` (its marks included)."""
        index = bisect_right(self.opens, at) - 1
        if index >= 0 and at < self.quotes[index].end:
            return self.quotes[index]
        return None

    def quotes_in(self, start: int, end: int) -> tuple[Quote, ...]:
        """Quotations that begin in ``start..end``."""
        return self.quotes[bisect_left(self.opens, start) : bisect_left(self.opens, end)]

    def first_quote_in(self, start: int, end: int) -> Quote | None:
        """The first quotation that begins in ``start..end``."""
        index = bisect_left(self.opens, start)
        return self.quotes[index] if index < len(self.quotes) and self.opens[index] < end else None

    def clauses_before(self, at: int) -> list[tuple[int, int]]:
        """The clauses of the same sentence that end at or before ``at``, nearest first; of a sentence without end the last ones only."""
        sentence, high = self.sentence_start(at), bisect_right(self.breaks, at)
        low = bisect_left(self.breaks, sentence)
        starts = [sentence, *self.breaks[low:high]] if high - low <= _CLAUSES else self.breaks[high - _CLAUSES : high]
        pairs = [(a, b) for a, b in pairwise(starts) if b > a]
        return pairs[::-1]


def says_something(text: str, quote: Quote) -> bool:
    """False where a quotation holds no word of Chinese: numbers, addresses, foreign titles."""
    return _WORD.search(text, *quote.inner) is not None


def is_statement(text: str, quote: Quote) -> bool:
    """True where a quotation reads as something said rather than a name, a term or a title: a clause mark, a person, a final particle."""
    start, end = quote.inner
    if end - start < 3 or _HAN.search(text, start, end) is None:
        return False
    return end - start >= 14 or sounds_said(text, quote)


def sounds_said(text: str, quote: Quote) -> bool:
    """True where a quotation holds a clause mark, a person, a final particle or what else is said rather than written on a cover."""
    return _STATEMENT.search(text, *quote.inner) is not None


def stands_apart(text: str, quote: Quote, start: int) -> bool:
    """True where a statement in quotation marks is a clause of its own, so that a clause begins after it."""
    if text.startswith(GOES_ON, quote.end):
        return True
    before = quote.start - 1
    if not is_statement(text, quote):
        said = quote.inner[1] - quote.inner[0] > 2 and text[quote.inner[1] - 1] in _SAID_END
        return said and before > start and text[before] in _BEFORE_WORDS  # 他說，「沒有！」
    while before > start and text[before] == " ":
        before -= 1
    if before < start or text[before] in _BEFORE_STATEMENT:
        return True
    return text[quote.inner[1] - 1] in _SAID_END and not text.startswith(_NAMED_BY, quote.end)


def lay_out(text: str, start: int, end: int, role: Role, open_until: int = 0) -> Paragraph:
    """The layout of the line ``start..end`` of a reading's text. Up to ``open_until`` it is in a quotation opened above."""
    reach = min(end, open_until)
    quotes = _quotes(text, [(m.start(), m[0]) for m in _QUOTE_MARK.finditer(text, max(start, reach), end)], end)
    apart = [q for q in quotes if stands_apart(text, q, start)]
    if start < reach:
        quotes = (_carried_on(start, reach, open_until <= end), *quotes)
    plain = list(_plain(text, start, end, quotes)) if quotes or text.find("（", start, end) >= 0 else [(start, end)]
    breaks = [m.end() for low, high in plain for m in _CLAUSE_MARK.finditer(text, low, high)]
    ends = [at for at in breaks if text[at - 1] in _SENTENCE_END]
    if role in _HEADS:
        breaks += [m.end() for low, high in plain for m in _HEAD_MARK.finditer(text, low, high) if _divides(text, m.start())]
    elif (colon := text.find(":", start, end)) >= 0:
        breaks += [m.end() for low, high in plain if high > colon for m in _COLON.finditer(text, low, high) if _divides(text, m.start())]
    byline = _BYLINE.match(text, start, end)
    if byline is not None:
        breaks.append(byline.end())
        ends.insert(0, byline.end())
    if apart:
        breaks += [q.end for q in apart]
        ends += [q.end for q in apart if _ends_sentence(text, q)]
        ends.sort()
    breaks.sort()
    return Paragraph(text, start, end, role, quotes, [q.start for q in quotes], breaks, ends)


def _carried_on(start: int, end: int, closed: bool) -> Quote:
    """The part of a quotation that was opened in a line above."""
    return Quote(start, end, closed, "「", (start, end - 1 if closed else end), False)


def _plain(text: str, start: int, end: int, quotes: Sequence[Quote]) -> Iterator[Span]:
    """The stretches of a line outside of its quotations and of brackets that are closed soon."""
    at = start
    apart = [(q.start, q.end) for q in quotes]
    apart.append((end, end))
    for quote_start, quote_end in apart:
        bracket = text.find("（", at, quote_start)
        while bracket >= 0:
            closing = text.find("）", bracket, min(end, bracket + _BRACKET))
            if closing >= 0:
                yield at, bracket
                at = closing + 1
            bracket = text.find("（", max(at, bracket + 1), quote_start)
        if at < quote_start:
            yield at, quote_start
        at = max(at, quote_end)


def _divides(text: str, at: int) -> bool:
    """True where a mark ends a clause: no colon after a digit (10:30), a blank only between Chinese words."""
    if text[at] == ":":
        return not text[at - 1 : at].isdigit()
    return text[at] != " " or _HAN_GAP.match(text, at - 1) is not None


def _ends_sentence(text: str, quote: Quote) -> bool:
    """True for a statement in quotation marks after which a sentence begins."""
    return text[quote.inner[1] - 1] in _SAID_END and not text.startswith(("，", "、"), quote.end)


_SENTENCE_MARK = re.compile("[。！？]")
_CLOSING = {"「": "」", "“": "”"}  # of those that may run over several lines
_BELOW = 1200  # code points in which a quotation over several lines must be closed


def closing_below(paragraph: Paragraph) -> int:
    """Where the quotation that a line leaves open is closed in a later line, its mark included; 0 where it is not."""
    last = paragraph.quotes[-1] if paragraph.quotes else None
    if last is None or last.closed or last.end != paragraph.end or last.mark not in "「“":
        return 0
    return _closed_below(paragraph.text, last.mark, paragraph.end)


def _closed_below(text: str, mark: str, end: int) -> int:
    """Where the quotation that ``mark`` opens and the line ending at ``end`` leaves open is closed, its mark included; 0 where another opens first."""
    if mark not in _CLOSING:
        return 0
    at = text.find(_CLOSING[mark], end, end + _BELOW)
    again = text.find(mark, end, end + _BELOW)
    return at + 1 if at >= 0 and (again < 0 or at < again) else 0


def _quotes(text: str, marks: Sequence[tuple[int, str]], end: int) -> tuple[Quote, ...]:
    """Outermost quotations by nesting. One left open ends before the next one opens, at a sentence's end if there is one, else at the line's end."""
    out: list[Quote] = []
    number = 0
    while number < len(marks):
        at, char = marks[number]
        if char in _CLOSES:
            number += 1
            continue
        closing = _closing(marks, number)
        if closing is not None:
            inner = at + 1, marks[closing][0]
            if inner[1] - inner[0] > 1 or text[slice(*inner)].strip(_SIGNS):  # none is 「 」 or 「。」, whose words the feed has lost
                out.append(Quote(at, inner[1] + 1, True, char, inner))
            number = closing + 1
            continue
        following = next((marks[k][0] for k in range(number + 1, len(marks)) if marks[k][1] not in _CLOSES), end)
        stop = _open_end(text, at, following, end)
        if stop == at + 1 or text[at + 1 : stop].strip(_SIGNS):  # 「「…」: another opens at once
            out.append(Quote(at, stop, False, char, (at + 1, stop)))
        number += 1
    return tuple(out)


_SIGNS = "。，、！？；: "
_INSIDE = 250  # marks within a quotation at most: thousands left open must not each be looked for to the line's end


def _closing(marks: Sequence[tuple[int, str]], number: int) -> int | None:
    """Index of the mark that closes the quotation opened by mark ``number``."""
    opened = marks[number][1]
    last = min(number + _INSIDE, len(marks))
    if opened == '"':
        return next((i for i in range(number + 1, last) if marks[i][1] == '"'), None)
    depth = 1
    for index in range(number + 1, last):
        char = marks[index][1]
        if char == opened:
            depth += 1
        elif _CLOSES.get(char) == opened:
            depth -= 1
            if depth == 0:
                return index
    return None


def _open_end(text: str, start: int, following: int, end: int) -> int:
    """Where a quotation without a closing mark ends: with its first sentence, before the next one opens, or with the line where it is closed below."""
    if following == end:
        first = _SENTENCE_MARK.search(text, start, end)
        return end if first is None or _closed_below(text, text[start], end) > 0 else first.end()
    last = max(text.rfind(c, start, following) for c in "。！？")
    return last + 1 if last > start else following
