"""The operations that the recognisers' graphs are made of, in torch: what ONNX defines them to be, opset 11.

Needs torch (requirements/train.txt); never imported at run time.
"""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch.nn import functional

# Operation, names of inputs, name of output, attributes.
Step = tuple[str, list[str], str, dict[str, Any]]
# Chains of operations that torch has as one: the exact GELU, and a normalisation over the last axis.
_GELU = ["Div", "Erf", "Add", "Mul", "Mul"]
_NORMALISE = ["ReduceMean", "Sub", "Pow", "ReduceMean", "Add", "Sqrt", "Div", "Mul", "Add"]


def fused(steps: list[Step], weights: Mapping[str, str]) -> list[Step]:
    """Return the steps with each GELU, each normalisation, and each convolution with its bias as one step.

    weights: has the names of the values that the graph holds.
    """
    done: list[Step] = []
    place = 0
    while place < len(steps):
        step, count = _chain(steps[place:place + len(_NORMALISE)], weights)
        done.append(step)
        place += count
    return done


def _chain(ahead: list[Step], weights: Mapping[str, str]) -> tuple[Step, int]:
    """Return the next step, fused where it can be, and of how many steps it is made."""
    operations = [step[0] for step in ahead]
    operation, names, output, attributes = ahead[0]
    if operations[:len(_GELU)] == _GELU:
        return ("Gelu", names[:1], ahead[4][2], {}), len(_GELU)
    if operations == _NORMALISE:
        scale, shift, tiny = (next(name for name in ahead[place][1] if name in weights) for place in (7, 8, 4))
        return ("Normalise", [names[0], scale, shift, tiny], ahead[8][2], {}), len(_NORMALISE)
    if operations[:2] == ["Conv", "Add"] and len(names) == 2:
        bias = [name for name in ahead[1][1] if name in weights]
        if bias:
            return ("Conv", [*names, bias[0]], ahead[1][2], attributes), 2
    return (operation, names, output, attributes), 1


def _same_upper(values: torch.Tensor, attributes: dict[str, Any], filling: float) -> torch.Tensor:
    """Return values with what `auto_pad` SAME_UPPER adds below and on the right for strides of one."""
    if attributes.get("auto_pad") != b"SAME_UPPER":
        return values
    high, wide = (side - 1 for side in attributes["kernel_shape"])
    return functional.pad(values, (wide // 2, wide - wide // 2, high // 2, high - high // 2), value=filling)


def _convolve(inputs: list[torch.Tensor], attributes: dict[str, Any]) -> torch.Tensor:
    bias = inputs[2].flatten() if len(inputs) > 2 else None
    return functional.conv2d(_same_upper(inputs[0], attributes, 0.0), inputs[1], bias, stride=attributes["strides"],
                             padding=attributes["pads"][:2] if "pads" in attributes else 0,
                             dilation=attributes.get("dilations", [1, 1]), groups=attributes["group"])


def _reshape(inputs: list[torch.Tensor], _: dict[str, Any]) -> torch.Tensor:
    """Reshape; a side of 0 stays as it is."""
    shape = [inputs[0].shape[place] if side == 0 else side for place, side in enumerate(inputs[1].tolist())]
    return inputs[0].reshape(shape)


def _slice(inputs: list[torch.Tensor], _: dict[str, Any]) -> torch.Tensor:
    """Cut along some axes; inputs: values, starts, ends, and where they stand axes and steps (of one)."""
    values, starts, ends = inputs[0], inputs[1].tolist(), inputs[2].tolist()
    axes = inputs[3].tolist() if len(inputs) > 3 else list(range(len(starts)))
    where = [slice(None)] * values.dim()
    for axis, start, end in zip(axes, starts, ends, strict=True):
        where[axis] = slice(start, end)
    return values[tuple(where)]


OPERATIONS: dict[str, Callable[[list[torch.Tensor], dict[str, Any]], torch.Tensor]] = {
    "Conv": _convolve,
    "BatchNormalization": lambda i, a: functional.batch_norm(i[0], i[3], i[4], i[1], i[2], False, 0.0, a["epsilon"]),
    "Normalise": lambda i, a: functional.layer_norm(i[0], i[1].shape, i[1], i[2], float(i[3])),
    "Add": lambda i, a: i[0] + i[1],
    "Mul": lambda i, a: i[0] * i[1],
    "MatMul": lambda i, a: i[0] @ i[1],
    "Softmax": lambda i, a: i[0].softmax(a["axis"]),
    "Gelu": lambda i, a: functional.gelu(i[0]),
    "Relu": lambda i, a: functional.relu(i[0]),
    "Sigmoid": lambda i, a: i[0].sigmoid(),
    "HardSigmoid": lambda i, a: torch.clamp(i[0] * a["alpha"] + a["beta"], 0, 1),
    "ReduceMean": lambda i, a: i[0].mean(dim=a["axes"], keepdim=bool(a["keepdims"])),
    "AveragePool": lambda i, a: functional.avg_pool2d(i[0], a["kernel_shape"], a["strides"]),
    "MaxPool": lambda i, a: functional.max_pool2d(_same_upper(i[0], a, float("-inf")), a["kernel_shape"], a["strides"]),
    "Squeeze": lambda i, a: i[0].squeeze(a["axes"][0]),
    "Unsqueeze": lambda i, a: i[0].unsqueeze(a["axes"][0]),
    "Transpose": lambda i, a: i[0].permute(*a["perm"]),
    "Concat": lambda i, a: torch.cat(i, a["axis"]),
    "Shape": lambda i, a: torch.tensor(i[0].shape),
    "Reshape": _reshape,
    "Slice": _slice,
}
