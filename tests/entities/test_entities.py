"""One entity, many mentions: ids, names, aliases; ambiguous forms; what holds for any text."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities import EntityFinder
from pipeline.entities.found import Viewer, form_types
from pipeline.entities.names import InnerWeights, candidates, inner_features, surnames_of, weights_of
from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.mentions import Entity
from pipeline.segment import Segmenter
from pipeline.settings import Settings
from tests.entities.conftest import read

Find = Callable[[str], tuple[Entity, ...]]


def named(entities: tuple[Entity, ...], name: str) -> Entity:
    return next(e for e in entities if e.name == name)


def forms(text: str, entity: Entity) -> list[str]:
    return [text[m.start : m.end] for m in entity.mentions]


def test_short_forms_of_a_lexicon_entry_are_one_entity(find: Find) -> None:
    text = "台積電今天開法說會，台積的客戶也到場，台灣積體電路製造股份有限公司發布公告。"
    entity = named(find(text), "台積電")
    assert forms(text, entity) == ["台積電", "台積", "台灣積體電路製造股份有限公司"]
    assert dict(entity.identifiers)["twse"] == "2330"
    assert entity.basis == "lexicon"


def test_a_glossed_short_name_is_the_same_entity(find: Find) -> None:
    text = "昱穎國際股份有限公司（下稱昱穎公司）遭罰，昱穎說會改善。"
    entity = named(find(text), "昱穎國際股份有限公司")
    assert forms(text, entity) == ["昱穎國際股份有限公司", "昱穎公司", "昱穎"]
    assert entity.basis == "pattern"


def test_a_foreign_gloss_is_the_same_entity(find: Find) -> None:
    text = "馬提亞斯·柯爾曼（Matthias Kolmann）抵台，柯爾曼說很期待。"
    entity = named(find(text), "馬提亞斯·柯爾曼")
    assert forms(text, entity) == ["馬提亞斯·柯爾曼", "Matthias Kolmann", "柯爾曼"]


def test_a_surname_with_a_title_is_the_person_already_named(find: Find) -> None:
    text = "趙祐嘉當選理事長，趙理事長說會努力。"
    assert forms(text, named(find(text), "趙祐嘉")) == ["趙祐嘉", "趙"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("統一董事長說，通路會再展店。", 1),
        ("兩岸統一的議題又起，統一發票也開獎了。", 0),
        ("他在臉書發文，網友在臉書留言。", 0),
        ("臉書宣布裁員，執行長致歉。", 1),
    ],
)
def test_ambiguous_forms_count_in_context_only(find: Find, text: str, count: int) -> None:
    assert sum(len(e.mentions) for e in find(text) if e.type == "organization") == count


def test_a_rule_names_the_entry_or_the_pattern(find: Find) -> None:
    entities = find("經濟部與霖昕營造有限公司簽約。")
    assert named(entities, "經濟部").mentions[0].rule.startswith("organizations/")
    assert named(entities, "霖昕營造有限公司").mentions[0].rule == "suffix 有限公司"


def test_a_suffix_with_an_unknown_need_is_a_lexicon_error(tmp_path) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "suffixes.tsv").write_text("suffix\tkind\tneeds\n公司\tcompany\tsomething\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"suffixes\.tsv:2"):
        EntityFinder(load_lexicons(tmp_path))


def test_without_lexicons_nothing_breaks(tmp_path) -> None:
    bare = load_lexicons(tmp_path, builtin=False)
    reading = read("台積電董事長說，明年會更好。", bare)
    assert EntityFinder(bare).find(reading, Segmenter(bare, Settings()).segment(reading)) == ()


PIECES = st.lists(
    st.sampled_from(
        [
            "台積電",
            "（2330）",
            "董事長",
            "林志遠",
            "表示",
            "，",
            "。",
            "\n",
            "「",
            "」",
            "（",
            "）",
            "·",
            "馬提亞斯",
            "OpenAI",
            "、",
            "新北市",
            "政府",
            "警察局",
            "公司",
            "股份有限公司",
            "昱穎",
            "國際",
            "基金會",
            "Tim_Cook",
            "下稱",
            "駐",
            "第三",
            "分局",
            "長",
            "的",
            "與",
            "1",
            "🙂",
            "𠮷",
            " ",
        ]
    ),
    max_size=24,
)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_mentions_lie_in_the_text_and_never_overlap(lexicons: Lexicons, find: Find, pieces: list[str]) -> None:
    text = "".join(pieces)
    entities = find(text)
    spans = sorted((m.start, m.end) for e in entities for m in e.mentions)
    assert all(0 <= start < end <= len(text) and text[start:end].strip() == text[start:end] for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all("\n" not in text[start:end] for start, end in spans)
    assert entities == find(text)


def test_the_score_of_a_candidate_is_the_sum_of_the_weights_of_its_features(lexicons: Lexicons) -> None:
    weights, surnames = weights_of(lexicons), surnames_of(lexicons)
    reading = read("記者陳怡君與董事長歐陽明說，林大同、張安心都到場，黃金與高興不是名字。", lexicons)
    seen = Viewer(form_types(lexicons), frozenset(), surnames.single | surnames.heads).view(
        reading, Segmenter(lexicons, Settings()).segment(reading)
    )
    found = list(candidates(seen, surnames))
    assert len(found) > 5
    inner = InnerWeights.of(weights)
    for candidate in found:
        assert inner.score(seen, candidate) == pytest.approx(sum(weights.get(f, 0.0) for f in inner_features(seen, candidate)))
