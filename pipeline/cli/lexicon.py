"""``shilu lexicon``: look after lexicons: what they lack, and what a change of them does."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.lexicon_care import add, check
from pipeline.cli.options import LexiconFolders, PublishedDay, make_settings

if TYPE_CHECKING:
    from pipeline.tune.compare import Difference
    from pipeline.tune.diff import Diff, Group

app = typer.Typer(help="Look after lexicons: what they lack, and what a change of them does.", no_args_is_help=True)
app.command()(check)
app.command()(add)


@app.command()
def suggest(
    source: Annotated[str, typer.Argument(metavar="DUMP|RUN", help="A dump, or a run (its folder or records.jsonl).")] = "",
    kind: Annotated[str, typer.Option("--kind", help="organization, person, cue, word or noise.")] = "",
    top: Annotated[int, typer.Option("--top", min=1, help="How many suggestions.")] = 40,
    least: Annotated[int, typer.Option("--least", min=2, help="Mentions a suggestion must have.")] = 3,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Read no more documents than this; 0: all.")] = 0,
    accept: Annotated[Path | None, typer.Option("--accept", metavar="FILE", help="Take the rows of a reviewed table into --to.")] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="The lexicon folder that --accept adds to.")] = None,
    lexicons: LexiconFolders = [],  # noqa: B006  typer copies it
) -> None:
    """Propose names and words that a dump asks for and no lexicon holds, each with its counts, reasons and places in the text.

    They are printed as a table for a lexicon: keep it, delete the lines you do not want, and take the rest in with --accept.

    Example:  shilu lexicon suggest dump.jsonl --kind organization --top 100 > reviewed.tsv

    Then:  shilu lexicon suggest --accept reviewed.tsv --to my-lexicons
    """
    from pipeline.errors import UsageError
    from pipeline.lexicon import load_lexicons

    if accept is not None:
        if to is None:
            raise UsageError("--accept needs a folder to add to", remedy="--to my-lexicons")
        _accept(accept, to, kind)
        return
    if not source:
        raise UsageError("nothing to look through", remedy="name a dump or a run")
    if kind == "noise":
        _noise(source, lexicons, top, limit)
        return
    from pipeline.tune.suggest import as_table
    from pipeline.tune.suggest import suggest as look

    found = look(source, load_lexicons(*lexicons), kind or "organization", top=top, least=least, limit=limit)
    for line in as_table(found, source):
        typer.echo(line)


def _accept(reviewed: Path, folder: Path, kind: str) -> None:
    from pipeline.tune.accept import accept

    done = accept(reviewed, folder, kind)
    typer.echo(f"{done.path}: {done.added} added, {done.known} stood there already")


def _noise(source: str, lexicons: list[Path], top: int, limit: int) -> None:
    from itertools import islice

    from pipeline.clean import Cleaner
    from pipeline.clean.suggest import as_toml
    from pipeline.clean.suggest import suggest as look
    from pipeline.lexicon import load_lexicons
    from pipeline.tune.pages import read_documents

    found = look(islice(read_documents([source]), limit or None), Cleaner(load_lexicons(*lexicons)), 5)
    typer.echo(as_toml(found[:top]) if found else "# nothing repeats that the rules don't know")


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="builtin, a lexicon folder, or REV:FOLDER of a git repository.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, after the change.")],
    dump: Annotated[list[str], typer.Argument(metavar="DUMP...", help="The documents to see it on.")],
    published: PublishedDay = "",
    most: Annotated[int, typer.Option("--most", min=1, help="Differences shown for each entry.")] = 5,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Read no more documents than this; 0: all.")] = 0,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes; 0: one a core.")] = 0,
    full: Annotated[bool, typer.Option("--full", help="Analyse every document, also those the change cannot touch.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
) -> None:
    """Show what a change of lexicons does to the records of a dump: by entry, worst first.

    Only documents that the changed entries can touch are analysed again. Exit: 0 nothing changes, 1 something does, 2 wrong usage or lexicon.

    Example:  shilu lexicon diff builtin my-lexicons dump.jsonl

    Since the last commit:  shilu lexicon diff HEAD:my-lexicons my-lexicons dump.jsonl
    """
    from contextlib import ExitStack
    from itertools import islice

    from pipeline.run.pool import default_workers
    from pipeline.tune.diff import diff as compare
    from pipeline.tune.pages import read_documents
    from pipeline.tune.sides import opened

    settings = make_settings([], published)
    with ExitStack() as sides:
        before, after = sides.enter_context(opened(old, new)), sides.enter_context(opened(new, old))
        documents = islice(read_documents(dump), limit or None)
        found = compare(before, after, documents, settings, workers=workers or default_workers(), full=full)
    if as_json:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=1))
    else:
        _tables(found, most)
    if found.groups:
        raise typer.Exit(1)


def _tables(found: "Diff", most: int) -> None:
    from pipeline.cli.terminal import print_table

    for group in found.groups:
        rows = [(d.how, d.what, d.snippet, _told(d)) for d in group.differences[:most]]
        print_table(_title(group), ("how", "what", "text", "before → after"), rows)
    items = [d for g in found.groups for d in g.differences]
    typer.echo(
        f"{len(found.changes)} changed entries, rows and rules; {found.touched:,} of {found.documents:,} documents analysed again; "
        f"{len(items):,} differences in {len({d.document for d in items}):,} of them"
    )


def _title(group: "Group") -> str:
    total = len(group.differences)
    return f"{group.change.label if group.change else 'by none of the changed entries alone'}: {total} difference{'s' * (total != 1)}"


def _told(d: "Difference") -> str:
    return f"{d.before} → {d.after}" if d.how == "changes" else d.before or d.after


def _as_json(found: "Diff") -> dict[str, object]:
    from dataclasses import asdict

    groups = [
        {
            "change": g.change and {"how": g.change.how, "what": g.change.what, "places": list(g.change.places)},
            "differences": [asdict(d) for d in g.differences],
        }
        for g in found.groups
    ]
    return {"documents": found.documents, "analysed": found.touched, "changes": len(found.changes), "groups": groups}
