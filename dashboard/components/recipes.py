"""Recipes as people see them: a plate, a name, minutes, what they save, what is missing."""

import hashlib

from dashboard.components.badges import badge
from dashboard.components.plates import plate_svg
from dashboard.markup import esc, svg_image
from dashboard.queries import Suggestion
from dashboard.session import Session


def plate(suggestion: Suggestion, size: str = "") -> str:
    """Return a bowl seen from above in the colours of what goes in, as HTML. size: "", card or wide."""
    seed = int(hashlib.sha256(suggestion.recipe_id.encode()).hexdigest()[:8], 16)
    svg = plate_svg(suggestion.food_ids, seed=seed, is_wide=size == "wide")
    return svg_image(svg, css_class=f"plate {size}".strip())


def recipe_row(session: Session, suggestion: Suggestion) -> str:
    """Return a recipe as one row of a list."""
    return (f'<div class="recipe">{plate(suggestion)}<div><div class="name">{esc(suggestion.title)}</div>'
            f'<div class="meta">{esc(_minutes_and_missing(session, suggestion))}</div></div></div>')


def recipe_badges(session: Session, suggestion: Suggestion) -> str:
    """Return what is there and what is missing as badges."""
    texts = session.texts
    if not suggestion.missing:
        have = badge("have", "check_circle", texts.count("recipe.have_all", suggestion.have_count))
    else:
        have = badge("buy", "add_shopping_cart", buy_text(session, suggestion))
    return f'<div class="badges">{have}</div>'


def buy_text(session: Session, suggestion: Suggestion) -> str:
    """Return what is missing: "Buy 1: chives"; the first two by name."""
    names = ", ".join(suggestion.missing[:2]) + (" …" if len(suggestion.missing) > 2 else "")
    return session.texts("recipe.buy", n=len(suggestion.missing), names=names)


def _minutes_and_missing(session: Session, suggestion: Suggestion) -> str:
    texts = session.texts
    parts = [texts("recipe.min", n=suggestion.minutes)] if suggestion.minutes else []
    parts.append(texts("recipe.nothing_to_buy") if not suggestion.missing
                 else texts("recipe.buy_lower", names=texts.listing(list(suggestion.missing[:2]))))
    return ", ".join(parts)
