"""The word lists of lexicons/claims/frames.toml, compiled once: as tuples, sets and patterns, by what asks for them."""

import re
from collections.abc import Sequence
from sys import maxsize

from pipeline.claims.words import by_head, by_tail, surnames_of
from pipeline.lexicon import Lexicons
from pipeline.mentions import Certainty

_MOST_KEPT = 10_000  # answers of one ``Whole``


class Endings:
    """Words that something may end in, by their last character: of hundreds but a few need comparing."""

    __slots__ = ("_alike",)

    def __init__(self, words: Sequence[str]) -> None:
        self._alike = by_tail(words)

    def end(self, text: str, start: int = 0, end: int = maxsize) -> bool:
        """True where ``text[start:end]`` ends in one of them."""
        alike = self._alike.get(text[end - 1 : end] if end < maxsize else text[-1:])
        return alike is not None and text.endswith(alike, start, end)


class Whole(dict[str, bool]):
    """Words → whether a pattern matches all of them; asked again and again of the same ones, in one text and the next."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        super().__init__()
        self._pattern = pattern

    def __missing__(self, words: str) -> bool:
        """Matches them."""
        if len(self) >= _MOST_KEPT:
            self.clear()
        matches = self[words] = self._pattern.fullmatch(words) is not None
        return matches

    def __reduce__(self) -> tuple[object, ...]:
        return Whole, (self._pattern,)


class _Rules:
    """The rules of lexicons/claims/frames.toml by name; one that is missing has no words and matches nothing."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._rules = {rule.name: rule for rule in lexicons.rules("claims/frames")}
        self._fold = lexicons.fold
        self.surnames = "".join(surnames_of(lexicons))

    def words(self, name: str, key: str = "words") -> tuple[str, ...]:
        """The words of a rule under a key, folded as the text is."""
        return tuple(word.translate(self._fold) for word in self._rules[name].texts(key)) if name in self._rules else ()

    def pattern(self, name: str) -> re.Pattern[str]:
        """The pattern of a rule."""
        return re.compile(self._rules[name].text("pattern") if name in self._rules else r"(?!)")


