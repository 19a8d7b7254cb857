"""Receipts put together at random: language, signs, layout, offers and deposits are each chosen on their own.

    python -m samples.random_receipts SEED

Where `samples.till_layouts` draws the rows of known kinds of tills, nothing here is of one till: each receipt is one of
some millions of combinations, so that a rule made for one kind breaks on the others. Words: `random_receipts.toml`.
"""

import random
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

_WORDS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PLACES_OF_SIGN = ("", "front", "behind", "behind glued")
_PLACES_OF_MINUS = ("front", "behind")
_LAYOUTS = ("name", "code name", "name code", "count name")
_COUNTS = ("above", "below", "within")
_WIDTHS = (34, 40, 48)


@dataclass(frozen=True, slots=True)
class Article:
    """Goods as bought: what is printed for them, in minor units, and how many pieces or kilograms."""

    name: str
    total_minor: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class RandomReceipt:
    """A receipt as text, with its goods and the total that is printed."""

    text: str
    goods: tuple[Article, ...]
    total_minor: int


class _Printer:
    """Rows in one choice of signs and width."""

    def __init__(self, words: dict[str, Any], dice: random.Random) -> None:
        self.point, self.sign = words["point"], words["sign"]
        self.place = dice.choice(_PLACES_OF_SIGN if len(self.sign) == 1 else _PLACES_OF_SIGN[:3])
        self.minus, self.width = dice.choice(_PLACES_OF_MINUS), dice.choice(_WIDTHS)
        self.leader = dice.choice((" ", " ", " ", "."))
        self.case: Callable[[str], str] = dice.choice((str, str.upper))

    def number(self, minor: int) -> str:
        """Return money without its sign."""
        return f"{abs(minor) // 100}{self.point}{abs(minor) % 100:02d}"

    def money(self, minor: int) -> str:
        """Return money as this till prints it."""
        gap = "" if self.place == "behind glued" else " "
        shown = self.number(minor)
        shown = f"{self.sign}{gap}{shown}" if self.place == "front" else shown
        shown = f"{shown}{gap}{self.sign}" if self.place.startswith("behind") else shown
        return shown if minor >= 0 else f"{shown}-" if self.minus == "behind" else f"-{shown}"

    def row(self, left: str, minor: int) -> str:
        """Return words at the left and money at the right edge."""
        shown = self.money(minor)
        room = max(2, self.width - len(left) - len(shown))
        return left + (f" {self.leader * (room - 2)} " if room > 4 else " " * room) + shown


def random_receipt(seed: int) -> RandomReceipt:
    """Return one receipt; the same seed gives the same text."""
    dice = random.Random(seed)
    words = _WORDS[dice.choice(sorted(_WORDS))]
    till = _Printer(words, dice)
    layout, where = dice.choice(_LAYOUTS), dice.choice(_COUNTS)
    has_offers, has_deposits = dice.random() < 0.5, dice.random() < 0.3
    goods: list[Article] = []
    rows: list[str] = []
    total = 0
    for name in dice.sample(words["goods"], dice.randint(2, 8)):
        article, each = _article(till.case(name), dice)
        goods.append(article)
        rows += _rows_of(article, each, till, layout=layout, where=where, code=dice.randint(10**7, 10**8 - 1))
        total += article.total_minor
        if has_offers and dice.random() < 0.4:
            off = max(5, article.total_minor // 5)
            rows.append(till.row(f"  {till.case(dice.choice(words['off']))}", -off))
            total -= off
        if has_deposits and dice.random() < 0.4:
            deposit = dice.choice((8, 15, 25)) * 2
            rows.append(till.row(f"  {till.case(dice.choice(words['deposit']))}", deposit))
            total += deposit
    foot, total = _foot(words, till, total, dice)
    day = f"{dice.randint(13, 28)}.{dice.randint(1, 11):02d}.2026   {dice.randint(8, 20):02d}:{dice.randint(0, 59):02d}"
    text = "\n".join([*words["head"], day, "", *rows, *foot]) + "\n"
    return RandomReceipt(text, tuple(goods), total)


def _article(name: str, dice: random.Random) -> tuple[Article, int]:
    """Draw what is bought of a name, and what one costs."""
    each = dice.randint(45, 1499)
    if dice.random() < 0.2 and not any(character.isdigit() for character in name):
        weight = Decimal(dice.randint(120, 2400)).scaleb(-3)
        return Article(name, int((weight * each).quantize(Decimal(1), rounding=ROUND_HALF_UP)), weight), each
    count = dice.choice((1, 1, 1, 2, 3, 6))
    return Article(name, count * each, Decimal(count)), each


def _rows_of(article: Article, each: int, till: _Printer, *, layout: str, where: str, code: int) -> list[str]:
    """Return the rows of an article: its own, and one that says its weight or count, if any."""
    is_weighed = article.quantity != article.quantity.to_integral_value()
    label = {"code name": f"{code} {article.name}", "name code": f"{article.name}  {code}"}.get(layout, article.name)
    if is_weighed:
        said = f"{article.quantity:.3f} kg x {till.number(each)}/kg".replace(".", till.point, 1)
    elif layout == "count name":
        return [till.row(f"{article.quantity} {article.name}", article.total_minor)]
    elif article.quantity > 1:
        said = f"{article.quantity} x {till.number(each)}"
    else:
        return [till.row(label, article.total_minor)]
    if where == "within":
        return [till.row(f"{label}  {said}", article.total_minor)]
    own = till.row(label, article.total_minor)
    return [f"   {said}", own] if where == "above" else [own, f"   {said}"]


def _foot(words: dict[str, Any], till: _Printer, goods: int, dice: random.Random) -> tuple[list[str], int]:
    """Return the rows below the goods, and the total."""
    rows, total = [], goods
    if dice.random() < 0.3:
        rows.append(dice.choice(words["points"]))
    if dice.random() < 0.4:
        rows.append(till.row(dice.choice(words["subtotal"]), goods))
        if dice.random() < 0.5:
            total -= goods // 10
            rows.append(till.row(dice.choice(words["off"]), -(goods // 10)))
        elif dice.random() < 0.4:
            total += 150
            rows.append(till.row(words["tip"], 150))
    paid = -(-total // 1000) * 1000
    rows += ["-" * till.width, till.row(dice.choice(words["total"]), total), till.row(words["cash"], paid),
             till.row(words["change"], paid - total), till.row(words["within"], total // 20)]
    return [*rows, *words["last"]], total


def main() -> None:
    """Print one receipt."""
    print(random_receipt(int(sys.argv[1]) if len(sys.argv) > 1 else 0).text)


if __name__ == "__main__":
    main()
