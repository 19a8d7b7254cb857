"""From a reading to proposals for stock: which food, how many, where it lies and until when. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from pantry.foods import Catalog, Food
from pantry.proposals import PHOTO_LINE, DateChoice, FoodChoice, Proposal
from pantry.quantities import unit_of_one
from pantry.vocabulary import DateKind, DateSource, Method, Place
from recognition.reading import NOTHING_SEEN, UNKNOWN_FOOD, Alternative, Barcode, PhotoItem, PhotoReading, PrintedDate
from recognition.teaching import Recalled

Doubt = tuple[str, dict[str, Any]]  # its key in _DOUBTS, and what its sentence names
DATE_KINDS = {"use_by": DateKind.USE_BY, "best_before": DateKind.BEST_BEFORE, "unknown": DateKind.BEST_BEFORE}
DATE_BAR = 0.6
# Cans and honey are dated three to five years ahead, what keeps longer has no date: beyond, a digit was misread.
FARTHEST = timedelta(days=5 * 366)
# Of a taught food that a thing hardly resembles: low enough to be offered without being picked.
OFFERED_CONFIDENCE = 0.15
TAUGHT_CONFIDENCE = 0.95  # a code is read with its check digit; what is left is a person's slip
# English and German, by what is in doubt.
_DOUBTS = {
    "empty": ("No food was recognised in this photo.", "Auf diesem Foto wurde kein Lebensmittel erkannt."),
    "food": ("Which food this is has to be said.", "Welches Lebensmittel das ist, muss jemand sagen."),
    "looks": ("The photo is not clear enough to be sure.", "Das Foto ist nicht deutlich genug, um sicher zu sein."),
    "bar": ("The confidence of {percent}% is below the household's {bar_percent}%.",
            "{percent} % Sicherheit sind weniger als die {bar_percent} %, die der Haushalt verlangt."),
    "torn": ("It looks like {names}: the household showed both.",
             "Es sieht aus wie {names}: der Haushalt hat beides gezeigt."),
    "several": ("The photo may show several foods.", "Das Foto zeigt vielleicht mehrere Lebensmittel."),
    "ambiguous": ("The printed date {text} may be {days}.", "Das aufgedruckte Datum {text} kann {days} sein."),
    "past": ("The printed date {days} has passed.", "Das aufgedruckte Datum {days} ist vorbei."),
    "far": ("Hardly any food keeps until {days}, which the print seems to say.",
            "Kaum ein Lebensmittel hält bis {days}, was der Aufdruck zu sagen scheint."),
    "print": ("The printed date {text} was hard to read.", "Das aufgedruckte Datum {text} war schwer zu lesen."),
}
_UNKNOWN_FOOD = (UNKNOWN_FOOD, "Unbekanntes Lebensmittel")
NOTHING_RECALLED: Mapping[int, Recalled] = MappingProxyType({})


def resolve(
    reading: PhotoReading, *, catalog: Catalog, taught: Mapping[str, str], bar: float, today: date,
    recalled: Mapping[int, Recalled] = NOTHING_RECALLED, lang: str | None = None,
) -> list[Proposal]:  # fmt: skip
    """Return what the items of a photo propose for stock, best first.

    taught: barcode GTIN (14 digits) to the food this household said it is. recalled: by item number, from 1, the
    foods whose looks it taught. bar: 0 to 1, the confidence from which the household accepts unasked. today:
    proposed as the day it came in. lang: of names and doubts. A printed date goes to the one item of a photo; of
    several, and of one that may be two days, it is asked. Never sure: an ambiguous or past date, a class below the
    model's own bar, a food the household taught that lies far from what it showed, several items, a food the catalog
    lacks. A photo in which nothing was seen is asked about too: only so can the household teach what it is.
    """
    codes = _codes_of_items(reading, taught)
    coded = {
        number: Recalled(taught[code.gtin], TAUGHT_CONFIDENCE)
        for number, code in codes.items()
        if code.gtin and code.gtin in taught
    }
    printed = _date_to_propose(reading.dates)
    known = {**recalled, **coded}
    proposals = (
        _propose(reading, number, item, known.get(number), printed, catalog, bar, today, lang)
        for number, item in enumerate(reading.items or (NOTHING_SEEN,), start=1)
    )
    return _numbered(
        replace(proposal, gtin=codes[proposal.line_no].gtin if proposal.line_no in codes else None)
        for proposal in proposals
    )


def _codes_of_items(reading: PhotoReading, taught: Mapping[str, str]) -> dict[int, Barcode]:
    """Return the product code of each item, by its number from 1.

    An item that is a code alone lies where it does; of the others the first has the code that the household taught, or
    the first one.
    """
    products = [code for code in reading.barcodes if code.gtin]
    places = {code.box: code for code in products if code.box is not None}
    codes = {number: places[item.box] for number, item in enumerate(reading.items, start=1) if item.box in places}
    left = [code for code in products if code not in codes.values()]
    if left and 1 not in codes:
        codes[1] = next((code for code in left if code.gtin in taught), left[0])
    return codes


def _numbered(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals with equal ones told apart by their occurrence."""
    seen: Counter[str] = Counter()
    numbered = []
    for proposal in proposals:
        numbered.append(replace(proposal, occurrence=seen[proposal.line_key]))
        seen[proposal.line_key] += 1
    return numbered


