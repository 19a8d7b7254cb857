"""Food that lies in the house: cards, rows, the facts of one lot, and the dialogs about it."""
