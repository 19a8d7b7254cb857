"""Fetching from a real loopback server: only public addresses, whatever a name or a redirect says; limits; reasons."""

import gzip
import ipaddress
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from pantry.errors import Refused
from recipes.web.fetch import fetch, fetch_if_changed, is_public

LOOPBACK = ("127.0.0.0/8", "::1/128")


class _Site(BaseHTTPRequestHandler):
    seen: list[str] = []  # noqa: RUF012

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.seen.append(self.path)
        headers = {"Content-Type": "text/html"}
        status, body = 200, b"<html>hello</html>"
        if self.path.startswith("/to?"):
            status, headers["Location"] = 302, self.path.removeprefix("/to?")
        elif self.path == "/circle":
            status, headers["Location"] = 301, "/circle"
        elif self.path.startswith("/far"):
            status, headers["Location"] = 301, f"/far{len(self.path)}{self.path}"[:200]
        elif self.path == "/large":
            body = b"x" * (10 * 1024 * 1024 + 1)
        elif self.path == "/bomb":
            body, headers["Content-Encoding"] = gzip.compress(b"\0" * (64 * 1024 * 1024)), "gzip"
        elif self.path.startswith("/status/"):
            status = int(self.path.rsplit("/", 1)[1])
        elif self.path == "/etag":
            headers["ETag"] = '"one"'
            if self.headers.get("If-None-Match") == '"one"':
                status, body = 304, b""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def code_of(url: str, **options: Any) -> str:
    with pytest.raises(Refused) as refused:
        fetch(url, **options)
    assert refused.value.reason.endswith(".")
    return refused.value.code


def test_a_page_is_fetched_with_its_final_address(site: str) -> None:
    assert fetch(f"{site}/to?/page", allowed_networks=LOOPBACK) == (b"<html>hello</html>", f"{site}/page")


def test_a_private_address_is_refused_before_any_request(site: str) -> None:
    _Site.seen.clear()
    assert code_of(f"{site}/secret") == "E-NET-003"
    assert code_of(f"{site}/secret".replace("127.0.0.1", "localhost")) == "E-NET-003"
    assert _Site.seen == []


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[fe80::1]",
        "[fd00::1]",
        "100.64.0.1",
        "2130706433",
        "0x7f000001",
        "224.0.0.1",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_every_spelling_of_a_private_address_is_refused(host: str) -> None:
    assert code_of(f"http://{host}/") in {"E-NET-003", "E-NET-002"}


def test_a_redirect_to_a_private_address_is_refused(site: str) -> None:
    _Site.seen.clear()
    port = site.rsplit(":", 1)[1]
    assert (
        code_of(f"{site}/to?http://127.0.0.2:{port}/secret", allowed_networks=("127.0.0.1/32",)) == "E-NET-003"
    )
    assert not any("secret" in path and not path.startswith("/to") for path in _Site.seen)


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "10.1.2.3")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert code_of("http://recipes.example/") == "E-NET-003"


def test_the_connection_goes_to_the_address_that_was_checked(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers differently the second time (DNS rebinding) is asked only once."""
    port = int(site.rsplit(":", 1)[1])
    asked: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: str | bytes, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name != "recipes.example":
            return real(host, *rest, **named)
        asked.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    content, _ = fetch(f"http://recipes.example:{port}/page", allowed_networks=LOOPBACK)
    assert content == b"<html>hello</html>" and asked == ["recipes.example"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://x/",
        "",
        "no address",
        "http://",
        "http://user:pass@example.org/",
        "javascript:alert(1)",
    ],
)
def test_only_web_addresses_are_taken(url: str) -> None:
    assert code_of(url) == "E-NET-001"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/circle", "E-NET-004"),
        ("/far", "E-NET-004"),
        ("/large", "E-NET-005"),
        ("/bomb", "E-NET-005"),
        ("/status/403", "E-NET-007"),
        ("/status/404", "E-NET-007"),
        ("/status/429", "E-NET-009"),
        ("/status/500", "E-NET-009"),
    ],
)
def test_limits_and_refusals_have_their_codes(site: str, path: str, code: str) -> None:
    assert code_of(site + path, allowed_networks=LOOPBACK) == code


def test_a_silent_server_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert code_of(url, allowed_networks=LOOPBACK, timeout_s=0.3) == "E-NET-006"


def test_an_unchanged_page_is_not_sent_again(site: str) -> None:
    first = fetch_if_changed(f"{site}/etag", allowed_networks=LOOPBACK)
    again = fetch_if_changed(f"{site}/etag", etag=first.etag, allowed_networks=LOOPBACK)
    assert first.content and again.is_unchanged and not again.content and again.etag == '"one"'


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
    ],
)
def test_public_means_reachable_by_everyone(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public
