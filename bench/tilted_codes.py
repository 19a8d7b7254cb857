"""Codes on packs that lie anyhow: random EAN-13 drawn small to large at any angle, with shade, noise and JPEG.

python -m bench.tilted_codes [--codes N] [--json FILE]

No data is needed. Against: the picture read once as it is.
"""

import argparse
import io
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter

from recognition.packs.barcodes import read_barcodes

SEED = 77
SIZE = (800, 600)


def draw(digits: str, rng: np.random.Generator) -> Image.Image:
    """Return an RGB picture of 800 x 600 pixels with a code in its middle, 200 to 480 pixels wide."""
    code = zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.EAN13)
    label = Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(code, scale=4, add_quiet_zones=True)))
    width = int(rng.integers(200, 480))
    label = label.resize((width, width * label.height // label.width), Image.Resampling.BICUBIC)
    angle = rng.uniform(-180, 180)
    turned, mask = (
        flat.rotate(angle, Image.Resampling.BICUBIC, expand=True) for flat in (label, Image.new("L", label.size, 255))
    )
    ground = rng.normal(150, 25, (SIZE[1] // 8, SIZE[0] // 8)).clip(0, 255).astype(np.uint8)
    scene = Image.fromarray(ground).resize(SIZE)
    scene.paste(turned, ((SIZE[0] - turned.width) // 2, (SIZE[1] - turned.height) // 2), mask)
    shaded = np.asarray(scene) * np.linspace(0.5, 1.1, SIZE[0])
    noisy = shaded + rng.normal(0, rng.choice([3, 8]), shaded.shape)
    photo = Image.fromarray(noisy.clip(0, 255).astype(np.uint8))
    blurred = photo.filter(ImageFilter.GaussianBlur(float(rng.choice([0, 0.8]))))
    file = io.BytesIO()
    blurred.save(file, "JPEG", quality=60)
    return Image.open(file).convert("RGB")


def random_code(rng: np.random.Generator) -> str:
    """Return the 13 digits of a product, with their check digit."""
    body = str(rng.integers(300_000_000_000, 900_000_000_000))
    total = sum((3 if place % 2 == 0 else 1) * int(digit) for place, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


def bench_tilted_codes(codes: int) -> dict[str, Any]:
    """Read drawn codes: how many are right, how many pictures give a product that is not there, CPU ms each."""
    rng = np.random.default_rng(SEED)
    outcomes: dict[str, Any] = {
        name: {"right": 0, "wrong_product": 0, "cpu_ms": 0.0} for name in ("as_it_is", "thorough")
    }
    for _ in range(codes):
        digits = random_code(rng)
        picture = draw(digits, rng)
        for name, outcome in outcomes.items():
            started = time.process_time()
            read = read_barcodes(picture, is_thorough=name == "thorough")
            outcome["cpu_ms"] += (time.process_time() - started) * 1000 / codes
            outcome["right"] += any(code.value == digits for code in read)
            outcome["wrong_product"] += any(code.gtin and code.value != digits for code in read)
    return {"codes": codes} | outcomes


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--codes", type=int, default=300)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    report = json.dumps(bench_tilted_codes(arguments.codes), indent=1)
    print(report)
    if arguments.json:
        arguments.json.write_text(report + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
