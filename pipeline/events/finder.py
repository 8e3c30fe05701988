"""The event finder: triggers by one automaton pass over the sentences that have a date or follow one, each tied to its likeliest date.

sentences ─▶ scenes (triggers, dates, context words) ─▶ pairs ─▶ scorer ─▶ events with participants, amount, status ─▶ same_as
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.document import Reading, Tokens
from pipeline.events.ontology import Ontology, holds
from pipeline.events.pairs import Pair, Story, pairs
from pipeline.events.roles import amount_of, participants_of, status_of
from pipeline.events.scene import Scene, Surroundings, lay_out, surroundings
from pipeline.events.scorer import Scorer, make_scorer
from pipeline.lexicon import Lexicons
from pipeline.mentions import Claim, DateMention, Entity, Event, names_of
from pipeline.span import Span
from pipeline.text import opened_before

# A date another is measured against (較去年同期, 繼2017年後, 創2017年以來新低) is no event's date; nor is that of a dateline
# or of what tells of it (3日報導, 5日社論).
_MEASURED = (
    "較", "比", "優於", "高於", "低於", "遜於", "多於", "少於", "超越", "繼", "創", "創下", "相較於", "相較", "不如", "有別於", "依",
)  # fmt: skip
_CONTRACTS = ("交割", "台指期", "期指", "期貨")  # after the month of a contract
_MEASURES = (
    *_CONTRACTS, "同期", "相比", "相較", "為基期", "比較基期", "基期", "社論", "報導", "報道", "電報導", "專訪報導", "頭版", "號函", "號令",
    "號公告",
)  # fmt: skip
# After 以來: what is measured against that time.
_RECORDS = ("新高", "新低", "最", "首", "單日", "單月", "單季", "第", "歷史", "歷年", "再次", "再度", "時隔")
_DATELINE = ("電）", "報導）")
_DATELINE_REACH = 8  # code points after a date in which a dateline ends
_TAIL = 12  # code points after a date that tell what it is for
_NAMES = frozenset("「《")
_TITLED = re.compile(r"[^，。！？；「」《》]{2,30}[」》]")  # after a year that opens a name: 「2017年國際工作坊」
_TITLE = re.compile(r"《[^《》\n]{1,40}》|(?<=節目)「[^「」\n]{1,20}」")  # holds the words of a name: 政論節目《國民大會》
# A figure's day that another is measured from: 由去年的61%下滑至38%. Of 30 such days in annotated articles 6 have an event of their own.
_BASE = re.compile(r"的約?\d")
_NUMBERED = re.compile(r"[\u4e00-\u9fff]{0,10}字第")  # the day of an order by its number: 6月1日金管證券字第…號令
_PROGRAMME = re.compile(r"「[^」]{2,30}(?:計畫|專案|評鑑|評選|方案|活動)」")  # after the year that is part of its name: 109年度「…計畫」
_GATHERING = re.compile(
    r"[「《]|(?:第[0-9一二三四五六七八九十]+[次屆])?[\u4e00-\u9fff]{0,12}?(?:論壇|高峰會|峰會|年會|大會|博覽會|研討會|發表會|錦標賽|公開賽|音樂節|影展|大展"
    r"|典禮|會議|說明會|法說會|股東常?會|尾牙|演習|座談會|競賽|儀式)"
)
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:方針|白皮書|年報|手冊)")  # after its year: 115年|勞動檢查方針
_WHOLE = frozenset(("year", "quarter"))
_DAYS = frozenset(("day", "hour", "minute"))
_NEAR = 30  # code points between the day and the year
_SENTENCE_END = re.compile(r"[。！？\n]")
# After a year within which something ranks: 今年第二多.
_RANKED = re.compile(r"(?:以?來)?(?:第[0-9一二三四五六七八九十]+|最)[多大高低快慢長短強弱熱冷](?=[，,。；]|$)")
_OF_A_CHARGE = re.compile(r"部[分份](?=[判無有獲則涉，,])")  # after the day of a deed that is ruled on: 11月13日部分判無罪
# Around the year in a name in quotation marks: 「海東市113年交通教育行銷案」.
_NAMED_SO = re.compile(r"[^，。！？；:「」]{0,30}(?:案|計畫|評鑑|評選|獎)」")
_NAME_REACH = 24  # code points of such a name before its year
_YEARLY = "年度"
_DIGIT = re.compile(r"\d")
_STORY_DATES = ("day", "month", "quarter")


class EventLayout(NamedTuple):
    """The scenes of a document, each with the dates its story offers, and what is around them."""

    around: Surroundings
    scenes: Sequence[tuple[Scene, Story]]


class EventFinder:
    """Finds dated events under fixed lexicons, scored by their weights or by ``scorer``. Immutable after it is made; safe in any thread.

    Raises LexiconError where the event lexicon cannot be used.
    """

    def __init__(self, lexicons: Lexicons, scorer: Scorer | None = None) -> None:
        self._ontology = Ontology(lexicons)
        self._scorer = scorer or make_scorer(lexicons)

    def find(
        self,
        reading: Reading,
        tokens: Tokens,
        dates: Sequence[DateMention],
        entities: Sequence[Entity],
        claims: Sequence[Claim],
        today: date | None = None,
    ) -> tuple[Event, ...]:
        """The dated events, in text order. ``dates`` in text order; events index into dates, entities and claims.

        ``today`` is the day of publication, after which nothing has happened yet.
        """
        return self.tie(self.lay_out(surroundings(reading, tokens, today, dates, entities, names_of(entities), claims)))

    # -- the same in two steps, for those who take each with many readings before the next: its code and words stay in the processor's caches --

    def lay_out(self, around: Surroundings) -> EventLayout:
        """The sentences that may hold an event, laid out; none in a document without dates."""
        return EventLayout(around, list(self.scenes(around)) if around.dates else ())

    def tie(self, layout: EventLayout) -> tuple[Event, ...]:
        """The events of the scenes: each trigger that is worth it, tied to its likeliest date."""
        around, scenes = layout
        found = [
            _event(around, scene, pair, around.entities)
            for scene, story in scenes
            for pair in self._scorer.choose(scene, pairs(around, scene, story, self._scorer.weights), around.dates)
        ]
        return tuple(_linked(found, around.dates))

    def scenes(self, around: Surroundings) -> Iterator[tuple[Scene, Story]]:
        """The sentences that may hold an event, laid out, each with the dates its story offers."""
        text = around.reading.text
        dates = [n for n, d in enumerate(around.dates) if not (_is_aside(text, d) or _names_what_follows(text, around.dates, n))]
        starts = [*[around.dates[n].start for n in dates], len(text)]
        taken = sorted([*around.names, *_titles(text), *[around.dates[n][:2] for n in dates], (len(text), len(text))])
        main = _main_date(around.dates, dates)
        begins = around.dates[main].start if main is not None else len(text)
        bylines = [(block.start, block.end) for block in around.reading.blocks if block.role == "byline"]
        last: int | None = None
        at = 0
        for span in around.reading.sentences:
            start, end = span
            first = at
            while starts[at] < end:
                at += 1
            if first == at and last is None and start <= begins:
                continue
            here = dates[first:at]
            told = not here and begins < start and _DIGIT.search(text, start, end) is not None
            if not here and not told and last is None:
                continue
            if bylines and holds(bylines, start):
                continue
            if here or (told and self._ontology.narrates(text, span)):
                story = Story(last, main if told else None)
                scene = lay_out(around, self._ontology, span, here, taken)
                if scene is not None:
                    yield scene, story
            last = here[-1] if here else None


def _titles(text: str) -> list[Span]:
    """Where the names of programmes stand. Few texts have one, and a look for their brackets is quicker than one for their pattern."""
    if "《" in text or "節目「" in text:
        return [title.span() for title in _TITLE.finditer(text)]
    return []


def _is_aside(text: str, date: DateMention) -> bool:
    """True for a day on which nothing is told: what is measured against, a source's day, a dateline, the year of a name."""
    start, end = date.start, date.end
    said, tail = text[start:end], text[end : end + _TAIL]
    if tail.startswith(_MEASURES) or "同期" in said or text.endswith(_MEASURED, 0, start):
        return True
    if said.endswith("以來") and tail.removeprefix("的").startswith(_RECORDS):
        return True
    if _BASE.match(text, end) or ("字第" in tail and _NUMBERED.match(text, end)):
        return True
    if tail.startswith("部") and _OF_A_CHARGE.match(text, end):
        return True
    if "）" in tail and any(mark in tail[:_DATELINE_REACH] for mark in _DATELINE):
        return True
    return _is_of_a_name(text, start, end, date.precision)


