"""The encoder in JAX, with corrections of low rank in its last layers, and two heads to tune them by."""

from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bot.nlu.encoder.adapter import DOWN, UP, VECTOR, Adapter
from bot.nlu.encoder.weights import Weights

TUNED = 8
"""How many of the last layers are tuned. The first ones read words, and are kept as they are."""

RANK = 16
"""Width of the thin matrices. 8 layers of this make a file of about 3 MB."""

DROPOUT = 0.1
SHARPNESS = 4.0
"""What the heads multiply a sentence vector by, so that they learn as quickly as the layers."""

MATRICES = ("q", "k", "v", "ao", "fi", "fo")
Tree = dict[str, Any]


def frozen_part(weights: Weights) -> Tree:
    """Return the numbers of the encoder that tuning leaves alone."""
    shape, numbers = weights.shape, {}
    for layer in range(shape.layers):
        for name in MATRICES:
            rows = shape.inner if name == "fi" else shape.width
            columns = shape.inner if name == "fo" else shape.width
            numbers[f"l{layer}.{name}.w"] = jnp.asarray(weights.matrix(f"l{layer}.{name}.w", rows, columns).T)
    for name in _vector_names(range(shape.layers - TUNED)):
        numbers[name] = jnp.asarray(weights.vector(name))
    for end in ("w", "b"):
        numbers[f"emb.ln.{end}"] = jnp.asarray(weights.vector(f"emb.ln.{end}"))
    return numbers


def tuned_part(weights: Weights, frozen: Tree, classes: Mapping[str, int], start: Adapter, seed: int) -> Tree:
    """Return the numbers that tuning changes, as `start` has them, and empty heads."""
    chance, shape = np.random.default_rng(seed), weights.shape
    tuned_layers = range(shape.layers - TUNED, shape.layers)
    numbers: Tree = {name: jnp.asarray(weights.vector(name)) for name in _vector_names(tuned_layers)}
    for layer in tuned_layers:
        for name in MATRICES:
            rows, columns = frozen[f"l{layer}.{name}.w"].shape
            random = chance.normal(0, rows**-0.5, (rows, RANK)).astype(np.float32)
            numbers[f"l{layer}.{name}.{DOWN}"] = jnp.asarray(random)
            numbers[f"l{layer}.{name}.{UP}"] = jnp.zeros((RANK, columns), jnp.float32)
    for name in numbers:
        if _stored_as(name) in start.arrays:
            numbers[name] = jnp.asarray(start.arrays[_stored_as(name)])
    for head, count in classes.items():
        numbers[f"head.{head}.w"] = jnp.zeros((shape.width, count), jnp.float32)
        numbers[f"head.{head}.b"] = jnp.zeros(count, jnp.float32)
    return numbers


def adapter_arrays(tuned: Tree) -> dict[str, np.ndarray]:
    """Return what the assistant needs of the tuned numbers, in half the precision."""
    kept = {name: value for name, value in tuned.items() if not name.startswith("head.")}
    return {_stored_as(name): np.asarray(value).astype(np.float16) for name, value in kept.items()}


def _stored_as(name: str) -> str:
    return name if name.endswith((DOWN, UP)) else f"{name}.{VECTOR}"


def _vector_names(layers: range) -> list[str]:
    ends = [*(f"{name}.b" for name in MATRICES), "aln.w", "aln.b", "oln.w", "oln.b"]
    return [f"l{layer}.{end}" for layer in layers for end in ends]


class Network:
    """The forward pass; one object, since its measures are constants of the compiled code."""

    def __init__(self, weights: Weights) -> None:
        self._shape = weights.shape
        self._first_tuned = weights.shape.layers - TUNED

    def vectors(self, tuned: Tree, frozen: Tree, pieces: Any, mask: Any, key: Any = None) -> Any:
        """Return a vector for each text; `key` sets numbers to zero by chance while learning."""
        numbers = {**frozen, **tuned}
        state = self._norm(pieces, numbers, "emb.ln")
        hidden = (1.0 - mask)[:, None, None, :] * -1e9
        for layer in range(self._shape.layers):
            learning = key is not None and layer >= self._first_tuned
            keys = jax.random.split(jax.random.fold_in(key, layer)) if learning else (None, None)
            state = self._layer(state, hidden, numbers, f"l{layer}", keys)
            if layer == self._first_tuned - 1:
                state = jax.lax.stop_gradient(state)
        return (state * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)

    def loss(self, tuned: Tree, frozen: Tree, batch: Tree, key: Any) -> Any:
        """Return how badly the topics and schemes of a batch are told from its vectors."""
        vectors = self.vectors(tuned, frozen, batch["pieces"], batch["mask"], key)
        vectors = _dropped(vectors, jax.random.fold_in(key, self._shape.layers))
        topics, schemes = (
            jax.nn.log_softmax(vectors @ tuned[f"head.{head}.w"] * SHARPNESS + tuned[f"head.{head}.b"])
            for head in ("intents", "schemes")
        )
        return -(batch["intents"] * topics).sum(-1).mean() - (batch["schemes"] * schemes).sum(-1).mean()

    def _layer(self, state: Any, hidden: Any, numbers: Tree, layer: str, keys: Any) -> Any:
        texts, length, width = state.shape
        heads = self._shape.heads
        asked, offered, content = (
            _linear(state, numbers, f"{layer}.{name}").reshape(texts, length, heads, -1).transpose(0, 2, 1, 3)
            for name in ("q", "k", "v")
        )
        fit = asked @ offered.transpose(0, 1, 3, 2) * (width // heads) ** -0.5 + hidden
        seen = (jax.nn.softmax(fit, -1) @ content).transpose(0, 2, 1, 3).reshape(texts, length, width)
        state = self._norm(state + _dropped(_linear(seen, numbers, f"{layer}.ao"), keys[0]), numbers, f"{layer}.aln")
        risen = jax.nn.gelu(_linear(state, numbers, f"{layer}.fi"), approximate=False)
        return self._norm(state + _dropped(_linear(risen, numbers, f"{layer}.fo"), keys[1]), numbers, f"{layer}.oln")

    def _norm(self, state: Any, numbers: Tree, name: str) -> Any:
        centred = state - state.mean(-1, keepdims=True)
        spread = (centred * centred).mean(-1, keepdims=True) + self._shape.epsilon
        return centred * jax.lax.rsqrt(spread) * numbers[f"{name}.w"] + numbers[f"{name}.b"]


def _linear(state: Any, numbers: Tree, name: str) -> Any:
    product = state @ numbers[f"{name}.w"] + numbers[f"{name}.b"]
    down = numbers.get(f"{name}.{DOWN}")
    return product if down is None else product + (state @ down) @ numbers[f"{name}.{UP}"]


def _dropped(state: Any, key: Any) -> Any:
    if key is None:
        return state
    return jnp.where(jax.random.bernoulli(key, 1 - DROPOUT, state.shape), state / (1 - DROPOUT), 0)
