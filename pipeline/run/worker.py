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
from pipeline.io.rejection import Place
from pipeline.run.outcome import Batch, Outcome, count, passed
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker of a run is told once. ``since``: documents published before that day are skipped."""

    settings: Settings
    repeats: Repeats | None = None
    since: date | None = None


Work = Callable[[Batch], list[Outcome]]


def make_worker(job: Job) -> Work:
    """Compile everything once and give the function that does the work."""
    analyzer = Analyzer(job.settings, job.repeats)
    gc.collect()
    gc.freeze()  # the lexicons live as long as the worker; the collector need not walk them again

    def work(batch: Batch) -> list[Outcome]:
        return [_one(analyzer, item, job.since) if isinstance(item, RawDocument) else passed(item) for item in batch]

    return work


def _one(analyzer: Analyzer, raw: RawDocument, since: date | None) -> Outcome:
    place, index = Place(raw.origin.path, raw.origin.member), raw.origin.index
    try:
        record = analyzer.record(extract_page(raw) if raw.origin.media_type == HTML else raw)
        published = record.source.published.value
        if since is not None and published is not None and published < since:
            return Outcome()
        return Outcome(record.model_dump_json().encode(), None, count(record))
    except DocumentRejected as error:
        return passed(place.rejected(index, error))
    except ValidationError as error:
        return passed(place.reject(index, "contract", f"the record breaks the contract: {error.errors()[0]['msg']}", "assemble"))
    except MemoryError:
        return passed(place.reject(index, "memory", "the worker ran out of memory on this document", "worker"))
    except Exception as error:  # a fault of ours costs this document, never the run
        return passed(place.reject(index, "fault", f"{type(error).__name__}: {error}", "analyze"))
