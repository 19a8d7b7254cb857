"""The field that asks for an amount of a lot, in the unit in which the household reads it."""

from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from dashboard.formats import Formats
from pantry.lots import Lot

COUNTED = {"piece", "pack", "can", "bottle", "jar", "box", "bag", "bunch", "head", "loaf", "tub", "tube", "carton",
           "crate"}
THOUSANDTH = Decimal("0.001")
# What a small unit's figure is rounded to and stepped by; any other has tenths, or hundredths where it was converted.
_STEPS = {"g": Decimal(50), "ml": Decimal(50), "oz": Decimal(1), "fl_oz": Decimal(1)}
_OTHER_STEP = Decimal("0.1")


def amount_field(
    formats: Formats, lot: Lot, label_of: Callable[[str], str], number: object, start: Decimal, *,
    least: Decimal, most: Decimal | None = None,
) -> Decimal:
    """Ask for an amount in the unit it is read in; the widget counts in floats, the answer is a decimal.

    label_of: the field's label for the word of that unit. start, least, most and the answer are in the lot's own unit.
    most: None for what once came in, ten times as much where nothing may be left. A figure left as it was is answered
    exactly, whatever it was rounded to, and no figure is more than the most.
    """
    per, unit = formats.asked_in(lot.acquired, lot.unit)
    step = Decimal(1) if unit in COUNTED else _STEPS.get(unit, _OTHER_STEP)
    places = THOUSANDTH if per == 1 else Decimal("0.1") if unit in _STEPS else Decimal("0.01")
    top = max(most if most is not None else max(lot.quantity, lot.acquired) * (1 if least else 10), start)
    shown_least = float(least / per)
    # A gram is less than a hundredth of a pound, and still there to be asked for.
    shown_top, shown_start = (max(float((amount / per).quantize(places)), shown_least) for amount in (top, start))
    value = st.number_input(
        label_of(formats.unit(unit, Decimal(2))), min_value=shown_least, max_value=shown_top, value=shown_start,
        step=float(step), format="%.0f" if unit in ("g", "ml") else "%g", key=f"amount_{number}",
    )
    if value in (shown_start, shown_top):
        return start if value == shown_start else top
    return min((Decimal(str(value)) * per).quantize(THOUSANDTH), top)
