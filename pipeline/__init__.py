"""shilu 實錄: dated events, organizations and claims from dumps of Traditional Chinese (Taiwan) news.

    from pipeline import Analyzer
    record = Analyzer().analyze(text, published="2026-01-15")

The way of the data stands in ``analyze.py``; nothing heavy is imported until it is asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.analyze import Analyzer
    from pipeline.model import Record
    from pipeline.settings import Settings

__version__ = "0.1.0"
__all__ = ["Analyzer", "Record", "Settings", "__version__"]

_HOMES = {"Analyzer": "pipeline.analyze", "Record": "pipeline.model", "Settings": "pipeline.settings"}


def __getattr__(name: str) -> Any:
    """The public names, imported on first use so that ``import pipeline`` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
