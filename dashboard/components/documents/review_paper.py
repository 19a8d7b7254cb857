"""The picture of a document with a box around each line: sure, asked about, being looked at, not food.

A press on a box asks about its line; on a photo a box can be drawn around what was not seen.
"""

from typing import Any

import streamlit as st

from dashboard.clicks import actions, reviewing
from dashboard.clicks.reviewing import line_id, title_of
from dashboard.components.documents.review_lines import answer_by_key
from dashboard.components.parts import part
from dashboard.served.originals import picture_size, picture_url
from dashboard.session import Session
from intake.review import ReviewDocument, ReviewLine

_LOOKS = {"waiting": "ask", "accepted": "in", "corrected": "in", "not_food": "aside", "ignored": "aside"}
# How many line heights the phone shows above and below the line that is asked about.
_CROP_LINES = 2.2
# A box of a photo is no line of text: it is shown with its surroundings.
_TALL_SHARE = 0.2
_MARGIN_SHARE = 0.02

_paper = part("paper", '<div class="paper"></div>')


def paper(session: Session, review: ReviewDocument, active: ReviewLine | None, *, is_cropped: bool) -> None:
    """Draw the page; is_cropped: only the few lines around the one that is asked about, as phones show it."""
    width, height = _size(session, review)
    if not width or not height:
        return
    key = "paper_phone" if is_cropped else "paper_wide"
    crop = _crop(review, active, (width, height)) if is_cropped and not reviewing.is_drawing() else None
    url = picture_url(session.household_id, review.document.sha256, page_turns=review.page_turns)
    _paper(
        key=key, on_line_change=_press, on_drawn_change=_take_box, on_key_change=_take_key,
        data={
            "url": url, "alt": session.texts("review.picture_of", name=title_of(session, review)),
            "width": width, "height": height, "crop": crop, "draw": reviewing.is_drawing(), "keys": not is_cropped,
            "boxes": [_box(session, line, active) for line in _lines(review) if line.box],
        },
    )


def _lines(review: ReviewDocument) -> list[ReviewLine]:
    drawn = reviewing.drawn_line(review)
    return [*review.lines, *([drawn] if drawn else [])]


def _box(session: Session, line: ReviewLine, active: ReviewLine | None) -> dict[str, Any]:
    proposal = line.proposal
    name = reviewing.line_name(session, proposal, reviewing.printed_words(proposal) or proposal.name)
    can_press = line.state in ("waiting", "accepted", "corrected")
    return {
        "id": line_id(line) if can_press else "", "label": session.texts(f"review.box.{_LOOKS[line.state]}", name=name),
        "look": "active" if line is active else _LOOKS[line.state], "box": list(line.box or ()),
    }


def _crop(review: ReviewDocument, active: ReviewLine | None, size: tuple[int, int]) -> list[int] | None:
    """Return left, top, width and height of the strip with the active line and its neighbours; None for all of it.

    As wide as the lines are: a phone has no room for the table a receipt lies on.
    """
    width, height = size
    box = active.box if active else None
    if box is None or box[3] - box[1] > _TALL_SHARE * height:
        return None
    boxes = [line.box for line in review.lines if line.box]
    margin = round(_MARGIN_SHARE * width)
    left = max(min(one[0] for one in boxes) - margin, 0)
    right = min(max(one[2] for one in boxes) + margin, width)
    crop = min(round(max(box[3] - box[1], 1) * (1 + 2 * _CROP_LINES)), height)
    top = min(max(round((box[1] + box[3] - crop) / 2), 0), height - crop)
    return [left, top, right - left, crop]


def _size(session: Session, review: ReviewDocument) -> tuple[int, int]:
    if review.width and review.height:
        return review.width, review.height
    return picture_size(session.workplace.home, review.document.sha256)


def _said(name: str) -> Any:
    """Return what a picture just reported; both twins, of which one is shown, are asked."""
    for key in ("paper_wide", "paper_phone"):
        value = (st.session_state.get(key) or {}).get(name)
        if value:
            return value
    return None


def _press() -> None:
    """Look at the line whose box was pressed; of one that is in already, show what happened to it."""
    wanted = _said("line")
    if not isinstance(wanted, str):
        return
    lot_id = reviewing.look_at(wanted)
    if lot_id:
        actions.open_dialog("history", lot_id)


def _take_box() -> None:
    box = _said("drawn")
    if isinstance(box, list) and len(box) == 4 and all(isinstance(edge, int) for edge in box):
        reviewing.take_box((box[0], box[1], box[2], box[3]))


def _take_key() -> None:
    pressed = _said("key")
    if isinstance(pressed, str):
        answer_by_key(pressed)