def _is_of_a_name(text: str, start: int, end: int, precision: str) -> bool:
    """True for the year of a programme, a title or a paper."""
    if text.endswith(_YEARLY, start, end) and _PROGRAMME.match(text, end):
        return True
    if precision != "year":
        return False
    if _RANKED.match(text, end) or _is_in_a_name(text, start, end):
        return True
    return (text[start - 1 : start] in _NAMES and _TITLED.match(text, end) is not None) or _PAPER.match(text, end) is not None


def _is_in_a_name(text: str, start: int, end: int) -> bool:
    """True where a name in quotation marks holds ``start..end``."""
    opened = opened_before(text, start, max(0, start - _NAME_REACH))
    if opened < 0 or text.find("，", opened, start) >= 0:
        return False
    return _NAMED_SO.match(text, end) is not None


def _names_what_follows(text: str, dates: Sequence[DateMention], n: int) -> bool:
    """True for the year or quarter in the name of a gathering that has its day before it: 昨天舉行2017年高峰會, 3日辦理115年「長照」研討會, 14日召開第3季法說會."""
    date, before = dates[n], dates[n - 1] if n else None
    if date.precision not in _WHOLE or before is None or before.precision not in _DAYS or date.start - before.end > _NEAR:
        return False
    return _GATHERING.match(text, date.end) is not None and _SENTENCE_END.search(text, before.end, date.start) is None


