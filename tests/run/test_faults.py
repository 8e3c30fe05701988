"""Whatever happens to a run, nothing is lost, nothing is double, and the reason is said."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.document import Origin, RawDocument
from pipeline.run.pool import map_local
from pipeline.run.worker import Job
from pipeline.settings import Settings

SHILU = str(Path(sys.executable).with_name("shilu"))
TEXT = "（中央社記者王小明台北{n}日電）行政院今天通過第{n}號計畫，經濟部長林大同表示：「{n}月將動工。」\n\n更多報導\n別的新聞{n}"


@pytest.fixture
def crashing(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import crashing_worker

    return crashing_worker.make


@pytest.mark.parametrize(("word", "code"), [("segfault", "died"), ("hang", "timeout"), ("memory", "memory")])
def test_a_worker_that_fails_costs_one_document(crashing, word, code):
    texts = [f"文{n}" for n in range(12)]
    texts[7] = word
    items = [RawDocument(t, Origin("a.jsonl", index=n)) for n, t in enumerate(texts)]
    batches = [items[i : i + 4] for i in range(0, 12, 4)]
    outcomes = [o for part in map_local(batches, Job(Settings()), 2, 1.5, crashing) for o in part]
    assert [o.line.decode() for o in outcomes if o.line] == [t for t in texts if t != word]
    (refused,) = [o.rejection for o in outcomes if o.rejection]
    assert (refused.index, refused.stage, refused.code) == (7, "worker", code)


def dump_of(folder: Path, documents: int) -> Path:
    path = folder / "dump.jsonl"
    rows = [
        json.dumps({"text": TEXT.format(n=n % 28 + 1) + f"（{n}）", "published": "2025-03-30"}, ensure_ascii=False)
        for n in range(documents)
    ]
    rows[documents // 2] = "{broken"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def shilu(*words, **kwargs):
    return subprocess.run([SHILU, *map(str, words)], capture_output=True, text=True, check=False, timeout=300, **kwargs)


def test_killed_at_random_moments_a_run_ends_the_same(tmp_path):
    """Kill -9 at twenty random moments; resumed each time, the run ends byte-identical to an undisturbed one, with the same totals."""
    dump = dump_of(tmp_path, 6000)
    whole = shilu("run", dump, "--out", tmp_path / "whole", "--workers", 2, "-q")
    assert whole.returncode == 3, whole.stderr
    rng = random.Random(8)
    out = tmp_path / "out"
    kills = 0
    for _ in range(60):
        resume = ["--resume"] if (out / "plan.json").exists() else ["--force"]
        run = subprocess.Popen(
            [SHILU, "run", dump, "--out", out, "--workers", "2", "-q", *resume], stderr=subprocess.PIPE, start_new_session=True
        )
        time.sleep(rng.uniform(0.3, 3.2))
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            kills += 1
        run.wait()
        if kills >= 20:
            break
        if (out / "run.json").exists() and not (out / "plan.json").exists():
            for name in ("records.jsonl", "rejected.jsonl"):
                assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert kills >= 20
    if not (out / "run.json").exists():
        resume = ["--resume"] if (out / "plan.json").exists() else ["--force"]
        assert shilu("run", dump, "--out", out, "--workers", 2, "-q", *resume).returncode == 3
    for name in ("records.jsonl", "rejected.jsonl"):
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    counts = [json.loads((tmp_path / p / "run.json").read_text())["counts"] for p in ("out", "whole")]
    assert counts[0] == counts[1]
    assert not list(out.glob("shards/*"))


@pytest.fixture
def small_disk(tmp_path):
    """A file system of one mebibyte, where the machine lets us mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=False)


def test_a_full_disk_is_said_and_the_run_goes_on_elsewhere(tmp_path, small_disk):
    dump = dump_of(tmp_path, 1500)
    done = shilu("run", dump, "--out", small_disk / "out", "-q")
    assert done.returncode == 2
    assert "No space left" in done.stderr
    assert "--resume" in done.stderr
    assert not (small_disk / "out/records.jsonl").exists()
    assert not list((small_disk / "out").rglob(".*.tmp"))


def test_a_file_size_limit_is_said(tmp_path):
    """A quota: files may not grow beyond 200 kB. The run stops with the reason, what is done stays, and --resume ends it."""
    import resource

    dump = dump_of(tmp_path, 1500)

    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))

    done = shilu("run", dump, "--out", tmp_path / "out", "-q", preexec_fn=limited)
    assert done.returncode == 2, done.stderr
    assert "cannot write: File too large" in done.stderr
    assert shilu("run", dump, "--out", tmp_path / "out", "-q", "--resume").returncode == 3
    assert shilu("run", dump, "--out", tmp_path / "whole", "-q").returncode == 3
    assert (tmp_path / "out/records.jsonl").read_bytes() == (tmp_path / "whole/records.jsonl").read_bytes()


HOSTILE = {
    "nul": "台北市政府今天\0宣布停水。",
    "newlines": "第一段，行政院今天表示。\r\n第二段\r第三段\n\r\n第四段",
    "right-to-left": "\u202e台北市政府\u202c今天宣布\u200f停水。",
    "one-paragraph": "台北市政府今天宣布" * 110_000,
    "quotes": "「" * 5000 + "他說" + "」" * 3000,
    "brackets": "（" * 20_000 + "2025年",
    "digits": "1" * 200_000 + "年",
    "emoji": "👨‍👩‍👧‍👦今天𠮷野家開幕🇹🇼" * 50,
    "combining": "e\u0301今天" * 5000,
    "years": "民國114年" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_give_a_record_in_reasonable_time(analyzer, name):
    from pipeline.model import Record

    text = HOSTILE[name]
    started = time.process_time()
    record = analyzer.analyze(text, published="2026-01-15")
    assert Record.model_validate_json(record.model_dump_json()) == record
    assert record.text == text
    assert time.process_time() - started < 60
