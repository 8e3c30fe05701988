"""``shilu run`` as a user meets it: exit codes, messages, files."""

import json
import os

import pytest


def records(folder):
    return [json.loads(line) for line in (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_text_file_becomes_a_record(shilu, article, tmp_path):
    done = shilu("run", article, "--out", "out", "--published", "2026-01-15")
    assert done.returncode == 0, done.stderr
    assert "documents" in done.stdout
    assert done.stderr == ""
    assert max(map(len, done.stdout.splitlines())) <= 80
    (record,) = records(tmp_path / "out")
    assert record["source"]["published"] == {"value": "2026-01-15", "basis": "option"}
    assert [d["value"] for d in record["dates"]] == ["2026-01-15", "2027-35"]
    assert "別的標題" in "".join(record["text"][r["start"] : r["end"]] for r in record["removed"])
    (claim,) = [c for c in record["claims"] if c["form"] == "quotation"]
    assert (claim["speaker"]["name"], claim["content"]["text"]) == ("林大同", "新廠將在2027年第三季量產。")


def test_twice_gives_the_same_bytes(shilu, article, tmp_path):
    for name in ("a", "b"):
        assert shilu("run", article, "--out", name, "-q").returncode == 0
    assert (tmp_path / "a/records.jsonl").read_bytes() == (tmp_path / "b/records.jsonl").read_bytes()


def test_bad_input_is_rejected_and_disturbs_nothing(shilu, article, tmp_path):
    dump = tmp_path / "dump"
    dump.mkdir()
    (dump / "empty.txt").write_bytes(b"")
    (dump / "binary.txt").write_bytes(bytes(range(256)) * 30)
    (dump / "big5.txt").write_bytes("台北市政府今天宣布，新的公車路線將於下週一上路，民眾可以上網查詢。".encode("big5"))
    (dump / "lines.jsonl").write_text('{"text": "高雄市政府今天宣布停水。"}\n{"text": broken\n{"title": "沒有內文"}\n', encoding="utf-8")
    done = shilu("run", dump, "--out", "out")
    assert done.returncode == 3, done.stderr
    kept = records(tmp_path / "out")
    assert [(r["source"]["path"].rsplit("/", 1)[1], r["source"]["encoding"]) for r in kept] == [
        ("big5.txt", "big5"),
        ("lines.jsonl", "utf-8"),
    ]
    rejected = [json.loads(line) for line in (tmp_path / "out/rejected.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["source"]["path"].rsplit("/", 1)[1], r["source"]["index"], r["code"]) for r in rejected] == [
        ("binary.txt", 0, "binary"), ("empty.txt", 0, "empty"), ("lines.jsonl", 1, "not-json"), ("lines.jsonl", 2, "no-text"),
    ]  # fmt: skip
    assert all(set(r) == {"source", "stage", "code", "message"} and r["message"] for r in rejected)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "empty-folder", "--out", "out"], "nothing to read"),
        (["run", "nowhere.txt", "--out", "out"], "nowhere.txt: no such file or folder"),
        (["run", "article.txt", "--out", "out", "--published", "soon"], "--published 'soon' is no day"),
        (["run", "article.txt", "--out", "out", "--field", "words"], "--field 'words'"),
        (["run", "article.txt", "--out", "out", "--lexicons", "bad"], "bad/organizations/mine.tsv:2: column 'freq': 'often' is no number"),
        (["run", "article.txt", "--out", "out", "--lexicons", "none"], "no such lexicon folder"),
        (["run", "article.txt", "--out", "out", "--segmenter", "magic"], "engine"),
        (["run", "article.txt", "--out", "out", "--engine", "magic"], "--engine 'magic'"),
        (["run", "article.txt"], "--out"),
        (["run", "article.txt", "--out", "article.txt/out"], "cannot write there"),
        (["run", "article.txt", "--out", "out", "--resume"], "no interrupted run here"),
    ],
)
def test_wrong_usage_says_what_and_writes_nothing(shilu, article, tmp_path, words, message):
    (tmp_path / "empty-folder").mkdir()
    (tmp_path / "bad/organizations").mkdir(parents=True)
    (tmp_path / "bad/organizations/mine.tsv").write_text("name\tfreq\n甲公司\toften\n", encoding="utf-8")
    done = shilu(*words)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom the file system refuses")
def test_an_unwritable_folder_is_said(shilu, article, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    done = shilu("run", article, "--out", "locked/out")
    assert done.returncode == 2
    assert "cannot write there" in done.stderr


def test_own_lexicons_are_layered(shilu, tmp_path):
    (tmp_path / "a.txt").write_text("磐石動力今天宣布與對手合併。", encoding="utf-8")
    (tmp_path / "mine/organizations").mkdir(parents=True)
    (tmp_path / "mine/organizations/new.tsv").write_text("name\tkind\tidentifiers\n磐石動力\tcompany\ttwse=9999\n", encoding="utf-8")
    assert shilu("run", "a.txt", "--out", "out", "--lexicons", "mine").returncode == 0
    (record,) = records(tmp_path / "out")
    (entity,) = [e for e in record["entities"] if e["name"] == "磐石動力"]
    assert (entity["basis"], entity["identifiers"]) == ("lexicon", {"twse": "9999"})
    assert entity["mentions"][0]["rule"] == "mine/organizations/new.tsv:2"


def test_dry_run_reads_and_writes_nothing(shilu, article, tmp_path):
    done = shilu("run", article, "--out", "out", "--dry-run")
    assert done.returncode == 0
    assert "dry run" in done.stdout
    assert not (tmp_path / "out").exists()


def test_standard_input(shilu, tmp_path):
    done = shilu("run", "-", "--out", "out", "-q", stdin='{"text": "台積電昨天宣布配息。", "date": "2026-01-15"}\n')
    assert done.returncode == 0, done.stderr
    assert records(tmp_path / "out")[0]["dates"][0]["value"] == "2026-01-14"
