"""Why no recipe fits, and why a given one is not among the best: reasons in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pantry.foods import catalog
from recipes.match import left_out, match, match_one
from recipes.matching.match_index import MatchIndex
from recipes.matching.may_hold import maybe_held
from recipes.matching.named_foods import denied_by, said_bits
from recipes.matching.restrictions import Restrictions, denied_bits, food_bits
from recipes.matching.shelf import Shelf
from recipes.matching.stage_one import stage_one
from recipes.matching.stock import Larder, StockItem
from recipes.matching.taste import NO_TASTE, Taste
from recipes.recipe import RecipeMatch


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in English words, and what another language says it with.

    form: which of several sentences of the code it is, "" for the plain one. facts: what the sentence names; money in
    euros, `what` an allergen or diet, `food_ids` foods of the catalog, `by` time, hiding or restrictions.
    code: hidden, too_long, time_unknown, allergen, diet, unknown_food, uses_nothing, past_use_by, missing,
    others_better or listed; for an empty answer no_recipes, empty_house, past_use_by, barred, uses_nothing or filtered.
    """

    code: str
    text: str
    form: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a recipe is not among the best, the hardest reason first; match: how it fits all the same."""

    match: RecipeMatch
    reasons: tuple[Reason, ...]


def why_not(index: MatchIndex, recipe_id: str, stock: Sequence[StockItem], *, staples: Collection[str] = (),
            top: int = 20, servings: float | None = None, max_minutes: int | None = None,
            hidden: Collection[str] = (), restrictions: Restrictions | None = None,
            taste: Taste = NO_TASTE) -> WhyNot | None:
    """Return why a recipe is not among the best `top`; None if the index does not hold it."""
    found = match_one(index, recipe_id, stock, staples=staples, servings=servings, restrictions=restrictions,
                      taste=taste)
    number = index.number_of(recipe_id)
    if found is None or number is None:
        return None
    reasons: list[Reason] = []
    if recipe_id in hidden:
        reasons.append(Reason("hidden", "It is hidden."))
    if max_minutes is not None:
        minutes = found.total_minutes
        if minutes is None:
            reasons.append(Reason("time_unknown", "It does not say how long it takes."))
        elif minutes > max_minutes:
            reasons.append(Reason("too_long", f"It takes {minutes} minutes, more than {max_minutes}.",
                                  facts={"minutes": minutes, "most": max_minutes}))
    if restrictions:
        reasons += _objections(index, number, restrictions)
    if not found.uses:
        reasons.append(Reason("uses_nothing", "It uses nothing that is in the house."))
    if found.unsafe:
        names = ", ".join(found.unsafe)
        reasons.append(Reason("past_use_by", f"Past its use-by date: {names}.", facts={"names": names}))
    if found.missing:
        names = ", ".join(food.name for food in found.missing)
        reasons.append(Reason("missing", f"To buy for about {found.missing_eur:.2f} EUR: {names}.",
                              facts={"eur": found.missing_eur, "names": names}))
    best = match(index, stock, staples=staples, top=top, servings=servings, max_minutes=max_minutes, hidden=hidden,
                 restrictions=restrictions, taste=taste)
    rank = next((place for place, one in enumerate(best, 1) if one.recipe_id == recipe_id), None)
    if rank:
        listed = Reason("listed", f"It is listed: number {rank} of {len(best)}.",
                        facts={"rank": rank, "of": len(best)})
        return WhyNot(found, (listed, *reasons))
    if best and found.uses and best[-1].score >= found.score:
        reasons.append(Reason("others_better", f"It is worth {found.score:.2f} EUR tonight; the last of the best "
                              f"{len(best)} is worth {best[-1].score:.2f} EUR.",
                              facts={"eur": found.score, "of": len(best), "last_eur": best[-1].score}))
    return WhyNot(found, tuple(reasons))


def _objections(index: MatchIndex, number: int, restrictions: Restrictions) -> list[Reason]:
    """Return what in a recipe breaks which allergen or diet, one reason for each with the names."""
    known = catalog()
    found: dict[tuple[str, bool], list[str]] = {}
    for need in index.needs(number):
        food = known.get(need.food_id) if need.food_id else None
        for what in restrictions.objections(need.food_id):
            is_maybe = food is not None and what in maybe_held(food)
            found.setdefault((what, is_maybe), []).append(need.name)
        for what in (*restrictions.said(said_bits(need.name) & ~food_bits(need.food_id)[0]),
                     *restrictions.denied(denied_by(need.name, need.food_id) & ~denied_bits(need.food_id))):
            found.setdefault((what, False), []).append(need.name)
    named = {what for what, _ in found}
    return [*(_objection(what, ", ".join(names), restrictions, is_maybe=is_maybe)
              for (what, is_maybe), names in found.items()),
            *(Reason("allergen", f"A line of it speaks of {what}.", "line", {"what": what})
              for what in restrictions.said(int(index.allergens[number])) if what not in named),
            *(Reason("diet", f"A line of it is not {what.replace('_', ' ')}.", "line", {"what": what})
              for what in restrictions.denied(int(index.denied[number])) if what not in named)]


def _objection(what: str, names: str, restrictions: Restrictions, *, is_maybe: bool) -> Reason:
    words = what.replace("_", " ")
    if what == "unknown":
        return Reason("unknown_food", f"Nobody knows what is in it: {names}.", facts={"names": names})
    if what in restrictions.allergens:
        return Reason("allergen", f"{'Not known to be free of' if is_maybe else 'With'} {words}: {names}.",
                      "maybe" if is_maybe else "", {"what": what, "names": names})
    return Reason("diet", f"Not {words}: {names}.", facts={"what": what, "names": names})


def explain_empty(index: MatchIndex, stock: Sequence[StockItem], *, staples: Collection[str] = (),
                  max_minutes: int | None = None, hidden: Collection[str] = (),
                  restrictions: Restrictions | None = None) -> Reason | None:
    """Return why no recipe matches, or None if some do."""
    if not len(index):
        return Reason("no_recipes", "There are no recipes yet: import a page, a folder or a feed.")
    if not any(item.quantity > 0 for item in stock):
        return Reason("empty_house", "Nothing is in the house yet: add what you have.")
    larder = Larder.of(stock, staples, restrictions)
    if not larder.lots:
        return (Reason("past_use_by", "All food in the house is past its use-by date.", "all") if not larder.barred
                else Reason("barred", "Allergens and diets leave nothing in the house to cook with: "
                            f"{_names(larder.barred)}.", facts={"food_ids": sorted(larder.barred)}))
    score = stage_one(index, Shelf.of(index, larder), larder.staples)
    fitting = np.flatnonzero(score > -np.inf)
    if not len(fitting):
        return Reason("uses_nothing", f"None of the {len(index)} recipes uses what is in the house.", "all",
                      {"recipes": len(index)})
    out = left_out(index, max_minutes=max_minutes, hidden=hidden, restrictions=restrictions)
    left = np.setdiff1d(fitting, out)
    if len(left):
        return None
    parts = {"time": left_out(index, max_minutes=max_minutes), "hiding": left_out(index, hidden=hidden),
             "restrictions": left_out(index, restrictions=restrictions)}
    by = max(parts, key=lambda name: len(np.intersect1d(fitting, parts[name])))
    words = "allergens and diets" if by == "restrictions" else by
    return Reason("filtered", f"{len(fitting)} recipes use what is in the house, but none passes the filters, most "
                  f"often by {words}.", facts={"recipes": len(fitting), "by": by})


def _names(food_ids: Collection[str]) -> str:
    known = catalog()
    return ", ".join(sorted(food.name() for food_id in food_ids if (food := known.get(food_id))))
