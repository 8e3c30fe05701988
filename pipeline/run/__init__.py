"""Running the analyzer over dumps: a frozen plan, shards in order, workers that may die, one merged report."""
