"""Ray runs the same worker function over the same batches: the same bytes."""

import json

import pytest

pytest.importorskip("ray", reason="Ray is not installed: pip install 'shilu[ray]'")


def test_a_local_ray_gives_the_same_bytes(tmp_path):
    from pipeline.io.fields import Fields
    from pipeline.io.sources import find_files
    from pipeline.run.runner import Options, make_plan, run
    from pipeline.settings import Settings

    dump = tmp_path / "dump.jsonl"
    rows = [{"text": f"行政院今天通過第{n}號計畫。", "published": "2025-03-30"} for n in range(120)]
    dump.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows) + "{broken\n", encoding="utf-8")
    plan = make_plan(find_files([str(dump)]), Fields(), Settings(), since=None, limit=0, skip=(), repeats=False)
    for engine in ("local", "ray"):
        run(plan, tmp_path / engine, Options(workers=2, engine=engine), lambda _: None)
    for name in ("records.jsonl", "rejected.jsonl"):
        assert (tmp_path / "ray" / name).read_bytes() == (tmp_path / "local" / name).read_bytes()
