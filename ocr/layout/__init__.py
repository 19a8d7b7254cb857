"""Words become rows, on any paper, and rows become drafts of lines: a name, a count or weight, and money.

What came apart in reading is put together again: cells, columns, names of two rows.
"""
