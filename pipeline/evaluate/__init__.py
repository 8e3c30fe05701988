"""Scores of records against hand-annotated gold, and the gold itself."""
