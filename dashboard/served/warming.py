"""What a first page would otherwise wait for: the foods, the kitchens, the match index, the history."""

import gc
import logging

from dashboard.served.uploads import take_up_what_was_left
from dashboard.session import household_ids, session_of, workplace_of
from dashboard.shown import checks, cookbook, history, queries
from intake.suggestions import index_in_use
from pantry.foods import catalog
from pantry.home import Home

_log = logging.getLogger(__name__)
_OBJECTS_BEFORE_COLLECTING = 20_000


def warm_up() -> None:
    """Open every kitchen once; what goes wrong is logged and shows on the page that needs it."""
    import altair  # noqa: F401 - a second of import that the first chart would wait for

    try:
        catalog().resolve("milk")
        index_in_use(Home.from_environment())
        for household_id in household_ids():
            session = session_of(household_id)
            queries.due_lots(session)
            cookbook.suggestions(session)
            queries.reviews(session)
            checks.find_question(session)
            history.binned_this_month(session)
    except Exception:
        _log.exception("the kitchens could not be opened ahead")
    _set_aside()
    try:
        take_up_what_was_left(Home.from_environment(), workplace_of)
    except OSError:
        _log.exception("what an earlier dashboard left behind could not be looked for")


def _set_aside() -> None:
    """Take what is in memory now out of the garbage collector's rounds.

    Streamlit collects after every run of a script, also after each look for news. Catalog, index and libraries
    stay as long as the process, and walking through them took 110 ms of CPU each time, five times what a page costs.
    """
    gc.collect()
    gc.freeze()
    # What is left is what sessions hold; a page makes some thousand objects, and looking at all of them after every
    # 700 took an eighth of the server's time with fifty sessions.
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING, 20, 50)
