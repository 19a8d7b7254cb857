"""Recipes that other programs export, each format in a module; `exports` tells which it is."""
