"""Draw what the photo model confuses: `python -m recognition.report [--out FILE]` (Pillow alone, no data needed).

From `scores.json` of the training run: the photos of shelves that were left out. A row for each fine class of which
some were taken for another, a column for each class they were taken for.
"""

import argparse
import json
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pantry.home import REPOSITORY
from recognition.looks.embedder import WEIGHTS

PICTURE = REPOSITORY / "docs" / "images" / "photo-confusions.png"
CELL_PX, LABEL_PX, MARGIN_PX, FONT_PX = 22, 310, 16, 13
INK, PAPER, GRID, RIGHT, WRONG = "#1f2933", "#ffffff", "#e4e7eb", (47, 133, 90), (192, 57, 43)
Confusion = tuple[str, str, int]


def read_confusions(file: Path) -> list[Confusion]:
    """Return (true class, answer, photos) of every pair that occurred, right answers among them."""
    scores = json.loads(file.read_text(encoding="utf-8"))
    return [(true, answer, int(photos)) for true, answer, photos in scores["answers"]]


def draw(confusions: list[Confusion]) -> Image.Image:
    """Return the picture: green where the answer is right, red where not, darker for a larger share of the row."""
    total: dict[str, int] = {}
    for true, _, photos in confusions:
        total[true] = total.get(true, 0) + photos
    wrong = [(true, answer) for true, answer, _ in confusions if true != answer]
    rows = [name for name in total if any(name == true for true, _ in wrong)]
    columns = list(dict.fromkeys([*rows, *(answer for _, answer in wrong)]))
    font = ImageFont.load_default(FONT_PX)
    size = (MARGIN_PX * 2 + LABEL_PX + CELL_PX * len(columns), MARGIN_PX * 2 + LABEL_PX + CELL_PX * len(rows))
    picture = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(picture)
    left = top = MARGIN_PX + LABEL_PX
    for number, name in enumerate(rows):
        y = top + number * CELL_PX + CELL_PX // 2
        pen.text((left - 6, y), f"{name} ({total[name]})", INK, font, anchor="rm")
        pen.line((left, top + number * CELL_PX, size[0] - MARGIN_PX, top + number * CELL_PX), GRID)
    for number, name in enumerate(columns):
        _write_upwards(picture, name, (left + number * CELL_PX, top), font)
        pen.line((left + number * CELL_PX, top, left + number * CELL_PX, size[1] - MARGIN_PX), GRID)
    for true, answer, photos in confusions:
        if true in rows:
            corner = (left + columns.index(answer) * CELL_PX, top + rows.index(true) * CELL_PX)
            _fill(pen, corner, photos, photos / total[true], RIGHT if true == answer else WRONG, font)
    return picture


def _fill(
    pen: ImageDraw.ImageDraw, corner: tuple[int, int], photos: int, share: float, colour: tuple[int, ...],
    font: ImageFont.ImageFont | ImageFont.FreeTypeFont,
) -> None:
    strength = 0.25 + 0.75 * share
    shade = tuple(round(255 - (255 - part) * strength) for part in colour)
    x, y = corner
    pen.rectangle((x + 1, y + 1, x + CELL_PX - 1, y + CELL_PX - 1), shade)
    middle = (x + CELL_PX // 2, y + CELL_PX // 2)
    pen.text(middle, str(photos), PAPER if strength > 0.6 else INK, font, anchor="mm")


def _write_upwards(
    picture: Image.Image, text: str, corner: tuple[int, int], font: ImageFont.ImageFont | ImageFont.FreeTypeFont
) -> None:
    strip = Image.new("RGB", (LABEL_PX, CELL_PX), PAPER)
    ImageDraw.Draw(strip).text((4, CELL_PX // 2), text, INK, font, anchor="lm")
    picture.paste(strip.rotate(90, expand=True), (corner[0], corner[1] - LABEL_PX))


def main() -> None:
    """Draw the picture from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=PICTURE)
    arguments = parser.parse_args()
    draw(read_confusions(WEIGHTS / "scores.json")).save(arguments.out, optimize=True)


if __name__ == "__main__":
    main()
