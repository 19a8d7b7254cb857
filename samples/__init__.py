"""samples/ holds small files of our own: rendered receipts, a drawn pack, recipes, and the simulated kitchen.

Start at `simulate.fill_demo`. Everything here is made by a script beside it and may be made again.
"""
