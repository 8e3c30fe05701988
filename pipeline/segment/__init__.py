"""Segmentation: a reading becomes tokens; a word of the lexicons that stands in the text is one token."""

from pipeline.segment.segmenter import Segmenter

__all__ = ["Segmenter"]
