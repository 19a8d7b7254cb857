"""What the looks, the print and the codes of one photo say together: its things, what it shows, its dates. Pure."""

from dataclasses import replace

from recognition.classify import MAX_ALTERNATIVES, Guess, settled
from recognition.packs.dates import LIFE_WORDS
from recognition.packs.gs1 import dates_in
from recognition.packs.pack_text import PackText, name_food
from recognition.reading import NOTHING_SEEN, Alternative, Barcode, Box, PhotoItem, PrintedDate, Verdict
from recognition.several import item_of


def is_coded(barcodes: tuple[Barcode, ...]) -> bool:
    """Return whether a code of a product, or of a shop's scale, was read."""
    return any(code.gtin or code.is_in_store for code in barcodes)


def items_of(
    guess: Guess | None, text: PackText | None, barcodes: tuple[Barcode, ...], whole: Box
) -> tuple[PhotoItem, ...]:
    """Return the thing that the photo is of, as its looks and its print name it, and one for each further product code.

    guess: of the photo as a whole, None where it shows nothing. whole: the box of all of it.
    """
    return (*_main_item(guess, text, whole, has_code=is_coded(barcodes)), *_further_products(barcodes))


def _main_item(guess: Guess | None, text: PackText | None, whole: Box, *, has_code: bool) -> tuple[PhotoItem, ...]:
    """Return one item, or none.

    Without a code, or a date whose words only packs have, print on what looks like no grocery names nothing: it may be
    a letter or a screen.
    """
    seen = [] if guess is None or guess.verdict == "no_grocery" else [item_of(settled(guess), whole)]
    is_pack = has_code or (text is not None and any(found.kind in LIFE_WORDS for found in text.dates))
    named = name_food(text) if text is not None and (seen or is_pack) else None
    if named is None and has_code and not seen:
        return (replace(NOTHING_SEEN, box=whole),)
    if named is None or any(item.food_id == named.food_id for item in seen):
        return tuple(seen)
    known = [item for item in seen if item.food_id is not None]
    return (_either(named, known[0]),) if known else (named,)


def _further_products(barcodes: tuple[Barcode, ...]) -> tuple[PhotoItem, ...]:
    """Return a thing for each product code but the first: the looks and the print speak of one."""
    products: dict[str, Barcode] = {}
    for code in barcodes:
        if code.gtin:
            products.setdefault(code.gtin, code)
    return tuple(replace(NOTHING_SEEN, box=code.box) for code in [*products.values()][1:])


def _either(named: PhotoItem, looks: PhotoItem) -> PhotoItem:
    """Return one item that the print and the looks call differently: as the print does, unless the looks are sure."""
    first, other = (named, looks) if looks.needs_review else (looks, named)
    second = Alternative(other.food_id, other.label, other.class_name, other.confidence)
    alternatives = (second, *first.alternatives, *other.alternatives)[:MAX_ALTERNATIVES]
    return replace(first, box=looks.box, alternatives=alternatives, needs_review=True)


def verdict_of(items: tuple[PhotoItem, ...], barcodes: tuple[Barcode, ...], guess: Guess | None) -> Verdict:
    """Return what a photo shows: known groceries, some grocery, or none."""
    has_code = is_coded(barcodes)
    is_named = any(item.food_id is not None for item in items)
    if is_named and (has_code or guess is None or guess.verdict == "groceries"):
        return "groceries"
    return "unknown_grocery" if items or has_code else "no_grocery"


def dates_of(barcodes: tuple[Barcode, ...], text: PackText | None) -> tuple[PrintedDate, ...]:
    """Return the dates of codes, then those of the print that no code says already."""
    coded = dates_in(barcodes)
    days = {day for found in coded for day in found.iso}
    printed = text.dates if text is not None else ()
    return (*coded, *(found for found in printed if not days.intersection(found.iso)))
