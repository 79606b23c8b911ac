"""Keeps pytest away: these tests run under unittest in the Rasa environment."""

collect_ignore_glob = ["*.py"]
