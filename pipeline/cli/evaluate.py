"""``shilu evaluate``: the figures over a gold folder, held against their floors."""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import LexiconFolders, make_settings

if TYPE_CHECKING:
    from pipeline.evaluate.baseline import Baseline
    from pipeline.evaluate.evaluate import Evaluation
    from pipeline.evaluate.score import Counts


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder with documents.jsonl and annotations.jsonl.")] = Path(
        "corpus/gold"
    ),
    baseline: Annotated[Path | None, typer.Option(metavar="FILE", help="The floors; baseline.json beside GOLD otherwise.")] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors to what is measured.")] = False,
    allow_regression: Annotated[
        str, typer.Option("--allow-regression", metavar="REASON", help="With --update: floors may fall, and why.")
    ] = "",
    details: Annotated[bool, typer.Option("--details", help="List every mistake by kind, with the text around it.")] = False,
    lexicons: LexiconFolders = [],  # noqa: B006  typer copies it
) -> None:
    """Measure the records of a gold folder: precision, recall and F1 of everything, each against its floor.

    The gold is checked first: one that contradicts its texts or itself is refused. Exit: 0 nothing under its floor, 1 something is,
    2 the gold or the baseline cannot be used.

    Example:  shilu evaluate corpus/gold --details
    """
    from pipeline.analyze import Analyzer
    from pipeline.errors import UsageError
    from pipeline.evaluate.baseline import read_baseline, updated, write_baseline
    from pipeline.evaluate.evaluate import evaluate as measure
    from pipeline.evaluate.gold import read_gold

    if allow_regression and not update:
        raise UsageError("--allow-regression goes with --update")
    path = baseline or gold.resolve().parent / "baseline.json"
    known, checked = read_baseline(path), read_gold(gold)
    result = measure(checked, Analyzer(make_settings(lexicons)))
    if update:
        known = updated(known, checked.digest, result.f1, allow_regression)
        write_baseline(path, known)
    elif known and known.gold != checked.digest:
        raise UsageError("the gold is not the one these floors were measured on", place=str(path), remedy="look at it, then --update")
    if details:
        _mistakes(result)
    under = known.under(result.f1) if known else {}
    _figures(f"{gold}: {len(checked.documents)} documents", result.figures, known, under)
    if under:
        typer.echo(f"under the floor: {', '.join(under)}", err=True)
        raise typer.Exit(1)


def _figures(title: str, figures: "Mapping[str, Counts]", known: "Baseline | None", under: Mapping[str, float]) -> None:
    from pipeline.cli.terminal import print_table

    floors = known.floors if known else {}
    rows = [
        (
            name.replace("_", " "),
            f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1:.3f}",
            f"{floors[name]:.3f}{' ✗' if name in under else ''}" if name in floors else "",
            f"{c.gold:,}", f"{c.found:,}",
        )
        for name, c in figures.items()
    ]  # fmt: skip
    print_table(title, ("figure", "P", "R", "F1", "floor", "gold", "found"), rows)


def _mistakes(result: "Evaluation") -> None:
    from pipeline.cli.terminal import print_table

    for kind, group in groupby(result.mistakes, key=lambda m: m.kind):
        rows = [(m.document, m.snippet, m.note) for m in group]
        print_table(f"{kind}: {len(rows)}", ("where", "text", "gold → found" if "→" in rows[0][2] else ""), rows)
