"""``shilu schema``: the JSON Schema of a record."""

from pathlib import Path
from typing import Annotated

import typer


def schema(
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write it there instead of printing it.")] = None,
) -> None:
    """Print the JSON Schema of a record (output contract 1).

    Example:  shilu schema -o outputs/record.schema.json
    """
    text = schema_text()
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


def schema_text() -> str:
    """The schema as it stands in outputs/record.schema.json."""
    import json

    from pipeline.model import Record

    data = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Record.model_json_schema(mode="serialization")
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
