"""The phrases of a reading that can be a speaker: names, titles joined to them, common nouns; no reporters of a dateline."""

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import replace
from operator import attrgetter
from sys import maxsize

from pipeline.claims.lists import WordLists
from pipeline.claims.words import Noun
from pipeline.mentions import Entity, Name
from pipeline.values import immutable

_LONG_TITLE = 30  # the same before the post itself, where the organization has a long name
GAP = 14  # code points of title between an organization and the person it belongs to: 衛福部|次長|王必勝
OPENS_NAME = frozenset("「《")
UNCALLED = frozenset(("pronoun", "document", "listener"))  # kinds of nouns that no name in quotation marks follows
_PEOPLE_OF = re.compile(r"人(?![民士員質物口工權道類力才選])")  # 台灣人 are not the country
_TONGUE = re.compile("[文語](?![化件書學創資])")  # nor does 波蘭文 speak
_START = attrgetter("start")


@immutable
class Phrase:
    """A phrase that can be a speaker: the entity (index) it names, or the common noun it ends in."""

    start: int
    end: int
    entity: int | None
    noun: Noun | None
    person: bool
    joint: bool = False  # several speakers with one voice: 環保署與衛福部


def find_phrases(
    text: str, entities: Sequence[Entity], names: Sequence[Name], nouns: Sequence[Phrase], cues: Sequence[int], lists: WordLists
) -> list[Phrase]:
    """The phrases of a text in its order: its ``names`` that are no places, and its ``nouns``, joined where they are one. ``cues``: where cues begin."""
    return _joined(text, _named(text, entities, names, cues, lists) + list(nouns), cues, lists)


_REPORTED = re.compile(r"[、 ]?[^，。、「」\n]{0,10}[／/](?!\d)[^，。「」\n]{2,8}報導|報導(?=$|[\n 】）\]〕])", re.M)
_REPORT, _PRESS = "報導", "記者"
COUNTRY, _CAPITAL = "country", "capital"  # the latter stands for its government: 北京聲稱
_OUTLET_END = re.compile(r"[A-Za-z\u4e00-\u9fff》」]")
_BEFORE_IT = frozenset("前外大門")
_CLOSES_CREDIT, _STROKES = frozenset("】〕）]"), frozenset("／/")
_DATELINE_REACH = 24  # code points after a name in which its dateline ends


def reports(text: str, start: int, end: int, lists: WordLists) -> bool:
    """True for a name in a dateline: 〔編譯林大同／綜合報導〕, 生活中心／林大同報導."""
    if _is_reporter(text, start, end, lists):
        return True
    return text.find(_REPORT, end, end + _DATELINE_REACH) >= 0 and _REPORTED.match(text, end) is not None


def _is_reporter(text: str, start: int, end: int, lists: WordLists) -> bool:
    """True for a name right after what opens a dateline, and between a stroke and a closing bracket: 【海東快訊／林大同】."""
    if lists.datelines.end(text, 0, start):
        return True
    return text[start - 1 : start] in _STROKES and text[end : end + 1] in _CLOSES_CREDIT


def _is_of_press(text: str, start: int, end: int, cues: Sequence[int], lists: WordLists) -> bool:
    """True for a reporter by profession, beside a cue: 海東社|記者|林大同認為, EBC記者|福克斯（Fox）|報導，; 記者林大同報導 is a dateline."""
    if not text.endswith(_PRESS, 0, start) or _OUTLET_END.match(text, start - len(_PRESS) - 1) is None:
        return False
    gloss = lists.gloss.match(text, end)
    if gloss is not None:
        end = gloss.end()
    elif text.startswith(_REPORT, end):
        return False
    return not _no_cue(cues, end, end + 1)


def _named(text: str, entities: Sequence[Entity], names: Sequence[Name], cues: Sequence[int], lists: WordLists) -> list[Phrase]:
    """The names that may speak: no places but countries and capitals beside a cue, no reporters of a dateline; who is around a person in its stead:
    朱大同|競選總部."""
    out: list[Phrase] = []
    said = text.find(_REPORT)  # the next 報導
    for start, end, index in names:
        entity, after = entities[index], text[end : end + 1]
        person = entity.type == "person"
        if person:
            others = lists.around.match(text, end) if after in lists.around_heads else None
            if others is not None:
                out.append(Phrase(start, others.end(), None, None, False))
                continue
        elif entity.type == "place":
            if not entity.kind.startswith(COUNTRY) and (entity.kind != _CAPITAL or _no_cue(cues, end, end + 1)):
                continue
            if _TONGUE.match(text, end) is not None:
                continue
            if _PEOPLE_OF.match(text, end) is not None:
                out.append(Phrase(start, end + 1, None, None, False))
                continue
        elif after in _BEFORE_IT and lists.outside.match(text, end):
            continue  # 在縣政府|門口靜坐，要求
        if 0 <= said < end:
            said = text.find(_REPORT, end)
        near = 0 <= said < end + _DATELINE_REACH
        if not (reports if near else _is_reporter)(text, start, end, lists) or _is_of_press(text, start, end, cues, lists):
            out.append(Phrase(start, end, index, None, person, False))
    return out


