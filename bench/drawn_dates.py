"""Dates as printers set them on packs, in the words of several countries: drawn, read, and compared with what is meant.

    python -m bench.drawn_dates [--json FILE]

No data is needed. Each print is read as text, as if every letter had been read right, and as drawn pictures, large and
small: dots of an inkjet, letters pressed into foil, on dark card, a stamp a little turned, a label. What a print
means was set down before any was read.
"""

import argparse
import io
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bench.photos import TODAY
from ocr.pages.images import bgr_of
from recognition.packs.dates import find_dates
from recognition.packs.pack_text import read_pack
from recognition.reading import PrintedDate
from recognition.resolve import date_doubts

SEED = 20261130
SIZE = (1000, 560)
FONTS = ("DejaVuSansMono.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif-Bold.ttf")
STYLES = ("dots", "pressed", "laser", "stamp", "label")


@dataclass(frozen=True, slots=True)
class Print:
    """Lines of a pack's date block. until: the last day it names, None where it names none."""

    text: str
    until: str | None


PRINTS = (
    Print("BBE 14 FEB 27\nL6321 08:42", "2027-02-14"),
    Print("MHD 05.03.27\nL 62931 14:05", "2027-03-05"),
    Print("DLC 12/12/26\nLOT 6334A", "2026-12-12"),
    Print("À consommer de préférence\navant fin: 08/2027", "2027-08-31"),
    Print("EXP 08/15/2027", "2027-08-15"),
    Print("MEILLEUR AVANT\nBEST BEFORE\n2027 AU 03", "2027-08-03"),
    Print("6334 14:22 PLANT 12", None),  # the day of the year it was packed on
    Print("LOT 26334\nBEST BY 120527", "2027-12-05"),
    Print("PROD 01.11.26\nEXP 01.11.27", "2027-11-01"),
    Print("USE BY\n03 DEC", "2026-12-03"),
    Print("Zu verbrauchen bis:\n02.12.26 L12", "2026-12-02"),
    Print("Best before end:\nMAR 2028 L6301B 11:04", "2028-03-31"),
    Print("SELL BY NOV 29\nUSE BY DEC 06", "2026-12-06"),
    Print("DDM 30/06/2027\nLot L182 6", "2027-06-30"),
    Print("T.H.T. 18-04-27\n6321 10:15", "2027-04-18"),
    Print("Da consumarsi preferibilmente\nentro fine: 09/2027", "2027-09-30"),
    Print("Scad. 11/01/27", "2027-01-11"),
    Print("Cons. pref. antes del fin de:\n05-2027 LOTE 6120 09:30", "2027-05-31"),
    Print("Bäst före 2027-03-09\n22:41 L2", "2027-03-09"),
    Print("PKD 28/11/26 13:45\nBB 28/05/27", "2027-05-28"),
    Print("27333 B2 06:12", None),
    Print("BB 2027/02/11 23:59 L1", "2027-02-11"),
    Print("E: 11.07.2027\nP: 11.07.2026", "2027-07-11"),
    Print("BB 10 11 27 L2", "2027-11-10"),
    Print("B.B. 09MAY27 0915", "2027-05-09"),
    Print("Mind. haltbar bis Ende:\n12/2027 L 06.01.2026", "2027-12-31"),
    Print("LOT 150927\nEXP 09/27", "2027-09-30"),
    Print("PACKED ON NOV 05 2026\nUSE OR FREEZE BY NOV 12 2026", "2026-11-12"),
    Print("FREEZE BY 12/01/26\nEXP 12/05/26", "2026-12-05"),
    Print("BEST BY 1/2/27", "2027-01-02"),
    Print("EXP. 31 12 2026\nMFG. 01 01 2026", "2026-12-31"),
    Print("JAN1527 5:03 B", "2027-01-15"),
    Print("MFD 2026.11.01\nBEST WITHIN 18 MONTHS", None),
    Print("FROZEN: JUL 2026\nBEST BEFORE: JAN 2028", "2028-01-31"),
    Print("DLC 04.12\nOuvert: à consommer sous 3 jours", "2026-12-04"),
    Print("VAL: 10/27 LOTE 1026", "2027-10-31"),
    Print("Sidste anvendelse 16.12.26", "2026-12-16"),
    Print("15:30 16.01.27 L16", "2027-01-16"),
    Print("USE BY 12-09-27\nLOT 12099", "2027-09-12"),
    Print("Parhaista ennen 20.2.2027\nErä 6334", "2027-02-20"),
)


def outcome_of(until: str | None, dates: list[PrintedDate]) -> str:
    """Return what became of a print: right, asked, missed, wrong but asked about, or silently wrong."""
    first = next((found for found in dates if found.kind != "packed_on"), None)
    if first is None:
        return "right" if until is None else "missed"
    is_asked = bool(date_doubts(first, TODAY))
    if until not in first.iso:
        return "wrong, asked" if is_asked else "silently wrong"
    return "asked" if is_asked else "right"


