"""The words people see: one plain table a language; `Texts` picks and fills them.

A text may have forms for one and for many: keys that end in `.one` and `.many`, picked by `count`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from dashboard.texts import (
    adding,
    commands,
    cooking,
    de,
    en,
    expiry,
    household,
    insights,
    pantry,
    planning,
    refusals,
    review,
    shopping,
    waste,
)

if TYPE_CHECKING:
    from dashboard.formats import Formats
    from pantry.lots import LotEvent

K = TypeVar("K")

# The common words and the first pages by language; later pages bring both languages side by side.
_PAGES = (adding, shopping, expiry, insights, household, planning, waste, refusals, cooking, pantry, review,
          commands)
CATALOGS: dict[str, dict[str, str]] = {
    "en": en.TEXTS | {key: text for page in _PAGES for key, text in page.EN.items()},
    "de": de.TEXTS | {key: text for page in _PAGES for key, text in page.DE.items()},
}
# Numbers up to twelve are written as words where a sentence begins or counts things.
_NUMBER_WORDS = {
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "de": ("keine", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language; a missing key is an error, found by the tests."""

    lang: str

    def __call__(self, key: str, **values: object) -> str:
        """Return the text for a key with its values filled in."""
        text = CATALOGS[self.lang][key]
        return text.format(**values) if values else text

    def get(self, key: str) -> str | None:
        """Return a text that only some keys of a kind have, None for the others."""
        return CATALOGS[self.lang].get(key)

    def count(self, key: str, n: int, **values: object) -> str:
        """Return the form for n things; `{n}` is the figure and `{word}` the number as a word."""
        form = f"{key}.one" if n == 1 else f"{key}.many"
        return self(form, n=n, word=self.number_word(n), **values)

    def number_word(self, n: int) -> str:
        """Return a small number as a word, a larger one as figures."""
        words = _NUMBER_WORDS[self.lang]
        return words[n] if 0 <= n < len(words) else str(n)

    def told_apart(self, names: Mapping[K, str]) -> dict[K, str]:
        """Return names of which no two are equal: the second of equal ones says that it is the second.

        Streamlit knows an option by its label: of two with the same, only the first could be chosen.
        """
        seen: Counter[str] = Counter()
        apart: dict[K, str] = {}
        for key, name in names.items():
            seen[name] += 1
            apart[key] = name if seen[name] == 1 else self("label.nth", name=name, n=seen[name])
        return apart

    def happened(self, event: "LotEvent", unit: str, formats: "Formats") -> str:
        """Return one event of a lot as a sentence begins: "Ate 2 pieces". unit: of the lot."""
        amount = "" if event.quantity is None else formats.amount(event.quantity, unit)
        place = self(f"place.to.{event.place}") if event.place else ""
        key = f"event.{event.kind}"
        if event.kind in ("lot_consumed", "lot_discarded") and not amount:
            key += ".rest"
        said = self(key, amount=amount, place=place).strip()
        if event.reason and event.reason != "unknown":
            said = f"{said}: {self(f'reason.{event.reason}')}"
        return said[:1].upper() + said[1:]

    def listing(self, names: list[str], *, most: int | None = None) -> str:
        """Return names as a sentence part: a, b and c. most: how many by name, the others as a number."""
        if most is not None and len(names) > most + 1:
            names = [*names[:most], self("word.more", n=len(names) - most)]
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self('word.and')} {names[-1]}"
