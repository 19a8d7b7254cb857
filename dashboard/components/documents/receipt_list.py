"""All receipts of a house: found by the words printed on them, opened with their picture and what became of them."""

import streamlit as st

from dashboard.clicks import reviewing
from dashboard.components.documents.receipt_dialog import receipt_button
from dashboard.components.documents.review_lines import line_card, settled_list
from dashboard.components.documents.review_paper import paper
from dashboard.components.foods import food_html
from dashboard.components.headings import empty_state
from dashboard.components.pictures import tile_of
from dashboard.formats import shop_name
from dashboard.markup import esc, material, plain
from dashboard.session import Session
from dashboard.shown import queries
from intake.receipt_search import FoundReceipt
from intake.review import ReviewDocument

_MOST_TYPED = 200
_MOST_ROWS = 3


def receipt_list(session: Session) -> None:
    """Draw the field to look for words, and the receipts that have them; without words the last ones."""
    texts = session.texts
    words = (st.text_input(texts("review.find"), key="receipt_words", placeholder=texts("review.find_hint"),
                           icon=material("search"), max_chars=_MOST_TYPED, label_visibility="collapsed") or "").strip()
    found = queries.receipts(session, words)
    if not found:
        empty_state("receipt", texts("review.find_none"), texts("review.find_none_why"))
        return
    with st.container(key="card_list_receipts"):
        for one in found:
            _row(session, one)


def _row(session: Session, one: FoundReceipt) -> None:
    """Draw a receipt; a press anywhere on it opens it."""
    name = shop_name(one.merchant or one.document_name)
    day = session.formats.past_day(one.purchased_on) if one.purchased_on else session.texts("review.no_day")
    price = session.formats.money(one.total_minor, one.currency) if one.total_minor is not None else ""
    rows = "".join(f"<div>{esc(row)}</div>" for row in one.rows[:_MOST_ROWS])
    key = one.sha256[:12]
    with st.container(key=f"row_receipt_{key}"):
        st.html(food_html(picture=tile_of("receipt"), name=name, meta=day, price=price)
                + (f'<div class="said-rows">{rows}</div>' if rows else ""))
        st.button(plain(session.texts("review.open", name=name, day=day)), key=f"pick_receipt_{key}",
                  on_click=reviewing.open_receipt, args=(one.sha256,))


def receipt_page(session: Session, review: ReviewDocument) -> None:
    """Draw one receipt with its picture; its lines have a way back into Review."""
    st.button(session.texts("review.all"), key="receipt_back", icon=material("arrow_back"), type="tertiary",
              on_click=reviewing.open_receipt, args=(None,))
    left, right = st.columns([5, 7], gap="large") if review.image_path is not None else (None, st.container())
    if left is not None:
        with left, st.container(key="sticky_paper"):
            paper(session, review, None, is_cropped=False)
    with right:
        for line in review.waiting:
            line_card(session, line, is_active=False)
        receipt_button(session, review)
        settled_list(session, review)
