"""The picture of a document with a box around each line: sure, asked about, being looked at, not food."""

from collections.abc import Iterable

import streamlit as st

from dashboard.markup import esc
from dashboard.originals import picture_size, picture_url
from dashboard.session import Session
from intake.review import ReviewDocument, ReviewLine

_LOOKS = {"waiting": "ask", "accepted": "in", "corrected": "in", "not_food": "aside", "ignored": "aside"}
# How many line heights the phone shows above and below the line that is asked about.
_CROP_LINES = 2.2


def paper(session: Session, review: ReviewDocument, active: ReviewLine | None) -> None:
    """Draw the whole page."""
    size = _size(session, review)
    st.html(f'<div class="paper"><div class="page">{_image(session, review)}'
            f"{''.join(_boxes(review.lines, active, size))}</div></div>")


def paper_crop(session: Session, review: ReviewDocument, active: ReviewLine | None) -> None:
    """Draw the few lines around the one that is asked about."""
    width, height = _size(session, review)
    box = active.proposal.box if active else None
    if box is None or not width:
        paper(session, review, active)
        return
    line_height = max(box[3] - box[1], 1)
    crop = min(round(line_height * (1 + 2 * _CROP_LINES)), height)
    top = min(max(round((box[1] + box[3] - crop) / 2), 0), height - crop)
    boxes = "".join(_boxes(review.lines, active, (width, height)))
    st.html(
        f'<div class="paper"><div class="page" style="aspect-ratio:{width}/{crop}">'
        f'<div style="position:absolute;left:0;width:100%;top:{-100 * top / crop:.2f}%">'
        f'<div style="position:relative">{_image(session, review)}{boxes}</div></div></div></div>'
    )


def _image(session: Session, review: ReviewDocument) -> str:
    alt = session.texts("review.picture_of", name=review.title)
    url = picture_url(session.household_id, review.document.sha256, quarter_turns=review.quarter_turns)
    return f'<img alt="{esc(alt)}" src="{esc(url)}">'


def _size(session: Session, review: ReviewDocument) -> tuple[int, int]:
    if review.width and review.height:
        return review.width, review.height
    return picture_size(session.workplace.home, review.document.sha256)


def _boxes(lines: Iterable[ReviewLine], active: ReviewLine | None, size: tuple[int, int]) -> Iterable[str]:
    width, height = size
    for line in lines:
        box = line.proposal.box
        if box is None or not width or not height:
            continue
        left, top, right, bottom = box
        look = "active" if line is active else _LOOKS[line.state]
        style = (f"left:{100 * left / width:.2f}%;top:{100 * top / height:.2f}%;"
                 f"width:{100 * (right - left) / width:.2f}%;height:{100 * (bottom - top) / height:.2f}%")
        yield f'<div class="line {look}" style="{style}"></div>'
