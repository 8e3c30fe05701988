"""Checking a lexicon folder, adding to it, and telling why a boundary stands."""

import pytest

from pipeline.document import RawDocument
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.tune.add import NewEntry, add
from pipeline.tune.boundaries import explain
from pipeline.tune.check import check

HEADER = "name\tkind\taliases\tformal_name\tidentifiers\tfreq\ttag\tnot_before\tnot_after\tnote\n"


def write(folder, path, text):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def topics(found):
    return {(f.topic, f.what) for f in found}


def test_the_built_in_lexicons_have_nothing_to_mend():
    assert [f for f in check() if f.grave] == []


def test_what_check_finds(tmp_path):
    write(tmp_path, "organizations/a.tsv", HEADER + "海岸科技\tcompany\t海科\t\t\t\t\t岸\n山城科技\tcompany\t海科\n貢丸\tcompany\n")
    write(tmp_path, "organizations/b.tsv", HEADER + "海岸科技\tcompany\t海科\t\t\t\t\t岸\n")
    write(tmp_path, "claims/own.tsv", "cue\tclass\tunused\n怒嗆\tcriticise\t\n")
    write(tmp_path, "user.txt", "雲端運算\t3\n")
    found = check(tmp_path)
    assert {("duplicate", "海岸科技"), ("two names", "海科"), ("unused column", "unused")} <= topics(found)
    assert [f.what for f in found if f.topic == "trap"] == [f"{tmp_path.name}/user.txt:1"]
    assert all(p.startswith(tmp_path.name) for f in found for p in f.places if f.topic == "duplicate")


def test_malformed_files_are_all_named(tmp_path):
    write(tmp_path, "organizations/a.tsv", HEADER + "\tcompany\n")
    write(tmp_path, "noise/a.toml", "[[rule]]\nx = 1\n")
    found = check(tmp_path)
    assert {f.topic for f in found} == {"malformed"}
    assert {p for f in found for p in f.places} == {f"{tmp_path.name}/organizations/a.tsv:2", f"{tmp_path.name}/noise/a.toml:1"}


def test_short_words_that_cut_others_are_counted(tmp_path):
    write(tmp_path, "organizations/a.tsv", HEADER + "會計\tcompany\n說明\tcompany\n")
    text = "他說明天會來。她說明天不來。老師說明天放假。大家說明天見。"
    found = [f for f in check(tmp_path, [RawDocument(text)]) if f.topic == "dangerous"]
    assert [(f.what, f.why.split(" places")[0]) for f in found] == [("說明", "4 of its 4")]


def test_add(tmp_path):
    place = add(NewEntry("海岸科技", "company", ("海科",), not_before=("線",)), tmp_path)
    assert place == f"{tmp_path}/organizations/added.tsv:3"
    assert add(NewEntry("林小海", "person"), tmp_path) == f"{tmp_path}/people/added.tsv:3"
    assert add(NewEntry("雲端運算", "word"), tmp_path) == f"{tmp_path}/words/added.tsv:3"
    assert add(NewEntry("山城科技", "company"), tmp_path).endswith("organizations/added.tsv:4")
    assert [f for f in check(tmp_path) if f.grave] == []


@pytest.mark.parametrize(
    "entry", [NewEntry("", "company"), NewEntry("甲\t乙", "company"), NewEntry("甲|乙", "company"), NewEntry("甲乙", "no-such-kind")]
)
def test_what_cannot_be_added(tmp_path, entry):
    with pytest.raises(UsageError):
        add(entry, tmp_path)
    assert list(tmp_path.rglob("*.tsv")) == []


def test_twice_is_said(tmp_path):
    add(NewEntry("海岸科技", "company"), tmp_path)
    with pytest.raises(UsageError, match="stands there already"):
        add(NewEntry("海岸科技", "company"), tmp_path)


def test_why_boundaries_stand(lexicons):
    told = {t.text: t for t in explain("行政院昨天宣布這個計畫，校長陳美珠說20多萬元放在iPhone", lexicons, Settings())}
    assert told["行政院"].why.startswith("lexicon entry")
    assert told["行政院"].place.startswith("organizations/")
    assert told["這"].why == "taken apart: 這|個"
    assert told["在"].place.startswith("words/splits.tsv:")
    assert told["計畫"].why.startswith("engine word: weight")
    assert told["昨天"].why.startswith("engine's dictionary")
    assert told["20多萬"].why == "number, date or code"
    assert told["iPhone"].why == "Latin word"
    assert told["陳美珠"].why.startswith("guess")
