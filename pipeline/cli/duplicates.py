"""``shilu duplicates``: the same article twice, and near copies, over a run."""

from pathlib import Path
from typing import Annotated

import typer


def duplicates(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder.")],
    threshold: Annotated[
        float, typer.Option(min=0.3, max=1.0, help="Least similarity of near copies (Jaccard of 5-grams of the body).")
    ] = 0.8,
) -> None:
    """Write duplicates.jsonl into a run's folder: clusters of copies, the one to keep first. Nothing is dropped.

    Example:  shilu duplicates outputs/first
    """
    from pipeline.cli.terminal import print_table
    from pipeline.io.records import read_records, records_file
    from pipeline.run.duplicates import find_clusters, write_clusters

    clusters = find_clusters(read_records(run), threshold)
    path = write_clusters(clusters, records_file(run).parent)
    exact = [c for c in clusters if c.kind == "exact"]
    near = [c for c in clusters if c.kind == "near"]
    rows = [(kind, str(len(some)), str(sum(len(c.copies) for c in some))) for kind, some in (("exact", exact), ("near", near))]
    print_table(str(path), ("kind", "clusters", "documents"), rows)
