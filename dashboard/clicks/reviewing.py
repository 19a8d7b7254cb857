"""What a click in Review does: take a line as it is or corrected, set it aside, teach a shop's word."""

from collections import Counter
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.clicks import actions
from dashboard.formats import sentence_case, shop_name
from dashboard.session import Session, current
from dashboard.shown import queries
from intake.correcting import correct_receipt
from intake.naming import keep_own_food
from intake.pointing import propose_in_box
from intake.rereading import take_newer
from intake.review import ReviewDocument, ReviewLine
from intake.same_purchase import same_purchase, settle_as_same
from intake.teaching import accept_line, accept_lines
from pantry.acting.accepting import Correction
from pantry.actions import joined
from pantry.catalog.counted_names import called
from pantry.facts.document_facts import DocumentFacts
from pantry.foods import Food, catalog
from pantry.lots import Lot
from pantry.proposals import FoodChoice, Proposal
from pantry.vocabulary import Category, DocumentKind

MOST_CHOICES = 3
_SETTLED, _ACTIVE, _DRAWING, _DRAWN = "settled_lines", "review_active", "review_drawing", "review_drawn"
# The widget that says what Review shows: "waiting", "all" receipts, or "rejected" files.
TAB = "review_tab"
_CHOSEN, _OPENED = "review_document", "review_opened"
Box = tuple[int, int, int, int]
# From this confidence on a photo's food is called likely, below it a guess: of photos taken in shops two thirds of the
# answers between 0.5 and 0.7 are right, of 60 photos of kitchens, full of what the model does not know, none of 12.
LIKELY_BAR = 0.9
# A food half as likely as the best one is noise on a card that asks one question …
LIKELY_SHARE = 0.6
# … but of a photo all are offered that the model shows: the true food is among them in 95 of 100 photos of shops …
SEEN_SCORE = 0.04
# … and noise is what the best one is a kind of, once it is this likely: "plain yogurt or yogurt?" asks nothing.
KIND_SCORE = 0.85


def line_id(line: ReviewLine) -> str:
    """Return a text that names a line inside all of Review."""
    proposal = line.proposal
    return f"{proposal.document_sha256}|{proposal.occurrence}|{proposal.part}|{proposal.line_key}"


def find_line(session: Session, wanted: str) -> tuple[ReviewDocument, ReviewLine] | None:
    """Return a line that waits, with its document; None when it no longer waits."""
    for review in queries.reviews(session):
        drawn = drawn_line(review)
        for line in [*review.waiting, *([drawn] if drawn else [])]:
            if line_id(line) == wanted:
                return review, line
    return None


def chosen_review(session: Session) -> ReviewDocument | None:
    """Return the document that is looked at: the chosen one, else the newest with something waiting."""
    reviews = queries.reviews(session)
    chosen = st.session_state.get(_CHOSEN)
    return next((one for one in reviews if one.document.sha256 == chosen), reviews[0] if reviews else None)


def choose(sha256: str) -> None:
    """Look at another document."""
    st.session_state[_CHOSEN] = sha256


def open_receipt(sha256: str | None) -> None:
    """Open a receipt of the list of all; None goes back to the list."""
    st.session_state[_OPENED] = sha256
    st.session_state[TAB] = "all"


def opened_receipt(session: Session) -> ReviewDocument | None:
    """Return the receipt that was opened from the list of all, None where the list is shown."""
    opened = st.session_state.get(_OPENED)
    return queries.review_of(session, opened) if opened else None


def active_line(review: ReviewDocument) -> ReviewLine | None:
    """Return the line that is looked at: the one that was pressed, else the first that waits."""
    pressed = st.session_state.get(_ACTIVE)
    first = review.waiting[0] if review.waiting else None
    return next((line for line in review.waiting if line_id(line) == pressed), first)


