"""Fixtures all tests share: the built-in lexicons once, one analyzer, and where the shared measures stand, if they do."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def lexicons():
    from pipeline.lexicon import load_lexicons

    return load_lexicons()


@pytest.fixture(scope="session")
def analyzer():
    from pipeline import Analyzer

    return Analyzer()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the project; a test that needs it is skipped, visibly, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: measures over real documents are skipped")
    return SHARED


@pytest.fixture
def reading_of(lexicons):
    """A reading of a plain text: each line one paragraph, nothing removed."""
    from pipeline.document import Article, Block, RawDocument, read_article

    def make(text: str):
        blocks, at = [], 0
        for line in text.split("\n"):
            if line.strip():
                blocks.append(Block(at, at + len(line), "paragraph"))
            at += len(line) + 1
        return read_article(Article(RawDocument(text), tuple(blocks), ()), lexicons.fold)

    return make
