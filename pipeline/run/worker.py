"""The worker function: a batch of raw documents in, their outcomes out, in order. The same on one core, on many and on many machines."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from pipeline.analyze import Analyzer
from pipeline.clean import Repeats
from pipeline.document import RawDocument
from pipeline.errors import DocumentRejected
from pipeline.io.formats import HTML
from pipeline.io.html import extract_page
from pipeline.io.rejection import Place, Rejection
from pipeline.model import Record
from pipeline.run.outcome import Batch, Item, Outcome, Skipped, count, passed
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker of a run is told once. ``since``: documents published before that day are skipped."""

    settings: Settings
    repeats: Repeats | None = None
    since: date | None = None


Work = Callable[[Batch], list[Outcome]]


def calm_collector() -> None:
    """For a process that analyses one batch after another: what lives now (the lexicons) lives on and need not be walked again; what a batch
    makes holds next to no cycles, so that they are looked for once in 50,000 new values, not in 700.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def make_worker(job: Job) -> Work:
    """Compile everything once and give the function that does the work."""
    analyzer = Analyzer(job.settings, job.repeats)
    calm_collector()

    def work(batch: Batch) -> list[Outcome]:
        texts = [_text(item) if isinstance(item, RawDocument) else item for item in batch]
        records = iter(analyzer.records([text for text in texts if isinstance(text, RawDocument)]))
        made = [next(records) if isinstance(text, RawDocument) else text for text in texts]
        return [_outcome(item, what, job.since) for item, what in zip(batch, made, strict=True)]

    return work


def _text(raw: RawDocument) -> RawDocument | Exception:
    """The document to analyse: of a page, what its HTML says; or why there is none."""
    try:
        return extract_page(raw) if raw.origin.media_type == HTML else raw
    except Exception as error:
        return error


def _outcome(item: Item, made: Record | Exception | Rejection | Skipped, since: date | None) -> Outcome:
    if not isinstance(made, Record | Exception):
        return passed(made)
    assert isinstance(item, RawDocument)
    try:
        return _failed(item, made) if isinstance(made, Exception) else _written(made, since)
    except Exception as error:
        return _failed(item, error)


def _written(record: Record, since: date | None) -> Outcome:
    published = record.source.published.value
    if since is not None and published is not None and published < since:
        return Outcome()
    return Outcome(record.model_dump_json().encode(), None, count(record))


def _failed(raw: RawDocument, error: Exception) -> Outcome:
    """A rejection: a fault of ours costs this document, never the run."""
    place, index = Place(raw.origin.path, raw.origin.member), raw.origin.index
    if isinstance(error, DocumentRejected):
        return passed(place.rejected(index, error))
    if isinstance(error, ValidationError):
        return passed(place.reject(index, "contract", f"the record breaks the contract: {error.errors()[0]['msg']}", "assemble"))
    if isinstance(error, MemoryError):
        return passed(place.reject(index, "memory", "the worker ran out of memory on this document", "worker"))
    return passed(place.reject(index, "fault", f"{type(error).__name__}: {error}", "analyze"))
