"""Tests of the handoff."""
