"""One run: plan, shards, workers, merged result. ``run`` is the whole of it."""

import json
import shutil
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from pipeline import __version__
from pipeline.clean import Repeats, count_repeats
from pipeline.document import RawDocument
from pipeline.errors import UsageError
from pipeline.io.containers import Limits
from pipeline.io.fields import Fields
from pipeline.io.formats import HTML
from pipeline.io.sources import SourceFile, read_file
from pipeline.lexicon import load_lexicons
from pipeline.model import text_id
from pipeline.run.duplicates import NAME as DUPLICATES
from pipeline.run.outcome import Batch, Item, Outcome, Skipped, Totals
from pipeline.run.plan import PLAN, Engine, Plan, PlannedFile, same_plan
from pipeline.run.pool import map_local
from pipeline.run.shards import Shards, write_whole
from pipeline.run.worker import Job
from pipeline.settings import Settings

RECORDS, REJECTED, REPORT, REPEATS = "records.jsonl", "rejected.jsonl", "run.json", "repeats.json"
BATCH_DOCUMENTS, BATCH_CHARACTERS = 48, 150_000  # what one worker is handed at a time


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is carried out; nothing here changes a byte of its records."""

    workers: int = 1
    engine: Engine = "local"
    ray_address: str = ""
    timeout: float = 60.0
    force: bool = False
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: bytes of input read of all there are, and the totals so far."""

    read: int
    size: int
    totals: Totals


Report = Callable[[Progress], None]


def make_plan(
    files: Iterable[SourceFile], fields: Fields, settings: Settings, *, since: date | None, limit: int, skip: Iterable[Path], repeats: bool
) -> Plan:
    """The plan of a run. Loads the lexicons, so a malformed one stops the run before anything is written."""
    lexicons = load_lexicons(*settings.lexicons)
    return Plan(
        shilu=__version__, files=tuple(PlannedFile(path=f.path, size=f.size) for f in files), fields=dict(fields.given), settings=settings,
        settings_digest=settings.digest(), lexicons_digest=lexicons.digest, since=since.isoformat() if since else "", limit=limit,
        skip=tuple(skip), repeats=repeats,
    )  # fmt: skip


def run(plan: Plan, out: Path, options: Options, report: Report) -> Totals:
    """Carry the plan out into the folder ``out``; gives the totals of the whole run.

    Raises UsageError where ``out`` holds a run already (without ``force`` or ``resume``) or cannot be written.
    """
    started = time.perf_counter()
    shards = prepare(plan, out, options)
    if (out / REPORT).exists():  # killed after the last word was written: only the scaffolding is left
        _tidy(shards, out)
        return Totals(**json.loads((out / REPORT).read_text(encoding="utf-8"))["counts"])
    done = shards.done()
    repeats = _repeats(plan, out)
    counter = _Counter()
    known = known_ids(plan.skip)
    items = read_items(plan, counter, known)
    for _ in islice(items, sum(d.items for d in done)):
        pass
    totals = sum((d.totals for d in done), Totals())
    number = len(done)
    with closing(_outcomes(items, plan, options, repeats, known)) as outcomes:
        watched = _watched(outcomes, counter, sum(f.size for f in plan.files), totals, report)
        while mark := shards.write(number, islice(watched, plan.shard)):
            totals, number = totals + mark.totals, number + 1
    _finish(shards, out, plan, number, totals, options, time.perf_counter() - started)
    return totals


def prepare(plan: Plan, out: Path, options: Options) -> Shards:
    """The run's folder, made ready: fresh, or as an interrupted run left it."""
    old = out / PLAN
    if options.resume:
        if (out / REPORT).exists() and not old.exists():
            Shards(out / "shards").remove()
            raise UsageError("the run is finished; nothing to resume", place=str(out))
        if not old.exists():
            raise UsageError("no interrupted run here", place=str(out), remedy="run without --resume")
        same_plan(_former(old), plan)
        return Shards(out / "shards")
    if (old.exists() or (out / REPORT).exists() or (out / RECORDS).exists()) and not options.force:
        unfinished = old.exists() and not (out / REPORT).exists()
        remedy = "--resume goes on with it, --force begins anew" if unfinished else "choose another --out or add --force"
        raise UsageError("a former run stands here", place=str(out), remedy=remedy)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in (RECORDS, REJECTED, REPORT, REPEATS, DUPLICATES, PLAN):
            (out / name).unlink(missing_ok=True)
        shutil.rmtree(out / "shards", ignore_errors=True)
        (out / "shards").mkdir()
    except OSError as error:
        raise UsageError(f"cannot write there: {error.strerror}", place=str(out), remedy="choose another --out") from error
    write_whole(out / PLAN, [plan.model_dump_json(indent=1).encode()])
    return Shards(out / "shards")


