"""What a click does: actions of the household's kitchen, each remembered so that it can be taken back."""
