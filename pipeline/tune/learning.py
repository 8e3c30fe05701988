"""What the trainers of weights share: logistic regression, greedy matching with gold, the figures, the file of weights, the command line."""

import argparse
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

STEP = 0.3
EPOCHS = 120
PENALTY = 8.0
LEAST = 3  # a feature seen less often is not learned

Example = tuple[Sequence[str], bool]  # its features, and whether it is right
Figures = dict[str, tuple[float, float, float]]  # measure → precision, recall, F1
F = TypeVar("F")
G = TypeVar("G")
S = TypeVar("S")


def learned(examples: Sequence[Example], *, epochs: int = EPOCHS, penalty: float = PENALTY, least: int = LEAST) -> dict[str, float]:
    """Feature → weight, by logistic regression (AdaGrad, an L2 penalty) over examples. ``least``: times a feature must be seen.

    The same examples give the same weights.
    """
    seen = Counter(f for features, _ in examples for f in features)
    names = sorted(f for f, times in seen.items() if times >= least)
    ids = {f: n for n, f in enumerate(names)}
    rows = [([ids[f] for f in features if f in ids], right) for features, right in examples]
    weights, squares = [0.0] * len(names), [1e-8] * len(names)
    shrink = penalty / len(rows)
    for _ in range(epochs):
        for row, right in rows:
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[n] for n in row))))) - right
            for n in row:
                # The penalty of a feature is spread over the rows that have it, so that rare ones shrink as much as frequent ones.
                slope = error + shrink * weights[n] * len(rows) / seen[names[n]]
                squares[n] += slope * slope
                weights[n] -= STEP * slope / math.sqrt(squares[n])
    return dict(zip(names, weights, strict=True))


def paired(found: Iterable[F], gold: Iterable[G], fits: Callable[[F, G], bool]) -> Iterator[tuple[F, G | None]]:
    """Each that was found with the first of gold that fits it and is not taken, else None."""
    left = list(gold)
    for item in found:
        match = next((g for g in left if fits(item, g)), None)
        if match is not None:
            left.remove(match)
        yield item, match


def matched(found: Iterable[F], gold: Iterable[G], fits: Callable[[F, G], bool]) -> int:
    """How many of gold were found."""
    return sum(match is not None for _, match in paired(found, gold, fits))


def figures(hits: Mapping[str, int], told: int, gold: int) -> Figures:
    """Precision, recall and F1 of each measure; ``told`` were found in all, ``gold`` should have been."""
    return {name: (n / max(told, 1), n / max(gold, 1), 2 * n / max(told + gold, 1)) for name, n in hits.items()}


def write_weights(weights: Mapping[str, float], path: Path, head: str) -> None:
    """The weights as a lexicon file under its head; those that round to nothing are left out."""
    rows = [f"{name}\t{weight:.2f}\n" for name, weight in sorted(weights.items()) if abs(weight) >= 0.005]
    path.write_text(head + "".join(rows), encoding="utf-8", newline="\n")


def train(
    about: str | None,
    out: Path,
    read: Callable[[Path], Iterable[S]],
    check: Callable[[Sequence[S]], Figures],
    write: Callable[[Sequence[S], Path], None],
) -> None:
    """The command line of a trainer: gold folders → a file of weights, or with ``--check`` its figures in cross-validation.

    ``out`` is where the weights go unless another place is named.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=out)
    parser.add_argument("--check", action="store_true", help="cross-validate instead of writing")
    chosen = parser.parse_args()
    samples = [sample for folder in chosen.folders for sample in read(folder)]
    if not chosen.check:
        write(samples, chosen.out)
        return
    for name, (precision, recall, f1) in check(samples).items():
        print(f"{name:20} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
