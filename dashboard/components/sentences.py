"""Sentences that are the answer: what to use next, what it goes into, how much is due."""

from dashboard.components.foods import name_inside, name_of
from dashboard.markup import esc
from dashboard.session import Session
from dashboard.shown import cookbook, queries
from pantry.urgency import DueLot
from pantry.vocabulary import RiskBand


def home_title(session: Session, dues: list[DueLot]) -> str:
    """Return the one thing to do next as a sentence."""
    texts = session.texts
    if not dues:
        return texts("home.title.nothing_left")
    first = dues[0]
    name = name_inside(session, first.lot)
    if not queries.is_urgent(first):
        return texts("home.title.nothing_due")
    if first.risk is RiskBand.PAST_USE_BY and not first.due.is_estimate:
        return texts("home.title.past_use_by", name=name)
    if first.days_left is None or first.days_left < 0:
        return texts("home.title.look_at", name=name)
    return texts("home.title.use_by", name=name, day=session.formats.day(first.due.likely or session.today)) \
        if first.days_left else texts("home.title.use_today", name=name)


def home_lede(session: Session, dues: list[DueLot]) -> str:
    """Return how much is due, in one sentence."""
    texts = session.texts
    urgent = [due for due in dues if queries.is_urgent(due) and due.risk is not RiskBand.PAST_BEST_BEFORE]
    if not dues:
        return texts("home.lede.nothing_left")
    if not urgent:
        dated = next((due for due in dues if due.due.likely and due.risk is RiskBand.FINE), None)
        if dated is None or dated.due.likely is None:
            return texts("home.lede.no_dates")
        return texts("home.lede.next", name=name_of(session, dated.lot),
                     day=session.formats.day(dated.due.likely))
    now = [due for due in urgent if due.days_left is not None and due.days_left <= 0]
    later = [due for due in urgent if due.days_left is None or due.days_left > 0]
    foods_now = {shelf.key for shelf in queries.shelves(now)}
    parts = [texts.count("home.lede.now", len(foods_now))] if now else []
    foods_later = {shelf.key for shelf in queries.shelves(later)} - foods_now
    if foods_later:
        last_day = max(due.due.likely for due in later if due.due.likely)
        key = "home.lede.more" if now else "home.lede.later"
        parts.append(texts.count(key, len(foods_later), day=session.formats.day(last_day)))
    sentence = ", ".join(parts) + "."
    return sentence[:1].upper() + sentence[1:]


def goes_into(session: Session, due: DueLot) -> str:
    """Return what a food is planned for, or what it goes into tonight, as HTML; "" when no recipe uses it."""
    texts = session.texts
    for meal, fits in cookbook.planned_meals(session):
        if due.lot.lot_id in fits.uses:
            return texts("home.planned_into", title=f"<b>{esc(fits.title)}</b>", day=esc(session.formats.day(meal.day)))
    for match in cookbook.tonight(session):
        if due.lot.lot_id in match.uses:
            key = "home.goes_into" if match.missing else "home.goes_into_complete"
            to_buy = texts("recipe.buy_lower", names=texts.listing(list(match.missing), most=2))
            minutes = [texts("recipe.minutes", n=match.minutes)] if match.minutes else []
            facts = ", ".join([*minutes, to_buy if match.missing else texts("recipe.all_there")])
            return texts(key, title=f"<b>{esc(match.title)}</b>", facts=esc(facts[:1].upper() + facts[1:]))
    return ""
