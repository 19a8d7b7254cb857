"""When the goods of a receipt were bought, and whether what an old receipt lists may still be in the house.

Food that has been home for longer than it usually keeps was most likely eaten or thrown away, and so was most
of what was bought months ago whatever it keeps. Such lines never go into stock unasked.
"""

from datetime import date

from ocr.printed.currency import order_is_certain
from pantry.shelf_life import Period

# A receipt is often photographed days after shopping; fresh food of the last days is simply there.
ALWAYS_UNASKED_DAYS = 3
# Rice keeps for years, but a household eats a pack in weeks: after this it is asked about, whatever it keeps.
NEVER_UNASKED_DAYS = 60
# Where nothing says how long a food keeps.
UNKNOWN_UNASKED_DAYS = 14

# Of 03/04 and 04/03, the one within so many days before the receipt came in is meant when the other is not …
RECENT_DAYS = 60
# … or when it is this near and the other at least so many days farther.
JUST_BOUGHT_DAYS, FARTHER_DAYS = 3, 20

_UNITS = (
    # days in one, from how many days on, English one and many, German one and many
    (365.25, 700, "year", "years", "Jahr", "Jahren"),
    (30.44, 56, "month", "months", "Monat", "Monaten"),
    (7.0, 14, "week", "weeks", "Woche", "Wochen"),
    (1.0, 0, "day", "days", "Tag", "Tagen"),
)


def bought_on(printed: date | None, *, is_ambiguous: bool, currency: str | None,
              received_on: date | None) -> tuple[date | None, bool]:
    """Return the day of purchase and whether it is certain.

    printed: as read. is_ambiguous: its day and month could be swapped; then the currency's country tells, else the
    day on which the receipt came in, since nobody photographs a receipt of tomorrow and few one of months ago.
    """
    if printed is None or not is_ambiguous:
        return printed, printed is not None
    swapped = printed.replace(month=printed.day, day=printed.month)
    if order_is_certain(currency):
        return printed, True
    if received_on is None:
        return printed, False
    ages = {day: (received_on - day).days for day in (printed, swapped)}
    recent = sorted((day for day, age in ages.items() if -1 <= age <= RECENT_DAYS), key=lambda day: ages[day])
    if not recent:
        return printed, False
    is_sure = len(recent) == 1 or (ages[recent[0]] <= JUST_BOUGHT_DAYS
                                   and ages[recent[1]] - ages[recent[0]] >= FARTHER_DAYS)
    return recent[0] if is_sure else printed, is_sure


def unasked_days(period: Period | None) -> int:
    """Return for how many days after purchase food may go into stock unasked.

    period: how long it keeps unopened where it is put, None when unknown.
    """
    if period is None:
        return UNKNOWN_UNASKED_DAYS
    return min(NEVER_UNASKED_DAYS, max(ALWAYS_UNASKED_DAYS, period.likely_days))


def is_too_old(purchased_on: date | None, today: date | None, period: Period | None) -> bool:
    """Return whether a line must be asked about because of its age; False when a date is not known."""
    if purchased_on is None or today is None:
        return False
    return (today - purchased_on).days > unasked_days(period)


def age_doubt(purchased_on: date, today: date, lang: str | None) -> str:
    """Return the question in plain words: "bought 6 years ago: still there?"."""
    days = (today - purchased_on).days
    size, _, one, many, one_de, many_de = next(unit for unit in _UNITS if days >= unit[1])
    count = max(1, round(days / size))
    if lang == "de":
        return f"vor {count} {one_de if count == 1 else many_de} gekauft: noch da?"
    return f"bought {count} {one if count == 1 else many} ago: still there?"
