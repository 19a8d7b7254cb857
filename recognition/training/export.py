"""Write the networks once to ONNX (needs torch).

One graph, any batch and size: `image` (N, 3, S, S) to `embedding` (N, 1280, of the first network as trained on
ImageNet: for distances), `tuned` (N, 1280 of each network, after tuning on groceries: for classes) and `logits`
(N, 1000 ImageNet classes: other foods, and what is no food). Weights of published trunks are stored as half
floats, those of all else as 8-bit integers with one scale for each channel, and made floats again when the session
loads: a third of the size, the same speed. What was tuned was rounded before its embeddings were measured: what ships
is what was scored.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from recognition.looks.views import READING_PX
from recognition.training.network import Tail, Trunk, Variant, Whole, load_network, rounded

_OPSET = 17
# Parts of the network whose weights are stored as 8-bit integers.
_ROUNDED = ("tuned.", "frozen.", "linear.")


class _Exported(nn.Module):
    def __init__(self, trunks: list[Trunk], tuned: list[Tail | Whole], frozen: Tail, linear: nn.Linear) -> None:
        super().__init__()
        self.trunks, self.tuned = nn.ModuleList(trunks), nn.ModuleList(tuned)
        self.frozen, self.linear = frozen, linear

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        first = self.trunks[0](image)
        embedding = self.frozen(first)
        tuned = [
            part(image) if isinstance(part, Whole) else part(first if number == 0 else trunk(image))
            for number, (trunk, part) in enumerate(zip(self.trunks, self.tuned, strict=True))
        ]
        return embedding, torch.cat(tuned, 1), self.linear(embedding)


def export(file: Path, tuned: dict[Variant, Tail | Whole]) -> None:
    """Write the ONNX file.

    tuned: of each network its tail or all of it, as tuned and rounded. Of the first the published one is written too.
    """
    loaded = [load_network(variant) for variant in tuned]
    _, frozen, linear = loaded[0]
    whole = _Exported([trunk for trunk, _, _ in loaded], list(tuned.values()), rounded(frozen), linear)
    names = ("image", "embedding", "tuned", "logits")
    axes = {name: {0: "photos"} for name in names}
    axes["image"] |= {2: "height", 3: "width"}
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        whole.eval(), (torch.zeros(1, 3, READING_PX, READING_PX),), str(file), input_names=["image"],
        output_names=list(names[1:]), dynamic_axes=axes, opset_version=_OPSET,
        dynamo=False,
    )  # fmt: skip
    save_small(file)


def export_trunk(file: Path, trunk: Trunk) -> None:
    """Write the trunk alone, for any size of picture: `image` (N, 3, S, S) to `hidden` (N, 112, S/16, S/16)."""
    axes = {0: "photos", 2: "height", 3: "width"}
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        trunk.eval(), (torch.zeros(1, 3, READING_PX, READING_PX),), str(file), input_names=["image"],
        output_names=["hidden"], dynamic_axes={"image": axes, "hidden": axes}, opset_version=_OPSET, dynamo=False,
    )  # fmt: skip


def save_small(file: Path) -> None:
    """Write a model again with its weights as 8-bit integers in the tails and as half floats elsewhere."""
    import onnx

    model = onnx.load(file)
    _store_small(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, file)


def _store_small(graph: Any) -> None:
    """Replace each large float32 table by a small copy and what makes floats of it, which loading folds away."""
    from onnx import TensorProto, helper, numpy_helper

    large = [table for table in graph.initializer if table.data_type == TensorProto.FLOAT and np.prod(table.dims) > 256]
    nodes = []
    for table in large:
        name, weights = table.name, numpy_helper.to_array(table)
        graph.initializer.remove(table)
        if not name.startswith(_ROUNDED):
            graph.initializer.append(numpy_helper.from_array(weights.astype(np.float16), f"{name}_half"))
            nodes.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
            continue
        scale = np.abs(weights).max(tuple(range(1, weights.ndim)), keepdims=True).clip(1e-12) / 127
        whole = np.round(weights / scale).astype(np.int8)
        graph.initializer.append(numpy_helper.from_array(whole, f"{name}_whole"))
        graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}_scale"))
        nodes.append(helper.make_node("Cast", [f"{name}_whole"], [f"{name}_float"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", [f"{name}_float", f"{name}_scale"], [name]))
    for node in reversed(nodes):
        graph.node.insert(0, node)
