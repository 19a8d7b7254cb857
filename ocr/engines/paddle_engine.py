"""The reference engine: PaddleOCR's own pipeline on onnxruntime, offline."""

import logging
import math
import os
from pathlib import Path
from typing import Any

import numpy as np

from ocr.engines.onnx_engine import DETECTOR, MIN_CONFIDENCE, RECOGNISER
from ocr.engines.weights import check_weights
from ocr.reading import Word

MAX_PIXELS = 690_000


class PaddleEngine:
    """Reads the words of a page with PaddleOCR; slower to start than `OnnxEngine`, same weights.

    is_default: the small detector, no shrinking and PaddleOCR's own thresholds, as `bench` compares with.
    """

    name = "paddle"
    version = "paddleocr-3.7.0-ppocrv6-tiny-small"

    def __init__(self, models: Path, *, is_default: bool = False) -> None:
        detector = "PP-OCRv6_small_det" if is_default else DETECTOR
        check_weights(models / detector, models / RECOGNISER)
        os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"  # else it looks for a model hub
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import cv2
        from paddleocr import PaddleOCR

        cv2.setNumThreads(1)
        logging.getLogger("paddlex").setLevel(logging.ERROR)
        tuned: dict[str, Any] = {} if is_default else {
            "text_recognition_batch_size": 1, "text_det_thresh": 0.2, "text_det_box_thresh": 0.4,
            "text_det_unclip_ratio": 1.4}
        self.is_default = is_default
        self.min_confidence = 0.0 if is_default else MIN_CONFIDENCE
        self.pipeline = PaddleOCR(
            engine="onnxruntime", device="cpu",
            engine_config={"intra_op_num_threads": 1, "inter_op_num_threads": 1},
            text_detection_model_name=detector, text_detection_model_dir=str(models / detector),
            text_recognition_model_name=RECOGNISER, text_recognition_model_dir=str(models / RECOGNISER),
            use_doc_orientation_classify=False, use_doc_unwarping=False, use_textline_orientation=False,
            **tuned)

    def read_words(self, bgr: np.ndarray) -> list[Word]:
        """Return the runs of text on a page, top to bottom; quads in pixels of `bgr`."""
        height, width = bgr.shape[:2]
        limits: dict[str, Any] = {}
        if not self.is_default:
            share = min(1.0, math.sqrt(MAX_PIXELS / (height * width)))
            longest = int(max(height, width) * share)
            limits = {"text_det_limit_type": "max", "text_det_limit_side_len": longest}
        result = self.pipeline.predict(bgr, **limits)[0]
        found = zip(result["rec_texts"], result["rec_scores"], result["rec_polys"], strict=True)
        return [Word(text, float(score), tuple((float(x), float(y)) for x, y in quad))  # type: ignore[arg-type]
                for text, score, quad in found if text.strip() and score >= self.min_confidence]
