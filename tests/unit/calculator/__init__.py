"""Tests of the calculator in conversation."""
