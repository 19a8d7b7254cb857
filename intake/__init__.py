"""intake/ takes a file from a person to stock: document, reading, proposals, events.

Start at `taking.take_in` (a file comes in) and `review.review_documents` (what still needs a look); the page,
the command line and the pipeline call the same functions, so that a file read anywhere is read alike.
May import pantry, ocr, recognition and recipes. Never holds a rule about food, a widget or an asset.
"""
