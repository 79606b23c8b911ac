"""The dialogue: pure functions from meaning to answer."""
