"""What is printed as a food's name, taken apart: folded, split, freed of amounts, abbreviations written out.

Pure text; the words themselves (noise, abbreviations) come from `dbt/seeds/name_words.csv`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_WORDS_REMEMBERED = 100_000
MAX_CHARACTERS = 200  # longer "names" are whole documents; the head says what there is to say
_AMOUNT = re.compile(
    r"\b\d+(?:[.,/x]\d+)*\s*(?:kg|g|gr|mg|ml|cl|dl|l|ltr|lb|lbs|oz|pk|ct|ea|er|st|stk|x|qty|pack|in|cm|%|s|m)?(?![a-z])"
    r"|\d+")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_SHORT_LEFT = re.compile(r"\b([a-z])/(?=[a-z]{3})")
# Umlauts are printed in three ways (Käse, Kaese, Kase); both sides are folded to the shortest.
_DIGRAPHS = str.maketrans({"ß": "ss", "æ": "a", "œ": "o", "ø": "o"})


def fold(text: str) -> str:
    """Return lower-case ASCII letters and marks: no accents, one spelling for umlauts."""
    text = text[:MAX_CHARACTERS].casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_DIGRAPHS))
        text = text.encode("ascii", "ignore").decode()
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def stem(word: str) -> str:
    """Return an English plural's singular, and any other word as it is."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def split_words(text: str) -> list[str]:
    """Return the folded words of a text in order, without amounts and single letters."""
    return _words_of(fold(text))


def _words_of(folded: str) -> list[str]:
    if "/" in folded:
        folded = _SHORT_LEFT.sub(r"\1", folded)
    if _DIGIT.search(folded):
        folded = _AMOUNT.sub(" ", folded)
    return [word.replace("'", "") for word in _WORD.findall(folded) if len(word) > 1]


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. tokens: stems that may name a food. noise: stems that only count beside others.

    folded: the whole text, folded. claims: the diets that it promises (`pantry.food_claims`).
    """

    tokens: tuple[str, ...]
    noise: tuple[str, ...]
    all_tokens: tuple[str, ...]
    folded: str
    claims: tuple[str, ...] = ()


class NameReader:
    """Takes names apart by one list of noise words and abbreviations."""

    def __init__(self, words: Iterable[tuple[str, str, str]]) -> None:
        """words: (word, kind, meaning); kind is noise or short. The first meaning of a word stays."""
        self._noise: set[str] = set()
        self._meanings: dict[str, str] = {}
        self._spoken: dict[str, str] = {}
        # What was made of words before: most words of a receipt come again on the next one.
        self._parts: dict[str, tuple[str, bool]] = {}
        self._written: dict[str, str] = {}
        for word, kind, meaning in words:
            if kind == "noise":
                self._noise.add(fold(word))
            else:
                self._meanings.setdefault(fold(word), fold(meaning))
                self._spoken.setdefault(word.casefold(), meaning)

    def read(self, text: str, *, expand: bool = True) -> Name:
        """Return the name taken apart; a name of noise alone keeps its words. expand: abbreviations."""
        folded = fold(text)
        words = _words_of(folded)
        parts = [self._part(word) for word in words] if expand else [self._taken_apart(word) for word in words]
        everything = tuple([part[0] for part in parts])
        telling = tuple([part[0] for part in parts if not part[1]])
        if not telling or len(telling) == len(everything):
            return Name(everything, (), everything, folded)
        return Name(telling, tuple([part[0] for part in parts if part[1]]), everything, folded)

    def _part(self, word: str) -> tuple[str, bool]:
        """Return the stem of a word or of what it is short for, and whether it is noise."""
        part = self._parts.get(word)
        if part is None:
            part = self._taken_apart(self._meanings.get(word, word))
            if len(self._parts) < _WORDS_REMEMBERED:
                self._parts[word] = part
        return part

    def _taken_apart(self, word: str) -> tuple[str, bool]:
        return stem(word), word in self._noise

    def is_noise(self, word: str) -> bool:
        """Return whether a folded word says nothing about the food."""
        return word in self._noise

    def write_out(self, text: str) -> str:
        """Return the text with its abbreviations written out and the rest as printed."""
        return " ".join([self._written_out(word) for word in text[:MAX_CHARACTERS].split()])

    def _written_out(self, word: str) -> str:
        written = self._written.get(word)
        if written is None:
            written = self._spoken.get(word.strip(".,:;()").casefold(), word)
            if len(self._written) < _WORDS_REMEMBERED:
                self._written[word] = written
        return written