def _propose(
    reading: PhotoReading, number: int, item: PhotoItem, known: Recalled | None, printed: PrintedDate | None,
    catalog: Catalog, bar: float, today: date, lang: str | None,
) -> Proposal:  # fmt: skip
    named = known if known and known.is_named else None
    food_id = named.food_id if named else item.food_id
    food = catalog.get(food_id) if food_id else None
    confidence = named.confidence if named else item.confidence
    is_alone = len(reading.items) <= 1
    is_clear = known.is_near if known else not item.needs_review
    doubts = _doubts(reading, food, confidence, printed if is_alone else None, is_clear=is_clear, bar=bar, today=today)
    dates = _dates_of(printed)
    expires_on = dates[0].day if is_alone and len(dates) == 1 else None
    rival = catalog.get(named.rival_food_id) if named and named.rival_food_id else None
    if food is not None and rival is not None:
        doubts.insert(0, ("torn", {"foods": (food.name(lang), rival.name(lang))}))
    label = _UNKNOWN_FOOD[lang == "de"] if item.label == UNKNOWN_FOOD else item.label
    net_mass_g = next((code.net_mass_g for code in reading.barcodes if code.net_mass_g), None)
    quantity, unit = _amount(item, food, net_mass_g if is_alone else None)
    return Proposal(
        document_sha256=reading.sha256,
        line_no=number,
        line_key=f"{PHOTO_LINE}{item.class_name or item.food_id or item.label}",
        raw_text=label,
        name=food.name(lang) if food else label,
        is_food=True,
        confidence=confidence,
        is_sure=not doubts,
        food_id=food.food_id if food else None,
        category=food.category if food else None,
        quantity=quantity,
        unit=unit,
        purchased_on=today,
        place=food.place if food else Place.CUPBOARD,
        expires_on=expires_on,
        date_kind=dates[0].kind if expires_on else None,
        date_source=_source(printed) if expires_on else None,
        method=_method(item, unit),
        box=item.box,
        doubts=tuple(_say(doubt, facts, lang) for doubt, facts in doubts),
        choices=_choices(item, known, catalog, lang),
        date_choices=() if expires_on else dates,
    )


def _amount(item: PhotoItem, food: Food | None, net_mass_g: int | None) -> tuple[Decimal, str]:
    """Return quantity and unit: a printed weight, else the pieces seen, as the food is usually counted."""
    if net_mass_g:
        return Decimal(net_mass_g), "g"
    return Decimal(item.count), unit_of_one(food, is_sold=False)


