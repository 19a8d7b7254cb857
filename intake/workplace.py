"""Where work happens: one home, one journal, one household, and its hand on the journal."""

from dataclasses import dataclass, field

from pantry.actions import Kitchen
from pantry.home import Home
from pantry.journal import Journal
from pantry.kept import Kept
from pantry.live import LiveView


@dataclass(frozen=True)
class Workplace:
    """What every function of this room needs. view and kitchen are opened for the household if not given.

    kept: what was computed of its documents, for as long as what it rests on stays the same.
    """

    home: Home
    journal: Journal
    household_id: str
    view: LiveView = field(default=None)  # type: ignore[assignment]
    kitchen: Kitchen = field(default=None)  # type: ignore[assignment]
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Open the live view and the kitchen unless they were given."""
        view = self.view or LiveView(self.journal, self.household_id)
        object.__setattr__(self, "view", view)
        object.__setattr__(self, "kitchen", self.kitchen or Kitchen(self.journal, self.household_id, view=view))
