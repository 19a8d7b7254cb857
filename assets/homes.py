"""The resource every asset receives: the home folder it works on."""

import dagster as dg

from intake.workplace import Workplace
from pantry.home import Home
from pantry.journal import Journal, open_journal
from warehouse.parts import FanOut
from warehouse.passes import build_workers


class HomeResource(dg.ConfigurableResource):
    """Opens the home that `LARDER_HOME` and `LARDER_JOURNAL_URL` name, or the folder configured here."""

    root: str = ""

    def home(self) -> Home:
        """Return the home, its folders made."""
        home = Home.at(self.root) if self.root else Home.from_environment()
        return home.create()

    def journal(self) -> Journal:
        """Open the journal of the home."""
        return open_journal(self.home())

    def fan_out(self) -> FanOut | None:
        """Return what runs a full build over LARDER_BUILD_WORKERS processes, None for one."""
        from assets.fan_out import fan_out_over

        return fan_out_over(build_workers())

    def workplace(self, household_id: str) -> Workplace:
        """Return the place to work for one household."""
        return Workplace(self.home(), self.journal(), household_id)
