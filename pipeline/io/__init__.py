"""Reading dumps and writing records. Nothing here knows what a date or a claim is."""
