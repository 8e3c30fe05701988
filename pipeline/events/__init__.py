"""Dated events: a trigger of the ontology tied to a date of its clause, its sentence or the narrative."""

from pipeline.events.finder import EventFinder

__all__ = ["EventFinder"]
