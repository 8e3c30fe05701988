"""The stages of the way of a document, compiled from lexicons under settings: once, then from the cache."""

import os
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from pipeline import __version__
from pipeline.claims import ClaimFinder
from pipeline.clean import Cleaner
from pipeline.dates import DateFinder
from pipeline.entities import EntityFinder
from pipeline.events import EventFinder
from pipeline.lexicon import Lexicons, cached, load_lexicons
from pipeline.segment import Segmenter
from pipeline.settings import Settings

_ASKED = ("jieba", "opencc-python-reimplemented", "rjieba")


class Stages(NamedTuple):
    """What reads a document, stage by stage."""

    fold: Mapping[int, str]
    cleaner: Cleaner
    segmenter: Segmenter
    dates: DateFinder
    entities: EntityFinder
    claims: ClaimFinder
    events: EventFinder


def compile_stages(lexicons: Lexicons, settings: Settings) -> Stages:
    """The stages under these lexicons. Raises LexiconError or SettingsError where lexicons or settings cannot be used."""
    return Stages(
        lexicons.fold,
        Cleaner(lexicons),
        Segmenter(lexicons, settings),
        DateFinder(lexicons),
        EntityFinder(lexicons, settings.ner_model),
        ClaimFinder(lexicons, assertions=settings.assertions),
        EventFinder(lexicons),
    )


def load_stages(settings: Settings, digest: str) -> Stages:
    """The stages under the lexicons that the settings name, which have this ``digest``: compiled once, then from the cache.

    Those with a trained recognizer are never kept.
    """
    shaping = settings.model_copy(update={"lexicons": (), "published": ""}).digest()
    name = f"stages-{digest}-{shaping}-{_code_digest()}.pickle"

    def make() -> Stages:
        return compile_stages(load_lexicons(*settings.lexicons, keep=False), settings)

    return cached(name, Stages, make, keep=not settings.ner_model)


def _code_digest() -> str:
    """16 hex digits over all else that shapes what is kept: Python, the packages whose tables are asked, our own source files, compiled ones too.

    Of the files, names, times and sizes, by which Python itself tells whether what it keeps of them is still true.
    """
    made_of = __version__, sys.version, *map(version, _ASKED), *sorted(_sources(Path(__file__).parent))
    return sha256(repr(made_of).encode()).hexdigest()[:16]


def _sources(folder: Path | str) -> Iterator[tuple[str, int, int]]:
    for item in os.scandir(folder):
        if item.is_dir():
            yield from _sources(item.path)
        elif item.name.endswith((".py", ".so", ".pyd")):
            state = item.stat()
            yield item.path, state.st_mtime_ns, state.st_size
