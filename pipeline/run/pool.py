"""Local workers: processes that load the lexicons once. One that dies or hangs costs a document, not the run; answers come in input order."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from pebble import ProcessExpired, ProcessPool

from pipeline.errors import ShiluError
from pipeline.run.outcome import Batch, Outcome, guilty
from pipeline.run.worker import Job, Work, make_worker

_worker: list[Work] = []  # this process's own worker function, made by the pool's initializer


def _start(make: Callable[[Job], Work], job: Job) -> None:
    """Process initializer."""
    _worker[:] = [make(job)]


def _work(batch: Batch) -> list[Outcome]:
    return _worker[0](batch)


def default_workers() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_local(
    batches: Iterable[Batch], job: Job, workers: int, timeout: float, make: Callable[[Job], Work] = make_worker
) -> Generator[list[Outcome]]:
    """The outcomes of each batch, in order. ``timeout``: seconds a single document may take. ``make`` makes the worker function in each process.

    A batch in which a worker dies or hangs is done again one document at a time; the guilty one is rejected at stage "worker".
    """
    with ProcessPool(max_workers=workers, initializer=_start, initargs=(make, job), context=get_context("spawn")) as pool:
        waiting: deque[tuple[Batch, Any]] = deque()
        try:
            for batch in batches:
                waiting.append((batch, _schedule(pool, batch, timeout)))
                if len(waiting) >= workers * 3:
                    yield _settle(pool, *waiting.popleft(), timeout)
            while waiting:
                yield _settle(pool, *waiting.popleft(), timeout)
        except BrokenProcessPool as error:
            raise ShiluError("the workers cannot start", remedy="run with --workers 1 on a small file to see why") from error
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble types its public calls only in part
            raise


def _schedule(pool: ProcessPool, batch: Batch, timeout: float) -> Any:
    return pool.schedule(_work, args=[batch], timeout=timeout + 0.5 * timeout * (len(batch) > 1))


def _settle(pool: ProcessPool, batch: Batch, future: Any, timeout: float) -> list[Outcome]:
    try:
        return list(future.result())
    except BrokenProcessPool:
        raise
    except Exception as error:
        if len(batch) > 1:
            return [outcome for item in batch for outcome in _settle(pool, [item], _schedule(pool, [item], timeout), timeout)]
        return [guilty(batch[0], *_reason(error, timeout))]


def _reason(error: BaseException, timeout: float) -> tuple[str, str]:
    if isinstance(error, ProcessExpired):
        return "died", "the worker process died on this document"
    if isinstance(error, MemoryError):
        return "memory", "the worker ran out of memory on this document"
    if isinstance(error, FutureTimeout):
        return "timeout", f"took longer than {timeout:g} s"
    return "fault", f"{type(error).__name__}: {error}"
