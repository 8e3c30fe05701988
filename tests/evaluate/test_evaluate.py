"""Evaluation: our gold stands above its floors, the figures are the shared scorer's, wrong gold is refused."""

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from pipeline.document import RawDocument
from pipeline.errors import UsageError
from pipeline.evaluate.baseline import Baseline, read_baseline, updated, write_baseline
from pipeline.evaluate.evaluate import evaluate
from pipeline.evaluate.gold import Annotation, GoldClaim, GoldDate, GoldEvent, GoldRole, annotation, contradictions, read_gold
from pipeline.evaluate.mistakes import mistakes, snippet
from pipeline.evaluate.score import Counts, score

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def test_our_gold_stands_above_its_floors(analyzer):
    gold, baseline = read_gold(CORPUS / "gold"), read_baseline(CORPUS / "baseline.json")
    assert baseline is not None
    assert baseline.gold == gold.digest, "the gold changed: look at shilu evaluate, then shilu evaluate --update"
    result = evaluate(gold, analyzer)
    assert baseline.floors.keys() == result.f1.keys()
    assert baseline.under(result.f1) == {}, "mend it, or: shilu evaluate --update --allow-regression REASON"


def scorer(shared):
    spec = importlib.util.spec_from_file_location("shared_score", shared / "gold/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_the_figures_are_those_of_the_shared_scorer(shared, analyzer):
    folder = shared / "gold/dev"
    gold = read_gold(folder)
    theirs = scorer(shared)
    rows = {r["id"]: r for r in map(json.loads, (folder / "annotations.jsonl").read_text(encoding="utf-8").splitlines())}
    texts = {d.id: d.raw.text for d in gold.documents}
    records = {d.id: json.loads(analyzer.record(d.raw).model_dump_json()) for d in gold.documents}
    expected, _ = theirs.score(rows, theirs.from_records(records), texts)
    mine = evaluate(gold, analyzer).figures
    assert expected.pop("perfect_bodies")["share"] == round(mine["perfect_bodies"].f1, 4)
    for name, figures in expected.items():
        counts = mine[name]
        shown = {"p": counts.precision, "r": counts.recall, "f1": counts.f1, "gold": counts.gold, "pred": counts.found}
        assert {k: round(v, 4) for k, v in shown.items()} == figures, name


TEXT = "海岸科技5日宣布擴廠。\n更多報導"
PLAIN = Annotation(
    keep=((0, 11),), drop=((12, 16),), neutral=(), inline=(), dates=(GoldDate(4, 6, "2026-01-05"),), orgs=((0, 4),), people=(),
    events=(GoldEvent(8, 10, "production", "2026-01-05"),), claims=(GoldClaim(8, 10, "海岸科技"),), roles=(GoldRole(0, 11, "paragraph"),),
)  # fmt: skip


def found(**changes):
    from dataclasses import replace

    return replace(PLAIN, tokens=((0, 4), (4, 6), (6, 8), (8, 10), (10, 11)), **changes)


def test_the_same_is_perfect():
    figures = score(TEXT, PLAIN, found())
    assert {name for name, c in figures.items() if c.gold and c.f1 != 1.0} == set()
    assert list(mistakes("a", TEXT, PLAIN, found())) == []


@pytest.mark.parametrize(
    ("change", "figure", "kind"),
    [
        ({"keep": ((0, 6),)}, "perfect_bodies", "body lost"),
        ({"keep": ((0, 11), (12, 16))}, "perfect_bodies", "noise leaked"),
        ({"dates": (GoldDate(4, 6, None),)}, "date_mentions_and_values", "dates with another value"),
        ({"dates": ()}, "date_spans", "dates missed"),
        ({"orgs": ((0, 2),)}, "orgs_mentions", "orgs missed"),
        ({"orgs": ((0, 4), (6, 8))}, "orgs_mentions", "orgs extra"),
        ({"events": (GoldEvent(8, 10, "policy", "2026-01-05"),)}, "events_trigger_class_date", "events with another class or date"),
        ({"events": ()}, "events_sentence_and_date", "events missed"),
        ({"claims": (GoldClaim(8, 10, "業者"),)}, "claims_content_and_speaker", "claims with another speaker"),
        ({"claims": ()}, "claims_content", "claims missed"),
        ({"roles": (GoldRole(0, 11, "title"),)}, "roles", "roles"),
    ],
)
def test_each_mistake_is_counted_and_shown(change, figure, kind):
    assert score(TEXT, PLAIN, found(**change))[figure].f1 < 1.0
    wrong = list(mistakes("a", TEXT, PLAIN, found(**change)))
    assert kind in {m.kind for m in wrong}
    assert all("⟦" in m.snippet for m in wrong)


def test_a_token_across_a_name_is_seen():
    from dataclasses import replace

    assert score(TEXT, PLAIN, replace(found(), tokens=((0, 5), (5, 11))))["token_edges"] == Counts(1, 4, 4)
    gold = replace(PLAIN, tokens=((4, 6), (6, 8)))
    assert score(TEXT, gold, found())["tokens"] == Counts(2, 2, 2)


def test_snippets_are_one_short_line():
    assert snippet("前文\n甲" * 30, 60, 100) == snippet("前文\n甲" * 30, 60, 100).replace("\n", " ")
    assert len(snippet("字" * 500, 100, 400)) < 80


def test_counts_add_up():
    assert Counts(1, 2, 3) + Counts(1, 2, 5) == Counts(2, 4, 8)
    assert (Counts().precision, Counts().recall, Counts().f1) == (0.0, 0.0, 0.0)
    assert Counts(2, 4, 8).f1 == pytest.approx(1 / 3)


def row(**changes):
    base = {"id": "a", "keep": [[0, 11]], "drop": [[12, 16]], "neutral": [], "inline": [], "dates": [[4, 6, "2026-01-05", "5日"]],
            "orgs": [[0, 4, "海岸科技", "海岸科技"]], "people": [], "events": [], "claims": [], "published": None}  # fmt: skip
    return base | changes


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sha256": "0"}, "sha256"),
        ({"keep": [[0, 99]]}, "outside"),
        ({"orgs": [[0, 4, "海岸科技", "海岸"]]}, "reads"),
        ({"orgs": [[12, 16, "更多報導", "更多報導"]]}, "noise"),
        ({"people": [[2, 4, "科技", "科技"]]}, "overlaps"),
        ({"drop": [[8, 16]]}, "is kept"),
    ],
)
def test_contradictions_are_named(change, told):
    assert list(contradictions(row(), TEXT)) == []
    assert any(told in what for what in contradictions(row(**change), TEXT))


