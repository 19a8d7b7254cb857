"""Training: data sets, views, networks, and what is fitted on their embeddings. Never loaded at run time."""
