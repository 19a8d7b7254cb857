"""Fine-tune the tail on cached activations: minutes on one CPU core instead of hours (needs torch).

The trunk runs in onnxruntime, five times faster on a CPU than in torch, and once a picture and view only. Each
training photo gets a few views (one plain, the rest random) whose activations in front of the tail are kept on
disk as half floats; the tail then trains on one random view a photo and epoch. The linear layer starts from the
class means, scaled small: a start from LDA, which leans on low-variance directions and fits the training photos
almost fully, makes the first epoch destroy the embedding.

Two things halve a step on a CPU: depthwise kernels stay as published where settings say so (their gradient alone took
half of the time, for one weight in fifty), and 1 x 1 convolutions run as matrix products.
"""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

from recognition.looks.embedder import EMBEDDING
from recognition.looks.views import random_view, reading_view
from recognition.training.network import Tail, copy_tail
from recognition.training.quick_layers import Pointwise
from recognition.training.tune_settings import TuneSettings, WholeSettings

TrunkRun = Callable[[np.ndarray], np.ndarray]


def cache_activations(
    trunk: TrunkRun, paths: tuple[Path, ...], file: Path, make_view: Callable[[Image.Image, int], np.ndarray]
) -> np.ndarray:
    """Compute the trunk's activations of each photo once; later calls open the file.

    trunk: (N, 3, S, S) to activations, float32. make_view: called with the RGB picture and the photo's number.
    Returns (N, C, H, W) float16, memory-mapped; a split without photos gives no rows.
    """
    if not paths:
        return np.zeros((0, 1, 1, 1), dtype=np.float16)
    if file.is_file():
        return np.load(file, mmap_mode="r")
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    cache: np.ndarray | None = None
    for start in range(0, len(paths), 16):
        numbers = range(start, min(start + 16, len(paths)))
        views = np.stack([make_view(Image.open(paths[n]).convert("RGB"), n) for n in numbers])
        hidden = trunk(views).astype(np.float16)
        if cache is None:
            shape = (len(paths), *hidden.shape[1:])
            cache = np.lib.format.open_memmap(unfinished, mode="w+", dtype=np.float16, shape=shape)
        cache[start : start + len(hidden)] = hidden
    del cache
    unfinished.rename(file)
    return np.load(file, mmap_mode="r")


def cache_training_views(
    trunk: TrunkRun, paths: tuple[Path, ...], folder: Path, settings: TuneSettings
) -> list[np.ndarray]:
    """Return the cached activations of every view: a plain one first, then random ones, seeded by view and photo."""

    def view_maker(view: int) -> Callable[[Image.Image, int], np.ndarray]:
        if view == 0:
            return lambda image, _: reading_view(image, size_px=settings.view_px)
        return lambda image, photo: random_view(
            image, np.random.default_rng((settings.seed, view, photo)), size_px=settings.view_px
        )

    name = f"views-{settings.view_px}-{settings.seed}"
    return [
        cache_activations(trunk, paths, folder / name / f"{view}.npy", view_maker(view))
        for view in range(settings.views)
    ]


def embed(tail: Tail, activations: np.ndarray) -> np.ndarray:
    """Return the embeddings (N, 1280) float32 of cached activations."""
    tail = tail.to(memory_format=torch.channels_last)
    with torch.inference_mode():
        parts = [
            tail(_channels_last(activations[start : start + 32])).numpy()
            for start in range(0, len(activations), 32)
        ]
    return np.concatenate(parts) if parts else np.zeros((0, EMBEDDING), dtype=np.float32)


def _channels_last(activations: np.ndarray) -> torch.Tensor:
    """Return activations as the memory order in which depthwise convolutions are quickest on a CPU."""
    return torch.from_numpy(activations.astype(np.float32)).to(memory_format=torch.channels_last)


def _to_train(frozen: Tail, *, trains_depthwise: bool) -> Tail:
    """Return a copy for training, with quick 1 x 1 convolutions. Its weights keep their names."""
    tail = copy_tail(frozen).to(memory_format=torch.channels_last)
    for module in tail.modules():
        if isinstance(module, nn.Conv2d) and module.kernel_size == (1, 1):
            module.__class__ = Pointwise
        elif isinstance(module, nn.Conv2d):
            module.weight.requires_grad_(trains_depthwise)
    return tail


