"""``shilu dates``: the calendar expressions of a text, with their values."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import LexiconFolders

if TYPE_CHECKING:
    from datetime import date


def dates(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The text itself, a file's path, or - for standard input.")],
    published: Annotated[
        str, typer.Option("--published", metavar="DAY", help="The day relative words are seen from: 2026-01-15, 115年1月15日.")
    ] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Also the basis, the anchor and the rule behind each value.")] = False,
    lexicons: LexiconFolders = [],  # noqa: B006  typer copies it
) -> None:
    """Find the dates of a text and say which days they are.

    Example:  shilu dates "立院昨（9）日三讀，明年1月起實施" --published 2025-12-10 --explain
    """
    from pipeline.cli.terminal import print_table
    from pipeline.dates import DateFinder, infer_published
    from pipeline.document import Article, Block, Published, RawDocument, read_article
    from pipeline.lexicon import load_lexicons

    raw = _read(text)
    lexicon = load_lexicons(*lexicons)
    reading = read_article(Article(RawDocument(raw), (Block(0, len(raw), "paragraph"),) if raw else (), ()), lexicon.fold)
    day = Published(_day(published), "option") if published else infer_published(reading)
    mentions = DateFinder(lexicon).find(reading, day)
    typer.echo(f"publication day: {day.day or 'unknown'} ({day.basis})")
    if not mentions:
        typer.echo("no date found")
        return
    surfaces = [raw[m.start : m.end].replace("\n", " ") for m in mentions]
    values = [(s, m.value or "—", str(m.earliest or "—"), str(m.latest or "—")) for s, m in zip(surfaces, mentions, strict=True)]
    print_table("", ("expression", "value", "earliest", "latest"), values)
    if explain:
        whys = [(s, m.precision, m.basis, m.note or "—", m.rule) for s, m in zip(surfaces, mentions, strict=True)]
        print_table("", ("expression", "precision", "basis", "anchor", "rule"), whys)


def _day(text: str) -> "date":
    from pipeline.dates import parse_published
    from pipeline.errors import UsageError

    day = parse_published(text)
    if day is None:
        raise UsageError(f"--published: {text!r} is no day", remedy="write 2026-01-15")
    return day


def _read(text: str) -> str:
    if text == "-":
        return typer.get_text_stream("stdin", encoding="utf-8").read()
    try:
        path = Path(text)
        return path.read_text(encoding="utf-8") if path.is_file() else text
    except (OSError, ValueError):
        return text  # too long or strange to be a path: the text itself
