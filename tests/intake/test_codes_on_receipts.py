"""What a code on one receipt was said to be, it is on every other, whatever the shop calls it."""

from intake.review import review_documents
from intake.taking import take_in
from intake.teaching import accept_line
from intake.workplace import Workplace
from pantry.acting.accepting import Correction
from pantry.vocabulary import DocumentKind

FIRST = b"HILL SHOP LTD\nXQVW 036000291452   3.00\nTOTAL GBP  3.00\n26/01/2026\n"
SECOND = b"DALE SHOP LTD\nGZKT 036000291452   2.80\nTOTAL GBP  2.80\n27/01/2026\n"


def test_a_code_confirmed_once_is_known_in_another_shop(workplace: Workplace) -> None:
    take_in(workplace, FIRST, name="first.txt", kind=DocumentKind.RECEIPT)
    (review,) = review_documents(workplace)
    accept_line(workplace, review.waiting[0].proposal, Correction(food_id="oats"))
    taken = take_in(workplace, SECOND, name="second.txt", kind=DocumentKind.RECEIPT)
    assert [line.food_id for line in taken.accepted] == ["oats"]
