"""Many machines: the same worker function over the same batches as Ray actors; answers come in input order, so the bytes are the same."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from typing import Any

from pipeline.errors import UsageError
from pipeline.run.outcome import Batch, Outcome, guilty
from pipeline.run.worker import Job, Work, make_worker

ATTEMPTS = 3  # a document that stands behind another in an actor that dies is not at fault


class Actor:
    """A Ray actor: compiles everything once, then works batch by batch."""

    def __init__(self, job: Job, make: Callable[[Job], Work]) -> None:
        self._work = make(job)

    def work(self, batch: Batch) -> list[Outcome]:
        """The outcomes of a batch."""
        return self._work(batch)


def map_ray(
    batches: Iterable[Batch], job: Job, workers: int, address: str, make: Callable[[Job], Work] = make_worker
) -> Generator[list[Outcome]]:
    """The outcomes of each batch, in order, from ``workers`` actors of the cluster at ``address`` ("" starts a local one).

    Ray starts an actor that died anew; its batch is then done one document at a time, and the guilty one is rejected at stage "worker".
    No document is timed. Raises UsageError where Ray is not installed or the cluster is not reached.
    """
    try:
        import ray
    except ImportError:
        raise UsageError("--engine ray needs Ray", remedy="pip install 'shilu[ray]'") from None
    started = not ray.is_initialized()
    if started:
        _connect(ray, address, workers)
    try:
        kind: Any = ray.remote(max_restarts=-1, num_cpus=1)(Actor)
        actors = [kind.remote(job, make) for _ in range(workers)]
        waiting: deque[tuple[Any, Batch, Any]] = deque()
        for number, batch in enumerate(batches):
            actor = actors[number % workers]
            waiting.append((actor, batch, actor.work.remote(batch)))
            if len(waiting) >= workers * 3:
                yield _settle(ray, *waiting.popleft())
        while waiting:
            yield _settle(ray, *waiting.popleft())
    finally:
        if started:
            ray.shutdown()


def _connect(ray: Any, address: str, workers: int) -> None:
    try:
        ray.init(address=address or None, log_to_driver=False, include_dashboard=False, num_cpus=None if address else workers)
    except (ConnectionError, ValueError) as error:
        raise UsageError(f"no Ray cluster at {address!r}: {error}", remedy="check --ray-address") from error


def _settle(ray: Any, actor: Any, batch: Batch, reference: Any) -> list[Outcome]:
    """A batch's outcomes. One that was in an actor that died, on its own account or another's, is done again, at last one by one."""
    for _ in range(ATTEMPTS):
        try:
            return list(ray.get(reference))
        except ray.exceptions.RayActorError:
            if len(batch) > 1:
                return [outcome for item in batch for outcome in _settle(ray, actor, [item], actor.work.remote([item]))]
            reference = actor.work.remote(batch)
    return [guilty(batch[0], "died", "the worker process died on this document")]