def _main_date(dates: Sequence[DateMention], used: Sequence[int]) -> int | None:
    """The first mention of the day, month or quarter the document names most, where it names one more than once."""
    values = [dates[n].value for n in used if dates[n].value and dates[n].precision in _STORY_DATES]
    if len(set(values)) == len(values):
        return None
    value = Counter(values).most_common(1)[0][0]
    return next(n for n in used if dates[n].value == value)


def _event(around: Surroundings, scene: Scene, pair: Pair[int], entities: Sequence[Entity]) -> Event:
    at, sense, date, tie, _ = pair
    start, type_ = scene.starts[at], sense.type
    return Event(
        type_.name,
        (start, scene.ends[at]),
        date,
        tie,
        participants_of(around, scene, at, type_, entities),
        scene.span,
        status_of(around, scene, at, around.dates[date]),
        type_.place,
        claim=around.claim_at(start),
        amount=amount_of(around.reading.text, scene, at, type_),
    )


def _linked(events: Sequence[Event], dates: Sequence[DateMention]) -> Iterator[Event]:
    """Events told again point at their first telling: same type, one date within the other, a participant in common or none on one side."""
    first: dict[str, list[int]] = {}
    for n, event in enumerate(events):
        earlier = first.setdefault(event.type, [])
        same = next((k for k in earlier if _is_same(events[k], event, dates)), None) if earlier else None
        if same is None:
            earlier.append(n)
        yield event if same is None else event._replace(same_as=same)


def _is_same(one: Event, other: Event, dates: Sequence[DateMention]) -> bool:
    a, b = dates[one.date].value, dates[other.date].value
    if a is None or b is None or not (a.startswith(b) or b.startswith(a)) or one.sentence == other.sentence:
        return False
    first, second = ({p.entity for p in e.participants} for e in (one, other))
    return not first or not second or bool(first & second)
