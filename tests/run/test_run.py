"""Runs: shards, order, resume, refusals. The worker function is the real one, over small made-up dumps."""

import json
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.io.fields import Fields
from pipeline.io.sources import find_files
from pipeline.run import runner
from pipeline.run.runner import Options, make_plan, run
from pipeline.run.shards import Shards
from pipeline.settings import Settings

TEXT = "（中央社記者王小明台北{n}日電）海岸科技董事長林大同今天表示，公司{n}月將在高雄設廠。\n\n這是第{n}篇。"


@pytest.fixture
def dump(tmp_path) -> Path:
    path = tmp_path / "dump.jsonl"
    rows = [{"text": TEXT.format(n=n), "title": f"第{n}篇", "published": f"2025-03-{n:02d}"} for n in range(1, 13)]
    rows[4] = {"title": "沒有內文"}
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path


def plan_of(path, **changes):
    plan = make_plan(find_files([str(path)]), Fields(), Settings(), since=None, limit=0, skip=(), repeats=False)
    return plan.model_copy(update={"shard": 4} | changes)


def go(plan, out, **options):
    return run(plan, out, Options(**options), lambda _: None)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_run_writes_everything_in_order(dump, tmp_path):
    out = tmp_path / "out"
    totals = go(plan_of(dump), out)
    records, rejected = lines(out / "records.jsonl"), lines(out / "rejected.jsonl")
    assert [r["source"]["index"] for r in records] == [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]
    assert [(r["source"]["index"], r["stage"], r["code"]) for r in rejected] == [(4, "read", "no-text")]
    assert (totals.documents, totals.rejected) == (11, 1)
    report = json.loads((out / "run.json").read_text())
    assert report["counts"]["documents"] == 11
    assert report["digests"]["settings"] == records[0]["provenance"]["settings"]
    assert sorted(p.name for p in out.iterdir()) == ["records.jsonl", "rejected.jsonl", "run.json"]


def test_workers_and_shards_change_no_byte(dump, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    go(plan_of(dump), one)
    go(plan_of(dump, shard=3), two, workers=2)
    for name in ("records.jsonl", "rejected.jsonl"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_a_former_run_is_not_overwritten(dump, tmp_path):
    out = tmp_path / "out"
    go(plan_of(dump), out)
    before = (out / "records.jsonl").read_bytes()
    with pytest.raises(UsageError, match="a former run stands here"):
        go(plan_of(dump, limit=1), out)
    assert (out / "records.jsonl").read_bytes() == before
    go(plan_of(dump, limit=1), out, force=True)
    assert len(lines(out / "records.jsonl")) == 1


def test_an_interrupted_run_goes_on(dump, tmp_path, monkeypatch):
    whole, out = tmp_path / "whole", tmp_path / "out"
    go(plan_of(dump), whole)
    real = Shards.write

    def stop_at_second(self, number, outcomes):
        if number == 2:
            raise KeyboardInterrupt
        return real(self, number, outcomes)

    monkeypatch.setattr(Shards, "write", stop_at_second)
    with pytest.raises(KeyboardInterrupt):
        go(plan_of(dump), out)
    monkeypatch.undo()
    assert not (out / "records.jsonl").exists()
    with pytest.raises(UsageError, match="--resume"):
        go(plan_of(dump), out)
    totals = go(plan_of(dump), out, resume=True)
    assert (totals.documents, totals.rejected) == (11, 1)
    for name in ("records.jsonl", "rejected.jsonl"):
        assert (out / name).read_bytes() == (whole / name).read_bytes()


def test_a_changed_plan_is_not_resumed(dump, tmp_path):
    out = tmp_path / "out"
    runner.prepare(plan_of(dump), out, Options())
    with pytest.raises(UsageError, match="settings_digest"):
        go(plan_of(dump, settings_digest="0" * 16), out, resume=True)
    dump.write_text("{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="files"):
        go(plan_of(dump), out, resume=True)


@pytest.mark.parametrize("resume", [True])
def test_nothing_to_resume(dump, tmp_path, resume):
    with pytest.raises(UsageError, match="no interrupted run"):
        go(plan_of(dump), tmp_path / "none", resume=resume)


def test_since_and_only_new_and_limit(dump, tmp_path):
    from datetime import date

    go(plan_of(dump, limit=3), tmp_path / "monday")
    totals = go(plan_of(dump, skip=(tmp_path / "monday",), since=date(2025, 3, 8).isoformat()), tmp_path / "tuesday")
    assert [r["source"]["title"] for r in lines(tmp_path / "tuesday/records.jsonl")] == [f"第{n}篇" for n in range(8, 13)]
    assert (totals.documents, totals.rejected, totals.skipped) == (5, 1, 6)  # three of Monday, three before the day


def test_repeats_are_a_declared_pass(dump, tmp_path):
    go(plan_of(dump, repeats=True), tmp_path / "out")
    assert (tmp_path / "out/repeats.json").exists()
    assert json.loads((tmp_path / "out/run.json").read_text())["repeats"] == "repeats.json"
