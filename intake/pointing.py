"""Pointing: a person draws a box around a thing that was missed in a photo; what it shows becomes a line to answer."""

from dataclasses import replace
from typing import TYPE_CHECKING

from intake.proposing import propose
from intake.reading import Read, cached_reading
from intake.workplace import Workplace
from pantry.documents import original_path
from pantry.errors import Refused
from pantry.proposals import Proposal
from pantry.vocabulary import DocumentKind

if TYPE_CHECKING:
    from recognition.reading import Box


def propose_in_box(workplace: Workplace, sha256: str, box: "Box") -> Proposal:
    """Return what a box in a photo proposes for stock; nothing is stored until a person accepts it.

    sha256: of a photo that was read. box: x0 y0 x1 y1 in pixels of the upright original. What the household taught
    counts here too; accepting it (`teaching.accept_line`) teaches this part of the picture. Raises Refused when the
    photo was not read (E-PHOTO-002), is gone, or lies outside of the box (E-PHOTO-001), NotReady without the model.
    """
    from recognition.photo import look_in_box

    read = cached_reading(workplace, sha256)
    if read is None or read.photo is None:
        raise Refused("E-PHOTO-002", "This document was not read as a photo, so there is nothing to point at.")
    item = look_in_box(original_path(workplace.home, sha256), box)
    with_it = replace(read.photo, items=(*read.photo.items, item))
    return propose(workplace, Read(DocumentKind.PHOTO, photo=with_it))[-1]