def test_wrong_gold_is_refused(tmp_path):
    (tmp_path / "documents.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no annotations"):
        read_gold(tmp_path)
    (tmp_path / "annotations.jsonl").write_text(json.dumps(row(orgs=[[0, 4, "海岸", "海岸"]])) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="reads '海岸科技'"):
        read_gold(tmp_path)
    (tmp_path / "annotations.jsonl").write_text(json.dumps(row()) + "\n", encoding="utf-8")
    (document,) = read_gold(tmp_path).documents
    assert (document.raw.text, document.gold) == (TEXT, annotation(row()))
    assert isinstance(document.raw, RawDocument)


def test_floors_rise_by_themselves_and_fall_with_a_reason(tmp_path):
    first = updated(None, "g1", {"a": 0.9, "b": 0.8}, "")
    assert first == Baseline("g1", {"a": 0.895, "b": 0.795})
    assert updated(first, "g2", {"a": 0.95, "b": 0.796}, "").floors == {"a": 0.945, "b": 0.795}
    assert first.under({"a": 0.894, "b": 0.9}) == {"a": 0.895}
    assert first.under({"a": 0.9}) == {"b": 0.795}
    with pytest.raises(UsageError, match="--allow-regression"):
        updated(first, "g1", {"a": 0.7, "b": 0.8}, "")
    lower = updated(first, "g1", {"a": 0.7, "b": 0.8}, "harder gold")
    assert lower.floors == {"a": 0.695, "b": 0.795}
    assert [(r.figure, r.before, r.after, r.reason) for r in lower.regressions] == [("a", 0.895, 0.695, "harder gold")]
    write_baseline(tmp_path / "b.json", lower)
    assert read_baseline(tmp_path / "b.json") == lower
    (tmp_path / "b.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="no baseline"):
        read_baseline(tmp_path / "b.json")


def test_the_gold_ships_with_its_check(tmp_path):
    shutil.copytree(CORPUS / "gold", tmp_path / "gold")
    assert read_gold(tmp_path / "gold").digest == read_gold(CORPUS / "gold").digest
