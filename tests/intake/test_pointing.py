"""A thing that was missed: the person draws a box, and what is in it becomes a line that can be answered."""

from pathlib import Path

import pytest
from PIL import Image

from intake.pointing import propose_in_box
from intake.review import review_documents
from intake.taking import take_in
from intake.teaching import accept_line
from intake.workplace import Workplace
from pantry.acting.accepting import Correction
from pantry.errors import Refused
from pantry.home import REPOSITORY
from pantry.vocabulary import DocumentKind

PACK = REPOSITORY / "samples" / "photos" / "pack.jpg"
# The lower half of the pack.
LOWER = (0, 800, 1200, 1600)


def test_a_drawn_box_proposes_what_is_in_it_and_stores_nothing(workplace: Workplace) -> None:
    sha256 = take_in(workplace, PACK, kind=DocumentKind.PHOTO).sha256
    before = review_documents(workplace, include_settled=True)
    proposal = propose_in_box(workplace, sha256, LOWER)
    assert (proposal.document_sha256, proposal.line_no) == (sha256, len(before[0].lines) + 1)
    with Image.open(PACK) as pack:
        assert proposal.box == (0, 800, min(1200, pack.width), min(1600, pack.height))
    assert not proposal.is_sure
    assert review_documents(workplace, include_settled=True) == before


def test_what_is_answered_in_a_box_is_in_stock_and_taught_there(workplace: Workplace) -> None:
    sha256 = take_in(workplace, PACK, kind=DocumentKind.PHOTO).sha256
    proposal = propose_in_box(workplace, sha256, LOWER)
    accept_line(workplace, proposal, Correction(food_id="oat_milk"))
    workplace.view.refresh()
    assert "oat_milk" in {lot.food_id for lot in workplace.view.lots()}
    assert [(one.food_id, one.box) for one in workplace.view.taught_pictures()] == [("oat_milk", proposal.box)]
    assert propose_in_box(workplace, sha256, LOWER).food_id == "oat_milk"


@pytest.mark.parametrize("box", [(5000, 5000, 6000, 6000), (10, 10, 10, 400), (400, 10, 300, 400), (-9, -9, 0, 0)])
def test_a_box_beside_the_picture_is_refused(workplace: Workplace, box: tuple[int, int, int, int]) -> None:
    sha256 = take_in(workplace, PACK, kind=DocumentKind.PHOTO).sha256
    with pytest.raises(Refused) as refusal:
        propose_in_box(workplace, sha256, box)
    assert refusal.value.code == "E-PHOTO-001"


def test_only_photos_can_be_pointed_at(workplace: Workplace, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.txt"
    receipt.write_text("SHOP\nMilk 1.19\nTOTAL 1.19\n")
    sha256 = take_in(workplace, receipt, kind=DocumentKind.RECEIPT).sha256
    with pytest.raises(Refused) as refusal:
        propose_in_box(workplace, sha256, LOWER)
    assert refusal.value.code == "E-PHOTO-002"
