"""Pictures of documents by URL, PDFs too, upright and at screen width, so that pages carry no base64."""

import io
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ocr.pages.pdf import MAX_PAGES
from pantry.documents import original_path
from pantry.errors import LarderError
from pantry.home import Home

if TYPE_CHECKING:
    from PIL.Image import Image

SCREEN_WIDTH_PX = 900
_JPEG_QUALITY = 82
# A tile is 52 pixels wide on the page; telephones have up to three for each of them.
_TILE_PX = 160
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEADERS = {"Cache-Control": "private, max-age=86400, immutable", "X-Content-Type-Options": "nosniff"}


async def original_image(request: Request) -> Response:
    """Return a document's picture as JPEG; 404 when the household has no such picture.

    The query's `turns` has a digit for each page to show: its quarter turns (0 to 3) counter-clockwise, for pages that
    lay on their side. With `box` (x0,y0,x1,y1 in pixels of the upright original) it is that part alone, as a tile; an
    empty one means all of a picture.
    """
    from dashboard.session import has_document

    household, sha256 = request.path_params["household"], request.path_params["sha256"]
    if not _SHA256.fullmatch(sha256) or not await run_in_threadpool(has_document, household, sha256):
        return Response(status_code=404)
    try:
        path, box = original_path(Home.from_environment(), sha256), request.query_params.get("box")
        if box is not None:
            jpeg = await run_in_threadpool(tile_jpeg, path, tuple(map(int, box.split(","))) if box else ())
        else:
            turns = tuple(int(digit) % 4 for digit in request.query_params.get("turns", "")[:MAX_PAGES]) or (0,)
            jpeg = await run_in_threadpool(screen_jpeg, path, turns)
    except (OSError, ValueError, LarderError):
        return Response(status_code=404)
    return Response(jpeg, media_type="image/jpeg", headers=_HEADERS)


def picture_url(household_id: str, sha256: str, *, page_turns: Sequence[int] = ()) -> str:
    """Return where a page finds the picture of a document, its pages turned counter-clockwise; of none the first."""
    url = f"originals/{household_id}/{sha256}"
    return f"{url}?turns={''.join(map(str, page_turns))}" if any(page_turns) or len(page_turns) > 1 else url


def tile_url(household_id: str, sha256: str, box: Sequence[int] | None = None) -> str:
    """Return where a page finds a part of a photo as a tile; without a box, all of it."""
    return f"originals/{household_id}/{sha256}?box={','.join(map(str, box or ()))}"


@lru_cache(maxsize=256)
def tile_jpeg(path: Path, box: tuple[int, ...] = ()) -> bytes:
    """Return a part of a picture, or all of it for an empty box, at most 160 pixels wide and high, as JPEG.

    box: x0 y0 x1 y1 in pixels of the upright original. Raises OSError, Refused; ValueError for no box of the picture.
    """
    from pantry.media import open_image

    picture = open_image(path, shrink_to_pixels=SCREEN_WIDTH_PX**2)
    if box:
        scale = picture.width / picture.info["full_size"][0]
        left, top, right, bottom = (round(edge * scale) for edge in box)
        picture = picture.crop((max(left, 0), max(top, 0), min(right, picture.width), min(bottom, picture.height)))
    picture.thumbnail((_TILE_PX, _TILE_PX))
    return _jpeg(picture)


@lru_cache(maxsize=32)
def screen_jpeg(path: Path, page_turns: tuple[int, ...] = (0,)) -> bytes:
    """Return pages upright, below each other, at most `SCREEN_WIDTH_PX` wide, as JPEG. Raises OSError, Refused."""
    from ocr.pages.page_pictures import pages_below_each_other

    return _jpeg(pages_below_each_other(path, page_turns, width_px=SCREEN_WIDTH_PX))


def _jpeg(picture: "Image") -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()


@lru_cache(maxsize=256)
def _size_of(path: Path) -> tuple[int, int]:
    from pantry.media import open_image

    try:
        picture = open_image(path, shrink_to_pixels=SCREEN_WIDTH_PX**2)
    except (OSError, LarderError):
        return 0, 0
    width, height = picture.info["full_size"]
    return width, height


def picture_size(home: Home, sha256: str) -> tuple[int, int]:
    """Return width and height of a picture in upright pixels, (0, 0) when it cannot be read."""
    return _size_of(original_path(home, sha256))
