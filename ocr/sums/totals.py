"""Total, tax, and whether the lines add up to what was paid."""

from dataclasses import dataclass, replace

from ocr.layout.drafts import GOODS_KINDS, Draft
from ocr.printed.keywords import is_strong_total, is_subtotal
from pantry.vocabulary import LineKind

# Cash is rounded to 5 or 10 minor units in some countries without a line that says so.
CASH_ROUNDING_MINOR = 5
ROUNDED_TO_CASH = "items, rounded to cash"


@dataclass(frozen=True, slots=True)
class Totals:
    """What a receipt says it cost.

    reconciled: None when there is no total to hold the lines against. is_printed: a row calls it the total.
    """

    total_minor: int | None
    tax_minor: int | None
    subtotal_minor: int | None
    reconciled: bool | None
    reconciled_by: str | None
    confidence: float
    is_printed: bool = False


def read_totals(drafts: list[Draft], *, chosen: tuple[int, float] | None = None) -> Totals:
    """Return the sums of a receipt, the total chosen by what speaks for it on the whole receipt.

    chosen: the total and how sure it is (0 to 1), when other evidence has told it.
    """
    sums = Sums.of(drafts)
    total, confidence = chosen or _paid_back(drafts, sums) or _choose_total(drafts, sums)
    is_printed = any(draft.total_minor == total and _base_points(draft) >= 3 for draft in drafts)
    tax = _choose_tax(sums)
    if total is None:
        return Totals(None, tax, sums.subtotal, None, None, 0.0)
    how = reconcile_with_subtotal(sums, total)
    return Totals(total, tax, sums.subtotal, how is not None if sums.has_goods else None, how,
                  confidence, is_printed)


@dataclass(frozen=True, slots=True)
class Sums:
    """Money by kind. goods: items, discounts, deposits and refunds added up.

    are_goods_subtotal: whether a row whose words call it the subtotal says what the goods come to.
    """

    goods: int
    has_goods: bool
    taxes: tuple[int, ...]
    fees: int
    rounding: int
    subtotal: int | None
    payments: tuple[int, ...]
    changes: tuple[int, ...]
    discount_below: int = 0
    dearest: int = 0
    are_goods_subtotal: bool = False

    @classmethod
    def of(cls, drafts: list[Draft]) -> "Sums":
        """Add up the lines."""
        money: dict[LineKind, list[int]] = {}
        for draft in drafts:
            money.setdefault(draft.kind, []).append(draft.total_minor or 0)
        goods = [value for kind in GOODS_KINDS for value in money.get(kind, [])]
        discounts_below = [d.total_minor or 0 for d in drafts if d.kind is LineKind.DISCOUNT and not d.in_body]
        subtotals = money.get(LineKind.SUBTOTAL, [])
        said = [d.total_minor for d in drafts if d.kind is LineKind.SUBTOTAL and is_subtotal(d.text)]
        has_goods = any(money.get(kind) for kind in (LineKind.ITEM, LineKind.REFUND, LineKind.DEPOSIT))
        goods_above = sum(goods) - sum(discounts_below)
        return cls(goods_above, has_goods,
                   tuple(money.get(LineKind.TAX, [])), sum(money.get(LineKind.FEE, [])),
                   sum(money.get(LineKind.ROUNDING, [])), subtotals[0] if subtotals else None,
                   tuple(money.get(LineKind.PAYMENT, [])), tuple(money.get(LineKind.CHANGE, [])),
                   sum(discounts_below), max(money.get(LineKind.ITEM, [0])), has_goods and goods_above in said)

    @property
    def tax_sums(self) -> set[int]:
        """Every sum the printed taxes may mean: each alone, all, or the first ones (the rest repeats them)."""
        running, values = 0, set(self.taxes)
        for tax in self.taxes:
            running += tax
            values.add(running)
        return values


