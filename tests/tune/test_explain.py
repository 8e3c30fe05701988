"""shilu explain: why it is there, and why not."""

import pytest

from pipeline.document import Origin, RawDocument
from pipeline.tune.explain import Explainer


@pytest.fixture(scope="module")
def explainer(analyzer_with):
    text = (
        "〔記者王小明／高雄報導〕行政院今（15）日宣布，補助在2027年第三季前發放。\n"
        "曜湖董事長林大同表示：「第二波大同小異。」曜湖畔的居民說，生活如常。\n"
        "更多自由時報報導\n別的標題\n"
    )
    return Explainer(RawDocument(text, Origin(published="2026-01-15")), analyzer_with)


@pytest.fixture(scope="module")
def analyzer_with(tmp_path_factory):
    from pipeline.analyze import Analyzer
    from pipeline.lexicon import load_lexicons

    folder = tmp_path_factory.mktemp("lexicons") / "mine"
    (folder / "organizations").mkdir(parents=True)
    rows = (
        "name\tkind\taliases\ttag\tnot_before\tnot_after\n曜湖\tcompany\t\t\t畔\t\n小異\tcompany\t\t\t\t大同\n如常\tcompany\t\tambiguous\n"
    )
    (folder / "organizations/a.tsv").write_text(rows, encoding="utf-8")
    return Analyzer(lexicons=load_lexicons(folder))


def why(explainer, text, nth=0):
    return {(r.topic, r.text): (r.why, r.rule) for r in explainer.at(explainer.places(text)[nth])}


def test_a_name_with_its_entry(explainer):
    told = why(explainer, "曜湖")
    assert told["name", "曜湖"] == ("organization 曜湖 [company] by lexicon", "mine/organizations/a.tsv:2")
    assert told["token", "曜湖"][1] == "mine/organizations/a.tsv:2"
    assert any(topic == "line" and "kept as paragraph" in reason for (topic, _), (reason, _) in told.items())


def test_guards_that_held(explainer):
    assert why(explainer, "曜湖", 1)["form", "曜湖"] == (
        "organization 曜湖: its guard not_before: '畔' follows",
        "mine/organizations/a.tsv:2",
    )
    assert "its guard not_after: '大同' precedes" in why(explainer, "小異")["form", "小異"][0]


def test_an_ambiguous_form_without_support(explainer):
    assert "ambiguous" in why(explainer, "如常")["form", "如常"][0]


def test_a_date_with_its_anchor(explainer):
    told = why(explainer, "今（15）日")
    reason, rule = told["date", "今（15）日"]
    assert reason.startswith("2026-01-15 by publication") and rule


def test_noise_with_its_rule(explainer):
    told = why(explainer, "別的標題")
    assert any(topic == "line" and reason.startswith("removed as") and rule for (topic, _), (reason, rule) in told.items())


def test_a_claim_and_its_cue(explainer):
    told = why(explainer, "第二波")
    assert any(topic == "claim" and "quotation of" in reason and "表示" in reason for (topic, _), (reason, _) in told.items())


def test_a_cue_that_too_little_speaks_for(analyzer_with):
    explainer = Explainer(RawDocument("官員確認至少三座橋梁受損。\n牆上指示很清楚。"), analyzer_with)
    told = why(explainer, "確認")
    assert not any(topic == "claim" for topic, _ in told)
    assert "too little speaks for a statement of 官員" in told["cue", "確認"][0]
    assert "no claim hangs on it" in why(explainer, "指示")["cue", "指示"][0]


def test_places_are_found_folded(explainer):
    assert len(explainer.places("曜湖")) == 2
    assert explainer.places("今(15)日") == explainer.places("今（15）日")
    assert explainer.places("") == explainer.places("沒有") == []


def test_everything(explainer):
    assert {"name", "date", "claim"} <= {r.topic for r in explainer.everything()}
