"""Where work happens: one home, one journal, one household, and its hand on the journal."""

from dataclasses import dataclass, field

from pantry.actions import Kitchen
from pantry.home import Home
from pantry.journal import Journal
from pantry.live import LiveView


@dataclass(frozen=True)
class Workplace:
    """What every function of this room needs. view and kitchen are opened for the household if not given."""

    home: Home
    journal: Journal
    household_id: str
    view: LiveView = field(default=None)  # type: ignore[assignment]
    kitchen: Kitchen = field(default=None)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        """Open the live view and the kitchen unless they were given."""
        view = self.view or LiveView(self.journal, self.household_id)
        object.__setattr__(self, "view", view)
        object.__setattr__(self, "kitchen", self.kitchen or Kitchen(self.journal, self.household_id, view=view))
