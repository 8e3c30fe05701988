"""A frame, and the marks and words that those who look for frames share."""

import re

from pipeline.claims.layout import Quote
from pipeline.claims.phrases import Phrase
from pipeline.claims.words import Hit
from pipeline.values import immutable

SEPARATORS = "，:"
ASKS = frozenset("問詢")  # end what asks: 記者追問，, 媒體詢問：
OPENERS = '「『“"'
QUOTED = re.compile(f"[{OPENERS}:]")  # opens what is quoted
ADDRESSING = frozenset(("reveal", "urge", "criticise", "question", "respond", "exclaim"))
SAID = frozenset(("say", "stress", "criticise", "urge", "reveal", "question", "respond"))  # what an act is followed by: 發文，表示
STATING = frozenset(("say", "stress", "respond", "report", "predict", "clarify", "consider"))  # neither urge nor ask
OF = frozenset("的之")
HARD_WORDS = frozenset(("criticise", "question", "exclaim"))
NEAR = 60  # code points before a cue in which what it depends on stands: a clause without a stop has no end
THING = 10  # code points of a thing that is declared
ADDRESSEE = 8  # code points of the one spoken to between two cues: 批評對手說
ADDRESSED_IN_A_ROW = 40  # of several with their titles: 質問甲院長林大同、乙部長王美華「…」
ADDING = ("並", "同時", "也", "還", "亦", "更", "且")
ABOUT = ("對於", "針對")  # open what is spoken of
FACING = (*ABOUT, "面對")  # the same at the head of a clause: 面對議員林大同質疑市府失職，市長說
OWNING_UP = frozenset(("deny", "admit"))
REPORTS = frozenset(("report", "source"))
MOVING = ("讓", "令")
PARTING = frozenset(SEPARATORS + " ")
MARKING = PARTING | frozenset(OPENERS)
CLOSED = frozenset("。；！？、」』”）\n")  # after a cue: nothing is said


@immutable
class Frame:
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


def near(clause: int, cue: int) -> int:
    """Where the words before a cue begin that it may depend on, in its clause: one without a stop would cost a square of time."""
    return max(clause, cue - NEAR)
