"""Pictures of documents by URL: a part of a photo as a tile, for its own household alone."""

import io
from pathlib import Path

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.served.originals import original_image, tile_jpeg, tile_url
from intake.taking import take_in
from intake.workplace import Workplace
from pantry.home import Home
from pantry.household import HOME
from pantry.vocabulary import DocumentKind
from tests.dashboard.kitchens import empty_kitchen


def half_and_half(folder: Path) -> Path:
    """Draw a picture that is red on its left and blue on its right, stored on its side with an EXIF turn."""
    picture = Image.new("RGB", (1200, 600), "blue")
    picture.paste("red", (0, 0, 600, 600))
    tag = Image.Exif()
    tag[0x0112] = 6  # shown a quarter turn clockwise
    path = folder / "sided.jpg"
    picture.transpose(Image.Transpose.ROTATE_90).save(path, exif=tag, quality=95)
    return path


@pytest.mark.parametrize(("box", "colour"), [((0, 0, 600, 600), "red"), ((600, 0, 1200, 600), "blue"),
                                             ((500, -50, 4000, 700), "blue")])
def test_a_tile_shows_the_part_of_the_upright_picture(tmp_path: Path, box: tuple[int, ...], colour: str) -> None:
    shown = Image.open(io.BytesIO(tile_jpeg(half_and_half(tmp_path), box)))
    assert max(shown.size) <= 160
    red, _, blue = shown.getpixel((shown.width * 3 // 4, shown.height // 2))
    assert (red > 200, blue > 200) == (colour == "red", colour == "blue")


def test_a_tile_is_served_to_its_own_household_and_nonsense_is_not_found(
        home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LARDER_HOME", str(home.root))
    monkeypatch.delenv("LARDER_JOURNAL_URL", raising=False)
    workplace = Workplace(home, empty_kitchen(home), HOME)
    sha256 = take_in(workplace, half_and_half(tmp_path), kind=DocumentKind.PHOTO).sha256
    client = TestClient(Starlette(routes=[Route("/originals/{household}/{sha256}", original_image)]))
    for box in (None, (0, 0, 600, 600)):
        answer = client.get(f"/{tile_url(HOME, sha256, box)}")
        assert answer.status_code == 200 and max(Image.open(io.BytesIO(answer.content)).size) <= 160
    assert client.get(f"/{tile_url('demo', sha256)}").status_code == 404
    for box_text in ("1,2", "a,b,c,d", "9,9,9,9", "5000,5000,6000,6000", "1,2,3,4,5"):
        assert client.get(f"/originals/{HOME}/{sha256}?box={box_text}").status_code == 404, box_text