def look_at(wanted: str) -> str | None:
    """Look at a line; return the lot of one that is in the pantry already."""
    session = current()
    opened = opened_receipt(session)
    for review in [*queries.reviews(session), *([opened] if opened else [])]:
        for line in review.lines:
            if line_id(line) == wanted:
                if line.lot_id is None:
                    st.session_state[_ACTIVE] = wanted
                return line.lot_id
    return None


def title_of(session: Session, review: ReviewDocument) -> str:
    """Return what a document is called: its shop, or that it is a photo and of which day."""
    if review.kind is DocumentKind.PHOTO:
        zone = ZoneInfo(session.household.time_zone)
        day = review.document.received_at.astimezone(zone).date()
        return session.texts("review.photo_of", day=session.formats.past_day(day))
    return shop_name(review.title)


def short_title_of(session: Session, review: ReviewDocument) -> str:
    """Return what tells a document from others that wait: its shop, or what its photo shows first, or when it came."""
    if review.kind is not DocumentKind.PHOTO:
        return title_of(session, review)
    named = [line.proposal for line in review.waiting if line.proposal.food_id]
    if named:
        return session.texts("review.photo_with", name=line_name(session, named[0]))
    came = session.formats.moment(review.document.received_at, session.household.time_zone)
    return session.texts("review.photo_of", day=came)


def short_titles_of(session: Session, reviews: Sequence[ReviewDocument]) -> dict[str, str]:
    """Return what tells each document from all others that wait, by its sha256; of one shop's receipts, their day."""
    titles = {one.document.sha256: short_title_of(session, one) for one in reviews}
    count = Counter(titles.values())
    for one in reviews:
        title = titles[one.document.sha256]
        if count[title] > 1 and one.purchased_on is not None:
            titles[one.document.sha256] = f"{title}, {session.formats.short_date(one.purchased_on)}"
    return session.texts.told_apart(titles)


# A box that a person draws --------------------------------------------------------------------------------


def is_drawing() -> bool:
    """Return whether the picture waits for a box to be drawn."""
    return bool(st.session_state.get(_DRAWING))


def turn_drawing() -> None:
    """Begin or end to draw a box around what was not seen."""
    st.session_state[_DRAWING] = not is_drawing()
    st.session_state.pop(_DRAWN, None)


def take_box(box: Box) -> None:
    """Look at what a drawn box shows, and hold it as a line until it is answered."""
    def act(session: Session) -> None:
        review = chosen_review(session)
        if review is not None:
            st.session_state[_DRAWN] = propose_in_box(session.workplace, review.document.sha256, box)
            st.session_state[_DRAWING] = False

    actions.attempt(act)


def drawn_line(review: ReviewDocument) -> ReviewLine | None:
    """Return the line of the box that was drawn on this document and is not answered yet."""
    drawn = st.session_state.get(_DRAWN)
    if not isinstance(drawn, Proposal) or drawn.document_sha256 != review.document.sha256:
        return None
    return ReviewLine(drawn, "waiting")


# Lines ----------------------------------------------------------------------------------------------------


def likely_choices(proposal: Proposal) -> tuple[FoodChoice, ...]:
    """Return the foods worth asking about, at most three: of a photo all it may be, else those nearly as likely."""
    best = max(proposal.choices, key=lambda one: one.score, default=None)
    if best is None:
        return ()
    implied = catalog().ancestors(best.food_id) if best.score >= KIND_SCORE else ()
    least = min(SEEN_SCORE, best.score) if proposal.is_from_photo else LIKELY_SHARE * best.score
    return tuple(one for one in proposal.choices
                 if one.score >= least and one.food_id not in implied)[:MOST_CHOICES]


def sureness(proposal: Proposal) -> str | None:
    """Return how sure a photo is of its food, "guess" or "likely"; None for paper and where no food is named."""
    if not proposal.is_from_photo or proposal.food_id is None:
        return None
    return "likely" if proposal.confidence >= LIKELY_BAR else "guess"


