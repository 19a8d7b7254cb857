"""A plate for a recipe without a photo: a bowl from above with three to five things in it.

Ground and shapes come from the categories of the ingredients, their places from the recipe itself, so that a
recipe always looks the same and no picture is ever missing.
"""

import random
from collections.abc import Sequence

from dashboard.components.pictures import drawing_of

_GROUNDS = {"green": "#E3EEDC", "fish": "#FCE5DC", "dairy": "#E4EAF0", "bread": "#F2E7CB", "fruit": "#F6DFD3",
            "dry": "#EFE6D6", "egg": "#FBF0D2"}
_FILLS = {"green": "#DDE3A8", "fish": "#F3EEE2", "dairy": "#F4EEDC", "bread": "#E3AC3E", "fruit": "#EDB9A6",
          "dry": "#E9D6B4", "egg": "#F2CF5E"}
_DARK_GROUND = "#2E2B20"
_TOMATO = "#C8452D"
_LEAF, _DARK_LEAF = "#4A8A4A", "#3B7A49"


def plate_svg(food_ids: Sequence[str | None], *, seed: int, is_wide: bool = False) -> str:
    """Return the SVG of a plate. food_ids: of the ingredients, the most telling first."""
    draw = random.Random(seed)
    drawings = [drawing_of(food_id) for food_id in food_ids if food_id] or [drawing_of(None)]
    ground = _GROUNDS.get(drawings[0].ground, "#EFE6D6")
    main = draw.choice(drawings[:3])
    fill = _TOMATO if main.name in ("tomato", "can") else _FILLS[main.ground]
    width = 200 if is_wide else 100
    shapes = "".join(_shape(draw, drawings[number % len(drawings)].ground, fill, width / 2) for number in range(11))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 100" preserveAspectRatio="xMidYMid slice">'
        f"<style>.g{{fill:{ground}}}@media(prefers-color-scheme:dark){{.g{{fill:{_DARK_GROUND}}}}}</style>"
        f'<rect width="{width}" height="100" class="g"/>'
        f'<circle cx="{width / 2 + 1.5}" cy="53" r="41" fill="#6B5B3A" opacity=".18"/>'
        f'<circle cx="{width / 2}" cy="50" r="41" fill="#FFFDF8"/>'
        f'<circle cx="{width / 2}" cy="50" r="33" fill="{fill}"/>'
        f'<path d="M{width / 2 - 25} 40a27 27 0 0 1 14-16" stroke="#fff" stroke-width="2.4" stroke-linecap="round" '
        f'fill="none" opacity=".45"/>{shapes}</svg>'
    )


def _shape(draw: random.Random, ground: str, fill: str, middle: float) -> str:
    """Return one thing in the bowl: a leaf, a slice, a cube or a crumb, by what the ingredient is."""
    angle, reach = draw.uniform(0, 6.283), 26 * draw.random() ** 0.5
    from math import cos, sin

    x, y, turn = middle + reach * cos(angle), 50 + reach * sin(angle), draw.randint(0, 359)
    place = f'transform="translate({x:.1f} {y:.1f}) rotate({turn})"'
    if ground == "green":
        leaf = draw.choice((_LEAF, _DARK_LEAF))
        return (f'<g {place}><path d="M-8 0c4-6 12-6 16 0-4 6-12 6-16 0z" fill="{leaf}"/>'
                '<path d="M-6 0h11" stroke="#A9D08F" stroke-width=".9"/></g>')
    if ground == "fruit":
        return f'<g {place}><circle r="4.4" fill="#C8392B"/><circle r="2.6" fill="#E5705A"/></g>'
    if ground == "fish":
        return (f'<g {place}><rect x="-8" y="-4.500" width="16" height="9" rx="3.500" fill="#F08D6A"/>'
                '<path d="M-4-4v8M1-4v8" stroke="#FFE3D6" stroke-width="1.100"/></g>')
    if ground == "egg":
        return f'<g {place}><ellipse rx="6.500" ry="5.600" fill="#FFFDF4"/><circle r="2.700" fill="#F2B632"/></g>'
    if ground == "bread":
        return f'<g {place}><rect x="-3.500" y="-3.500" width="7" height="7" rx="1.800" fill="#D9A55B"/></g>'
    colour = "#FFFDF4" if ground == "dairy" else "#B99B6B"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{1.4 if colour != fill else 2}" fill="{colour}"/>'
