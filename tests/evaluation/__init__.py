"""Held-out messages, and what measures the assistant with them."""
