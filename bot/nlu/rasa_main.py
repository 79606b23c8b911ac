"""Start Rasa's own command line as this assistant runs it: without TensorFlow, telemetry or extra threads.

Usage: ``python -m bot.nlu.rasa_main train|run|… [Rasa's arguments]`` in the Rasa environment.
"""

import os
import sys
import warnings
from pathlib import Path
from typing import Any

# The embedding engine reads this when it is loaded. Serving wants one thread (two that spin double the cost of a
# message); training embeds in batches and may use two.
if "train" not in sys.argv[1:2]:
    os.environ["OMP_NUM_THREADS"] = "1"
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

CONFIG = Path("config.yml")


def _quiet_deprecations() -> None:
    """Keep warnings about old interfaces inside Rasa's pinned dependencies out of the user's sight."""
    show = warnings.showwarning

    def shown(message: Any, category: Any, *rest: Any, **named: Any) -> None:
        if not issubclass(category, (DeprecationWarning, PendingDeprecationWarning, FutureWarning)):
            show(message, category, *rest, **named)

    warnings.showwarning = shown


def main() -> None:
    """Refuse a configuration that needs TensorFlow, then hand over to Rasa."""
    _quiet_deprecations()
    from bot.nlu import fast_validation, without_tensorflow

    without_tensorflow.install()
    if CONFIG.exists():
        import yaml

        try:
            without_tensorflow.refuse_neural_components(yaml.safe_load(CONFIG.read_text("utf-8")) or {})
        except without_tensorflow.TensorFlowComponentError as error:
            sys.exit(f"config.yml: {error}")
    fast_validation.install()
    import rasa.__main__

    rasa.__main__.main()


if __name__ == "__main__":
    main()
