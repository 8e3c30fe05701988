"""Who speaks: the phrase that fits as a cue's subject, and the name it stands for."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from pipeline.claims.layout import Paragraph
from pipeline.claims.words import Named, Noun, WordLists
from pipeline.mentions import Entity, Speaker
from pipeline.span import Span

_HAN = re.compile(r"[\u4e00-\u9fff]")
_GLOSSED = re.compile(r"(?:^|[，。；、：:\s]|據|根據|而|另據|引述)([\u4e00-\u9fff]{3,14})$")  # searched up to the bracket only
_BRACKET_REACH = 60  # code points of a bracket in which a foreign name may stand
_GLOSS_REACH = 18  # code points before a bracket in which the name begins that is glossed
_GAP = 14  # code points of title between an organization and the person it belongs to: 衛福部|次長|王必勝
_TITLE_MARKS = "《》〈〉「」 "
_BRACKETS = " 《》〈〉「」【】"
_FORMS_OF_ADDRESS = ("先生", "小姐", "女士", "太太")
_DESCRIBED = 20  # code points of a source with what describes it that are taken as its name: 機車行的老闆
_MEDIA = ("媒", "媒體")  # what 報導 means after 據外媒報導
_ANONYMOUS = frozenset("男女嫌婦翁童")
_ANONYMOUS_IN_FULL = "男子|女子|婦人|嫌犯|老翁|男童|女童|男|女|婦|翁|司機|員工|業者"
_OBJECT_OF_TIME = ("時", "後", "之後", "之際")  # 接待莫迪時表示: who was received does not speak
_AUTHOR = ("author",)  # what a noun resolves to that means the speaker's own words: 內文
_REPORTING = frozenset(("報導", "該報導"))  # whose: the outlet's that reported last
_AMONG = ("其中", "留言中", "底下", "留言區")  # 留言中也有不少人: of the net's users
_POINTING = ("這名", "這位", "這些", "該名", "該位", "那名", "那位", "此名")
_SOME = frozenset(("有人", "不少人", "許多人", "很多人", "多數人", "一部分人", "部分人"))  # 其中不少人: of those who spoke
_HELD = frozenset(("official", "expert", "school", "hospital", "court", "police", "prosecution"))  # titles that one person may hold
_IMPERSONAL = frozenset(("media", "document", "company"))
_POSTS = frozenset(("official", "expert", "school", "hospital", "court"))
BESIDE = 30  # the longest stretch of adverbs, days and brackets between a subject and its cue
REACH_OF_UNKNOWN = 40  # code points of a clause in which words nobody knows may be the speaker
REACH = 160  # code points; no clause of real news looks further back for its subject
_NAME_REACH = 12  # how far a common noun's phrase may reach to the left: 一名住在附近的居民


class Phrase(NamedTuple):
    """A phrase that can be a speaker: the entity (index) it names, or the common noun it ends in."""

    start: int
    end: int
    entity: int | None
    noun: Noun | None
    person: bool
    joint: bool = False  # several speakers with one voice: 環保署與衛福部


class Phrases:
    """All speaker phrases of a reading in text order: names, titles joined to them, common nouns, pronouns."""

    def __init__(
        self, text: str, entities: Sequence[Entity], nouns: Sequence[tuple[int, int, Noun]], cues: Sequence[int], lists: WordLists
    ) -> None:
        self._text, self._lists, self._entities = text, lists, entities
        common = _common(nouns, entities)
        at_cue = set(cues)
        self._at_cue = {p.start: p for p in common if p.start in at_cue}
        self._ending_at_cue = {p.end: p for p in reversed(self._at_cue.values())}
        if self._at_cue:
            common = [p for p in common if p.start not in at_cue]
        self._all = _joined(text, _named(text, entities) + common, cues, lists.posts)
        self._surnames = {e.name[0]: i for i, e in enumerate(entities) if e.type == "person" and 2 <= len(e.name) <= 4}
        self._starts = [p.start for p in self._all]

    def within(self, start: int, end: int) -> list[Phrase]:
        """The phrases that lie in ``start..end``, no further than REACH before its end: a text without stops must not cost its square."""
        low = bisect_left(self._starts, start if end - start < REACH else end - REACH)
        found = self._all[low : bisect_left(self._starts, end)]
        if found and found[-1].end > end:
            found.pop()
        return found

    def subject_of(self, start: int, cue: int, passive: bool = False) -> Phrase | None:
        """The subject of a cue in its own clause ``start..cue``: the phrase beside the cue, else the first that no preposition governs.

        ``passive``: the cue may be one, whose subject is its agent (遭網友酸, 獲粉絲大讚).
        """
        phrases = self.within(start, cue)
        if passive and phrases and self._text.endswith(self._lists.agents, start, phrases[-1].start) and self.beside(phrases[-1], cue):
            return phrases[-1]
        phrases = [p for p in phrases if not self._governed(p, start)]
        if not phrases:
            return None
        last = phrases[-1]
        if self._text[last.start - 1] == "（":
            last = self._before_bracket(last, phrases, start)
        elif len(phrases) > 1 and last.noun is not None and last.noun.kind == "document":
            last = self._author(last, phrases[-2])
        if len(phrases) > 1 and self._text.startswith(_OBJECT_OF_TIME, last.end):
            return phrases[0]
        if self.beside(last, cue):
            return self._with_partners(last, phrases)
        return self._unnamed(last, cue) or self._longer(last, cue) or phrases[0]

    def _longer(self, head: Phrase, cue: int) -> Phrase | None:
        """A name that nobody knows in full, of which a known one is the head: 國民黨|選策會, 英國|預算責任局."""
        if head.person or cue - head.end > BESIDE:
            return None
        found = self._lists.name_after.fullmatch(self._text, head.end, cue)
        if found is None or found["title"] or not found["name"].endswith(self._lists.bodies):
            return None
        return Phrase(head.start, found.end("name"), None, None, False)

    def _before_bracket(self, gloss: Phrase, phrases: Sequence[Phrase], start: int) -> Phrase:
        """What a name in brackets explains: 疾病防治中心（CDC）."""
        bracket = gloss.start - 1
        if len(phrases) > 1 and phrases[-2].end == bracket:
            return phrases[-2]
        found = self._lists.name_after.fullmatch(self._text, self._after_opening(start, bracket), bracket)
        if found is None or not self._is_source(found["name"]):
            return gloss
        return Phrase(found.start("name"), gloss.end + 1, None, None, gloss.person)

    def _author(self, paper: Phrase, before: Phrase) -> Phrase:
        """Who wrote the paper that speaks: 郭明錤4月報告."""
        written = self._lists.manners.fullmatch(self._text, before.end, paper.start) is not None
        return before._replace(end=paper.end) if before.entity is not None and before.person and written else paper

    def _with_partners(self, last: Phrase, phrases: Sequence[Phrase]) -> Phrase:
        """The speaker with those named before it that speak with the same voice: 甲、乙與丙都表示."""
        first = last
        for phrase in reversed(phrases[:-1]):
            if phrase.entity is None or self._text[phrase.end : first.start].strip(_TITLE_MARKS) not in self._lists.coordinations:
                break
            first = phrase
        return last if first is last else last._replace(start=first.start, joint=True)

    def _unnamed(self, post: Phrase, cue: int) -> Phrase | None:
        """A name that nobody knows, between its post and the cue: 副教授平山正昭說."""
        if (post.person and post.entity is not None) or not 2 <= cue - post.end <= BESIDE:
            return None
        if post.noun is not None and post.noun.kind not in _POSTS:
            return None
        found = self._lists.name_after.fullmatch(self._text, post.end, cue)
        if found is None or (post.noun is None and not found["title"]):
            return None
        return Phrase(found.start("name"), found.end("name"), None, None, True)

    def _joins(self, phrase: Phrase, start: int) -> bool:
        """True where what stands before a phrase is another speaker or post that the phrase is joined to: 評審長、大學教授韓智媛."""
        text, lists = self._text, self._lists
        tie = next((t for t in lists.coordinations if text.endswith(t, start, phrase.start)), "")
        first = phrase.start - len(tie)
        if not tie or first <= start:
            return False
        before = self.within(start, first)
        if before and before[-1].end == first:
            return not self._governed(before[-1], start)
        return lists.modifiers.fullmatch(text, start, first) is not None and text.endswith(lists.sources, start, first)

    def unknown(self, start: int, cue: int) -> Phrase | None:
        """The words before a cue where they are few and none is known: 黨務高層表示，, 總幹事許自由說，; a name the text has more than once."""
        at = self._after_opening(start, cue)
        if not 2 <= cue - at <= REACH_OF_UNKNOWN:
            return None
        paper = self._lists.paper.fullmatch(self._text, at, cue)
        if paper is not None:
            return Phrase(paper.start("name"), paper.end("name"), None, None, False)
        phrase = self.unknown_after_post(at, cue)
        if phrase is not None:
            return phrase
        found = self._lists.foreign.fullmatch(self._text, at, cue)
        if found is not None:
            return Phrase(found.start("name"), found.end("name"), None, None, True)
        found = self._lists.name_after.fullmatch(self._text, at, cue)
        if found is None or not (self._is_source(found["name"]) or self._is_repeated(found["name"])):
            return self._described_source(at, cue)
        return Phrase(found.start("name"), found.end("name"), None, None, True)

    def last_words(self, start: int, cue: int) -> Phrase | None:
        """The last words before a cue that can only report, whatever stands before them: 首先致詞的謝天佑表示，."""
        at = max(self._after_opening(start, cue), cue - REACH_OF_UNKNOWN)
        found = self._lists.last_words.fullmatch(self._text, at, cue) if cue - at >= 2 else None
        if found is None or not (self._is_source(found["name"]) or self._lists.person_name.fullmatch(found["name"])):
            return None
        governed = self._lists.prepositions.get(self._text[found.start("name") - 1], ())
        if self._text.endswith(governed, start, found.start("name")) and governed:
            return None
        return Phrase(found.start("name"), found.end("name"), None, None, True)

    def unknown_after_post(self, start: int, end: int) -> Phrase | None:
        """A name that nobody knows where it ends ``start..end`` after its post: 導演葉芷涵."""
        found = self._lists.name_after_post.fullmatch(self._text, start, end) if end - start <= REACH_OF_UNKNOWN else None
        return None if found is None else Phrase(found.start("name"), found.end("name"), None, None, True)

    def known_by_kind(self, start: int, cue: int) -> Phrase | None:
        """A party, board or group nobody knows as the whole clause before a cue: 綠黨則呼籲."""
        found = self._lists.name_after.fullmatch(self._text, self._after_opening(start, cue), cue)
        if found is None or found["title"] or not (self._is_source(found["name"]) or self._is_repeated(found["name"])):
            return self._described_source(self._after_opening(start, cue), cue)
        return Phrase(found.start("name"), found.end("name"), None, None, True)

    def _after_opening(self, start: int, cue: int) -> int:
        opening = self._lists.openings.match(self._text, start, cue)
        return opening.end() if opening else start

    def _is_repeated(self, name: str) -> bool:
        """True for a name that nobody knows but the text has more than once; no adverb is one."""
        return self._text.count(name) > 1 and self._lists.manners.fullmatch(name) is None

    def _is_source(self, name: str) -> bool:
        return name.endswith(self._lists.sources) or name.isascii()

    def _described_source(self, start: int, cue: int) -> Phrase | None:
        """A source behind what describes it: 主要承接陸客的旅行社表示，."""
        at = self._text.rfind("的", start, cue) + 1
        if at and self._text.startswith("人", at) and self._lists.adverbs.fullmatch(self._text, at + 1, cue) is not None:
            return Phrase(start, at + 1, None, None, True)
        found = self._lists.name_after.fullmatch(self._text, at, cue) if at else None
        if found is None or not self._is_source(found["name"]):
            return None
        first = start if found.end("name") - start <= _DESCRIBED else found.start("name")
        return Phrase(first, found.end("name"), None, None, True)

    def beside(self, phrase: Phrase, cue: int) -> bool:
        """True where nothing but adverbs, days and brackets stands between a phrase and its cue."""
        end = phrase.end + 1 if self._text[phrase.end] in "》」" else phrase.end
        return end >= cue or (cue - end <= BESIDE and self._lists.adverbs.fullmatch(self._text, end, cue) is not None)

    def in_cue(self, start: int, end: int) -> Phrase | None:
        """The source that a cue names itself: 報告指出, 研究顯示."""
        phrase = self._at_cue.get(start)
        return phrase if phrase is not None and phrase.end < end else None

    def at_cue(self, cue: int) -> Phrase | None:
        """The noun with which a cue begins, or that it is: 據報導."""
        return self._at_cue.get(cue)

    def paper(self, start: int, cue: int) -> Phrase | None:
        """The paper before a cue, where its noun could be a cue itself: 公告稱，, 通報顯示，."""
        phrase = self._ending_at_cue.get(cue)
        known = phrase is not None and phrase.noun is not None and phrase.noun.kind == "document" and phrase.start >= start
        return phrase if known else None

    def surname(self, start: int, cue: int) -> Phrase | None:
        """A known person named by the surname alone: 邱則說."""
        opening = self._lists.openings.match(self._text, start, cue)
        at = opening.end() if opening else start
        entity = self._surnames.get(self._text[at : at + 1]) if at < cue else None
        if entity is None and self._text.find(self._text[at : at + 1] + "姓", 0, at) < 0:
            return None
        if self._lists.adverbs.fullmatch(self._text, at + 1, cue) is None:
            return None
        return Phrase(at, at + 1, entity, None, True)

    def opens(self, start: int, end: int) -> Phrase | None:
        """The phrase that opens the clause ``start..end``, connectives, days and titles before it aside."""
        for phrase in self.within(start, end):
            if self._governed(phrase, start):
                continue
            opening = self._lists.openings.match(self._text, start, phrase.start)
            at = opening.end() if opening else start
            described = phrase.entity is not None and self._text[phrase.start - 1] == "的"
            if phrase.entity is not None and self._entities[phrase.entity].type == "place" and phrase.start > at:
                continue
            fits = described or self._lists.modifiers.fullmatch(self._text, at, phrase.start) is not None
            return phrase if phrase.start - at <= _GAP and fits else None
        return None

    def acting(self, start: int, end: int) -> Phrase | None:
        """The first person or organization with a name in a clause that nothing governs."""
        phrase = next((p for p in self.within(start, end) if p.entity is not None and not self._governed(p, start)), None)
        if phrase is not None and (phrase.person or self._entities[phrase.entity or 0].type == "organization"):
            return phrase
        return None

    def ending_at(self, start: int, end: int) -> Phrase | None:
        """The last phrase of ``start..end`` where it ends there."""
        phrases = self.within(start, end)
        if phrases and phrases[-1].end == end:
            return phrases[-1]
        phrase = self._ending_at_cue.get(end)
        return phrase if phrase is not None and phrase.start >= start else None

    def _governed(self, phrase: Phrase, start: int) -> bool:
        text, lists = self._text, self._lists
        prepositions = lists.prepositions.get(text[phrase.start - 1], ())
        if text.endswith(prepositions, start, phrase.start) and not text.endswith(lists.not_governing, start, phrase.start):
            return not self._joins(phrase, start)
        if phrase.noun is not None and phrase.noun.kind == "listener":
            return True
        near = max(start, phrase.start - _GAP)
        found = self._lists.governors.search(self._text, near, phrase.start)
        return found is not None and found.end() == phrase.start


_DATELINE = ("[", "〔", "【", "（中央社", "記者")


def _named(text: str, entities: Sequence[Entity]) -> list[Phrase]:
    return [
        Phrase(start, end, index, None, entity.type == "person")
        for index, entity in enumerate(entities)
        if entity.type != "place" or entity.kind.startswith("country")
        for start, end, _ in entity.mentions
        if not text.endswith(_DATELINE, 0, start)
    ]


def _common(nouns: Sequence[tuple[int, int, Noun]], entities: Sequence[Entity]) -> list[Phrase]:
    """The nouns that do not begin inside a name, places aside."""
    taken: set[int] = set()
    for entity in entities:
        if entity.type != "place":
            for start, end, _ in entity.mentions:
                taken.update(range(start, end))
    return [Phrase(start, end, None, noun, noun.person) for start, end, noun in nouns if start not in taken]


def _joined(text: str, phrases: list[Phrase], cues: Sequence[int], posts: tuple[str, ...]) -> list[Phrase]:
    """Neighbours that are one phrase joined: an organization with its officer, a noun with the name it introduces."""
    phrases.sort(key=attrgetter("end"), reverse=True)
    phrases.sort(key=attrgetter("start"))
    out: list[Phrase] = []
    reach = -_GAP - 1
    for phrase in phrases:
        gap = phrase.start - reach
        if gap < 0:
            continue
        if gap == 1 and phrase.entity is not None and text[reach] == "（" and text[phrase.end] == "）" and out[-1].entity is not None:
            reach = phrase.end + 1  # 西格爾（Eran Segal）教授
            out[-1] = out[-1]._replace(end=reach)
            continue
        if gap > _GAP or not _is_title(text, out[-1], phrase, posts) or not _no_cue(cues, reach, phrase.start):
            out.append(phrase)
        else:
            out[-1] = _one(out[-1], phrase)
        reach = phrase.end
    return _titled(text, [_called(text, p) for p in out])


_CALLED = re.compile(r"[「《]([^「」《》，。！？]{2,12})[」》]")


def _called(text: str, phrase: Phrase) -> Phrase:
    """A noun with the name after it in quotation marks: 主持人「金星」, 媒體《第一郵報》."""
    if phrase.entity is not None or phrase.noun is None or phrase.noun.kind in _UNCALLED or text[phrase.end : phrase.end + 1] not in ("「", "《"):
        return phrase
    found = _CALLED.match(text, phrase.end)
    return phrase if found is None else Phrase(found.start(1), found.end(1), None, None, phrase.person)


_UNCALLED = frozenset(("pronoun", "document", "listener"))


def _one(before: Phrase, after: Phrase) -> Phrase:
    """Two neighbours as one phrase, headed by the name of the two, by the later of two names, by an organization's officer."""
    officer = after.noun is not None and before.entity is not None and not before.person
    head = after if officer or after.entity is not None or before.entity is None else before
    return Phrase(before.start, after.end, head.entity, head.noun, head.person)


