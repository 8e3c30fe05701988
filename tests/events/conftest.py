"""One analyzer's stages for all event tests, and how a sentence is read as a body."""

from collections.abc import Callable

import pytest

from pipeline.analyze import Analyzer
from pipeline.lexicon import Lexicons, load_lexicons
from pipeline.model import Record

TODAY = "2026-11-10"


@pytest.fixture(scope="session")
def lexicons() -> Lexicons:
    return load_lexicons()


@pytest.fixture(scope="session")
def read() -> Callable[[str], Record]:
    analyzer = Analyzer()
    return lambda text: analyzer.analyze(text, published=TODAY)
