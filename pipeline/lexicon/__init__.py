"""Lexicons: folders of readable data, loaded, layered and checked into one immutable value."""

from pipeline.lexicon.cache import cached, uncollected
from pipeline.lexicon.entries import Entry, Form
from pipeline.lexicon.load import Lexicons, builtin_folder, digest_lexicons, load_lexicons
from pipeline.lexicon.tables import Row, Rule

__all__ = ["Entry", "Form", "Lexicons", "Row", "Rule", "builtin_folder", "cached", "digest_lexicons", "load_lexicons", "uncollected"]
