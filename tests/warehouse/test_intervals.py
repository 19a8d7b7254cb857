"""Intervals by drawing whole weeks again."""

import numpy as np
import pytest

from warehouse.intervals import resample_weeks


def weeks_of(masses: list[float | None], people: int = 2) -> list[dict]:
    return [{"waste_mass_g": mass, "person_days": 7 * people} for mass in masses]


def test_the_rate_is_a_ratio_of_sums_and_lies_in_its_interval() -> None:
    found = resample_weeks(weeks_of([0, 2000, 500, 1000, 0, 300, 4000, 200]))
    assert found is not None
    assert found.kg_per_person_year == pytest.approx(8.0 / (8 * 14) * 365.25)
    assert found.low < found.kg_per_person_year < found.high


def test_equal_weeks_leave_nothing_open() -> None:
    found = resample_weeks(weeks_of([700.0] * 10))
    assert found is not None
    assert found.low == pytest.approx(found.high) == pytest.approx(found.kg_per_person_year)


def test_few_weeks_give_no_interval() -> None:
    assert resample_weeks(weeks_of([500.0] * 7)) is None
    assert resample_weeks([]) is None


def test_the_same_weeks_always_give_the_same_interval() -> None:
    weeks = weeks_of([0, None, 500, 1000, 0, 300, 4000, 200])
    assert resample_weeks(weeks) == resample_weeks(weeks)


def test_ninety_percent_intervals_hold_the_truth_about_nine_times_in_ten() -> None:
    random = np.random.default_rng(7)
    truth = 1.0 / 14 * 365.25
    held = 0
    for _ in range(200):
        found = resample_weeks(weeks_of(list(random.gamma(2.0, 500.0, size=52))))
        assert found is not None
        held += found.low <= truth <= found.high
    assert 0.82 <= held / 200 <= 0.97
