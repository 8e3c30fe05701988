"""``shilu noise``: what the cleaner makes of a document, line by line, and which rules a dump asks for."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import LexiconFolders

if TYPE_CHECKING:
    from rich.text import Text

    from pipeline.clean.cleaner import Verdict
    from pipeline.clean.judge import Judgement
    from pipeline.clean.lines import Line
    from pipeline.document import RawDocument

app = typer.Typer(help="Look at the cleaning: explain a document's lines, suggest rules from a dump.", no_args_is_help=True)
MARKS = {"title": "T", "heading": "H", "paragraph": "P", "byline": "b", "caption": "c", None: "✂"}


@app.command()
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A document or a dump.")],
    number: Annotated[int, typer.Option("--number", "-n", min=1, help="Which document of a dump.")] = 1,
    repeats: Annotated[Path | None, typer.Option(metavar="FILE", help="repeats.json of a run over the dump.")] = None,
    width: Annotated[int, typer.Option(min=10, help="How much of a line to show, in characters.")] = 60,
    lexicons: LexiconFolders = [],  # noqa: B006 - typer copies it
) -> None:
    """Show every line with its verdict, the rule that made it, and the score where it was judged.

    T title, H heading, P paragraph, b byline, c caption, ✂ removed.

    Example:  shilu noise explain corpus/samples/feed.txt
    """
    from itertools import islice

    from rich.console import Console

    from pipeline.clean import Cleaner, Repeats
    from pipeline.errors import UsageError
    from pipeline.lexicon import load_lexicons

    raw = next(islice(_documents(file), number - 1, None), None)
    if raw is None:
        raise UsageError(f"no document {number}", place=file)
    reading = Cleaner(load_lexicons(*lexicons)).read(raw, Repeats.load(repeats) if repeats else None)
    console = Console(highlight=False, soft_wrap=True)
    if reading.page:
        console.print("a whole page: menus stand around the article", style="dim")
    judged = reading.judgements()
    for at, (line, verdict) in enumerate(zip(reading.lines, reading.verdicts, strict=True)):
        console.print(_told(at, raw.text, line, verdict, judged.get(at), width))


@app.command()
def suggest(
    dump: Annotated[str, typer.Argument(metavar="DUMP", help="The dump to look through.")],
    least: Annotated[int, typer.Option(min=2, help="Documents a line must stand in.")] = 5,
    most: Annotated[int, typer.Option(min=1, help="How many suggestions.")] = 40,
    limit: Annotated[int, typer.Option(min=0, help="Read no more documents than this; 0: all.")] = 0,
    lexicons: LexiconFolders = [],  # noqa: B006 - typer copies it
) -> None:
    """Propose noise rules from lines and line ends that many documents share and that no rule removes yet.

    They are printed as TOML for a file under noise/ in your lexicon folder; read each before you keep it.

    Example:  shilu noise suggest dump.jsonl --least 10 > my-lexicons/noise/new.toml
    """
    from itertools import islice

    from pipeline.clean import Cleaner
    from pipeline.clean.suggest import as_toml, suggest
    from pipeline.lexicon import load_lexicons

    documents = islice(_documents(dump), limit or None)
    found = suggest(documents, Cleaner(load_lexicons(*lexicons)), least)
    typer.echo(as_toml(found[:most]) if found else f"# nothing stands in {least} documents that the rules don't know")


def _documents(path: str) -> Iterator["RawDocument"]:
    """The documents of a file, folder or dump that can be read; pages are taken apart."""
    from pipeline.document import RawDocument
    from pipeline.errors import DocumentRejected
    from pipeline.io.containers import Limits
    from pipeline.io.fields import Fields
    from pipeline.io.formats import HTML
    from pipeline.io.html import extract_page
    from pipeline.io.sources import find_files, read_file

    for file in find_files([path]):
        for item in read_file(file, Fields(), Limits()):
            if not isinstance(item, RawDocument):
                typer.echo(f"shilu: left out: {item.message}", err=True)
                continue
            try:
                yield extract_page(item) if item.origin.media_type == HTML else item
            except DocumentRejected as error:
                typer.echo(f"shilu: left out: {error}", err=True)


def _told(at: int, text: str, line: "Line", verdict: "Verdict", judgement: "Judgement | None", width: int) -> "Text":
    from rich.text import Text

    shown = " ".join(text[line.start : line.end].split())
    out = Text(f"{at + 1:4} {MARKS[verdict.role]} ")
    out.append(shown if len(shown) <= width else shown[: width - 1] + "…", style="" if verdict.role else "bright_black")
    if verdict.rule:
        out.append(f"  {verdict.kind} · {verdict.rule}", style="yellow")
    for (start, end), kind, rule in verdict.cuts:
        out.append(f"  ✂ {text[start:end].strip()[:24]!r} {kind} · {rule}", style="yellow")
    if judgement and judgement.reasons:
        reasons = " ".join(f"{name} {weight:+.1f}" for name, weight in judgement.reasons)
        out.append(f"  {judgement.score:+.1f} ({reasons})", style="dim")
    return out
