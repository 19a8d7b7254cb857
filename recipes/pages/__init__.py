"""Recipes in web pages: JSON-LD, what a host's own reader finds, and the lists that the page shows."""
