"""Measurements of speed and size, and the comparison with the default pipeline of Rasa."""
