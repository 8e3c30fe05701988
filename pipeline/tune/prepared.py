"""Annotated documents as the steps of a run leave them: what weights are learned from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.analyze import Analyzer, Work
from pipeline.document import Origin, RawDocument
from pipeline.evaluate.gold import DOCUMENTS
from pipeline.evaluate.standoff import read_rows


def works(folder: Path, analyzer: Analyzer) -> Iterator[tuple[str, Work]]:
    """The id of each document of a gold folder, and what the analyzer's steps make of it. Raises what a step fails of."""
    for row in read_rows(folder / DOCUMENTS):
        work = Work(RawDocument(row["text"], _origin(row)))
        for step in analyzer.steps():
            work.attempt(step)
        if work.failure is not None:
            raise work.failure
        yield row["id"], work


def _origin(row: dict[str, Any]) -> Origin:
    published, title, outlet, url = (str(row.get(key) or "") for key in ("published", "title", "outlet", "url"))
    return Origin(published=published, title=title, outlet=outlet, url=url)
