"""Many machines: the same worker function over the same batches as Ray actors; answers come in input order, so the bytes are the same."""

from collections import deque
from collections.abc import Generator, Iterable
from typing import Any

from pipeline.errors import UsageError
from pipeline.run.outcome import Batch, Outcome
from pipeline.run.worker import Job, Work, make_worker


class Actor:
    """A Ray actor: compiles everything once, then works batch by batch."""

    def __init__(self, job: Job) -> None:
        self._work: Work = make_worker(job)

    def work(self, batch: Batch) -> list[Outcome]:
        """The outcomes of a batch."""
        return self._work(batch)


def map_ray(batches: Iterable[Batch], job: Job, workers: int, address: str) -> Generator[list[Outcome]]:
    """The outcomes of each batch, in order, from ``workers`` actors of the cluster at ``address`` ("" starts a local one).

    A batch whose actor dies is done again by a new one, as Ray restarts it. Raises UsageError where Ray is not installed.
    """
    try:
        import ray
    except ImportError:
        raise UsageError("--engine ray needs Ray", remedy="pip install 'shilu[ray]'") from None
    started = not ray.is_initialized()
    if started:
        ray.init(address=address or None, log_to_driver=False, include_dashboard=False, num_cpus=None if address else workers)
    try:
        kind: Any = ray.remote(max_restarts=-1, max_task_retries=3, num_cpus=1)(Actor)
        actors = [kind.remote(job) for _ in range(workers)]
        waiting: deque[Any] = deque()
        for number, batch in enumerate(batches):
            waiting.append(actors[number % workers].work.remote(batch))
            if len(waiting) >= workers * 3:
                yield ray.get(waiting.popleft())
        while waiting:
            yield ray.get(waiting.popleft())
    finally:
        if started:
            ray.shutdown()
