"""``shilu noise``: a document explained line by line, rules proposed from a dump."""

import json
import tomllib

import pytest
from typer.testing import CliRunner

from pipeline.clean.rules import compile_rules
from pipeline.cli.noise import app
from pipeline.lexicon import Rule, load_lexicons

BODY = "港都市政府今天宣布，輕軌延伸線將於明年三月動工，總經費約四十億元。"
NEW = "港都晨報會員專屬好禮月月送"


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "dump.jsonl"
    rows = [{"text": f"{n}。{BODY}\n本報獨家影音請洽櫃台{n % 2}\n第{n}段說的是別的。{NEW}\n其他人也在看\n夜市重開張"} for n in range(6)]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def run(*words: object) -> str:
    result = CliRunner().invoke(app, [str(w) for w in words])
    assert result.exit_code == 0, result.output
    return result.output


def test_explain_names_rule_and_kind_of_every_line(dump) -> None:
    lines = run("explain", dump, "--number", 2).splitlines()
    assert len(lines) == 5
    assert "P" in lines[0] and "輕軌延伸線" in lines[0]
    assert "recommendation · tail-heading" in lines[3]
    assert "after-article" in lines[4]


def test_suggest_prints_rules_that_load_and_match(dump, tmp_path) -> None:
    text = run("suggest", dump, "--least", 3)
    rules = tomllib.loads(text)["rule"]
    assert any(NEW in r.get("hits", [""])[0] for r in rules)
    assert "# 6 documents" in text
    book = compile_rules([Rule(r["name"], r, "noise/new.toml", 1) for r in rules], load_lexicons().fold)
    assert len(book.rules) == len(rules)


def test_nothing_to_suggest_is_said(tmp_path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(BODY, encoding="utf-8")
    assert "nothing stands in 5 documents" in run("suggest", path)
