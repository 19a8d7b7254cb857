"""Recipes found by words: the index of texts, and other words for what a word names."""
