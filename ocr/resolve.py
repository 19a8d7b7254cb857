"""From what is printed on a receipt to what it proposes for the pantry.

Pure: the reading, the catalog and the household's own words in, proposals out; it can be run again whenever
one of them changes.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ocr.lines.meal import looks_like_a_meal
from ocr.lines.voided import voided_lines
from ocr.meaning import STRONG_MATCH, SURE_CATEGORY, SURE_FOOD, Meaning, meaning_of
from ocr.printed.line_codes import product_code
from ocr.printed.pack_sizes import find_pack_size
from ocr.purchase_age import age_doubt, bought_on, is_too_old
from ocr.reading import ReceiptLine, ReceiptReading
from ocr.reading_warnings import PERHAPS_SEVERAL
from pantry.catalog.food_names import readable
from pantry.catalog.picked_foods import amount_of_picked
from pantry.foods import Catalog, Food
from pantry.ids import line_key
from pantry.proposals import Proposal
from pantry.quantities import parse_unit
from pantry.shelf_life import shelf_life
from pantry.vocabulary import Category, DateKind, DateSource, LineKind, Method, Place

# How much below the household's bar the reading of a line may lie where its name is sure to mean something, by how that
# was found: letters are not misread into a food by chance. On receipts that add up, 9 of 9 such lines between 0.5 and
# 0.9 were right where the name is the catalog's own, 3 of 3 between 0.8 and 0.9 elsewhere (fitted half).
_SOONER = {"alias": 0.4, "known": 0.2, "catalog": 0.1, "category": 0.1, "name": 0.1}
# Shorter words ("bio", "1l", "von") stand on many lines and name nothing.
_NAMING_LETTERS = 4
_PLACE_BY_CATEGORY = {
    Category.DAIRY: Place.FRIDGE, Category.EGGS: Place.FRIDGE, Category.MEAT: Place.FRIDGE,
    Category.FISH: Place.FRIDGE, Category.DELI: Place.FRIDGE, Category.FROZEN: Place.FREEZER,
    Category.PRODUCE: Place.FRIDGE, Category.BAKERY: Place.COUNTER,
}
# How sure a meaning must be at the least to be taken unasked, by how it was found.
_LEAST_SCORE = {"known": STRONG_MATCH, "catalog": STRONG_MATCH, "category": SURE_CATEGORY, "name": SURE_FOOD}
_DOUBTS = {
    "sum": ("the receipt does not add up", "der Bon geht nicht auf"),
    "no_total": ("the receipt shows no total to check against", "der Bon zeigt keine Summe zum Prüfen"),
    "reading": ("the line was hard to read", "die Zeile war schwer zu lesen"),
    "unknown": ("no food of the catalog fits the name", "kein Lebensmittel des Katalogs passt zum Namen"),
    "weak": ("the food is a guess", "das Lebensmittel ist geraten"),
    "date": ("the date of purchase is not sure", "das Kaufdatum ist nicht sicher"),
    "price": ("no price was read", "es wurde kein Preis gelesen"),
    "repaired": ("the price was repaired so that the receipt adds up",
                 "der Preis wurde berichtigt, damit der Bon aufgeht"),
    "left_out": ("the receipt adds up without this line", "ohne diese Zeile geht der Bon auf"),
    "several": ("this looks like two receipts in one", "das sieht nach zwei Bons in einem aus"),
    "refund": ("something was returned on this receipt", "auf diesem Bon wurde etwas zurückgegeben"),
    "meal": ("this looks like a meal out, not like shopping", "das sieht nach Essen gehen aus, nicht nach Einkauf"),
}


def resolve(reading: ReceiptReading, *, catalog: Catalog, aliases: Mapping[tuple[str, str], str],
            bar: float = 0.9, currency: str | None = None, lang: str | None = None,
            today: date | None = None, received_on: date | None = None,
            not_food: Collection[str] = (), codes: Mapping[str, str] | None = None) -> list[Proposal]:
    """Return one proposal for each item line of a reading, in printed order; none for what it strikes again.

    aliases: food id by (shop, text), both normalised by `pantry.household.alias_key`; shop "" is any shop.
    bar: the confidence (0 to 1) from which the household takes a line unasked; then the receipt must also
    reconcile, the date be certain and the food match be strong or taught. Where only the category is sure, the line
    goes in under its own name, with the days of its category as a guess.
    currency: for receipts that print none. lang: of the doubts and of doubtful names.
    today: the household's; lines bought too long before it are asked about. None leaves their age aside.
    received_on: the day the document came in, which tells most dates whose day and month could be swapped.
    not_food: what the household said is no food, as `ocr.meaning.words_key` writes it. codes: food id by product code
    (14 digits), as the household confirmed them.
    """
    proposals: list[Proposal] = []
    seen: dict[str, int] = {}
    prices = _prices_with_discounts(reading)
    bought, is_day_sure = bought_on(reading.purchased_on, is_ambiguous=reading.date_is_ambiguous,
                                    currency=reading.currency or currency, received_on=received_on)
    voided = voided_lines(reading)
    of_document = _document_doubts(reading, is_day_sure, is_refunded=voided is None)
    for line in reading.items:
        key = line_key(line.raw_text)
        occurrence = seen.get(key, 0)
        seen[key] = occurrence + 1
        if reading.reconciled and line.line_no in (voided or ()):
            continue
        meaning = meaning_of(line, reading.merchant, catalog=catalog, aliases=aliases, lang=lang,
                             not_food=not_food, codes=codes, currency=reading.currency or currency)
        place = _place(meaning)
        doubts = [_DOUBTS[doubt][lang == "de"] for doubt in (*of_document, *_doubts(line, meaning, bar))]
        doubts = _age_doubts(bought, meaning, place, today, lang) + doubts
        quantity, unit, method = _amount(line, meaning.food, reading.currency or currency)
        proposal = Proposal(
            document_sha256=reading.sha256, line_no=line.line_no, line_key=key, raw_text=line.raw_text,
            name=line.name[:200], is_food=meaning.is_food, occurrence=occurrence,
            confidence=_confidence(line, meaning), is_sure=not doubts and meaning.is_food,
            food_id=meaning.food.food_id if meaning.food else None,
            category=meaning.category.value if meaning.category else None,
            quantity=quantity, unit=unit, method=method, price_minor=prices[line.line_no],
            currency=reading.currency or currency, purchased_on=bought,
            place=place, merchant=reading.merchant, box=line.box, gtin=product_code(line.raw_text),
            doubts=tuple(doubts), choices=meaning.choices)
        is_own_name = proposal.is_sure and meaning.how in ("category", "name")
        proposals.append(_under_own_name(proposal, line, meaning, lang) if is_own_name else proposal)
    return proposals


def _under_own_name(proposal: Proposal, line: ReceiptLine, meaning: Meaning, lang: str | None) -> Proposal:
    """Return a sure line whose food is not known: under its printed name, dated as its category keeps, as a guess.

    Only a sure category is stated. A person may name the food later; until then nothing claims to know it.
    """
    place = _PLACE_BY_CATEGORY.get(meaning.category, Place.CUPBOARD) if meaning.category else Place.CUPBOARD
    quantity, unit, method = _amount(line, None, proposal.currency)
    period = shelf_life().period(None, place, "unopened", meaning.category)
    expires_on = (proposal.purchased_on + timedelta(days=period.likely_days)
                  if period is not None and proposal.purchased_on is not None else None)
    return replace(
        proposal, food_id=None, name=readable(meaning.full_name or line.name, lang)[:200], place=place,
        quantity=quantity, unit=unit, method=method,
        category=proposal.category if meaning.how == "category" else None, expires_on=expires_on,
        date_kind=DateKind.BEST_BEFORE if expires_on else None,
        date_source=DateSource.CATEGORY if expires_on else None)


def _prices_with_discounts(reading: ReceiptReading) -> dict[int, int | None]:
    """Return the price of each item by line number, less its discounts.

    A discount belongs to the last item that shares a word with it ("RABATT BUTTER"), else to the one right above.
    """
    prices: dict[int, int | None] = {}
    named: list[tuple[int, set[str]]] = []
    above: int | None = None
    for line in reading.lines:
        if line.kind is LineKind.ITEM:
            # A line without which the receipt adds up counts nothing there, but cost what was read if it was bought.
            prices[line.line_no], above = line.total_minor or line.repaired_from_minor or line.total_minor, line.line_no
            named.append((line.line_no, _long_words(line.name)))
        elif line.kind is LineKind.DISCOUNT:
            words = _long_words(line.raw_text)
            item = next((number for number, own in reversed(named) if own & words), above)
            _take_off(prices, item, line.total_minor or 0)
        elif line.kind is not LineKind.DEPOSIT:
            above = None
    return prices


def _long_words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _NAMING_LETTERS}


def _take_off(prices: dict[int, int | None], item: int | None, discount_minor: int) -> None:
    """Lower an item's price, unless that would leave less than nothing or more than it cost."""
    price = prices.get(item) if item is not None else None
    if item is not None and price is not None and 0 <= price + discount_minor <= price:
        prices[item] = price + discount_minor


