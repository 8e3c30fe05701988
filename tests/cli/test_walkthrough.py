"""The walk-through of the README, command by command, as it stands there."""

import json
import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def commands():
    """The commands of the README's walk-through, in order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("## Tuning: a walk-through", 1)[1].split("\n## ", 1)[0]
    return [shlex.split(line.strip()) for line in re.findall(r"^    (shilu .*)$", section, re.MULTILINE)]


def test_the_walk_through(shilu, tmp_path):
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    missed, names, cues, keep_names, keep_cues, seen, held, final = commands()

    def run(words, code=0):
        arrow = words.index(">") if ">" in words else len(words)
        done = shilu(*words[1:arrow])
        assert done.returncode == code, (words, done.stdout, done.stderr)
        if arrow < len(words):
            (tmp_path / words[arrow + 1]).write_text(done.stdout, encoding="utf-8")
        return done.stdout

    def records(words):
        folder = tmp_path / words[words.index("--out") + 1]
        return [json.loads(line) for line in (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()]

    run(missed)
    before = records(missed)
    assert not any(e["name"] == "曜湖" and e["basis"] == "lexicon" for r in before for e in r["entities"])
    assert sum(e["name"] == "曜湖" for r in before for e in r["entities"]) < 3  # here and there its form may show it
    assert not any((c["cue"] or {}).get("text") == "吐珠" for r in before for c in r["claims"])

    def suggested(words):
        return [line.split("\t")[0] for line in run(words).splitlines() if not line.startswith("#")][1:11]

    assert "曜湖" in suggested(names)
    assert "吐珠" in suggested(cues)
    for words, wanted in ((names, "曜湖"), (cues, "吐珠")):  # the review: all other lines are deleted
        path = tmp_path / words[words.index(">") + 1]
        lines = path.read_text(encoding="utf-8").splitlines()
        header = next(i for i, line in enumerate(lines) if not line.startswith("#"))
        kept = [line for i, line in enumerate(lines) if i <= header or line.split("\t")[0] == wanted]
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    run(keep_names)
    run(keep_cues)

    shown = json.loads(run([*seen, "--json"], code=1))
    assert "曜湖" in run(seen, code=1)
    causes = {g["change"]["what"] for g in shown["groups"]}
    assert causes == {"曜湖", "吐珠 in claims/cues"}
    told = [d for g in shown["groups"] for d in g["differences"]]
    assert all(d["how"] != "disappears" for d in told if d["what"] == "name")
    assert any(d["what"] == "claim" and "吐珠" in d["after"] for d in told)

    run(held)
    run(final)
    after = records(final)
    text = [d["text"] for d in map(json.loads, (ROOT / "corpus/tuning/dump.jsonl").read_text(encoding="utf-8").splitlines())]
    named = [m for r in after for e in r["entities"] if e["name"] == "曜湖" for m in e["mentions"]]
    assert len(named) == sum(t.count("曜湖") for t in text)
    assert all(m["rule"] == "my-lexicons/organizations/suggested.tsv:3" for m in named)
    said = [c for r in after for c in r["claims"] if (c["cue"] or {}).get("text") == "吐珠"]
    assert len(said) == sum(t.count("吐珠") for t in text)
    gained = {(d["document"], d["start"]) for d in told if d["what"] == "name" and d["after"].startswith("organization 曜湖")}
    assert len(gained) == len(named)  # the diff told exactly them
