"""The ingredients of a recipe for so many people: what is there, what is to buy."""

from dashboard.cookbook import OpenedRecipe
from dashboard.markup import esc, icon
from dashboard.session import Session


def ingredients_html(session: Session, opened: OpenedRecipe) -> str:
    """Return the printed lines with their amounts for the wanted number of people, as HTML."""
    from recipes.cooking import scaled_line

    mark = "," if session.lang == "de" else "."
    lines = []
    for place, line in enumerate(opened.recipe.ingredients):
        is_missing = place in opened.lines_to_buy
        look, symbol = ("buy", "add_shopping_cart") if is_missing else ("have", "check_circle")
        note = f"<small>{esc(_to_buy(session, opened, place))}</small>" if is_missing else ""
        shown = scaled_line(line, opened.scale, decimal_mark=mark)
        lines.append(f'<li class="{look}">{icon(symbol)}<span>{esc(shown)}{note}</span></li>')
    return f'<ul class="ingredients">{"".join(lines)}</ul>'


def _to_buy(session: Session, opened: OpenedRecipe, place: int) -> str:
    if place not in opened.more_to_buy:
        return session.texts("recipe.to_buy")
    return session.texts("recipe.to_buy_more", amount=session.formats.amount(*opened.more_to_buy[place]))
