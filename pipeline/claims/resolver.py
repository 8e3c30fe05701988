"""Whom a phrase means: the name it stands for, remembering who spoke before in the document."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.claims.holders import Holders
from pipeline.claims.layout import Paragraph
from pipeline.claims.lists import WordLists
from pipeline.claims.naming import Naming
from pipeline.claims.phrases import AUTHOR, Phrase, reports
from pipeline.claims.speakers import Phrases
from pipeline.claims.words import Noun
from pipeline.mentions import Entity, Name, Speaker
from pipeline.span import Span
from pipeline.text import opened_before

_REPORTING = frozenset(("報導", "該報導"))  # whose: the outlet's that reported last
_HELD = frozenset(("official", "expert", "school", "hospital", "court", "police", "prosecution"))  # titles that one person may hold
_IMPERSONAL = frozenset(("media", "document", "company", "institute"))
_NAMED_BY_THEIR_KIND = frozenset(("document", "official", "media"))  # what a bare noun means the organization by that was named last
_OTHER, _THE = "對方", "該"
_ANYBODY = "人士"
_KIND = "@"  # before a kind of organization that a row of lexicons/claims/speakers.tsv means
_TOWARDS = re.compile(
    r"(?:[被遭向對跟與和找請給]|致電|詢問|告訴|聯繫|聯絡|要求)(?:[^，。！？]{0,6}(?<![在於])|[^，。！？]{0,12}的)\Z"
)  # before the other party, and what describes it: 聯絡上住在海東國的|奶奶
_TO_SOMEBODY = re.compile("(?:[對向跟和與問請叫]|告訴|要求)[他她]")
_TITLE_REACH = 10  # code points before a noun in which that may stand
_SOMEBODY = frozenset("他她")
_SEVERAL = "們"
_COUNTED = {"兩": 2, "二": 2, "三": 3, "2": 2, "3": 3}  # opens a pronoun that counts: no single person of those named before
_PEOPLE = "人"
_THERE_IS = "有"
_IN_A_ROW = "、"
_ASKED = "？"
_CONNECTIVE = 4  # code points of a clause that is no more than 隨後，
_WHEN_DONE = "後，"
_NAME_REACH = 12  # code points of a name in quotation marks, and of what is told right before a name


class Resolver:
    """From phrases to speakers, remembering who spoke before in the document."""

    def __init__(self, text: str, entities: Sequence[Entity], names: Sequence[Name], lists: WordLists, phrases: Phrases) -> None:
        self._text, self._entities, self._names, self._lists, self._phrases = text, entities, names, lists, phrases
        self._naming, self._holders = Naming(text, entities, names, lists, phrases), Holders(text, entities, names, phrases)
        self.last: Speaker | None = None
        self.before_last: Speaker | None = None  # who spoke before somebody else did: who may answer
        self._unnamed: list[Speaker] = []  # those without an entity who have spoken
        self._spoken: set[str] = set()  # the names of all who have spoken
        self._described_last: dict[str, Speaker] = {}  # kind of noun → the speaker described last: 一名消防官員
        self.outlet: Speaker | None = None  # who reported last
        self.cue = -1  # where the cue of who spoke last begins
        self.told = 0  # how far the statements found reach: names inside them are no antecedents
        self._last_person: Speaker | None = None
        self._last_group: Speaker | None = None
        self._told_by: list[tuple[Speaker, str]] = []  # who has spoken with which cue since papers were last looked for
        self._authors: dict[str, Speaker] = {}  # word for a paper → who wrote or made known the last one so called that spoke
        self._documents: set[Span] = set()  # where papers stand that have spoken
        self._impersonal: set[Span] = set()  # where speakers without a name stand that are no person

    def remember(self, speaker: Speaker) -> None:
        """Take note of a speaker: later pronouns and dropped subjects mean the last one."""
        entity, name, start, end, _ = speaker
        if self.last is not None and self.last.name != name:
            self.before_last = self.last
        self.last = speaker
        self._spoken.add(name)
        if (start, end) in self._documents:
            self._last_group = None
        elif entity is None:
            self._remember_unnamed(speaker)
        elif self._entities[entity].type == "person":
            self._last_person = speaker
        else:
            self._last_group = speaker

    def _remember_unnamed(self, speaker: Speaker) -> None:
        impersonal = self.is_impersonal(speaker)
        if not impersonal:
            self._unnamed.append(speaker)
        if speaker.name.endswith(self._lists.papers):
            self._last_group = None
        elif impersonal or not self._is_one(speaker):
            self._last_group = speaker
        else:
            self._last_person = speaker

    def note_cue(self, speaker: Speaker, cue: str) -> None:
        """Take note of the words with which somebody spoke: they may name a paper, which is looked for where one is asked for."""
        self._told_by.append((speaker, cue))

    def _author(self, paper: str) -> Speaker | None:
        """Who spoke last through a paper, named with the speaker or in the cue: 海東研究所在6月發布報告認為."""
        for speaker, cue in self._told_by:
            entity, name, start, end, _ = speaker
            said = self._text[start:end] + cue
            if entity is None or self._entities[entity].type != "place":
                self._authors.update((p, speaker) for p in self._lists.papers if p in said and p not in name)
        self._told_by.clear()
        return self._authors.get(paper)

    def _author_of(self, phrase: Phrase, noun: Noun, clause: int) -> Speaker | None:
        """Who wrote or made known the paper that a bare word or one with 該 means, where that has spoken before."""
        author = self._author(noun.text)
        if author is None:
            return None
        at = self._phrases.after_opening(clause, phrase.start)
        noun_at = phrase.end - len(noun.text)  # a phrase may begin with what describes it: 法新社彙整的官方|數據
        bare = at == noun_at or self._text[at:noun_at] in self._lists.pointing
        return author if bare else None

    def has_spoken(self, speaker: Speaker) -> bool:
        """True for a speaker whose statement has been told before."""
        return speaker.name in self._spoken

    def _is_one(self, unnamed: Speaker) -> bool:
        """True for a speaker without an entity whom 他 or 她 may mean."""
        return not unnamed.name.endswith(self._lists.collective) or self._text.startswith(self._lists.one, unnamed.start)

    def speaker(self, phrase: Phrase, paragraph: Paragraph, low: int = 0) -> Speaker | None:
        """The speaker a phrase names; None for words of which nothing is left."""
        start, end, entity, noun, joint = phrase.start, phrase.end, phrase.entity, phrase.noun, phrase.joint
        if joint or (not phrase.person and entity is None if noun is None else noun.kind in _IMPERSONAL):
            self._impersonal.add((start, end))
        if noun is not None and noun.kind == "document":
            self._documents.add((start, end))
        if joint:
            return self._naming.together(phrase) or self._naming.as_written(start, end)
        if entity is not None:
            return self._naming.entity(entity, start, end)
        if noun is None:
            return self._whose_paper(phrase) or self._naming.as_written(start, end)
        if noun.kind == "pronoun":
            return self._antecedent(phrase, noun, paragraph)
        clause = max(low, paragraph.clause_start(start))
        known = self._meant(phrase, noun, paragraph) if noun.resolves and not self._is_one_of_many(phrase, clause) else None
        if known is None and noun.kind == "document":
            known = self._author_of(phrase, noun, clause)
        if known is None:
            known = self._one_of(phrase, noun, clause)
        if known is None or (known.end == end and known.start <= start):
            return known
        return known._replace(start=start, end=end)

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
            return self._naming.entity(index, phrase.start, phrase.end)
        return self._crowd(noun, phrase.start) if noun.kind == "people" else None

    def _publisher(self, at: int, paragraph: Paragraph) -> Speaker | None:
        """Who made something known in the clause before, whose words are meant, named there or before: 林大同從5日起，發了15篇文，|內容提到."""
        clauses = paragraph.clauses_before(paragraph.clause_start(at))
        if not clauses or self._lists.publishing.search(self._text, clauses[0][0], clauses[0][1] - 1) is None:
            return None
        for start, end in clauses:
            phrase = self._phrases.opens(start, end)
            if phrase is not None and phrase.entity is not None:
                return self.speaker(phrase, paragraph)
        return None

    def _crowd(self, noun: Noun, at: int) -> Speaker | None:
        """Whom 大家 means: the people without a name whom the document has named last, if their noun is the row's."""
        found = max((self._text.rfind(word, 0, at), word) for word in noun.resolves)
        return None if found[0] < 0 else self._naming.as_written(found[0], found[0] + len(found[1]))

    def _one_of(self, phrase: Phrase, noun: Noun, clause: int) -> Speaker | None:
        """Those among who have spoken, or the one pointed at, or who holds the title; else the noun with what describes it."""
        if noun.text in self._lists.some and self._text.startswith(self._lists.among, clause):
            return self._unnamed_so("網友") or self.last or self._naming.described(phrase, clause)
        if self._text.endswith(self._lists.pointing, clause, phrase.start):
            meant = self._unnamed_so(noun.text) or self._described_last.get(noun.kind)
            if meant is None and noun.text == _ANYBODY and self.last is not None and self.last in self._unnamed:
                meant = self.last  # 急診醫師透露，…。該|人士
            return meant or self._naming.described(phrase, clause)
        if noun.kind in _HELD and noun.text not in self._lists.collective and not self._text.startswith(_SEVERAL, phrase.end):
            holder = self._holder(phrase, noun, clause)
            if holder is not None:
                return holder
        described = self._naming.described(phrase, clause)
        if described is not None and described.start < phrase.start:
            self._described_last[noun.kind] = described
        return described

    def _holder(self, phrase: Phrase, noun: Noun, clause: int) -> Speaker | None:
        """The one person whom the document has named with a bare title: 總統 after 總統蔡英文."""
        if clause < phrase.start and self._phrases.after_opening(clause, phrase.start) < phrase.start:
            return None
        held = self._holders.of(noun.text)
        if len(held) != 1 or self._holders.is_elsewhere(held[0], phrase, noun.text):
            return None
        return self._naming.entity(held[0], phrase.start, phrase.start + len(noun.text))

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
            return not self.is_person(speaker)
        return (speaker.start, speaker.end) in self._impersonal

    def is_person(self, speaker: Speaker) -> bool:
        """True for a person with a name."""
        return speaker.entity is not None and self._entities[speaker.entity].type == "person"

    def person_before(self, at: int) -> Speaker | None:
        """The person named last before ``at``."""
        return self._last_mention(0, at, True)

    def _antecedent(self, phrase: Phrase, noun: Noun, paragraph: Paragraph) -> Speaker | None:
        """Whom a pronoun means: who opens the sentence, the one named last in the narrative since the last statement, else who spoke last."""
        if noun.text.endswith(_SEVERAL):
            known = self._several_before(phrase, paragraph) or self._naming.as_written(phrase.start, phrase.end)
            return _standing(known, phrase.start, phrase.end)
        if noun.text[0] in _COUNTED and noun.text.endswith(_PEOPLE):
            together = self.last is not None and _IN_A_ROW in self.last.name
            known = self.last if together else self._row_before(phrase, paragraph) or self._naming.as_written(phrase.start, phrase.end)
            return _standing(known, phrase.start, phrase.end)
        person = noun.text[0] in "他她"
        if noun.text.startswith(_THE):
            known = self._the(noun, phrase)
            if known is not None or noun.resolves:
                return known or self._naming.as_written(phrase.start, phrase.end)
        if noun.text == _OTHER:
            known = self._other_party(phrase, paragraph) or self._naming.as_written(phrase.start, phrase.end)
            return _standing(known, phrase.start, phrase.end)
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
        return _standing(known, phrase.start, phrase.end)

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
                return self._naming.described(phrase, clause)
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
            return self._naming.entity(index, phrase.start, phrase.end)
        return _standing(self._unnamed_so(word), phrase.start, phrase.end)

    def _unnamed_so(self, ending: str) -> Speaker | None:
        """Who spoke last of those without an entity whose name ends in a word."""
        return next((speaker for speaker in reversed(self._unnamed) if speaker.name.endswith(ending)), None)

    def _named_so(self, kind: str, at: int) -> int | None:
        """The organization named last before ``at`` whose name ends in a word: 該集團 after 海東集團（包括海東地產、海東航空）."""
        return next((i for i in self._called(kind, at) if self._entities[i].type == "organization"), None)

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
                return self._naming.described(phrase, paragraph.clause_start(phrase.start))
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
            known = self._naming.together(row) if row is not None and row.joint else None
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
            found = self._naming.described(phrase, paragraph.clause_start(phrase.start))
            if found is not None and (
                self._text.endswith(self._lists.counted, 0, phrase.start) or not found.name.endswith(self._lists.collective)
            ):
                return found
        return self._naming.as_written(pronoun.start, pronoun.end)

    def _first_clauses(self, start: int, end: int, paragraph: Paragraph) -> list[Span]:
        """The first clause of the sentence ``start..end`` that is more than 隨後， or 局長離去後，; after it the latter, whose subject is the next best."""
        stop = paragraph.clause_end(start)
        connective, done = stop - start <= _CONNECTIVE, self._text.endswith(_WHEN_DONE, start, stop)
        if stop >= end or not (connective or done):
            return [(start, stop)]
        following = stop, paragraph.clause_end(stop)
        return [following] if connective else [following, (start, stop)]

    def _is_one_of_many(self, phrase: Phrase, clause: int) -> bool:
        """True for somebody whom nothing but the noun tells: 有急診|醫師, 一名|員警; neither speaks for the house."""
        if phrase.start == clause:
            return False
        if self._text.endswith(_THERE_IS, clause, phrase.start):
            return True
        return self._text.startswith(self._lists.one, self._phrases.after_opening(clause, phrase.start), phrase.start)

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
            return self._naming.entity(index, start, end)
        return None

    def _is_quoted(self, at: int, low: int) -> bool:
        """True where a quotation that opens in ``low..at`` and holds ``at`` is more than a name: not 「賴神」."""
        opened = opened_before(self._text, at, low)
        return opened >= 0 and self._text.find("」", at, opened + _NAME_REACH) < 0

    def _follows(self, words: re.Pattern[str], at: int) -> bool:
        return any(found.end() == at for found in words.finditer(self._text, max(0, at - _NAME_REACH), at))

    def _named_before(self, at: int) -> Iterator[Name]:
        """The names before ``at``, nearest first, without places and the reporters of a dateline."""
        for name in reversed(self._names[: bisect_left(self._names, (at,))]):
            kind = self._entities[name[2]].type
            if kind == "organization" or (kind == "person" and not reports(self._text, name[0], name[1], self._lists)):
                yield name

    def _called(self, ending: str | tuple[str, ...], at: int) -> Iterator[int]:
        """Those named before ``at``, nearest first, whose names end so."""
        for _, _, entity in self._named_before(at):
            if self._entities[entity].name.endswith(ending):
                yield entity

    def _organization(self, noun: Noun, at: int) -> int | None:
        """The organization that a bare noun means: the one that spoke last; for papers, the one named last; for a house (院方), the only one; if its name ends so."""
        if self.last is not None and self.last.entity is not None and self._entities[self.last.entity].name.endswith(noun.resolves):
            return self.last.entity
        named = self._called(noun.resolves, at)
        if noun.kind in _NAMED_BY_THEIR_KIND:
            return next(named, None)
        if noun.text in self._lists.houses:
            found = set(named)
            return found.pop() if len(found) == 1 else None
        return None


def _standing(speaker: Speaker | None, start: int, end: int) -> Speaker | None:
    """A speaker known from elsewhere, if any, where ``start..end`` means it."""
    return None if speaker is None else Speaker(speaker.entity, speaker.name, start, end, speaker.named)
