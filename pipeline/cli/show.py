"""``shilu show``: one record as a person reads it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import LexiconFolders, PublishedDay, make_settings

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from pipeline.model import Record

STYLES = {"organization": "bold cyan", "person": "bold green", "place": "bold blue", "date": "bold yellow"}
PLAIN = {"organization": ("[", "]"), "person": ("{", "}"), "place": ("(", ")"), "date": ("<", ">")}  # marks where there is no colour
HEADS = {"title": "# ", "heading": "## ", "byline": "— ", "caption": "▲ "}


def show(
    path: Annotated[str, typer.Argument(metavar="FILE|RECORD", help="A document, a dump, or a records.jsonl of a run.")],
    number: Annotated[int, typer.Option("--number", "-n", min=1, help="Which document of the file, from 1.")] = 1,
    record_id: Annotated[str, typer.Option("--id", metavar="ID", help="The record with this id instead.")] = "",
    published: PublishedDay = "",
    lexicons: LexiconFolders = [],  # noqa: B006  typer copies it
) -> None:
    """Show a document's record: body with marked names and dates, removed blocks with their reason, tables of events and claims.

    Example:  shilu show outputs/first/records.jsonl -n 3
    """
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    record = load_record(path, number, record_id, published, lexicons)
    _head(record, console)
    _body(record, console)
    _events(record)
    _claims(record)


def load_record(path: str, number: int, record_id: str, published: str, lexicons: list[Path]) -> "Record":
    """The record named: read from a run's records, or made from the document itself. Raises UsageError where there is none."""
    from pipeline.errors import UsageError
    from pipeline.model import Record

    if path.endswith(".jsonl") and Path(path).is_file():
        with Path(path).open(encoding="utf-8") as lines:
            for at, line in enumerate(lines, 1):
                if '"schema_version"' not in line[:40]:
                    break
                if json.loads(line)["id"] == record_id if record_id else at == number:
                    return Record.model_validate_json(line)
            else:
                raise UsageError(f"no record {record_id or number}", place=path)
    return _analyzed(path, number, published, lexicons)


def _analyzed(path: str, number: int, published: str, lexicons: list[Path]) -> "Record":
    from itertools import islice

    from pipeline.analyze import Analyzer
    from pipeline.document import RawDocument
    from pipeline.errors import UsageError
    from pipeline.io.containers import Limits
    from pipeline.io.fields import Fields
    from pipeline.io.formats import HTML
    from pipeline.io.html import extract_page
    from pipeline.io.sources import find_files, read_file

    items = (item for file in find_files([path]) for item in read_file(file, Fields(), Limits()))
    item = next(islice(items, number - 1, None), None)
    if item is None:
        raise UsageError(f"no document {number}", place=path)
    if not isinstance(item, RawDocument):
        raise UsageError(item.message, place=path)
    raw = extract_page(item) if item.origin.media_type == HTML else item
    return Analyzer(make_settings(lexicons, published)).record(raw)


def _head(record: "Record", console: "Console") -> None:
    source = record.source
    day = source.published
    parts = [source.outlet, source.title, f"published {day.value} ({day.basis})" if day.value else "publication day unknown"]
    console.print(" · ".join(p for p in parts if p), style="dim")
    console.print(f"{source.path or '-'} #{source.index}  id {record.id}", style="dim")


def _body(record: "Record", console: "Console") -> None:
    from rich.text import Text

    for part in sorted((*record.body, *record.removed), key=lambda p: p.start):
        role = getattr(part, "role", None)
        if role is None:
            console.print(_removed(record, part))
            continue
        text = Text(HEADS.get(role, ""), style="bold" if role in {"title", "heading"} else "")
        text.append_text(marked(record, part.start, part.end, plain=console.no_color or not console.is_terminal))
        console.print(text)
    console.print()


def _removed(record: "Record", part: object) -> "Text":
    from rich.text import Text

    start, end = part.start, part.end  # type: ignore[attr-defined]
    head = " ".join(record.text[start:end].split())[:48]
    return Text(f"  ✂ {part.kind} ({part.rule}, {end - start} characters): {head}…", style="bright_black")  # type: ignore[attr-defined]


def marked(record: "Record", start: int, end: int, *, plain: bool) -> "Text":
    """The text of ``start..end`` with names and dates marked; nested marks give way to the outer one."""
    from rich.text import Text

    marks = [(m.start, m.end, e.type) for e in record.entities for m in e.mentions] + [(d.start, d.end, "date") for d in record.dates]
    out = Text()
    at = start
    for s, e, kind in sorted(marks, key=lambda m: (m[0], -m[1])):
        if s < at or e > end:
            continue
        out.append(record.text[at:s])
        left, right = PLAIN[kind] if plain else ("", "")
        out.append(left + record.text[s:e] + right, style="" if plain else STYLES[kind])
        at = e
    out.append(record.text[at:end])
    return out


def _events(record: "Record") -> None:
    from pipeline.cli.terminal import print_table

    names = {e.id: e.name for e in record.entities}
    rows = [
        (
            v.when.value or "?",
            v.type,
            v.trigger.text,
            "、".join(names[p.entity] for p in v.participants),
            v.status,
        )
        for v in sorted(record.events, key=lambda v: (str(v.when.earliest or "9999"), v.trigger.start))
    ]
    if rows:
        print_table("Dated events", ("when", "type", "trigger", "who", "status"), rows)


def _claims(record: "Record") -> None:
    from pipeline.cli.terminal import print_table

    rows = [
        (c.speaker.name if c.speaker else f"({c.form})", c.cue.text if c.cue else "", " ".join(c.content.text.split()))
        for c in record.claims
    ]
    if rows:
        print_table("Claims", ("who", "cue", "what"), rows)
