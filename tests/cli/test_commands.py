"""All commands: help with an example, quick start, show and schema."""

import json
import re
import resource
from pathlib import Path

import pytest

from pipeline.cli import build_app

ROOT = Path(__file__).resolve().parent.parent.parent


def commands():
    from typer.main import get_command

    def walk(prefix, command):
        for name, inner in getattr(command, "commands", {}).items():
            yield (*prefix, name), inner
            yield from walk((*prefix, name), inner)

    return list(walk((), get_command(build_app())))


@pytest.mark.parametrize("words", [w for w, c in commands() if not hasattr(c, "commands")], ids=" ".join)
def test_every_command_has_help_with_an_example(shilu, words):
    done = shilu(*words, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout
    assert f"shilu {' '.join(words)}" in done.stdout


def test_help_answers_at_once(shilu):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert shilu("--help").returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert seconds < 1.5  # 0.25 s measured; the bound only catches a heavy import slipping in on a slow machine


def test_every_command_and_option_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = []
    for words, command in commands():
        if hasattr(command, "commands"):
            continue
        if f"shilu {' '.join(words)}" not in readme:
            missing.append(" ".join(words))
        missing += [
            f"{' '.join(words)} {o}" for p in command.params for o in p.opts[:1] if o.startswith("--") and o != "--help" and o not in readme
        ]
    assert missing == []


def test_every_command_in_the_readme_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    known = {words[0] for words, _ in commands()}
    used = set(re.findall(r"^(?: {4}|\$ )shilu ([a-z]+)", readme, re.MULTILINE))
    assert used <= known


def test_the_schema_in_outputs_is_the_schema(shilu):
    done = shilu("schema")
    assert done.returncode == 0
    assert done.stdout == (ROOT / "outputs/record.schema.json").read_text(encoding="utf-8"), (
        "run: shilu schema -o outputs/record.schema.json"
    )
    assert json.loads(done.stdout)["title"] == "Record"


def test_show_a_document_and_a_record(shilu, article, tmp_path):
    shown = shilu("show", article, "--published", "2026-01-15")
    assert shown.returncode == 0, shown.stderr
    for part in ("[海岸科技]", "{林大同}", "<今（15）日>", "✂", "Claims", "2027-35"):
        assert part in shown.stdout
    assert shilu("run", article, "--out", "out", "--published", "2026-01-15", "-q").returncode == 0
    again = shilu("show", "out/records.jsonl")
    assert again.stdout.split("\n", 2)[2] == shown.stdout.split("\n", 2)[2]
    assert shilu("show", "out/records.jsonl", "-n", "7").returncode == 2


def test_completion(shilu):
    done = shilu("--show-completion", SHELL="/bin/bash")
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr


def test_version(shilu):
    import pipeline

    assert shilu("--version").stdout.strip() == f"shilu {pipeline.__version__}"