def just_settled() -> set[str]:
    """Return the lines that were settled since the undo bar came up; empty once it is gone."""
    return set(st.session_state.get(_SETTLED, ())) if actions.last_action() else set()


def asked_alike(session: Session, review: ReviewDocument, line: ReviewLine) -> tuple[ReviewLine, ...]:
    """Return the other lines that an answer counts for: none where the food may be on the shelf already."""
    if line.state != "waiting" or line.earlier_lot_id or shelved_lot(session, line.proposal) is not None:
        return ()
    return review.waiting_alike(line)


def lines_to_show(session: Session, review: ReviewDocument) -> list[ReviewLine]:
    """Return the lines that wait, the pressed one first, once of those that one answer counts for.

    One just settled keeps its place until its undo is over.
    """
    settled = just_settled()
    shown = [line for line in review.lines if line.state == "waiting" or line_id(line) in settled]
    pressed = st.session_state.get(_ACTIVE)
    shown.sort(key=lambda line: (line_id(line) != pressed, line.proposal.line_no, line.proposal.occurrence,
                                 line.proposal.part))
    answered: set[str] = set()
    asked = []
    for line in shown:
        if line_id(line) not in answered:
            asked.append(line)
            answered.update(line_id(one) for one in asked_alike(session, review, line))
    return asked


def printed_words(proposal: Proposal) -> str:
    """Return the words as they stand on the paper, without the price behind them."""
    return proposal.printed_words


def food_name(session: Session, food_id: str | None, fallback: str) -> str:
    """Return what a food is called; the fallback for one the catalog does not know."""
    food = _food_of(session, food_id)
    return sentence_case(food.name(session.food_lang) if food else fallback)


def line_name(session: Session, proposal: Proposal, fallback: str | None = None) -> str:
    """Return what a line's food is called beside its amount: carrots by weight, one banana.

    fallback: for a food the catalog does not know; the line's own name where none is given.
    """
    food = _food_of(session, proposal.food_id)
    own = proposal.name if fallback is None else fallback
    return sentence_case(called(food, proposal.quantity, proposal.unit, session.food_lang) if food else own)


def _food_of(session: Session, food_id: str | None) -> Food | None:
    return catalog().get(food_id) or session.view.own_foods().get(food_id) if food_id else None


def accept(wanted: str, correction: Correction | None = None, *, teach: bool = False,
           own_kind: Category | None = None) -> None:
    """Put a line into stock, as proposed or as corrected.

    teach: remember the shop's word for the food. own_kind: of a name that the catalog lacks, what kind of thing it is;
    it is a food of the household's own from now on.
    """
    def act(session: Session, line: ReviewLine, alike: tuple[ReviewLine, ...]) -> None:
        proposal = line.proposal
        if line.earlier_lot_id:
            done = take_newer(session.workplace, proposal, line.earlier_lot_id, correction)
        else:
            done = accept_line(session.workplace, proposal, correction, alike=[one.proposal for one in alike])
        final = correction.apply(proposal, session.view.own_foods()) if correction else proposal
        if teach and final.food_id:
            taught = session.kitchen.teach_alias(printed_words(proposal), final.food_id, merchant=proposal.merchant)
            done = joined([done, taught])
        if own_kind is not None and final.food_id is None:
            done = joined([done, keep_own_food(session.workplace, done.lot_ids[0], own_kind)])
        name = line_name(session, final)
        said = session.texts("did.put_in_all", n=len(alike) + 1, name=name) if alike \
            else session.texts("did.put_in", name=name)
        actions.remember(said, done, lot_ids=done.lot_ids)

    _on_line(wanted, act)


def set_aside(wanted: str, *, is_food: bool) -> None:
    """Say that a line is not food, or is not wanted."""
    def act(session: Session, line: ReviewLine, alike: tuple[ReviewLine, ...]) -> None:
        done = session.kitchen.set_aside([one.proposal for one in (line, *alike)], is_food=is_food)
        key = "did.set_aside" if is_food else "did.not_food"
        actions.remember(session.texts(key, words=printed_words(line.proposal)), done)

    _on_line(wanted, act)