def common_nouns(nouns: Sequence[tuple[int, int, Noun]], names: Sequence[Name], cues: Set[int]) -> tuple[list[Phrase], list[Phrase]]:
    """The nouns that do not begin inside one of ``names``, apart from those that begin where one of the ``cues`` does."""
    out: list[Phrase] = []
    at_cues: list[Phrase] = []
    ahead = iter(names)
    beyond = maxsize, maxsize, -1
    name_start, name_end, _ = next(ahead, beyond)
    for start, end, noun in nouns:
        while name_end <= start:
            name_start, name_end, _ = next(ahead, beyond)
        if start < name_start:
            (at_cues if start in cues else out).append(Phrase(start, end, None, noun, noun.person, False))
    return out, at_cues


def _joined(text: str, phrases: list[Phrase], cues: Sequence[int], lists: WordLists) -> list[Phrase]:
    """Neighbours that are one phrase joined: an organization with its officer, a noun with the name it introduces."""
    phrases.sort(key=attrgetter("end"), reverse=True)
    phrases.sort(key=_START)
    out: list[Phrase] = []
    reach = -_LONG_TITLE - 1
    for phrase in phrases:
        start = phrase.start
        gap = start - reach
        if gap > GAP and (gap > _LONG_TITLE or not _is_officer(phrase, lists) or _NO_ORGANIZATION.search(text, reach, start) is not None):
            out.append(phrase)
        elif gap < 0:
            continue
        elif gap == 0 and phrase.noun is not None and phrase.noun.text == _IN_PERSON and out[-1].person:
            out[-1] = replace(out[-1], end=phrase.end)  # 市長林大同|本人
        elif gap <= 2 and phrase.entity is not None and out[-1].entity is not None and (closed := _closes_gloss(text, reach, phrase)):
            reach = closed  # 西格爾（Eran Segal）教授
            out[-1] = replace(out[-1], end=reach)
            continue
        elif (
            (gap == 0 or _NOT_TITLE.search(text, reach, start) is None)
            and _is_title(text, out[-1], phrase, lists)
            and (_no_cue(cues, reach, start) or _names_company(text, phrase))
        ):
            out[-1] = _one(text, out[-1], phrase)
        else:
            out.append(phrase)
        reach = phrase.end
    return _titled(text, out, lists)


def _is_officer(phrase: Phrase, lists: WordLists) -> bool:
    """True for a post, whose organization may have a long name: 國家反情報與安全中心（NCSC）|主任."""
    return phrase.noun is not None and lists.posts.end(phrase.noun.text)


_GLOSS_END = re.compile(r" ?(?:，[A-Za-z]{2,10})?）")


def _closes_gloss(text: str, name_end: int, gloss: Phrase) -> int:
    """Where the brackets close in which a name's other form stands alone, or with what is short for it: 西格爾（Eran Segal）, 聯準會（ Fed ）,
    責任局（Office for Budget，OB）; 0 where it is no gloss."""
    closed = _GLOSS_END.match(text, gloss.end) if text[name_end : gloss.start].rstrip() == "（" else None
    return 0 if closed is None else closed.end()


def _names_company(text: str, phrase: Phrase) -> bool:
    """True for a noun that a foreign name follows, so that a cue before it is part of its title: 市場|調查|公司|Northlight."""
    after = text[phrase.end : phrase.end + 1]
    return phrase.noun is not None and not phrase.person and after.isascii() and after.isupper()


_CALLED = re.compile(r"[「《]([^「」《》，。！？]{2,12})[」》](?![。，！？；、])")


_STAGE, _COURT, _COURTS = "審", "court", ("院", "庭")  # 二審 of 地院 is a stage of it


def _called(text: str, phrase: Phrase) -> Phrase:
    """A noun with the name after it in quotation marks: 主持人「金星」, 媒體《第一郵報》."""
    if phrase.noun is None or phrase.noun.kind in UNCALLED:
        return phrase
    found = _CALLED.match(text, phrase.end)
    return phrase if found is None else Phrase(found.start(1), found.end(1), None, None, phrase.person)


def _one(text: str, before: Phrase, after: Phrase) -> Phrase:
    """Two neighbours as one phrase, headed by the name of the two, by the later of two names, by an organization's officer; a court at some stage
    is the court: 海東地方法院去年8月|一審."""
    officer = after.noun is not None and after.noun.kind != "listener" and before.entity is not None and not before.person
    staged = after.noun is not None and after.noun.kind == _COURT and after.noun.text.endswith(_STAGE)
    stage = staged and text.endswith(_COURTS, 0, before.end)
    head = after if not stage and (officer or after.entity is not None or before.entity is None) else before
    return Phrase(before.start, after.end, head.entity, head.noun, head.person, False)