def _former(path: Path) -> Plan:
    try:
        return Plan.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise UsageError("this plan is not of this version", place=str(path), remedy="resume with the version that began it") from error


class _Counter:
    """Bytes of input read so far."""

    def __init__(self) -> None:
        self.read = 0

    def add(self, number: int) -> None:
        self.read += number


def read_items(plan: Plan, counter: _Counter | None = None, known: frozenset[str] | None = None) -> Iterator[Item]:
    """Every document and rejection of the plan's input, in order, up to its limit; those of earlier runs are marked."""
    held = known_ids(plan.skip) if known is None else known
    return _limited((_known(item, held) for item in _read_all(plan, counter or _Counter())), plan.limit)


def _known(item: Item, known: frozenset[str]) -> Item:
    """The item, or that an earlier run holds it. A page's id is that of the text in it, known only when it has been extracted."""
    if known and isinstance(item, RawDocument) and item.origin.media_type != HTML and text_id(item.text) in known:
        return Skipped()
    return item


def _limited(items: Iterable[Item], limit: int) -> Iterator[Item]:
    """All items, or up to the ``limit``-th that is not skipped."""
    left = limit or -1
    for item in items:
        yield item
        left -= not isinstance(item, Skipped)
        if left == 0:
            return


def _read_all(plan: Plan, counter: _Counter) -> Iterator[Item]:
    fields, limits = Fields(plan.fields), Limits()
    for file in plan.files:
        yield from read_file(SourceFile(file.path, file.size), fields, limits, counter.add)


def known_ids(runs: Iterable[Path]) -> frozenset[str]:
    """The ids of all records of earlier runs. A line begins with schema_version and id, so it need not be parsed."""
    ids: set[str] = set()
    for folder in runs:
        path = folder / RECORDS
        if path.exists():
            with path.open("rb") as lines:
                ids.update(_id_of(line) for line in lines)
    return frozenset(ids)


def _id_of(line: bytes) -> str:
    head, found, tail = line[:120].partition(b'"id":"')
    del head
    return tail[:16].decode() if found else str(json.loads(line)["id"])


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in handfuls of bounded number and length."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text) if isinstance(item, RawDocument) else 0
        if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _outcomes(items: Iterable[Item], plan: Plan, options: Options, repeats: Repeats | None, known: frozenset[str]) -> Generator[Outcome]:
    job = Job(plan.settings, repeats, date.fromisoformat(plan.since) if plan.since else None)
    handfuls: Iterator[Batch] = batches(items)
    if options.engine == "ray":
        from pipeline.run.ray import map_ray

        mapped = map_ray(handfuls, job, options.workers, options.ray_address)
    else:
        mapped = map_local(handfuls, job, options.workers, options.timeout)
    with closing(mapped):
        for outcomes in mapped:
            yield from (Outcome() if known and o.line is not None and _id_of(o.line) in known else o for o in outcomes)


def _watched(outcomes: Iterable[Outcome], counter: _Counter, size: int, before: Totals, report: Report) -> Iterator[Outcome]:
    totals = before
    for outcome in outcomes:
        totals += outcome.totals
        report(Progress(counter.read, size, totals))
        yield outcome


def _repeats(plan: Plan, out: Path) -> Repeats | None:
    """The declared pass over the dump that counts repeated paragraphs: built once, kept in the run's folder."""
    if not plan.repeats:
        return None
    path = out / REPEATS
    if not path.exists():
        count_repeats(i for i in read_items(plan) if isinstance(i, RawDocument) and i.origin.media_type != HTML).save(path)
    return Repeats.load(path)


def _finish(shards: Shards, out: Path, plan: Plan, number: int, totals: Totals, options: Options, seconds: float) -> None:
    write_whole(out / REJECTED, shards.join("rejected", number))
    write_whole(out / RECORDS, shards.join("records", number))
    rates = {"documents_per_second": totals.documents / seconds, "characters_per_second": totals.characters / seconds}
    report = {
        "shilu": plan.shilu, "finished": datetime.now(UTC).isoformat(timespec="seconds"), "settings": json.loads(plan.settings.model_dump_json()),
        "digests": {"settings": plan.settings_digest, "lexicons": plan.lexicons_digest}, "input": [f.model_dump() for f in plan.files],
        "fields": plan.fields, "since": plan.since or None, "limit": plan.limit or None, "repeats": REPEATS if plan.repeats else None,
        "counts": totals.as_dict(), "workers": options.workers, "engine": options.engine,
        "timings": {"seconds": round(seconds, 3)} | {k: round(v, 1) for k, v in rates.items()},
    }  # fmt: skip
    write_whole(out / REPORT, [json.dumps(report, ensure_ascii=False, indent=1).encode() + b"\n"])
    _tidy(shards, out)


def _tidy(shards: Shards, out: Path) -> None:
    (out / PLAN).unlink(missing_ok=True)
    shards.remove()