def shelved_lot(session: Session, proposal: Proposal) -> Lot | None:
    """Return the lot that a receipt's line with a price, or a thing in a photo, may be the same purchase as."""
    has_news = proposal.price_minor is not None or proposal.is_from_photo
    return same_purchase(proposal, session.view.lots()) if has_news else None


def is_same_purchase(wanted: str, correction: Correction) -> None:
    """Say that a line is what lies on the shelf already: its price or date is noted there, and it counts once."""
    def act(session: Session, line: ReviewLine, _: tuple[ReviewLine, ...]) -> None:
        lot = shelved_lot(session, line.proposal)
        if lot is None:
            return
        said = correction.apply(line.proposal)
        done = settle_as_same(session.workplace, said, lot)
        noted = "price" if said.price_minor is not None else "date" if said.expires_on is not None else "same"
        actions.remember(
            session.texts(f"did.same_purchase.{noted}", name=sentence_case(lot.called(session.food_lang))), done)

    _on_line(wanted, act)


def takeable(session: Session, review: ReviewDocument) -> list[Proposal]:
    """Return what waits and has a food, but for what is or may be on the shelf already, or whose date is asked."""
    return [line.proposal for line in review.waiting if line.proposal.food_id and not line.earlier_lot_id
            and not line.proposal.date_choices and shelved_lot(session, line.proposal) is None]


def take_all(sha256: str) -> None:
    """Put what is takeable of a document into stock as proposed."""
    def act(session: Session) -> None:
        review = next((one for one in queries.reviews(session) if one.document.sha256 == sha256), None)
        proposals = takeable(session, review) if review else []
        if proposals:
            done = accept_lines(session.workplace, proposals)
            actions.remember(session.texts.count("did.took_in", len(proposals)), done, lot_ids=done.lot_ids)

    actions.attempt(act)


def back_to_question(lot_id: str) -> None:
    """Take an accepted line out of stock, so that it waits again."""
    def act(session: Session) -> None:
        if lot_id in session.view.known_events():
            actions.remember(session.texts("did.back_to_review"), session.kitchen.undo(lot_id))

    actions.attempt(act)


def correct(sha256: str, said: DocumentFacts) -> None:
    """Say which shop, day or currency a receipt is of; what came of it is put right with it."""
    def act(session: Session) -> None:
        done = correct_receipt(session.workplace, sha256, said)
        if done is not None:
            actions.remember(session.texts("did.corrected_receipt"), done, lot_ids=done.lot_ids)

    actions.attempt(act)


def leave_document(sha256: str) -> None:
    """Take a document out of Review; its picture is kept."""
    actions.dismiss(sha256)


def _on_line(wanted: str, act: Callable[[Session, ReviewLine, tuple[ReviewLine, ...]], None]) -> None:
    """Act on a line that still waits, given those that the answer counts for too; a second press finds none."""
    def guarded(session: Session) -> None:
        found = find_line(session, wanted)
        if found is not None:
            settled = just_settled()
            review, line = found
            act(session, line, asked_alike(session, review, line))
            if line == drawn_line(review):
                st.session_state.pop(_DRAWN, None)
            st.session_state[_SETTLED] = settled | {wanted}

    actions.attempt(guarded)


def typed_correction(key: str) -> Correction:
    """Return the correction for what was picked from a list of foods or typed there: a food, or a name of one's own.

    Who types a food's name in full means that food, whatever the case and in either language.
    """
    picked = str(st.session_state.get(key) or "").strip()
    for food in (*current().view.own_foods().values(), *catalog().foods.values()):
        if picked == food.food_id or picked.casefold() in (food.name_en.casefold(), food.name_de.casefold()):
            return Correction(food_id=food.food_id)
    return Correction(name=picked[:200])
