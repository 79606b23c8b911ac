"""A gateway in a process of its own, to be killed and started again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bot.settings import ROOT
from tests.gateway.conftest import TOKEN, free_port, settings_for


class Killable:
    """A gateway in a process of its own, that can be killed and comes back on the same port."""

    def __init__(self, folder: Path, backend: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = settings_for(folder, backend)
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.settings.resolved_database_url,
            "VAR_DIR": str(folder),
            "RASA_URL": backend,
            "ACTIONS_URL": backend,
            "INTERNAL_TOKEN": TOKEN,
            "RATE_PER_CONVERSATION": "100000/minute",
            "RATE_PER_ADDRESS": "100000/minute",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "bot.app:app", "--factory", "--port", str(self.port)]
        command += ["--no-access-log", "--ws", "websockets-sansio", "--log-level", "critical"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while True:
            assert time.monotonic() < deadline and self.process.poll() is None, "the gateway did not start"
            try:
                if httpx.get(f"{self.url}/health", timeout=2, trust_env=False).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
