"""``shilu lexicon suggest`` and ``diff``, ``shilu explain``, as a user meets them."""

import json
from pathlib import Path

from rich.cells import cell_len

ROOT = Path(__file__).resolve().parents[2]
DUMP = ROOT / "corpus/tuning/dump.jsonl"


def test_diff_shows_json_and_exit_codes(shilu, tmp_path):
    (tmp_path / "mine/organizations").mkdir(parents=True)
    (tmp_path / "mine/organizations/a.tsv").write_text("name\tkind\n曜湖\tcompany\n", encoding="utf-8")
    done = shilu("lexicon", "diff", "builtin", "mine", DUMP)
    assert done.returncode == 1, done.stderr
    assert "+ 曜湖 (mine/organizations/a.tsv:2)" in done.stdout
    assert max(map(cell_len, done.stdout.splitlines()[:-1])) <= 80
    shown = json.loads(shilu("lexicon", "diff", "builtin", "mine", DUMP, "--json").stdout)
    assert shown["documents"] == 14 > shown["analysed"]
    assert shown["groups"][0]["change"] == {"how": "added", "what": "曜湖", "places": ["mine/organizations/a.tsv:2"]}
    assert shilu("lexicon", "diff", "mine", "mine", DUMP).returncode == 0
    assert shilu("lexicon", "diff", "builtin", "no-such", DUMP).returncode == 2


def test_suggest_needs_something_to_do(shilu, tmp_path):
    assert "name a dump or a run" in shilu("lexicon", "suggest").stderr
    assert "--to" in shilu("lexicon", "suggest", "--accept", "a.tsv").stderr
    assert "--kind 'verb'" in shilu("lexicon", "suggest", DUMP, "--kind", "verb").stderr
    assert shilu("lexicon", "suggest", DUMP, "--kind", "noise").returncode == 0


def test_explain(shilu, tmp_path):
    sample = ROOT / "corpus/samples/c04_cna_politics.txt"
    done = shilu("explain", sample, "--text", "行政院", "--most", "1")
    assert done.returncode == 0, done.stderr
    assert "⟦行政院⟧" in done.stdout and "organization 行政院" in done.stdout
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    assert shilu("explain", sample, "--at", "3").returncode == 0
    assert shilu("explain", sample).returncode == 0
    assert shilu("explain", sample, "--at", "99999").returncode == 2
    assert shilu("explain", sample, "--text", "沒有這個字").returncode == 2
    assert shilu("explain", sample, "--number", "9").returncode == 2
