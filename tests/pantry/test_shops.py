"""One name for a shop, however its receipts print it."""

import pytest

from pantry.facts.shops import shop_key, shop_of


@pytest.mark.parametrize(("printed", "shop"), [
    ("Adler Markt GmbH", "Adler"),
    ("ADLER", "ADLER"),
    ("Adler Markt Müller oHG", "Adler Markt Müller"),
    ("Adler Handels GmbH & Co. KG", "Adler"),
    ("HILL FOODS #0412", "HILL FOODS"),
    ("Hill Foods Store 114", "Hill Foods"),
    ("Hill Foods Ltd, 12 High Street, Leeds", "Hill Foods"),
    ("Adler Filiale 12", "Adler"),
    ("Adler Langestr. 8", "Adler"),
    ("Adler 4711", "Adler"),
    ("Kiosk 24", "Kiosk 24"),
    ("MERCATO CENTRALE S.R.L.", "MERCATO CENTRALE"),
    ("SUPERMERCADO EL PUENTE, S.A.", "SUPERMERCADO EL PUENTE"),
    ("www.green-basket.co.uk", "green-basket"),
    ("Blue Heron (M) Sdn Bhd", "Blue Heron"),
    ("GmbH", "GmbH"),
    ("Markthalle Nord", "Markthalle Nord"),
    ("7-Up Kiosk", "7-Up Kiosk"),
    ("Bäckerei Ag", "Bäckerei"),
    ("みどりスーパー 桜台店", "みどりスーパー 桜台店"),
])
def test_legal_form_branch_and_address_are_no_part_of_a_shop(printed: str, shop: str) -> None:
    assert shop_of(printed) == shop


def test_spellings_of_one_shop_have_one_key() -> None:
    spellings = ("ADLER Markt GmbH", "Adler Markt", "Adler", "Adler Filiale 7", "ADLER MARKT GMBH & CO. KG")
    assert {shop_key(one) for one in spellings} == {"adler"}
