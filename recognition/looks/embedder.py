"""The network at run time: pictures to embeddings with onnxruntime, loaded once a process."""

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pantry.errors import NotReady
from pantry.memory import give_back_freed_memory

if TYPE_CHECKING:
    import onnxruntime

WEIGHTS = Path(__file__).parents[1] / "weights"
MODEL_FILE = WEIGHTS / "networks.onnx"
EMBEDDING = 1280
BATCH = 2  # memory stays below 300 MB whatever the number of pictures


@dataclass(frozen=True, slots=True)
class Embedded:
    """What the network says of N views.

    embedding: (N, 1280), as trained on ImageNet. tuned: (N, 1280 of each network), tuned on groceries.
    logits: (N, 1000).
    """

    embedding: np.ndarray
    tuned: np.ndarray
    logits: np.ndarray


class Embedder:
    """Runs the ONNX model. threads: of one picture; two are quickest on two quiet cores."""

    def __init__(self, model: Path = MODEL_FILE, *, threads: int = 2) -> None:
        self._session = open_session(model, threads)

    def __call__(self, views: np.ndarray) -> Embedded:
        """Embed views (N, 3, S, S) float32 as `views.reading_view` makes them."""
        parts = [
            self._session.run(["embedding", "tuned", "logits"], {"image": views[start : start + BATCH]})
            for start in range(0, len(views), BATCH)
        ]
        return Embedded(*(np.concatenate(tables) for tables in zip(*parts, strict=True)))


def open_session(model: Path, threads: int) -> "onnxruntime.InferenceSession":
    """Open an ONNX model on the CPU. Raises NotReady when its file is missing."""
    import onnxruntime

    if not model.is_file():
        raise NotReady(f"the photo model {model.name} is missing", "check out recognition/weights")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    # Threads that wait in a loop double the processor time of a photo and, beside other work, its wall time too.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # What one photo needed is given back: kept for the next one it was a quarter of the memory, at the same speed.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    give_back_freed_memory()
    return session


def unit(table: np.ndarray) -> np.ndarray:
    """Return vectors of length 1 along the last axis."""
    return table / np.maximum(np.linalg.norm(table, axis=-1, keepdims=True), 1e-9)


def products(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return rows (N, D) @ columns (D, K), for a few rows, on the calling thread alone.

    `@` hands it to OpenBLAS, whose threads then wait for more work in a loop and take the cores from the network's:
    with them a photo took 58 instead of 46 ms on two threads, and 60 % more processor time.
    """
    return np.einsum("nd,dk->nk", rows, columns)


@functools.cache
def embedder(threads: int = 2) -> Embedder:
    """Return the process's one embedder for this number of threads."""
    return Embedder(threads=threads)


@functools.cache
def model_version() -> str:
    """Return the first 12 hex digits of the SHA-256 of the model and its head."""
    digest = hashlib.sha256()
    for file in (MODEL_FILE, WEIGHTS / "head.npz"):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
