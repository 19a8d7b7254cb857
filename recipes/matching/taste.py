"""What a household likes: ridge regression of its stars, saved and cooked dishes on the foods in them.

Small and open: a weight per food, told in words by `reasons`. A recipe with stars of its own keeps them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from recipes.matching.match_index import MatchIndex
from recipes.matching.shelf import food_numbers

# Below this many recipes with a word said, foods say nothing yet.
LEAST_RECIPES = 5
RIDGE_ALPHA = 4.0
SAVED, COOKED, HIDDEN = 0.5, 0.5, -1.0


@dataclass(frozen=True, slots=True)
class Signals:
    """What a household did with a recipe. stars: 1 to 5 or None; times_cooked: how often."""

    stars: int | None = None
    is_saved: bool = False
    times_cooked: int = 0
    is_hidden: bool = False

    @property
    def liking(self) -> float:
        """-1 to 1; stars count before anything else."""
        if self.is_hidden:
            return HIDDEN
        if self.stars is not None:
            return (self.stars - 3) / 2
        return min(1.0, SAVED * self.is_saved + COOKED * min(self.times_cooked, 2) / 2)


@dataclass(frozen=True, slots=True)
class Taste:
    """Liking (-1 to 1) by recipe id as said, and by food id as learned."""

    recipes: Mapping[str, float] = field(default_factory=dict)
    foods: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def learn(cls, index: MatchIndex, signals: Mapping[str, Signals]) -> "Taste":
        """Learn from what was said of recipes; of fewer than LEAST_RECIPES only their own liking is kept."""
        said = {recipe_id: one.liking for recipe_id, one in sorted(signals.items())}
        known = [(number, liking) for recipe_id, liking in said.items()
                 if (number := index.number_of(recipe_id)) is not None]
        if len(known) < LEAST_RECIPES:
            return cls(said)
        from sklearn.linear_model import Ridge

        foods = [_foods_of(index, number) for number, _ in known]
        columns = np.unique(np.concatenate(foods))
        rows = np.array([np.isin(columns, one) for one in foods], np.float64)
        model = Ridge(alpha=RIDGE_ALPHA).fit(rows, [liking for _, liking in known])
        return cls(said, {index.foods[column]: round(float(weight), 4)
                          for column, weight in zip(columns, model.coef_, strict=True) if abs(weight) > 1e-4})

    def of(self, index: MatchIndex, recipes: np.ndarray) -> np.ndarray:
        """Return the liking of recipe numbers: (n,) -1 to 1, what was said before what was learned."""
        liking = np.zeros(len(recipes))
        if self.foods:
            numbers = food_numbers(index)
            weights = np.zeros(len(index.foods) + 1)
            for food_id, weight in self.foods.items():
                if food_id in numbers:
                    weights[numbers[food_id]] = weight
            need, of = index.needs_of(recipes)
            liking = np.clip(np.bincount(of, weights[index.need_food[need]], minlength=len(recipes)), -1, 1)
        for recipe_id, one in self.recipes.items():
            if (number := index.number_of(recipe_id)) is not None:
                liking[recipes == number] = one
        return liking

    def reasons(self, index: MatchIndex, recipe_id: str, most: int = 3) -> list[tuple[str, float]]:
        """Return the foods of a recipe that tell most for or against it, strongest first."""
        number = index.number_of(recipe_id)
        if number is None:
            return []
        weights = [(index.foods[food], self.foods.get(index.foods[food], 0.0)) for food in _foods_of(index, number)]
        return sorted((one for one in weights if one[1]), key=lambda one: (-abs(one[1]), one[0]))[:most]


NO_TASTE = Taste()


def _foods_of(index: MatchIndex, number: int) -> np.ndarray:
    foods = index.need_food[index.need_start[number]:index.need_start[number + 1]].astype(np.int64)
    return np.unique(foods[foods >= 0])
