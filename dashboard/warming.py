"""What a first page would otherwise wait for: the foods, the kitchens, the match index."""

import logging

from dashboard.session import household_ids, workplace_of
from pantry.foods import catalog
from pantry.urgency import with_due

_log = logging.getLogger(__name__)


def warm_up() -> None:
    """Open every kitchen once; what goes wrong is logged and shows on the page that needs it."""
    import altair  # noqa: F401 - a second of import that the first chart would wait for

    from intake.suggestions import matches

    try:
        catalog().resolve("milk")
        for household_id in household_ids():
            workplace = workplace_of(household_id)
            household = workplace.view.household()
            with_due(workplace.view.lots(), as_of=household.today(workplace.journal.clock()))
            matches(workplace, top=1)
    except Exception:
        _log.exception("the kitchens could not be opened ahead")
