"""A trained recognizer fills the gaps and never overrules: shown with a tiny pipeline trained here."""

import random
from pathlib import Path

import pytest

from pipeline.entities import EntityFinder
from pipeline.errors import SettingsError
from pipeline.lexicon import Lexicons
from pipeline.segment import Segmenter
from pipeline.settings import Settings
from tests.entities.conftest import read

# "Qux" is no name to our lexicons; the pipeline learns it as an organization, and 經濟部 as a person, which must not count.
LESSONS = [
    ("昨天 Qux 停工", (3, 6, "ORG")),
    ("今天 Qux 復工", (3, 6, "ORG")),
    ("經濟部 說話", (0, 3, "PERSON")),
    ("經濟部 開會", (0, 3, "PERSON")),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spacy = pytest.importorskip("spacy")
    from spacy.training import Example

    nlp = spacy.blank("zh")
    nlp.add_pipe("ner")
    lessons = [Example.from_dict(nlp.make_doc(text), {"entities": [span]}) for text, span in LESSONS]
    nlp.initialize(lambda: lessons)
    random.seed(0)
    for _ in range(40):
        nlp.update(lessons)
    folder = tmp_path_factory.mktemp("model") / "tiny"
    nlp.to_disk(folder)
    return folder


def test_the_model_adds_what_we_missed_and_never_overrules(model: Path, lexicons: Lexicons) -> None:
    reading = read("昨天 Qux 停工\n經濟部 開會", lexicons)
    tokens = Segmenter(lexicons, Settings()).segment(reading)
    found = {(e.type, e.name, e.basis) for e in EntityFinder(lexicons, str(model)).find(reading, tokens)}
    assert found == {("organization", "Qux", "model"), ("organization", "經濟部", "lexicon")}


def test_a_pipeline_that_is_not_there_is_a_settings_error(lexicons: Lexicons) -> None:
    with pytest.raises(SettingsError, match="no_such_pipeline"):
        EntityFinder(lexicons, "no_such_pipeline")
