"""Tune a whole network on pictures, after its tail (`tune`): strong views made anew each epoch (needs torch).

Starts from a tuned tail and its linear layer on the published trunk, in half precision where products allow it. The
nearer a layer is to the picture, the smaller its rate. What is kept lies half-way between the start and the averaged
weights.
"""

import copy
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

from recognition.looks.embedder import EMBEDDING, open_session
from recognition.looks.views import READING_PX
from recognition.training.network import Whole, between
from recognition.training.quick_layers import quicken
from recognition.training.strong_views import strong_view
from recognition.training.tune import load_checkpoint, save_checkpoint, set_rates, tuning_loss
from recognition.training.tune_settings import WholeSettings

GRADIENT_NORM = 2.0
Run = Callable[[np.ndarray], np.ndarray]


def tune_whole(
    start: Whole,
    linear: nn.Linear,
    paths: Sequence[Path],
    fine: np.ndarray,
    coarse_of_fine: np.ndarray,
    settings: WholeSettings,
    checkpoint: Path,
    report: Callable[[str], None],
) -> Whole:
    """Train a copy of a network on photos and return a network between its averaged weights and the start.

    linear: from embeddings to classes, where it starts. paths, fine: of the photos to train on alone, backgrounds too
    come from them. checkpoint: written after each epoch; a run that was cut short goes on from there, a finished one
    is only loaded.
    """
    images = [Image.open(path).convert("RGB") for path in paths]
    network, linear = copy.deepcopy(start).to(memory_format=torch.channels_last), copy.deepcopy(linear)
    quicken(network)
    average = copy.deepcopy(network)
    groups = _groups(network, linear, settings)
    optimizer = torch.optim.AdamW(groups, weight_decay=settings.weight_decay)
    trained = [weight for group in groups for weight in group["params"]]
    state = {"network": network, "average": average, "linear": linear, "optimizer": optimizer}
    steps = math.ceil(len(images) / settings.batch)
    membership = functional.one_hot(torch.from_numpy(coarse_of_fine)).float()
    for epoch in range(load_checkpoint(checkpoint, state), settings.epochs):
        rng = np.random.default_rng((settings.seed, epoch))
        torch.manual_seed(settings.seed + epoch)
        order, losses = rng.permutation(len(images)), []
        for step in range(steps):
            set_rates(optimizer, (epoch * steps + step) / steps, settings.epochs)
            batch = order[step * settings.batch : (step + 1) * settings.batch]
            views = np.stack([strong_view(images[n], images, rng, size_px=settings.view_px) for n in batch])
            target = functional.one_hot(torch.from_numpy(fine[batch]), len(membership)).float()
            mixed, target = _mixed(torch.from_numpy(views), target, settings, rng)
            with torch.autocast("cpu", torch.bfloat16):
                embedded = network(mixed.to(memory_format=torch.channels_last))
            with _full_products():
                scores = linear(functional.dropout(embedded.float(), settings.dropout))
                loss = tuning_loss(scores, target, membership, settings)
                optimizer.zero_grad()
                loss.backward()
            nn.utils.clip_grad_norm_(trained, GRADIENT_NORM)
            optimizer.step()
            _move_average(average, network, epoch * steps + step, settings)
            losses.append(loss.item())
        save_checkpoint(checkpoint, state, epoch + 1)
        report(f"{checkpoint.stem}: epoch {epoch + 1} of {settings.epochs}, loss {np.mean(losses):.3f}")
    return between(start, _plain(average, start), settings.start_share)


def run_whole(network: Whole, file: Path) -> Run:
    """Return a network as a function of views (N, 3, S, S), run by onnxruntime on one thread. file: where it is put."""
    axes = {"image": {0: "photos", 2: "height", 3: "width"}, "embedding": {0: "photos"}}
    torch.onnx.export(
        network.eval(), (torch.zeros(1, 3, READING_PX, READING_PX),), str(file), input_names=["image"],
        output_names=["embedding"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    session = open_session(file, 1)
    return lambda views: session.run(None, {"image": views})[0]


def embed_pictures(
    run: Run, paths: Sequence[Path], make_view: Callable[[Image.Image, int], np.ndarray]
) -> np.ndarray:
    """Return the embeddings (N, 1280) of pictures. make_view: called with the RGB picture and the photo's number."""
    parts = []
    for start in range(0, len(paths), 8):
        numbers = range(start, min(start + 8, len(paths)))
        parts.append(run(np.stack([make_view(Image.open(paths[n]).convert("RGB"), n) for n in numbers])))
    return np.concatenate(parts) if parts else np.zeros((0, EMBEDDING), dtype=np.float32)


@contextmanager
def _full_products() -> Iterator[None]:
    """Half precision is autocast's choice alone, whatever the process chose for other runs."""
    parts = (torch.backends.mkldnn.conv, torch.backends.mkldnn.matmul)
    before = [part.fp32_precision for part in parts]
    for part in parts:
        part.fp32_precision = "none"
    try:
        yield
    finally:
        for part, precision in zip(parts, before, strict=True):
            part.fp32_precision = precision


def _groups(network: Whole, linear: nn.Linear, settings: WholeSettings) -> list[dict]:
    layers = [network.trunk.stem, *network.trunk.blocks, *network.tail.blocks, network.tail.head]
    rates = [settings.rate * settings.rate_decay ** (len(layers) - 1 - place) for place in range(len(layers))]
    groups = [
        {"params": [weight for weight in layer.parameters() if weight.requires_grad], "peak": rate, "lr": rate}
        for layer, rate in zip(layers, rates, strict=True)
    ]
    return [*groups, {"params": list(linear.parameters()), "peak": settings.linear_rate, "lr": settings.linear_rate}]


def _mixed(
    views: torch.Tensor, target: torch.Tensor, settings: WholeSettings, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return views of which a rectangle is another's, or that are blended with another, and what they show so."""
    drawn, other = rng.random(), torch.from_numpy(rng.permutation(len(views)))
    if drawn < settings.cut_share:
        side = math.sqrt(1 - float(rng.beta(1, 1)))
        height, width = (int(views.shape[-1] * side) for _ in "hw")
        top, left = (int(rng.integers(0, views.shape[-1] - length + 1)) for length in (height, width))
        part = (..., slice(top, top + height), slice(left, left + width))
        views[part] = views[other][part]
        share = 1 - height * width / views.shape[-1] ** 2
    elif drawn < settings.cut_share + settings.blend_share:
        share = float(rng.beta(settings.mixup_beta, settings.mixup_beta))
        views = share * views + (1 - share) * views[other]
    else:
        return views, target
    return views, share * target + (1 - share) * target[other]


def _move_average(average: nn.Module, current: nn.Module, step: int, settings: WholeSettings) -> None:
    """The first steps count more, as there is nothing to average yet."""
    decay = min(settings.weight_average, (1 + step) / (10 + step))
    with torch.no_grad():
        for kept, new in zip(average.parameters(), current.parameters(), strict=True):
            kept.lerp_(new, 1 - decay)


def _plain(quick: nn.Module, like: Whole) -> Whole:
    """Return the weights of a quickened network in one as it was."""
    plain = copy.deepcopy(like)
    weights = [weight.detach().contiguous() for weight in quick.state_dict().values()]
    plain.load_state_dict(dict(zip(plain.state_dict(), weights, strict=True)))
    return plain.eval()
