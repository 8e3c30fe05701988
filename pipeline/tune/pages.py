"""Documents laid out for tuning: a dump is cleaned, cut and searched for names; the records of a run are taken as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.assemble import reading_of
from pipeline.clean import Cleaner
from pipeline.document import RawDocument, Reading, Tokens, read_article
from pipeline.entities import EntityFinder
from pipeline.errors import DocumentRejected
from pipeline.io.containers import Limits
from pipeline.io.fields import Fields
from pipeline.io.formats import HTML
from pipeline.io.html import extract_page
from pipeline.io.sources import SourceFile, find_files, read_file
from pipeline.lexicon import Lexicons
from pipeline.mentions import EntityBasis, EntityType
from pipeline.model import Record
from pipeline.segment import Segmenter
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of a name that is known or was found by its form."""

    start: int
    end: int
    type: EntityType
    basis: EntityBasis


@dataclass(frozen=True, slots=True)
class Page:
    """A document's reading, its tokens, and the names in it, in text order."""

    reading: Reading
    tokens: Tokens
    names: tuple[Name, ...]


def read_documents(paths: list[str]) -> Iterator[RawDocument]:
    """The readable documents of files, folders or globs, HTML pages taken apart; what cannot be read is left out."""
    for file in find_files(paths):
        for item in read_file(SourceFile(file.path, file.size), Fields(), Limits()):
            if isinstance(item, RawDocument) and item.text.strip():
                if item.origin.media_type != HTML:
                    yield item
                    continue
                try:
                    yield extract_page(item)
                except DocumentRejected:
                    continue


def records_of(path: Path) -> Path | None:
    """The records.jsonl that ``path`` is or holds, where it is a run."""
    file = path / "records.jsonl" if path.is_dir() else path
    if not file.is_file() or file.suffix != ".jsonl":
        return None
    with file.open(encoding="utf-8") as lines:
        return file if '"schema_version"' in lines.readline()[:40] else None


class PageReader:
    """Lays documents out under fixed lexicons."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._fold = lexicons.fold
        self._cleaner = Cleaner(lexicons)
        self._segmenter = Segmenter(lexicons, Settings())
        self._entities = EntityFinder(lexicons)

    def pages(self, source: str) -> Iterator[Page]:
        """The pages of a dump, or of a run named by its folder or its records.jsonl."""
        records = records_of(Path(source))
        if records is None:
            yield from (self.of_document(raw) for raw in read_documents([source]))
            return
        with records.open(encoding="utf-8") as lines:
            yield from (self.of_record(Record.model_validate_json(line)) for line in lines)

    def of_document(self, raw: RawDocument) -> Page:
        """A document cleaned, cut and searched for names."""
        reading = read_article(self._cleaner.clean(raw), self._fold)
        tokens = self._segmenter.segment(reading)
        found = self._entities.find(reading, tokens)
        names = sorted((Name(m.start, m.end, e.type, e.basis) for e in found for m in e.mentions), key=lambda n: n.start)
        return Page(reading, tokens, tuple(names))

    def of_record(self, record: Record) -> Page:
        """A record's own body and names, cut again."""
        reading = reading_of(record, self._fold)
        names = sorted((Name(m.start, m.end, e.type, e.basis) for e in record.entities for m in e.mentions), key=lambda n: n.start)
        return Page(reading, self._segmenter.segment(reading), tuple(names))
