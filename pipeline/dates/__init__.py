"""Dates: every calendar expression of a text, with its value and the anchor it was resolved from."""

from pipeline.dates.finder import DateFinder

__all__ = ["DateFinder"]
