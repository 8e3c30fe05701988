"""Who took part in an event, in which role; how much it was about; whether it happened, is planned, possible or denied."""

import re
from collections.abc import Sequence
from datetime import date

from pipeline.events.ontology import EventType
from pipeline.events.scene import Scene, Surroundings
from pipeline.mentions import DateMention, Entity, EntityType, Name, Participant, Role, Status
from pipeline.span import Span

_NUMBER = r"\d[\d,.]*+(?:[多餘]?[十百千萬億兆])*+"  # taken whole: a row of digits must not be cut in all possible ways
_AMOUNT = re.compile(
    rf"(?<![時點\d])(?<!\d[,.])(?:新台幣|美金|人民幣|約|逾)?{_NUMBER}(?:{_NUMBER})?[多餘]?"
    r"(?:%|個百分點|美元|歐元|日圓|日元|英鎊|港元|港幣|人民幣|韓元|元|人|名|點|死|傷|例|起|件|棟|輛|張|噸|公噸|戶|家|座|架次|架|艘|票|席|分|碼|公里|公尺|毫米|度|級)"
)
_JOINERS = frozenset("、和與及跟同暨")
_PLACE_BEFORE = ("在", "於", "至", "到", "從", "自", "赴", "往", "位")
_AGENT_BEFORE = ("由", "被", "遭", "獲", "經")
_PATIENT_BEFORE = ("把", "將", "對", "向", "替", "為", "給")
_PARTNER_BEFORE = ("與", "和", "跟", "同", "對", "向")
_OPEN = frozenset(("possible", "condition", "question"))
_SAID = ("report", "announce")
_UNTIL = "../"
_FEW = 4  # words of planning that are looked at, from the trigger backwards
_WILL = "將"
_DONE_BEFORE = frozenset("才已遂便再")  # before 將: 才將人救出
# Whom 將 puts first: 將2人, 將陳男, 將魏等7人. Single words are a group of lexicons/events/context.toml.
_OBJECT = re.compile(r"(?:\d+|[兩幾各])[人名張座個件台輛枚位條]|[^與和於在由向對從到被為以](?:[男女嫌姓某]|等\d*人)")
_SUBJECTS: tuple[Role, ...] = ("agent", "patient")
_MOST = 6


def status_of(around: Surroundings, scene: Scene, at: int, date: DateMention) -> Status:
    """From the context words of the trigger's clause and the day of publication: denied, possible, planned, else happened."""
    begin, end, start = scene.starts[at], scene.ends[at], scene.clauses[at][0]
    denied = scene.marks.last_end("denied", start, begin)
    if denied is not None and begin - denied <= 2:
        return "denied"
    if not _OPEN.isdisjoint(scene.marks.spans) and any(scene.marks.has(group, start, begin) for group in _OPEN):
        return "possible"
    if is_ahead(date, around.today):
        return "planned"
    return "planned" if _is_planned(around, scene, at, date) and not _is_done(around, end, date) else "happened"


def _is_done(around: Surroundings, end: int, date: DateMention) -> bool:
    """True where 了 follows the trigger that ends there and its day is past: 2018年準備對抗，通過了新法."""
    return is_past(date, around.today) and around.reading.text.startswith("了", end)


def is_ahead(date: DateMention, today: date | None) -> bool:
    """True where the date is after the day of publication, or its end is and that is what it names (年底, 6月30日前)."""
    if today is None:
        return False
    if date.earliest is not None and date.earliest > today:
        return True
    names_end = date.modifier == "end" or (date.value is not None and date.value.startswith(_UNTIL))
    return names_end and date.latest is not None and date.latest > today


def is_past(date: DateMention, today: date | None) -> bool:
    """True where the whole date is before the day of publication."""
    return today is not None and date.latest is not None and date.latest < today


def _is_planned(around: Surroundings, scene: Scene, at: int, date: DateMention) -> bool:
    """True where a word of planning stands before the trigger in its clause, and is more than a 將 that puts its object first."""
    if "planned" not in scene.marks.spans:
        return False
    words = scene.marks.within("planned", scene.clauses[at][0], scene.starts[at])
    return any(not _puts_object_first(around, scene, word, date) for word in words[-_FEW:])


