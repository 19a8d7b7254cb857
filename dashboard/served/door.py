"""The door: a passphrase asked once a browser, for a dashboard that more than this machine can reach.

Websockets from other sites are turned away always. With `LARDER_PASSPHRASE` set, every page, picture and
websocket needs the cookie that the right passphrase sets. The calendar has a key in its address instead:
phones' calendars cannot type.
"""

import hashlib
import hmac
import time
from collections import deque
from functools import cached_property
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.markup import esc
from dashboard.texts import Texts

COOKIE = "larder_door"
ENTER = "/enter"
# Open to all: whether the process is up, what the door's own page shows, and addresses that hold their own key.
_OPEN = ("/calendar/", "/app/static/")
_YEAR_SECONDS = 365 * 24 * 3600
_TRIES, _PER_SECONDS = 5, 60
_MOST_BODY_BYTES = 4096
_MOST_ADDRESSES = 10_000
_NOT_ALLOWED = 4403
_PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Larder</title><style>
@font-face {{ font-family: Figtree; src: url(/app/static/fonts/figtree-latin.woff2); font-weight: 300 900 }}
:root {{ color-scheme: light dark }}
body {{ font: 17px/1.45 Figtree, system-ui, sans-serif; margin: 0; min-height: 100dvh; display: grid;
  place-items: center;  background: light-dark(#FAF7F1, #151713); color: light-dark(#23261F, #EDEBE3) }}
form {{ width: min(22rem, calc(100vw - 3rem)); display: grid; gap: 1rem }}
h1 {{ font: 600 2rem/1.12 Fraunces, Georgia, serif; margin: 0 }} p {{ margin: 0 }}
input, button {{ font: inherit; min-height: 52px; border-radius: .875rem; padding: 0 1rem;
  box-sizing: border-box; width: 100% }}
input {{ border: 1px solid light-dark(#8F8775, #858B7B); background: light-dark(#FFF, #1E211B); color: inherit }}
button {{ border: 0; font-weight: 600; background: light-dark(#2C6A4A, #7CC49A); color: light-dark(#FFF, #10140F) }}
.bad {{ color: light-dark(#9A2716, #FFB4A3) }}
</style></head><body><form method="post" action="{action}"><h1>{title}</h1>{said}
<label for="passphrase">{label}</label>
<input id="passphrase" name="passphrase" type="password" autocomplete="current-password" required autofocus>
<button type="submit">{button}</button></form></body></html>"""


class Door:
    """Middleware that lets nobody in without the passphrase; without one it lets everybody in."""

    def __init__(self, app: ASGIApp, passphrase: str | None = None) -> None:
        """passphrase: None or "" for an open door (a dashboard on loopback)."""
        self.app = app
        self._passphrase = passphrase or ""
        self._tries: dict[str, deque[float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass; answer the rest with the door's page, 401, or a closed websocket."""
        if scope["type"] == "websocket" and not (_is_same_origin(scope) and self._may_pass(scope)):
            await send({"type": "websocket.close", "code": _NOT_ALLOWED})
            return
        if scope["type"] != "http" or self._may_pass(scope):
            await self.app(scope, receive, send)
            return
        await (await self._answer(Request(scope, receive)))(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        path = scope["path"]
        if not self._passphrase or path == "/health" or path.startswith(_OPEN):
            return True
        cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        shown = cookies[COOKIE].value if COOKIE in cookies else ""
        return path != ENTER and hmac.compare_digest(shown.encode(), self._token.encode())

    @cached_property
    def _token(self) -> str:
        """What the cookie holds: it changes with the passphrase, and the passphrase cannot be read from it."""
        return hashlib.scrypt(self._passphrase.encode(), salt=b"larder-door", n=2**14, r=8, p=1).hex()

    async def _answer(self, request: Request) -> Response:
        texts = Texts("de" if request.headers.get("accept-language", "").startswith("de") else "en")
        if request.url.path != ENTER:
            wants_page = "text/html" in request.headers.get("accept", "")
            return RedirectResponse(ENTER, 303) if wants_page else Response(status_code=401)
        if request.method != "POST":
            return _page(texts)
        if not self._may_try(request.client.host if request.client else ""):
            return _page(texts, said=texts("door.too_often"), status=429)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _MOST_BODY_BYTES:
                return _page(texts, said=texts("door.wrong"), status=413)
        typed = parse_qs(body.decode("utf-8", "replace")).get("passphrase", [""])[0]
        if not hmac.compare_digest(typed.encode(), self._passphrase.encode()):
            return _page(texts, said=texts("door.wrong"), status=401)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, self._token, max_age=_YEAR_SECONDS, httponly=True, samesite="lax",
                          secure=request.url.scheme == "https")
        return answer

    def _may_try(self, address: str) -> bool:
        """Count a try and return whether it may be made: five a minute from one address."""
        if len(self._tries) > _MOST_ADDRESSES:
            self._tries.clear()
        now = time.monotonic()
        tries = self._tries.setdefault(address, deque())
        while tries and now - tries[0] > _PER_SECONDS:
            tries.popleft()
        if len(tries) >= _TRIES:
            return False
        tries.append(now)
        return True


def _is_same_origin(scope: Scope) -> bool:
    """Return whether a websocket comes from a page of this dashboard.

    Streamlit would look up this machine's outside address for any other; a browser always names the origin.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _page(texts: Texts, *, said: str = "", status: int = 200) -> HTMLResponse:
    note = f'<p class="bad" role="alert">{esc(said)}</p>' if said else ""
    page = _PAGE.format(lang=texts.lang, action=ENTER, title=esc(texts("door.title")), said=note,
                        label=esc(texts("door.label")), button=esc(texts("door.enter")))
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store", "X-Frame-Options": "DENY"})
