"""The dashboard as an ASGI application: `uvicorn dashboard.asgi:app --host 127.0.0.1 --port 8501`.

Streamlit serves the pages; beside it stand small routes of our own. The caller chooses the address.
"""

import logging
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.served.door import Door
from dashboard.served.originals import original_image
from dashboard.served.streamlit_changes import let_callbacks_end, read_options_without_lock
from dashboard.served.take_along import calendar_feed, everything, label_page, list_page
from dashboard.served.uploads import stop_reading
from dashboard.served.warming import warm_up

_log = logging.getLogger(__name__)
_STATIC_PREFIX = "/app/static/"
# Fonts and drawings only change with a release.
_STATIC_MAX_AGE_SECONDS = 7 * 24 * 3600


async def health(request: Request) -> JSONResponse:
    """Answer that the process is up; it does not look at the journal."""
    return JSONResponse({"status": "ok"})


class KeepStaticFiles:
    """Let browsers keep fonts and drawings instead of asking for them with every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add a cache header to static files."""
        is_static = scope["type"] == "http" and scope["path"].startswith(_STATIC_PREFIX)

        async def send_with_age(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                age = f"public, max-age={_STATIC_MAX_AGE_SECONDS}".encode()
                message["headers"] = [*message.get("headers", []), (b"cache-control", age)]
            await send(message)

        await self.app(scope, receive, send_with_age if is_static else send)


def show_calm_error(error: Exception) -> bool:
    """Log what went wrong and say it in the household's words; return that no other words are needed."""
    _log.error("a page could not be drawn", exc_info=error)
    from dashboard.components.headings import error_state

    error_state()
    return True


@asynccontextmanager
async def warm(app: st.App) -> AsyncIterator[None]:
    """Open the kitchens behind the start, so that the first page does not wait for them."""
    read_options_without_lock()
    let_callbacks_end()
    # A thread that nobody waits for: an index of many recipes may have to be built anew, which takes minutes.
    threading.Thread(target=warm_up, name="larder-warming", daemon=True).start()
    yield
    stop_reading()


app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=warm,
    on_script_error=show_calm_error,
    routes=[
        Route("/health", health),
        Route("/originals/{household}/{sha256}", original_image),
        Route("/calendar/{household}/{key}.ics", calendar_feed),
        Route("/labels/{household}/{key}", label_page),
        Route("/list/{household}/{key}", list_page),
        Route("/export/{household}/{key}.zip", everything),
    ],
    middleware=[
        Middleware(Door, passphrase=os.environ.get("LARDER_PASSPHRASE")),
        Middleware(KeepStaticFiles),
    ],
)
