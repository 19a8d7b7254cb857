"""What a browser's language and time zone tell of the people in front of it: their money and their measures."""

from zoneinfo import available_timezones

from pantry.kinds.payloads import HouseholdChanged

LANGUAGES = ("en", "de")
# Where food is weighed in ounces and pounds (Unicode CLDR, supplemental data, measurement system "US").
_OUNCES = frozenset({"US", "LR", "MM"})
_NOWHERE = "ZZ"


def language_of(locale: str | None) -> str | None:
    """Return the language of a locale such as `de-AT`, None for one that Larder does not speak."""
    language = (locale or "").replace("_", "-").split("-")[0].casefold()
    return language if language in LANGUAGES else None


def habits_of(locale: str | None, time_zone: str | None) -> HouseholdChanged | None:
    """Return language, time zone, currency and measures as a browser suggests them; None where it says nothing.

    locale: as `navigator.language`, `en-US`; time_zone: as IANA names it. Where somebody is counts for more than the
    language's country: many a browser in Europe is set to `en-US`.
    """
    said: dict[str, str] = {}
    if language := language_of(locale):
        said["language"] = language
    if time_zone in available_timezones():
        said["time_zone"] = str(time_zone)
    if territory := _territory(locale, said.get("time_zone")):
        said["unit_system"] = "us" if territory in _OUNCES else "metric"
        if currency := _currency(territory):
            said["currency"] = currency
    return HouseholdChanged.model_validate(said) if said else None


def _territory(locale: str | None, time_zone: str | None) -> str | None:
    """Return the country code of a time zone, else that of a locale."""
    from babel.core import get_global

    zone = time_zone or ""
    by_zone = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), _NOWHERE)
    if by_zone != _NOWHERE:
        return str(by_zone)
    parts = (locale or "").replace("_", "-").split("-")[1:]
    return next((part.upper() for part in parts if len(part) == 2 and part.isalpha()), None)


def _currency(territory: str) -> str | None:
    """Return the money that is paid with in a country today, None where that is not known."""
    from babel.numbers import get_territory_currencies

    return next(iter(get_territory_currencies(territory)), None)
