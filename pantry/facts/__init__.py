"""What events say beside stock, folded in Python: shops, shopping list, recipes kept, what was taught and undone."""
