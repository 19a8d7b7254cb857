"""Fetch one page or feed from the web, and nothing from this machine's own network.

Every host is resolved first, each of its addresses must be public, and the connection goes to an address that
was checked; redirects are followed by hand with the same check.

Codes: E-NET-001 no web address · 002 host not found · 003 private address · 004 redirects · 005 too large ·
006 no answer in time · 007 the site refuses or has no such page · 009 an error of the site, which may pass.
"""

import ipaddress
import socket
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx

from pantry.errors import Refused
from recipes.pages.markup import MOST_BYTES

MOST_REDIRECTS = 5
MOST_WAIT = timedelta(days=7)
TIMEOUT_S = 20.0
USER_AGENT = "Larder/0.1 (recipe reader for one household)"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class TryLater(Refused):
    """The site cannot answer just now. wait: how long it asks to be left alone, None where it does not say."""

    def __init__(self, reason: str, wait: timedelta | None) -> None:
        super().__init__("E-NET-009", reason)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its bytes, where it came from in the end, and what a later request can ask with."""

    content: bytes
    url: str
    etag: str | None = None
    last_modified: str | None = None
    is_unchanged: bool = False


def fetch(url: str, *, allowed_networks: Collection[str] = (), timeout_s: float = TIMEOUT_S) -> tuple[bytes, str]:
    """Return the bytes of a page and its final URL. Raises Refused, E-NET-001 to E-NET-007.

    allowed_networks: private networks that may be reached all the same; for tests against a loopback server.
    timeout_s: for all redirects and the whole body together.
    """
    fetched = fetch_if_changed(url, allowed_networks=allowed_networks, timeout_s=timeout_s)
    return fetched.content, fetched.url


def fetch_if_changed(url: str, *, etag: str | None = None, last_modified: str | None = None,
                     allowed_networks: Collection[str] = (), timeout_s: float = TIMEOUT_S) -> Fetched:
    """Like `fetch`, but asks only for what changed since an earlier answer; unchanged has no content."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    conditions = {name: value for name, value in asked.items() if value}
    ends_at = time.monotonic() + timeout_s
    seen: set[str] = set()
    # No proxies or credentials from the environment: they would go round the address check.
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=httpx.Timeout(timeout_s, connect=8.0)) as client:
        for _ in range(MOST_REDIRECTS + 1):
            if url in seen:
                raise Refused("E-NET-004", "The address redirects in a circle.")
            seen.add(url)
            answer = _ask(client, url, conditions, allowed_networks, ends_at)
            if isinstance(answer, Fetched):
                return answer
            url = answer
    raise Refused("E-NET-004", f"The address redirects more than {MOST_REDIRECTS} times.")


def _ask(client: httpx.Client, url: str, conditions: dict[str, str], allowed: Collection[str],
         ends_at: float) -> Fetched | str:
    """Send one request to a checked address; return the answer, or the URL it redirects to."""
    target = _web_address(url)
    address = _checked_address(target, allowed)
    headers = {"Host": target.netloc.decode("ascii"), "User-Agent": USER_AGENT, **conditions}
    pinned = target.copy_with(host=str(address))
    try:
        with client.stream("GET", pinned, headers=headers, extensions={"sni_hostname": target.host}) as response:
            if response.has_redirect_location:
                return urljoin(url, response.headers.get("location", ""))
            if response.status_code == httpx.codes.NOT_MODIFIED and conditions:
                return Fetched(b"", url, conditions.get("If-None-Match"), conditions.get("If-Modified-Since"), True)
            _check_status(response, target.host)
            return Fetched(_body(response, ends_at), url, response.headers.get("etag"),
                           response.headers.get("last-modified"))
    except httpx.TimeoutException as error:
        raise Refused("E-NET-006", f"{target.host} did not answer in time.") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise Refused("E-NET-006", f"{target.host} could not be read: {_said(error)}.") from error


def retry_after(said: str | None) -> timedelta | None:
    """Return how long a `Retry-After` header asks to wait (RFC 9110, 10.2.3), a week at most; None if it does not."""
    said = (said or "").strip()
    try:
        wait = timedelta(seconds=int(said)) if said.isdigit() else parsedate_to_datetime(said) - datetime.now(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(wait, MOST_WAIT) if wait > timedelta(0) else None


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__).rstrip(".")[:200]


def _web_address(url: str) -> httpx.URL:
    try:
        target = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Refused("E-NET-001", "This is no web address.") from error
    if target.scheme not in ("http", "https") or not target.host or target.userinfo:
        raise Refused("E-NET-001", "Only http and https addresses without a password are read.")
    return target


def _checked_address(target: httpx.URL, allowed: Collection[str]) -> Address:
    """Return an address of the host; every one it has must be public or allowed."""
    port = target.port or (443 if target.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(target.raw_host.decode("ascii"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused("E-NET-002", f"The host {target.host} was not found.") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
    networks = [ipaddress.ip_network(network) for network in allowed]
    for address in addresses:
        if not is_public(address) and not any(address in network for network in networks):
            raise Refused("E-NET-003", f"{target.host} is an address inside a private network; it is not read.")
    if not addresses:
        raise Refused("E-NET-002", f"The host {target.host} has no address.")
    return addresses[0]


def is_public(address: Address) -> bool:
    """Say whether an address belongs to the open internet, looking through IPv4 inside IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _check_status(response: httpx.Response, host: str) -> None:
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= 500:
        raise TryLater(f"{host} cannot answer just now ({status}).", retry_after(response.headers.get("retry-after")))
    if status in (401, 403, 451):
        raise Refused("E-NET-007", f"{host} does not let programs read this page ({status}); "
                                   "save it in the browser and import the file.")
    if status in (404, 410):
        raise Refused("E-NET-007", f"{host} has no such page ({status}).")
    if not 200 <= status < 300:
        raise Refused("E-NET-007", f"{host} answered with an error ({status}).")


def _body(response: httpx.Response, ends_at: float) -> bytes:
    """Read the unpacked body up to the limits of size and time."""
    pieces, size = [], 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > MOST_BYTES:
            raise Refused("E-NET-005", f"The page is larger than {MOST_BYTES // 1024 // 1024} MB.")
        if time.monotonic() > ends_at:
            raise Refused("E-NET-006", "The page did not arrive in time.")
        pieces.append(piece)
    return b"".join(pieces)
