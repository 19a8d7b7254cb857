"""The facts of a recipe as they were read, of one of its lines, and of its match with a household's stock."""

import hashlib
import re
from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

# Query parameters that say where a reader came from, not which page it is.
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|mc_[ce]id|ref|source)$", re.IGNORECASE)

# How a recipe came in that a person wrote.
BY_HAND = "hand"
# How it came in where its text told it in sentences.
TOLD = "prose"


def canonical_key(url: str) -> str:
    """Return host, path and query of a URL in one spelling: no scheme, fragment, tracking, trailing slash."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    query = urlencode([pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0])])
    return f"{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def host_of(url: str | None) -> str | None:
    """Return the host of a URL without `www.`, or None."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


@dataclass(frozen=True, slots=True)
class Recipe:
    """One recipe as its source prints it; text only, no markup.

    path: the file it was read from. yields: as written. servings: persons, None if the source does not say.
    how: which reader won (json_ld, host, microdata, headings, text, or the name of an export format), `TOLD` or
    `BY_HAND`. tags: cuisine, course and keywords. language: ISO 639-1, None if the source does not say. work: the
    address of the work that it is or that it translates, where a source says so; two with one work are one dish.
    """

    title: str
    ingredients: tuple[str, ...]
    instructions: tuple[str, ...]
    path: str | None = None
    url: str | None = None
    yields: str | None = None
    servings: float | None = None
    total_minutes: int | None = None
    image: str | None = None
    host: str | None = None
    how: str = "json_ld"
    warnings: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    work: str | None = None

    @property
    def recipe_id(self) -> str:
        """12 hex digits of the canonical URL, else of the content; each version that a person wrote has its own."""
        named = canonical_key(self.url) if self.url else ""
        content = "\n".join((self.title.casefold(), *self.ingredients, "", *self.instructions))
        if self.how == BY_HAND:
            content += f"\n{self.servings}\n{self.total_minutes}"
        return hashlib.sha256((named or content).encode()).hexdigest()[:12]

    @property
    def content_key(self) -> str:
        """12 hex digits of title and ingredients: two recipes with one key are the same recipe."""
        words = " ".join((self.title, *self.ingredients)).casefold()
        return hashlib.sha256(" ".join(re.findall(r"\w+", words)).encode()).hexdigest()[:12]

    def to_json(self) -> dict[str, Any]:
        """Return the object that `larder recipes read --json` prints."""
        names = ("path", "url", "title", "ingredients", "instructions", "yields", "servings",
                 "total_minutes", "image", "host", "how", "warnings", "tags", "language", "work")
        return {name: _plain(getattr(self, name)) for name in names}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Recipe":
        """Return the recipe of such an object; unknown keys are ignored."""
        return cls(**_known(cls, data))


@dataclass(frozen=True, slots=True)
class IngredientLine:
    """One ingredient line taken apart; None or '' where the line does not say.

    quantity, quantity_max: low and high end, equal when it is one number, in `unit`. unit: a unit that
    `pantry.quantities` knows, or a counting word in the singular. mass_g: of `quantity`, when it can be known.
    confidence: 0 to 1, of the parse and, once resolved, of the food.
    """

    line: str
    quantity: float | None = None
    quantity_max: float | None = None
    unit: str | None = None
    name: str = ""
    preparation: str = ""
    optional: bool = False
    food_id: str | None = None
    mass_g: float | None = None
    confidence: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the object that `larder recipes parse-lines --json` prints."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "IngredientLine":
        """Return the line of such an object; unknown keys are ignored."""
        return cls(**_known(cls, data))


@dataclass(frozen=True, slots=True)
class UsedLot:
    """A lot of the household that a recipe would use; days_left counts to its date, None if it has none.

    needed_g: grams taken from the lot, None where the recipe's amount is not known. is_stand_in: another food than
    the recipe names, taken for it; note: what to mind then.
    """

    lot_id: str
    food_id: str
    line: str
    days_left: int | None = None
    needed_g: float | None = None
    is_stand_in: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class MissingFood:
    """What a recipe needs and the house lacks, wholly or in part.

    name: as the recipe says it. missing_g: grams to buy when only part is there or the need is known, else None.
    is_partial: some of it is in the house. reason: a plain word when it is there but must not count.
    cost_eur: about what it costs to get, by reference prices, the way included.
    """

    name: str
    food_id: str | None = None
    missing_g: float | None = None
    is_partial: bool = False
    reason: str = ""
    cost_eur: float | None = None


@dataclass(frozen=True, slots=True)
class RecipeMatch:
    """How well a recipe fits what is in the house.

    coverage: 0 to 1, share of its ingredients in the house, weighted (staples and stand-ins less). score: what the
    list is ordered by, in euro (`recipes.matching.worth`), higher is better; rescued_eur, missing_eur, effort_eur and
    taste_eur are its parts, rescued_co2e_kg the CO2e behind the first. rescues: food ids of lots that expire soon.
    substituted: names that another food stands in for. unsafe: names of food in the house that is past its use-by and
    therefore counts as missing. as_of: the day the stock was counted on, ISO 8601.
    """

    recipe_id: str
    title: str
    score: float
    coverage: float
    have_count: int
    need_count: int
    uses: tuple[UsedLot, ...] = ()
    missing: tuple[MissingFood, ...] = ()
    assumed: tuple[str, ...] = ()
    rescues: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()
    substituted: tuple[str, ...] = ()
    rescued_eur: float = 0.0
    rescued_co2e_kg: float = 0.0
    missing_eur: float = 0.0
    effort_eur: float = 0.0
    taste_eur: float = 0.0
    url: str | None = None
    image: str | None = None
    total_minutes: int | None = None
    servings: float | None = None
    as_of: str | None = None

    @property
    def rescued_food_eur(self) -> float:
        """What of rescued_eur is the price of the food, without the climate cost of its CO2e."""
        from recipes.matching.worth import CO2E_EUR_PER_KG

        return round(self.rescued_eur - CO2E_EUR_PER_KG * self.rescued_co2e_kg, 2)

    def to_json(self) -> dict[str, Any]:
        """Return the object that `larder match --json` prints."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "RecipeMatch":
        """Return the match of such an object; unknown keys are ignored."""
        known = _known(cls, data)
        known["uses"] = tuple(UsedLot(**lot) for lot in data.get("uses", ()))
        known["missing"] = tuple(MissingFood(**food) for food in data.get("missing", ()))
        return cls(**known)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _known(cls: Any, data: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(cls)}
    return {key: tuple(value) if isinstance(value, list) else value
            for key, value in data.items() if key in names}
