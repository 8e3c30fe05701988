"""The words of claims, compiled once: cues and speaker nouns in one automaton, the word lists of frames as sets and patterns."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Literal, NamedTuple, cast

from pipeline.automaton import Automaton
from pipeline.document import Tokens
from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, Row
from pipeline.mentions import Certainty

Named = tuple[int, int, int]  # where an entity is named: start, end, its index; such spans never overlap
Strength = Literal["strong", "medium", "weak"]
Takes = Literal["quotation", "spoken", "clause", "both"]
Side = Literal["before", "after", "either"]

_CHOICES: dict[str, tuple[str, ...]] = {
    "strength": ("strong", "medium", "weak"),
    "takes": ("quotation", "spoken", "clause", "both"),
    "speaker": ("before", "after", "either"),
    "polarity": ("", "negated", "questioned"),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word: its class, what it takes, where its speaker stands. See lexicons/claims/cues.tsv."""

    text: str
    kind: str
    strength: Strength
    takes: Takes
    side: Side
    polarity: str
    not_before: tuple[str, ...]
    not_before_word: tuple[str, ...]  # those of not_before that hold where a name begins too
    not_after: tuple[str, ...]
    not_after_name: tuple[str, ...]  # those of not_after that hold right after a name or noun too
    speakers: frozenset[str]  # kinds of speaker that make it a claim; "name": any named one; empty: all
    not_by: frozenset[str]  # types of names whose word it is not
    rule: str


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun or pronoun that can be a speaker. See lexicons/claims/speakers.tsv."""

    text: str
    kind: str
    person: bool
    resolves: tuple[str, ...]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]


class Hit(NamedTuple):
    """A cue where it stands."""

    start: int
    end: int
    word: Cue


# A hit of all its parts: the class itself takes twice as long to make them.
_hit: Callable[[tuple[int, int, Cue]], Hit] = partial(tuple.__new__, Hit)


class Words:
    """Cues and speaker nouns with the automaton that finds both in one pass."""

    def __init__(self, lexicons: Lexicons) -> None:
        fold = lexicons.fold
        cues = {c.text: c for c in (_cue(row, fold) for row in lexicons.rows("claims/cues"))}
        nouns = {n.text: n for n in (_noun(row, fold) for row in lexicons.rows("claims/speakers"))}
        texts = sorted(cues.keys() | nouns.keys())
        self._known = [(cues.get(t), nouns.get(t)) for t in texts]
        self._automaton = Automaton(texts) if texts else None
        self._surnames = frozenset(_surnames(lexicons))
        rules = {rule.name: rule for rule in lexicons.rules("claims/frames")}
        self._particles = frozenset(rules["particles"].texts("words") if "particles" in rules else ())
        self._days = tuple(rules["days"].texts("words") if "days" in rules else ())

    def find(self, text: str, tokens: Tokens, names: Sequence[Named] = ()) -> tuple[list[Hit], list[tuple[int, int, Noun]]]:
        """Cues and nouns of a text whose guards let them stand, longest first from the left, in text order.

        ``names``: where entities are named. No cue begins inside a name (王小明說 holds no 明說); one character right after a name or noun,
        or that begins a cue (網讚), needs no token of its own.
        """
        cues: list[Hit] = []
        nouns: list[tuple[int, int, Noun]] = []
        ahead = iter(names)
        beyond = len(text), len(text) + 1, -1
        name_start, name_end, _ = next(ahead, beyond)
        name_head, name_reach, noun_reach, cue_start, cue_reach = -1, -1, 0, -1, 0
        known, starts, ends = self._known, text.startswith, text.endswith
        for number, start, end in self._matches(text):
            cue, noun = known[number]
            if start < noun_reach:
                noun = None
            if start < cue_reach or cue is None:
                if noun is None:
                    continue
                cue = None
            while name_end <= start:
                name_head, name_reach = name_start, name_end
                name_start, name_end, _ = next(ahead, beyond)
            if name_start < start:  # inside a name
                if noun is None or (name_end < end and text[name_end - 1] not in _UNITS):
                    continue  # 英國|軍方 holds no 國軍; 高雄市府 holds 市府
                cue = None
            named = start in (noun_reach, name_reach)
            spoken = cue is not None and cue.takes == "spoken" and starts("「", end)  # 他在群組回「好」
            if end - start == 1 and not (named or spoken) and start != cue_start and not self._alone(text, start, tokens):
                continue
            if cue is not None:
                length = start - name_head if start == name_reach else 0
                if not (_tears(start, end, tokens) or self._is_guarded(cue, text, start, end, named, length, name_start, tokens)):
                    cues.append(_hit((start, end, cue)))
                    cue_start, cue_reach = start, end
            if noun is not None and not (starts(noun.not_before, end) or (noun.not_after and ends(noun.not_after, 0, start))):
                nouns.append((start, end, noun))
                noun_reach = end
        return cues, nouns

    def _is_guarded(self, cue: Cue, text: str, start: int, end: int, named: bool, name: int, next_name: int, tokens: Tokens) -> bool:
        """True where a cue's guards do not let it stand. ``named``: right after a name or noun; ``name``: how long that name is, 0 for no name;
        ``next_name``: where the next name begins."""
        if cue.not_before and text.startswith(cue.not_before, end):
            opens = next_name == end or (text[end] in self._particles and _opens_word(end, tokens))  # 指|日本, 呼籲|中央
            if not opens or text.startswith(cue.not_before_word, end):
                return True
        if not cue.not_after:
            return False
        own = named or text.endswith(self._days, 0, start)
        guards = cue.not_after_name if own else cue.not_after
        if not guards or not text.endswith(guards, 0, start):
            return False
        return not name or any(len(guard) >= name and text.endswith(guard, 0, start) for guard in guards)  # 澎湃新聞|報導

    def _matches(self, text: str) -> list[tuple[int, int, int]]:
        """Every known word in a text as its number, start and end: by start, the longest first."""
        if self._automaton is None:
            return []
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        matches.reverse()  # they came by end; sorting keeps the order of those that start together
        matches.sort(key=itemgetter(1))
        return matches

    def _alone(self, text: str, at: int, tokens: Tokens) -> bool:
        """A single character is a token of its own, or stands before a colon (網友讚：); 男 and its like follow a surname."""
        if text.startswith(":", at + 1):
            return True
        if text[at] in _ANONYMOUS and text[at - 1 : at] not in self._surnames:
            return False
        index = tokens.at(at)
        if text[at] == "據" and index >= 0 and tokens.starts[index] == at:
            return True  # 據報, 據報導 may be one token
        if text[at] in _TELLING and text[at - 1] in _ANONYMOUS and text[max(0, at - 2) : at - 1] in self._surnames:
            return True  # 李男|稱，
        if index < 0 or tokens.ends[index] != at + 1:
            anonymous = text[at] in _ANONYMOUS
            if anonymous and text[at + 1 : at + 2] in _TELLING:
                return True
            known = anonymous and text.find(text[at - 1 : at + 1], 0, at) >= 0
            return known and tokens.starts[tokens.at(at - 1)] == at - 1  # 廖女氣得…, called so before; not 新聞女王
        before = at - tokens.starts[index]
        if before == 1 and text[at - 1] in self._surnames and text[at] in _TELLING and text[max(0, at - 2) : at - 1] in _BOUNDS:
            return True
        loose = text[at - 1] in _LOOSE_BEFORE or (text[at] in _TELLING and text[at - 1] in _PLACE_ENDS)
        return before == 0 or (before == 1 and (loose or text[at] in _ANONYMOUS))


def _tears(start: int, end: int, tokens: Tokens) -> bool:
    """True where a token begins within ``start..end`` and ends beyond it: 直播中說|明."""
    index = tokens.at(end - 1)
    return index >= 0 and start < tokens.starts[index] and tokens.ends[index] > end


def _opens_word(at: int, tokens: Tokens) -> bool:
    """True where a word of several characters begins."""
    index = tokens.at(at)
    return index >= 0 and tokens.starts[index] == at and tokens.ends[index] - at > 1


_UNITS = frozenset("市縣鄉鎮區里村省州")  # end the name of a place into which a noun may reach
_LOOSE_BEFORE = frozenset("也還又再另並則就曾都才昨亦更一怒笑時後竟僅")
_PLACE_ENDS = frozenset("上中")  # 在記者會|上稱
_TELLING = frozenset("稱說指批")  # 徐稱，
_BOUNDS = frozenset(("", "\n", "。", "，", "；"))
_PEOPLE = frozenset(("people", "expert"))
_ANONYMOUS = frozenset("男女嫌婦翁父母妻")  # 林男, 陳女: the surname may stand in the same token


def _cue(row: Row, fold: Mapping[int, str]) -> Cue:
    """The cue of a row. Right after a name or noun a guard of one character is that word's own: 工會|宣布."""
    for column, allowed in _CHOICES.items():
        if row[column] not in allowed and not (column == "takes" and not row[column]):
            known = ", ".join(c for c in allowed if c)
            raise LexiconError(f"column {column!r}: {row[column]!r} is none of its values", place=row.place, remedy=f"write {known}")
    not_before, not_after = _folded(row.list("not_before"), fold), _folded(row.list("not_after"), fold)
    return Cue(
        row["cue"].translate(fold),
        row["class"],
        cast(Strength, row["strength"]),
        cast(Takes, row["takes"] or "both"),
        cast(Side, row["speaker"]),
        row["polarity"],
        not_before,
        tuple(guard for guard in not_before if len(guard) > 1),
        not_after,
        tuple(guard for guard in not_after if len(guard) > 1),
        frozenset(row.list("needs_named_source")),
        frozenset(row.list("not_by")),
        row.place,
    )


