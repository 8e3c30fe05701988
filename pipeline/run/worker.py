"""The worker function: a batch of raw documents in, their outcomes out, in order. The same on one core, on many and on many machines."""

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
from pipeline.run.outcome import Batch, Outcome, count, rejected
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

    def work(batch: Batch) -> list[Outcome]:
        return [rejected(item) if isinstance(item, Rejection) else _one(analyzer, item, job.since) for item in batch]

    return work


def _one(analyzer: Analyzer, raw: RawDocument, since: date | None) -> Outcome:
    place = Place(raw.origin.path, raw.origin.member)
    try:
        record = analyzer.record(extract_page(raw) if raw.origin.media_type == HTML else raw)
    except DocumentRejected as error:
        return rejected(place.rejected(raw.origin.index, error))
    except ValidationError as error:
        return rejected(
            place.reject(raw.origin.index, "contract", f"the record breaks the contract: {error.errors()[0]['msg']}", "assemble")
        )
    except Exception as error:  # a fault of ours costs this document, never the run
        return rejected(place.reject(raw.origin.index, "fault", f"{type(error).__name__}: {error}", "analyze"))
    published = record.source.published.value
    if since is not None and published is not None and published < since:
        return Outcome()
    return Outcome(record.model_dump_json().encode(), None, count(record))