class WordLists:
    """The word lists of lexicons/claims/frames.toml, by name."""

    def __init__(self, lexicons: Lexicons) -> None:
        rules = _Rules(lexicons)
        self._of_clauses(rules)
        self._of_strangers(rules)
        self._of_speakers(rules)
        self._of_nothing_said(rules)
        self._of_extent(rules)
        self._of_telling(rules)
        self._of_truth(rules)

    def after_opening(self, text: str, start: int, end: int) -> int:
        """Where a clause's subject may begin before ``end``: after the reporter's line, connectives and days."""
        head = text[start]
        if head not in self._opening_heads and not head.isdecimal():
            return start
        opening = self.openings.match(text, start, end)
        return start if opening is None else opening.end()

    def _of_clauses(self, rules: _Rules) -> None:
        """What opens a clause; how, when and where somebody speaks in it."""
        words = rules.words
        self._opening_heads = frozenset(_BYLINE_HEADS + _TIME_HEADS).union(by_head(words("connectives")))
        during = _DURING.format(alternatives(words("during")))
        self.openings = re.compile(
            f"(?:{_BYLINE}){{0,2}}(?:(?:{alternatives(words('connectives'))})(?!(?<=有)[人些]|(?<=更)[新改換名]|(?<=也)許)|{_TIME})*"
        )
        manners = f"(?:{alternatives(words('adverbs'))}|{_TIME}|(?:[\u4e00-\u9fff]{{2}}){{1,2}}地|{_MANNER}|{_AFTER}|{during}|（[^）]*）)*"
        self.manners = re.compile(manners)
        self.adverbs = re.compile(f"{manners}(?:{_OCCASION})?")
        self.are_adverbs, self.are_manners = Whole(self.adverbs), Whole(self.manners)
        self.occasions = words("occasions")
        self.byline = re.compile(f"(?:{_BYLINE}){{1,2}}")
        self.acted = re.compile(f"[^，。「」]{{2,14}}[後時](?:{self.adverbs.pattern})")
        self.leads = by_head(words("leads"))
        self.lead_ends = Endings(words("whens") + words("leads", "endings"))
        self.stages = words("stages")
        self.on_stage = re.compile(alternatives((*self.stages, *words("stages", "acts"))))
        self.and_others = re.compile("(?:等(?:[0-9一二三四五六七八九十兩]{0,3}人)?)?")
        self.whens, self.no_whens = words("whens"), words("whens", "not")

    def _of_strangers(self, rules: _Rules) -> None:
        """What a name looks like that nobody knows, and what shows that words are none."""
        words = rules.words
        verbal = re.escape("".join(words("verbal")) or "\n")
        self.modifiers = re.compile(f"(?:{alternatives(words('quantifiers'))})?[^{verbal}]{{0,6}}")
        self.name_after = re.compile(
            f"(?P<title>{alternatives(words('posts'))})?(?P<name>[^{verbal}（）]{{2,7}}?)(?:{self.adverbs.pattern})"
        )
        self.name_after_post = re.compile(
            f"[^{verbal}（）「」]{{0,14}}(?:{alternatives(words('posts'))})(?P<name>[^{verbal}（）]{{2,6}}?)(?:{self.adverbs.pattern})"
        )
        self.person_name = re.compile(f"[{rules.surnames}小阿老][\u4e00-\u9fff]{{1,3}}" if rules.surnames else r"(?!)")
        heads, inside, tails, whole = (alternatives(words("unsound", key)) for key in ("heads", "inside", "tails", "words"))
        edges = alternatives([w for w in (*words("adverbs"), *words("connectives")) if len(w) > 1])
        self.unsound = re.compile(
            f"(?:{edges}|{heads}).*|.+?(?:{inside}).*|.*(?:{tails})|{whole}|{self.manners.pattern}|[^\u4e00-\u9fffA-Za-z]*", re.S
        )
        self.last_words = re.compile(f"(?:.*[{verbal}（） 」的])?(?P<name>[^{verbal}（） 」的]{{2,10}}?)(?:{self.adverbs.pattern})")
        self.foreign = re.compile(f"(?P<name>(?:有線|[^{verbal}（）]){{0,12}}[A-Za-z][A-Za-z0-9 .&'-]*)(?:{self.adverbs.pattern})")
        self.paper = re.compile(f"《(?P<name>[^《》]{{1,24}})》[中裡上]?(?:{self.adverbs.pattern})")
        self.called = re.compile(
            f"[「《](?P<name>[^「」《》，。！？；]{{2,16}})[」》](?:（[^（）]{{1,40}}）)?(?:{alternatives(words('sites'))})?{self.adverbs.pattern}"
        )
        self.sources = Endings(words("sources"))
        self.body = re.compile(f"(?P<name>[^{verbal}（）「」]{{0,14}}(?:{alternatives(words('bodies'))}))(?:{self.adverbs.pattern})")
        self.bodies = words("bodies")
        self.laws = words("laws")
        self.gloss = re.compile("（[^（）]{1,40}）")
        self.statute = re.compile(
            f"(?!違反)(?P<name>[^，。；:（）]{{1,24}}(?:{alternatives(self.laws)}))(?:（[^（）]*）)?{_ARTICLE}(?:等|之|的)?"
        )
        self.anonymous, self.anonymous_in_full = frozenset(words("anonymous")), alternatives(words("anonymous", "full"))
        self.anonymously = re.compile(
            f".姓|[{rules.surnames}][{''.join(words('anonymous'))}](?=[^子孩性人生方朋友])" if rules.surnames else ".姓"
        )
        self.no_bodies = words("no_bodies")

    def _of_speakers(self, rules: _Rules) -> None:
        """Who may speak, and what governs a name."""
        words, pattern = rules.words, rules.pattern
        self.quantifiers = words("quantifiers")
        self.quantified = frozenset(("", *self.quantifiers))  # what stands before somebody, if anything does
        self.there_is = re.compile(f"有(?:{alternatives(self.quantifiers)})\\Z")
        self.agents = words("agents")
        self.governors = re.compile(
            f"(?:(?:(?!(?:{alternatives(words('on_the_spot'))})(?![上下內外中裡園區務]))[在於]|{alternatives(words('reaching'))})(?![^，。]*的)"
            f"|{alternatives(words('governors'))})[^，。」時後上中內前期]*"
        )
        self.governed = re.compile(self.governors.pattern + r"\Z")
        self.governing = re.compile(alternatives((*words("reaching"), *words("governors"), *words("prepositions"))))
        self.prepositions = Endings(words("prepositions"))
        self.posts, self.of_people = Endings(words("posts")), words("of_people")
        self.describers = Endings((*words("posts"), *words("sources"), *words("describers")))
        self.titles = frozenset(("", *words("describers", "whole")))
        self.deputies = frozenset(words("describers", "deputies"))
        verbs = {*words("acting_on"), *(w for w in words("prepositions") if len(w) > 1)}
        self.acting_on = re.compile(f"(?:{alternatives(sorted(verbs))})(?!{alternatives(words('acting_on', 'not_before'))})")
        self.not_governing = words("not_governing")
        self.nominating = words("nominating")
        self.together = words("together")
        self.outside = pattern("outside")
        self.describing = by_tail(words("describing"))
        self.subjectless = re.compile(alternatives(words("subjectless")))
        self.publishing = re.compile(f"(?:{alternatives(words('publishing'))})[^，。「」]{{0,8}}\\Z")
        self.mentioning = re.compile(f"(?:{alternatives(words('mentioning'))})[^，。；「」]{{0,8}}")
        self.handling = re.compile(alternatives(words("handling")))
        self.papers = words("papers")
        self.gathering = re.compile(f"(?:{alternatives(words('gathering'))})[到出得]?")
        self.around_heads = frozenset(w[0] for w in words("around"))
        self.around = re.compile(f"(?:{alternatives(words('around'))})+")
        self.authorities = words("authorities")
        self.houses = frozenset(words("houses"))
        self.collective = words("collective") + self.authorities
        self.forms_of_address = words("forms_of_address")
        self.after_surname = self.forms_of_address + words("forms_of_address", "kin")
        self.in_office = by_tail(words("in_office"))
        self.joining_posts = frozenset(words("joining_posts"))
        self.datelines = Endings(words("datelines"))
        self.row_of_names = pattern("row_of_names")
        self.coordinations = words("coordinations")
        self.ties = by_tail(self.coordinations)

    def _of_nothing_said(self, rules: _Rules) -> None:
        """What looks like a cue at work and says nothing."""
        words, pattern = rules.words, rules.pattern
        self.nominal = Endings(words("nominal"))
        self.denials = Endings(words("denials"))
        self.nominal_after = pattern("nominal_after")
        self.asides = words("asides")
        self.deeds, self.thoughts, self.vain = words("deeds"), frozenset(words("deeds", "cues")), words("deeds", "vain")
        self.goes_on_to_do = (*self.deeds, "而是")
        self.turns, self.turns_of_feeling = words("turns"), words("turns") + words("turns", "act")
        self.suppositions, self.conditions = words("suppositions"), words("conditions")
        self.objects = words("objects")
        self.utterances, self.such_talk = words("utterances"), words("such_talk")
        self.recorded, self.ought = words("recorded"), words("ought")
        self.surprises = words("surprises")
        self.unable = re.compile(f"(?:{alternatives(words('unable'))})[^，。；]*\\Z")
        self.recognized, self.recognizing = words("recognized"), frozenset(words("recognized", "cues"))
        self.judgments, self.announcing = words("judgments"), frozenset(words("announcing"))
        onlookers, forbidden = alternatives(words("views_of_others", "onlookers")), alternatives(words("views_of_others"))
        self.forbidding = re.compile(f"(?:{onlookers})[^，]{{0,6}}(?:{forbidden})")
        self.supposing, self.held = words("views_of_others", "supposing"), frozenset(words("views_of_others", "cues"))
        self.recorded_views = self.recorded + words("views")
        self.consents = words("obtaining", "cues")
        self.obtaining = re.compile(alternatives(words("obtaining")))
        self.us = frozenset(words("us"))
        self.shown = words("shown")
        self.pointed_at = re.compile(f"(?:{alternatives(words('this'))})(?:{alternatives(words('this', 'stands'))})")
        self.adding = words("adding")
        self.topics = words("topics")
        self.matters = words("matters")
        self.explaining = frozenset(words("matters", "cues"))
        self.met, self.meeting = words("met"), frozenset(words("met", "cues"))
        self.nounlike = frozenset(words("nounlike"))
        self.unmistakable = words("unmistakable")
        self.receivers = re.compile(alternatives(words("receivers")))
        self.ahead = re.compile(alternatives(words("ahead")))
        self.hollow = frozenset(words("hollow"))
        self.below = words("below")
        self.bearers = Endings(words("bearers"))
        self.silent = Endings(words("bearers") + words("alerted"))
        self.asking = frozenset(words("asking"))

    def _of_extent(self, rules: _Rules) -> None:
        """Where a statement goes on and where it ends."""
        words, pattern = rules.words, rules.pattern
        self.closing = words("in_view_of") + words("such_words")
        self.pretending = frozenset(words("pretending"))
        self.stir = pattern("stir")
        self.gains = pattern("gains")
        self.naming_oneself = frozenset(words("naming_oneself"))
        self.showing = words("showing")
        self.against = words("against")
        self.moving = re.compile(alternatives(words("moving")))
        self.judicial, self.outcomes = words("judicial"), pattern("outcomes")
        self.enumerated = words("enumerated")
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

    def _of_telling(self, rules: _Rules) -> None:
        """Who speaks where the text does not say so beside the cue, or without one."""
        words, pattern = rules.words, rules.pattern
        self.sayings = words("sayings")
        self.listeners = words("listeners")
        self.drawing = re.compile(alternatives(words("drawing")))
        self.comments, self.stirs = words("drawing", "comments"), words("drawing", "stirs")
        self.several = words("collective") + words("several")
        self.speaking_up = words("speaking_up")
        self.retorts = re.compile(f"(?:{alternatives(words('retorts'))})(?:{pattern('retorts').pattern})?[，。；]")
        self.passing_on = frozenset(words("quoting"))
        self.quoting = re.compile(alternatives(words("quoting")))
        self.turning_against, self.dissents = re.compile(alternatives(words("dissents"))), pattern("dissents")
        self.one, self.counted, self.pointing = words("one"), words("counted"), words("pointing")
        self.some, self.among = frozenset(words("some")), words("some", "heads")
        self.complaints, self.letters = words("complaints"), words("complaints", "letters")
        self.complaint = re.compile(
            f"(?:{alternatives(words('receivers'))})(?:[^，。「」]{{1,24}}的)?(?P<who>[^，。「」的]{{2,10}})的?(?:{alternatives(self.complaints)})，"
        )
        self.answers = words("answers")

    def _of_truth(self, rules: _Rules) -> None:
        """What denies a statement or makes it less than certain."""
        words = rules.words
        self.negations = re.compile(f"(?:{alternatives(words('negations'))})(?!{alternatives(words('no_negations'))})")
        levels: tuple[Certainty, ...] = ("planned", "probable", "possible")  # a word of several has the last
        self.certainty = {word: level for level in levels for word in words("certainty", level)}
        self.certain_words = re.compile("|".join(alternatives(words("certainty", level)) for level in reversed(levels)))


