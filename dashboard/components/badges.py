"""Badges: how near a food is to its date, as shape, word and colour."""

from dashboard.formats import sentence_case
from dashboard.markup import esc, icon
from dashboard.session import Session
from pantry.urgency import DueLot
from pantry.vocabulary import RiskBand

# Look and symbol of each band; a fine date has neither.
_LOOK = {
    RiskBand.PAST_USE_BY: ("past", "block"),
    RiskBand.PAST_BEST_BEFORE: ("soon", "schedule"),
    RiskBand.NOW: ("now", "warning"),
    RiskBand.SOON: ("soon", "schedule"),
    RiskBand.FROZEN: ("ice", "ac_unit"),
    RiskBand.FINE: ("fine", ""),
    RiskBand.UNKNOWN: ("fine", ""),
}


def badge(look: str, symbol: str, text: str) -> str:
    """Return a badge as HTML."""
    return f'<span class="badge {look}">{icon(symbol) if symbol else ""}{esc(text)}</span>'


def risk_badge(session: Session, due: DueLot, *, is_long: bool = False, is_short: bool = False) -> str:
    """Return the badge of a food; "" when nothing is known.

    is_long: there is room for "Use by today"; is_short: a row only has room for "About Thu".
    """
    text = risk_text(session, due, is_long=is_long, is_short=is_short)
    if not text:
        return ""
    look, symbol = _LOOK[due.risk]
    if _is_guess(due):
        look, symbol = "guess", "schedule"
    return badge(look, symbol, text)


def risk_text(session: Session, due: DueLot, *, is_long: bool = False, is_short: bool = False) -> str:
    """Return the badge's words."""
    texts, formats = session.texts, session.formats
    day = due.due.likely
    if due.risk is RiskBand.FROZEN:
        if day is None or day <= session.today:
            return texts("risk.frozen")
        return texts("risk.frozen_until", month=formats.month(day) if day.year == session.today.year
                     else f"{formats.short_month(day)} {day.year}")
    if due.risk is RiskBand.PAST_USE_BY and not due.due.is_estimate:
        return texts("risk.past_use_by")
    if due.risk is RiskBand.PAST_BEST_BEFORE and not due.due.is_estimate:
        return texts("risk.past_best_before_long" if is_long else "risk.past_best_before")
    if day is None:
        return ""
    if day < session.today:
        return texts("risk.look_first")
    said = formats.day(day)
    if _is_guess(due):
        return texts("risk.about", day=formats.short_day(day) if is_short else said)
    if is_long and due.risk is RiskBand.NOW and due.due.kind == "use_by":
        return texts("risk.use_by", day=said)
    if is_long and due.risk is RiskBand.NOW and due.due.kind == "best_before":
        return texts("risk.best_before", day=said)
    return sentence_case(said)


def _is_guess(due: DueLot) -> bool:
    """Return whether the date is our own guess and near enough to be shown as a badge."""
    return due.due.is_estimate and due.risk in (
        RiskBand.NOW, RiskBand.SOON, RiskBand.PAST_BEST_BEFORE, RiskBand.PAST_USE_BY
    )
