"""The dialog that corrects what a receipt says of itself: shop, day and currency."""

import streamlit as st

from dashboard.clicks import actions, reviewing
from dashboard.formats import CURRENCIES, shop_name
from dashboard.markup import material
from dashboard.session import Session
from dashboard.shown import queries
from intake.review import ReviewDocument
from pantry.facts.document_facts import DocumentFacts
from pantry.vocabulary import DocumentKind

_MOST_LETTERS = 200


def receipt_button(session: Session, review: ReviewDocument) -> None:
    """Draw what opens the dialog; a photo has neither shop nor day of its own."""
    if review.kind is DocumentKind.RECEIPT:
        st.button(session.texts("review.correct"), key="correct_receipt", icon=material("edit"), type="tertiary",
                  on_click=actions.open_dialog, args=("receipt", review.document.sha256))


def draw_receipt_dialog(session: Session, sha256: str, number: int) -> None:
    """Draw the dialog about a receipt; close it when it is gone."""
    review = queries.review_of(session, sha256)
    if review is None or review.kind is not DocumentKind.RECEIPT:
        actions.close_dialog()
        return
    shop = shop_name(review.title) if review.title != review.document.name else ""
    texts = session.texts

    @st.dialog(texts("dialog.receipt"), on_dismiss=actions.close_dialog)
    def dialog() -> None:
        name = st.text_input(texts("dialog.shop"), value=shop, key=f"receipt_shop_{number}", max_chars=_MOST_LETTERS)
        day = st.date_input(texts("dialog.bought_on"), value=review.purchased_on, max_value=session.today,
                            key=f"receipt_day_{number}", format=session.formats.date_pattern)
        known = review.currency or session.household.currency
        currency = st.selectbox(texts("dialog.currency"), list(dict.fromkeys([known, *CURRENCIES])),
                                key=f"receipt_currency_{number}")
        if st.button(texts("dialog.correct"), key=f"receipt_do_{number}", type="primary", icon=material("check"),
                     width="stretch"):
            said = DocumentFacts(name if name != shop else None, day, currency if currency != known else None)
            actions.close_dialog()
            reviewing.correct(sha256, said)
            st.rerun()

    dialog()