def _amount(line: ReceiptLine, food: Food | None, currency: str | None) -> tuple[Decimal, str, Method]:
    """Return quantity and unit as they go into stock: printed weight, else count times pack size."""
    unit = parse_unit(line.unit) or "piece"
    if unit != "piece":
        return _quantity(line.quantity), unit, Method.WEIGHED
    size = find_pack_size(line.name, is_imperial=currency == "GBP")
    if size is not None and (size.unit != "piece" or line.quantity == 1):
        return _quantity(size.quantity * line.quantity), size.unit, Method.COUNTED
    quantity, unit = amount_of_picked(food, line.name, line.quantity, is_sold=True)
    return _quantity(quantity), unit, Method.COUNTED


def _quantity(value: Decimal) -> Decimal:
    """Return a quantity above zero with at most three decimals."""
    rounded = min(max(value, Decimal("0.001")), Decimal(1_000_000)).quantize(Decimal("0.001"))
    return rounded.normalize() + 0


def _place(meaning: Meaning) -> Place:
    """Return where a lot of this food usually lies."""
    if meaning.food is not None:
        return meaning.food.place
    return _PLACE_BY_CATEGORY.get(meaning.category, Place.CUPBOARD) if meaning.category else Place.CUPBOARD


def _confidence(line: ReceiptLine, meaning: Meaning) -> float:
    """Return the confidence of the weakest part: the letters and sum, or the food."""
    return round(min(line.confidence, meaning.score if meaning.how != "nothing" else 0.3), 3)


