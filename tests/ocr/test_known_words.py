"""A doubtful word that is nearly a word of receipts is read as that, unless its letters speak against it."""

import pytest

from ocr.engines.known_words import KnownWords, known_words
from ocr.training.train_known_words import shares, words_in

WORDS = KnownWords({"INVOICE": 0.3, "COUNTER": 0.2, "TOTAL": 0.8, "TALE": 0.01, "TABLE": 0.1, "THANK": 0.3})


def letters(doubt: float):
    """Return a likelihood by letters alone: every text other than the one that was read is less likely by `doubt`."""
    first: list[str] = []

    def log_likelihood(text: str) -> float:
        first[:] = first or [text]
        return 0.0 if text == first[0] else -doubt

    return log_likelihood


@pytest.mark.parametrize(("read", "mended"), [
    ("INVOLCE", "INVOICE"),
    ("Tax Involce:", "Tax Invoice:"),       # written as it was read, signs kept
    ("thamk", "thank"),
    ("Totai (Involce)", "Total (Invoice)"),
    ("TALE", "TALE"),                       # known itself, though another word is more common
    ("COUNTER1", "COUNTER1"),               # a number behind a word
    ("invoices", "invoices"),               # more than one
    ("T0T41", "T0T41"),                     # rather a code
    ("12345", "12345"),
    ("ZZZZZ", "ZZZZZ"),
    ("TOTTTT", "TOTTTT"),                   # too far off
    ("", ""),
])
def test_a_word_nearly_as_likely_takes_the_place_of_an_unknown_one(read: str, mended: str) -> None:
    assert WORDS.mended(read, letters(1.0)) == mended


def test_letters_that_were_read_surely_stand_whatever_they_spell() -> None:
    assert WORDS.mended("INVOLCE", letters(20.0)) == "INVOLCE"


def test_the_rarer_a_word_the_more_must_its_letters_speak_for_it() -> None:
    rare, common = KnownWords({"INVOICE": 0.0005}), KnownWords({"INVOICE": 0.5})
    assert rare.mended("INVOLCE", letters(3.0)) == "INVOLCE"
    assert common.mended("INVOLCE", letters(3.0)) == "INVOICE"


def test_words_count_from_three_receipts_on_and_those_known_elsewhere_always() -> None:
    receipts = [words_in(["TOTAL 3.00", "Milk2 café"]), {"TOTAL"}, {"TOTAL", "RARE"}, set()]
    assert dict(shares(receipts, {"LEEK"})) == {"LEEK": 0.3 / 3, "TOTAL": 1.0}


def test_the_shipped_words_are_words_in_capitals_with_a_share() -> None:
    share = known_words().share
    assert share["TOTAL"] > 0.5
    assert {"BUTTER", "RÜCKGELD", "SUMME", "NOV", "AOU"} <= share.keys()
    assert all(word.isalpha() and word == word.upper() and 0 < value <= 1 for word, value in share.items())
