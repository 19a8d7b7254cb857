"""Training: labelled receipts, the recognisers as torch modules, and what fits them. Never loaded at run time."""
