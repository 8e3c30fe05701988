"""``shilu lexicon check`` and ``shilu lexicon add``."""

from pathlib import Path
from typing import Annotated

import typer


def check(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A lexicon folder; without it, the built-in lexicons.")] = None,
    dump: Annotated[str, typer.Option("--dump", metavar="DUMP", help="Also count, in this dump, where short words cut other words.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=0, help="Read no more documents than this; 0: all.")] = 2000,
) -> None:
    """Look for faults: malformed lines, duplicates, an alias of two names, hidden or dangerous short words, unused columns.

    Exit: 0 nothing to be mended, 1 something is, 2 wrong usage.

    Example:  shilu lexicon check my-lexicons --dump dump.jsonl
    """
    from itertools import islice

    from pipeline.cli.terminal import print_table
    from pipeline.errors import UsageError
    from pipeline.tune.check import check as look
    from pipeline.tune.pages import read_documents

    if folder is not None and not folder.is_dir():
        raise UsageError("no such lexicon folder", place=str(folder))
    documents = islice(read_documents([dump]), limit or None) if dump else ()
    found = look(folder, documents)
    for grave, title in ((True, "to be mended"), (False, "to be looked at")):
        rows = [(f.topic, f.what, f.why, "\n".join(f.places)) for f in found if f.grave is grave]
        if rows:
            print_table(title, ("what", "word", "why", "where"), rows)
    faults = sum(f.grave for f in found)
    typer.echo(f"{faults} to be mended, {len(found) - faults} to be looked at")
    if faults:
        raise typer.Exit(1)


def add(
    word: Annotated[str, typer.Argument(metavar="WORD", help="The usual name.")],
    kind: Annotated[str, typer.Option("--kind", help="What it is: company, media.feed, person, place, word …")],
    alias: Annotated[list[str], typer.Option("--alias", help="Another form of the name; repeatable.")] = [],  # noqa: B006  typer copies it
    formal: Annotated[str, typer.Option("--formal", metavar="NAME", help="Its full legal name.")] = "",
    not_before: Annotated[
        list[str], typer.Option("--not-before", metavar="TEXT", help="It does not count directly before TEXT; repeatable.")
    ] = [],  # noqa: B006
    not_after: Annotated[
        list[str], typer.Option("--not-after", metavar="TEXT", help="It does not count directly after TEXT; repeatable.")
    ] = [],  # noqa: B006
    ambiguous: Annotated[bool, typer.Option("--ambiguous", help="Also an ordinary word: a name only in supporting context.")] = False,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The lexicon folder.")] = Path("my-lexicons"),
) -> None:
    """Add an entry to a lexicon folder of your own.

    Example:  shilu lexicon add 海岸科技 --kind company --alias 海科 --to my-lexicons
    """
    from pipeline.tune.add import NewEntry
    from pipeline.tune.add import add as write

    entry = NewEntry(word, kind, tuple(alias), formal, tuple(not_before), tuple(not_after), ambiguous)
    typer.echo(f"added: {write(entry, to)}")
    typer.echo(f"see the effect:  shilu lexicon diff builtin {to} DUMP")
