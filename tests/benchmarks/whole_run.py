"""What share of a whole `shilu run` claims and events take: processor seconds of the command and its worker, from its start to its last file written.

    python -m tests.benchmarks.whole_run DUMP...

That is of the sources, in an editable install; `.ci/compiled DUMP...` runs it over what `pip install .` compiles. The command runs with one worker, which
notes what each step takes: both come from the same seconds, so that a slow spell of the machine falls on both.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from pipeline.analyze import Analyzer, Work
from pipeline.cli import main as shilu
from pipeline.document import RawDocument
from pipeline.model import Record
from pipeline.run import pool, runner, worker
from tests.benchmarks.harness import add_step_seconds

CLAIMS_AND_EVENTS = ("find_cues", "lay_out_claims", "find_frames", "find_claims", "lay_out_events", "find_events")


def main() -> None:
    """Prints the share of each dump, and that of all together."""
    found = [_seconds(dump) for dump in sys.argv[1:]]
    if len(found) > 1:
        _print("all together", *map(sum, zip(*found, strict=True)))


def _seconds(dump: str) -> tuple[float, float, float]:
    """Seconds of the whole run, of its steps, and of claims and events among them."""
    with tempfile.TemporaryDirectory() as out:
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", f"from {__spec__.name} import run; run({dump!r}, {out!r})"], check=True)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        steps = json.loads(Path(out, "steps.json").read_text(encoding="utf-8"))
    whole = ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime
    ours = sum(steps[name] for name in CLAIMS_AND_EVENTS)
    _print(dump, whole, sum(steps.values()), ours)
    return whole, sum(steps.values()), ours


def _print(name: str, whole: float, steps: float, ours: float) -> None:
    print(f"{name}: a run takes {whole:.1f} s, its steps {steps:.1f}, claims and events {ours:.1f}: {ours / whole:.1%} of it", flush=True)


def run(dump: str, out: str) -> None:
    """The command over a dump, with a worker that leaves the seconds of its steps in ``steps.json``."""
    runner.map_local = partial(pool.map_local, make=partial(_make_timed, f"{out}/steps.json"))
    sys.argv[1:] = ["run", dump, "--out", f"{out}/run", "--workers", "1", "--quiet"]
    shilu()


def _make_timed(path: str, job: worker.Job) -> worker.Work:
    """The worker function, timed; made in the worker's process."""
    worker.Analyzer = _Timed  # type: ignore[misc]
    work = worker.make_worker(job)

    def timed(batch: worker.Batch) -> list[worker.Outcome]:
        outcomes = work(batch)
        Path(path).write_text(json.dumps(_Timed.seconds), encoding="utf-8")
        return outcomes

    return timed


class _Timed(Analyzer):
    """An analyzer that adds up what its steps take."""

    seconds: ClassVar[Counter[str]] = Counter()

    def records(self, raws: Sequence[RawDocument]) -> list[Record | Exception]:
        works = [Work(raw) for raw in raws]
        add_step_seconds(self.seconds, self.steps(), works)
        return [work.failure or work.record for work in works]


if __name__ == "__main__":
    main()
