"""Engines behind one interface: the fast default reads what PaddleOCR reads, and fallbacks say so."""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from ocr.engines import choice as engines
from ocr.engines import recogniser
from ocr.engines.choice import Engine, ThoroughEngine
from ocr.engines.detector import Detector
from ocr.engines.onnx_graph import split_head
from ocr.engines.recogniser import decode, read_characters
from ocr.engines.weights import fault_of
from ocr.pages.images import open_document
from ocr.receipt import read_receipt, read_words
from pantry.errors import NotReady
from pantry.home import REPOSITORY, ocr_models_folder

SAMPLES = REPOSITORY / "samples" / "receipts"
PICTURES = ["frischmarkt_lindenhof.png", "taler_discount_tilted.jpg", "greenleaf_grocers.webp"]


def bag(text: str) -> Counter[str]:
    """Return letters and digits, as often as they occur: spaces are decided differently on purpose."""
    return Counter(character for character in text.casefold() if character.isalnum())


@pytest.mark.parametrize("name", PICTURES)
def test_the_direct_engine_reads_what_paddleocr_reads(name: str, onnx_engine: Engine) -> None:
    """Letters and digits differ by at most two in a hundred."""
    pytest.importorskip("paddleocr")
    picture = open_document(SAMPLES / name).pages[0].bgr
    assert picture is not None
    direct, reference = (
        bag("".join(word.text for word in engine.read_words(picture)))
        for engine in (onnx_engine, engines.build("paddle")))
    differing = (direct - reference).total() + (reference - direct).total()
    assert differing <= 0.02 * reference.total()


def test_tesseract_reads_the_total_of_a_clean_receipt() -> None:
    try:
        engine = engines.build("tesseract")
    except NotReady as error:
        pytest.skip(str(error))
    assert read_receipt(SAMPLES / "frischmarkt_lindenhof.png", engine=engine).total_minor == 1786


def test_a_missing_engine_falls_back_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LARDER_OCR_MODELS", str(tmp_path))
    monkeypatch.setattr(engines, "build", engines.build.__wrapped__)  # past the cache of built engines
    try:
        chosen, warning = engines.engine()
    except NotReady:
        pytest.skip("Tesseract is not installed here")
    assert chosen.name == "tesseract"
    assert warning is not None
    assert "weights" in warning


