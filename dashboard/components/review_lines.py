"""The lines of a document: questions with two or three foods, one-line checks, and what is in already."""

import hashlib
from dataclasses import replace

import streamlit as st

from dashboard import actions, reviewing
from dashboard.components.foods import food_html, food_names, name_of, picture_of
from dashboard.components.headings import section
from dashboard.components.naming import naming
from dashboard.components.pictures import tile, tile_of
from dashboard.formats import NO_BREAK, sentence_case, shop_name
from dashboard.markup import esc, material, plain
from dashboard.reviewing import food_name, likely_choices, line_id, line_name, printed_words
from dashboard.session import Session, current
from intake.review import ReviewDocument, ReviewLine
from pantry.accepting import Correction
from pantry.proposals import Proposal

_OTHER = "other"


def line_card(session: Session, line: ReviewLine, *, is_active: bool, times: int = 1) -> None:
    """Draw a line that waits: a question when several foods are likely, else a check.

    times: how often it is printed, as one answer counts for all.
    """
    proposal = line.proposal
    key = _key(line)
    if len(_options(proposal)) > 1 or proposal.food_id is None:
        _question(session, line, key, times)
        return
    with st.container(key=f"card_{'ask_' if is_active else 'check_'}{key}"):
        st.html(food_html(
            picture=tile(proposal.food_id, proposal.category), name=line_name(session, proposal),
            meta=_amount_and_place(session, proposal, times), price=_price(session, proposal, times),
            printed=printed_words(proposal),
        ) + _earlier(session, line))
        _same_purchase(session, line, key)
        with st.container(key=f"strip_{key}", horizontal=True, wrap=False, gap=None):
            st.button(session.texts("review.right"), key=f"right_{key}", icon=material("check"), width="stretch",
                      on_click=reviewing.accept, args=(line_id(line),))
            st.button(session.texts("review.change"), key=f"change_{key}", icon=material("edit"), width="stretch",
                      on_click=actions.open_dialog, args=("line", line_id(line)))
            st.button(session.texts("review.not_food"), key=f"not_food_{key}", icon=material("block"), width="stretch",
                      on_click=reviewing.set_aside, args=(line_id(line),), kwargs={"is_food": False})


def answer_by_key(pressed: str) -> None:
    """Answer the question that is looked at: a digit picks a likely food, Enter takes the line."""
    session = current()
    review = reviewing.chosen_review(session)
    line = reviewing.active_line(review) if review else None
    if line is None:
        return
    key, options = _key(line), _options(line.proposal)
    is_question = len(options) > 1
    if pressed == "Enter" and is_question and st.session_state.get(f"food_{key}") in options[:-1]:
        _answer(line_id(line), key)
    elif pressed == "Enter" and line.proposal.food_id and not is_question:
        reviewing.accept(line_id(line))
    elif pressed.isdigit() and is_question and int(pressed) <= len(options):
        st.session_state[f"food_{key}"] = options[int(pressed) - 1]


def _options(proposal: Proposal) -> list[str]:
    """Return what a question offers, in the order of the digits; one alone for a line that is only checked."""
    likely = [choice.food_id for choice in likely_choices(proposal)]
    return [*likely, _OTHER] if proposal.food_id is None or len(likely) > 1 else likely


def _earlier(session: Session, line: ReviewLine) -> str:
    """Return what an earlier reading made of the line as HTML, "" for a line that is new."""
    if line.earlier_lot_id is None:
        return ""
    lot = session.view.lot(line.earlier_lot_id)
    said = session.texts("review.read_anew", name=lot.name(session.food_lang),
                         amount=session.formats.amount(lot.acquired, lot.unit))
    return f'<p class="note">{esc(said)}</p>'


def _same_purchase(session: Session, line: ReviewLine, key: str) -> None:
    """Say what lies on the shelf since that day without a price, and offer that the line is the same purchase."""
    lot = reviewing.shelved_lot(session, line.proposal)
    if lot is not None:
        said = session.texts("review.same_why", name=name_of(session, lot),
                             amount=session.formats.amount(lot.quantity, lot.unit),
                             day=session.formats.past_day(lot.purchased_on))
        st.html(f'<p class="note">{esc(said)}</p>')
        st.button(session.texts("review.same"), key=f"same_{key}", icon=material("done_all"), width="stretch",
                  on_click=reviewing.is_same_purchase, args=(line_id(line),))


def settled_card(session: Session, line: ReviewLine) -> None:
    """Draw what stands in a line's place while its answer can be taken back, so that nothing jumps."""
    proposal = line.proposal
    said = session.texts("review.is_in" if line.lot_id else "review.set_aside")
    with st.container(key=f"card_settled_{_key(line)}"):
        st.html(food_html(picture=tile(proposal.food_id, proposal.category), meta=said, css_class="is-done",
                          name=line_name(session, proposal, printed_words(proposal))))


