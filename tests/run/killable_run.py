"""A run with a worker that only echoes, to be killed: ``python killable_run.py DUMP OUT [resume]``. Everything but the worker is the real thing."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import crashing_worker


def main(dump: str, out: str, *resume: str) -> None:
    from pipeline.io.fields import Fields  # here, for the worker processes import this file too
    from pipeline.io.sources import find_files
    from pipeline.run import runner
    from pipeline.run.pool import map_local
    from pipeline.settings import Settings

    runner.map_local = partial(map_local, make=crashing_worker.make)
    plan = runner.make_plan(find_files([dump]), Fields(), Settings(), since=None, limit=0, skip=(), repeats=False)
    options = runner.Options(workers=2, resume=bool(resume), force=not resume)
    runner.run(plan.model_copy(update={"shard": 50}), Path(out), options, lambda _: None)


if __name__ == "__main__":
    main(*sys.argv[1:])
