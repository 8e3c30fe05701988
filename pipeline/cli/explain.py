"""``shilu explain``: why something is, or is not, in a record."""

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import LexiconFolders, PublishedDay, make_settings

if TYPE_CHECKING:
    from pipeline.tune.explain import Reason


def explain(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A document or a dump.")],
    at: Annotated[int | None, typer.Option("--at", metavar="OFFSET", min=0, help="The code point asked about.")] = None,
    text: Annotated[str, typer.Option("--text", metavar="WORDS", help="The words asked about, wherever they stand.")] = "",
    number: Annotated[int, typer.Option("--number", "-n", min=1, help="Which document of a dump, from 1.")] = 1,
    most: Annotated[int, typer.Option("--most", min=1, help="With --text: how many of its places.")] = 3,
    published: PublishedDay = "",
    lexicons: LexiconFolders = [],  # noqa: B006  typer copies it
) -> None:
    """Say why this is there, or is not: the line's verdict, tokens with their entries, guards that held, rules, anchors.

    Without a place: every name, date, claim and event with what made it.

    Example:  shilu explain corpus/samples/c04_cna_politics.txt --text 行政院
    """
    from itertools import islice

    from pipeline.analyze import Analyzer
    from pipeline.errors import UsageError
    from pipeline.tune.explain import Explainer
    from pipeline.tune.pages import read_documents

    raw = next(islice(read_documents([path]), number - 1, None), None)
    if raw is None:
        raise UsageError(f"no document {number}", place=path)
    explainer = Explainer(raw, Analyzer(make_settings(lexicons, published)))
    if at is None and not text:
        _table("everything found", explainer.everything())
        return
    if at is not None and at >= len(raw.text):
        raise UsageError(f"--at {at} lies behind the text", place=path, remedy=f"it has {len(raw.text)} code points")
    places = explainer.places(text) if at is None else [(at, at + 1)]
    if not places:
        raise UsageError(f"{text!r} does not stand in the document", place=path)
    for start, end in places[:most]:
        before, after = raw.text[max(0, start - 14) : start], raw.text[end : end + 14]
        _table(f"{start}–{end}  " + " ".join(f"{before}⟦{raw.text[start:end]}⟧{after}".split()), explainer.at((start, end)))


def _table(title: str, reasons: "list[Reason]") -> None:
    from pipeline.cli.terminal import print_table

    print_table(title, ("what", "text", "why", "rule or entry"), [(r.topic, r.text, r.why, r.rule) for r in reasons])
