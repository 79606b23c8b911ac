"""Imported before anything of Rasa's: puts the stand-ins for TensorFlow in place, as the assistant does."""

import warnings

from bot.nlu import fast_validation, without_tensorflow

with warnings.catch_warnings(record=True):
    # Rasa's pinned dependencies warn about old interfaces of each other when they are imported.
    without_tensorflow.install()
    fast_validation.install()
    import rasa.core.agent  # noqa: F401
