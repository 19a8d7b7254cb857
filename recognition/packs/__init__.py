"""What is printed on packs: barcodes and what their digits say, dates, and the words that name a food."""