_LISTED = frozenset(("、", "之一、", "兼", "暨", "，同時也是"))


def _titled(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """A person named after several posts (甲會理事長、乙大學教授王小明) takes them all in."""
    out: list[Phrase] = []
    for phrase in phrases:
        while out and phrase.person and phrase.entity is not None and _is_post(out[-1]) and text[out[-1].end : phrase.start] in _LISTED:
            phrase = phrase._replace(start=out.pop().start)
        out.append(phrase)
    return out


def _is_post(phrase: Phrase) -> bool:
    return phrase.entity is None and phrase.noun is not None and phrase.noun.kind != "pronoun"


def _no_cue(cues: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(cues, start)
    return at == len(cues) or cues[at] >= end


_WITHIN_TITLE = frozenset("與及和")  # 能源安全與淨零部次長
_NOT_TITLE = frozenset("到來往赴獲遭，。；:、！？「」跟向對在被由把將是或也還並說稱於從給讓")


_PLACING = frozenset("在於赴到從訪自")  # 在美國訪問的朱立倫: the place is no part of a title


def _is_title(text: str, before: Phrase, after: Phrase, posts: tuple[str, ...]) -> bool:
    """True where what stands between two neighbours reads as the title that ties them into one speaker."""
    between = text[before.end : after.start]
    if "的" in between and text[before.start - 1] in _PLACING:
        return False
    if not _NOT_TITLE.isdisjoint(between) or _is_pronoun(before) or _is_pronoun(after):
        return False
    if before.person and after.entity is None:
        return not between
    if before.person and before.entity is None and not after.person:
        return False
    if before.person and before.entity is not None:
        return False
    return _WITHIN_TITLE.isdisjoint(between) or between.endswith(posts)


def _is_pronoun(phrase: Phrase) -> bool:
    return phrase.noun is not None and phrase.noun.kind == "pronoun"


def _shortens(short: str, full: str) -> bool:
    """True where the characters of ``full`` in their order hold all of a short form's: 台積電, 台灣積體電路."""
    rest = iter(full)
    return all(char in rest for char in short)


class Resolver:
    """From phrases to speakers, remembering who spoke before in the document."""

    def __init__(self, text: str, entities: Sequence[Entity], names: Sequence[Named], lists: WordLists, phrases: Phrases) -> None:
        self._text, self._entities, self._names, self._lists, self._phrases = text, entities, names, lists, phrases
        self.last: Speaker | None = None
        self.before_last: Speaker | None = None  # who spoke before somebody else did: who may answer
        self._unnamed: list[Speaker] = []  # those without an entity who have spoken
        self._described_last: dict[str, Speaker] = {}  # kind of noun → the speaker described last: 一名消防官員
        self.outlet: Speaker | None = None  # who reported last
        self.told = 0  # how far the statements found reach: names inside them are no antecedents
        self._last_person: Speaker | None = None
        self._fullest: dict[tuple[int, str], Span] = {}  # entity and form → where its fullest form stands
        self._impersonal: set[tuple[int, int]] = set()  # where speakers without a name stand that are no person

    def remember(self, speaker: Speaker) -> None:
        """Take note of a speaker: later pronouns and dropped subjects mean the last one."""
        if self.last is not None and self.last.name != speaker.name:
            self.before_last = self.last
        self.last = speaker
        if (speaker.start, speaker.end) in self._impersonal:
            return
        if speaker.entity is None:
            self._unnamed.append(speaker)
        one = not speaker.name.endswith(self._lists.collective) if speaker.entity is None else self._entities[speaker.entity].type == "person"
        if one:
            self._last_person = speaker

    def speaker(self, phrase: Phrase, paragraph: Paragraph, low: int = 0) -> Speaker | None:
        """The speaker a phrase names; None for a pronoun with nobody to stand for."""
        if phrase.joint or (phrase.noun is not None and phrase.noun.kind in _IMPERSONAL):
            self._impersonal.add((phrase.start, phrase.end))
        if phrase.joint:
            return self._together(phrase) or self._as_written(phrase.start, phrase.end)
        if phrase.entity is not None:
            return self._entity(phrase.entity, phrase.start, phrase.end)
        noun = phrase.noun
        if noun is not None and noun.kind == "pronoun":
            return self._antecedent(phrase, noun, paragraph)
        if noun is not None and noun.resolves == _AUTHOR:
            author = self.last or self._subject_before(phrase.start, paragraph)
            return author._replace(start=phrase.start, end=phrase.end) if author else self._as_written(phrase.start, phrase.end)
        if noun is not None and noun.resolves:
            if noun.text in _REPORTING and self.outlet is not None:
                return self.outlet._replace(start=phrase.start, end=phrase.end)
            if noun.kind == "document" and self.last is not None and self.last.entity is None and self.last.name.endswith(_MEDIA):
                return self.last._replace(start=phrase.start, end=phrase.end)
            index = self._organization(noun, phrase.start)
            if index is not None:
                return self._entity(index, phrase.start, phrase.end)
        if noun is None:
            return self._as_written(phrase.start, phrase.end)
        clause = max(low, paragraph.clause_start(phrase.start))
        if noun.text in _SOME and self._text.startswith(_AMONG, clause):
            among = next((s for s in reversed(self._unnamed) if s.name.endswith("網友")), self.last)
            if among is not None:
                return among._replace(start=phrase.start, end=phrase.end)
        if self._text.endswith(_POINTING, clause, phrase.start):
            pointed = next((s for s in reversed(self._unnamed) if s.name.endswith(noun.text)), self._described_last.get(noun.kind))
            if pointed is not None:
                return pointed._replace(start=phrase.start, end=phrase.end)
        held = noun.kind in _HELD and noun.text not in self._lists.collective
        holder = self._holder(noun, phrase.start, clause) if held else None
        described = holder or self._described(phrase, clause)
        if holder is None and described is not None and described.start < phrase.start:
            self._described_last[noun.kind] = described
        return described

    def _together(self, phrase: Phrase) -> Speaker | None:
        """Several people by their names, without titles; None where somebody else speaks with them."""
        named = [i for _, _, i in self._names[bisect_left(self._names, (phrase.start,)) : bisect_left(self._names, (phrase.end,))]]
        people = [self._entities[i].name for i in dict.fromkeys(named) if self._entities[i].type == "person"]
        posts = all(self._entities[i].type == "person" or self._entities[i].type == "organization" for i in named)
        if len(people) < 2 or not posts:
            return None
        return Speaker(None, "、".join(people), phrase.start, phrase.end)

    def _holder(self, noun: Noun, at: int, clause: int) -> Speaker | None:
        """The one person whom the document has named with a bare title: 總統 after 總統蔡英文."""
        opening = self._lists.openings.match(self._text, clause, at)
        if (opening.end() if opening else clause) < at:
            return None
        text = self._text
        held = {i for s, e, i in self._names if self._entities[i].type == "person" and (text.endswith(noun.text, 0, s) or text.startswith(noun.text, e))}
        return self._entity(held.pop(), at, at + len(noun.text)) if len(held) == 1 else None

    def _entity(self, entity: int, start: int, end: int) -> Speaker:
        """An entity as a speaker, under the fullest form the document itself gives; a Chinese one before a foreign one."""
        mentions = self._entities[entity].mentions
        if not mentions:
            return Speaker(entity, self._entities[entity].name, start, end)
        said = self._text[start:end]
        if (entity, said) not in self._fullest:
            self._fullest[entity, said] = self._full_form(entity, said)
        full = self._fullest[entity, said]
        return Speaker(entity, self._text[full[0] : full[1]], start, end, full)

    def _full_form(self, entity: int, said: str) -> Span:
        """Where the document names an entity most fully; of an organization, among the forms that ``said`` may shorten."""
        text, mentions = self._text, self._entities[entity].mentions
        forms: dict[str, Span] = {}
        for start, end, _ in mentions:
            forms.setdefault(text[start:end], (start, end))
        if said.isascii() and self._entities[entity].type == "organization" and not any(_HAN.search(f) for f in forms):
            gloss = next((g for start, _, _ in mentions if (g := self._before_gloss(start))), None)
            if gloss is not None:
                return gloss
        alike = [f for f in forms if _shortens(said, f)] if self._entities[entity].type == "organization" else []
        return forms[max(alike or forms, key=lambda form: (_HAN.search(form) is not None, len(form)))]

    def _before_gloss(self, at: int) -> Span | None:
        """The Chinese name before a foreign one in brackets: 美國有線電視新聞網（CNN）."""
        bracket = self._text.rfind("（", max(0, at - _BRACKET_REACH), at)
        if bracket < 3 or self._text.find("）", bracket, at) >= 0:
            return None
        found = _GLOSSED.search(self._text, max(0, bracket - _GLOSS_REACH), bracket)
        return found.span(1) if found is not None and self._text.endswith(self._lists.sources, *found.span(1)) else None

    def person_before(self, at: int) -> Speaker | None:
        """The person named last before ``at``."""
        return self._last_mention(0, at, True)

    def _antecedent(self, phrase: Phrase, noun: Noun, paragraph: Paragraph) -> Speaker | None:
        """Whom a pronoun means: who opens the sentence, the one named last in the narrative since the last statement, else who spoke last."""
        person = noun.text[0] in "他她"
        known = self._subject_before(phrase.start, paragraph) if person else None
        known = known or self._last_mention(self.told, phrase.start, person)
        if known is None:
            known = (self._last_person if person else self.last) or self._last_mention(0, phrase.start, person)
        known = known or self._one_before(phrase, paragraph)
        return known and known._replace(start=phrase.start, end=phrase.end)

    def _one_before(self, pronoun: Phrase, paragraph: Paragraph) -> Speaker | None:
        """The last person without a name before a pronoun in its paragraph, or else the pronoun itself: somebody spoke."""
        for phrase in reversed(self._phrases.within(paragraph.start, pronoun.start)):
            if phrase.person and phrase.noun is not None and phrase.noun.kind != "pronoun":
                return self._described(phrase, paragraph.clause_start(phrase.start))
        return self._as_written(pronoun.start, pronoun.end)

    def _subject_before(self, at: int, paragraph: Paragraph) -> Speaker | None:
        """The person that opens an earlier clause of the sentence, or else the sentence before, if no statement stands between."""
        sentence = paragraph.sentence_start(at)
        clauses = paragraph.clauses_before(paragraph.clause_start(at))
        if sentence > paragraph.start:
            before = paragraph.sentence_start(sentence - 1)
            clauses.append((before, paragraph.clause_end(before)))
        for start, end in clauses:
            phrase = self._phrases.opens(start, end) if start >= self.told else None
            if phrase is not None and phrase.person and (phrase.entity is not None or self._plainly_opens(phrase, start)):
                return self.speaker(phrase, paragraph)
        return None

    def _plainly_opens(self, phrase: Phrase, clause: int) -> bool:
        """True where a common noun names one person by the surname: 49歲黃姓司機, 柳小姐."""
        return "姓" in self._text[clause : phrase.start] or self._text.startswith(_FORMS_OF_ADDRESS, phrase.start)

    def _last_mention(self, after: int, at: int, person: bool) -> Speaker | None:
        for start, end, index in self._named_before(at):
            if start < after:
                return None
            if not person or self._entities[index].type == "person":
                return self._entity(index, start, end)
        return None

    def _named_before(self, at: int) -> Iterator[Named]:
        """The names before ``at``, nearest first, without places and the reporters of a dateline."""
        for name in reversed(self._names[: bisect_left(self._names, (at,))]):
            if self._entities[name[2]].type != "place" and not self._text.endswith(_DATELINE, 0, name[0]):
                yield name

    def _organization(self, noun: Noun, at: int) -> int | None:
        """The organization that a bare noun means: the one that spoke last; for papers, the one named last; if its name ends so."""
        if self.last is not None and self.last.entity is not None and self._entities[self.last.entity].name.endswith(noun.resolves):
            return self.last.entity
        if noun.kind not in {"document", "official"}:
            return None
        return next((i for _, _, i in self._named_before(at) if self._entities[i].name.endswith(noun.resolves)), None)

    def _described(self, phrase: Phrase, clause: int) -> Speaker | None:
        """A common noun with what describes it: back to its clause's start where that is near, connectives and days left out."""
        start = phrase.start
        opening = self._lists.openings.match(self._text, clause, phrase.start)
        low = opening.end() if opening else clause
        if 0 <= phrase.start - low <= _NAME_REACH and self._lists.modifiers.fullmatch(self._text, low, phrase.start):
            start = low
            while start > clause and self._text[start - 1].isdigit():
                start -= 1
        return self._as_written(start, phrase.end)

    def _as_written(self, start: int, end: int) -> Speaker | None:
        """A speaker without an entity, its name where it stands, or where the text has it in full before; None where there is none."""
        low, high = start, end
        while low < high and self._text[low] in _BRACKETS:
            low += 1
        while high > low and self._text[high - 1] in _BRACKETS:
            high -= 1
        if low == high:
            return None
        low, high = self._in_full(low, high) or (low, high)
        return Speaker(None, self._text[low:high], start, end, (low, high))

    def _in_full(self, start: int, end: int) -> Span | None:
        """許男 in full, as the text has it before: 許姓男子."""
        name = self._text[start:end]
        if len(name) > 2 or (len(name) == 2 and name[1] not in _ANONYMOUS):
            return None
        named = re.compile(f"{re.escape(name[0])}姓[^，。、；「」]{{0,4}}?(?:{_ANONYMOUS_IN_FULL})").search(self._text, 0, start)
        return named.span() if named else None
