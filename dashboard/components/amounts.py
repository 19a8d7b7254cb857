"""The field that asks for an amount of a lot, in the unit in which the household reads it."""

from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from dashboard.formats import Formats
from pantry.lots import Lot

COUNTED = {"piece", "pack", "can", "bottle", "jar", "box", "bag", "bunch", "head", "loaf", "tub", "tube", "carton"}
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
    exactly, whatever it was rounded to.
    """
    per, unit = formats.asked_in(lot.acquired, lot.unit)
    step = Decimal(1) if unit in COUNTED else _STEPS.get(unit, _OTHER_STEP)
    places = THOUSANDTH if per == 1 else Decimal("0.1") if unit in _STEPS else Decimal("0.01")
    top = max(most if most is not None else max(lot.quantity, lot.acquired) * (1 if least else 10), start)
    shown_top, shown_start = ((amount / per).quantize(places) for amount in (top, start))
    value = st.number_input(
        label_of(formats.unit(unit, Decimal(2))), min_value=float(least / per), max_value=float(shown_top),
        value=float(shown_start), step=float(step), format="%.0f" if unit in ("g", "ml") else "%g",
        key=f"amount_{number}",
    )
    answer = Decimal(str(value)).quantize(THOUSANDTH)
    if answer in (shown_start, shown_top):
        return start if answer == shown_start else top
    return (answer * per).quantize(THOUSANDTH)
