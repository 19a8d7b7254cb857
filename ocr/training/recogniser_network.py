"""A recogniser as a torch module: the graph of an .onnx file, run node by node, so that it can be trained.

The file stays the only description of the network: nodes may be added to it before training, and training writes its
weights back. Needs `onnx` and torch (requirements/train.txt); never imported at run time.
"""

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn

from ocr.training.recogniser_operations import OPERATIONS, Step, fused

# Residual blocks along the line, put before the neck: each sees nine frames (72 px) and mixes the channels.
BLOCK_FRAMES, BLOCK_WIDENING = 9, 3


def prepared(model: onnx.ModelProto, classes: list[int], *, blocks: int, seed: int = 0) -> onnx.ModelProto:
    """Return a recogniser that ends in the logits of `classes`, with so many residual blocks before its neck.

    The blocks begin as identity: what they add is multiplied by weights of zero.
    """
    graph = onnx.ModelProto.FromString(model.SerializeToString()).graph
    softmax = next(node for node in graph.node if node.output[0] == graph.output[0].name)
    pool = next(node for node in graph.node if node.op_type == "AveragePool")
    weights = {tensor.name: tensor for tensor in graph.initializer}
    head = [name for node in list(graph.node)[-8:] for name in node.input if name in weights][-2:]
    for name in head:
        values = numpy_helper.to_array(weights[name])
        weights[name].CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values[..., classes]), name))
    nodes = [node for node in graph.node if node is not softmax]
    place = nodes.index(pool) + 1
    channels = _channels_into(graph, pool.output[0])
    added, tensors, last = _blocks(pool.output[0], channels, blocks, seed)
    for node in nodes[place:]:
        for number, name in enumerate(node.input):
            if name == pool.output[0]:
                node.input[number] = last
    logits = helper.make_tensor_value_info(softmax.input[0], onnx.TensorProto.FLOAT, ["lines", "frames", "classes"])
    changed = helper.make_graph([*nodes[:place], *added, *nodes[place:]], graph.name, list(graph.input), [logits],
                                [*graph.initializer, *tensors])
    return helper.make_model(changed, opset_imports=list(model.opset_import), ir_version=model.ir_version)


def _channels_into(graph: onnx.GraphProto, name: str) -> int:
    """Return how many channels the convolutions before a value give."""
    weights = {tensor.name: tensor.dims for tensor in graph.initializer}
    channels = 0
    for node in graph.node:
        if name in node.output:
            return channels
        if node.op_type == "Conv" and node.input[1] in weights and node.attribute:
            channels = max(channels, int(weights[node.input[1]][0]) if weights[node.input[1]][2] == 3 else 0)
    raise ValueError(f"no node makes {name!r}")


def _blocks(source: str, channels: int, count: int,
            seed: int) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto], str]:
    """Return nodes and weights of the residual blocks, and the name of what comes out."""
    rng = np.random.default_rng(seed)
    nodes: list[onnx.NodeProto] = []
    tensors: list[onnx.TensorProto] = []

    def weight(name: str, *shape: int, scale: float) -> str:
        tensors.append(numpy_helper.from_array((rng.normal(size=shape) * scale).astype(np.float32), name))
        return name

    wide = BLOCK_WIDENING * channels
    for number in range(count):
        own = f"block.{number}"
        depth = [source, weight(f"{own}.depth", channels, 1, 1, BLOCK_FRAMES, scale=BLOCK_FRAMES ** -0.5),
                 weight(f"{own}.depth.bias", channels, scale=0.0)]
        up = [f"{own}.seen", weight(f"{own}.up", wide, channels, 1, 1, scale=channels ** -0.5),
              weight(f"{own}.up.bias", wide, scale=0.0)]
        down = [f"{own}.bent", weight(f"{own}.down", channels, wide, 1, 1, scale=0.0),
                weight(f"{own}.down.bias", channels, scale=0.0)]
        nodes += [
            helper.make_node("Conv", depth, [f"{own}.seen"], group=channels, kernel_shape=[1, BLOCK_FRAMES],
                             pads=[0, BLOCK_FRAMES // 2] * 2, strides=[1, 1], dilations=[1, 1]),
            helper.make_node("Conv", up, [f"{own}.wide"], group=1, kernel_shape=[1, 1], pads=[0] * 4, strides=[1, 1],
                             dilations=[1, 1]),
            helper.make_node("Relu", [f"{own}.wide"], [f"{own}.bent"]),
            helper.make_node("Conv", down, [f"{own}.change"], group=1, kernel_shape=[1, 1], pads=[0] * 4,
                             strides=[1, 1], dilations=[1, 1]),
            helper.make_node("Add", [source, f"{own}.change"], [f"{own}.out"]),
        ]
        source = f"{own}.out"
    return nodes, tensors, source


class Network(nn.Module):
    """Runs a graph of the operations that the recognisers are made of; its weights are the module's parameters.

    frozen_strides: so many of the convolutions that halve the height alone, and what comes before the next, are not
    trained.
    """

    def __init__(self, model: onnx.ModelProto, *, frozen_strides: int) -> None:
        super().__init__()
        self.model = model
        graph = model.graph
        self.keys: dict[str, str] = {}
        for tensor in graph.initializer:
            self._keep(tensor.name, torch.from_numpy(numpy_helper.to_array(tensor).copy()))
        renamed = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Identity"}
        steps = [(node.op_type, [_first(renamed, name) for name in node.input], node.output[0],
                  {one.name: helper.get_attribute_value(one) for one in node.attribute})
                 for node in graph.node if node.op_type != "Identity"]
        self.steps = fused(steps, self.keys)
        # The first strides see strokes, which are those of any print: leaving them alone halves the time of a step.
        self.frozen = [number for number, (operation, _, _, attributes) in enumerate(self.steps)
                       if operation == "Conv" and attributes["strides"] == [2, 1]][frozen_strides]
        self.source, self.last = graph.input[0].name, _first(renamed, graph.output[0].name)

    def _keep(self, name: str, values: torch.Tensor) -> None:
        """Keep an initializer: weights are trained, scalars and running statistics are not."""
        self.keys[name] = f"tensor_{len(self.keys)}"
        is_statistic = name.endswith((".w_1", ".w_2")) and "batch_norm" in name
        if values.is_floating_point() and values.numel() > 1 and not is_statistic:
            self.register_parameter(self.keys[name], nn.Parameter(values))
        else:
            self.register_buffer(self.keys[name], values)

    def forward(self, lines: torch.Tensor) -> torch.Tensor:
        """Return (lines, frames, classes) logits of (lines, 3, 48, width) pictures."""
        values = {self.source: lines}
        with torch.no_grad():
            self._run(self.steps[:self.frozen], values)
        self._run(self.steps[self.frozen:], values)
        return values[self.last]

    def _run(self, steps: list[Step], values: dict[str, torch.Tensor]) -> None:
        for operation, names, output, attributes in steps:
            inputs = [values[name] if name in values else getattr(self, self.keys[name]) for name in names]
            values[output] = OPERATIONS[operation](inputs, attributes)

    def written(self, weights: dict[str, torch.Tensor]) -> onnx.ModelProto:
        """Return the model with these weights, by the names of `state_dict`."""
        model = onnx.ModelProto.FromString(self.model.SerializeToString())
        for tensor in model.graph.initializer:
            values = weights[self.keys[tensor.name]].detach().numpy()
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values), tensor.name))
        return model


def _first(renamed: dict[str, str], name: str) -> str:
    while name in renamed:
        name = renamed[name]
    return name
