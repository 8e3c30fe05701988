"""Organizations, people and places of a document, and what they are called in it."""

from pipeline.entities.finder import EntityFinder

__all__ = ["EntityFinder"]
