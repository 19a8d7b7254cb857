"""An order for recipes to choose from: one after another that saves something else, not eight for the same mince.

Ranking (`recipes.match`) values each recipe by itself; only the first is cooked tonight, and a list is there to choose
from. So what a recipe above saves already counts a third for the next, a ninth for the one after that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from recipes.matching.stock import StockItem
from recipes.recipe import RecipeMatch

# Of what it saves, what a recipe still counts for when one above saves the same food.
SHARE_SAVED_AGAIN = 1 / 3


def varied(matches: Sequence[RecipeMatch], stock: Iterable[StockItem]) -> list[RecipeMatch]:
    """Return matches, given best first, in an order with variety: the first stays, of equals the earlier comes first.

    stock: the lots that the matches take.
    """
    rates = {item.lot_id: item.rescue_eur_per_g for item in stock}
    left = [(match, _saved_eur(match, rates)) for match in matches]
    times: Counter[str] = Counter()
    ordered: list[RecipeMatch] = []

    def worth_eur(one: tuple[RecipeMatch, dict[str, float]]) -> float:
        match, saved = one
        return match.score - sum(eur * (1 - SHARE_SAVED_AGAIN ** times[food_id]) for food_id, eur in saved.items())

    while left:
        best = max(left, key=worth_eur)
        left.remove(best)
        ordered.append(best[0])
        times.update(best[1].keys())
    return ordered


def _saved_eur(match: RecipeMatch, rates: Mapping[str, float]) -> dict[str, float]:
    """Return what using each food saves, where something is saved; nothing of what it takes in unknown amounts."""
    saved: dict[str, float] = {}
    for used in match.uses:
        if eur := (used.needed_g or 0.0) * rates.get(used.lot_id, 0.0):
            saved[used.food_id] = saved.get(used.food_id, 0.0) + eur
    return saved
