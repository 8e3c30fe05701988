"""``shilu run``: dumps in, records out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import LexiconFolders, NerModel, PublishedDay, SegmentationEngine, WithAssertions, make_settings

if TYPE_CHECKING:
    from datetime import date

    from pipeline.io.sources import SourceFile
    from pipeline.run.outcome import Totals
    from pipeline.run.plan import Plan
    from pipeline.run.runner import Options


def run(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, globs, or - for standard input.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The run's folder, e.g. outputs/monday.")],
    field: Annotated[list[str], typer.Option(metavar="KEY=NAME", help="Where a field stands: text=內文, published=發布時間 …")] = [],  # noqa: B006  typer copies it
    published: PublishedDay = "",
    lexicons: LexiconFolders = [],  # noqa: B006  typer copies it
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0: one a core, one alone where the input is small.")] = 0,
    limit: Annotated[int, typer.Option(min=0, help="Only the first N documents; 0: all.")] = 0,
    since: Annotated[str, typer.Option(metavar="DAY", help="Skip documents published before DAY.")] = "",
    only_new: Annotated[bool, typer.Option(help="Skip documents that runs beside --out hold already.")] = False,
    repeats: Annotated[bool, typer.Option(help="First count paragraphs that repeat over the dump, as evidence of noise.")] = False,
    resume: Annotated[bool, typer.Option(help="Go on with the interrupted run in --out.")] = False,
    force: Annotated[bool, typer.Option(help="Overwrite a former run in --out.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Read and count, write nothing.")] = False,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds one document may take.")] = 60.0,
    segmenter: SegmentationEngine = "rjieba",
    ner_model: NerModel = "",
    assertions: WithAssertions = True,
    engine: Annotated[str, typer.Option(help="local, or ray for many machines.")] = "local",
    ray_address: Annotated[str, typer.Option(metavar="ADDRESS", help="The Ray cluster; empty: a local one.")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Extract dated events, organizations and claims from every document of PATH....

    Reads .txt .md .html .json .jsonl .csv .tsv .parquet .warc, also packed (.gz .bz2 .xz .zst .zip .tar). Writes records.jsonl, rejected.jsonl
    and run.json into --out. Exit: 0 all written, 3 some rejected, 2 wrong usage or lexicon, 1 a fault.

    Example:  shilu run dumps/2026-01 --out outputs/2026-01 --lexicons my-lexicons
    """
    from pipeline.errors import UsageError
    from pipeline.io.fields import parse_fields
    from pipeline.io.sources import find_files, is_piped
    from pipeline.run.runner import Options, make_plan

    if engine not in {"local", "ray"}:
        raise UsageError(f"--engine {engine!r} is not known", remedy="local or ray")
    settings = make_settings(lexicons, published, segmenter, ner_model, assertions)
    files = [f for f in find_files(paths) if not Path(f.path).resolve().is_relative_to(out.resolve())]
    if not files:
        raise UsageError("nothing to read but the run's own folder", place=str(out), remedy="choose another --out")
    if repeats and any(is_piped(f.path) for f in files):
        raise UsageError("--repeats reads the input twice, which a pipe cannot be", remedy="write it to a file first")
    skip = sorted(p for p in out.parent.glob("*/") if only_new and p != out and (p / "records.jsonl").exists())
    plan = make_plan(files, parse_fields(field), settings, since=_since(since), limit=limit, skip=skip, repeats=repeats)
    if dry_run:
        _dry(plan)
        return
    options = Options(workers or _workers(files), engine, ray_address, timeout, force, resume)  # type: ignore[arg-type]
    totals, seconds = _watched(plan, out, options, quiet)
    if not quiet:
        _summary(totals, out, seconds)
    if totals.rejected:
        raise typer.Exit(3)


SMALL = 1 << 20  # bytes of input under which a second process costs more to start than it saves


def _workers(files: "list[SourceFile]") -> int:
    """One process a core, but only one where all the input is small and its size is known."""
    from pipeline.run.pool import default_workers

    small = sum(f.size for f in files) < SMALL and all(f.size for f in files)
    return 1 if small else default_workers()


def _since(text: str) -> "date | None":
    from pipeline.dates.published import parse_published
    from pipeline.errors import UsageError

    day = parse_published(text) if text else None
    if text and day is None:
        raise UsageError(f"--since {text!r} is no day", remedy="write it as 2026-01-15")
    return day


def _watched(plan: "Plan", out: Path, options: "Options", quiet: bool) -> "tuple[Totals, float]":
    """Run with a progress bar on a terminal, silently elsewhere."""
    import time

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from pipeline.run import runner

    started = time.perf_counter()
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        return runner.run(plan, out, options, lambda _: None), time.perf_counter() - started
    columns = (
        TextColumn("{task.percentage:>3.0f}%"), BarColumn(), TextColumn("{task.fields[documents]:,} documents"),
        TextColumn("{task.fields[rate]:,.0f}/s"), TextColumn("{task.fields[rejected]} rejected"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=sum(f.size for f in plan.files) or None, documents=0, rate=0.0, rejected=0)
        last = 0.0

        def report(at: runner.Progress) -> None:
            nonlocal last
            now = time.perf_counter()
            if now - last > 0.1:
                last = now
                rate = at.totals.documents / (now - started)
                bar.update(task, completed=at.read, documents=at.totals.documents, rate=rate, rejected=at.totals.rejected)

        return runner.run(plan, out, options, report), time.perf_counter() - started


def _summary(totals: "Totals", out: Path, seconds: float) -> None:
    from pipeline.cli.terminal import print_table

    share = totals.removed_characters / totals.characters if totals.characters else 0.0
    rows = [
        ("documents", f"{totals.documents:,}"),
        ("noise removed", f"{totals.removed:,} blocks, {share:.1%} of characters"),
        ("dates", f"{totals.dates:,}"),
        ("organizations", f"{totals.organizations:,}"),
        ("people", f"{totals.people:,}"),
        ("places", f"{totals.places:,}"),
        ("claims", f"{totals.claims:,}"),
        ("events", f"{totals.events:,}"),
        ("rejected", f"{totals.rejected:,}" + (f"  (see {out / 'rejected.jsonl'})" if totals.rejected else "")),
        *([("skipped", f"{totals.skipped:,}")] if totals.skipped else []),
        ("documents/s", f"{totals.documents / seconds:,.0f}"),
    ]
    print_table(str(out / "records.jsonl"), ("what", "how many"), rows)


def _dry(plan: "Plan") -> None:
    from pipeline.cli.terminal import print_table
    from pipeline.dates.published import parse_published
    from pipeline.document import RawDocument
    from pipeline.io.rejection import Rejection
    from pipeline.run.outcome import Skipped
    from pipeline.run.runner import read_items

    documents = characters = dated = titled = refused = skipped = 0
    for item in read_items(plan):
        if not isinstance(item, RawDocument):
            refused, skipped = refused + isinstance(item, Rejection), skipped + isinstance(item, Skipped)
            continue
        documents, characters = documents + 1, characters + len(item.text)
        dated += parse_published(item.origin.published) is not None
        titled += bool(item.origin.title)
    rows = [
        ("files", f"{len(plan.files):,}"), ("documents", f"{documents:,}"), ("characters", f"{characters:,}"),
        ("with a publication day", f"{dated:,}"), ("with a title", f"{titled:,}"), ("rejected", f"{refused:,}"), ("skipped", f"{skipped:,}"),
    ]  # fmt: skip
    print_table("dry run: nothing written", ("what", "how many"), rows)
