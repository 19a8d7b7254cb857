"""From what is printed on a receipt to what it proposes for the pantry.

Pure: the reading, the catalog and the household's own words in, proposals out; it can be run again whenever
one of them changes.
"""

import csv
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ocr.keywords import normalise
from ocr.pack_sizes import find_pack_size
from ocr.purchase_age import age_doubt, is_too_old
from ocr.reading import ReceiptLine, ReceiptReading
from pantry.foods import Catalog, Food, FoodMatch
from pantry.ids import line_key
from pantry.proposals import FoodChoice, Proposal
from pantry.quantities import parse_unit, units
from pantry.shelf_life import shelf_life
from pantry.vocabulary import FOOD_CATEGORIES, Category, LineKind, Method, Place

# A catalog match from here on may be taken unasked: about nine in ten of them are right.
STRONG_MATCH = 0.9
# A line whose very words the household taught is read well enough even where it looks odd.
TAUGHT_BAR = 0.5
MAX_CHOICES = 3
# Shorter words ("bio", "1l", "von") stand on many lines and name nothing.
_NAMING_LETTERS = 4
_PLACE_BY_CATEGORY = {
    Category.DAIRY: Place.FRIDGE, Category.EGGS: Place.FRIDGE, Category.MEAT: Place.FRIDGE,
    Category.FISH: Place.FRIDGE, Category.DELI: Place.FRIDGE, Category.FROZEN: Place.FREEZER,
    Category.PRODUCE: Place.FRIDGE, Category.BAKERY: Place.COUNTER,
}
_DOUBTS = {
    "sum": ("the receipt does not add up", "der Bon geht nicht auf"),
    "no_total": ("the receipt shows no total to check against", "der Bon zeigt keine Summe zum Prüfen"),
    "reading": ("the line was hard to read", "die Zeile war schwer zu lesen"),
    "unknown": ("no food of the catalog fits the name", "kein Lebensmittel des Katalogs passt zum Namen"),
    "weak": ("the food is a guess", "das Lebensmittel ist geraten"),
    "date": ("the date of purchase is not sure", "das Kaufdatum ist nicht sicher"),
    "price": ("no price was read", "es wurde kein Preis gelesen"),
    "repaired": ("one digit of the price was repaired so that the receipt adds up",
                 "eine Ziffer des Preises wurde ersetzt, damit der Bon aufgeht"),
    "refund": ("something was returned on this receipt", "auf diesem Bon wurde etwas zurückgegeben"),
}


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a line's name means. how: alias, catalog, non-food or nothing."""

    food: Food | None
    category: Category | None
    score: float
    how: str
    choices: tuple[FoodChoice, ...] = ()

    @property
    def is_food(self) -> bool:
        """Whether it goes into the pantry; what nobody knows is asked about as food."""
        return self.category is None or self.category in FOOD_CATEGORIES


def resolve(reading: ReceiptReading, *, catalog: Catalog, aliases: Mapping[tuple[str, str], str],
            bar: float = 0.9, currency: str | None = None, lang: str | None = None,
            today: date | None = None) -> list[Proposal]:
    """Return one proposal for each item line of a reading, in printed order.

    aliases: food id by (merchant, text), both normalised by `pantry.ids.line_key`; merchant "" is any shop.
    bar: the confidence (0 to 1) from which the household takes a line unasked; then the receipt must also
    reconcile, the date be certain and the food match be strong or taught.
    currency: for receipts that print none. lang: of the doubts and of doubtful names.
    today: the household's; lines bought too long before it are asked about. None leaves their age aside.
    """
    proposals: list[Proposal] = []
    seen: dict[str, int] = {}
    has_refund = any(line.kind is LineKind.REFUND for line in reading.lines)
    prices = _prices_with_discounts(reading)
    for line in reading.items:
        key = line_key(line.raw_text)
        occurrence = seen.get(key, 0)
        seen[key] = occurrence + 1
        meaning = _meaning(line, reading.merchant, catalog, aliases, lang)
        place = _place(meaning)
        doubts = [_DOUBTS[doubt][lang == "de"] for doubt in _doubts(line, reading, meaning, bar, has_refund)]
        doubts = _age_doubts(reading, meaning, place, today, lang) + doubts
        quantity, unit, method = _amount(line, meaning.food)
        proposals.append(Proposal(
            document_sha256=reading.sha256, line_no=line.line_no, line_key=key, raw_text=line.raw_text,
            name=line.name[:200], is_food=meaning.is_food, occurrence=occurrence,
            confidence=_confidence(line, meaning), is_sure=not doubts and meaning.is_food,
            food_id=meaning.food.food_id if meaning.food else None,
            category=meaning.category.value if meaning.category else None,
            quantity=quantity, unit=unit, method=method, price_minor=prices[line.line_no],
            currency=reading.currency or currency, purchased_on=reading.purchased_on,
            place=place, merchant=reading.merchant, box=line.box, doubts=tuple(doubts), choices=meaning.choices))
    return proposals


def _prices_with_discounts(reading: ReceiptReading) -> dict[int, int | None]:
    """Return the price of each item by line number, less its discounts.

    A discount belongs to the last item that shares a word with it ("RABATT BUTTER"), else to the one right above.
    """
    prices: dict[int, int | None] = {}
    named: list[tuple[int, set[str]]] = []
    above: int | None = None
    for line in reading.lines:
        if line.kind is LineKind.ITEM:
            prices[line.line_no], above = line.total_minor, line.line_no
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


