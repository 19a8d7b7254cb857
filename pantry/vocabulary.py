"""The closed word lists of Larder: every value a column or an event may hold.

A new word is one line here, its clause in the fold or mart that reads it, and its text in the dashboard.
"""

from enum import StrEnum


class Place(StrEnum):
    """Where a lot lies."""

    FRIDGE = "fridge"
    FREEZER = "freezer"
    CUPBOARD = "cupboard"
    COUNTER = "counter"
    CELLAR = "cellar"
    OTHER = "other"


class Category(StrEnum):
    """What kind of thing a food or a receipt line is."""

    PRODUCE = "produce"
    DAIRY = "dairy"
    EGGS = "eggs"
    MEAT = "meat"
    FISH = "fish"
    DELI = "deli"
    BAKERY = "bakery"
    FROZEN = "frozen"
    PANTRY = "pantry"
    SNACKS = "snacks"
    BEVERAGES = "beverages"
    ALCOHOL = "alcohol"
    BABY = "baby"
    HOUSEHOLD = "household"
    PERSONAL_CARE = "personal care"
    DEPOSIT = "deposit"
    OTHER = "other"


FOOD_CATEGORIES = frozenset(Category) - {
    Category.HOUSEHOLD,
    Category.PERSONAL_CARE,
    Category.DEPOSIT,
    Category.OTHER,
}


class Reason(StrEnum):
    """Why food was thrown away (groups after WRAP, Household Food and Drink Waste in the UK 2012)."""

    DATE_PASSED = "date_passed"
    SPOILED = "spoiled"
    LEFT_TOO_LONG_OPENED = "left_too_long_opened"
    FREEZER_BURN = "freezer_burn"
    FORGOTTEN = "forgotten"
    COOKED_TOO_MUCH = "cooked_too_much"
    PLATE_LEFTOVER = "plate_leftover"
    BOUGHT_TOO_MUCH = "bought_too_much"
    PREFERENCE = "preference"
    HEALTH_DIET = "health_diet"
    ACCIDENT = "accident"
    RECALL = "recall"
    INEDIBLE_PART = "inedible_part"
    POSSIBLY_AVOIDABLE = "possibly_avoidable"
    UNKNOWN = "unknown"


class Destination(StrEnum):
    """Where discarded food goes: the FLW Standard's ten, plus given away and unknown."""

    ANIMAL_FEED = "animal_feed"
    BIO_MATERIAL = "bio_material"
    ANAEROBIC_DIGESTION = "anaerobic_digestion"
    COMPOST = "compost"
    COMBUSTION = "combustion"
    LAND_APPLICATION = "land_application"
    LANDFILL = "landfill"
    NOT_HARVESTED = "not_harvested"
    REFUSE = "refuse"
    SEWER = "sewer"
    GIVEN_AWAY = "given_away"
    UNKNOWN = "unknown"


class DateKind(StrEnum):
    """What a date on a pack means; use-by is about safety, best-before about quality."""

    USE_BY = "use_by"
    BEST_BEFORE = "best_before"
    SELL_BY = "sell_by"
    PACKED_ON = "packed_on"
    NONE = "none"


class DateSource(StrEnum):
    """Who says the date, most trusted first."""

    USER = "user"
    LABEL = "label"
    OCR = "ocr"
    HISTORY = "history"
    PRODUCT = "product"
    CATEGORY = "category"


class Method(StrEnum):
    """How an amount is known."""

    WEIGHED = "weighed"
    COUNTED = "counted"
    GUESSED = "guessed"


class RiskBand(StrEnum):
    """How near a lot is to its date; the dashboard's badges."""

    PAST_USE_BY = "past_use_by"
    PAST_BEST_BEFORE = "past_best_before"
    NOW = "now"
    SOON = "soon"
    FINE = "fine"
    FROZEN = "frozen"
    UNKNOWN = "unknown"


class LineKind(StrEnum):
    """What a printed receipt line is."""

    ITEM = "item"
    DISCOUNT = "discount"
    DEPOSIT = "deposit"
    TAX = "tax"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    PAYMENT = "payment"
    CHANGE = "change"
    FEE = "fee"
    ROUNDING = "rounding"
    REFUND = "refund"
    INFO = "info"
    OTHER = "other"


class Decision(StrEnum):
    """What became of a line in Review."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    NOT_FOOD = "not_food"
    IGNORED = "ignored"


class Origin(StrEnum):
    """How a document came in."""

    UPLOAD = "upload"
    CAMERA = "camera"
    INBOX = "inbox"
    COMMAND = "command"
    SAMPLE = "sample"


class DocumentKind(StrEnum):
    """What a document turned out to be."""

    RECEIPT = "receipt"
    PHOTO = "photo"
    RECIPE = "recipe"


class BeliefReason(StrEnum):
    """Why a lot is believed to be there or not; the words of `belief_reason` in belief.sql."""

    SEEN_RECENTLY = "seen_recently"
    WITHIN_USUAL = "within_usual"
    LONGER_THAN_USUAL = "longer_than_usual"
    BOUGHT_AGAIN = "bought_again"
    NEWER_IN_USE = "newer_in_use"
    NO_HISTORY = "no_history"


class Slot(StrEnum):
    """The meal of a planned day."""

    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"
    SNACK = "snack"
