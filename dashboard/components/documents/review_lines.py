"""The lines of a document: questions with two or three foods, one-line checks, and what is in already."""

import hashlib
from dataclasses import replace

import streamlit as st

from dashboard.clicks import actions, reviewing
from dashboard.clicks.reviewing import food_name, likely_choices, line_id, line_name, printed_words
from dashboard.components.foods import food_html, food_names, name_of, picture_of
from dashboard.components.headings import section
from dashboard.components.lots.naming import kind_field, naming
from dashboard.components.pictures import photo_tile, tile, tile_of
from dashboard.formats import NO_BREAK, sentence_case, shop_name
from dashboard.markup import esc, material, plain
from dashboard.session import Session, current
from intake.review import ReviewDocument, ReviewLine
from pantry.acting.accepting import Correction
from pantry.proposals import Proposal

_OTHER = "other"
# Below it a guess is offered and not picked: of things on counters that the photo model did not know, none of some 50
# guesses below it was right; of photos of known foods in shops, five of eight.
_PICKED_SCORE = 0.2


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
            picture=_seen(session, proposal) or tile(proposal.food_id, proposal.category),
            name=line_name(session, proposal), meta=_amount_and_place(session, proposal, times),
            price=_price(session, proposal, times), printed=_read_as(session, proposal),
        ) + _sureness(session, proposal) + _earlier(session, line))
        _same_purchase(session, line, key)
        _date_field(session, proposal, key)
        with st.container(key=f"strip_{key}", horizontal=True, wrap=False, gap=None):
            st.button(session.texts("review.right"), key=f"right_{key}", icon=material("check"), width="stretch",
                      on_click=_accept, args=(line_id(line), key))
            st.button(session.texts("review.change"), key=f"change_{key}", icon=material("edit"), width="stretch",
                      on_click=actions.open_dialog, args=("line", line_id(line)))
            _aside_button(session, line, f"not_food_{key}")


def _aside_button(session: Session, line: ReviewLine, key: str) -> None:
    """Draw the way out of a line: a word on paper may be no food for good, a thing in a photo is left out this once."""
    is_seen = line.proposal.is_from_photo
    st.button(session.texts("review.leave_out" if is_seen else "review.not_food"), key=key, icon=material("block"),
              width="stretch", on_click=reviewing.set_aside, args=(line_id(line),), kwargs={"is_food": is_seen})


def _seen(session: Session, proposal: Proposal) -> str:
    """Return the part of a photo that a line speaks of as HTML, "" for a line on paper."""
    if not proposal.is_from_photo:
        return ""
    return photo_tile(session.household_id, proposal.document_sha256, proposal.box)


def _read_as(session: Session, proposal: Proposal) -> str:
    """Return the words on the paper; of a photo what was recognised, where that says more than the food's name."""
    words = printed_words(proposal)
    says_less = proposal.food_id is None or words.casefold() == line_name(session, proposal).casefold()
    return "" if proposal.is_from_photo and says_less else words


def _sureness(session: Session, proposal: Proposal) -> str:
    """Return how sure a photo is of its food as HTML, "" where there is nothing to say."""
    sure = reviewing.sureness(proposal)
    if sure is None:
        return ""
    name = sentence_case(food_name(session, str(proposal.food_id), proposal.name))
    return f'<p class="note">{esc(session.texts(f"review.sure.{sure}", name=name))}</p>'


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
        _accept(line_id(line), key)
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
    """Say what lies on the shelf since that day, and offer that the line is the same purchase."""
    lot = reviewing.shelved_lot(session, line.proposal)
    if lot is not None:
        why = "review.same_seen" if line.proposal.is_from_photo else "review.same_why"
        said = session.texts(why, name=name_of(session, lot), amount=session.formats.amount(lot.quantity, lot.unit),
                             day=session.formats.past_day(lot.purchased_on))
        st.html(f'<p class="note">{esc(said)}</p>')
        st.button(session.texts("review.same"), key=f"same_{key}", icon=material("done_all"), width="stretch",
                  on_click=_accept_as_same, args=(line_id(line), key))


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
    first = _first_pick(proposal, list(names))
    said = _picked(st.session_state.get(f"food_{key}", first), key)
    with st.container(key=f"card_ask_{key}"):
        seen = _seen(session, proposal)
        st.html(food_html(picture=seen, name=texts("review.what"),
                          meta=_amount_and_place(session, said.apply(proposal, session.view.own_foods()), times),
                          price=_price(session, proposal, times), printed=_read_as(session, proposal),
                          css_class="" if seen else "no-picture")
                + _sureness(session, proposal) + _earlier(session, line))
        _same_purchase(session, line, key)
        picked = st.pills(
            texts("review.what"), _options(proposal), key=f"food_{key}", required=True, label_visibility="collapsed",
            default=first,
            format_func=lambda one: texts("review.other") if one == _OTHER else plain(names[one]),
        ) if names else _OTHER
        if picked == _OTHER:
            food_field(session, f"other_{key}")
            if reviewing.typed_correction(f"other_{key}").name:
                kind_field(session, key=f"kind_{key}")
        _date_field(session, proposal, key)
        _learning(session, proposal, key)
        with st.container(key=f"three_{key}", horizontal=True, wrap=False, gap=None):
            is_named = bool(st.session_state.get(f"other_{key}") if picked == _OTHER else picked)
            st.button(texts("review.thats_it"), key=f"it_{key}", type="primary", icon=material("check"),
                      width="stretch", disabled=not is_named, on_click=_answer, args=(line_id(line), key))
            st.button(texts("review.change"), key=f"edit_{key}", icon=material("edit"), width="stretch",
                      on_click=actions.open_dialog, args=("line", line_id(line)))
            _aside_button(session, line, f"none_{key}")


