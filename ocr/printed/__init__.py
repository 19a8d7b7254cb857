"""What single printed words mean, wherever they stand: money, measures, dates, codes, the kinds of lines."""