def _puts_object_first(around: Surroundings, scene: Scene, word: Span, date: DateMention) -> bool:
    """True of a 將 before a name or whom one counts or calls by surname; after a past date, of any with no word of saying between."""
    (start, end), text = word, around.reading.text
    if text[start:end] != _WILL:
        return False
    if around.name_at(end) or _OBJECT.match(text, end) or text[start - 1 : start] in _DONE_BEFORE:
        return True
    if date.end > start or not is_past(date, around.today):
        return False
    return not any(scene.marks.has(group, date.end, start) for group in _SAID)


def amount_of(text: str, scene: Scene, at: int, type_: EventType) -> str | None:
    """The first amount after the trigger in its clause, else the last one before it, for types whose frame has one."""
    if "amount" not in type_.frame:
        return None
    start, end, *_ = scene.clauses[at]
    after = _AMOUNT.search(text, scene.ends[at], end)
    if after:
        return after[0]
    before = [m[0] for m in _AMOUNT.finditer(text, start, scene.starts[at])]
    return before[-1] if before else None


def participants_of(around: Surroundings, scene: Scene, at: int, type_: EventType, entities: Sequence[Entity]) -> tuple[Participant, ...]:
    """The entities of the trigger's clause by frame, the subject taken from an earlier clause of the sentence where the clause has none."""
    begin, (start, end, *_) = scene.starts[at], scene.clauses[at]
    names = around.names_in(start, end)
    passive = scene.marks.has("passive", max(start, begin - 6), begin)
    roles: dict[int, Role] = {}
    subject = acts = False
    for n, (_, until, entity) in enumerate(names):
        role = _role(around.reading.text, names, n, entities[entity].type, scene.ends[at], type_, passive, subject)
        subject = subject or role in _SUBJECTS
        acts = acts or (until <= begin and roles.get(entity, role) in _SUBJECTS)
        roles.setdefault(entity, role)
    if not acts and start > scene.span[0]:
        earlier = next((name for name in around.names_in(scene.span[0], start) if entities[name[2]].type != "place"), None)
        if earlier and not _is_source(scene, earlier[1]):
            roles.setdefault(earlier[2], _in_frame("patient" if passive else "agent", type_))
    return tuple([Participant(n, role) for n, role in roles.items()][:_MOST])


def _is_source(scene: Scene, end: int) -> bool:
    """True where a verb of saying follows the name closely: it speaks, it does not act."""
    return scene.marks.has("report", end, end + 6)


def _role(
    text: str, names: Sequence[Name], at: int, name_type: EntityType, end: int, type_: EventType, passive: bool, subject: bool
) -> Role:
    start = names[at][0]
    ahead = text[start - 1 : start]
    if name_type == "place" and (ahead in _PLACE_BEFORE or "place" in type_.frame):
        return _in_frame("place", type_)
    if start >= end:
        return _in_frame("counterpart" if ahead in _PARTNER_BEFORE and "counterpart" in type_.frame else "patient", type_)
    if at and ahead in _JOINERS and names[at - 1][1] == start - 1:
        partner = ahead in "與和跟同" and "counterpart" in type_.frame
        return _in_frame("counterpart" if partner else "patient" if passive else "agent", type_)
    if ahead in _AGENT_BEFORE:
        return _in_frame("agent", type_)
    if subject and ahead in _PARTNER_BEFORE and "counterpart" in type_.frame:
        return "counterpart"
    if subject and ahead in _PATIENT_BEFORE:
        return _in_frame("patient", type_)
    return _in_frame("patient" if passive else "agent", type_)


def _in_frame(role: Role, type_: EventType) -> Role:
    """The role, or what stands for it in a frame that has only the other one."""
    if role in type_.frame:
        return role
    spare: dict[Role, Role] = {"agent": "patient", "patient": "counterpart" if "counterpart" in type_.frame else "agent"}
    other = spare.get(role)
    return other if other is not None and other in type_.frame else "participant"
