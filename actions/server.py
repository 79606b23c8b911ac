"""The action server: rasa-sdk's own application, on the internal address only.

Usage: ``python -m actions.server --port 5055``.
"""

import argparse
import warnings
from typing import Any

import structlog
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions import services
from bot import logs
from bot.settings import get_settings

log = structlog.get_logger(__name__)


class DomainlessExecutor(ActionExecutor):
    """Runs actions without Rasa's domain, which ours never read.

    rasa-sdk 3.21 asks for the domain again when it has none; Rasa 3.6 with `enable_selective_domain` never sends it
    and takes that question for a failure.
    """

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """Return the domain that was sent, or an empty one."""
        return payload.get("domain") or {}


def main() -> None:
    """Serve the actions until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5055)
    parser.add_argument("--host", default="127.0.0.1")
    arguments = parser.parse_args()
    settings = get_settings()
    logs.configure(settings.log_level, settings.log_format)
    # Rasa 3.6.21 with rasa-sdk 3.21 is the pair this assistant is tested with.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk", category=UserWarning)
    executor = DomainlessExecutor()
    executor.register_package("actions")
    services.texts()
    services.turns()
    app = create_app(executor)
    app.config.ACCESS_LOG = False
    app.prepare(host=arguments.host, port=arguments.port, single_process=True, motd=False, access_log=False)
    log.info("actions.ready", port=arguments.port)
    Sanic.serve_single(app)


if __name__ == "__main__":
    main()
