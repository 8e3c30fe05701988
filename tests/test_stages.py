"""The stages out of the cache do what those just compiled do."""

from pipeline import Analyzer, Settings

TEXT = "海岸市長林大同昨（14）日宣布，海岸科技公司明年1月起在東港鎮設廠。\n「這是好消息。」林大同說。"


def test_a_second_start_gives_the_same_record(tmp_path, monkeypatch):
    monkeypatch.setenv("SHILU_CACHE", str(tmp_path))
    first, second = (Analyzer().analyze(TEXT, published="2026-01-15") for _ in range(2))
    assert first == second
    assert len(list(tmp_path.glob("stages-*.pickle"))) == 1


def test_settings_that_shape_no_stage_share_them(tmp_path, monkeypatch):
    monkeypatch.setenv("SHILU_CACHE", str(tmp_path))
    for settings in (Settings(), Settings(published="2026-01-15")):
        Analyzer(settings)
    assert len(list(tmp_path.glob("stages-*.pickle"))) == 1
    Analyzer(Settings(assertions=False))
    assert len(list(tmp_path.glob("stages-*.pickle"))) == 2


def test_a_changed_lexicon_is_compiled_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("SHILU_CACHE", str(tmp_path / "cache"))
    table = tmp_path / "mine/organizations/a.tsv"
    table.parent.mkdir(parents=True)
    for name in ("曜嵐聯", "霽淙聯"):
        table.write_text(f"name\tkind\n{name}\tcompany\n", encoding="utf-8")
        record = Analyzer(Settings(lexicons=(tmp_path / "mine",))).analyze("曜嵐聯與霽淙聯昨日都去了。", published="2026-01-15")
        assert [entity.name for entity in record.entities if entity.kind == "company"] == [name]
