"""What holds of the events of any text: valid references, triggers in the body, one date each, the same twice; roles, status, retellings."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analyze import Analyzer
from pipeline.claims import ClaimFinder
from pipeline.clean import Cleaner
from pipeline.dates import DateFinder
from pipeline.document import Published, RawDocument, read_article
from pipeline.entities import EntityFinder
from pipeline.errors import LexiconError
from pipeline.events import EventFinder
from pipeline.events.ontology import CLASSES
from pipeline.events.pairs import Names, pairs
from pipeline.events.scene import surroundings
from pipeline.events.scorer import UNIT, make_scorer
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.mentions import names_of
from pipeline.model import Record
from pipeline.segment import Segmenter
from pipeline.settings import Settings

PIECES = (
    "昨（9）日", "2024年3月", "今年", "明年第二季", "立法院", "台積電", "通過", "收購", "舉行記者會", "表示", "將", "遭", "若", "的", "、", "，", "。", "\n",
    "「", "」", "與", "在台北", "3億元", "起訴", "病逝", "成長", "12%", "開始", "進行", "去年同期", "較", "（中央社記者王大明台北10日電）",
)  # fmt: skip
ANALYZER = Analyzer()


def check(record: Record) -> None:
    body = [(b.start, b.end) for b in record.body]
    seen = set()
    for event in record.events:
        assert any(s <= event.trigger.start and event.trigger.end <= e for s, e in body)
        assert record.text[event.trigger.start : event.trigger.end] == event.trigger.text
        assert event.sentence.start <= event.trigger.start < event.trigger.end <= event.sentence.end
        assert (event.trigger.start, event.trigger.end) not in seen
        seen.add((event.trigger.start, event.trigger.end))
        day = next(d for d in record.dates if d.id == event.when.date)
        assert day.value == event.when.value
        assert len({p.entity for p in event.participants}) == len(event.participants)
        order = [v.id for v in record.events]
        assert event.same_as is None or order.index(event.same_as) < order.index(event.id)
    assert [v.trigger.start for v in record.events] == sorted(v.trigger.start for v in record.events)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_invariants_of_shuffled_news(text: str) -> None:
    if text.strip():
        check(ANALYZER.analyze(text, published="2026-11-10"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    if text.strip():
        check(ANALYZER.analyze(text, published="2026-11-10"))


def test_same_input_same_events() -> None:
    rng = random.Random(7)
    text = "".join(rng.choices(PIECES, k=300))
    assert ANALYZER.analyze(text).events == ANALYZER.analyze(text).events


def test_half_a_number_of_triggers(lexicons: Lexicons) -> None:
    rules = [r for r in lexicons.rules("events") if not r.name.startswith("context.")]
    words = {w for r in rules for key in ("triggers", "nouns", "light", "weak") for w in r.texts(key)}
    assert len(words) >= 1500
    assert 60 <= len(rules) <= 120
    assert {r.name.partition(".")[0] for r in rules} == set(CLASSES)
    assert all(r.text("label") and r.texts("frame") and r.texts("examples") for r in rules)


ROLES = [
    ("台積電2024年3月5日收購聯電。", {"台積電": "agent", "聯電": "patient"}),
    ("台積電2024年3月5日與聯電簽署備忘錄。", {"台積電": "agent", "聯電": "counterpart"}),
    ("台積電、聯電2024年3月5日合併。", {"台積電": "agent", "聯電": "agent"}),
    ("台積電2024年3月5日遭經濟部開罰30萬元。", {"台積電": "patient", "經濟部": "agent"}),
    ("台積電2024年3月5日在新竹市動工。", {"台積電": "agent", "新竹市": "place"}),
]


@pytest.mark.parametrize(("text", "roles"), ROLES, ids=[t for t, _ in ROLES])
def test_roles(read: Callable[[str], Record], text: str, roles: dict[str, str]) -> None:
    record = read(text)
    names = {e.id: e.name for e in record.entities}
    found = {names[p.entity]: p.role for p in record.events[0].participants}
    assert {n: r for n, r in found.items() if n in roles} == roles


STATUS = [
    ("立法院2024年3月5日通過預算案。", "happened"),
    ("立法院預計2026年12月5日通過預算案。", "planned"),
    ("工廠將於2027年3月完工。", "planned"),
    ("颱風恐在2027年9月登陸。", "possible"),
    ("颱風恐在11月20日登陸。", "possible"),
    ("他11月5日未獲提名。", "denied"),
    # After the day of publication (10 November 2026) nothing has happened yet, whatever the words.
    ("立法院11月25日三讀修正案。", "planned"),
    ("美術館12月3日開幕。", "planned"),
    ("新制2027年1月1日起上路。", "planned"),
    ("縣市長選舉年底投票。", "planned"),
    ("市議會2026年11月4日通過預算案。", "happened"),
    ("學校今年6月底前完成補強。", "happened"),
    # 將 that puts its object first is no future.
    ("檢方今天將王建民起訴。", "happened"),
    ("檢方今天將2人起訴。", "happened"),
    ("檢方今天將張男起訴。", "happened"),
    ("警方今天將他逮捕。", "happened"),
    ("市府去年將信件附件納入預算。", "happened"),
    ("市府11月9日將這座老橋列為古蹟。", "happened"),
    ("市長今天將前往災區視察。", "planned"),
    # 了 after a trigger of the past says that it was done.
    ("市議會2018年原本準備對抗卻通過了新法。", "happened"),
    ("市議會2018年原本預計擱置卻通過了新法。", "happened"),
]


# Right and not met: a refusal on a day yet to come is not told.
UNTOLD = ("他12月5日未獲提名。", "denied")


@pytest.mark.parametrize(
    ("text", "status"),
    [*STATUS, pytest.param(*UNTOLD, marks=pytest.mark.xfail(strict=True, reason="known"))],
    ids=[t for t, _ in [*STATUS, UNTOLD]],
)
def test_status(read: Callable[[str], Record], text: str, status: str) -> None:
    assert [v.status for v in read(text).events][:1] == [status]


def test_an_event_told_again_points_at_its_first_telling(read: Callable[[str], Record]) -> None:
    record = read("台北地檢署昨（9）日起訴3人。\n檢方調查後，昨（9）日將3人起訴。")
    first, again = (v for v in record.events if v.trigger.text == "起訴")
    assert (first.same_as, again.same_as) == (None, first.id)


def test_amount(read: Callable[[str], Record]) -> None:
    assert read("台積電2024年3月5日以2.72億元收購聯電。").events[0].amount == "2.72億元"


def test_an_event_inside_a_statement_says_whose(read: Callable[[str], Record]) -> None:
    record = read("市長蔣萬安表示，「大橋2025年3月通車」。")
    event = next(v for v in record.events if v.trigger.text == "通車")
    assert event.claim in {c.id for c in record.claims}


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("odd.toml", '[[rule]]\nname = "weather.rain"\nlabel = "雨"\nframe = ["place"]\ntriggers = ["下雨"]\n'),
        ("odd.toml", '[[rule]]\nname = "life.rain"\nlabel = "雨"\nframe = ["place"]\ntriggers = ["下雨"]\nnot_before = ["雨"]\n'),
        ("weights.tsv", "feature\tweight\nthreshold\tlow\n"),
    ],
)
def test_bad_lexicons_are_named(tmp_path: Path, file: str, content: str) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / file).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        EventFinder(load_lexicons(tmp_path))
    assert f"events/{file}" in str(error.value)


def test_the_weights_have_their_limits(lexicons: Lexicons) -> None:
    scorer = make_scorer(lexicons)
    assert -3 * UNIT < scorer.threshold < UNIT and scorer.same_clause >= 0 and scorer.same_date >= 0


def test_a_pair_weighs_what_its_named_features_weigh(lexicons: Lexicons) -> None:
    cleaner, segmenter, date_finder = Cleaner(lexicons), Segmenter(lexicons, Settings()), DateFinder(lexicons)
    entity_finder, claim_finder, finder = EntityFinder(lexicons), ClaimFinder(lexicons), EventFinder(lexicons)
    rng, names, weights, seen = random.Random(11), Names(), make_scorer(lexicons).weights, 0
    for _ in range(40):
        reading = read_article(cleaner.clean(RawDocument("".join(rng.choices(PIECES, k=60))), None), lexicons.fold)
        tokens, dates = segmenter.segment(reading), date_finder.find(reading, Published())
        entities = entity_finder.find(reading, tokens)
        claims = claim_finder.find(reading, tokens, dates, entities)
        around = surroundings(reading, tokens, None, dates, entities, names_of(entities), claims)
        for scene, story in finder.scenes(around):
            named, weighed = (list(pairs(around, scene, story, worth)) for worth in (names, weights))
            assert [(*tied, weights.total(features)) for *tied, features in named] == weighed
            seen += len(named)
    assert seen > 200


def test_a_word_of_several_meanings_stands_in_one_table(lexicons: Lexicons) -> None:
    own = {row["word"] for row in lexicons.rows("events/senses")}
    assert [row["word"] for row in lexicons.rows("events/triggers") if row["word"] in own] == []
