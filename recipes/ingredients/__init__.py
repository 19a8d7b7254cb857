"""One ingredient line taken apart: amounts, units, names, its classifier, and what the amount weighs."""
