"""A receipt photographed on its side is shown the way its boxes are counted."""

from PIL import Image

from intake.review import review_documents
from intake.taking import take_in
from intake.workplace import Workplace
from pantry.home import REPOSITORY
from pantry.vocabulary import DocumentKind

PICTURE = REPOSITORY / "samples" / "receipts" / "frischmarkt_lindenhof.png"


def test_a_receipt_on_its_side_says_how_to_turn_it(workplace: Workplace, tmp_path) -> None:
    with Image.open(PICTURE) as upright:
        width, height = upright.size
        upright.rotate(-90, expand=True).save(tmp_path / "side.png")
    taken = take_in(workplace, tmp_path / "side.png", kind=DocumentKind.RECEIPT)
    assert len(taken.accepted) + len(taken.waiting) >= 5
    (review,) = review_documents(workplace, include_settled=True)
    assert review.page_turns == (1,)
    assert (review.width, review.height) == (width, height)
