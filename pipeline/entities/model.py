"""The door to trained recognizers: any installed spaCy pipeline may add names that lexicons and patterns did not find.

Policy where they disagree: a name of ours stands; a model's name counts only where it overlaps none of ours. A model's name that reads like one
of ours elsewhere in the document becomes another mention of the same entity.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.document import Reading
from pipeline.entities.found import Found
from pipeline.errors import SettingsError
from pipeline.mentions import EntityType

LABELS: Mapping[str, EntityType] = {
    "ORG": "organization",
    "PERSON": "person",
    "PER": "person",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}


class NameModel:
    """A spaCy pipeline that names organizations, people and places; its labels are those of OntoNotes or CoNLL."""

    def __init__(self, name: str, pipeline: Callable[[str], Any]) -> None:
        self._rule, self._pipeline = f"model {name}", pipeline

    def find(self, reading: Reading) -> Iterator[Found]:
        """The model's names in the blocks of a reading, as it gives them."""
        for block in reading.blocks:
            for span in self._pipeline(reading.text[block.start : block.end]).ents:
                kind = LABELS.get(span.label_)
                if kind:
                    yield Found(block.start + span.start_char, block.start + span.end_char, kind, "", "model", self._rule)


def load_model(name: str) -> NameModel:
    """The installed spaCy pipeline (package or folder) of that name. Raises SettingsError where there is none or it names nothing."""
    import spacy

    try:
        pipeline = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        remedy = f"install it (python -m spacy download {name}) or name a folder"
        raise SettingsError(f"ner_model: no spaCy pipeline {name!r}: {error}", remedy=remedy) from error
    if not set(pipeline.pipe_names) & {"ner", "entity_ruler", "span_ruler"}:
        raise SettingsError(f"ner_model: {name!r} names no entities", remedy="choose a pipeline with an ner component")
    return NameModel(name, pipeline)


def added(found: list[Found], more: Iterator[Found]) -> list[Found]:
    """``found`` and those of ``more`` that overlap none of it, in text order."""
    taken = {at for f in found for at in range(f.start, f.end)}
    fresh = [f for f in more if taken.isdisjoint(range(f.start, f.end))]
    return sorted([*found, *fresh], key=lambda f: f.start)
