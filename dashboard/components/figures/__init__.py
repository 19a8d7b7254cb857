"""Figures: bars, charts, the cards and words of the Waste page, and how Larder itself runs."""
