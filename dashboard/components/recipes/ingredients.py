"""The ingredients of a recipe for so many people: what is there, what is to buy."""

from dashboard.markup import esc, icon
from dashboard.session import Session
from dashboard.shown.cookbook import OpenedRecipe


def ingredients_html(session: Session, opened: OpenedRecipe) -> str:
    """Return the printed lines with their amounts for the wanted number of people, as HTML."""
    from recipes.cook.cooking import scaled_line

    mark = "," if session.lang == "de" else "."
    lines = []
    for place, line in enumerate(opened.recipe.ingredients):
        if place in opened.headings:
            lines.append(f'<li class="group"><span>{esc(line)}</span></li>')
            continue
        is_missing = place in opened.lines_to_buy
        look, symbol = ("buy", "add_shopping_cart") if is_missing else ("have", "check_circle")
        note = f"<small>{esc(_to_buy(session, opened, place))}</small>" if is_missing else ""
        shown = scaled_line(line, opened.scale, decimal_mark=mark)
        own = f' <i>({esc(_own(session, opened, place, mark))})</i>' if place in opened.own_amounts else ""
        lines.append(f'<li class="{look}">{icon(symbol)}<span>{esc(shown)}{own}{note}</span></li>')
    return f'<ul class="ingredients">{"".join(lines)}</ul>'


def _own(session: Session, opened: OpenedRecipe, place: int, mark: str) -> str:
    """Return what a line asks for in the household's measures: "120 g", "1½ cups", "200 to 400 g"."""
    from recipes.cook.kitchen_amounts import written_number

    amount = opened.own_amounts[place]
    ends = []
    for end in dict.fromkeys((amount.low, amount.high)):
        cups = f"{written_number(float(end), mark)} {session.formats.unit(amount.unit, end)}"
        ends.append(cups if amount.unit == "cup" else session.formats.amount(end, amount.unit))
    return "–".join(ends)


def _to_buy(session: Session, opened: OpenedRecipe, place: int) -> str:
    if place not in opened.more_to_buy:
        return session.texts("recipe.to_buy")
    return session.texts("recipe.to_buy_more", amount=session.formats.amount(*opened.more_to_buy[place]))
