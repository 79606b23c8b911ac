"""Understanding, tested in the Rasa environment: `.venv-rasa/bin/python -m unittest discover -s tests/nlu -t .`."""
