"""``shilu view``: a run as one page to look through, search and print; it needs no network."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import LexiconFolders, PublishedDay, make_settings


def view(
    path: Annotated[
        str, typer.Argument(metavar="RUN|FILE", help="A run's folder or records.jsonl (also packed), or documents to analyze.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The page; else view.html in the run's folder, or here.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="N", help="Only the first N documents; 0: all.")] = 2000,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is no such page.")] = False,
    published: PublishedDay = "",
    lexicons: LexiconFolders = [],  # noqa: B006  typer copies it
) -> None:
    """Make one self-contained page: documents with search and filters, marked text, removed noise, claims, timelines, organizations by day.

    Open it in a browser; it asks no network for anything.

    Example:  shilu view outputs/first -o first.html
    """
    from pipeline.run.shards import write_whole
    from pipeline.view.page import page
    from pipeline.view.reading import open_shown

    settings = make_settings(lexicons, published)
    target = out or (Path(path) / "view.html" if Path(path).is_dir() and any(Path(path).glob("records.jsonl*")) else Path("view.html"))
    _check_target(target, force)
    write_whole(target, page(open_shown(path, settings), limit))
    typer.echo(f"{target}  {target.stat().st_size / 1e6:.1f} MB", err=True)


def _check_target(target: Path, force: bool) -> None:
    """Refuse to overwrite what is no page of ours. Raises UsageError."""
    from pipeline.errors import UsageError
    from pipeline.view.page import GENERATOR

    if target.is_dir() or not target.parent.is_dir():
        raise UsageError("no file can be written there", place=str(target), remedy="name a file in a folder that exists")
    if target.exists() and not force:
        with target.open("rb") as file:
            if GENERATOR.encode() not in file.read(4096):
                raise UsageError(
                    "the file is no page of shilu's", place=str(target), remedy="name another file, or --force to overwrite it"
                )
