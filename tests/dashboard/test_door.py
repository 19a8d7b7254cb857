"""The door: who may in, who may not, and how often one may try."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.served.door import Door


async def _inside(request):
    return PlainTextResponse("inside")


async def _talk(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_text("inside")
    await websocket.close()


def house(passphrase: str | None) -> TestClient:
    paths = ("/", "/health", "/originals/a", "/calendar/h/k.ics")
    routes = [*(Route(path, _inside) for path in paths), WebSocketRoute("/stream", _talk)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Door, passphrase=passphrase)]))


def test_without_a_passphrase_everybody_is_in():
    assert house(None).get("/").text == "inside"


@pytest.mark.parametrize("path", ["/", "/originals/a"])
def test_a_stranger_sees_the_door_only(path):
    client = house("thyme")
    assert client.get(path).status_code == 401
    page = client.get(path, headers={"accept": "text/html"})
    assert page.url.path == "/enter"
    assert "inside" not in page.text
    assert 'type="password"' in page.text


@pytest.mark.parametrize("path", ["/health", "/calendar/h/k.ics"])
def test_what_needs_no_passphrase_is_open(path):
    assert house("thyme").get(path).text == "inside"


def test_the_right_word_opens_for_good_and_a_new_word_closes_again():
    client = house("thyme")
    assert client.post("/enter", data={"passphrase": "thyme"}).text == "inside"
    assert client.get("/originals/a").text == "inside"
    other = house("basil")
    other.cookies.update(client.cookies)
    assert other.get("/").status_code == 401


def test_the_cookie_is_kept_from_scripts():
    answer = house("thyme").post("/enter", data={"passphrase": "thyme"}, follow_redirects=False)
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]
    assert "thyme" not in answer.headers["set-cookie"]


def test_guessing_is_slow():
    client = house("thyme")
    answers = [client.post("/enter", data={"passphrase": f"guess {n}"}).status_code for n in range(7)]
    assert answers == [401] * 5 + [429] * 2
    assert client.post("/enter", data={"passphrase": "thyme"}).status_code == 429


def test_a_huge_answer_is_not_read():
    assert house("thyme").post("/enter", data={"passphrase": "x" * 100_000}).status_code == 413


@pytest.mark.parametrize(("passphrase", "headers", "may"), [
    (None, {"origin": "http://testserver"}, True),
    (None, {}, True),
    (None, {"origin": "http://evil.example"}, False),
    ("thyme", {"origin": "http://testserver"}, False),
])
def test_a_websocket_opens_for_pages_of_this_house_only(passphrase, headers, may):
    client = house(passphrase)
    if may:
        with client.websocket_connect("/stream", headers=headers) as socket:
            assert socket.receive_text() == "inside"
    else:
        with pytest.raises(WebSocketDisconnect), client.websocket_connect("/stream", headers=headers):
            pass


def test_the_door_speaks_german():
    assert "Herein" in house("thyme").get("/enter", headers={"accept-language": "de-DE"}).text