def _titled(text: str, phrases: list[Phrase], lists: WordLists) -> list[Phrase]:
    """A person named after several posts (甲會理事長、乙大學教授王小明) takes them all in, a noun the name in quotation marks after it."""
    out: list[Phrase] = []
    for phrase in phrases:
        if phrase.entity is None:
            if text[phrase.end : phrase.end + 1] in OPENS_NAME:
                phrase = _called(text, phrase)
        elif phrase.person:
            while out and _is_post(out[-1]) and text[out[-1].end : phrase.start] in lists.joining_posts:
                phrase = replace(phrase, start=out.pop().start)
        out.append(phrase)
    return out


def _is_post(phrase: Phrase) -> bool:
    return phrase.entity is None and phrase.noun is not None and phrase.noun.kind != "pronoun"


def _no_cue(cues: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(cues, start)
    return at == len(cues) or cues[at] >= end


_NO_ORGANIZATION = re.compile("[為的]")  # 海東電信|為全台首個推出此服務的業者
_WITHIN_TITLE = re.compile("[與及和]")  # 能源安全與淨零部次長
_NOT_TITLE = re.compile("[/攜偕到來往赴獲遭，。；:、！？「」跟向對在被由把將是或也還並說稱於從給讓今昨邀則又已卻替透〔〕【】]")


_PEOPLE = "people"
_IN_PERSON = "本人"
_DOCUMENT = "document"
_ASIDE = re.compile(r"（[^（）]*）\Z")  # 議員參選人（無）|林大同
_TITLE_MARKS = "《》〈〉（）／/ "
_PLACING = frozenset("在於赴到從訪自任")  # 在美國訪問的朱立倫: the place is no part of a title


def _is_title(text: str, before: Phrase, after: Phrase, lists: WordLists) -> bool:
    """True where what stands between two neighbours reads as the title that ties them into one speaker."""
    between = text[before.end : after.start]
    if after.entity is None and after.noun is None:
        return False  # 甲部召集人|林大同辦公室: those around a person speak, whatever title the person has
    if before.person and between in lists.deputies and before.entity is not None and _is_post(after):
        return True  # 林大同|特聘|教授
    if before.person and (between if after.entity is None else before.entity is not None or not after.person):
        return False
    if between and not _describes(between, after, lists):
        return False  # 海東|入侵|大西國, 檢方|傳喚證人
    if is_pronoun(before) or is_pronoun(after) or ("）" in between and "（" not in between):  # （記者林大同攝）|警方
        return False
    paper = before.noun is not None and before.noun.kind == _DOCUMENT
    if paper and (between.startswith(" ") or (between == "的" and after.person)):
        return False  # 記者林大同/台北報導| 經濟部, 看到這篇|文章|的網友
    if "的" in between and text[before.start - 1 : before.start] in _PLACING:
        return False
    written = between and after.noun is not None and after.noun.kind == _DOCUMENT and "的" not in between
    if written and (lists.handling.search(between) or lists.manners.fullmatch(between)):
        return False  # 檢方|處理|聲明, 地檢署|2017年6月|起訴
    if between and after.entity is None and after.noun is not None and after.noun.kind == _PEOPLE and not between.endswith(lists.of_people):
        return False  # 校方縱容|員工
    if _WITHIN_TITLE.search(between) is None or lists.posts.end(between):
        return True
    body = between[: between.rfind("（")] if between.endswith("）") else between
    return _is_officer(after, lists) and body.endswith(lists.bodies)  # 國家反情報與安全中心（NCSC）|主任


def _describes(between: str, after: Phrase, lists: WordLists) -> bool:
    """True where what stands before a phrase is its title or description, and no verb of which it is the object; before a name it must read as one."""
    words = (_ASIDE.sub("", between) if between[-1] == "）" else between).strip(_TITLE_MARKS)
    if words in lists.titles:
        return True
    if after.entity is not None and not lists.describers.end(words):
        return False
    return lists.acting_on.search(words) is None


def is_pronoun(phrase: Phrase) -> bool:
    """True for 他, 該公司, 對方."""
    return phrase.noun is not None and phrase.noun.kind == "pronoun"


AUTHOR = ("author",)  # what a noun resolves to that means the speaker's own words: 內文


AGAINST = ("則",)
_BESIDE = (*AGAINST, "也", "亦", "卻")


def set_beside(speaker: Phrase) -> tuple[str, ...]:
    """The words that, right after a speaker, set a voice against the one before or beside it: 局長|則, 教育局|也, 教練|卻; 他也 goes on."""
    return AGAINST if is_pronoun(speaker) else _BESIDE
