"""``shilu dates`` on a text, a file and standard input."""

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.dates import dates
from pipeline.errors import UsageError


@pytest.fixture
def run():
    app = typer.Typer()
    app.command()(dates)
    runner = CliRunner()

    def call(*words: str, text: str | None = None):
        return runner.invoke(app, list(words), input=text, env={"COLUMNS": "100", "NO_COLOR": "1"})

    return call


def test_values(run) -> None:
    done = run("今（14）日宣布，明年1月起實施", "--published", "2025-03-14")
    assert done.exit_code == 0
    assert "publication day: 2025-03-14 (option)" in done.stdout
    assert "2026-01/.." in done.stdout and "今（14）日" in done.stdout


def test_explained(run) -> None:
    done = run("昨天宣布，2月30日截止", "--published", "114年3月14日", "--explain")
    assert "seen from 2025-03-14" in done.stdout and "dates/words.tsv" in done.stdout
    assert "unresolved" in done.stdout and "no such day" in done.stdout


def test_publication_day_from_the_text(run) -> None:
    done = run("-", text="發布時間：2025/03/14 10:00\n昨天開幕")
    assert "publication day: 2025-03-14 (text)" in done.stdout and "2025-03-13" in done.stdout


def test_a_file(run, tmp_path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("2025年3月14日開幕", encoding="utf-8")
    assert "2025-03-14" in run(str(path)).stdout


def test_nothing_found(run) -> None:
    assert "no date found" in run("沒有日期").stdout


def test_a_wrong_day_is_said_so(run) -> None:
    done = run("昨天", "--published", "someday")
    assert isinstance(done.exception, UsageError) and "someday" in str(done.exception)
