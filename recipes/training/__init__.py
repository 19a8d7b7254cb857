"""Training of the classifier of ingredient lines. Never loaded at run time."""
