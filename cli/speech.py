"""How a command speaks to a household: in its language, with its figures, as the pages of the dashboard do."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.formats import Formats
    from dashboard.texts import Texts
    from pantry.live import LiveView
    from pantry.lots import LotEvent


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

    def row(self, name: str, quantity: Decimal, unit: str, *, width: int) -> str:
        """Return name and amount as the first columns of a row. width: letters of the name."""
        return f"{name[:width]:<{width}} {self.amount(quantity, unit):>14}"

    def amount(self, quantity: Decimal, unit: str) -> str:
        """Return an amount in the household's units."""
        return _on_a_terminal(self.formats.amount(quantity, unit))

    def happened(self, event: "LotEvent", unit: str) -> str:
        """Return one event of a lot in words. unit: of the lot."""
        return _on_a_terminal(self.texts.happened(event, unit, self.formats))

    def place(self, place: str) -> str:
        """Return what a place is called."""
        return self.texts(f"place.{place}")

    def money(self, euros: float) -> str:
        """Return a value in euros, in which recipes are weighed whatever the household pays with."""
        return _on_a_terminal(self.formats.money(round(euros * 100), "EUR"))

    def number(self, count: int) -> str:
        """Return a count with the thousands parted as the household writes them."""
        return _on_a_terminal(self.formats.number(Decimal(count)))

    def mass(self, grams: float) -> str:
        """Return a mass in the household's units."""
        return _on_a_terminal(self.formats.mass(grams))


def _on_a_terminal(figure: str) -> str:
    """Return a figure with ordinary blanks, which other programs know to split at."""
    from dashboard.formats import NO_BREAK

    return figure.replace(NO_BREAK, " ")
