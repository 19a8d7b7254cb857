"""How a command speaks to a household: in its language, with its figures, as the pages of the dashboard do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.formats import Formats
    from dashboard.texts import Texts
    from pantry.live import LiveView
    from pantry.lots import Lot


@dataclass(frozen=True, slots=True)
class Speech:
    """Words, figures and the language of foods' names of one household."""

    texts: "Texts"
    formats: "Formats"
    food_lang: str

    @classmethod
    def of(cls, view: "LiveView") -> "Speech":
        """Return how to speak to the household of a view that was read."""
        from dashboard.formats import Formats
        from dashboard.texts import Texts

        household = view.household()
        formats = Formats(household.language, household.currency, household.today(view.journal.clock()),
                          household.unit_system)
        return cls(Texts(household.language), formats, household.food_language)

    def __call__(self, key: str, **values: Any) -> str:
        """Return the text of a command, its key without the prefix that all of them have."""
        return self.texts(f"command.{key}", **values)

    def row(self, name: str, lot: "Lot", *, width: int) -> str:
        """Return name and amount of a lot as the first columns of a row. width: letters of the name."""
        from dashboard.formats import NO_BREAK

        amount = self.formats.amount(lot.quantity, lot.unit).replace(NO_BREAK, " ")
        return f"{name[:width]:<{width}} {amount:>14}"

    def place(self, place: str) -> str:
        """Return what a place is called."""
        return self.texts(f"place.{place}")

    def money(self, euros: float) -> str:
        """Return a value in euros, in which recipes are weighed whatever the household pays with."""
        from dashboard.formats import NO_BREAK

        return self.formats.money(round(euros * 100), "EUR").replace(NO_BREAK, " ")

    def mass(self, grams: float) -> str:
        """Return a mass in the household's units."""
        from dashboard.formats import NO_BREAK

        return self.formats.mass(grams).replace(NO_BREAK, " ")
