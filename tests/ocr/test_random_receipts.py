"""Receipts of ten languages put together at random: nearly all are read whole, and no wrong line goes in unasked."""

from datetime import date

from rapidfuzz import fuzz

from ocr.pages.plain_text import words_of_text
from ocr.reading import ReceiptLine, ReceiptReading
from ocr.receipt import parse_words
from ocr.resolve import resolve
from pantry.foods import catalog
from samples.random_receipts import Article, RandomReceipt, random_receipt

AS_OF = date(2026, 11, 30)
SEEDS = range(150)


def read(receipt: RandomReceipt) -> ReceiptReading:
    """Read a receipt given as text."""
    return parse_words(list(words_of_text(receipt.text)), as_of=AS_OF, has_boxes=False)


def is_line_of(article: Article, line: ReceiptLine) -> bool:
    """Return whether a line has the article's name, money and quantity."""
    return (fuzz.ratio(article.name, line.name) >= 90 and line.total_minor == article.total_minor
            and line.quantity == article.quantity)


def is_whole(receipt: RandomReceipt, reading: ReceiptReading) -> bool:
    """Return whether goods and total are those of the receipt."""
    lines = list(reading.items)
    is_found = [any(is_line_of(article, line) for line in lines) for article in receipt.goods]
    return all(is_found) and len(lines) == len(receipt.goods) and reading.total_minor == receipt.total_minor


def test_receipts_put_together_at_random_are_read_whole() -> None:
    receipts = [random_receipt(seed) for seed in SEEDS]
    whole = sum(is_whole(receipt, read(receipt)) for receipt in receipts)
    assert whole >= 0.98 * len(receipts)


def test_no_line_that_was_not_bought_goes_in_unasked() -> None:
    for seed in SEEDS:
        receipt = random_receipt(seed)
        reading = read(receipt)
        unasked = {one.line_no for one in resolve(reading, catalog=catalog(), aliases={}, today=AS_OF) if one.is_sure}
        for line in reading.items:
            is_bought = any(fuzz.ratio(article.name, line.name) >= 90 and line.total_minor == article.total_minor
                            for article in receipt.goods)
            assert is_bought or line.line_no not in unasked, (seed, line.raw_text)