def _noun(row: Row, fold: Mapping[int, str]) -> Noun:
    return Noun(
        row["noun"].translate(fold),
        row["kind"],
        row["kind"] in _PEOPLE,
        _folded(row.list("resolves"), fold),
        _folded(row.list("not_before"), fold),
        _folded(row.list("not_after"), fold),
    )


def _surnames(lexicons: Lexicons) -> list[str]:
    """The surnames of one character."""
    return [r["name"].translate(lexicons.fold) for r in lexicons.rows("words/surnames") if r["kind"] == "surname.single"]


def _folded(words: Iterable[str], fold: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(w.translate(fold) for w in words)


class WordLists:
    """The word lists of lexicons/claims/frames.toml, by name."""

    def __init__(self, lexicons: Lexicons) -> None:
        rules = {rule.name: rule for rule in lexicons.rules("claims/frames")}
        fold = lexicons.fold

        def words(name: str, key: str = "words") -> tuple[str, ...]:
            return _folded(rules[name].texts(key), fold) if name in rules else ()

        def pattern(name: str) -> re.Pattern[str]:
            return re.compile(rules[name].text("pattern") if name in rules else r"(?!)")

        self._opening_heads = frozenset(_BYLINE_HEADS + _TIME_HEADS) | by_head(words("connectives")).keys()
        during = _DURING.format(alternatives(words("during")))
        self.openings = re.compile(
            f"(?:{_BYLINE}){{0,2}}(?:(?:{alternatives(words('connectives'))})(?!(?<=有)[人些]|(?<=更)[新改換名]|(?<=也)許)|{_TIME})*"
        )
        manners = f"(?:{alternatives(words('adverbs'))}|{_TIME}|(?:[\u4e00-\u9fff]{{2}}){{1,2}}地|{_MANNER}|{_AFTER}|{during}|（[^）]*）)*"
        self.manners = re.compile(manners)
        self.adverbs = re.compile(f"{manners}(?:{_OCCASION})?")
        verbal = re.escape("".join(words("verbal")) or "\n")
        self.name_after = re.compile(
            f"(?P<title>{alternatives(words('posts'))})?(?P<name>[^{verbal}（）]{{2,7}}?)(?:{self.adverbs.pattern})"
        )
        self.name_after_post = re.compile(
            f"[^{verbal}（）「」]{{0,14}}(?:{alternatives(words('posts'))})(?P<name>[^{verbal}（）]{{2,6}}?)(?:{self.adverbs.pattern})"
        )
        surnames = "".join(_surnames(lexicons))
        self.person_name = re.compile(f"[{surnames}小阿老][\u4e00-\u9fff]{{1,3}}" if surnames else r"(?!)")
        heads, tails, whole = (alternatives(words("unsound", key)) for key in ("heads", "tails", "words"))
        edges = alternatives([w for w in (*words("adverbs"), *words("connectives")) if len(w) > 1])
        self.unsound = re.compile(f"(?:{edges}|{heads}).*|.*(?:{tails})|{whole}|{manners}|[^\u4e00-\u9fffA-Za-z]*", re.S)
        self.last_words = re.compile(f"(?:.*[{verbal}（） 」的])?(?P<name>[^{verbal}（） 」的]{{2,10}}?)(?:{self.adverbs.pattern})")
        self.foreign = re.compile(f"(?P<name>(?:有線|[^{verbal}（）]){{0,12}}[A-Za-z][A-Za-z0-9 .&'-]*)(?:{self.adverbs.pattern})")
        self.paper = re.compile(f"《(?P<name>[^《》]{{1,24}})》[中裡上]?(?:{self.adverbs.pattern})")
        self.called = re.compile(
            f"[「《](?P<name>[^「」《》，。！？；]{{2,16}})[」》](?:（[^（）]{{1,40}}）)?(?:{alternatives(words('sites'))})?{self.adverbs.pattern}"
        )
        self.quantifiers = words("quantifiers")
        self.quantified = frozenset(("", *self.quantifiers))  # what stands before somebody, if anything does
        self.there_is = re.compile(f"有(?:{alternatives(self.quantifiers)})\\Z")
        self.modifiers = re.compile(f"(?:{alternatives(self.quantifiers)})?[^{verbal}]{{0,6}}")
        self.nominal = by_tail(words("nominal"))
        self.denials = by_tail(words("denials"))
        self.nominal_after = pattern("nominal_after")
        self.asides = words("asides")
        self.deeds, self.thoughts, self.vain = words("deeds"), frozenset(words("deeds", "cues")), words("deeds", "vain")
        self.turns, self.turns_of_feeling = words("turns"), words("turns") + words("turns", "act")
        self.suppositions, self.conditions = words("suppositions"), words("conditions")
        self.occasions = words("occasions")
        self.sources = words("sources")
        self.sayings = words("sayings")
        self.agents = words("agents")
        self.governors = re.compile(
            f"(?:(?:(?!(?:{alternatives(words('on_the_spot'))})(?![上下內外中裡園區務]))[在於]|{alternatives(words('reaching'))})(?![^，。]*的)"
            f"|{alternatives(words('governors'))})[^，。」時後上中內前期]*"
        )
        self.governing = re.compile(alternatives((*words("reaching"), *words("governors"), *words("prepositions"))))
        self.prepositions = by_tail(words("prepositions"))
        self.posts, self.of_people = words("posts"), words("of_people")
        self.describers = (*words("posts"), *words("sources"), *words("describers"))
        self.titles = frozenset(("", *words("describers", "whole")))
        self.deputies = frozenset(words("describers", "deputies"))
        verbs = {*words("acting_on"), *(w for w in words("prepositions") if len(w) > 1)}
        self.acting_on = re.compile(f"(?:{alternatives(sorted(verbs))})(?!{alternatives(words('acting_on', 'not_before'))})")
        self.not_governing = words("not_governing")
        self.objects = words("objects")
        self.utterances = words("utterances")
        self.nominating = words("nominating")
        self.recorded, self.views, self.ought = words("recorded"), words("views"), words("ought")
        self.consents = words("obtaining", "cues")
        self.closing = words("in_view_of") + words("such_words")
        self.obtaining = re.compile(alternatives(words("obtaining")))
        self.together = words("together")
        self.us = frozenset(words("us"))
        self.outside = pattern("outside")
        self.shown = words("shown")
        self.pointed_at = re.compile(f"(?:{alternatives(words('this'))})(?:{alternatives(words('this', 'stands'))})")
        self.listeners = words("listeners")
        self.describing = by_tail(words("describing"))
        self.adding = words("adding")
        self.body = re.compile(f"(?P<name>[^{verbal}（）「」]{{0,14}}(?:{alternatives(words('bodies'))}))(?:{self.adverbs.pattern})")
        self.subjectless = re.compile(alternatives(words("subjectless")))
        self.byline = re.compile(f"(?:{_BYLINE}){{1,2}}")
        self.bodies = words("bodies")
        self.laws = words("laws")
        self.publishing = re.compile(f"(?:{alternatives(words('publishing'))})[^，。「」]{{0,8}}\\Z")
        self.mentioning = re.compile(f"(?:{alternatives(words('mentioning'))})[^，。；「」]{{0,8}}")
        self.handling = re.compile(alternatives(words("handling")))
        self.pretending = frozenset(words("pretending"))
        self.gains = pattern("gains")
        self.naming_oneself = frozenset(words("naming_oneself"))
        self.papers = words("papers")
        self.gathering = re.compile(f"(?:{alternatives(words('gathering'))})[到出得]?")
        self.gloss = re.compile("（[^（）]{1,40}）")
        self.statute = re.compile(
            f"(?!違反)(?P<name>[^，。；:（）]{{1,24}}(?:{alternatives(self.laws)}))(?:（[^（）]*）)?{_ARTICLE}(?:等|之|的)?"
        )
        self.around_heads = frozenset(w[0] for w in words("around"))
        self.around = re.compile(f"(?:{alternatives(words('around'))})+")
        self.acted = re.compile(f"[^，。「」]{{2,14}}[後時](?:{self.adverbs.pattern})")
        self.showing = words("showing")
        self.authorities = words("authorities")
        self.drawing = re.compile(alternatives(words("drawing")))
        self.comments, self.stirs = words("drawing", "comments"), words("drawing", "stirs")
        self.houses = frozenset(words("houses"))
        self.collective = words("collective") + self.authorities
        self.several = words("collective") + words("several")
        self.topics = words("topics")
        self.matters = words("matters")
        self.explaining = frozenset(words("matters", "cues"))
        self.met, self.meeting = words("met"), frozenset(words("met", "cues"))
        self.retorts = re.compile(f"(?:{alternatives(words('retorts'))})(?:{pattern('retorts').pattern})?[，。；]")
        self.leads = by_head(words("leads"))
        self.lead_ends = by_tail(words("whens") + words("leads", "endings"))
        self.passing_on = frozenset(words("quoting"))
        self.quoting = re.compile(alternatives(words("quoting")))
        self.against = words("against")
        self.turning_against, self.dissents = re.compile(alternatives(words("dissents"))), pattern("dissents")
        self.moving = re.compile(alternatives(words("moving")))
        self.stages = words("stages")
        self.on_stage = re.compile(alternatives((*self.stages, *words("stages", "acts"))))
        self.one, self.counted, self.pointing = words("one"), words("counted"), words("pointing")
        self.some, self.among = frozenset(words("some")), words("some", "heads")
        self.forms_of_address = words("forms_of_address")
        self.anonymous, self.anonymous_in_full = frozenset(words("anonymous")), alternatives(words("anonymous", "full"))
        self.anonymously = re.compile(f".姓|[{surnames}][{''.join(words('anonymous'))}](?=[^子孩性人生方朋友])" if surnames else ".姓")
        self.and_others = re.compile("(?:等(?:[0-9一二三四五六七八九十兩]{0,3}人)?)?")
        self.judicial, self.outcomes = words("judicial"), pattern("outcomes")
        self.in_office = by_tail(words("in_office"))
        self.no_bodies = words("no_bodies")
        self.joining_posts = frozenset(words("joining_posts"))
        self.datelines = by_tail(words("datelines"))
        self.row_of_names = pattern("row_of_names")
        self.nounlike = frozenset(words("nounlike"))
        self.unmistakable = words("unmistakable")
        self.receivers = re.compile(alternatives(words("receivers")))
        self.complaints, self.letters = words("complaints"), words("complaints", "letters")
        self.complaint = re.compile(
            f"(?:{alternatives(words('receivers'))})(?P<who>[^，。「」的]{{2,10}})的?(?:{alternatives(self.complaints)})，"
        )
        self.ahead = re.compile(alternatives(words("ahead")))
        self.whens, self.no_whens = words("whens"), words("whens", "not")
        self.hollow = frozenset(words("hollow"))
        self.below = words("below")
        self.enumerated = words("enumerated")
        self.bearers = words("bearers")
        self.silent = self.bearers + words("alerted")
        self.answers = words("answers")
        self.asking = frozenset(words("asking"))
        self.coordinations = words("coordinations")
        self.ties = by_tail(self.coordinations)
        stops = words("stops")
        stirring = [word for word in stops if word.startswith(words("stops", "stirring"))]
        self.stops = by_head([*stops, *(also + word for also in words("stops", "also") for word in stirring)])
        turns = self.stops, by_head(words("carries_on")), by_head(words("breaks_off"))
        self.turning = {head: [words.get(head, ()) for words in turns] for head in {head for words in turns for head in words}}
        self.goes_on = words("goes_on")
        self.turning_on = words("turning_on")
        self.conceding, self.main_clause = words("conceding"), words("conceding", "main")
        after = ("", *words("subordinate", "after"))
        self.subordinate = by_head([first + word for first in after for word in words("subordinate")])
        self.negations = re.compile(f"(?:{alternatives(words('negations'))})(?!{alternatives(words('no_negations'))})")
        levels: tuple[Certainty, ...] = ("planned", "probable", "possible")  # a word of several has the last
        self.certainty = {word: level for level in levels for word in words("certainty", level)}
        self.certain_words = re.compile("|".join(alternatives(words("certainty", level)) for level in reversed(levels)))

    def after_opening(self, text: str, start: int, end: int) -> int:
        """Where a clause's subject may begin before ``end``: after the reporter's line, connectives and days."""
        head = text[start]
        if head not in self._opening_heads and not head.isdecimal():
            return start
        opening = self.openings.match(text, start, end)
        return start if opening is None else opening.end()


# Days and hours that stand between a subject and its cue: 5日, 今（14）日, 週三, 上午10時. Digits and days in a row are taken whole (atomic): a long
# row must not be cut in all possible ways.
_TIME = r"[一二三四五六七八九十兩]{1,3}點半?|[一二三四五六七八九十廿卅]{1,3}日|(?>(?:今|昨|前|明|本|同)?(?:（?\d{1,4}(?!\d)(?:[/年月日時分]\d{0,2}(?!\d))?日?）?[年月日時分]?)+)(?:間|底|初|[上中下]旬|[早晚]間)?|(?:上|本|下)?(?:週|周|星期)[一二三四五六日天]|(?:上|本|這|下)個?(?:週|周|月|季)|[去今前明]年[底初中]?|[ ]"


_TIME_HEADS = "一二三四五六七八九十廿卅兩今昨前明本同（上下這週周星去 "  # what a time or day begins with that begins with no digit
_ARTICLE = "(?:第[0-9一二三四五六七八九十百之]+[條項款章])*"  # of a law
_BYLINE_HEADS = "（【〔["
_BYLINE = r"（(?:資料|Source|圖|圖片|照片|來源)[^）]{1,20}）|【[^】]{1,20}】|〔[^〕]{1,30}〕|\[[^\]]{1,20}\]"

# How somebody speaks, when and where: 紅著眼眶, 受訪時, 在會後記者會.
_MANNER = r"(?:語帶|滿臉)[\u4e00-\u9fff]{2}|用[\u4e00-\u9fff]{1,4}[文語]|[\u4e00-\u9fff]著(?:眼眶|頭|臉|眼|淚|說)?"
_AFTER = r"(?!會面|會談|會晤|碰面|見面|交談|座談|對談|協商|商議|開會)[\u4e00-\u9fff]{2}後"  # two meet, one speaks
_DURING = "(?:{})時"
_OCCASION = r"(?:[在於向對]|透過|經由|委由|致電|致函)[^，。；:]{1,24}|接受[^，。；:「」]{1,16}(?:[「《][^」》]{1,12}[」》][^，。；:「」]{0,6})?(?:訪問|採訪|專訪|聯訪|訪談|電訪|堵訪|提問|詢問)時?|被(?:問[到及起]|追問)[^，。；:「」]{0,20}時?"


def alternatives(words: Sequence[str]) -> str:
    """A pattern that matches any of the words, longer ones first; one that matches nothing where there are none.

    Gathered by their first characters, so that what stands in a text is compared with each of those once.
    """
    return "|".join(f"{re.escape(head)}(?:{_rests(alike)})" for head, alike in by_head(words).items()) or r"(?!)"


def _rests(words: Sequence[str]) -> str:
    """What may follow the first character of words that share it, the longest first."""
    return "|".join(re.escape(w[1:]) for w in sorted(words, key=len, reverse=True))


def by_head(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first character: where none stands with that of a clause, no word needs comparing."""
    return {head: tuple(w for w in words if w[0] == head) for head in dict.fromkeys(w[0] for w in words if w)}


def by_tail(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Words by their last character, for what a clause may end in."""
    return {tail: tuple(w for w in words if w[-1] == tail) for tail in dict.fromkeys(w[-1] for w in words if w)}
