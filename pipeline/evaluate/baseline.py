"""The baseline: a floor for every figure, the digest of the gold it holds for, and why a floor was ever lowered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

MARGIN = 0.005  # a floor stands this far under the figure it was set by, so that two figures may trade a trifle
EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Regression:
    """A floor that was lowered, and why."""

    figure: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """Floors of F1 by figure, for the gold with this digest."""

    gold: str
    floors: Mapping[str, float]
    regressions: tuple[Regression, ...] = ()

    def under(self, figures: Mapping[str, float]) -> dict[str, float]:
        """The figures that stand under their floor, or are not measured any more, with the floor."""
        return {name: least for name, least in self.floors.items() if figures.get(name, 0.0) < least - EXACT}


def read_baseline(path: Path) -> Baseline | None:
    """The baseline of a file; None where there is no file. Raises UsageError where it is something else."""
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        past = tuple(Regression(r["figure"], r["from"], r["to"], r["reason"]) for r in data["regressions"])
        return Baseline(data["gold"], {str(k): float(v) for k, v in data["floors"].items()}, past)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"no baseline: {error!r}", place=str(path), remedy="remove it and run with --update") from error


def updated(old: Baseline | None, gold: str, figures: Mapping[str, float], reason: str) -> Baseline:
    """The baseline with floors raised to what was measured. A floor falls only with a ``reason``, which is kept.

    Raises UsageError where a figure is under its floor and no reason is given.
    """
    floors = {} if old is None else dict(old.floors)
    fallen = {} if old is None else old.under(figures)
    if fallen and not reason:
        raise UsageError(f"under the floor: {', '.join(fallen)}", remedy="mend it, or say why with --allow-regression REASON")
    lowered = {name: _floor(figures[name]) for name in fallen if name in figures}
    past = () if old is None else old.regressions
    past += tuple(Regression(name, least, lowered.get(name, 0.0), reason) for name, least in fallen.items())
    raised = {name: max(floors.get(name, 0.0), _floor(value)) for name, value in figures.items()} | lowered
    return Baseline(gold, raised, past)


def _floor(figure: float) -> float:
    return max(0.0, floor((figure - MARGIN) * 1000) / 1000)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write the baseline as JSON, moved into place when whole."""
    data: dict[str, Any] = {
        "gold": baseline.gold,
        "floors": dict(baseline.floors),
        "regressions": [{"figure": r.figure, "from": r.before, "to": r.after, "reason": r.reason} for r in baseline.regressions],
    }
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
