"""Dates: every calendar expression of a text, with its value and the anchor it was resolved from."""

from pipeline.dates.finder import DateFinder
from pipeline.dates.published import infer_published, parse_published

__all__ = ["DateFinder", "infer_published", "parse_published"]
