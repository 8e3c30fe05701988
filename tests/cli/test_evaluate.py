"""``shilu evaluate``: the table, the gate, the reasons."""

import json
from pathlib import Path

from rich.cells import cell_len

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def test_a_gold_above_and_under_its_floors(shilu, tmp_path):
    floors = tmp_path / "floors.json"
    done = shilu("evaluate", CORPUS / "gold", "--baseline", floors, "--update")
    assert done.returncode == 0, done.stderr
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    for figure in ("keep chars", "date mentions and values", "claims content and speaker", "roles", "token edges"):
        assert figure in done.stdout
    kept = json.loads(floors.read_text(encoding="utf-8"))
    kept["floors"]["people_mentions"] = 1.0
    floors.write_text(json.dumps(kept), encoding="utf-8")
    under = shilu("evaluate", CORPUS / "gold", "--baseline", floors, "--details")
    assert under.returncode == 1
    assert "under the floor: people_mentions" in under.stderr
    assert "✗" in under.stdout
    assert "people missed" in under.stdout and "⟦" in under.stdout
    assert max(map(cell_len, under.stdout.splitlines())) <= 80
    refused = shilu("evaluate", CORPUS / "gold", "--baseline", floors, "--update")
    assert refused.returncode == 2
    assert "--allow-regression" in refused.stderr
    allowed = shilu("evaluate", CORPUS / "gold", "--baseline", floors, "--update", "--allow-regression", "the floor was a wish")
    assert allowed.returncode == 0, allowed.stderr
    (past,) = json.loads(floors.read_text(encoding="utf-8"))["regressions"]
    assert past["reason"] == "the floor was a wish"


def test_other_gold_than_the_floors_are_for(shilu, tmp_path):
    (tmp_path / "floors.json").write_text(json.dumps({"gold": "0" * 16, "floors": {}, "regressions": []}), encoding="utf-8")
    done = shilu("evaluate", CORPUS / "gold", "--baseline", "floors.json")
    assert done.returncode == 2
    assert "--update" in " ".join(done.stderr.split())


def test_no_gold_and_a_reason_without_update(shilu):
    assert shilu("evaluate", "nowhere").returncode == 2
    assert shilu("evaluate", "nowhere", "--allow-regression", "why").returncode == 2
