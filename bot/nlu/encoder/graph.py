"""Write the encoder as an ONNX graph: from the vectors of word pieces to one vector a text."""

from typing import List, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.encoder.adapter import Adapter
from bot.nlu.encoder.engine import INPUT
from bot.nlu.encoder.weights import Weights

OPERATORS = 17
"""Version of ONNX's operators; the first with LayerNormalization."""

FORMAT = 8
"""Version of the file format that goes with it."""

OUTPUT = "vector"


class _Graph:
    """Collects nodes and numbers, and names each result after its node."""

    def __init__(self) -> None:
        self.nodes: List[onnx.NodeProto] = []
        self.numbers: List[onnx.TensorProto] = []

    def number(self, name: str, value: np.ndarray) -> str:
        self.numbers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], result: str, **options: object) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [result], **options))
        return result


class _Writer:
    """Writes the layers of one encoder."""

    def __init__(self, weights: Weights, adapter: Adapter) -> None:
        self._weights, self._adapter, self._shape = weights, adapter, weights.shape
        self._graph = _Graph()

    def write(self) -> onnx.ModelProto:
        graph, shape = self._graph, self._shape
        depth = shape.width // shape.heads
        graph.number("apart", np.array([0, 0, shape.heads, depth], dtype=np.int64))
        graph.number("together", np.array([0, 0, shape.width], dtype=np.int64))
        graph.number("half", np.array(0.5, dtype=np.float32))
        graph.number("one", np.array(1.0, dtype=np.float32))
        graph.number("root_half", np.array(np.sqrt(0.5), dtype=np.float32))
        state = self._normalised(INPUT, "emb.ln")
        for layer in range(shape.layers):
            state = self._layer(state, f"l{layer}")
        graph.node("ReduceMean", [state], OUTPUT, axes=[1], keepdims=0)
        sizes = (["texts", "pieces", shape.width], ["texts", shape.width])
        inputs, outputs = (
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, size)] for name, size in zip((INPUT, OUTPUT), sizes)
        )
        made = helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.numbers)
        return helper.make_model(made, opset_imports=[helper.make_opsetid("", OPERATORS)], ir_version=FORMAT)

    def _layer(self, state: str, layer: str) -> str:
        graph, width, inner = self._graph, self._shape.width, self._shape.inner
        scale = float((width // self._shape.heads) ** -0.5)
        asked = self._heads(self._linear(state, f"{layer}.q", width, width, scale), [0, 2, 1, 3])
        offered = self._heads(self._linear(state, f"{layer}.k", width, width), [0, 2, 3, 1])
        content = self._heads(self._linear(state, f"{layer}.v", width, width), [0, 2, 1, 3])
        shares = graph.node("Softmax", [graph.node("MatMul", [asked, offered], f"{layer}.fit")], f"{layer}.shares",
                            axis=-1)  # fmt: skip
        seen = graph.node("MatMul", [shares, content], f"{layer}.seen")
        seen = graph.node("Transpose", [seen], f"{layer}.turned", perm=[0, 2, 1, 3])
        seen = graph.node("Reshape", [seen, "together"], f"{layer}.joined")
        state = self._added(state, self._linear(seen, f"{layer}.ao", width, width), f"{layer}.aln")
        risen = self._gelu(self._linear(state, f"{layer}.fi", width, inner), f"{layer}.gelu")
        return self._added(state, self._linear(risen, f"{layer}.fo", inner, width), f"{layer}.oln")

    def _linear(self, state: str, name: str, inputs: int, outputs: int, scale: float = 1.0) -> str:
        matrix = self._adapter.matrix(name, self._weights.matrix(f"{name}.w", outputs, inputs).T) * np.float32(scale)
        vector = self._adapter.vector(f"{name}.b", self._weights.vector(f"{name}.b")) * np.float32(scale)
        product = self._graph.node("MatMul", [state, self._graph.number(f"{name}.w", matrix)], f"{name}.product")
        return self._graph.node("Add", [product, self._graph.number(f"{name}.b", vector)], f"{name}.sum")

    def _heads(self, state: str, order: List[int]) -> str:
        apart = self._graph.node("Reshape", [state, "apart"], f"{state}.apart")
        return self._graph.node("Transpose", [apart], f"{state}.heads", perm=order)

    def _gelu(self, state: str, name: str) -> str:
        graph = self._graph
        bent = graph.node("Erf", [graph.node("Mul", [state, "root_half"], f"{name}.in")], f"{name}.erf")
        factor = graph.node("Add", [bent, "one"], f"{name}.factor")
        return graph.node("Mul", [graph.node("Mul", [state, "half"], f"{name}.half"), factor], name)

    def _added(self, state: str, more: str, norm: str) -> str:
        return self._normalised(self._graph.node("Add", [state, more], f"{norm}.in"), norm)

    def _normalised(self, state: str, name: str) -> str:
        parts = [
            self._graph.number(
                f"{name}.{end}", self._adapter.vector(f"{name}.{end}", self._weights.vector(f"{name}.{end}"))
            )
            for end in ("w", "b")
        ]
        return self._graph.node(
            "LayerNormalization", [state, *parts], f"{name}.out", axis=-1, epsilon=self._shape.epsilon
        )


def encoder_graph(weights: Weights, adapter: Adapter) -> onnx.ModelProto:
    """Return the graph: input `pieces` (texts x pieces x width, no padding), output `vector` (texts x width)."""
    return _Writer(weights, adapter).write()