# Days and hours that stand between a subject and its cue: 5日, 今（14）日, 週三, 上午10時. Digits and days in a row are taken whole (atomic): a long
# row must not be cut in all possible ways.
_TIME = r"(?:[上下]午|[早晚]上|[晚夜]間|清晨|凌晨|傍晚|中午|深夜)約?[一二三四五六七八九十兩\d]{1,3}[時點](?:\d{1,2}分|半|許|多)?|[剛約近]?[一二三四五六七八九十兩數半\d]{1,3}(?:個?多?個?半?)(?:小時|月|星期|禮拜|年|天|週|周)前|[一二三四五六七八九十兩]{1,3}點半?|[一二三四五六七八九十廿卅]{1,3}日|(?>(?:今|昨|前|明|本|同)?(?:（?\d{1,4}(?!\d)(?:[/年月日時分]\d{0,2}(?!\d))?日?）?[年月日時分]?)+)(?:間|底|初|[上中下]旬|[早晚]間)?|(?:上|本|下)?(?:週|周|星期)[一二三四五六日天]|(?:上|本|這|下)個?(?:週|周|月|季)|[去今前明]年[底初中]?|[ ]"


# What a time or day begins with that begins with no digit.
_TIME_HEADS = "早晚夜清凌傍中深一二三四五六七八九十廿卅兩數半剛約近今昨前明本同（上下這週周星去 "
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
