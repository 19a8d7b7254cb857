"""The PP-OCRv6 weights that set-up fetches: which files there are, and whether they are whole."""

import hashlib
from pathlib import Path

from pantry.errors import NotReady

# sha256 of each model's network and of its settings, as `tools/fetch_ocr_models.py` writes them.
FILES = ("inference.onnx", "inference.yml")
SHA256 = {
    "PP-OCRv6_tiny_det": ("193bab7a04fca699a6c82e6abb5b81bdb28177f0abd4062552b04908dafb19f8",
                          "62fced883591bcf2334c9b2587148d3d7db2dce14ed9790f6930842baa815f8c"),
    "PP-OCRv6_tiny_rec": ("9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6",
                          "32c85d25fe160a0326dafc932332bb15c20df4cff0b5b814b7676ec7bb5abb5b"),
    "PP-OCRv6_small_det": ("d73e0058b7a8086bbd57f3d10b8bcd4ff95363f67e06e2762b5e814fe9c9410e",
                           "e75f7f36ade9b9e0545c18aac4eaff2546c61d0809662735b3efa88e86eb0e58"),
    "PP-OCRv6_small_rec": ("5435fd747c9e0efe15a96d0b378d5bd157e9492ed8fd80edf08f30d02fa24634",
                           "26a2802dcc5b4553f0961ab0288bc491ce86069abbd69c19d61779940c9c7ab3"),
}


def fault_of(folder: Path) -> str | None:
    """Return what is wrong with one model's folder, None when it holds the weights whole.

    The networks are 2 to 21 MB: telling takes 17 ms of CPU for the largest.
    """
    paths = [folder / name for name in FILES]
    if not all(path.is_file() for path in paths):
        return f"the OCR weights are not in {folder}"
    for path, expected in zip(paths, SHA256[folder.name], strict=True):
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                return f"the OCR weights in {path} are damaged (their sha256 differs)"
    return None


def check_weights(*folders: Path) -> None:
    """Raise NotReady when a model's weights are missing or damaged: found when an engine starts, not amid a receipt."""
    for folder in folders:
        fault = fault_of(folder)
        if fault is not None:
            raise NotReady(fault, "run `make setup` once with a network")
