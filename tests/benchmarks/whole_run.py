"""What share of a whole `shilu run` claims and events take: processor seconds of the command and its workers, from its start to its last file written.

    python -m tests.benchmarks.whole_run DUMP...

That is of the sources, in an editable install; `.ci/compiled DUMP...` runs it over what `pip install .` compiles. The command runs with one worker;
then the steps are timed alone, over the same documents in the batches that a worker is handed.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.analyze import Analyzer
from pipeline.document import RawDocument
from pipeline.io.containers import Limits
from pipeline.io.fields import Fields
from pipeline.io.sources import find_files, read_file
from pipeline.run.worker import calm_collector
from tests.benchmarks.harness import step_seconds

CLAIMS_AND_EVENTS = ("find_cues", "lay_out_claims", "find_frames", "find_claims", "lay_out_events", "find_events")


def main() -> None:
    seconds = [_shares(dump) for dump in sys.argv[1:]]
    if len(seconds) > 1:
        _print("all together", *map(sum, zip(*seconds, strict=True)))


def _shares(dump: str) -> tuple[float, float, float]:
    """Seconds of the whole run, of its steps, and of claims and events among them."""
    whole = _run(dump)
    analyzer = Analyzer()
    documents = [item for file in find_files([dump]) for item in read_file(file, Fields(), Limits()) if isinstance(item, RawDocument)]
    analyzer.records(documents[:20])
    calm_collector()
    steps = step_seconds(analyzer, documents)
    ours = sum(steps[name] for name in CLAIMS_AND_EVENTS)
    _print(dump, whole, steps.total(), ours)
    return whole, steps.total(), ours


def _print(name: str, whole: float, steps: float, ours: float) -> None:
    print(f"{name}: a run takes {whole:.1f} s, its steps {steps:.1f}, claims and events {ours:.1f}: {ours / whole:.1%} of it", flush=True)


def _run(dump: str) -> float:
    """Processor seconds that the installed command takes for a dump, with its workers."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as out:
        command = [str(Path(sys.executable).with_name("shilu")), "run", dump, "--out", f"{out}/run", "--workers", "1", "--quiet"]
        subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
