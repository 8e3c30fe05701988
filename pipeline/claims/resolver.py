"""Whom a phrase means: the name it stands for, remembering who spoke before in the document."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.claims.layout import Paragraph
from pipeline.claims.phrases import AUTHOR, Phrase, reports
from pipeline.claims.speakers import Phrases
from pipeline.claims.words import Named, Noun, WordLists
from pipeline.mentions import Entity, Speaker
from pipeline.span import Span

_HAN = re.compile(r"[\u4e00-\u9fff]")
_GLOSSED = re.compile(r"(?:^|[，。；、：:\s]|據|根據|而|另據|引述)([\u4e00-\u9fff]{3,14})$")  # searched up to the bracket only
_GLOSSED_PLACE = re.compile(r"(?:[，。；、名位個的]|^)([\u4e00-\u9fff]{2,6}（[A-Za-z][^（）]*）)\Z")  # 一名|敖德薩（Odessa）員警
_BRACKET_REACH = 60  # code points of a bracket in which a foreign name may stand
_GLOSS_REACH = 18  # code points before a bracket in which the name begins that is glossed
_WRAPPINGS = " 《》〈〉「」【】*#>"  # brackets and the marks of markdown: no part of a name
_REPORTING = frozenset(("報導", "該報導"))  # whose: the outlet's that reported last
_HELD = frozenset(("official", "expert", "school", "hospital", "court", "police", "prosecution"))  # titles that one person may hold
_IMPERSONAL = frozenset(("media", "document", "company", "institute"))
_NAMED_BY_THEIR_KIND = frozenset(("document", "official", "media"))  # what a bare noun means the organization by that was named last
_OTHER, _THE = "對方", "該"
_ANYBODY = "人士"
_KIND = "@"  # before a kind of organization that a row of lexicons/claims/speakers.tsv means
_TOWARDS = re.compile(
    r"(?:[被遭向對跟與和找請]|詢問|告訴|聯繫|聯絡|要求)[^，。！？]{0,6}\Z"
)  # before the other party, and what describes it
_TO_SOMEBODY = re.compile("(?:[對向跟和與問請叫]|告訴|要求)[他她]")
_TITLE_REACH = 10  # code points before a noun in which that may stand
_SOMEBODY = frozenset("他她")
_SEVERAL = "們"
_COUNTED = {"兩": 2, "二": 2, "三": 3, "2": 2, "3": 3}  # opens a pronoun that counts: no single person of those named before
_PEOPLE = "人"
_IN_A_ROW = "、"
_SURNAMED = "姓"
_WHEN = "時"  # ends what says when before a surname
_ASKED = "？"
_PARENTS = "父母"  # 林母 is not 林姓男子
_CONNECTIVE = 4  # code points of a clause that is no more than 隨後，
_WHEN_DONE = "後，"
_BY = re.compile("經(?![濟理紀常營典過院發部費銷])")  # before who acts: 經|市府
_WITH_MEASURE = ("有位", "有名", "有個")
_OF, _AND_MORE = "的", "等"  # open no description
_LONG_SURNAME, _FULL = 2, 3  # characters of a Japanese surname, of a Chinese name
_THERE_ARE = ("有人", "有些人")  # nothing describes them: 底下|有人質疑
_NAME_REACH = 12  # how far a common noun's phrase may reach to the left: 一名住在附近的居民


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
        self._spoken: set[str] = set()  # the names of all who have spoken
        self._described_last: dict[str, Speaker] = {}  # kind of noun → the speaker described last: 一名消防官員
        self._holders: dict[str, Sequence[int]] = {}  # title → the people named with it
        self._owners: dict[tuple[int, str], frozenset[int]] = {}  # person and title → whose title it is
        self.outlet: Speaker | None = None  # who reported last
        self.cue = -1  # where the cue of who spoke last begins
        self.told = 0  # how far the statements found reach: names inside them are no antecedents
        self._last_person: Speaker | None = None
        self._last_group: Speaker | None = None
        self._fullest: dict[tuple[int, str], Span] = {}  # entity and form → where its fullest form stands
        self._authors: dict[str, Speaker] = {}  # word for a paper → who wrote or made known the last one so called that spoke
        self._documents: set[Span] = set()  # where papers stand that have spoken
        self._impersonal: set[Span] = set()  # where speakers without a name stand that are no person

    def remember(self, speaker: Speaker) -> None:
        """Take note of a speaker: later pronouns and dropped subjects mean the last one."""
        if self.last is not None and self.last.name != speaker.name:
            self.before_last = self.last
        self.last = speaker
        self._spoken.add(speaker.name)
        impersonal = self.is_impersonal(speaker)
        if speaker.entity is None and not impersonal:
            self._unnamed.append(speaker)
        if (speaker.start, speaker.end) in self._documents or (speaker.entity is None and speaker.name.endswith(self._lists.papers)):
            self._last_group = None
        elif impersonal or not self._is_one(speaker):
            self._last_group = speaker
        else:
            self._last_person = speaker

    def note_author(self, speaker: Speaker, cue: str) -> None:
        """Take note of who spoke through a paper, named with the speaker or in the cue: 海東研究所在6月發布報告認為."""
        if speaker.entity is not None and self._entities[speaker.entity].type == "place":
            return
        said = self._text[speaker.start : speaker.end] + cue
        for paper in self._lists.papers:
            if paper in said and paper not in speaker.name:
                self._authors[paper] = speaker

    def _author_of(self, phrase: Phrase, noun: Noun, clause: int) -> Speaker | None:
        """Who wrote or made known the paper that a bare word or one with 該 means, where that has spoken before."""
        author = self._authors.get(noun.text)
        if author is None:
            return None
        at = self._phrases.after_opening(clause, phrase.start)
        noun_at = phrase.end - len(noun.text)  # a phrase may begin with what describes it: 法新社彙整的官方|數據
        bare = at == noun_at or self._text[at:noun_at] in self._lists.pointing
        return author if bare else None

    def has_spoken(self, speaker: Speaker) -> bool:
        """True for a speaker whose statement has been told before."""
        return speaker.name in self._spoken

    def _is_one(self, speaker: Speaker) -> bool:
        """True for a speaker whom 他 or 她 may mean."""
        if speaker.entity is None:
            return not speaker.name.endswith(self._lists.collective) or self._text.startswith(self._lists.one, speaker.start)
        return self._entities[speaker.entity].type == "person"

    def speaker(self, phrase: Phrase, paragraph: Paragraph, low: int = 0) -> Speaker | None:
        """The speaker a phrase names; None for words of which nothing is left."""
        noun = phrase.noun
        if phrase.joint or (not phrase.person and phrase.entity is None if noun is None else noun.kind in _IMPERSONAL):
            self._impersonal.add((phrase.start, phrase.end))
        if noun is not None and noun.kind == "document":
            self._documents.add((phrase.start, phrase.end))
        if phrase.joint:
            return self._together(phrase) or self._as_written(phrase.start, phrase.end)
        if phrase.entity is not None:
            return self._entity(phrase.entity, phrase.start, phrase.end)
        if noun is None:
            return self._whose_paper(phrase) or self._as_written(phrase.start, phrase.end)
        if noun.kind == "pronoun":
            return self._antecedent(phrase, noun, paragraph)
        known = self._meant(phrase, noun, paragraph) if noun.resolves else None
        clause = max(low, paragraph.clause_start(phrase.start))
        if known is None and noun.kind == "document":
            known = self._author_of(phrase, noun, clause)
        if known is None:
            known = self._one_of(phrase, noun, clause)
        return known and known._replace(start=min(phrase.start, known.start) if known.end == phrase.end else phrase.start, end=phrase.end)

    def _whose_paper(self, phrase: Phrase) -> Speaker | None:
        """Who spoke last, where what is cited is said to be that person's: 依他的說法, 據她掌握的資料."""
        own = self._text[phrase.start] in _SOMEBODY and self._text.endswith(self._lists.papers, phrase.start, phrase.end)
        return self._last_person._replace(start=phrase.start, end=phrase.end) if own and self._last_person is not None else None

    def _meant(self, phrase: Phrase, noun: Noun, paragraph: Paragraph) -> Speaker | None:
        """Whom a bare noun means: the author of these words, the outlet that reported last, an organization named before."""
        if noun.resolves == AUTHOR:
            return self._publisher(phrase.start, paragraph) or self.last or self.subject_before(phrase.start, paragraph)
        if noun.text in _REPORTING and self.outlet is not None:
            return self.outlet
        index = self._organization(noun, phrase.start)
        if index is not None:
            return self._entity(index, phrase.start, phrase.end)
        return self._crowd(noun, phrase.start) if noun.kind == "people" else None

    def _publisher(self, at: int, paragraph: Paragraph) -> Speaker | None:
        """Who made something known in the clause before, whose words are meant: 海東公司昨天發布新聞稿，|內容提到."""
        clauses = paragraph.clauses_before(paragraph.clause_start(at))
        if not clauses:
            return None
        start, end = clauses[0]
        published = self._lists.publishing.search(self._text, start, end - 1) is not None
        phrase = self._phrases.opens(start, end) if published else None
        return self.speaker(phrase, paragraph) if phrase is not None and phrase.entity is not None else None

    def _crowd(self, noun: Noun, at: int) -> Speaker | None:
        """Whom 大家 means: the people without a name whom the document has named last, if their noun is the row's."""
        found = max((self._text.rfind(word, 0, at), word) for word in noun.resolves)
        return None if found[0] < 0 else self._as_written(found[0], found[0] + len(found[1]))

    def _one_of(self, phrase: Phrase, noun: Noun, clause: int) -> Speaker | None:
        """Those among who have spoken, or the one pointed at, or who holds the title; else the noun with what describes it."""
        if noun.text in self._lists.some and self._text.startswith(self._lists.among, clause):
            return self._unnamed_so("網友") or self.last or self._described(phrase, clause)
        if self._text.endswith(self._lists.pointing, clause, phrase.start):
            meant = self._unnamed_so(noun.text) or self._described_last.get(noun.kind)
            if meant is None and noun.text == _ANYBODY and self.last is not None and self.last in self._unnamed:
                meant = self.last  # 急診醫師透露，…。該|人士
            return meant or self._described(phrase, clause)
        if noun.kind in _HELD and noun.text not in self._lists.collective and not self._text.startswith(_SEVERAL, phrase.end):
            holder = self._holder(phrase, noun, clause)
            if holder is not None:
                return holder
        described = self._described(phrase, clause)
        if described is not None and described.start < phrase.start:
            self._described_last[noun.kind] = described
        return described

    def _together(self, phrase: Phrase) -> Speaker | None:
        """People by their names, without titles; None where a country speaks with them."""
        named = [i for _, _, i in self._names[bisect_left(self._names, (phrase.start,)) : bisect_left(self._names, (phrase.end,))]]
        people = [self._entities[i].name for i in dict.fromkeys(named) if self._entities[i].type == "person"]
        states = any(self._entities[i].kind.startswith("country") for i in named)
        if not people or states:
            return None
        return Speaker(None, "、".join(people), phrase.start, phrase.end)

    def _holder(self, phrase: Phrase, noun: Noun, clause: int) -> Speaker | None:
        """The one person whom the document has named with a bare title: 總統 after 總統蔡英文."""
        if self._phrases.after_opening(clause, phrase.start) < phrase.start:
            return None
        if noun.text not in self._holders:
            self._holders[noun.text] = self._holders_of(noun.text)
        held = self._holders[noun.text]
        if len(held) != 1 or self._is_elsewhere(held[0], phrase, noun.text):
            return None
        return self._entity(held[0], phrase.start, phrase.start + len(noun.text))

    def _is_elsewhere(self, person: int, phrase: Phrase, title: str) -> bool:
        """True where a title is that of one organization, and the person's that of another: 甲公司|經濟學家 after 乙公司|經濟學家|林大同."""
        named = self._phrases.named_at(phrase.start)
        if named is None or self._entities[named[2]].type == "place":
            return False
        if (person, title) not in self._owners:
            self._owners[person, title] = self._owners_of(person, title)
        return any(owner != named[2] for owner in self._owners[person, title])

    def _owners_of(self, person: int, title: str) -> frozenset[int]:
        """The organizations named right before a title that stands right before a person's name."""
        owners: set[int] = set()
        for start, _, _ in self._entities[person].mentions:
            end = start - len(title)
            before = bisect_left(self._names, (end,)) - 1
            if before < 0 or self._names[before][1] != end or not self._text.endswith(title, 0, start):
                continue
            owner = self._names[before][2]
            if self._entities[owner].type != "place":
                owners.add(owner)
        return frozenset(owners)

    def _holders_of(self, title: str) -> Sequence[int]:
        """The people whom the document names with a title right before or after the name; nobody where a row of them has it."""
        text, people = self._text, [n for n in self._names if self._entities[n[2]].type == "person"]
        starts = {start for start, _, _ in people}
        if any(end + 1 in starts and text[end] == "、" and text.endswith(title, 0, start) for start, end, _ in people):
            return ()
        return sorted({index for start, end, index in people if text.endswith(title, 0, start) or text.startswith(title, end)})

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
        """Where the document names an entity most fully: of an organization, among the forms that ``said`` may shorten; a by-name is none (媽媽市長)."""
        text, mentions = self._text, self._entities[entity].mentions
        forms: dict[str, Span] = {}
        for start, end, _ in mentions:
            forms.setdefault(text[start:end], (start, end))
        if self._entities[entity].type == "organization" and not any(_HAN.search(form) for form in forms):
            gloss = next((g for start, _, _ in mentions if (g := self._before_gloss(start))), None)
            if gloss is not None:
                return gloss
        han = [f for f in forms if _HAN.search(f)]
        known = han if han and not _HAN.search(said) else list(forms)
        alike = [
            f for f in known if (_shortens(said, f) if self._entities[entity].type == "organization" else self._entities[entity].name in f)
        ]
        return forms[max(alike or known, key=lambda form: (_HAN.search(form) is not None, len(form)))]

    def _before_gloss(self, at: int) -> Span | None:
        """The Chinese name before a foreign one in brackets: 美國有線電視新聞網（CNN）."""
        bracket = self._text.rfind("（", max(0, at - _BRACKET_REACH), at)
        if bracket < 3 or self._text.find("）", bracket, at) >= 0:
            return None
        found = _GLOSSED.search(self._text, max(0, bracket - _GLOSS_REACH), bracket)
        return found.span(1) if found is not None and self._text.endswith(self._lists.sources, *found.span(1)) else None

    def subject_before(self, at: int, paragraph: Paragraph) -> Speaker | None:
        """The person that opens an earlier clause of the sentence, or else the sentence before, if no statement stands between."""
        sentence = paragraph.sentence_start(at)
        clauses = paragraph.clauses_before(paragraph.clause_start(at))
        while sentence > paragraph.start:
            before = paragraph.sentence_start(sentence - 1)
            clauses += self._first_clauses(before, sentence, paragraph)
            if self._text[sentence - 1] != _ASKED:
                break
            sentence = before  # 林大同被問到是否參選？會不會連任？他說
        for start, end in clauses:
            phrase = self._phrases.opens(start, end) if start >= self.told else None
            if phrase is not None and self._text.startswith("、", phrase.end):
                continue  # one of several
            if phrase is not None and phrase.person and (phrase.entity is not None or self._plainly_opens(phrase, start)):
                return self.speaker(phrase, paragraph)
        return None

    def is_impersonal(self, speaker: Speaker) -> bool:
        """True for an organization, a paper, several speakers."""
        if speaker.entity is not None:
            return self._entities[speaker.entity].type != "person"
        return (speaker.start, speaker.end) in self._impersonal

    def person_before(self, at: int) -> Speaker | None:
        """The person named last before ``at``."""
        return self._last_mention(0, at, True)

    def _antecedent(self, phrase: Phrase, noun: Noun, paragraph: Paragraph) -> Speaker | None:
        """Whom a pronoun means: who opens the sentence, the one named last in the narrative since the last statement, else who spoke last."""
        if noun.text.endswith(_SEVERAL):
            known = self._several_before(phrase, paragraph) or self._as_written(phrase.start, phrase.end)
            return known and known._replace(start=phrase.start, end=phrase.end)
        if noun.text[0] in _COUNTED and noun.text.endswith(_PEOPLE):
            together = self.last is not None and _IN_A_ROW in self.last.name
            known = self.last if together else self._row_before(phrase, paragraph) or self._as_written(phrase.start, phrase.end)
            return known and known._replace(start=phrase.start, end=phrase.end)
        person = noun.text[0] in "他她"
        if noun.text.startswith(_THE):
            known = self._the(noun, phrase)
            if known is not None or noun.resolves:
                return known or self._as_written(phrase.start, phrase.end)
        if noun.text == _OTHER:
            known = self._other_party(phrase, paragraph) or self._as_written(phrase.start, phrase.end)
            return known and known._replace(start=phrase.start, end=phrase.end)
        if person and self._last_person is self.last and self._goes_on(paragraph.sentence_start(phrase.start)):
            known = self._last_person  # who speaks in the sentence goes on; whom it names since then is spoken of
        else:
            known = self.subject_before(phrase.start, paragraph) if person else None
        known = known or self._named_or_called(phrase, paragraph, person)
        if known is None and person and (self._last_person is None or self._last_person.start < paragraph.start):
            known = self._last_mention(
                paragraph.start, max(self.cue, paragraph.start), True, self._lists.mentioning
            )  # 林大同…，但專家說，…。他
        if known is None:
            known = (self._last_person if person else self.last) or self._last_mention(0, phrase.start, person)
        known = known or self._one_before(phrase, paragraph)
        return known and known._replace(start=phrase.start, end=phrase.end)

    def _named_or_called(self, pronoun: Phrase, paragraph: Paragraph, person: bool) -> Speaker | None:
        """Who is named last since the last statement; before a name of another paragraph, who is called by a surname in the sentence: 逮捕林姓男子，他說."""
        named = self._last_mention(self.told, pronoun.start, person, self._lists.mentioning)
        if not person or (named is not None and named.start >= paragraph.start):
            return named
        sentence = paragraph.sentence_start(pronoun.start)
        start = max(paragraph.sentence_start(sentence - 1), min(self.told, sentence))
        for phrase in reversed(self._phrases.within(start, pronoun.start)):
            clause = paragraph.clause_start(phrase.start)
            if phrase.person and phrase.noun is not None and (self._phrases.is_anonymous(phrase) or self._plainly_opens(phrase, clause)):
                return self._described(phrase, clause)
        return named

    def _goes_on(self, sentence: int) -> bool:
        """True where who spoke last did so in the sentence that begins at ``sentence``, and to nobody whom a pronoun means: 對他說."""
        return self.cue >= sentence and _TO_SOMEBODY.search(self._text, sentence, self.cue) is None

    def _the(self, noun: Noun, phrase: Phrase) -> Speaker | None:
        """Whom 該 with a word means: the organization so named last, or the last of the row's kinds (該公司), else who has spoken so described (該人士)."""
        word = noun.text.removeprefix(_THE)
        kinds = tuple(kind.removeprefix(_KIND) for kind in noun.resolves)
        index = self._named_so(word, phrase.start)
        if index is None and kinds:
            index = next((i for _, _, i in self._named_before(phrase.start) if self._entities[i].kind.startswith(kinds)), None)
        if index is not None:
            return self._entity(index, phrase.start, phrase.end)
        spoken = self._unnamed_so(word)
        return spoken and spoken._replace(start=phrase.start, end=phrase.end)

    def _unnamed_so(self, ending: str) -> Speaker | None:
        """Who spoke last of those without an entity whose name ends in a word."""
        return next((speaker for speaker in reversed(self._unnamed) if speaker.name.endswith(ending)), None)

    def _named_so(self, kind: str, at: int) -> int | None:
        """The organization named last before ``at`` whose name ends in a word: 該集團 after 海東集團（包括海東地產、海東航空）."""
        named = (i for _, _, i in self._named_before(at) if self._entities[i].type == "organization")
        return next((i for i in named if self._entities[i].name.endswith(kind)), None)

    def _other_party(self, pronoun: Phrase, paragraph: Paragraph) -> Speaker | None:
        """Whom 對方 means: who was spoken to, or who acted on somebody, last in the sentence: 卻被員工制止，對方說."""
        for phrase in reversed(self._phrases.within(paragraph.sentence_start(pronoun.start), pronoun.start)):
            if (phrase.noun is None or phrase.noun.kind != "pronoun") and _TOWARDS.search(
                self._text, phrase.start - _TITLE_REACH, phrase.start
            ):
                return self.speaker(phrase, paragraph)
        return None

    def _several_before(self, pronoun: Phrase, paragraph: Paragraph) -> Speaker | None:
        """Whom 他們 means: the last several people in its paragraph since the last statement, else the last speakers who are several."""
        for phrase in reversed(self._phrases.within(max(paragraph.start, self.told), pronoun.start)):
            if phrase.noun is not None and phrase.noun.kind != "listener" and phrase.noun.text.endswith(self._lists.several):
                return self._described(phrase, paragraph.clause_start(phrase.start))
        if self.last is not None and self.last.entity is None and self.last.name.endswith(self._lists.several):
            return self.last
        group = self._last_group
        if group is None or group.name.endswith(self._lists.authorities) or self._is_outlet(group):
            return None
        return group if group is self.last or group.start >= paragraph.start else None

    def _row_before(self, counted: Phrase, paragraph: Paragraph) -> Speaker | None:
        """The people in one row that open an earlier clause of the sentence, as many as a pronoun counts: 林大同、王美華上訴，|2人|都辯稱."""
        for start, end in paragraph.clauses_before(paragraph.clause_start(counted.start)):
            first = self._phrases.opens(start, end)
            row = None if first is None else self._phrases.in_full(first, end)
            known = self._together(row) if row is not None and row.joint else None
            if known is not None:
                return known if known.name.count(_IN_A_ROW) + 1 == _COUNTED[self._text[counted.start]] else None
        return None

    def _is_outlet(self, speaker: Speaker) -> bool:
        return speaker.entity is not None and self._entities[speaker.entity].kind.startswith("media")

    def _one_before(self, pronoun: Phrase, paragraph: Paragraph) -> Speaker | None:
        """The last person without a name before a pronoun in its paragraph, or else the pronoun itself: somebody spoke."""
        for phrase in reversed(self._phrases.within(paragraph.start, pronoun.start)):
            if not phrase.person or phrase.noun is None or phrase.noun.kind == "pronoun" or paragraph.quote_at(phrase.start) is not None:
                continue
            found = self._described(phrase, paragraph.clause_start(phrase.start))
            if found is not None and (
                self._text.endswith(self._lists.counted, 0, phrase.start) or not found.name.endswith(self._lists.collective)
            ):
                return found
        return self._as_written(pronoun.start, pronoun.end)

    def _first_clauses(self, start: int, end: int, paragraph: Paragraph) -> list[Span]:
        """The first clause of the sentence ``start..end`` that is more than 隨後， or 局長離去後，; after it the latter, whose subject is the next best."""
        stop = paragraph.clause_end(start)
        connective, done = stop - start <= _CONNECTIVE, self._text.endswith(_WHEN_DONE, start, stop)
        if stop >= end or not (connective or done):
            return [(start, stop)]
        following = stop, paragraph.clause_end(stop)
        return [following] if connective else [following, (start, stop)]

    def _plainly_opens(self, phrase: Phrase, clause: int) -> bool:
        """True where a common noun names one person, by the surname or as somebody new: 49歲黃姓司機, 柳小姐, 一名住客."""
        if "姓" in self._text[clause : phrase.start] or self._text.startswith(self._lists.forms_of_address, phrase.start):
            return True
        return self._text.startswith(self._lists.one, self._phrases.after_opening(clause, phrase.start))

    def _last_mention(self, after: int, at: int, person: bool, told_of: re.Pattern[str] | None = None) -> Speaker | None:
        """Who is named last in ``after..at``, but nobody right after what ``told_of`` finds."""
        for start, end, index in self._named_before(at):
            if start < after:
                return None
            if (person and self._entities[index].type != "person") or (told_of and self._follows(told_of, start)):
                continue
            if self._is_quoted(start, after):
                continue  # 「王美華還是董事長。」他說
            return self._entity(index, start, end)
        return None

    def _is_quoted(self, at: int, low: int) -> bool:
        """True where a quotation that opens in ``low..at`` and holds ``at`` is more than a name: not 「賴神」."""
        opened = self._text.rfind("「", low, at)
        if opened < 0 or self._text.find("」", opened, at) >= 0:
            return False
        return self._text.find("」", at, opened + _NAME_REACH) < 0

    def _follows(self, words: re.Pattern[str], at: int) -> bool:
        return any(found.end() == at for found in words.finditer(self._text, max(0, at - _NAME_REACH), at))

    def _named_before(self, at: int) -> Iterator[Named]:
        """The names before ``at``, nearest first, without places and the reporters of a dateline."""
        for name in reversed(self._names[: bisect_left(self._names, (at,))]):
            kind = self._entities[name[2]].type
            if kind == "organization" or (kind == "person" and not reports(self._text, name[0], name[1], self._lists)):
                yield name

    def _organization(self, noun: Noun, at: int) -> int | None:
        """The organization that a bare noun means: the one that spoke last; for papers, the one named last; for a house (院方), the only one; if its name ends so."""
        if self.last is not None and self.last.entity is not None and self._entities[self.last.entity].name.endswith(noun.resolves):
            return self.last.entity
        named = (i for _, _, i in self._named_before(at) if self._entities[i].name.endswith(noun.resolves))
        if noun.kind in _NAMED_BY_THEIR_KIND:
            return next(named, None)
        if noun.text in self._lists.houses:
            found = set(named)
            return found.pop() if len(found) == 1 else None
        return None

    def _described(self, phrase: Phrase, clause: int) -> Speaker | None:
        """A common noun with what describes it: back to its clause's start where that is near, connectives and days left out."""
        start = phrase.start
        if self._text.startswith(_THERE_ARE, start):
            return self._as_written(start, phrase.end)
        low = self._phrases.after_verb(self._phrases.after_opening(clause, phrase.start), phrase.start)
        closed = self._text.rfind("）", low, phrase.start) + 1
        glossed = _GLOSSED_PLACE.search(self._text, low, phrase.start) if closed == phrase.start else None
        if glossed is not None:
            return self._as_written(glossed.start(1), phrase.end)
        low = max(low, closed)  # （記者林大同攝）|警方
        if self._text[low] == _OF:
            return self._as_written(self._before_gloss_of(clause, low), phrase.end)
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
        if published or self._lists.subjectless.fullmatch(self._text, low, phrase.start) is not None:
            low = phrase.start  # 上月公布的|官方數據, 昨天代表|市府宣布
        if 0 <= phrase.start - low <= _NAME_REACH and self._lists.modifiers.fullmatch(self._text, low, phrase.start):
            start = low
            while start > clause and self._text[start - 1].isdigit():
                start -= 1
        elif self._text.startswith(_SURNAMED, phrase.start - 1):
            start -= 2  # 警方逮捕|林姓男子
        elif self._phrases.is_anonymous(phrase) or self._is_called(phrase):
            start -= 1  # 警方逮捕|林男, 引起|林先生的懷疑
        return self._as_written(start, phrase.end)

    def _past_blank(self, low: int, phrase: Phrase) -> int:
        """Where what describes a noun begins after a blank between Chinese words, which parts lines in texts that lost them (全案定讞 |檢方指出),
        and a surname after what says when (審理時|林男坦承).
        """
        blank = self._text.rfind(" ", low, phrase.start)
        if blank > low and not self._text[blank - 1].isascii() and not self._text[blank + 1].isascii():
            low = blank + 1
        surname = phrase.start - 1
        return surname if self._text.startswith(_WHEN, surname - 1) and self._phrases.is_anonymous(phrase) else low

    def _is_published(self, start: int, of: int) -> bool:
        """True where nothing but a verb of making known stands before 的: its author is named elsewhere or nowhere."""
        found = self._lists.publishing.search(self._text, start, of)
        return found is not None and found.start() == start

    def _past_partner(self, low: int, noun: int) -> int:
        """Where what describes a noun begins after another it is joined to: 里長與|水文學家."""
        ties = ((self._text.rfind(tie, low, noun), len(tie)) for tie in self._lists.coordinations)
        return max([low, *(at + length for at, length in ties if at >= 0 and self._text[at + length] != _OF)])  # 參與|的民眾

    def _before_gloss_of(self, clause: int, of: int) -> int:
        """Where a name begins whose gloss ends before 的, or what follows that: 崔克斯（Hendricks）|的經紀人."""
        opened = self._text.rfind("（", max(clause, of - _BRACKET_REACH), of) if self._text[of - 1] == "）" else -1
        start = self._phrases.after_opening(clause, opened) if opened >= 0 else of + 1
        return start if 0 < opened - start <= _NAME_REACH else of + 1

    def _is_called(self, phrase: Phrase) -> bool:
        """True for a form of address right after a surname: 林|先生."""
        called = self._text.startswith(self._lists.forms_of_address, phrase.start)
        return called and self._lists.person_name.match(self._text, phrase.start - 1) is not None

    def _as_written(self, start: int, end: int) -> Speaker | None:
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
        return Speaker(None, self._text[low:high], start, end, (low, high)) if bearer is None else self._entity(bearer, start, end)

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
