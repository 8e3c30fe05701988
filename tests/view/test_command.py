"""``shilu view``: where the page goes, and what it will not overwrite."""

import os
import subprocess
import sys
from pathlib import Path


def shilu(*words, cwd):
    command = [str(Path(sys.executable).with_name("shilu")), *map(str, words)]
    surroundings = os.environ | {"COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=cwd, env=surroundings, capture_output=True, text=True, timeout=300, check=False)


def test_a_run_gets_its_page_beside_it(run, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "records.jsonl").write_bytes((run / "records.jsonl").read_bytes())
    for _ in range(2):  # an older page of ours is replaced
        done = shilu("view", "run", "--limit", "3", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "run/view.html" in done.stderr
    assert (tmp_path / "run" / "view.html").stat().st_size > 100_000


def test_nothing_else_is_overwritten(run, tmp_path):
    (tmp_path / "mine.html").write_text("mine", encoding="utf-8")
    done = shilu("view", run, "-o", "mine.html", cwd=tmp_path)
    assert done.returncode == 2
    assert "mine.html" in done.stderr
    assert (tmp_path / "mine.html").read_text(encoding="utf-8") == "mine"
    assert shilu("view", run, "-o", "mine.html", "--force", cwd=tmp_path).returncode == 0


def test_what_cannot_be_read_or_written_is_named(run, tmp_path):
    assert "nowhere" in shilu("view", "nowhere", cwd=tmp_path).stderr
    assert shilu("view", "nowhere", cwd=tmp_path).returncode == 2
    assert shilu("view", run, "-o", "no/such/folder.html", cwd=tmp_path).returncode == 2
    assert not list(tmp_path.iterdir())


def test_a_document_becomes_a_page(tmp_path):
    (tmp_path / "a.txt").write_text("海岸科技董事長林大同今（15）日表示：「新廠將量產。」\n", encoding="utf-8")
    done = shilu("view", "a.txt", "--published", "2026-01-15", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2026-01-15" in (tmp_path / "view.html").read_text(encoding="utf-8")
