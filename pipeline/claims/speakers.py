"""Who speaks: which of a reading's phrases is a cue's subject, and the names nobody knows that may be."""

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import replace
from operator import attrgetter
from sys import maxsize

from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import COUNTRY, GAP, OPENS_NAME, Phrase, common_nouns, find_phrases, is_pronoun, reports
from pipeline.claims.strangers import Strangers
from pipeline.claims.words import Noun, token_at
from pipeline.document import Tokens
from pipeline.mentions import Entity, Name
from pipeline.span import Span
from pipeline.text import opened_before

_CLOSES_NAME = frozenset("」》）")
_TO, _FOR = "向", "代表"
_ITS = "其"  # mostly whose something is
_SETS_OFF = frozenset("也則亦仍卻")
_OFFICIAL = "official"
_AND, _WITH = "、", frozenset("與和及")
_CLAUSE_ENDS = "，。；！？\n"
_SPOKEN_TO = ("向", "對", "跟")  # open the clause that names them
_TITLE_MARKS = "《》〈〉「」 "
_FULL_NAME = 3  # characters of a Chinese name
_OWNING = ("的", "之")
_OWNED = 4  # code points of 的 and a word of kinship between an owner and a name: 阿西的女兒林曉青
_SHORT_NAME = 7  # code points of a name that nobody knows before what its bearer publishes
_DESCRIBING = ("的", "的前", "的現任")  # before a name: 被徵召的前|院長林大同
_EPITHET = re.compile(
    r"[^，。；、:「」在於]{0,6}「[^「」，。！？；]{1,12}」[^，。；、:「」的在於]{0,6}"
)  # before a name: 45歲「戲劇女王」|林心美
_OBJECT_OF_TIME = ("時", "後", "之後", "之際")  # 接待莫迪時表示: who was received does not speak
_CASES = ("一案", "案指", "事件")  # after a name: what is told of: 甲黨揭露|林姓少女|一案指出
_NO_SPEAKER = (*_OBJECT_OF_TIME, *_CASES)
_HEAD = "長"  # of a body, as its title ends: 勞動部|長
_INTERVIEWED = "接受"  # 接受媒體聯訪時表示: the media hear
_STANDS = 6  # code points of what a party does and for where, before the post one stands for: 徵召台南|市長參選人林大同
_CLAUSE_BOUNDS = frozenset(("", *"，。；！？:」 \n"))
_INSIDE = ("中", "裡", "內")
_AND_THEN = ("並", "並且")
_BYLINE_OPENS = frozenset("（【〔[")
_START = attrgetter("start")
_POSTS = frozenset(("official", "expert", "institute", "school", "hospital", "court"))
BESIDE = 30  # the longest stretch of adverbs, days and brackets between a subject and its cue
REACH = 160  # code points; no clause of real news looks further back for its subject


