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
        return _run_name(self, run, photos, fine)


@dataclass(frozen=True, slots=True)
class WholeSettings:
    """How a whole network trains after its tail.

    rate: peak of the last layer's; each layer before has `rate_decay` of the next one's.
    cut_share, blend_share: of the batches in which a part of each view is another's, and in which two are blended.
    start_share: of the weights that are kept, what the start has in them (`network.between`).
    """

    view_px: int = 192
    epochs: int = 12
    batch: int = 32
    rate: float = 2e-4
    rate_decay: float = 0.9
    linear_rate: float = 3e-4
    weight_decay: float = 0.01
    label_smoothing: float = 0.1
    coarse_loss_share: float = 0.3
    cut_share: float = 0.3
    blend_share: float = 0.3
    mixup_beta: float = 0.2
    dropout: float = 0.2
    weight_average: float = 0.995
    start_share: float = 0.5
    seed: int = 20261122

    def run_name(self, run: str, photos: np.ndarray, fine: np.ndarray) -> str:
        """Return a name that only the same settings on the same photos have."""
        return _run_name(self, run, photos, fine)


def _run_name(settings: TuneSettings | WholeSettings, run: str, photos: np.ndarray, fine: np.ndarray) -> str:
    digest = hashlib.sha256(repr(settings).encode())
    digest.update(photos.astype(np.int64).tobytes())
    digest.update(fine[photos].astype(np.int64).tobytes())
    return f"{run}-{digest.hexdigest()[:8]}"
