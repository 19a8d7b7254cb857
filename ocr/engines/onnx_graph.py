"""Split the head off a recognition network: a smaller one stays inside, the whole one lies beside it.

A model file is a protocol buffer (onnx.proto of ONNX). Only the few fields needed here are read, by a small reader
of its wire format; everything else is copied as it stands, so the package `onnx` is not needed at run time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

# Field numbers of onnx.proto.
MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_INITIALIZER, GRAPH_OUTPUT, GRAPH_VALUE_INFO = 1, 5, 12, 13
NODE_INPUT, NODE_OUTPUT, NODE_OPERATION = 1, 2, 4
TENSOR_DIMENSION, TENSOR_TYPE, TENSOR_NAME, TENSOR_RAW_DATA = 1, 2, 8, 9
VALUE_NAME, VALUE_TYPE = 1, 2
FLOAT = 1
FLOAT_OF_ANY_SHAPE = b"\x0a\x02\x08\x01"  # TypeProto: tensor_type { elem_type: FLOAT }


@dataclass(frozen=True, slots=True)
class SplitModel:
    """A network with a smaller head, and the whole head beside it.

    content: the model, whose outputs are the logits of the kept classes (softmax is left to the caller) and,
    second, the features that go into its head. weights: (features, classes) and bias: (classes,) of the whole
    head, float32.
    """

    content: bytes
    weights: np.ndarray
    bias: np.ndarray


@dataclass(frozen=True, slots=True)
class _Node:
    operation: str
    inputs: tuple[str, ...]


def split_head(model: bytes, classes: Sequence[int]) -> SplitModel:
    """Return the model with a head of only `classes`, in that order.

    model: an .onnx file that ends in features x weights + bias, softmax. Raises ValueError when it does not.
    """
    graph = next(value for number, value, _ in _fields(memoryview(model)) if number == MODEL_GRAPH)
    nodes, output = _nodes_and_output(graph)
    logits, features, weights_name, bias_name = _find_head(nodes, output)
    tensors = {_text(value, TENSOR_NAME): value for number, value, _ in _fields(graph)
               if number == GRAPH_INITIALIZER}
    weights, bias = _array(tensors[weights_name]), _array(tensors[bias_name])
    smaller = {weights_name: weights[:, list(classes)], bias_name: bias[list(classes)]}
    parts: list[bytes | memoryview] = []
    for number, value, raw in _fields(graph):
        name = _text(value, TENSOR_NAME) if number == GRAPH_INITIALIZER else ""
        is_softmax = number == GRAPH_NODE and _text(value, NODE_OUTPUT) == output
        if name in smaller:
            parts.append(_encode(GRAPH_INITIALIZER, _tensor(name, smaller[name])))
        elif not is_softmax and number not in (GRAPH_OUTPUT, GRAPH_VALUE_INFO):  # these name the old shapes
            parts.append(raw)
    parts += [_encode(GRAPH_OUTPUT, _encode(VALUE_NAME, name.encode()) + _encode(VALUE_TYPE, FLOAT_OF_ANY_SHAPE))
              for name in (logits, features)]
    head = _varint(MODEL_GRAPH << 3 | 2) + _varint(sum(len(part) for part in parts))
    content = b"".join(piece for number, _, raw in _fields(memoryview(model))
                       for piece in ((head, *parts) if number == MODEL_GRAPH else (raw,)))
    return SplitModel(content, weights, bias)


def _nodes_and_output(graph: memoryview) -> tuple[dict[str, _Node], str]:
    """Return the nodes by the name of their first output, and the name of the graph's output."""
    nodes, output = {}, ""
    for number, value, _ in _fields(graph):
        if number == GRAPH_NODE:
            inputs = tuple(str(part, "utf-8") for field, part, _ in _fields(value) if field == NODE_INPUT)
            nodes[_text(value, NODE_OUTPUT)] = _Node(_text(value, NODE_OPERATION), inputs)
        elif number == GRAPH_OUTPUT:
            output = _text(value, VALUE_NAME)
    return nodes, output


def _find_head(nodes: dict[str, _Node], output: str) -> tuple[str, str, str, str]:
    """Return the names of logits, features, weights and bias; raises ValueError when the network ends otherwise."""
    softmax = _source(nodes, output)
    add = _source(nodes, softmax.inputs[0])
    product = _source(nodes, add.inputs[0])
    found = (softmax.operation, add.operation, product.operation)
    if found != ("Softmax", "Add", "MatMul"):
        raise ValueError(f"the network ends in {found}, not in MatMul, Add, Softmax")
    return softmax.inputs[0], product.inputs[0], product.inputs[1], add.inputs[1]


def _source(nodes: dict[str, _Node], name: str) -> _Node:
    """Return the node that makes a value, past nodes that only rename it; raises ValueError without one."""
    while name in nodes:
        if nodes[name].operation != "Identity":
            return nodes[name]
        name = nodes[name].inputs[0]
    raise ValueError(f"no node makes {name!r}")


def _array(tensor: memoryview) -> np.ndarray:
    """Return a float tensor with raw data as an array; raises ValueError for another kind."""
    shape = [value for number, value, _ in _fields(tensor) if number == TENSOR_DIMENSION]
    kind = [value for number, value, _ in _fields(tensor) if number == TENSOR_TYPE]
    data = [value for number, value, _ in _fields(tensor) if number == TENSOR_RAW_DATA]
    if kind != [FLOAT] or len(data) != 1:
        raise ValueError("the head is not stored as plain float32")
    return np.frombuffer(data[0], dtype="<f4").reshape(shape).copy()


def _tensor(name: str, values: np.ndarray) -> bytes:
    """Return a float array as a TensorProto."""
    shape = b"".join(bytes([TENSOR_DIMENSION << 3]) + _varint(side) for side in values.shape)
    kind = bytes([TENSOR_TYPE << 3, FLOAT])
    data = np.ascontiguousarray(values, dtype="<f4").tobytes()
    return shape + kind + _encode(TENSOR_NAME, name.encode()) + _encode(TENSOR_RAW_DATA, data)


def _text(message: memoryview, field: int) -> str:
    """Return the first text of a field, empty when there is none."""
    return next((str(value, "utf-8") for number, value, _ in _fields(message) if number == field), "")


def _fields(message: Any) -> Iterator[tuple[int, Any, memoryview]]:
    """Yield number, value (an int, or a memoryview of bytes) and the encoded whole of each field of a message."""
    place = 0
    while place < len(message):
        start = place
        key, place = _read_varint(message, place)
        kind = key & 7
        if kind == 0:
            value, place = _read_varint(message, place)
        else:
            size, place = _read_varint(message, place) if kind == 2 else ({1: 8, 5: 4}[kind], place)
            value = message[place:place + size]
            place += size
        yield key >> 3, value, message[start:place]


def _read_varint(message: memoryview, place: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, lowest first, and the place after it."""
    value = shift = 0
    while True:
        byte = message[place]
        place += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, place


def _varint(value: int) -> bytes:
    """Return a number of zero or more as `_read_varint` reads it."""
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    return bytes([*encoded, value])


def _encode(field: int, payload: bytes) -> bytes:
    """Return one field that holds bytes."""
    return _varint(field << 3 | 2) + _varint(len(payload)) + payload