def food_field(session: Session, key: str, value: str | None = None) -> None:
    """Draw the search for any food; what is not in the list may be typed as it is."""
    own = {food.food_id: food.name_en for food in session.view.own_foods().values()}
    names = own | food_names(session)
    options = list(names)
    st.selectbox(session.texts("review.search"), options, key=key, accept_new_options=True,
                 index=options.index(value) if value in names else None,
                 placeholder=session.texts("review.search_hint"), format_func=lambda one: names.get(one, one))


def _first_pick(proposal: Proposal, offered: list[str]) -> str | None:
    """Return what a question has picked at first: the proposed food, else a likely one; None where all are guesses."""
    if proposal.food_id in offered:
        return proposal.food_id
    if not offered:
        return _OTHER
    return offered[0] if likely_choices(proposal)[0].score >= _PICKED_SCORE else None


def _date_field(session: Session, proposal: Proposal, key: str) -> None:
    """Ask which day a printed date means, or whether it is this thing's; left open, the line goes in without it."""
    if not proposal.date_choices:
        return
    asked = "review.which_date" if len(proposal.date_choices) > 1 else "review.date_is_its"
    st.pills(session.texts(asked), list(proposal.date_choices), key=f"date_{key}",
             format_func=lambda one: plain(session.formats.short_date(one.day)))


def _learning(session: Session, proposal: Proposal, key: str) -> None:
    """Offer to remember a shop's word; say of a photo that it is remembered."""
    texts = session.texts
    if proposal.is_from_photo:
        lacks_kind = f"kind_{key}" in st.session_state and not st.session_state[f"kind_{key}"]
        st.html(f'<p class="note">{esc(texts("review.learns_by_kind" if lacks_kind else "review.learns"))}</p>')
        return
    shop = shop_name(proposal.merchant or "")
    always = texts("review.always_at", shop=shop) if shop else texts("review.always")
    st.checkbox(plain(always), key=f"always_{key}", value=bool(proposal.merchant))


def _accept(wanted: str, key: str) -> None:
    """Take a line as it is, with the day that was picked for its date."""
    reviewing.accept(wanted, _dated(Correction(), key))


def _accept_as_same(wanted: str, key: str) -> None:
    """Take a line for what is on the shelf already, with the day that was picked for its date."""
    reviewing.is_same_purchase(wanted, _dated(Correction(), key))


def _answer(wanted: str, key: str) -> None:
    """Take a question's answer: a likely food, or the one that was searched for."""
    correction = _dated(_picked(st.session_state.get(f"food_{key}", _OTHER), key), key)
    reviewing.accept(wanted, correction, teach=bool(st.session_state.get(f"always_{key}")),
                     own_kind=st.session_state.get(f"kind_{key}"))


def _picked(food: object, key: str) -> Correction:
    """Return what was picked: one of the foods offered, or what was searched for or typed."""
    if food == _OTHER:
        return reviewing.typed_correction(f"other_{key}")
    return Correction(food_id=str(food)) if food else Correction()


def _dated(correction: Correction, key: str) -> Correction:
    """Return a correction with the day that was picked, if one was."""
    picked = st.session_state.get(f"date_{key}")
    return replace(correction, expires_on=picked.day, date_kind=picked.kind) if picked else correction


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
            price=_price(session, proposal), printed=_read_as(session, proposal),
        ))
        with st.container(key=f"icon_settled_{key}", width="content"):
            st.button(plain(session.texts("review.take_back", name=printed_words(proposal))), icon=material("undo"),
                      key=f"take_back_{key}", on_click=reviewing.back_to_question, args=(str(line.lot_id),))
    naming(session, lot, prefix="settled")


def _amount_and_place(session: Session, proposal: Proposal, times: int) -> str:
    amount = _times(times, session.formats.amount(proposal.quantity, proposal.unit))
    parts = [amount, session.texts(f"place.inside.{proposal.place}")]
    if proposal.expires_on:
        has_passed = proposal.expires_on < session.today
        parts.append(session.texts("review.passed" if has_passed else "add.until",
                                   day=session.formats.day(proposal.expires_on)))
    return ", ".join(parts)


def _price(session: Session, proposal: Proposal, times: int = 1) -> str:
    if proposal.price_minor is None:
        return ""
    return _times(times, session.formats.money(proposal.price_minor, proposal.currency))


def _times(times: int, said: str) -> str:
    return said if times == 1 else f"{times} × {said}".replace(" ", NO_BREAK)


def _key(line: ReviewLine) -> str:
    return hashlib.sha256(line_id(line).encode()).hexdigest()[:12]


def doubts_html(session: Session, doubts: tuple[str, ...]) -> str:
    """Return why a line is asked about, as HTML; "" for a guest who reads another language than the household."""
    if session.lang != session.view.household().language:
        return ""
    return "".join(f'<p class="note">{esc(sentence_case(doubt))}</p>' for doubt in doubts)
