"""The dialog that changes a line before it goes in: food, amount, price, place, date."""

from decimal import Decimal

import streamlit as st

from dashboard.clicks import actions, reviewing
from dashboard.components.documents.review_lines import doubts_html, food_field
from dashboard.formats import shop_name
from dashboard.markup import esc, material, plain
from dashboard.session import Session
from pantry.acting.accepting import Correction
from pantry.money import decimals_of
from pantry.proposals import Proposal
from pantry.vocabulary import DateKind, Place

_MEASURES = {"metric": ("g", "kg", "ml", "l"), "us": ("oz", "lb", "fl_oz", "pint", "quart", "gallon")}
_PACKS = ("can", "bottle", "jar", "bag", "bunch", "loaf", "tub", "box", "bar")
_MOST = 100_000.0


def draw_line_dialog(session: Session, wanted: str, number: int) -> None:
    """Draw the dialog for a line that waits; close it when the line is settled."""
    found = reviewing.find_line(session, wanted)
    if found is None:
        actions.close_dialog()
        return
    proposal = found[1].proposal

    @st.dialog(session.texts("dialog.line"), on_dismiss=actions.close_dialog)
    def dialog() -> None:
        alike = len(reviewing.asked_alike(session, *found))
        times = f'<p class="note">{esc(session.texts("review.alike", n=alike + 1))}</p>' if alike else ""
        st.html(f'<p class="printed">{esc(proposal.raw_text)}</p>{times}{doubts_html(session, proposal.doubts)}')
        _fields(session, proposal, wanted, number)

    dialog()


def _fields(session: Session, proposal: Proposal, wanted: str, number: int) -> None:
    texts = session.texts
    food_field(session, f"line_food_{number}", proposal.food_id)
    named = reviewing.typed_correction(f"line_food_{number}")
    usual = named.apply(proposal, session.view.own_foods())
    # The keys hold the food, so that another one brings its own unit and place along.
    key = f"{number}_{usual.food_id}"
    left, right = st.columns(2)
    measures = _MEASURES[session.household.unit_system]
    units_offered = list(dict.fromkeys([usual.unit, "piece", "pack", *measures, *_PACKS]))
    amount = left.number_input(texts("dialog.how_much"), min_value=0.001, max_value=_MOST, format="%g",
                               value=float(proposal.quantity), key=f"line_amount_{number}")
    unit = right.selectbox(texts("dialog.unit"), units_offered, key=f"line_unit_{key}",
                           format_func=lambda one: session.formats.unit(one, Decimal(2)))
    place = st.pills(texts("dialog.where"), list(Place), default=usual.place, key=f"line_place_{key}",
                     required=True, format_func=lambda one: texts(f"place.{one}"))
    dated = st.date_input(texts("dialog.date_if_printed"), value=proposal.expires_on, key=f"line_date_{number}",
                          format=session.formats.date_pattern)
    teach, price_minor = False, proposal.price_minor
    if not proposal.is_from_photo:
        price_minor = _price_field(session, proposal, number)
        shop = proposal.merchant
        always = texts("review.always_at", shop=shop_name(shop)) if shop else texts("review.always")
        teach = st.checkbox(plain(always), key=f"line_always_{number}", value=False)
    is_named = bool(st.session_state.get(f"line_food_{number}"))
    if st.button(texts("dialog.put_in"), key=f"line_do_{number}", type="primary", icon=material("check"),
                 width="stretch", disabled=not is_named):
        quantity = Decimal(str(amount)).quantize(Decimal("0.001"))
        correction = Correction(
            food_id=named.food_id if named.food_id != proposal.food_id else None, name=named.name,
            quantity=quantity if quantity != proposal.quantity else None,
            unit=unit if unit != usual.unit else None,
            price_minor=price_minor if price_minor != proposal.price_minor else None,
            place=place if place != usual.place else None,
            expires_on=dated if dated != proposal.expires_on else None,
            date_kind=DateKind.BEST_BEFORE if dated and not proposal.date_kind else None,
        )
        actions.close_dialog()
        reviewing.accept(wanted, correction, teach=teach)
        st.rerun()


def _price_field(session: Session, proposal: Proposal, number: int) -> int | None:
    """Draw what was paid for the whole line; return it in minor units, None where nothing is said."""
    currency = proposal.currency or session.household.currency
    decimals = decimals_of(currency)
    minor = proposal.price_minor
    paid = st.number_input(
        session.texts("dialog.paid", currency=currency), min_value=0.0, max_value=_MOST,
        step=1 / 10**decimals, format=f"%.{decimals}f", key=f"line_price_{number}",
        value=None if minor is None else max(0.0, minor / 10**decimals))
    return None if paid is None else round(paid * 10**decimals)
