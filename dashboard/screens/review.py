"""Review: the lines that need a look, unsure ones first, beside the picture they were read from."""

import streamlit as st

from dashboard.clicks import actions, reviewing
from dashboard.components.documents.file_rows import rejection_text
from dashboard.components.documents.receipt_dialog import receipt_button
from dashboard.components.documents.receipt_list import receipt_list, receipt_page
from dashboard.components.documents.review_lines import doubts_html, line_card, settled_card, settled_list
from dashboard.components.documents.review_paper import paper
from dashboard.components.foods import food_html
from dashboard.components.headings import empty_state, info, page_heading, section
from dashboard.components.pictures import tile_of
from dashboard.formats import sentence_case
from dashboard.markup import esc, material, plain
from dashboard.session import Session, current
from dashboard.shown import queries
from intake.review import Mismatch, ReviewDocument
from pantry.vocabulary import DocumentKind


def main() -> None:
    """Draw the page."""
    session = current()
    reviews = queries.reviews(session)
    rejected = session.view.rejected()
    review = reviewing.chosen_review(session)
    if st.session_state.get(reviewing.TAB) == "all":
        _all(session, len(reviews), len(rejected))
        return
    _heading(session, review)
    tab = _tabs(session, len(reviews), len(rejected))
    if tab == "rejected":
        _rejected(session)
    elif review is None:
        empty_state("receipt", session.texts("review.nothing"), session.texts("review.nothing_why"),
                    do=session.texts("first.receipt_do"), symbol="add_circle", page="screens/add.py")
    else:
        _document(session, review)
    st.html(f'<p class="note">{esc(_promise(session))}</p>')


def _all(session: Session, waiting: int, rejected: int) -> None:
    """Draw all receipts, or the one that was opened."""
    texts, opened = session.texts, reviewing.opened_receipt(session)
    if opened is None:
        page_heading(texts("review.all"))
        _tabs(session, waiting, rejected)
        receipt_list(session)
        return
    total = session.formats.money(opened.total_minor, opened.currency) if opened.total_minor is not None else ""
    day = session.formats.long_date(opened.purchased_on) if opened.purchased_on else ""
    page_heading(reviewing.title_of(session, opened), over=day, lede=total)
    if opened.mismatch:
        _difference(session, opened.mismatch, opened.currency)
    _tabs(session, waiting, rejected)
    receipt_page(session, opened)


def _heading(session: Session, review: ReviewDocument | None) -> None:
    texts = session.texts
    if review is None:
        page_heading(texts("review.title_none"), lede=texts("review.lede_none"))
        return
    day = session.formats.long_date(review.purchased_on) if review.purchased_on else ""
    title = reviewing.title_of(session, review)
    over = f"{title}, {day}" if day else title
    rest = sum(line.state != "waiting" for line in review.lines)
    lede = texts.count("review.lede_sum" if review.is_reconciled else "review.lede", rest) if rest else ""
    page_heading(sentence_case(texts.count("review.title", len(review.waiting))), over=over, lede=lede)
    if review.mismatch:
        _difference(session, review.mismatch, review.currency)


def _difference(session: Session, mismatch: Mismatch, currency: str | None) -> None:
    """Say by how much a receipt does not add up; it goes in all the same."""
    goods, total = (session.formats.money(minor, currency) for minor in (mismatch.goods_minor, mismatch.total_minor))
    name = sentence_case(mismatch.suspect_name) if mismatch.suspect_name else ""
    info(session.texts("review.off_at" if name else "review.off", goods=goods, total=total, name=name))


def _tabs(session: Session, waiting: int, rejected: int) -> str:
    receipts = queries.receipt_count(session)
    counts = {"waiting": waiting, "all": receipts, "rejected": rejected}
    is_open = reviewing.opened_receipt(session) is not None
    names = {name: session.texts(f"review.tab_{name}", n=n) for name, n in counts.items()
             if n or name == "waiting" or (name == "all" and is_open)}
    if len(names) == 1:
        return "waiting"
    if st.session_state.get(reviewing.TAB) not in names:
        st.session_state[reviewing.TAB] = "waiting"
    return st.segmented_control(session.texts("review.tabs"), list(names), key=reviewing.TAB,
                                required=True, format_func=lambda one: names[one],
                                label_visibility="collapsed") or "waiting"


