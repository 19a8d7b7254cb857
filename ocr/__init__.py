"""ocr/ turns one picture, PDF or text into words, and words into a receipt.

Start at `receipt.read_receipt` (what is printed) and `resolve.resolve` (what it means for the pantry).
Reads files, writes nothing, keeps no household. May import `pantry` (foods, quantities, media); must never
know about recognition, the journal, Dagster or Streamlit, and its code names no merchant and no product.
Inside, in the order of reading: `pages`, `engines`, `layout`, `lines`, `sums`; `printed` tells what single words mean.
"""
