"""What a browser's language and time zone say of a kitchen."""

import pytest

from pantry.facts.habits import habits_of, language_of


@pytest.mark.parametrize(("locale", "time_zone", "expected"), [
    ("de-DE", "Europe/Berlin", ("de", "Europe/Berlin", "EUR", "metric")),
    ("en-US", "America/New_York", ("en", "America/New_York", "USD", "us")),
    ("en-US", "Europe/Berlin", ("en", "Europe/Berlin", "EUR", "metric")),
    ("de-CH", "Europe/Zurich", ("de", "Europe/Zurich", "CHF", "metric")),
    ("en-CA", "America/Toronto", ("en", "America/Toronto", "CAD", "metric")),
    ("fr-FR", "Europe/Paris", (None, "Europe/Paris", "EUR", "metric")),
    ("en-IN", "Asia/Calcutta", ("en", "Asia/Calcutta", "INR", "metric")),
    ("en-US", "UTC", ("en", "UTC", "USD", "us")),
    ("zh-Hant-TW", "UTC", (None, "UTC", "TWD", "metric")),
    ("de", None, ("de", None, None, None)),
    ("en_GB", "Nowhere/At all", ("en", None, "GBP", "metric")),
])
def test_where_somebody_is_says_money_and_measures(
        locale: str, time_zone: str | None, expected: tuple[str | None, ...]) -> None:
    habits = habits_of(locale, time_zone)
    assert habits and (habits.language, habits.time_zone, habits.currency, habits.unit_system) == expected


@pytest.mark.parametrize(("locale", "time_zone"), [(None, None), ("", ""), ("xx", "../../etc/passwd"), ("-", "?")])
def test_a_browser_that_says_nothing_changes_nothing(locale: str | None, time_zone: str | None) -> None:
    assert habits_of(locale, time_zone) is None


def test_only_languages_that_are_spoken_count() -> None:
    assert [language_of(one) for one in ("de-AT", "EN", "fr", None)] == ["de", "en", None, None]
