"""Doubtful words that are nearly a word of receipts: read as that where the networks hold it to be about as likely.

A network judges letters one by one; that "INVOLCE" is no word and "INVOICE" stands on every other receipt it does not
know. For a word that was hard to read and is not known, each known word a letter or two away is weighed: by how likely
the letters are, and by how many receipts show it (a noisy channel; Kernighan, Church and Gale, 1990). Words that were
read surely never come here. `python -m ocr.training.train_known_words` makes the list.
"""

import csv
import functools
import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

WORDS = Path(__file__).parents[1] / "data" / "known_words.csv"
# Letters with at most one digit among them, of the least length at which another word is not just around the corner.
TOKEN = re.compile(r"[^\W_]{3,}")
MOST_DIGITS = 1
# Words up to this length may be one letter off, longer ones two.
SHORT_LETTERS = 5
# How much likelier than a known word of every receipt a word that is not known must be: e to this power.
UNKNOWN_LOGIT = 8.0


class KnownWords:
    """Words of receipts. share: of each word in capitals, on how many of all receipts it stands (0 to 1)."""

    def __init__(self, share: Mapping[str, float]) -> None:
        self.share = share
        self._words = list(share)

    def mended(self, text: str, log_likelihood: Callable[[str], float]) -> str:
        """Return a doubtful text, each unknown word as the known one that is likelier, if one is.

        log_likelihood: how likely a text is by its letters alone.
        """
        for found in reversed(list(TOKEN.finditer(text))):
            text = self._likeliest(text, found, log_likelihood)
        return text

    def _likeliest(self, text: str, found: re.Match[str], log_likelihood: Callable[[str], float]) -> str:
        """Return the text with one word replaced where that is likelier than the word that was read."""
        near = self._near(found.group())
        if not near:
            return text
        as_read = log_likelihood(text)
        best, best_gain = text, 0.0
        for word in near:
            changed = text[:found.start()] + _written_like(word, found.group()) + text[found.end():]
            gain = log_likelihood(changed) - as_read + math.log(self.share[word]) + UNKNOWN_LOGIT
            if gain > best_gain:
                best, best_gain = changed, gain
        return best

    def _near(self, read: str) -> list[str]:
        """Return the known words that a word may be; none where it is known itself, or rather a number or code."""
        capitals = read.upper()
        digits = sum(character.isdigit() for character in capitals)
        if capitals in self.share or digits > MOST_DIGITS or len(capitals) - digits < 2:
            return []
        most = 1 if len(capitals) <= SHORT_LETTERS else 2
        near = process.extract(capitals, self._words, scorer=Levenshtein.distance, score_cutoff=most, limit=None)
        # "COUNTER1" is no misread "COUNTER", nor "FEES" a "FEE".
        is_ending = capitals[-1].isdigit() or capitals[-1] == "S"
        return [word for word, distance, _ in near
                if 2 * distance < len(capitals) and not (is_ending and capitals[:-1] == word)]


def _written_like(word: str, read: str) -> str:
    """Return a word in capitals in small letters where the word that was read has more of those."""
    if 2 * sum(character.isupper() for character in read) > len(read):
        return word
    return word.capitalize() if read[:1].isupper() else word.lower()


@functools.lru_cache(maxsize=1)
def known_words() -> KnownWords:
    """Return the words that ship with Larder, loaded at the first doubtful word."""
    with WORDS.open(encoding="utf-8", newline="") as rows:
        return KnownWords({row["word"]: float(row["share"]) for row in csv.DictReader(rows)})
