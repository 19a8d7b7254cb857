"""Labels of tokens: which words of a line are its amount, unit, size, name or something else.

Derived from fields (a name, a unit) by finding their words in the line again, in their order and as close together
as can be. The classifier learns from labels of people's fields; the rules' own fields are one of its hints.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from recipes.ingredients.line_tokens import Token
from recipes.ingredients.line_words import UNITS

NAME, SIZE, UNIT, QUANTITY, OTHER = "N", "S", "U", "Q", "O"
LABELS = (NAME, SIZE, UNIT, QUANTITY, OTHER)
_JOINING = frozenset({"and", "or", "&", "/", ",", "-", "(", ")", "[", "]", "'", '"', ".", "%", "®", "™"})
_PIECE = re.compile(r"[^\W_]+")


def singular(word: str) -> str:
    """Return a word without its plural, well enough to find it again."""
    word = word.lower()
    if word == "leaves":
        return "leaf"
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("oes"):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def pieces_of(text: str) -> list[str]:
    """Return the words of a field, hyphens opened, in the singular."""
    return [singular(piece) for piece in _PIECE.findall(text)]


def find_words(tokens: Sequence[Token], wanted: Sequence[str], free: Sequence[bool]) -> list[int]:
    """Return the tokens that hold wanted words in their order, as close together as can be; those not found are passed.

    wanted: words as of `pieces_of`. free: which tokens may be taken.
    """
    held = [pieces_of(token.text) if is_free else [] for token, is_free in zip(tokens, free, strict=True)]
    best: list[int] = []
    best_span = 0
    starts = [at for at, pieces in enumerate(held) if wanted and pieces and pieces[0] in wanted[:3]]
    for start in starts:
        found, left = [], list(wanted)
        for at in range(start, len(tokens)):
            pieces = held[at]
            if pieces and pieces[0] in left[:3]:
                left = left[left.index(pieces[0]) + len(pieces):]
                found.append(at)
                if not left:
                    break
        span = found[-1] - found[0]
        if len(found) > len(best) or (len(found) == len(best) and span < best_span):
            best, best_span = found, span
    return best


def label_tokens(tokens: Sequence[Token], *, quantity: float | None, unit_words: str, name: str,
                 size: str = "") -> list[str]:
    """Return a label for each token from the fields of a line; what is in no field is OTHER."""
    labels = [OTHER] * len(tokens)
    free = [not token.is_number or token.text in name for token in tokens]
    _mark(tokens, name, NAME, labels, free)
    number = next((at for at, token in enumerate(tokens) if token.is_number and labels[at] == OTHER), None)
    if quantity is not None and number is not None:
        labels[number] = QUANTITY
    for piece in pieces_of(unit_words):
        unit = UNITS.get(piece, piece)
        for at in range(number or 0, len(tokens)):
            word = tokens[at].text.casefold()
            if free[at] and (UNITS.get(word) or UNITS.get(singular(word), singular(word))) == unit:
                labels[at], free[at] = UNIT, False
                break
    _mark(tokens, size, SIZE, labels, free)
    return _joined(tokens, labels)


def _mark(tokens: Sequence[Token], text: str, label: str, labels: list[str], free: list[bool]) -> None:
    """Give the tokens that hold the words of a field its label, and take them."""
    for at in find_words(tokens, pieces_of(text), free):
        labels[at], free[at] = label, False


def _joined(tokens: Sequence[Token], labels: list[str]) -> list[str]:
    """Take a mark or an `and` between two words of a name into the name."""
    inside = [at for at, one in enumerate(labels) if one == NAME]
    for before, after in pairwise(inside):
        between = range(before + 1, after)
        if between and all(tokens[at].text.lower() in _JOINING and labels[at] == OTHER for at in between):
            for at in between:
                labels[at] = NAME
    return labels
