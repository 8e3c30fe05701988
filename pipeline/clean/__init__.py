"""Cleaning: the body and nothing but the body, with the reason for everything removed."""

from pipeline.clean.cleaner import Cleaner
from pipeline.clean.repeats import Repeats, count_repeats

__all__ = ["Cleaner", "Repeats", "count_repeats"]