def draw(text: str, style: str, rng: np.random.Generator) -> Image.Image:
    """Return an RGB picture of 1,000 x 560 pixels with lines of print on a pack. style: one of `STYLES`."""
    mask = _dots(text) if style == "dots" else _letters(text, FONTS[int(rng.integers(len(FONTS)))])
    scale = min(0.86 * SIZE[0] / mask.width, 0.6 * SIZE[1] / mask.height, 1.0) * rng.uniform(0.3, 1.0)
    mask = mask.resize((round(mask.width * scale), round(mask.height * scale)), Image.Resampling.LANCZOS)
    layer = Image.new("L", SIZE, 0)
    layer.paste(mask, ((SIZE[0] - mask.width) // 2, (SIZE[1] - mask.height) // 2))
    turn = 7 if style == "stamp" else 3
    layer = layer.rotate(rng.uniform(-turn, turn), Image.Resampling.BICUBIC)
    ink = np.asarray(layer, dtype=np.float32) / 255
    ground = 60.0 if style == "laser" else rng.uniform(150, 225)
    shaded = ground * np.linspace(rng.uniform(0.75, 1.0), rng.uniform(0.9, 1.15), SIZE[0])[None, :, None]
    shaded = shaded * (1 + rng.uniform(-0.06, 0.06, 3))
    photo = _pressed(shaded, ink) if style == "pressed" else _printed(shaded, ink, 190 if style == "laser" else 45)
    photo = photo + rng.normal(0, rng.uniform(3, 12), (SIZE[1], SIZE[0], 1))
    blur = ImageFilter.GaussianBlur(rng.uniform(0.5, 1.6))
    picture = Image.fromarray(photo.clip(0, 255).astype(np.uint8)).filter(blur)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=75)
    return Image.open(file).convert("RGB")


def _printed(ground: np.ndarray, ink: np.ndarray, brightness: float) -> np.ndarray:
    return ground * (1 - ink[..., None]) + brightness * ink[..., None]


def _pressed(ground: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """Return print without ink: one edge of each stroke in the light, the other in the shade."""
    mask = Image.fromarray((ink * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(2))
    soft = np.asarray(mask, dtype=np.float32)
    relief = np.roll(soft, 3, (0, 1)) - np.roll(soft, -3, (0, 1))
    return ground + 0.45 * relief[..., None]


def _letters(text: str, font: str) -> Image.Image:
    drawn = ImageFont.truetype(font, 72)
    left, top, right, bottom = (round(edge) for edge in _measured(text, drawn))
    mask = Image.new("L", (right - left + 20, bottom - top + 20), 0)
    ImageDraw.Draw(mask).multiline_text((10 - left, 10 - top), text, 255, font=drawn, spacing=24)
    return mask


def _dots(text: str) -> Image.Image:
    """Return print set in dots: the small letters of a screen, each of their pixels a drop."""
    drawn = ImageFont.load_default_imagefont()
    left, top, right, bottom = (round(edge) for edge in _measured(text, drawn))
    small = Image.new("1", (right - left + 2, bottom - top + 2), 0)
    ImageDraw.Draw(small).multiline_text((1 - left, 1 - top), text, 1, font=drawn, spacing=4)
    pitch = 9
    mask = Image.new("L", (small.width * pitch, small.height * pitch), 0)
    pen = ImageDraw.Draw(mask)
    for row, column in np.argwhere(np.asarray(small)):
        pen.ellipse((column * pitch + 1, row * pitch + 1, column * pitch + 8, row * pitch + 8), fill=255)
    return mask


def _measured(text: str, font: Any) -> tuple[float, float, float, float]:
    pen = ImageDraw.Draw(Image.new("L", (1, 1)))
    spacing = 24 if isinstance(font, ImageFont.FreeTypeFont) else 4
    return pen.multiline_textbbox((0, 0), text, font=font, spacing=spacing)


def bench_drawn_dates(folder: Path | None = None) -> dict[str, Any]:
    """Read every print as text, and as a picture in each of the styles. folder: also keep the pictures there."""
    outcomes: dict[str, Counter[str]] = {way: Counter() for way in ("text", *STYLES)}
    failed = []
    for number, one in enumerate(PRINTS):
        read = {"text": find_dates(one.text, TODAY)}
        for style in STYLES:
            picture = draw(one.text, style, np.random.default_rng((SEED, number, STYLES.index(style))))
            if folder is not None:
                picture.save(folder / f"{number:02}-{style}.png")
            read[style] = list(read_pack(bgr_of(picture), today=TODAY).dates)
        for way, dates in read.items():
            outcome = outcome_of(one.until, dates)
            outcomes[way][outcome] += 1
            if outcome not in {"right", "asked"}:
                failed.append(f"{way}, {one.text!r}: {outcome}, {[found.iso for found in dates]}")
    return {"prints": len(PRINTS), "outcomes": outcomes, "failed": failed}


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--pictures", type=Path, help="folder to keep the drawn pictures in")
    arguments = parser.parse_args()
    report = json.dumps(bench_drawn_dates(arguments.pictures), indent=1, ensure_ascii=False)
    print(report)
    if arguments.json:
        arguments.json.write_text(report + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