def _choose_total(drafts: list[Draft], sums: Sums) -> tuple[int | None, float]:
    """Return the amount that most speaks for being the total, and how sure that is."""
    points: dict[int, float] = {}
    paid = {payment - abs(change) for payment in sums.payments for change in sums.changes if abs(change) < payment}
    for order, draft in enumerate(drafts):
        value = draft.total_minor
        if value is None or value <= 0:
            continue
        base = _base_points(draft)
        if base > 0:
            points[value] = max(points.get(value, 0.0), base) + 0.3 + 0.001 * order
    for value in paid - points.keys():
        if points or sums.has_goods:
            points[value] = 1.0
    for value in [value for value in points if value + sums.rounding in points or value - sums.rounding in points]:
        # Of a total and the total after rounding, the latter is what was paid.
        rounded = value + sums.rounding if value + sums.rounding in points else value - sums.rounding
        points[rounded] += 1.2 * (sums.rounding != 0 and rounded % 5 == 0 and value % 5 != 0)
    if not points:
        return None, 0.0
    for value in points:
        points[value] += 2.0 * (value in paid) + 1.0 * (value in sums.payments)
        points[value] += 2.0 * (reconcile(sums, value) is not None)
        points[value] -= 2.0 * (value < sums.dearest and not sums.discount_below and sums.goods >= sums.dearest)
    best = max(points, key=lambda value: (points[value], value))
    others = max((points[value] for value in points if value != best), default=0.0)
    margin = points[best] - others
    return best, min(0.99, 0.45 + 0.12 * points[best] * 0.5 + 0.08 * min(margin, 4.0))


# A sum that is printed below nothing and that the lines come to is hardly a misreading.
SURE_PAID_BACK = 0.95


def _paid_back(drafts: list[Draft], sums: Sums) -> tuple[int, float] | None:
    """Return the total of a receipt by which more was brought back than bought, where the lines add up to it."""
    if sums.goods >= 0 or not sums.has_goods:
        return None
    totals = [draft.total_minor for draft in drafts if draft.kind is LineKind.TOTAL and draft.total_minor]
    total = next((minor for minor in totals if minor < 0 and reconcile(sums, minor) is not None), None)
    return None if total is None else (total, SURE_PAID_BACK)


def _base_points(draft: Draft) -> float:
    """Return what a line's words alone say for its money being the total."""
    if draft.kind is LineKind.TOTAL:
        return 3.5 if is_strong_total(draft.text) else 3.0
    if draft.kind is LineKind.SUBTOTAL:
        return 1.0
    if draft.kind is LineKind.PAYMENT:
        return 0.8
    return 0.0


def reconcile_with_subtotal(sums: Sums, total: int) -> str | None:
    """Return how the goods add up to the total, or that they do to the printed subtotal; else None."""
    return reconcile(sums, total) or ("items to the subtotal" if sums.are_goods_subtotal else None)


def reconcile(sums: Sums, total: int) -> str | None:
    """Return in words how the goods add up to `total`, or None."""
    if not sums.has_goods:
        return None
    for how, expected in _ways(sums):
        if expected == total:
            return how
    rounded = abs(sums.goods - total) <= CASH_ROUNDING_MINOR and total % 5 == 0 and sums.goods % 5 != 0
    return ROUNDED_TO_CASH if rounded else None


def without_unsaid_rounding(totals: Totals) -> Totals:
    """Return totals as not reconciled where only cash rounding that no row says makes the goods fit."""
    is_rounded = totals.reconciled_by == ROUNDED_TO_CASH
    return replace(totals, reconciled=False, reconciled_by=None) if is_rounded else totals


def _ways(sums: Sums) -> list[tuple[str, int]]:
    """Return each way in which goods, taxes, fees and rounding may add up, plainest first."""
    ways = [("items", sums.goods)]
    if sums.discount_below:
        ways.insert(0, ("items less discount", sums.goods + sums.discount_below))
    if sums.rounding:
        ways += [("items and rounding", sums.goods + sums.rounding), ("items and rounding", sums.goods - sums.rounding)]
    if sums.fees:
        ways.append(("items and fees", sums.goods + sums.fees))
    if sums.fees and sums.discount_below:
        ways.append(("items less discount and fees", sums.goods + sums.discount_below + sums.fees))
    for tax in sorted(sums.tax_sums):
        for off, less in dict.fromkeys([(0, ""), (sums.discount_below, " less discount")]):
            for fees, word in ((0, ""), (sums.fees, ", fees")):
                for rounding in {0, sums.rounding, -sums.rounding}:
                    ways.append((f"items{less}{word} and tax", sums.goods + off + fees + tax + rounding))
    return ways


def _choose_tax(sums: Sums) -> int | None:
    """Return the tax that was paid, when it is printed once or several times alike."""
    taxes = [tax for tax in sums.taxes if tax >= 0]
    if not taxes:
        return None
    return taxes[-1] if len(set(taxes)) == 1 else max(taxes) if sum(taxes) == 2 * max(taxes) else sum(taxes)