def _document(session: Session, review: ReviewDocument) -> None:
    _switcher(session, review)
    active = reviewing.active_line(review)
    has_picture = review.image_path is not None
    left, right = st.columns([5, 7], gap="large") if has_picture else (None, st.container())
    if left is not None:
        with left, st.container(key="sticky_paper"):
            with st.container(key="wide_paper"):
                paper(session, review, active, is_cropped=False)
                st.html(f'<p class="note">{esc(session.texts("review.keys"))}</p>')
            with st.container(key="phone_paper"):
                paper(session, review, active, is_cropped=True)
            if review.kind is DocumentKind.PHOTO:
                _missed(session)
    with right:
        drawn = reviewing.drawn_line(review)
        if drawn is not None:
            line_card(session, drawn, is_active=True)
        doubts = doubts_html(session, review.shared_doubts)
        if doubts:
            st.html(doubts)
        for line in reviewing.lines_to_show(session, review):
            if line.state == "waiting":
                times = 1 + len(reviewing.asked_alike(session, review, line))
                line_card(session, line, is_active=line is active, times=times)
            else:
                settled_card(session, line)
        _all_at_once(session, review)
        receipt_button(session, review)
        settled_list(session, review)
        _way_out(session, review)


def _missed(session: Session) -> None:
    """Offer to draw a box around what was not seen."""
    texts = session.texts
    is_drawing = reviewing.is_drawing()
    st.button(texts("review.draw_end" if is_drawing else "review.draw"), key="review_draw", width="stretch",
              icon=material("close" if is_drawing else "crop_free"), on_click=reviewing.turn_drawing)
    if is_drawing:
        st.html(f'<p class="plain">{esc(texts("review.draw_how"))}</p>')


def _switcher(session: Session, review: ReviewDocument) -> None:
    reviews = queries.reviews(session)
    if len(reviews) < 2:
        return
    titles = reviewing.short_titles_of(session, reviews)
    names = {one.document.sha256: plain(f"{titles[one.document.sha256]} ({len(one.waiting)})") for one in reviews}
    st.session_state["review_pick"] = review.document.sha256
    with st.container(key="scroll_documents"):
        st.pills(session.texts("review.which"), list(names), key="review_pick", required=True,
                 format_func=lambda sha256: names.get(sha256, ""), on_change=_choose, label_visibility="collapsed")


def _choose() -> None:
    reviewing.choose(st.session_state["review_pick"])


def _all_at_once(session: Session, review: ReviewDocument) -> None:
    count = len(reviewing.takeable(session, review))
    if count > 1:
        st.button(session.texts.count("review.take_all", count), key="take_all", icon=material("done_all"),
                  width="stretch", on_click=reviewing.take_all, args=(review.document.sha256,))


def _way_out(session: Session, review: ReviewDocument) -> None:
    st.button(session.texts("review.leave"), key="leave_document", icon=material("close"), type="tertiary",
              on_click=reviewing.leave_document, args=(review.document.sha256,))


def _rejected(session: Session) -> None:
    texts = session.texts
    section(texts("review.rejected"), "")
    with st.container(key="card_list_rejected"):
        for rejected in session.view.rejected()[:50]:
            with st.container(key=f"row_rejected_{rejected.event_id}", horizontal=True, wrap=False,
                              vertical_alignment="center"):
                st.html(food_html(picture=tile_of("receipt"), name=rejected.name, css_class="stay",
                                  meta=rejection_text(session, rejected.code, rejected.reason)))
                with st.container(key=f"icon_rejected_{rejected.event_id}", width="content"):
                    st.button(plain(texts("review.forget", name=rejected.name)), icon=material("close"),
                              key=f"forget_{rejected.event_id}", on_click=actions.dismiss, args=(rejected.sha256,))


def _promise(session: Session) -> str:
    taken, corrected = queries.acceptance_record(session)
    if not taken:
        return session.texts("review.promise_none")
    lines = session.texts.count("review.promise", taken)
    mended = session.texts.count("review.corrected", corrected) if corrected else session.texts("review.corrected_none")
    return f"{lines} {mended}"


main()