def _method(item: PhotoItem, unit: str) -> Method:
    """Return how an amount is known; nobody counted what fills the whole picture: one lemon, or a net of them."""
    if unit == "g":
        return Method.WEIGHED
    return Method.GUESSED if item.class_name and item.box is None else Method.COUNTED


def _date_to_propose(dates: tuple[PrintedDate, ...]) -> PrintedDate | None:
    """Return the date that ends the pack's life: the first that is not when it was packed."""
    return next((found for found in dates if found.kind != "packed_on"), None)


def _dates_of(printed: PrintedDate | None) -> tuple[DateChoice, ...]:
    """Return the days that a printed date may mean, likeliest first."""
    if printed is None:
        return ()
    return tuple(DateChoice(date.fromisoformat(day), DATE_KINDS[printed.kind]) for day in printed.iso)


def _source(printed: PrintedDate | None) -> DateSource:
    return DateSource.LABEL if printed and printed.source == "barcode" else DateSource.OCR


def _doubts(
    reading: PhotoReading, food: Food | None, confidence: float, printed: PrintedDate | None,
    *, is_clear: bool, bar: float, today: date,
) -> list[Doubt]:  # fmt: skip
    doubts: list[Doubt] = []
    if food is None:
        is_empty = reading.verdict == "no_grocery" and not reading.items and not reading.barcodes
        doubts.append(("empty" if is_empty else "food", {}))
    elif not is_clear:
        doubts.append(("looks", {}))
    elif confidence < bar:
        doubts.append(("bar", {"percent": round(100 * confidence), "bar_percent": round(100 * bar)}))
    if len(reading.items) > 1:
        doubts.append(("several", {}))
    if printed is not None:
        doubts += date_doubts(printed, today)
    return doubts


def _say(doubt: str, facts: dict[str, Any], lang: str | None) -> str:
    """Return a doubt as a sentence for the household."""
    either = (" or ", " oder ")[lang == "de"]
    joined = {"days": either.join(facts.get("days", ())), "names": either.join(facts.get("foods", ()))}
    return _DOUBTS[doubt][lang == "de"].format(**facts | joined)


def date_doubts(printed: PrintedDate, today: date) -> list[Doubt]:
    """Return why a printed date has to be asked about, [] for one that goes in as it is."""
    facts = {"text": printed.text, "days": printed.iso}
    if printed.is_ambiguous:
        return [("ambiguous", facts)]
    if date.fromisoformat(printed.iso[0]) < today:
        return [("past", facts)]
    if date.fromisoformat(printed.iso[0]) > today + FARTHEST:
        return [("far", facts)]
    if printed.confidence < DATE_BAR:
        return [("print", facts)]
    return []


def _choices(item: PhotoItem, known: Recalled | None, catalog: Catalog, lang: str | None) -> tuple[FoodChoice, ...]:
    """Return the foods to choose from, likeliest first, each once; a taught food leads where it is named."""
    seen = Alternative(item.food_id, item.label, item.class_name, item.confidence)
    choices: dict[str, FoodChoice] = {}
    if known is None or known.is_named:
        offered = (*_taught(known), seen, *item.alternatives)
    else:
        offered = (seen, *_taught(known), *item.alternatives)
    for other in offered:
        food = catalog.get(other.food_id) if other.food_id else None
        if food is not None:
            choices.setdefault(food.food_id, FoodChoice(food.food_id, food.name(lang), other.confidence))
    return tuple(choices.values())


def _taught(known: Recalled | None) -> list[Alternative]:
    """Return the taught foods that an item may be: one, two where it lies as near to another."""
    if known is None:
        return []
    confidence = known.confidence if known.is_named else min(known.confidence, OFFERED_CONFIDENCE)
    return [Alternative(one, one, None, confidence) for one in (known.food_id, known.rival_food_id) if one]
