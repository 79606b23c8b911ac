"""Tuning, tested in its own environment: `.venv-tuning/bin/python -m unittest discover -s tests/tuning -t .`."""
