"""What a speaker is called: an entity by its fullest name, words by what describes them, a row of people by their names."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import partial

from pipeline.claims.lists import WordLists
from pipeline.claims.phrases import Phrase
from pipeline.claims.speakers import Phrases
from pipeline.mentions import Entity, Name, Speaker
from pipeline.span import Span

# A speaker of all its parts: there are many, and the class itself takes twice as long to make them.
_speaker: Callable[[tuple[int | None, str, int, int, Span | None]], Speaker] = partial(tuple.__new__, Speaker)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_GLOSSED = re.compile(r"(?:^|[，。；、：:\s]|據|根據|而|另據|引述)([\u4e00-\u9fff]{3,14})$")  # searched up to the bracket only
_GLOSSED_PLACE = re.compile(r"(?:[，。；、名位個的]|^)([\u4e00-\u9fff]{2,6}（[A-Za-z][^（）]*）)\Z")  # 一名|敖德薩（Odessa）員警
_BRACKET_REACH = 60  # code points of a bracket in which a foreign name may stand
_GLOSS_REACH = 18  # code points before a bracket in which the name begins that is glossed
_WRAPPINGS = " 《》〈〉「」【】*#>"  # brackets and the marks of markdown: no part of a name
_SURNAMED = "姓"
_WHEN = "時"  # ends what says when before a surname
_PARENTS = "父母"  # 林母 is not 林姓男子
_BY = re.compile("經(?![濟理紀常營典過院發部費銷])")  # before who acts: 經|市府
_WITH_MEASURE = ("有位", "有名", "有個")
_OF, _AND_MORE = "的", "等"  # open no description
_HE_OR_SHE, _THEIRS = frozenset("他她"), frozenset("的們")
_LONG_SURNAME, _FULL = 2, 3  # characters of a Japanese surname, of a Chinese name
_THERE_ARE = ("有人", "有些人")  # nothing describes them: 底下|有人質疑
_NAME_REACH = 12  # how far a common noun's phrase may reach to the left: 一名住在附近的居民


def _shortens(short: str, full: str) -> bool:
    """True where the characters of ``full`` in their order hold all of a short form's: 台積電, 台灣積體電路."""
    rest = iter(full)
    return short in full or all(char in rest for char in short)