class Phrases:
    """All speaker phrases of a reading in text order: names, titles joined to them, common nouns, pronouns.

    ``speaking``: those of the ``names`` that are no places.
    """

    def __init__(
        self,
        text: str,
        entities: Sequence[Entity],
        names: Sequence[Name],
        speaking: Sequence[Name],
        nouns: Sequence[tuple[int, int, Noun]],
        cues: Sequence[int],
        verbs: Sequence[Span],
        lists: WordLists,
        tokens: Tokens,
    ) -> None:
        self._text, self._lists, self._entities, self._names, self._tokens = text, lists, entities, names, tokens
        self._verbs, self._cues = verbs, frozenset(cues)
        common, at_cues = common_nouns(nouns, speaking, self._cues)
        self._at_cue = {p.start: p for p in at_cues}
        self._cue_nouns = list(self._at_cue)  # where they begin, in text order
        self._ending_at_cue = {p.end: p for p in reversed(at_cues)}
        self._all = find_phrases(text, entities, names, common, cues, lists)
        self._starts = [*map(_START, self._all), maxsize]  # closed, so that one may go on from phrase to phrase
        self._called: dict[str, int] = {}
        self._surnamed: dict[str, list[int]] = {}
        self.strangers = Strangers(text, lists, tokens, self._cues)

    def _people(self, surname: str) -> list[int]:
        """The people who have a surname; looked for once."""
        people = self._surnamed.get(surname)
        if people is None:
            persons = [(index, entity.name) for index, entity in enumerate(self._entities) if entity.type == "person"]
            people = self._surnamed[surname] = [index for index, name in persons if name[0] == surname and 2 <= len(name) <= 4]
        return people

    def _only_reports(self, person: Entity) -> bool:
        """True for somebody named in datelines alone."""
        return all(reports(self._text, start, end, self._lists) for start, end, _ in person.mentions)

    def _first_called(self, surname: str) -> int:
        """Where somebody is first called by a surname (柳姓男子, 柳男), beyond the text where nobody is; looked for once."""
        if surname not in self._called:
            at = self._text.find(surname)
            while at >= 0 and self._lists.anonymously.match(self._text, at) is None:
                at = self._text.find(surname, at + 1)
            self._called[surname] = at if at >= 0 else maxsize
        return self._called[surname]

    def is_named(self, phrase: Phrase, types: Set[str]) -> bool:
        """True where a phrase begins with the name of an entity of one of the ``types``, known as a speaker or not."""
        name = self.named_at(phrase.start)
        return name is not None and self._entities[name[2]].type in types

    def named_at(self, start: int) -> Name | None:
        """The name that begins at ``start``."""
        at = bisect_left(self._names, (start,))
        return self._names[at] if at < len(self._names) and self._names[at][0] == start else None

    def may_act(self, entity: int) -> bool:
        """True for people, organizations and countries."""
        return self._entities[entity].type != "place" or self._entities[entity].kind == COUNTRY

    def within(self, start: int, end: int) -> list[Phrase]:
        """The phrases that lie in ``start..end``, no further than REACH before its end: a text without stops must not cost its square."""
        starts = self._starts
        low = high = bisect_left(starts, start if end - start < REACH else end - REACH)
        while starts[high] < end:
            high += 1
        if high == low:
            return []
        found = self._all[low:high]
        if found[-1].end > end:
            del found[-1]
        return found

    def last_in(self, start: int, end: int) -> Phrase | None:
        """The last phrase of those ``within`` gives."""
        starts, low = self._starts, start if end - start < REACH else end - REACH
        index = bisect_left(starts, end) - 1
        if index >= 0 and self._all[index].end > end:
            index -= 1
        return self._all[index] if index >= 0 and starts[index] >= low else None

    def starting_at(self, start: int) -> Phrase | None:
        """The phrase that begins at ``start``."""
        at = bisect_left(self._starts, start)
        return self._all[at] if self._starts[at] == start else None

    def subject_of(self, start: int, cue: int, passive: bool = False) -> Phrase | None:
        """The subject of a cue in its own clause ``start..cue``: the phrase beside the cue, else the first that no preposition governs.

        ``passive``: the cue may be one, whose subject is its agent (遭網友酸, 獲粉絲大讚).
        """
        phrases = self.within(start, cue)
        beside = bool(phrases) and phrases[-1].end == cue and self._text[phrases[-1].start - 1] not in _CLOSES_NAME
        called = None if beside else self.called_before(start, cue)
        if called is not None:
            return called
        if passive and phrases and self._is_agent(phrases[-1], start, cue):
            return phrases[-1]
        introduced = self._first_named(phrases) if len(phrases) > 1 else 0
        if introduced:
            phrases = phrases[introduced:]
            start = phrases[0].start
        phrases = [p for p in phrases if not self.governed(p, start) or self._is_set_off(p, start, cue)]
        if self._text.find("」", start, cue) >= 0:
            phrases = [p for p in phrases if not (is_pronoun(p) and opened_before(self._text, p.start, start) >= 0)]
        if not phrases:
            return None
        last = phrases[-1]
        if self._text[last.start - 1] == "（":
            last = self._before_bracket(last, phrases, start)
        elif last.noun is not None and last.noun.kind == "document":
            last = self._author(last, phrases[-2]) if len(phrases) > 1 else self._publisher(last, start)
        if len(phrases) > 1 and (self._text.startswith(_NO_SPEAKER, last.end) or self._is_acted_on(phrases[-2], last, cue)):
            return phrases[0]
        if self.beside(last, cue):
            speaker = self._with_partners(last, phrases)
            return phrases[0] if self._text[last.end] == "等" and speaker.start > phrases[0].start else speaker  # 甲偕同乙、丙等人說
        return self._unnamed(last, cue) or self._longer(last, cue) or phrases[0]

    def _first_named(self, phrases: Sequence[Phrase]) -> int:
        """Which phrase is the person whom the bodies before it only introduce (立法院經濟委員會召委、|民進黨立委林大同, 民眾黨徵召|市長參選人林大同), 0 for none."""
        number = next((n for n, p in enumerate(phrases) if p.person), 0)
        if number == 0 or phrases[number].entity is None:
            return 0
        text, start, body = self._text, phrases[number].start, phrases[number - 1].end
        if phrases[0].entity is None:  # 文宣部主任、|市議員林大同
            return number if text[body] == _AND and start - body <= GAP and self._lists.posts.end(text, 0, body) else 0
        listed = text[start - 1] == _AND and self._lists.posts.end(text, body, start - 1)
        return number if listed or (text.startswith(self._lists.nominating, body) and start - body <= _STANDS) else 0

    def _is_set_off(self, phrase: Phrase, start: int, cue: int) -> bool:
        """True for a person beside the cue after 、, whatever title stands before that (海東集團二代、|林大同|說), and for one whom 也 or 則 sets off
        from what a word governs that stands further before: 面對決賽對手|林大同|也說.
        """
        if not phrase.person or phrase.entity is None:
            return False
        before, listed = self._text[phrase.start - 1], self._text[phrase.end] not in _SETS_OFF
        if listed:
            alone = before in _WITH and not any(p.person for p in self.within(start, phrase.start))  # 公共與|國際研究所所長林大同
            return (before == _AND or (alone and not self._is_told(phrase, start))) and self.beside(phrase, cue)
        return not self._lists.prepositions.end(self._text, start, phrase.start) and self.beside(phrase, cue)

    def _is_told(self, phrase: Phrase, start: int) -> bool:
        """True for the last of those spoken to, in a clause of its own: 向甲、乙，和|林大同|說「…」."""
        if phrase.start - 1 > start:
            return False
        before = max(self._text.rfind(mark, max(0, start - REACH), start - 1) for mark in _CLAUSE_ENDS)
        return before >= 0 and self._text.startswith(_SPOKEN_TO, before + 1)

    def agent(self, start: int, cue: int) -> Phrase | None:
        """Who does what is done to another: 遭|網友|酸; a reporter only hears: 接受|記者|聯訪表示."""
        last = self.last_in(start, cue)
        return last if last is not None and self._is_agent(last, start, cue) else None

    def _is_agent(self, last: Phrase, start: int, cue: int) -> bool:
        """True for the last phrase before a cue where its clause from ``start`` on makes it one who does what is done to another."""
        if not self._text.endswith(self._lists.agents, start, last.start) or (last.noun is not None and last.noun.kind == "listener"):
            return False
        return not self._text.endswith(_INTERVIEWED, start, last.start) and self.beside(last, cue)

    def _is_acted_on(self, actor: Phrase, last: Phrase, cue: int) -> bool:
        """True for the object of what the subject did before it spoke: 網友標示朋友並表示; a title before a name does nothing."""
        between = last.start - actor.end
        if not self._text.endswith(_AND_THEN, last.end, cue) or not 2 <= between <= GAP:
            return False
        return not self._lists.posts.end(self._text, actor.end, last.start) and not self._in_a_row(actor, last)

    def called_before(self, start: int, cue: int) -> Phrase | None:
        """The name in quotation marks directly before a cue, alone or after what it is: 英國「環球郵報」（The Globe）報導."""
        text = self._text
        low = max(start, cue - REACH)
        opened = max(text.rfind("「", low, cue), text.rfind("《", low, cue))
        found = self._lists.called.fullmatch(text, opened, cue) if opened >= 0 else None
        if found is None:
            return None
        low, high = found.span("name")
        inside, before = self.within(low, high), self.within(start, opened)
        if inside and inside[0].start == low and inside[-1].end == high and inside[0].entity is not None:
            return None
        head = self.after_opening(start, opened)
        governors = self._lists.governors.search(text, head, opened)
        if governors is not None and governors.end() == opened:  # 業者於社團「海東交流地」貼文
            return None
        owner = before[-1] if before and before[-1].end == opened and not self.governed(before[-1], start) else None
        if any(p.person and p.entity is not None for p in before) or found["name"].endswith(self._lists.laws):
            return None  # 林大同昨上中視《冰冰Show》透露
        if owner is None and head < opened and not self._lists.sources.end(text, start, opened):
            return None
        person = owner.person if owner is not None else not found["name"].endswith(self._lists.bodies)
        return Phrase(low, high, None, None, person)

    def _longer(self, head: Phrase, cue: int) -> Phrase | None:
        """A name that nobody knows in full, of which a known one is the head: 國民黨|選策會, 英國|預算責任局."""
        if head.person or cue - head.end > BESIDE:
            return None
        found = self._lists.body.fullmatch(self._text, head.end, cue)
        if found is None or found["name"].endswith(self._lists.no_bodies) or found["name"] == "會" or is_pronoun(head):
            return None
        if self._lists.unsound.fullmatch(found["name"]):
            return None
        return Phrase(head.start, found.end("name"), None, None, False)

    def _before_bracket(self, gloss: Phrase, phrases: Sequence[Phrase], start: int) -> Phrase:
        """What a name in brackets explains: 疾病防治中心（CDC）."""
        bracket = gloss.start - 1
        closed = bracket - 1 if self._text[bracket - 1] in "」》" else bracket  # 「海東研究所」（HIS）
        if len(phrases) > 1 and phrases[-2].end == closed:
            return phrases[-2]
        named = gloss.person and len(phrases) > 1
        if named and phrases[-2].person and phrases[-2].entity is not None:
            return phrases[-2]  # 林大同博士（John Lin）
        low = phrases[-2].end if named else self.after_opening(start, bracket)
        found = self._lists.name_after.fullmatch(self._text, low, bracket)
        if found is None or not (gloss.person or self.strangers.is_source(found["name"])):
            return gloss
        return Phrase(found.start("name"), gloss.end + 1, None, None, gloss.person)

    def _author(self, paper: Phrase, before: Phrase) -> Phrase:
        """Who wrote or made known the paper that speaks: 郭明錤4月報告, 監察院今天發布新聞稿, 最高法院昨判決認為."""
        between = before.end, paper.start
        published = paper.start - before.end <= GAP and self._lists.publishing.search(self._text, *between) is not None
        if before.entity is None and before.noun is not None:
            return before if published and before.noun.kind == _OFFICIAL else paper  # 國台辦發言人|發出新聞稿
        adjacent = before.end == paper.start and before.noun is None  # 聯合參謀本部|分析認為
        if before.entity is None:
            return before if published else paper  # 林大同辦公室|發布新聞稿批評
        written = published or adjacent or self._lists.manners.fullmatch(self._text, *between) is not None
        return replace(before, end=paper.end) if written else paper

    def _publisher(self, paper: Phrase, start: int) -> Phrase:
        """Who made a paper known, though nobody knows the name: 海東|發布新聞稿說明."""
        at = self.after_opening(start, paper.start)
        found = self._lists.publishing.search(self._text, at, paper.start)
        if found is None or not 2 <= found.start() - at <= _SHORT_NAME or self._lists.unsound.fullmatch(self._text, at, found.start()):
            return paper  # words of which one may be cut: 海研|發布
        return Phrase(at, found.start(), None, None, False)

    def _with_partners(self, last: Phrase, phrases: Sequence[Phrase]) -> Phrase:
        """The speaker with those named before it that speak with the same voice: 甲、乙與丙都表示."""
        first = last
        for phrase in reversed(phrases[:-1]):
            if (phrase.entity is None and (last.entity is not None or phrase.noun is None or is_pronoun(phrase))) or not self._in_a_row(
                phrase, first
            ):
                break
            first = phrase
        return last if first is last else replace(last, start=first.start, joint=True)

    def is_row(self, start: int, end: int) -> bool:
        """True where ``start..end`` names two or more in one row and nobody else: 甲院長林大同、乙部長王美華."""
        phrases = self.within(start, end)
        if len(phrases) < 2 or phrases[-1].end != end:
            return False
        row = self._with_partners(phrases[-1], phrases)
        return row.start == start and row.start < phrases[-1].start

    def _in_a_row(self, one: Phrase, other: Phrase) -> bool:
        """True where nothing but 、 or 和 stands between two phrases, and the place or post of the second: 市長林大同與海東|市長王美華."""
        between = self._text[one.end : other.start].strip(_TITLE_MARKS)
        if between in self._lists.coordinations:
            return True
        tie = next((t for t in self._lists.coordinations if between.startswith(t)), "")
        if not tie or len(between) > GAP:
            return False
        return self._lists.posts.end(between) or self._is_of_place(one.end + len(tie), other.start)

    def _is_of_place(self, start: int, end: int) -> bool:
        """True where a place is named from ``start`` to ``end``, or into the title that begins there: 新北|市長."""
        name = self.named_at(start)
        return name is not None and name[1] >= end and self._entities[name[2]].type == "place"

    def _unnamed(self, post: Phrase, cue: int) -> Phrase | None:
        """A name that nobody knows, between its post and the cue: 副教授平山正昭說."""
        if (post.person and post.entity is not None) or not 1 <= cue - post.end <= BESIDE:
            return None
        if post.entity is not None and self._text[post.end] == _HEAD and self._lists.are_adverbs[self._text[post.end + 1 : cue]]:
            return Phrase(post.start, post.end + 1, None, None, True)
        people = post.noun is not None and post.noun.kind == "people"
        if post.noun is not None and post.noun.kind not in _POSTS and not people:
            return None
        found = self._lists.name_after.fullmatch(self._text, post.end, cue)
        if people and (found is None or found["title"] or not (self._is_full_name(found["name"]) or self._is_byname(found["name"]))):
            return None  # 畢業生|林曉青, 網紅|音地大帝; not 民眾|高興
        if post.noun is None and (found is None or not found["title"]):
            officer = None if post.person else self.strangers.after_post(post.end, cue)
            return None if officer is None or self._text.endswith(self._lists.bodies, 0, officer.end) else officer
        if found is None or found["name"].endswith(self._lists.no_bodies):
            return None
        return self.strangers.name(found)

    def _is_full_name(self, name: str) -> bool:
        """True for a surname with a given name of two characters."""
        return len(name) == _FULL_NAME and self._lists.person_name.fullmatch(name) is not None

    def _is_byname(self, name: str) -> bool:
        """True for four characters or more that nobody knows but the text has more than once after nothing but a post or a mark."""
        return len(name) > _FULL_NAME and self.strangers.is_repeated(name)

    def _joins(self, phrase: Phrase, start: int) -> bool:
        """True where what stands before a phrase is another speaker or post that the phrase is joined to: 評審長、大學教授韓智媛."""
        text, lists = self._text, self._lists
        ties = lists.ties.get(text[phrase.start - 1])
        if ties is None:
            return False
        tie = next((t for t in ties if text.endswith(t, start, phrase.start)), "")
        first = phrase.start - len(tie)
        if not tie or first <= start:
            return False
        before = self.within(start, first)
        if before and before[-1].end == first:
            return not is_pronoun(before[-1]) and not self.governed(before[-1], start)  # 他與林大同透露: to him
        return first - start <= GAP and lists.sources.end(text, start, first)

    def after_opening(self, start: int, cue: int) -> int:
        """Where a clause's subject may begin: after the reporter's line, connectives and days."""
        return self._lists.after_opening(self._text, start, cue)

    def beside(self, phrase: Phrase, cue: int) -> bool:
        """True where nothing but adverbs, days and brackets stands between a phrase and its cue."""
        if phrase.end >= cue:
            return True
        end = phrase.end + 1 if self._text[phrase.end] in "》」們" else phrase.end
        if self._text[end] in _INSIDE and phrase.noun is not None and phrase.noun.kind == "document":
            end += self._text[phrase.start - 1 : phrase.start] in _CLAUSE_BOUNDS  # 聲明|中指出; not 他留下的資料|中發現
        if self._text[end] == "等" and phrase.entity is not None:
            others = self._lists.and_others.match(self._text, end, cue)  # 王小明等人, 王小明等2人
            end = end if others is None else others.end()
        return end >= cue or (cue - end <= BESIDE and self._lists.are_adverbs[self._text[end:cue]])

    def in_cue(self, start: int, end: int) -> Phrase | None:
        """The source that a cue names itself: 報告指出, 研究顯示."""
        phrase = self._at_cue.get(start)
        return phrase if phrase is not None and phrase.end < end else None

    def at_cue(self, cue: int) -> Phrase | None:
        """The noun with which a cue begins, or that it is: 據報導."""
        return self._at_cue.get(cue)

    def paper(self, start: int, cue: int) -> Phrase | None:
        """The paper before a cue, where its noun could be a cue itself: 公告稱，, 報告也建議."""
        phrase = self._ending_at_cue.get(cue)
        before = bisect_left(self._cue_nouns, cue) - 1
        if phrase is None and before >= 0:
            nearest = self._at_cue[self._cue_nouns[before]]
            phrase = nearest if nearest.end <= cue and self.beside(nearest, cue) else None
        known = phrase is not None and phrase.noun is not None and phrase.noun.kind == "document" and phrase.start >= start
        return phrase if known else None

    def surname(self, start: int, cue: int) -> Phrase | None:
        """A known person named by the surname alone: 邱則說."""
        at = self.after_opening(start, cue)
        if at >= cue:
            return None
        entity = self._bearer(at)
        if entity is None and self._first_called(self._text[at]) > at - 2:
            return None
        if self._lists.adverbs.fullmatch(self._text, at + 1, cue) is None and (entity is None or not self._has_acted(at, cue)):
            return None
        return Phrase(at, at + 1, entity, None, True)

    def described(self, start: int, end: int) -> Phrase | None:
        """A person with a name whom a whole clause describes: 曾協助他競選的醫師|林大同，."""
        last = self.ending_at(start, end - 1)
        if last is None or not last.person or last.entity is None:
            return None
        if self._lists.mentioning.match(self._text, self.after_opening(start, last.start), last.start) is not None:
            return None  # 並點名曾任副市長的林大同，
        return last if self.has_description(last, start) else None

    def has_description(self, phrase: Phrase, start: int) -> bool:
        """True where 的 ties what is said from ``start`` on to the name that a phrase is or ends in."""
        return self._text.endswith("的", start, phrase.start) or self._text.find("的", phrase.start, phrase.end) >= 0

    def opening_surname(self, start: int, end: int) -> Phrase | None:
        """A known person by the surname alone, as a word of its own at the head of a clause: 對此|韓|不願多談."""
        at = self.after_opening(start, end)
        entity = self._bearer(at) if at < end and self._is_word(at) else None
        return None if entity is None else Phrase(at, at + 1, entity, None, True)

    def _bearer(self, at: int) -> int | None:
        """Who has the surname at ``at``: of several the one named last before it, else first after it."""
        people = [index for index in self._people(self._text[at]) if not self._only_reports(self._entities[index])]
        named = [(start > at, abs(start - at), index) for index in people for start, _, _ in self._entities[index].mentions]
        return min(named)[2] if named else None

    def _is_word(self, at: int) -> bool:
        """True where a character is a token."""
        alone = token_at(self._tokens, at)
        return alone >= 0 and self._tokens.starts[alone] == at and self._tokens.ends[alone] == at + 1

    def _has_acted(self, surname: int, cue: int) -> bool:
        """True where a bare surname stands as a word before what its bearer did first: 羅|接下重擔後強調."""
        if not self._is_word(surname):
            return False
        return self._lists.acted.fullmatch(self._text, surname + 1, cue) is not None

    def opens(self, start: int, end: int) -> Phrase | None:
        """The phrase that opens the clause ``start..end``, connectives, days and titles before it aside."""
        starts, index = self._starts, self._first_from(start, end)
        while starts[index] < end:
            phrase = self._all[index]
            index += 1
            if self.governed(phrase, start) or self._is_addressed_from(start, phrase.start):
                continue
            if phrase.entity is None and self._text.startswith("」", phrase.end) and starts[index] < end:
                continue  # 「國民媳婦」歌手|林大同
            if self._is_one_of_posts(phrase, index, end):
                continue  # 副主委、|市議員林大同
            if phrase.noun is not None and (phrase.noun.text == _ITS or self._is_where(phrase)):
                continue  # 積極軟化|其|過去的形象，, 影片|中林大同說
            if phrase.start == start:
                return self._owned(phrase, index, end)
            at = self.after_opening(start, phrase.start)
            if at < phrase.start and phrase.noun is not None and self._lists.there_is.search(self._text, at, phrase.start) is not None:
                return phrase  # 店內還有幾名|男女大聲喧嘩，
            if at < phrase.start and self._lists.subjectless.match(self._text, at, phrase.start) is not None:
                return None
            if phrase.start > at and self.is_place(phrase):
                continue
            somebody = self._is_somebody(phrase, at)
            if phrase.start - at > GAP:
                return phrase if somebody else None
            called = phrase.entity is None and phrase.noun is None and self._text[phrase.start - 1] in OPENS_NAME  # 粉專「海東看世界」
            led_up_to = somebody or called or self._is_described(phrase, at) or self._is_modified(phrase, at)
            return self._owned(phrase, index, end) if led_up_to else None
        return None

    def _is_one_of_posts(self, post: Phrase, index: int, end: int) -> bool:
        """True for a post that 、 ties to the person named next, the phrase ``index``, who holds it too."""
        if post.noun is None or not self._text.startswith(_AND, post.end) or self._starts[index] >= end:
            return False
        holder = self._all[index]
        return (
            holder.person
            and holder.entity is not None
            and holder.start - post.end <= GAP
            and self._lists.posts.end(self._text, 0, post.end)
        )

    def _is_where(self, paper: Phrase) -> bool:
        """True for a paper in which something stands or is shown: 影片|中."""
        return paper.noun is not None and paper.noun.kind == "document" and self._text.startswith(_INSIDE, paper.end)

    def _is_described(self, name: Phrase, at: int) -> bool:
        """True for a name that what begins at ``at`` describes: 被徵召的|林大同, 45歲「戲劇女王」|林心美."""
        if name.entity is None:
            return False
        return self._text.endswith(_DESCRIBING, 0, name.start) or _EPITHET.fullmatch(self._text, at, name.start) is not None

    def _is_modified(self, phrase: Phrase, at: int) -> bool:
        """True where nothing but modifiers stands before a phrase from ``at`` on, and no verb of which it is the object: 不少|網友; not 期待|大家."""
        if self._lists.modifiers.fullmatch(self._text, at, phrase.start) is None:
            return False
        return self._text.startswith("的", phrase.end) or self._lists.acting_on.search(self._text, at, phrase.start) is None

    def _is_addressed_from(self, start: int, noun: int) -> bool:
        """True where 向 at a clause's head governs what its noun is described by: 向|第一次出海的遊客示範，."""
        at = self.after_opening(start, noun)
        return self._text.startswith(_TO, at) and at < noun and not self._is_in_name(at)

    def _owned(self, owner: Phrase, after: int, end: int) -> Phrase:
        """A phrase, or the person with a name that it describes: 阿西的女兒|林曉青, 林將軍之妻|王美華. ``after``: the index of the next phrase."""
        if self._starts[after] >= end:
            return owner
        person = self._all[after]
        if not self._text.startswith(_OWNING, owner.end):
            return owner
        near = person.start - owner.end <= _OWNED and person.end <= end
        return person if near and person.person and person.entity is not None else owner

    def _first_from(self, start: int, end: int) -> int:
        """Index of the first phrase that may open the clause ``start..end``: none of the reporter's line."""
        index = bisect_left(self._starts, start if end - start < REACH else end - REACH)
        if self._starts[index] < end and self._text[start] in _BYLINE_OPENS:
            byline = self._lists.byline.match(self._text, start, end)
            return index if byline is None else bisect_left(self._starts, byline.end(), index)
        return index

    def _is_somebody(self, phrase: Phrase, at: int) -> bool:
        """True where a clause opens with how many of somebody there are: 一位看上去非常漂亮的女孩, 部分激進的網友."""
        return phrase.person and phrase.noun is not None and self._text.startswith(self._lists.quantifiers, at)

    def is_place(self, phrase: Phrase) -> bool:
        """True for the name of a place, which speaks only as a country does."""
        return phrase.entity is not None and self._entities[phrase.entity].type == "place"

    def in_full(self, first: Phrase, end: int) -> Phrase:
        """The phrase that opens a clause with those named after it in one row: 甲、乙和丙等人發表聲明，."""
        last = first
        for phrase in self.within(first.end, end):
            if phrase.entity is None or phrase.person != first.person or self.is_place(phrase) or not self._in_a_row(last, phrase):
                break
            last = phrase
        alone = last is first or self._text.startswith(self._lists.together, last.end)  # 林大同與王美華|會談後
        return first if alone else replace(first, end=last.end, joint=True)

    def after_verb(self, start: int, end: int) -> int:
        """Where the last verb of saying ends that begins in ``start..end``: 發現|林男; ``start`` where there is none, or it describes: 發布|的報告."""
        at = bisect_left(self._verbs, (end,)) - 1
        if at < 0 or self._verbs[at][0] < start or self._text.startswith("的", self._verbs[at][1]):
            return start
        return min(self._verbs[at][1], end)

    def cue_ending(self, at: int) -> int:
        """Where the verb of saying begins that ends at ``at``, -1 where none does."""
        verb = bisect_left(self._verbs, (at,)) - 1
        return self._verbs[verb][0] if verb >= 0 and self._verbs[verb][1] == at else -1

    def ending_at(self, start: int, end: int) -> Phrase | None:
        """The last phrase of ``start..end`` where it ends there."""
        last = self.last_in(start, end)
        if last is not None and last.end == end:
            return last
        phrase = self._ending_at_cue.get(end)
        return phrase if phrase is not None and phrase.start >= start else None

    def _described_from(self, start: int, noun: int) -> int:
        """Where a common noun begins with what describes it, in the clause from ``start`` on: 老|同事."""
        words = self._lists.describing.get(self._text[noun - 1], ())
        return noun - next((len(w) for w in words if self._text.endswith(w, start, noun)), 0)

    def is_anonymous(self, phrase: Phrase) -> bool:
        """True for one character after a surname: 林|男, 張|嫌."""
        noun = phrase.noun
        named = noun is not None and noun.text in self._lists.anonymous and phrase.end - phrase.start == 1
        return named and self._lists.person_name.match(self._text, phrase.start - 1) is not None

    def governed(self, phrase: Phrase, start: int) -> bool:
        """True where a word before a phrase in the clause from ``start`` on makes it no subject, and for one that only listens."""
        text, lists = self._text, self._lists
        first, entity, noun = phrase.start, phrase.entity, phrase.noun
        listens = noun is not None and noun.kind == "listener"
        if first == start:
            return listens
        at = first if noun is None or entity is not None else self._described_from(start, first) - self.is_anonymous(phrase)
        if noun is not None and noun.kind in _POSTS and self._people(text[at - 1]):
            at -= 1  # 聽聞|陳|部長
        before = text[at - 1]
        if before in OPENS_NAME and at - 1 > start:
            at -= 1
            before = text[at - 1]
        if before in lists.in_office:
            at -= next((len(word) for word in lists.in_office[before] if text.endswith(word, start, at)), 0)
        if not phrase.person and at - start > len(_FOR) and text.endswith(_FOR, start, at):
            return True  # 林大同代表|市府表示
        if lists.prepositions.end(text, start, at) and not text.endswith(lists.not_governing, start, at):
            return not self._joins(phrase, start)
        if listens:
            return True
        if text.endswith(lists.not_governing, start, first):
            return False  # 至於|林大同說
        found = lists.governed.search(text, max(start, first - GAP), first)
        return found is not None and not self._is_in_name(found.start())

    def _is_in_name(self, at: int) -> bool:
        """True where what looks like a preposition only begins a longer word: 向陽|董事長."""
        index = token_at(self._tokens, at)
        if index < 0 or self._tokens.starts[index] != at or at in self._tokens.guessed or self._tokens.ends[index] - at < 2:
            return False
        return self._lists.governing.fullmatch(self._text, at, self._tokens.ends[index]) is None