def _document_doubts(reading: ReceiptReading, is_day_sure: bool, *, is_refunded: bool) -> list[str]:
    """Return the keys of all reasons not to take any line of a receipt unasked.

    is_refunded: whether something was returned and nobody knows which line that is.
    """
    doubts = []
    if reading.reconciled is None:
        doubts.append("no_total")
    elif not reading.reconciled:
        doubts.append("sum")
    if PERHAPS_SEVERAL in reading.warnings:
        doubts.append("several")
    if not is_day_sure:
        doubts.append("date")
    if is_refunded:
        doubts.append("refund")
    if looks_like_a_meal(reading.text):
        doubts.append("meal")
    return doubts


def _doubts(line: ReceiptLine, meaning: Meaning, bar: float) -> list[str]:
    """Return the keys of all reasons in a line itself not to take it unasked."""
    doubts = []
    if line.confidence < bar - _SOONER.get(meaning.how, 0.0):
        doubts.append("reading")
    if line.total_minor is None:
        doubts.append("price")
    if line.repaired_from_minor is not None:
        doubts.append("repaired" if line.total_minor else "left_out")
    least = max(_LEAST_SCORE.get(meaning.how, STRONG_MATCH), min(bar, 0.99))
    if meaning.how == "nothing":
        doubts.append("unknown")
    elif meaning.score < least and meaning.how != "non-food":
        doubts.append("weak")
    return doubts


def _age_doubts(bought: date | None, meaning: Meaning, place: Place, today: date | None,
                lang: str | None) -> list[str]:
    """Return the question whether goods of an old receipt are still there; nothing for what never was food."""
    if bought is None or today is None or not meaning.is_food:
        return []
    food_id = meaning.food.food_id if meaning.food else None
    period = shelf_life().period(food_id, place, "unopened", meaning.category)
    return [age_doubt(bought, today, lang)] if is_too_old(bought, today, period) else []
