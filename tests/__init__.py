"""Every test of the assistant."""
