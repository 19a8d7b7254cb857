"""Receipts as text in the layouts of many countries' tills, mails and shops; what was bought is known by construction.

    python -m samples.till_layouts LAYOUT [SEED]

A layout is a set of row templates (`till_layouts.toml`); shops, goods and prices are invented. Text of pictures often
comes apart: each cell of a row on a line of its own, or a whole column of names before the column of prices (`ORDERS`).
"""

import random
import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

ORDERS = ("printed", "cells", "columns", "mixed", "swapped")
_GAP = re.compile(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of till prints. single, many, weighed, discount: rows of an article; () where it knows none.

    adds_tax: whether prices are without tax. flags: what may stand for {flag}.
    """

    language: str
    head: tuple[str, ...]
    single: tuple[str, ...]
    foot: tuple[str, ...]
    many: tuple[str, ...] = ()
    weighed: tuple[str, ...] = ()
    discount: tuple[str, ...] = ()
    decimals: int = 2
    point: str = "."
    tax_percent: float = 0.0
    adds_tax: bool = False
    flags: tuple[str, ...] = ("",)


_ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
GOODS: dict[str, list[str]] = _ROWS["goods"]
LAYOUTS = {name: Layout(**rows) for name, rows in _ROWS["layouts"].items()}


@dataclass(frozen=True, slots=True)
class Bought:
    """One article on a receipt. weight_kg: None for pieces. discount_minor: taken off on a row of its own."""

    name: str
    count: int
    each_minor: int
    weight_kg: Decimal | None
    discount_minor: int

    @property
    def total_minor(self) -> int:
        """What its row costs, before the discount."""
        amount = self.weight_kg if self.weight_kg is not None else Decimal(self.count)
        return int((amount * self.each_minor).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class TillReceipt:
    """A receipt as text with its articles and total."""

    text: str
    bought: tuple[Bought, ...]
    total_minor: int


def till_receipt(name: str, seed: int, order: str = "printed") -> TillReceipt:
    """Return one receipt of a layout of `LAYOUTS`; the same arguments give the same text. order: one of `ORDERS`."""
    layout, dice = LAYOUTS[name], random.Random(f"{name} {seed}")
    bought = tuple(_article(layout, text, dice) for text in dice.sample(GOODS[layout.language], dice.randint(2, 9)))
    goods = sum(one.total_minor - one.discount_minor for one in bought)
    tax = int(goods * layout.tax_percent / 100 + 0.5)
    total = goods + (tax if layout.adds_tax else 0)
    sums = {"goods": goods, "tax": tax, "total": total, "net": total - tax, "paid": _paid(total, layout)}
    sums["change"] = sums["paid"] - total
    values = {key: _money(value, layout) for key, value in sums.items()}
    values |= {"pieces": str(sum(one.count for one in bought)), "lines": str(len(bought)),
               "number": str(dice.randint(1000, 9999))}
    body = [row for one in bought for row in _rows_of(one, layout, dice)]
    head, foot = ([row.format(**values) for row in rows] for rows in (layout.head, layout.foot))
    arrange = _ARRANGED[order]
    return TillReceipt("\n".join([*head, *arrange(body), *arrange(foot)]) + "\n", bought, total)


def _article(layout: Layout, name: str, dice: random.Random) -> Bought:
    """Draw count or weight, price and discount of an article."""
    lowest, highest = (50, 900) if layout.decimals == 0 else (39, 1899)
    each, kind = dice.randint(lowest, highest), dice.random()
    if layout.weighed and kind < 0.2:
        return Bought(name, 1, each, Decimal(dice.randint(150, 2400)) / 1000, 0)
    count = dice.choice((2, 2, 3, 4, 6)) if layout.many and kind < 0.45 else 1
    discount = max(5, each * count // 5) if layout.discount and dice.random() < 0.2 else 0
    return Bought(name, count, each, None, discount)


def _rows_of(one: Bought, layout: Layout, dice: random.Random) -> list[str]:
    """Return the printed rows of an article."""
    weighed, many = one.weight_kg is not None, one.count > 1
    templates = layout.weighed if weighed else layout.many if many else layout.single
    values = {
        "name": one.name, "count": str(one.count), "total": _money(one.total_minor, layout),
        "each": _money(one.each_minor, layout), "weight": _decimal(f"{one.weight_kg or 0:.3f}", layout),
        "off": _money(one.discount_minor, layout), "code": f"{dice.randint(10**11, 10**12 - 1)}",
        "short": f"{dice.randint(10, 9999):04d}", "flag": dice.choice(layout.flags),
    }
    rows = (*templates, *(layout.discount if one.discount_minor else ()))
    return [row.format(**values) for row in rows]


def _paid(total: int, layout: Layout) -> int:
    """Return the next round note above a total."""
    note = 1000
    return -(-total // note) * note


def _money(minor: int, layout: Layout) -> str:
    """Return money as the layout prints it, without its sign."""
    if layout.decimals == 0:
        return f"{minor:,}"
    return _decimal(f"{minor // 100}.{minor % 100:02d}", layout)


def _decimal(text: str, layout: Layout) -> str:
    return text.replace(".", layout.point)


def _as_printed(rows: list[str]) -> list[str]:
    return rows


def _in_cells(rows: list[str]) -> list[str]:
    """Return each cell as a row of its own."""
    return [cell for row in rows for cell in _GAP.split(row.strip())]


def _in_columns(rows: list[str]) -> list[str]:
    """Return all first cells, then all others: the left column before the right one."""
    split = [_GAP.split(row.strip()) for row in rows]
    return [cells[0] for cells in split] + [cell for cells in split for cell in cells[1:]]


def _swapped(rows: list[str]) -> list[str]:
    """Return each cell on a row of its own, those at the right first."""
    return [cell for row in rows for cell in reversed(_GAP.split(row.strip()))]


def _mixed(rows: list[str]) -> list[str]:
    """Return rows in turn as printed, in cells, and by columns of two and three rows."""
    dice, found, start = random.Random(len(rows)), [], 0
    while start < len(rows):
        height = dice.choice((1, 1, 2, 3))
        found += dice.choice((_as_printed, _in_columns))(rows[start:start + height])
        start += height
    return found


_ARRANGED: dict[str, Callable[[list[str]], list[str]]] = {
    "printed": _as_printed, "cells": _in_cells, "columns": _in_columns, "mixed": _mixed,
    "swapped": _swapped,
}


def main() -> None:
    """Print one receipt."""
    print(till_receipt(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0).text)


if __name__ == "__main__":
    main()
