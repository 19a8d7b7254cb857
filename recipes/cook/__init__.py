"""What a cook needs at the stove: scaled lines in the household's measures, steps, timers."""
