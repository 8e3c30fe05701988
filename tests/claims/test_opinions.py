"""The opinion spans of another project: above the best its authors reached. Skipped, visibly, where the folder is absent."""

from pathlib import Path

import pytest

from pipeline.lexicon import Lexicons

from .opinions import NAME, measure

BEST_OF_ITS_AUTHORS = 0.64


@pytest.mark.shared
def test_better_than_its_authors(shared: Path, lexicons: Lexicons) -> None:
    if not (shared / "gold" / NAME).is_file():
        pytest.skip(f"../shared/gold/{NAME} is absent")
    scores = measure(shared, lexicons)
    assert scores.opinions.f1 > BEST_OF_ITS_AUTHORS
    assert scores.persons.f1 > BEST_OF_ITS_AUTHORS