def _meaning(line: ReceiptLine, merchant: str | None, catalog: Catalog,
             aliases: Mapping[tuple[str, str], str], lang: str | None) -> _Meaning:
    """Return what a name means: the household's own word first, then goods that are no food, then the catalog."""
    taught = _taught(line, merchant, aliases)
    food = catalog.get(taught) if taught else None
    if food is not None:
        choice = FoodChoice(food.food_id, food.name(lang), 1.0)
        return _Meaning(food, food.category, 1.0, "alias", (choice,))
    matches = catalog.resolve(_name_without_size(line.name), lang=lang, limit=5)
    choices = _choices(matches)
    category = non_food_category(line.name)
    best = matches[0] if matches else None
    if category is not None and (best is None or best.score < STRONG_MATCH):
        return _Meaning(None, category, 0.9, "non-food", choices)
    if best is None:
        return _Meaning(None, None, 0.0, "nothing")
    return _Meaning(catalog.get(best.food_id), best.category, best.score, "catalog", choices)


def _taught(line: ReceiptLine, merchant: str | None, aliases: Mapping[tuple[str, str], str]) -> str | None:
    """Return the food id this household taught for the line's words, at this shop or anywhere."""
    for shop in (line_key(merchant) if merchant else "", ""):
        for text in (line.name, line.raw_text):
            food_id = aliases.get((shop, line_key(text)))
            if food_id:
                return food_id
    return None


def _choices(matches: list[FoodMatch]) -> tuple[FoodChoice, ...]:
    """Return the best foods, each once."""
    choices: dict[str, FoodChoice] = {}
    for match in matches:
        choices.setdefault(match.food_id, FoodChoice(match.food_id, match.name, match.score))
    return tuple(choices.values())[:MAX_CHOICES]


@functools.cache
def _non_food_words() -> tuple[tuple[str, Category], ...]:
    """Return words of goods that are no food, with their category, longest first."""
    path = Path(__file__).parent / "data" / "non_food_words.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        words = [(row["word"], Category(row["category"])) for row in csv.DictReader(handle)]
    return tuple(sorted(words, key=lambda entry: -len(entry[0])))


def non_food_category(name: str) -> Category | None:
    """Return the category of goods that are no food when the name says so.

    Words of up to four letters must stand alone; longer ones may be part of a compound.
    """
    plain = f" {normalise(name)} "
    for word, category in _non_food_words():
        if (f" {word} " if len(word) <= 4 else word) in plain:
            return category
    return None


def _name_without_size(name: str) -> str:
    """Return the name as the catalog wants it, without its pack size."""
    size = find_pack_size(name)
    shorter = (name[:size.start] + " " + name[size.end:]).strip() if size else name
    return shorter or name


def _amount(line: ReceiptLine, food: Food | None) -> tuple[Decimal, str, Method]:
    """Return quantity and unit as they go into stock: printed weight, else count times pack size."""
    unit = parse_unit(line.unit) or "piece"
    if unit != "piece":
        return _quantity(line.quantity), unit, Method.WEIGHED
    size = find_pack_size(line.name)
    if size is not None and (size.unit != "piece" or line.quantity == 1):
        return _quantity(size.quantity * line.quantity), size.unit, Method.COUNTED
    return _quantity(line.quantity), _unit_of_one(food), Method.COUNTED


def _unit_of_one(food: Food | None) -> str:
    """Return what one of a food is called when a receipt only counts it: a piece, a jar, a bunch, else a pack."""
    if food is None:
        return "piece"
    unit = units().get(food.unit)
    return food.unit if unit is not None and unit.kind in ("count", "pack") else "pack"


def _quantity(value: Decimal) -> Decimal:
    """Return a quantity above zero with at most three decimals."""
    rounded = min(max(value, Decimal("0.001")), Decimal(1_000_000)).quantize(Decimal("0.001"))
    return rounded.normalize() + 0


def _place(meaning: _Meaning) -> Place:
    """Return where a lot of this food usually lies."""
    if meaning.food is not None:
        return meaning.food.place
    return _PLACE_BY_CATEGORY.get(meaning.category, Place.CUPBOARD) if meaning.category else Place.CUPBOARD


def _confidence(line: ReceiptLine, meaning: _Meaning) -> float:
    """Return the confidence of the weakest part: the letters and sum, or the food."""
    return round(min(line.confidence, meaning.score if meaning.how != "nothing" else 0.3), 3)


def _doubts(line: ReceiptLine, reading: ReceiptReading, meaning: _Meaning, bar: float,
            has_refund: bool) -> list[str]:
    """Return the keys of all reasons not to take the line unasked."""
    doubts = []
    if reading.reconciled is None:
        doubts.append("no_total")
    elif not reading.reconciled:
        doubts.append("sum")
    if line.confidence < (min(bar, TAUGHT_BAR) if meaning.how == "alias" else bar):
        doubts.append("reading")
    if line.total_minor is None:
        doubts.append("price")
    if line.repaired_from_minor is not None:
        doubts.append("repaired")
    if reading.purchased_on is None or reading.date_is_ambiguous:
        doubts.append("date")
    if meaning.how == "nothing":
        doubts.append("unknown")
    elif meaning.score < max(STRONG_MATCH, min(bar, 0.99)) and meaning.how != "non-food":
        doubts.append("weak")
    if has_refund:
        doubts.append("refund")
    return doubts


def _age_doubts(reading: ReceiptReading, meaning: _Meaning, place: Place, today: date | None,
                lang: str | None) -> list[str]:
    """Return the question whether goods of an old receipt are still there; nothing for what never was food."""
    bought = reading.purchased_on
    if bought is None or today is None or not meaning.is_food:
        return []
    food_id = meaning.food.food_id if meaning.food else None
    period = shelf_life().period(food_id, place, "unopened", meaning.category)
    return [age_doubt(bought, today, lang)] if is_too_old(bought, today, period) else []
