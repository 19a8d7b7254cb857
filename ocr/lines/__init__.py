"""Drafts become lines of a receipt: goods with their prices, what was taken back, who sold; and how sure each is."""
