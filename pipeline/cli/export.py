"""``shilu export``: a run's records in the forms other programs read."""

from pathlib import Path
from typing import Annotated

import typer


def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder, or a records.jsonl.")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORM",
            help="parquet, duckdb, csv, json, jsonl, jsonl.gz, jsonl.zst, docbin, doccano, labelstudio, webannotation.",
        ),
    ],
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="PATH", help="Where to; by default in the run's folder.")] = None,
    force: Annotated[bool, typer.Option(help="Overwrite what stands there.")] = False,
) -> None:
    """Write a run's records as tables, a database, or for annotation tools.

    Example:  shilu export outputs/first --to duckdb
    """
    from pipeline.errors import UsageError
    from pipeline.io.export import FORMATS
    from pipeline.io.export import export as write
    from pipeline.io.records import read_records, records_file

    if to not in FORMATS:
        raise UsageError(f"--to {to!r} is not known", remedy=f"one of {', '.join(FORMATS)}")
    target = out or records_file(run).parent / FORMATS[to][0]
    typer.echo(str(write(read_records(run), to, target, force=force)))
