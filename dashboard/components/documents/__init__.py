"""What came in: files, their lines in Review, receipts, and lines typed by hand."""