def _question(session: Session, line: ReviewLine, key: str, times: int) -> None:
    texts, proposal = session.texts, line.proposal
    names = {choice.food_id: food_name(session, choice.food_id, choice.name)
             for choice in likely_choices(proposal)}
    first = proposal.food_id if proposal.food_id in names else next(iter(names), _OTHER)
    said = _picked(st.session_state.get(f"food_{key}", first), key)
    with st.container(key=f"card_ask_{key}"):
        st.html(food_html(picture="", name=texts("review.what"),
                          meta=_amount_and_place(session, said.apply(proposal, session.view.own_foods()), times),
                          price=_price(session, proposal, times), printed=printed_words(proposal),
                          css_class="no-picture")
                + _earlier(session, line))
        _same_purchase(session, line, key)
        picked = st.pills(
            texts("review.what"), _options(proposal), key=f"food_{key}", required=True, label_visibility="collapsed",
            default=first,
            format_func=lambda one: texts("review.other") if one == _OTHER else plain(names[one]),
        )
        if picked == _OTHER:
            food_field(session, f"other_{key}")
        shop = shop_name(proposal.merchant or "")
        always = texts("review.always_at", shop=shop) if shop else texts("review.always")
        st.checkbox(plain(always), key=f"always_{key}", value=bool(proposal.merchant))
        with st.container(key=f"three_{key}", horizontal=True, wrap=False, gap=None):
            is_named = picked != _OTHER or bool(st.session_state.get(f"other_{key}"))
            st.button(texts("review.thats_it"), key=f"it_{key}", type="primary", icon=material("check"),
                      width="stretch", disabled=not is_named, on_click=_answer, args=(line_id(line), key))
            st.button(texts("review.edit"), key=f"edit_{key}", icon=material("edit"), width="stretch",
                      on_click=actions.open_dialog, args=("line", line_id(line)))
            st.button(texts("review.not_food"), key=f"none_{key}", icon=material("block"), width="stretch",
                      on_click=reviewing.set_aside, args=(line_id(line),), kwargs={"is_food": False})


def food_field(session: Session, key: str, value: str | None = None) -> None:
    """Draw the search for any food; what is not in the list may be typed as it is."""
    own = {food.food_id: food.name_en for food in session.view.own_foods().values()}
    names = own | food_names(session)
    options = list(names)
    st.selectbox(session.texts("review.search"), options, key=key, accept_new_options=True,
                 index=options.index(value) if value in names else None,
                 placeholder=session.texts("review.search_hint"), format_func=lambda one: names.get(one, one))


def _answer(wanted: str, key: str) -> None:
    """Take a question's answer: a likely food, or the one that was searched for."""
    correction = _picked(st.session_state.get(f"food_{key}"), key)
    reviewing.accept(wanted, correction, teach=bool(st.session_state.get(f"always_{key}")))


def _picked(food: object, key: str) -> Correction:
    """Return what was picked: one of the foods offered, or what was searched for or typed."""
    return reviewing.typed_correction(f"other_{key}") if food == _OTHER else Correction(food_id=str(food))


def settled_list(session: Session, review: ReviewDocument) -> None:
    """Draw what is in the pantry already, each line with a way back, and how many lines are no food."""
    settled = [line for line in review.lines if line.state in ("accepted", "corrected")]
    aside = [line for line in review.lines if line.state in ("not_food", "ignored")]
    if not settled and not aside:
        return
    texts = session.texts
    right = texts.count("count.foods", len(settled)) + (f", {texts('review.no_food', n=len(aside))}" if aside else "")
    section(texts("review.settled"), right)
    with st.container(key="card_list_settled"):
        for line in [*settled, *aside]:
            _settled_row(session, line)


def _settled_row(session: Session, line: ReviewLine) -> None:
    proposal, key = line.proposal, _key(line)
    lot = session.view.lot(line.lot_id) if line.lot_id else None
    with st.container(key=f"row_settled_{key}", horizontal=True, wrap=False, vertical_alignment="center"):
        if lot is None:
            st.html(food_html(picture=tile_of("soap", "dairy"), name=printed_words(proposal), css_class="stay",
                              meta=session.texts("review.set_aside"), price=_price(session, proposal)))
            return
        st.html(food_html(
            picture=picture_of(session, lot), name=name_of(session, replace(lot, quantity=lot.acquired)),
            meta=f"{session.formats.amount(lot.acquired, lot.unit)}, {session.texts(f'place.inside.{lot.place}')}",
            price=_price(session, proposal), printed=printed_words(proposal),
        ))
        with st.container(key=f"icon_settled_{key}", width="content"):
            st.button(plain(session.texts("review.take_back", name=printed_words(proposal))), icon=material("undo"),
                      key=f"take_back_{key}", on_click=reviewing.back_to_question, args=(str(line.lot_id),))
    naming(session, lot, prefix="settled")


def _amount_and_place(session: Session, proposal: Proposal, times: int) -> str:
    amount = _times(times, session.formats.amount(proposal.quantity, proposal.unit))
    parts = [amount, session.texts(f"place.inside.{proposal.place}")]
    if proposal.expires_on:
        parts.append(session.texts("add.until", day=session.formats.day(proposal.expires_on)))
    return ", ".join(parts)


def _price(session: Session, proposal: Proposal, times: int = 1) -> str:
    if proposal.price_minor is None:
        return ""
    return _times(times, session.formats.money(proposal.price_minor, proposal.currency))


def _times(times: int, said: str) -> str:
    return said if times == 1 else f"{times} × {said}".replace(" ", NO_BREAK)


def _key(line: ReviewLine) -> str:
    return hashlib.sha256(line_id(line).encode()).hexdigest()[:12]


def doubts_html(doubts: tuple[str, ...]) -> str:
    """Return why a line is asked about, as HTML."""
    return "".join(f'<p class="note">{esc(sentence_case(doubt))}</p>' for doubt in doubts)
