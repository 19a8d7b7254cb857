"""Routes for what leaves the dashboard: the calendar a phone subscribes to, labels, and everything as a zip.

The addresses hold the household's key (see `calendar_feed`); without it they answer 404.
"""

import tempfile
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from dashboard.served.calendar_feed import calendar, is_feed_key
from dashboard.served.labels import label_sheet, list_sheet
from dashboard.session import Session, household_ids, session_of
from dashboard.shown.shopping import rows
from pantry.home import Home
from pantry.urgency import with_due

_PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
# A sheet holds what a kitchen freezes in a season; more would only be thrown away.
MOST_LABELS = 90


async def calendar_feed(request: Request) -> Response:
    """Answer a household's dates as iCalendar."""
    session = await run_in_threadpool(_opened, request)
    if session is None:
        return Response(status_code=404)
    text = await run_in_threadpool(_calendar_text, session)
    return Response(text, media_type="text/calendar; charset=utf-8", headers=_PRIVATE)


async def label_page(request: Request) -> Response:
    """Answer a sheet of labels, ready to print."""
    session = await run_in_threadpool(_opened, request)
    if session is None:
        return Response(status_code=404)
    return HTMLResponse(await run_in_threadpool(_labels, session), headers=_PRIVATE)


async def list_page(request: Request) -> Response:
    """Answer the shopping list, ready to print."""
    session = await run_in_threadpool(_opened, request)
    if session is None:
        return Response(status_code=404)
    return HTMLResponse(await run_in_threadpool(_list, session), headers=_PRIVATE)


async def everything(request: Request) -> Response:
    """Answer all that a household has as one zip, read from a file that is gone once it is sent."""
    session = await run_in_threadpool(_opened, request)
    if session is None:
        return Response(status_code=404)
    path = await run_in_threadpool(_zip_file, session)
    return FileResponse(
        path, media_type="application/zip", filename=f"larder-{session.household_id}-{session.today}.zip",
        headers=_PRIVATE, background=BackgroundTask(path.unlink, missing_ok=True),
    )


def _opened(request: Request) -> Session | None:
    household_id, key = request.path_params["household"], request.path_params["key"]
    if household_id not in household_ids() or not is_feed_key(Home.from_environment(), household_id, key):
        return None
    return session_of(household_id)


def _calendar_text(session: Session) -> str:
    dues = with_due(session.view.lots(), as_of=session.today)
    return calendar(session.household_id, dues, texts=session.texts, today=session.today,
                    now=session.workplace.journal.clock())


def _labels(session: Session) -> str:
    return label_sheet(session, with_due(session.view.lots(), as_of=session.today)[:MOST_LABELS])


def _list(session: Session) -> str:
    return list_sheet(session, [row for row in rows(session) if not row.is_ticked])


def _zip_file(session: Session) -> Path:
    from warehouse.export import export_household

    place = session.workplace
    with tempfile.NamedTemporaryFile(prefix="larder-export-", suffix=".zip", delete=False) as file:
        export_household(place.home, place.journal, session.household_id, file)
    return Path(file.name)