class Naming:
    """Names the speakers of one reading."""

    def __init__(self, text: str, entities: Sequence[Entity], names: Sequence[Name], lists: WordLists, phrases: Phrases) -> None:
        self._text, self._entities, self._names, self._lists, self._phrases = text, entities, names, lists, phrases
        self._fullest: dict[tuple[int, str], tuple[str, Span | None]] = {}  # entity and form → its fullest form, where that stands

    def together(self, phrase: Phrase) -> Speaker | None:
        """People by their names, without titles; None where a country speaks with them."""
        named = [i for _, _, i in self._names[bisect_left(self._names, (phrase.start,)) : bisect_left(self._names, (phrase.end,))]]
        people = [self._entities[i].name for i in dict.fromkeys(named) if self._entities[i].type == "person"]
        states = any(self._entities[i].kind.startswith("country") for i in named)
        if not people or states:
            return None
        return Speaker(None, "、".join(people), phrase.start, phrase.end)

    def entity(self, entity: int, start: int, end: int) -> Speaker:
        """An entity as a speaker, under the fullest form the document itself gives; a Chinese one before a foreign one."""
        said = self._text[start:end]
        known = self._fullest.get((entity, said))
        if known is None:
            known = self._fullest[entity, said] = self._fullest_of(entity, said)
        name, named = known
        return _speaker((entity, name, start, end, named))

    def _fullest_of(self, entity: int, said: str) -> tuple[str, Span | None]:
        """What an entity is called, and where the document does so."""
        if not self._entities[entity].mentions:
            return self._entities[entity].name, None
        start, end = self._full_form(entity, said)
        return self._text[start:end], (start, end)

    def _full_form(self, entity: int, said: str) -> Span:
        """Where the document names an entity most fully: of an organization, among the forms that ``said`` may shorten; a by-name is none (媽媽市長)."""
        text, named = self._text, self._entities[entity]
        name, mentions, organization = named.name, named.mentions, named.type == "organization"
        forms: dict[str, Span] = {}
        for start, end, _ in mentions:
            forms.setdefault(text[start:end], (start, end))
        if len(forms) == 1 and not organization:
            return forms.popitem()[1]
        han = [form for form in forms if _HAN.search(form)]
        if organization and not han:
            gloss = next((g for start, _, _ in mentions if (g := self._before_gloss(start))), None)
            if gloss is not None:
                return gloss
        known = han if han and not _HAN.search(said) else list(forms)
        if len(known) == 1:
            return forms[known[0]]
        alike = [form for form in known if (_shortens(said, form) if organization else name in form)]
        if len(alike) == 1:
            return forms[alike[0]]
        return forms[max(alike or known, key=lambda form: (form in han, len(form)))]

    def _before_gloss(self, at: int) -> Span | None:
        """The Chinese name before a foreign one in brackets: 美國有線電視新聞網（CNN）."""
        bracket = self._text.rfind("（", max(0, at - _BRACKET_REACH), at)
        if bracket < 3 or self._text.find("）", bracket, at) >= 0:
            return None
        found = _GLOSSED.search(self._text, max(0, bracket - _GLOSS_REACH), bracket)
        return found.span(1) if found is not None and self._lists.sources.end(self._text, *found.span(1)) else None

    def described(self, phrase: Phrase, clause: int) -> Speaker | None:
        """A common noun with what describes it: back to its clause's start where that is near, connectives and days left out."""
        start = phrase.start
        if start == clause or self._text.startswith(_THERE_ARE, start):
            return self.as_written(start, phrase.end)
        low = self._phrases.after_verb(self._phrases.after_opening(clause, phrase.start), phrase.start)
        closed = self._text.rfind("）", low, phrase.start) + 1
        glossed = _GLOSSED_PLACE.search(self._text, low, phrase.start) if closed == phrase.start else None
        if glossed is not None:
            return self.as_written(glossed.start(1), phrase.end)
        low = max(low, closed)  # （記者林大同攝）|警方
        if self._text[low] == _OF:
            return self.as_written(self._before_gloss_of(clause, low), phrase.end)
        if self._text[low] == _AND_MORE and self._text[low - 1] == "」":
            low += 1  # 「…」等|網友留言
        by = _BY.match(self._text, low, phrase.start)
        low = low if by is None else by.end()
        there = self._lists.there_is.search(self._text, low, phrase.start)
        if there is not None:
            low = there.start() + 1  # 店內還有|幾名男女
        elif self._text.startswith(_WITH_MEASURE, low - 1) and low < phrase.start:
            low += 1  # 突然有位|路人
        low = self._past_blank(self._past_partner(low, phrase.start), phrase)
        published = self._text[phrase.start - 1] == "的" and self._is_published(low, phrase.start - 1)
        surnamed = self._text.startswith(_SURNAMED, phrase.start - 1)
        if published or self._is_done_by(low, phrase.start) or self._lists.subjectless.fullmatch(self._text, low, phrase.start) is not None:
            low = phrase.start - 2 * surnamed  # 上月公布的|官方數據, 昨天代表|市府宣布, 他聯絡|林姓房東
        if 0 <= phrase.start - low <= _NAME_REACH and self._lists.modifiers.fullmatch(self._text, low, phrase.start):
            start = low
            while start > clause and (self._text[start - 1].isdigit() or self._is_counted(start)):
                start -= 1
        elif surnamed:
            start -= 2  # 警方逮捕|林姓男子
        elif self._phrases.is_anonymous(phrase) or self._is_called(phrase):
            start -= 1  # 警方逮捕|林男, 引起|林先生的懷疑
        return self.as_written(start, phrase.end)

    def _is_counted(self, at: int) -> bool:
        """True after a blank between a number and what it counts: 3 |名人士."""
        return self._text[at - 1] == " " and self._text[at - 2].isdigit() and self._text.startswith(self._lists.counted, at)

    def _past_blank(self, low: int, phrase: Phrase) -> int:
        """Where what describes a noun begins after a blank between Chinese words, which parts lines in texts that lost them (全案定讞 |檢方指出),
        and a surname after what says when (審理時|林男坦承).
        """
        blank = self._text.rfind(" ", low, phrase.start)
        if blank > low and not self._text[blank - 1].isascii() and not self._text[blank + 1].isascii():
            low = blank + 1
        surname = phrase.start - 1
        return surname if self._text.startswith(_WHEN, surname - 1) and self._phrases.is_anonymous(phrase) else low

    def _is_done_by(self, start: int, noun: int) -> bool:
        """True where what stands before a noun tells what 他, 她 or somebody named did to it: 他聯絡|房東, 林大同致電|房東; not 他們的|老師, 她|媽媽,
        林大同高中|同學."""
        if noun - start < 2 or self._text[noun - 1] in _THEIRS:
            return False
        if self._text[start] in _HE_OR_SHE:
            return True
        return self._phrases.named_at(start) is not None and self._lists.acting_on.search(self._text, start, noun) is not None

    def _is_published(self, start: int, of: int) -> bool:
        """True where nothing but a verb of making known stands before 的: its author is named elsewhere or nowhere."""
        found = self._lists.publishing.search(self._text, start, of)
        return found is not None and found.start() == start

    def _past_partner(self, low: int, noun: int) -> int:
        """Where what describes a noun begins after another it is joined to: 里長與|水文學家."""
        ties = [(self._text.rfind(tie, low, noun), len(tie)) for tie in self._lists.coordinations]
        return max([low, *(at + length for at, length in ties if at >= 0 and self._text[at + length] != _OF)])  # 參與|的民眾

    def _before_gloss_of(self, clause: int, of: int) -> int:
        """Where a name begins whose gloss ends before 的, or what follows that: 崔克斯（Hendricks）|的經紀人."""
        opened = self._text.rfind("（", max(clause, of - _BRACKET_REACH), of) if self._text[of - 1] == "）" else -1
        start = self._phrases.after_opening(clause, opened) if opened >= 0 else of + 1
        return start if 0 < opened - start <= _NAME_REACH else of + 1

    def _is_called(self, phrase: Phrase) -> bool:
        """True for a form of address right after a surname or a letter in its stead: 林|先生, A|先生."""
        if not self._text.startswith(self._lists.after_surname, phrase.start):
            return False
        called = self._text[phrase.start - 1]
        return (called.isascii() and called.isupper()) or self._lists.person_name.match(self._text, phrase.start - 1) is not None

    def as_written(self, start: int, end: int) -> Speaker | None:
        """A speaker without an entity, its name where it stands, or where the text has it in full before; None where there is none."""
        low, high = start, end
        titled = "》" in self._text[start : end - 1] or "《" in self._text[start + 1 : end]  # 《晨報》評論, 主計總處的《家庭收支報告》
        while low < high and self._text[low] in _WRAPPINGS and not titled:
            low += 1
        while high > low and self._text[high - 1] in _WRAPPINGS and not titled:
            high -= 1
        if low < high and self._text[low] == _OF:
            low += 1  # 首相 梅伊 的|發言人
        if low == high:
            return None
        low, high = self._in_full(low, high) or (low, high)
        bearer = self._bearer_of(self._text[low:high])
        return Speaker(None, self._text[low:high], start, end, (low, high)) if bearer is None else self.entity(bearer, start, end)

    def _bearer_of(self, surname: str) -> int | None:
        """The one person with a long name that begins with a surname of two characters: 岸田 is 岸田文雄."""
        if len(surname) != _LONG_SURNAME:
            return None
        found = [n for n, e in enumerate(self._entities) if e.type == "person" and len(e.name) > _FULL and e.name.startswith(surname)]
        return found[0] if len(found) == 1 else None

    def _in_full(self, start: int, end: int) -> Span | None:
        """許男 in full, as the text has it before: 許姓男子."""
        name = self._text[start:end]
        if len(name) > 2 or (len(name) == 2 and (name[1] not in self._lists.anonymous or name[1] in _PARENTS)):
            return None
        named = re.compile(f"{re.escape(name[0])}姓[^，。、；「」]{{0,4}}?(?:{self._lists.anonymous_in_full})").search(self._text, 0, start)
        return named.span() if named else None
