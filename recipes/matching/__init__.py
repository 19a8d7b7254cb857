"""Which recipes fit a household's stock: the index, its two stages, what a match is worth, and why."""
