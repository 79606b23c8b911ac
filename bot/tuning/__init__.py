"""Tunes the sentence encoder on the training sentences, in an environment of its own (JAX)."""
