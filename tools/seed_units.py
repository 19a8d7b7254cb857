"""The units of the kitchen as a pint registry, and the table of factors held to what pint defines.

The product reads the table alone: a conversion by pint takes twenty times as long (25 microseconds against 1.3) and its
registry half a second to load. What a pound or a cup is says pint; spoons, pinches and glasses are conventions.
"""

from collections.abc import Iterable, Iterator

from pint import UnitRegistry

BASES = {"g": "gram", "ml": "milliliter"}
TOLERANCE = 1e-5  # the table gives six digits
CONVENTION = "convention"


def kitchen_registry(rows: Iterable[dict[str, str]]) -> UnitRegistry:
    """Return a registry that knows each unit of the table as `larder_<unit>`; rows: of units.csv.

    What pint defines is pint's own, conventions are the table's millilitres, and each counted or packed unit is a
    dimension of its own: a bunch never turns into a can by itself.
    """
    kitchen: UnitRegistry = UnitRegistry()
    # A dozen is so many pieces: the units that others are counted in come first.
    for row in sorted(rows, key=lambda row: row["unit"] != row["base_unit"]):
        unit, base = row["unit"], row["base_unit"]
        if row["definition"]:
            kitchen.define(f"larder_{unit} = {row['definition']}")
        elif base in BASES:
            kitchen.define(f"larder_{unit} = {row['factor']} * {BASES[base]}")
        elif unit == base:
            kitchen.define(f"larder_{unit} = [larder_{unit}]")
        else:
            kitchen.define(f"larder_{unit} = {row['factor']} * larder_{base}")
    return kitchen


def wrong_units(rows: list[dict[str, str]]) -> Iterator[str]:
    """Yield one line for each unit whose factor is not pint's, or that is neither defined nor called a convention."""
    kitchen = kitchen_registry(rows)
    for row in rows:
        base = BASES.get(row["base_unit"])
        if base is None:
            continue
        if not row["definition"] and row["source"] != CONVENTION:
            yield f"units: {row['unit']!r} has neither a definition nor the source {CONVENTION!r}"
            continue
        defined = float(kitchen.Quantity(1, f"larder_{row['unit']}").to(base).magnitude)
        if abs(float(row["factor"]) / defined - 1) > TOLERANCE:
            yield f"units: {row['unit']!r} has the factor {row['factor']}, but is {defined:g} {row['base_unit']}"
