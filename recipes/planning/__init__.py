"""The week's dinners as one choice: the programme that is solved, and its days."""
