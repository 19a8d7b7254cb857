"""Draw `samples/photos/pack.jpg`: an invented oat-drink carton on a table, with a barcode and a printed date.

Run `python -m samples.draw_pack`. The same picture comes out every time. The GTIN begins with 952, which GS1
keeps for examples, so no shop sells it.
"""

from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont

GTIN = "9520123456788"
DATE = "24.12.2026"
FILE = Path(__file__).parent / "photos" / "pack.jpg"
SIZE = (1200, 1600)


def draw_pack() -> Image.Image:
    """Return the picture, 1200 x 1600 pixels."""
    front = _front()
    scene = _table()
    corners = ((262, 232), (938, 196), (958, 1436), (250, 1404))
    turned, mask = (
        flat.transform(
            SIZE, Image.Transform.PERSPECTIVE, _perspective(corners, front.size), Image.Resampling.BICUBIC
        )
        for flat in (front, Image.new("L", front.size, 255))
    )
    shadow = mask.filter(ImageFilter.GaussianBlur(28)).point(lambda value: value * 0.45)
    scene.paste((52, 40, 30), (18, 26), shadow)
    scene.paste(turned, (0, 0), mask)
    return _photographed(scene)


def _front() -> Image.Image:
    front = Image.new("RGB", (680, 1220), (244, 238, 222))
    draw = ImageDraw.Draw(front)
    draw.rectangle((0, 0, 680, 150), fill=(38, 92, 84))
    draw.text((340, 75), "MORNING FIELD", font=_font(58), fill=(250, 246, 236), anchor="mm")
    draw.text((340, 250), "Oat drink", font=_font(108), fill=(38, 92, 84), anchor="mm")
    draw.text((340, 345), "unsweetened · Haferdrink", font=_font(40), fill=(92, 80, 62), anchor="mm")
    for stalk in range(5):
        left = 180 + 80 * stalk
        draw.line((left, 720, left + 12, 440), fill=(176, 138, 62), width=6)
        for grain in range(7):
            top = 430 + 32 * grain
            draw.ellipse((left - 22, top, left + 4, top + 44), fill=(214, 172, 84))
            draw.ellipse((left + 16, top + 8, left + 42, top + 52), fill=(202, 156, 66))
    draw.text((340, 775), "1 litre e", font=_font(44), fill=(92, 80, 62), anchor="mm")
    draw.rectangle((60, 835, 620, 925), fill=(255, 255, 255))
    draw.text((340, 880), f"Best before: {DATE}", font=_font(50), fill=(20, 20, 20), anchor="mm")
    code = _barcode(GTIN)
    front.paste(code, (340 - code.width // 2, 960))
    return front


def _barcode(gtin: str) -> Image.Image:
    barcode = zxingcpp.create_barcode(gtin, zxingcpp.BarcodeFormat.EAN13)
    bars = Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=4, add_quiet_zones=True)))
    paper = Image.new("RGB", (bars.width + 24, 230), "white")
    paper.paste(bars.convert("RGB").resize((bars.width, 180), Image.Resampling.NEAREST), (12, 8))
    ImageDraw.Draw(paper).text((paper.width // 2, 210), gtin, font=_font(30), fill="black", anchor="mm")
    return paper


def _table() -> Image.Image:
    """Return a wooden table under a wall, lit from the left."""
    rng = np.random.default_rng(7)
    down, across = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    grain = 9 * np.sin(down / 7 + 3 * np.sin(across / 260)) + rng.normal(0, 3, (SIZE[1], SIZE[0]))
    light = 1.06 - 0.22 * across / SIZE[0]
    wood = np.stack([(base + grain) * light for base in (164, 122, 82)], axis=-1)
    wall = np.stack([np.full(down.shape, base) * light for base in (206, 204, 196)], axis=-1)
    scene = np.where((down < 520)[..., None], wall, wood)
    return Image.fromarray(scene.clip(0, 255).astype(np.uint8))


def _photographed(scene: Image.Image) -> Image.Image:
    rng = np.random.default_rng(11)
    soft = np.asarray(scene.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float32)
    return Image.fromarray((soft + rng.normal(0, 4, soft.shape)).clip(0, 255).astype(np.uint8))


def _perspective(corners: tuple[tuple[int, int], ...], size: tuple[int, int]) -> list[float]:
    """Return Pillow's eight coefficients that take a picture of `size` to four corners, clockwise from top left."""
    width, height = size
    source = ((0, 0), (width, 0), (width, height), (0, height))
    rows, targets = [], []
    for (x, y), (u, v) in zip(corners, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        targets += [u, v]
    return list(np.linalg.solve(np.array(rows, dtype=float), np.array(targets, dtype=float)))


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    draw_pack().save(FILE, quality=82, optimize=True)
    print(FILE)
