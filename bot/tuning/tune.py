"""Tune the encoder: `python -m bot.tuning.tune SENTENCES ADAPTER [ROUNDS]`, as requirements/tuning.txt has it.

`make encoder` does all of it. An adapter that is there is tuned further, so that new sentences cost little; delete it
to begin anew.
"""

import sys
import time
from pathlib import Path
from typing import Any

import jax
import numpy as np
import optax

from bot.nlu.encoder.adapter import NO_ADAPTER, Adapter, read_adapter
from bot.nlu.encoder.weights import Weights, default_path
from bot.tuning.network import Network, Tree, adapter_arrays, frozen_part, tuned_part
from bot.tuning.sentences import Batches, read_sentences

ROUNDS = 3
RATE = 1e-3
"""Highest learning rate; it rises during the first part and then falls to nearly nothing."""

RISING = 0.06
DECAY = 0.01
LARGEST_STEP = 1.0
SEED = 20261122
TOLD_EVERY = 100


def tune(weights: Weights, batches: Batches, start: Adapter = NO_ADAPTER, rounds: int = ROUNDS) -> Tree:
    """Return the tuned numbers, from those of an earlier adapter on."""
    network, frozen = Network(weights), frozen_part(weights)
    classes = {"intents": len(batches.intents), "schemes": len(batches.schemes)}
    tuned = tuned_part(weights, frozen, classes, start, SEED)
    steps = rounds * batches.count()
    rate = optax.warmup_cosine_decay_schedule(0.0, RATE, int(steps * RISING), steps, RATE * 0.02)
    optimiser = optax.chain(optax.clip_by_global_norm(LARGEST_STEP), optax.adamw(rate, weight_decay=DECAY))
    memory = optimiser.init(tuned)

    @jax.jit
    def step(tuned: Tree, memory: Any, frozen: Tree, batch: Tree, key: Any) -> tuple[Tree, Any, Any]:
        loss, slope = jax.value_and_grad(network.loss)(tuned, frozen, batch, key)
        change, memory = optimiser.update(slope, memory, tuned)
        return optax.apply_updates(tuned, change), memory, loss

    begun, done, losses = time.monotonic(), 0, []
    key = jax.random.key(SEED)
    for _ in range(rounds):
        for batch in batches.round():
            tuned, memory, loss = step(tuned, memory, frozen, batch, jax.random.fold_in(key, done))
            losses.append(float(loss))
            done += 1
            if done % TOLD_EVERY == 0:
                minutes = (time.monotonic() - begun) / 60
                mean = np.mean(losses[-TOLD_EVERY:])
                sys.stdout.write(f"  step {done} of {steps}, loss {mean:.3f}, {minutes:.1f} min\n")
                sys.stdout.flush()
    return tuned


def main() -> None:
    """Tune on a file of sentences and write the adapter."""
    sentences, target = Path(sys.argv[1]), Path(sys.argv[2])
    weights = Weights(default_path())
    start = read_adapter(target) if target.exists() else NO_ADAPTER
    sys.stdout.write(f"Tuning from {start.digest} …\n")
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else ROUNDS
    arrays = adapter_arrays(tune(weights, Batches(weights, read_sentences(sentences), SEED), start, rounds))
    target.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(target, **arrays)
    sys.stdout.write(f"{target}: {target.stat().st_size / 1e6:.1f} MB, {read_adapter(target).digest}\n")


if __name__ == "__main__":
    main()
