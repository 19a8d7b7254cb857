"""How the tail of a network is tuned, as plain values: torch is not needed to read or compare them."""

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class TuneSettings:
    """How a tail trains: the same settings on the same photos make the same tail.

    Rates are peaks; weight_average is the decay of the averaged copy that is kept.
    """

    views: int = 4
    trains_depthwise: bool = False
    view_px: int = 256
    epochs: int = 8
    batch: int = 32
    tail_rate: float = 2e-4
    linear_rate: float = 3e-4
    weight_decay: float = 0.01
    label_smoothing: float = 0.1
    coarse_loss_share: float = 0.3
    mixup_beta: float = 0.2
    dropout: float = 0.2
    linear_start_scale: float = 0.03
    weight_average: float = 0.99
    seed: int = 20261122

    def run_name(self, run: str, photos: np.ndarray, fine: np.ndarray) -> str:
        """Return a name that only the same settings on the same photos have, so that no run opens another's files."""
        digest = hashlib.sha256(repr(self).encode())
        digest.update(photos.astype(np.int64).tobytes())
        digest.update(fine[photos].astype(np.int64).tobytes())
        return f"{run}-{digest.hexdigest()[:8]}"
