"""Recipes as people see them, one recipe, cooking it, and the week's plan."""
