"""Options that several commands share."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.settings import Settings

LexiconFolders = Annotated[
    list[Path], typer.Option("--lexicons", metavar="DIR", help="Own lexicons over the built-in ones; repeatable, later ones win.")
]
PublishedDay = Annotated[str, typer.Option("--published", metavar="DAY", help="Publication day where the metadata state none: 2026-01-15.")]
SegmentationEngine = Annotated[str, typer.Option("--segmenter", metavar="NAME", help="rjieba (fast) or jieba (reference).")]
NerModel = Annotated[str, typer.Option("--ner-model", metavar="NAME", help="An installed spaCy pipeline that adds names (basis 'model').")]
WithAssertions = Annotated[bool, typer.Option("--assertions/--no-assertions", help="Also the author's own check-worthy assertions.")]


def make_settings(
    lexicons: list[Path], published: str = "", segmenter: str = "rjieba", ner_model: str = "", assertions: bool = True
) -> "Settings":
    """Settings of the options given. Raises SettingsError naming the option that has no meaning."""
    from pydantic import ValidationError

    from pipeline.dates.published import parse_published
    from pipeline.errors import SettingsError
    from pipeline.settings import Settings

    if published and parse_published(published) is None:
        raise SettingsError(f"--published {published!r} is no day", remedy="write it as 2026-01-15")
    try:
        return Settings.model_validate(
            {"lexicons": lexicons, "published": published, "engine": segmenter, "ner_model": ner_model, "assertions": assertions}
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", remedy="see shilu run --help") from error
