"""The field that asks for an amount of a lot, in the lot's own unit."""

from decimal import Decimal

import streamlit as st

from pantry.lots import Lot

COUNTED = {"piece", "pack", "can", "bottle", "jar", "box", "bag", "bunch", "head", "loaf", "tub", "tube", "carton"}
THOUSANDTH = Decimal("0.001")


def amount_field(
    lot: Lot, label: str, number: object, start: Decimal, *, least: Decimal, most: Decimal | None = None
) -> Decimal:
    """Ask for a figure in the lot's own unit; the widget counts in floats, the answer is a decimal.

    most: None for what once came in, ten times as much where nothing may be left.
    """
    is_counted = lot.unit in COUNTED
    step = 1.0 if is_counted else 50.0 if lot.unit in ("g", "ml") else 0.1
    top = float(most if most is not None else max(lot.quantity, lot.acquired) * (1 if least else 10))
    value = st.number_input(
        label, min_value=float(least), max_value=max(top, float(start)), value=float(start), step=step,
        format="%.0f" if lot.unit in ("g", "ml") else "%g", key=f"amount_{number}",
    )
    return Decimal(str(value)).quantize(THOUSANDTH)
