"""How wrong the shelf life is where a food has no days of its own: `python -m bench.shelf_life`.

Truth: the FoodKeeper periods of `dbt/seeds/shelf_life.csv`. Each is withheld with all other rows of its food, so that
a food above it or its category must answer. The two errors cost differently and are counted apart: a wrong
"still fine" (the answer's last day lies after the truth's) costs health, a wrong "gone" (its last day lies before the
truth's first) costs food. Baseline: the median of all periods of that place and state.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from pantry.foods import SEEDS, catalog, read_rows
from pantry.shelf_life import Period, ShelfLife
from pantry.vocabulary import DateSource, Place

PLACES = {"fridge": Place.FRIDGE, "freezer": Place.FREEZER, "cupboard": Place.CUPBOARD}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered without a food's own days, beside the truth."""

    place: str
    state: str
    truth: Period
    answer: Period

    @property
    def is_wrongly_fine(self) -> bool:
        """Return whether the food would be called fine after its truth ended."""
        return self.answer.max_days > self.truth.max_days

    @property
    def is_wrongly_gone(self) -> bool:
        """Return whether the food would be given up before its truth began to end."""
        return self.answer.max_days < self.truth.min_days


def answers() -> Iterator[Answer]:
    """Yield an answer for each FoodKeeper period, given without any row of its food."""
    rows = read_rows(SEEDS / "shelf_life.csv")
    by_food: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_food[row["food_id"]].append(row)
    for food_id, own in by_food.items():
        known = [row for row in own if row["max_days"] and row["source"].startswith("foodkeeper")]
        if not food_id or not known:
            continue
        table = ShelfLife([row for row in rows if row["food_id"] != food_id], catalog())
        for row in known:
            answer = table.period(food_id, PLACES[row["place"]], row["state"])
            if answer is not None:
                days = (int(row["min_days"]), int(row["likely_days"]), int(row["max_days"]))
                yield Answer(row["place"], row["state"], Period(*days, DateSource.PRODUCT), answer)


def against_median(found: list[Answer]) -> list[Answer]:
    """Return the same questions answered by the median of all periods of that place and state."""
    periods: dict[tuple[str, str], list[Period]] = defaultdict(list)
    for one in found:
        periods[one.place, one.state].append(one.truth)
    middle = {key: Period(_median(one.min_days for one in group), _median(one.likely_days for one in group),
                          _median(one.max_days for one in group), DateSource.CATEGORY)
              for key, group in periods.items()}
    return [Answer(one.place, one.state, one.truth, middle[one.place, one.state]) for one in found]


def _median(days: Iterable[int]) -> int:
    return round(median(days))


def report(what: str, found: list[Answer]) -> None:
    """Print both error rates, by place and state."""
    for key in sorted({(one.place, one.state) for one in found}):
        group = [one for one in found if (one.place, one.state) == key]
        fine = sum(one.is_wrongly_fine for one in group) / len(group)
        gone = sum(one.is_wrongly_gone for one in group) / len(group)
        print(f"{what:10} {key[0]:9} {key[1]:9} {len(group):4} periods  "
              f"wrongly fine {fine:6.1%}  wrongly gone {gone:6.1%}")


def main() -> None:
    """Print the errors of the answers by source, and of the baseline."""
    found = list(answers())
    for source in (DateSource.PRODUCT, DateSource.CATEGORY):
        report("food above" if source is DateSource.PRODUCT else "category",
               [one for one in found if one.answer.source is source])
    report("median", against_median(found))


if __name__ == "__main__":
    main()
