"""Recipes written as text: pasted, typed, told in sentences, with or without headings."""