def test_damaged_weights_are_found_before_anything_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One bit of the network of all scripts differs: it would only be loaded amid a receipt in another script."""
    models = ocr_models_folder()
    if fault_of(models / "PP-OCRv6_small_rec") is not None:
        pytest.skip("the OCR weights are not there")
    (tmp_path / "PP-OCRv6_tiny_det").symlink_to(models / "PP-OCRv6_tiny_det")
    damaged = shutil.copytree(models / "PP-OCRv6_small_rec", tmp_path / "PP-OCRv6_small_rec") / "inference.onnx"
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    monkeypatch.setenv("LARDER_OCR_MODELS", str(tmp_path))
    for engine in ("onnx", "paddle"):
        with pytest.raises(NotReady, match="damaged"):
            engines.build.__wrapped__(engine)


def test_no_engine_at_all_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Engine:
        raise NotReady(f"{name} is missing", "run `make setup`")

    monkeypatch.setattr(engines, "build", missing)
    with pytest.raises(NotReady, match="make setup"):
        engines.engine()


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(NotReady, match="abacus"):
        engines.build("abacus")


def test_an_engine_is_built_once(onnx_engine: Engine) -> None:
    assert engines.build("onnx") is onnx_engine


def test_a_blank_page_has_no_words(onnx_engine: Engine) -> None:
    assert onnx_engine.read_words(np.full((600, 400, 3), 255, np.uint8)) == []


def test_small_text_on_a_large_empty_page_is_found(onnx_engine: Engine) -> None:
    receipt = cv2.imread(str(SAMPLES / "frischmarkt_lindenhof.png"))
    assert receipt is not None
    small = cv2.resize(receipt, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    page = np.full((2400, 1700, 3), 255, np.uint8)
    page[200:200 + small.shape[0], 900:900 + small.shape[1]] = small
    words = onnx_engine.read_words(page)
    assert any("17,86" in word.text for word in words)
    assert all(word.box[0] >= 880 for word in words)


def test_tiny_text_of_a_small_picture_is_looked_at_enlarged(onnx_engine: Engine,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    detector: Detector = onnx_engine.detector  # type: ignore[attr-defined]
    receipt = cv2.imread(str(SAMPLES / "frischmarkt_lindenhof.png"))
    assert receipt is not None
    small = cv2.resize(receipt, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    looked_at: list[tuple[int, ...]] = []
    detect = Detector.detect

    def watched(self: Detector, bgr: np.ndarray, *, max_pixels: int | None = None) -> list[np.ndarray]:
        looked_at.append(bgr.shape)
        return detect(self, bgr, max_pixels=max_pixels)

    monkeypatch.setattr(Detector, "detect", watched)
    boxes = detector.find(small)
    assert len(looked_at) == 2
    assert looked_at[1][0] > 1.15 * small.shape[0]
    assert len(boxes) > 10
    assert all((box[:, 0] < small.shape[1] + 10).all() and (box[:, 1] < small.shape[0] + 10).all() for box in boxes)


def test_a_detector_never_enlarges_and_boxes_start_top_left(onnx_engine: Engine) -> None:
    detector: Detector = onnx_engine.detector  # type: ignore[attr-defined]
    picture = open_document(SAMPLES / "greenleaf_grocers.webp").pages[0].bgr
    assert picture is not None
    for corners in detector.detect(picture):
        assert corners[0, 0] < corners[1, 0]
        assert corners[0, 1] < corners[3, 1]


DECODED = [
    ("a repeat is one letter", [[.1, .9, 0, 0], [.1, .9, 0, 0]], "a"),
    ("a blank parts a repeat", [[.1, .9, 0, 0], [.9, .1, 0, 0], [.1, .9, 0, 0]], "aa"),
    ("a likely space is put in", [[.1, .9, 0, 0], [.75, 0, 0, .25], [.1, 0, .9, 0]], "a b"),
    ("an unlikely space is not", [[.1, .9, 0, 0], [.95, 0, 0, .05], [.1, 0, .9, 0]], "ab"),
    ("nothing is nothing", [[1, 0, 0, 0]], ""),
]


@pytest.mark.parametrize(("what", "posterior", "text"), DECODED, ids=[case[0] for case in DECODED])
def test_a_posterior_is_decoded(what: str, posterior: list[list[float]], text: str) -> None:
    assert decode(np.array(posterior), ["", "a", "b", " "])[0] == text


@pytest.mark.parametrize(("line_height_px", "shape"), [
    pytest.param(30.0, (48, 18), id="one letter as high as the lines"),
    pytest.param(10.0, (48, 128), id="text that runs upwards"),
])
def test_a_high_box_is_turned_where_the_lines_are_lower(line_height_px: float, shape: tuple[int, int]) -> None:
    box = np.array([[10, 10], [22, 10], [22, 42], [10, 42]], np.float32)
    line = recogniser.cut_line(np.full((60, 60, 3), 255, np.uint8), box, line_height_px=line_height_px)
    assert line.shape[:2] == shape


def test_words_of_a_tilted_picture_cover_the_total() -> None:
    try:
        words = read_words(SAMPLES / "taler_discount_tilted.jpg")
    except NotReady as error:
        pytest.skip(str(error))
    assert "21,86" in " ".join(word.text for word in words)


def test_reading_starts_without_the_heavy_libraries() -> None:
    program = ("import sys, ocr.receipt, ocr.engines.onnx_engine; "
               "print([m for m in ('sqlalchemy', 'duckdb', 'sklearn', 'pandas', 'paddleocr', 'streamlit') "
               "if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_latin_lines_read_with_the_small_head_read_as_with_the_whole_one(onnx_engine: Engine,
                                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    picture = open_document(SAMPLES / "frischmarkt_lindenhof.png").pages[0].bgr
    assert picture is not None
    assert isinstance(onnx_engine, ThoroughEngine)
    small = [word.text for word in onnx_engine.read_thoroughly(picture)]
    monkeypatch.setattr(recogniser, "MIN_LATIN_LOGIT", float("inf"))
    assert [word.text for word in onnx_engine.read_thoroughly(picture)] == small


def test_frames_no_latin_letter_fits_are_read_with_all_characters() -> None:
    """The small head knows blank, "a" and space; the whole one also a character of another script."""
    characters = ["", "a", "\u6885", " "]

    class Session:
        """Gives one frame: its features, and the logits of the small head."""

        def __init__(self, features: list[float]) -> None:
            self.features = np.array([[features]], np.float32)

        def get_inputs(self) -> list[SimpleNamespace]:
            return [SimpleNamespace(name="x")]

        def run(self, _: None, __: dict[str, np.ndarray]) -> list[np.ndarray]:
            return [self.features[:, :, [0, 1, 3]], self.features]

    def text(features: list[float]) -> str:
        reader = recogniser.Recogniser(Session(features), characters, np.eye(4, dtype=np.float32),
                                       np.zeros(4, np.float32))
        return reader.read(np.zeros((48, 96, 3), np.uint8), np.array([[0, 0], [96, 0], [96, 48], [0, 48]]))[0]

    assert text([0, 20, 1, 0]) == "a"
    assert text([2, 0, 20, 0]) == "\u6885"


SETTINGS = [
    ("plain and quoted", """  - $\n  - '!'\n  - ''''\n  - '"'\n  - \u6885\n""", ["$", "!", "'", '"', "\u6885"]),
    ("in any other way that YAML allows", """  - "\\u3000"\n  - a\n""", ["\u3000", "a"]),
]


@pytest.mark.parametrize(("listed", "characters"), [case[1:] for case in SETTINGS], ids=[case[0] for case in SETTINGS])
def test_the_characters_of_a_model_are_read_as_yaml_reads_them(listed: str, characters: list[str],
                                                               tmp_path: Path) -> None:
    settings = tmp_path / "inference.yml"
    settings.write_text(f"PostProcess:\n  name: CTCLabelDecode\n  character_dict:\n{listed}Global:\n  a: 1\n", "utf-8")
    assert read_characters(settings) == ["", *characters, " "]


def test_a_network_with_another_head_is_refused_with_a_reason() -> None:
    with pytest.raises(ValueError, match="no node makes"):
        split_head(bytes([7 << 3 | 2, 0]), [0])
