"""``shilu view``: a run, or documents on the fly, as one self-contained page."""
