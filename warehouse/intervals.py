"""How sure a waste rate is: whole weeks drawn again with a fixed seed.

Events of one week hang together (one party, one forgotten bag), so single events must not be drawn alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.queries import waste_weekly
from warehouse.reader import Warehouse

_SEED = 20_260_101
_DRAWS = 2_000
# Fewer weeks say next to nothing about how weeks differ.
_LEAST_WEEKS = 8
_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class RateInterval:
    """kg per person and year with the range that holds `share` of the draws; weeks: how many were drawn from."""

    kg_per_person_year: float
    low: float
    high: float
    share: float
    weeks: int


def waste_rate_interval(
    warehouse: Warehouse, household_id: str, from_on: date, to_on: date, *, share: float = 0.9
) -> RateInterval | None:
    """Return the interval of a household's waste rate over weeks whose Monday lies in the period.

    None with fewer than eight observed weeks. Weeks with a discard of unknown mass count as what is known.
    """
    weeks = [
        {"waste_mass_g": week["waste_mass_g"], "person_days": week["observed_person_days"]}
        for week in waste_weekly(warehouse, household_id, from_on, to_on) if week["is_observed"]
    ]
    return resample_weeks(weeks, share=share)


def resample_weeks(weeks: Sequence[dict[str, Any]], *, share: float = 0.9) -> RateInterval | None:
    """Return the percentile interval of sum(mass) / sum(person days) over weeks drawn with replacement.

    weeks: rows with waste_mass_g and person_days. Efron and Tibshirani, An Introduction to the Bootstrap
    (1993), chapter 13: percentile interval; here of a ratio of sums, never a mean of ratios.
    """
    import numpy as np

    if len(weeks) < _LEAST_WEEKS:
        return None
    mass_kg = np.array([float(week["waste_mass_g"] or 0.0) / 1000 for week in weeks])
    person_days = np.array([float(week["person_days"]) for week in weeks])
    drawn = np.random.default_rng(_SEED).integers(0, len(weeks), size=(_DRAWS, len(weeks)))
    rates = mass_kg[drawn].sum(axis=1) / person_days[drawn].sum(axis=1) * _DAYS_PER_YEAR
    low, high = np.quantile(rates, [(1 - share) / 2, (1 + share) / 2])
    rate = mass_kg.sum() / person_days.sum() * _DAYS_PER_YEAR
    return RateInterval(float(rate), float(low), float(high), share, len(weeks))
