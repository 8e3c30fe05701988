"""``shilu segment``: a text cut into words, and why."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import LexiconFolders, SegmentationEngine, make_settings


def segment(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="The text itself, a file's path, or - for standard input.")],
    explain: Annotated[bool, typer.Option("--explain", help="One word a line, with what made it one.")] = False,
    hmm: Annotated[
        bool, typer.Option("--hmm/--no-hmm", help="Let the engine guess unknown words everywhere, not only in runs of characters.")
    ] = False,
    segmenter: SegmentationEngine = "rjieba",
    lexicons: LexiconFolders = [],  # noqa: B006  typer copies it
) -> None:
    """Cut a text into words.

    Example:  shilu segment "台北市政府昨天宣布，這個計畫延後三個月" --explain
    """
    from pipeline.cli.terminal import print_table
    from pipeline.lexicon import load_lexicons
    from pipeline.tune.boundaries import cut
    from pipeline.tune.boundaries import explain as tell

    settings = make_settings(lexicons, segmenter=segmenter).model_copy(update={"hmm": hmm})
    loaded = load_lexicons(*lexicons)
    for line in _read(text).splitlines():
        if explain and line.strip():
            print_table(
                line if len(line) <= 60 else line[:59] + "…",
                ("word", "why", "entry"),
                [(t.text, t.why, t.place) for t in tell(line, loaded, settings)],
            )
        elif not explain:
            typer.echo(" ".join(cut(line, loaded, settings)))


def _read(text: str) -> str:
    if text == "-":
        return typer.get_text_stream("stdin", encoding="utf-8").read()
    try:
        path = Path(text)
        return path.read_text(encoding="utf-8-sig") if path.is_file() else text
    except (OSError, ValueError):
        return text  # too long or strange to be a path: the text itself