def tune_tail(
    frozen: Tail,
    views: list[np.ndarray],
    photos: np.ndarray,
    fine: np.ndarray,
    coarse_of_fine: np.ndarray,
    settings: TuneSettings,
    checkpoint: Path,
    report: Callable[[str], None],
) -> Tail:
    """Train a copy of the tail on some photos and return its averaged weights.

    photos: numbers of the photos to train on. fine: (N,) int, class of every photo. checkpoint: written after
    each epoch; a run that was cut short goes on from there, a finished one is only loaded.
    """
    rng = np.random.default_rng(settings.seed)
    tail, average = _to_train(frozen, trains_depthwise=settings.trains_depthwise), copy_tail(frozen)
    trained = [weight for weight in tail.parameters() if weight.requires_grad]
    linear = _linear_from_means(embed(frozen, views[0][photos]), fine[photos], len(coarse_of_fine), settings)
    optimizer = torch.optim.AdamW(
        [
            {"params": trained, "lr": settings.tail_rate, "peak": settings.tail_rate},
            {"params": linear.parameters(), "lr": settings.linear_rate, "peak": settings.linear_rate},
        ],
        weight_decay=settings.weight_decay,
    )
    state = {"tail": tail, "average": average, "linear": linear, "optimizer": optimizer}
    first_epoch = load_checkpoint(checkpoint, state)
    steps = math.ceil(len(photos) / settings.batch)
    membership = functional.one_hot(torch.from_numpy(coarse_of_fine)).float()
    for epoch in range(settings.epochs):
        order, view_of = rng.permutation(photos), rng.integers(0, len(views), len(fine))
        if epoch < first_epoch:
            continue
        torch.manual_seed(settings.seed + epoch)  # the same whether or not the run was cut short before
        losses = []
        for step in range(steps):
            set_rates(optimizer, (epoch * steps + step) / steps, settings.epochs)
            batch = order[step * settings.batch : (step + 1) * settings.batch]
            hidden = _channels_last(np.stack([views[view_of[n]][n] for n in batch]))
            loss = _loss(tail, linear, hidden, torch.from_numpy(fine[batch]), membership, settings)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*trained, *linear.parameters()], 2.0)
            optimizer.step()
            _move_average(average, tail, settings.weight_average)
            losses.append(loss.item())
        save_checkpoint(checkpoint, state, epoch + 1)
        report(f"{checkpoint.stem}: epoch {epoch + 1} of {settings.epochs}, loss {np.mean(losses):.3f}")
    return average.eval()


def _linear_from_means(
    embeddings: np.ndarray, fine: np.ndarray, classes: int, settings: TuneSettings
) -> nn.Linear:
    middle = embeddings.mean(0)
    means = np.stack([
        embeddings[fine == one].mean(0) - middle if (fine == one).any() else np.zeros_like(middle)
        for one in range(classes)
    ])
    variance = embeddings.var(0).mean()
    weight = torch.from_numpy(means / variance * settings.linear_start_scale).float()
    offset = torch.from_numpy(middle).float()
    linear = nn.Linear(means.shape[1], classes)
    with torch.no_grad():
        linear.weight.copy_(weight)
        half = 0.5 * torch.from_numpy((means**2).sum(1) / variance * settings.linear_start_scale).float()
        linear.bias.copy_(-half - weight @ offset)
    return linear


def _loss(
    tail: Tail, linear: nn.Linear, hidden: torch.Tensor, fine: torch.Tensor, membership: torch.Tensor,
    settings: TuneSettings,
) -> torch.Tensor:
    target = functional.one_hot(fine, len(membership)).float()
    if torch.rand(()) < 0.5:
        share = float(torch.distributions.Beta(settings.mixup_beta, settings.mixup_beta).sample())
        other = torch.randperm(len(fine))
        hidden = share * hidden + (1 - share) * hidden[other]
        target = share * target + (1 - share) * target[other]
    return tuning_loss(linear(functional.dropout(tail(hidden), settings.dropout)), target, membership, settings)


def tuning_loss(
    scores: torch.Tensor, target: torch.Tensor, membership: torch.Tensor, settings: TuneSettings | WholeSettings
) -> torch.Tensor:
    """Return the loss of scores (N, F): cross entropy of the smoothed classes, and a part of it of the coarse ones.

    target: (N, F), shares of the true classes. membership: (F, C), 1 where a fine class is of a coarse one.
    """
    smooth = target * (1 - settings.label_smoothing) + settings.label_smoothing / target.shape[1]
    fine_loss = -(smooth * scores.log_softmax(1)).sum(1).mean()
    coarse = (scores.softmax(1) @ membership).clamp_min(1e-8).log()
    return fine_loss - settings.coarse_loss_share * ((target @ membership) * coarse).sum(1).mean()


def set_rates(optimizer: torch.optim.Optimizer, epoch: float, epochs: int) -> None:
    """Set each group's rate, as a share of its "peak": half an epoch of warm-up, then a cosine to 0."""
    warm_up = 0.5
    done = (epoch - warm_up) / (epochs - warm_up)
    share = epoch / warm_up if epoch < warm_up else 0.5 + 0.5 * math.cos(math.pi * done)
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * share


def _move_average(average: nn.Module, current: nn.Module, decay: float) -> None:
    with torch.no_grad():
        for kept, new in zip(average.parameters(), current.parameters(), strict=True):
            kept.lerp_(new, 1 - decay)


def load_checkpoint(file: Path, state: dict) -> int:
    """Load what a run had after its last finished epoch into `state`, and return how many those are."""
    if not file.is_file():
        return 0
    saved = torch.load(file, weights_only=True)
    for name, part in state.items():
        part.load_state_dict(saved[name])
    return int(saved["epoch"])


def save_checkpoint(file: Path, state: dict, epoch: int) -> None:
    """Write what a run has after so many epochs, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    torch.save({name: part.state_dict() for name, part in state.items()} | {"epoch": epoch}, unfinished)
    unfinished.rename(file)
