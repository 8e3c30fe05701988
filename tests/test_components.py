"""Our stages in spaCy's world, found without any import of ours."""

import pytest

spacy = pytest.importorskip("spacy")

TEXT = "海岸科技公司董事長林大同今（15）日表示，新廠將在2027年第三季量產。\n行政院去年12月通過  補助計畫。"


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "shilu.Tokenizer.v1"}}})
    for name in ("dates", "claims", "events"):
        nlp.add_pipe(f"shilu_{name}", config={"published": "2026-01-15"})
    nlp.add_pipe("shilu_entities")
    return nlp


def test_the_doc_is_the_text(nlp):
    assert nlp(TEXT).text == TEXT
    assert nlp("").text == ""


def test_lexicon_words_are_tokens(nlp):
    assert {"行政院", "2027"} <= {t.text for t in nlp.make_doc(TEXT)}


def test_span_groups(nlp):
    doc = nlp(TEXT)
    assert [(s.text, s.id_) for s in doc.spans["shilu_dates"]] == [
        ("今（15）日", "2026-01-15"),
        ("2027年第三季", "2027-35"),
        ("去年12月", "2025-12"),
    ]
    entities = {(s.text, s.label_) for s in doc.spans["shilu_entities"]}
    assert {("林大同", "PERSON"), ("行政院", "ORGANIZATION")} <= entities
    assert [(s.text, s.id_) for s in doc.spans["shilu_claims"]] == [("新廠將在2027年第三季量產", "林大同")]
    assert ("量產", "production.produce", "2027-35") in {(s.text, s.label_, s.id_) for s in doc.spans["shilu_events"]}


def test_the_pipeline_is_saved_and_loaded(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    one, two = again(TEXT), nlp(TEXT)
    assert [s.id_ for s in one.spans["shilu_dates"]] == [s.id_ for s in two.spans["shilu_dates"]]


def test_a_record_as_doc(analyzer, lexicons):
    from pipeline.components import record_doc
    from pipeline.segment import Segmenter
    from pipeline.settings import Settings

    record = analyzer.analyze(TEXT, published="2026-01-15")
    doc = record_doc(record, spacy.blank("zh").vocab, Segmenter(lexicons, Settings()), lexicons)
    assert doc.text == record.text
    assert [s.id_ for s in doc.spans["shilu_dates"]] == [d.value for d in record.dates]


def test_words_may_be_forgotten(nlp):
    before = [t.text for t in nlp.make_doc(TEXT)]
    nlp.vocab.strings.add("先前")
    nlp.from_bytes(nlp.to_bytes())
    with nlp.memory_zone():
        assert [t.text for t in nlp.make_doc(TEXT + "海岸銀行")][: len(before)] == before
    assert "海岸銀行" in nlp.make_doc(TEXT + "海岸銀行").text
    fresh = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "shilu.Tokenizer.v1"}}})
    assert [t.orth for t in fresh.make_doc(TEXT)] == [t.orth for t in nlp.make_doc(TEXT)]
