"""What is printed as a food's name, taken apart: folded, split, freed of amounts, abbreviations written out.

Pure text; the words themselves (noise, abbreviations) come from `dbt/seeds/name_words.csv`.
"""

import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass

_WORDS_REMEMBERED = 100_000
MAX_CHARACTERS = 200  # longer "names" are whole documents; the head says what there is to say
_AMOUNT = re.compile(
    r"\b\d+(?:[.,/x]\d+)*\s*(?:kg|g|gr|mg|ml|cl|dl|l|ltr|lb|lbs|oz|pk|ct|ea|er|st|stk|x|qty|pack|in|cm|%|s|m)?(?![a-z])"
    r"|\d+")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_SHORT_LEFT = re.compile(r"\b([a-z])/(?=[a-z]{3})")
_VOWEL = re.compile(r"[aeiouyäöü]", re.IGNORECASE)
_LONGEST_INITIALS = 3
_SMALL_WORDS = frozenset({"mit", "und", "ohne", "in", "im", "aus", "vom", "von", "zum", "für", "nach"})
# Umlauts are printed in three ways (Käse, Kaese, Kase); both sides are folded to the shortest.
# Polish ł and Turkish ı are letters of their own, which no accent can be taken off.
_DIGRAPHS = str.maketrans({"ß": "ss", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "ı": "i"})


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


def readable(name: str, lang: str | None) -> str:
    """Return a till's name as people write it: capitals become small letters, in German but for a word's first.

    What is no word (BBQ, XL) and what is not all in capitals stays.
    """
    return " ".join([_readable_word(word, lang) for word in name.split()])


def _readable_word(word: str, lang: str | None) -> str:
    is_short_for_words = len(word) <= _LONGEST_INITIALS and not _VOWEL.search(word)
    if not word.isupper() or is_short_for_words:
        return word
    small = word.lower()
    return word.capitalize() if lang == "de" and small not in _SMALL_WORDS else small


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. tokens: stems that may name a food. noise: stems that only count beside others.

    folded: the whole text, folded. claims: the diets that it promises (`pantry.catalog.food_claims`).
    """

    tokens: tuple[str, ...]
    noise: tuple[str, ...]
    all_tokens: tuple[str, ...]
    folded: str
    claims: tuple[str, ...] = ()


class NameReader:
    """Takes names apart by one list of noise words and abbreviations."""

    def __init__(self, words: Iterable[tuple[str, str, str, str]]) -> None:
        """words: (word, language, kind, meaning); kind is noise or short.

        A word that is short for two things means the one of the language asked for, else the first. Two words that are
        short for something together ("whl wht" is whole wheat, "wht" alone white) go before each by itself.
        """
        self._noise: set[str] = set()
        self._meanings: dict[str, dict[str, str]] = {}
        self._spoken: dict[str, dict[str, str]] = {}
        self._pair_heads: set[str] = set()
        # What was made of words before: most words of a receipt come again on the next one.
        self._parts: dict[tuple[str, str | None], tuple[tuple[str, bool], ...]] = {}
        self._written: dict[tuple[str, str | None], str] = {}
        for word, language, kind, meaning in words:
            if kind == "noise":
                self._noise.add(fold(word))
                continue
            self._meanings.setdefault(fold(word), {}).setdefault(language, fold(meaning))
            self._spoken.setdefault(word.casefold(), {}).setdefault(language, meaning)
            if " " in word:
                self._pair_heads.add(fold(word).split()[0])

    def read(self, text: str, *, expand: bool = True, lang: str | None = None) -> Name:
        """Return the name taken apart; a name of noise alone keeps its words. expand: abbreviations, as in `lang`."""
        folded = fold(text)
        words = _words_of(folded)
        if not expand:
            parts = [self._taken_apart(word) for word in words]
        else:
            parts = [part for word in self._paired(words, self._meanings) for part in self._part(word, lang)]
        everything = tuple([part[0] for part in parts])
        telling = tuple([part[0] for part in parts if not part[1]])
        if not telling or len(telling) == len(everything):
            return Name(everything, (), everything, folded)
        return Name(telling, tuple([part[0] for part in parts if part[1]]), everything, folded)

    def _paired(self, words: list[str], known: Container[str]) -> list[str]:
        """Return words, those that are short for something together as one. known: what is short for something."""
        if self._pair_heads.isdisjoint([word.casefold() for word in words]):
            return words
        found: list[str] = []
        for word in words:
            pair = f"{found[-1]} {word}" if found else ""
            if pair.casefold() in known:
                found[-1] = pair
            else:
                found.append(word)
        return found

    def _part(self, word: str, lang: str | None) -> tuple[tuple[str, bool], ...]:
        """Return the stem of each word that a word is short for, and whether it is noise; else its own."""
        parts = self._parts.get((word, lang))
        if parts is None:
            meaning = _of_language(self._meanings.get(word), lang) or word
            # One word may be short for two; what the index holds of such is a single token, as it was read.
            apart = meaning.split() if " " in word else [meaning]
            parts = tuple(self._taken_apart(one) for one in apart)
            if len(self._parts) < _WORDS_REMEMBERED:
                self._parts[word, lang] = parts
        return parts

    def _taken_apart(self, word: str) -> tuple[str, bool]:
        return stem(word), word in self._noise

    def is_noise(self, word: str) -> bool:
        """Return whether a folded word says nothing about the food."""
        return word in self._noise

    def write_out(self, text: str, lang: str | None = None) -> str:
        """Return the text with its abbreviations written out as in `lang`, and the rest as printed."""
        words = self._paired(text[:MAX_CHARACTERS].split(), self._spoken)
        return " ".join([self._written_out(word, lang) for word in words])

    def _written_out(self, word: str, lang: str | None) -> str:
        written = self._written.get((word, lang))
        if written is None:
            written = _of_language(self._spoken.get(word.strip(".,:;()").casefold()), lang) or word
            if len(self._written) < _WORDS_REMEMBERED:
                self._written[word, lang] = written
        return written


def _of_language(meanings: dict[str, str] | None, lang: str | None) -> str | None:
    """Return the meaning in a language, else the first; None where there is none."""
    if not meanings:
        return None
    return meanings.get(lang or "") or next(iter(meanings.values()))
