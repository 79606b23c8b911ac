"""Keeps pytest away: these tests run under unittest in the tuning environment."""

collect_ignore_glob = ["*.py"]
