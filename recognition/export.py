"""Write the network once to ONNX: `python -m recognition.export [--tuned CHECKPOINT] [--out FILE]` (needs torch).

One graph, any batch: `image` (N, 3, S, S) to `embedding` (N, 1280, as trained on ImageNet: for distances),
`tuned` (N, 1280, after tuning on groceries: for classes) and `logits` (N, 1000 ImageNet classes: other
foods, and what is no food). Weights are stored as half floats and cast when the session loads: half the size,
the same speed, and differences far below what a crop by one pixel makes.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from recognition.network import Tail, Trunk, copy_tail, load_lite0
from recognition.views import READING_PX

WEIGHTS = Path(__file__).parent / "weights"


class _Exported(nn.Module):
    def __init__(self, trunk: Trunk, frozen: Tail, tuned: Tail, linear: nn.Linear) -> None:
        super().__init__()
        self.trunk, self.frozen, self.tuned, self.linear = trunk, frozen, tuned, linear

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        hidden = self.trunk(image)
        embedding = self.frozen(hidden)
        return embedding, self.tuned(hidden), self.linear(embedding)


def export(file: Path, tuned_weights: Path | None = None) -> None:
    """Write the ONNX file; without tuned weights both tails are the published one."""
    trunk, frozen, linear = load_lite0()
    tuned = copy_tail(frozen)
    if tuned_weights is not None:
        tuned.load_state_dict(torch.load(tuned_weights, weights_only=True)["average"])
    size = READING_PX
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        _Exported(trunk, frozen, tuned, linear).eval(),
        (torch.zeros(1, 3, size, size),),
        str(file),
        input_names=["image"],
        output_names=["embedding", "tuned", "logits"],
        dynamic_axes={name: {0: "photos"} for name in ("image", "embedding", "tuned", "logits")},
        opset_version=17,
        dynamo=False,
    )
    save_small(file)


def export_trunk(file: Path, trunk: Trunk) -> None:
    """Write the trunk alone, for any size of picture: `image` (N, 3, S, S) to `hidden` (N, 112, S/16, S/16)."""
    axes = {0: "photos", 2: "height", 3: "width"}
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        trunk.eval(), (torch.zeros(1, 3, READING_PX, READING_PX),), str(file), input_names=["image"],
        output_names=["hidden"], dynamic_axes={"image": axes, "hidden": axes}, opset_version=17, dynamo=False,
    )


def save_small(file: Path) -> None:
    """Write a model again with its weights as half floats."""
    import onnx

    model = onnx.load(file)
    _store_half_floats(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, file)


def _store_half_floats(graph: Any) -> None:
    """Replace each large float32 table by its half-float copy and a cast, which loading folds away."""
    from onnx import TensorProto, helper, numpy_helper

    large = [table for table in graph.initializer if table.data_type == TensorProto.FLOAT and np.prod(table.dims) > 256]
    casts = []
    for table in large:
        half = numpy_helper.from_array(numpy_helper.to_array(table).astype(np.float16), f"{table.name}_half")
        graph.initializer.remove(table)
        graph.initializer.append(half)
        casts.append(helper.make_node("Cast", [half.name], [table.name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)


def main() -> None:
    """Run the export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tuned", type=Path, help="checkpoint of recognition.train")
    parser.add_argument("--out", type=Path, default=WEIGHTS / "lite0.onnx")
    arguments = parser.parse_args()
    export(arguments.out, arguments.tuned)


if __name__ == "__main__":
    main()
