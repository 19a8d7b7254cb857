"""Waste in words: a better month in the headline, a worse one without blame, and what is not known."""

from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.session import Session
from dashboard.shown.history import BinnedMonth
from dashboard.shown.waste import Period, WasteHistory

if TYPE_CHECKING:
    from warehouse.queries import WasteShare

# A smaller difference from last month is no news.
_SAME_SHARE = Decimal("0.03")


def waste_title(session: Session, waste: WasteHistory) -> str:
    """Return the headline: less than last month, or simply what the month brought."""
    month = waste.month
    this, last = _value(month), _last_value(month)
    if not month.this.discard_events:
        return session.texts("waste.title_zero")
    if last and abs(this - last) < _SAME_SHARE * last:
        return session.texts("waste.title_same", month=session.formats.month(month.last_on))
    if last and this < last:
        return session.texts("waste.title_less", month=session.formats.month(month.last_on))
    return session.texts("waste.title_month", month=session.formats.month(month.this_on))


def waste_words(session: Session, waste: WasteHistory) -> str:
    """Return the month in a sentence or two."""
    texts, formats, month = session.texts, session.formats, waste.month
    if not month.this.discard_events:
        return texts("waste.words_zero")
    mass = month.this.waste_mass_g
    key = "waste.words" if mass else "waste.words_money"
    said = texts(key, money=formats.money(round(_value(month)), month.this.currency), mass=formats.mass(mass or 0))
    last = _last_value(month)
    if last:
        compared = texts("waste.words_last", month=formats.month(month.last_on),
                         money=formats.money(round(last), month.this.currency))
        return f"{said} {compared}"
    return said


def coverage(session: Session, waste: WasteHistory, measure: str) -> str:
    """Return what the figures of a measure do not know; of CO2e, which is counted by weight, the weight as well."""
    this = waste.month.this
    parts = []
    if this.day_coverage is not None:
        parts.append(session.texts("waste.days_known", share=session.formats.share(this.day_coverage)))
    if measure == "money":
        parts += known_part(session, "waste.value_known", this.value_coverage)
    else:
        parts += known_part(session, "waste.mass_known", this.mass_coverage)
    if measure == "co2e":
        parts += known_part(session, "waste.co2e_known", this.production_co2e_mass_share)
    return " ".join([*parts, session.texts("waste.not_counted")])


def known_part(session: Session, key: str, share: float | None) -> list[str]:
    """Return the sentence of how much is known, in a list; none where all is, or nothing is there to be known."""
    return [] if share is None or share >= 1 else [session.texts(key, share=session.formats.share(share))]


def measured(share: "WasteShare", measure: str) -> Decimal:
    """Return a bar's size: minor units of money, or grams of food or of CO2e; nothing known counts as nothing."""
    if measure == "money":
        return share.value_minor or Decimal(0)
    grams = share.mass_g if measure == "weight" else (share.production_co2e_kg or 0) * 1000
    return Decimal(str(grams or 0))


def figure(session: Session, size: Decimal, measure: str) -> str:
    """Return a bar's figure."""
    return session.formats.money(round(size)) if measure == "money" else session.formats.mass(float(size))


def period_words(session: Session, period: Period) -> str:
    """Return what a period is called: November, or six months."""
    return session.texts(f"waste.period.{period}", month=session.formats.month(session.today))


def _value(month: BinnedMonth) -> Decimal:
    return month.this.waste_value_minor or Decimal(0)


def _last_value(month: BinnedMonth) -> Decimal:
    return (month.last.waste_value_minor if month.last else None) or Decimal(0)
