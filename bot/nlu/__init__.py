"""Understanding: Rasa's NLU components and the launcher that runs Rasa without TensorFlow.

Runs in the Rasa environment (Python 3.10), so nothing here may import the rest of `bot`.
"""
