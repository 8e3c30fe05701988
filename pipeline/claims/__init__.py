"""Claims: who said what, in quotation marks or in reported words, and the author's own check-worthy assertions."""

from pipeline.claims.finder import ClaimFinder

__all__ = ["ClaimFinder"]
