"""The finder, compiled once, and a short way to ask it."""

from datetime import date

import pytest

from pipeline.dates import DateFinder
from pipeline.document import Published


@pytest.fixture(scope="session")
def finder(lexicons):
    return DateFinder(lexicons)


@pytest.fixture
def find(finder, reading_of):
    """(text, publication day or None) -> mentions."""

    def ask(text: str, published: date | None = date(2025, 3, 12)):
        return finder.find(reading_of(text), Published(published, "option" if published else "none"))

    return ask
