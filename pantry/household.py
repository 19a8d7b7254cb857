"""A household: its settings as the last word of its events, and the words it taught."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pantry.errors import InvalidEvent
from pantry.facts.document_facts import fold_shop_names, shop_called
from pantry.facts.shops import shop_key
from pantry.foods import AMERICAN
from pantry.ids import line_key
from pantry.journal import Journal, RecordedEvent
from pantry.kinds.payloads import HouseholdCreated
from pantry.vocabulary import Decision, Place

# The household every installation shows round with, and the one that belongs to the user.
DEMO, HOME = "demo", "home"
_MOST_SLUG = 40


@dataclass(frozen=True, slots=True)
class Household:
    """The settings of a household. accept_bar: confidence from which a line goes into stock unasked."""

    household_id: str
    name: str
    currency: str = "EUR"
    language: str = "en"
    time_zone: str = "Europe/Berlin"
    unit_system: str = "metric"
    people: int = 1
    diets: tuple[str, ...] = ()
    allergens: tuple[str, ...] = ()
    places: tuple[str, ...] = tuple(Place)
    staples: tuple[str, ...] = ()
    accept_bar_permille: int = 900
    is_simulated: bool = False
    tracking: dict[str, str] = field(default_factory=dict)
    minimum_stock: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def accept_bar(self) -> float:
        """The bar as a share from 0 to 1."""
        return self.accept_bar_permille / 1000

    @property
    def always_asks(self) -> bool:
        """Whether nothing goes into stock unasked, however sure it is."""
        return self.accept_bar_permille == 1000

    @property
    def food_language(self) -> str:
        """The language foods are named in: de, en, or en-US where they are weighed in ounces."""
        return AMERICAN if self.language == "en" and self.unit_system == "us" else self.language

    def today(self, now: datetime) -> date:
        """Return the household's local date at a UTC moment."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


_SETTINGS = {one.name for one in fields(Household)} - {"household_id"}


def fold_household(household_id: str, events: Iterable[RecordedEvent]) -> Household:
    """Return the settings that effective events add up to; the last word per field wins."""
    household = Household(household_id, household_id)
    for event in events:
        if event.kind in ("household_created", "household_changed"):
            said = {name: _frozen(value) for name, value in event.payload.items() if name in _SETTINGS}
            household = replace(household, **said)
    return household


def fold_aliases(events: Iterable[RecordedEvent]) -> dict[tuple[str, str], str]:
    """Return food ids by (shop, text), both normalised; shop "" holds for every one.

    What was taught under the printed name of a shop counts under the household's own name for it.
    """
    events = list(events)
    names = fold_shop_names(events)
    return {
        alias_key(e.payload["text"], shop_called(e.payload.get("merchant"), names)): e.payload["food_id"]
        for e in events
        if e.kind == "alias_taught"
    }


def fold_not_food(events: Iterable[RecordedEvent]) -> frozenset[str]:
    """Return the keys of document lines of which a person last said that they are no food; events by time."""
    said = {
        e.payload["line_key"]: e.payload["decision"]
        for e in events
        if e.kind == "line_reviewed" and not e.payload.get("by_machine")
    }
    return frozenset(key for key, decision in said.items() if decision == Decision.NOT_FOOD)


def alias_key(text: str, merchant: str | None) -> tuple[str, str]:
    """Return the key under which a taught word is found: (shop, text), both normalised."""
    return (shop_key(merchant) if merchant else "", line_key(text))


def ensure_household(journal: Journal, household_id: str, settings: HouseholdCreated) -> bool:
    """Create a household unless it is there; return whether it was created.

    Raises ReadOnlyHome where it is not there and the journal can only be read.
    """
    from pantry.events import new_event
    from pantry.ids import document_event_id

    if journal.read_only_folder is not None and household_id in journal.households():
        return False
    event_id = document_event_id(household_id, "", "household_created")
    event = new_event(household_id, settings, occurred_at=journal.clock(), event_id=event_id, source="command")
    return bool(journal.append([event]).written)


def is_untouched(journal: Journal, household_id: str) -> bool:
    """Return whether nothing was ever said of a household but that it begins, not even what was taken back."""
    return [event.kind for event in journal.read(household_id=household_id)] == ["household_created"]


def has_chosen_language(events: Iterable[RecordedEvent]) -> bool:
    """Return whether effective events hold a choice of language beside the one a household began with."""
    return any(event.kind == "household_changed" and event.payload.get("language") for event in events)


def found_household(journal: Journal, name: str, *, like: Household | None = None) -> str:
    """Begin a household of this name and return its id, a slug of the name that no other has.

    like: whose currency, language, time zone and measures it begins with. Raises InvalidEvent for a name that has no
    letter or figure.
    """
    slug = _slug(name)
    if not slug:
        raise InvalidEvent(HouseholdCreated.kind, f"{name!r} has no letter or figure to call a household by")
    taken = set(journal.households())
    household_id = next(one for one in _numbered(slug) if one not in taken)
    habits = {} if like is None else {
        "currency": like.currency, "language": like.language, "time_zone": like.time_zone,
        "unit_system": like.unit_system,
    }
    ensure_household(journal, household_id, HouseholdCreated.model_validate({"name": name.strip(), **habits}))
    return household_id


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_MOST_SLUG].strip("-")


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    yield from (f"{slug}-{number}" for number in itertools.count(2))


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _frozen(one) for name, one in value.items()}
    return tuple(value) if isinstance(value, list) else value
