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
from pipeline.errors import UsageError
from pipeline.io.fields import Fields
from pipeline.io.sources import find_files
from pipeline.run import runner
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


@pytest.mark.parametrize(("word", "code"), [("segfault", "died"), ("hang", "timeout"), ("memory", "memory"), ("fault", "fault")])
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


KILLED = str(Path(__file__).with_name("killable_run.py"))


def killed(command, after):
    """Start a command in a group of its own and kill the group after so many seconds; False where it ended before."""
    run = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(after)
    alive = run.poll() is None
    if alive:
        os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    return alive


def assert_same(one, two):
    for name in ("records.jsonl", "rejected.jsonl"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    counts = [json.loads((folder / "run.json").read_text())["counts"] for folder in (one, two)]
    assert counts[0] == counts[1]
    assert sorted(p.name for p in one.iterdir()) == ["records.jsonl", "rejected.jsonl", "run.json"]


def test_killed_at_twenty_random_moments_a_run_ends_the_same(tmp_path):
    """Kill -9 at random moments, resumed each time: byte-identical to an undisturbed run, with the same totals. The worker but echoes."""
    dump = dump_of(tmp_path, 2000)
    started = time.monotonic()
    subprocess.run([sys.executable, KILLED, dump, tmp_path / "whole"], check=True)
    seconds = time.monotonic() - started
    rng = random.Random(8)
    out = tmp_path / "out"
    kills = 0
    while kills < 20:
        resume = ["resume"] if (out / "plan.json").exists() else []
        kills += killed([sys.executable, KILLED, dump, out, *resume], rng.uniform(0.25, 0.85) * seconds)
        if (out / "run.json").exists() and not (out / "plan.json").exists() and not (out / "shards").exists():
            assert_same(out, tmp_path / "whole")
    subprocess.run([sys.executable, KILLED, dump, out, *(["resume"] if (out / "plan.json").exists() else [])], check=True)
    assert_same(out, tmp_path / "whole")


def test_the_command_killed_and_resumed_ends_the_same(tmp_path):
    """The same with the whole pipeline, from the command line, twice."""
    dump = dump_of(tmp_path, 1500)
    started = time.monotonic()
    assert shilu("run", dump, "--out", tmp_path / "whole", "--workers", 2, "-q").returncode == 3
    seconds = time.monotonic() - started
    out = tmp_path / "out"
    for share in (0.5, 0.75):
        resume = ["--resume"] if (out / "plan.json").exists() else ["--force"]
        killed([SHILU, "run", dump, "--out", out, "--workers", "2", "-q", *resume], share * seconds)
    resume = ["--resume"] if (out / "plan.json").exists() else ["--force"]
    assert shilu("run", dump, "--out", out, "--workers", 2, "-q", *resume).returncode == 3
    assert_same(out, tmp_path / "whole")


def echo(monkeypatch):
    """Runs in this process with a worker that only echoes."""
    sys.path.insert(0, str(Path(__file__).parent))
    import crashing_worker

    work = crashing_worker.make(None)

    def mapped(batches, *_):
        for batch in batches:
            yield work(batch)

    monkeypatch.setattr(runner, "map_local", mapped)


def dies_at(step, carry_out):
    """In a child process, carry out a run that dies at its ``step``-th change of the disk; True where it has fewer."""
    child = os.fork()
    if child == 0:
        left = [step]

        def dying(real):
            def call(*args, **kwargs):
                left[0] -= 1
                if left[0] < 0:
                    os._exit(9)
                return real(*args, **kwargs)

            return call

        for name in ("replace", "unlink", "rmdir", "mkdir"):
            setattr(Path, name, dying(getattr(Path, name)))
        try:
            carry_out()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_run_that_dies_at_any_change_of_the_disk_is_resumed(tmp_path, monkeypatch):
    """Every rename, removal and new folder: shards, their marks, the joining of the records, run.json, tidying up; and again while resuming."""
    dump = dump_of(tmp_path, 10)
    echo(monkeypatch)
    plan = runner.make_plan(find_files([str(dump)]), Fields(), Settings(), since=None, limit=0, skip=(), repeats=False)
    plan = plan.model_copy(update={"shard": 4})

    def go(out):
        runner.run(plan, out, runner.Options(resume=(out / "plan.json").exists()), lambda _: None)

    go(tmp_path / "whole")
    step, ended = 0, False
    while not ended:
        out = tmp_path / f"out{step}"
        ended = dies_at(step, lambda out=out: go(out))
        if not ended and (out / "plan.json").exists():
            dies_at(step // 2, lambda out=out: go(out))
        finished = (out / "run.json").exists() and not (out / "plan.json").exists()
        if finished and (out / "shards").exists():
            with pytest.raises(UsageError, match="finished"):
                runner.run(plan, out, runner.Options(resume=True), lambda _: None)
        elif not finished:
            go(out)
        assert_same(out, tmp_path / "whole")
        step += 1
    assert step > 25


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

    dump = dump_of(tmp_path, 500)

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
    "one-paragraph": "台北市政府今天宣布" * 55_000,
    "quotes": "「" * 5000 + "他說" + "」" * 3000,
    "brackets": "（" * 20_000 + "2025年",
    "digits": "1" * 200_000 + "年",
    "emoji": "👨‍👩‍👧‍👦今天𠮷野家開幕🇹🇼" * 50,
    "combining": "e\u0301今天" * 5000,
    "years": "民國114年" * 20_000,
    "left-open": "「" * 50_000,
    "said": "林大同表示，台積電宣布，" * 5_000,
    "titles": "更多報導\n圖／" * 10_000,
    "names": "林大同，" * 125_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_give_a_record_in_reasonable_time(analyzer, name):
    from pipeline.model import Record

    text = HOSTILE[name]
    started = time.process_time()
    record = analyzer.analyze(text, published="2026-01-15")
    assert Record.model_validate_json(record.model_dump_json()) == record
    assert record.text == text
    assert time.process_time() - started < 60  # linear: some 15 s for half a million characters without a stop; a square would take hours
