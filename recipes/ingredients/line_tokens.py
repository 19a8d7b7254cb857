"""The tokens of an ingredient line, and the template that lines share which differ in their numbers alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recipes.ingredients.amounts import NUMBER

# "extra-virgin" and "Confectioner's" are one word; "400g" is two tokens.
_TOKEN = re.compile(rf"(?P<number>{NUMBER})|[^\W\d_]+(?:[-'][^\W\d_]+)*|[^\w\s]|\w", re.IGNORECASE)
MOST_TOKENS = 80


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of a line, and where it stands in the text."""

    text: str
    start: int
    end: int
    is_number: bool

    @property
    def word(self) -> str:
        """The token in lower case; a number as its kind: one, a few, a fraction, many."""
        return _number_kind(self.text) if self.is_number else self.text.lower()


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a line whose fractions are plain (`amounts.plain_fractions`), at most 80."""
    found = []
    for match in _TOKEN.finditer(text):
        found.append(Token(match.group(), match.start(), match.end(), match["number"] is not None))
        if len(found) == MOST_TOKENS:
            break
    return found


def _number_kind(text: str) -> str:
    if "/" in text:
        return "#/"
    if "." in text or "," in text:
        return "#."
    return "#1" if text == "1" else "#9" if len(text) == 1 else "#99"


def template_of(tokens: Sequence[Token]) -> str:
    """Return a line with its numbers masked: lines of one template are labelled alike."""
    return " ".join(token.word if token.is_number else token.text for token in tokens)
