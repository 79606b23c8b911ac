"""Run Rasa, the action server and the gateway under supervisord, and say what happens.

supervisord restarts a process that dies; when one will not stay up, everything is stopped and the last lines of
its log are shown.
"""

import contextlib
import os
import secrets
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from xmlrpc.client import Fault, ServerProxy

import httpx
from supervisor.xmlrpc import SupervisorTransport

from bot.run.preflight import RASA_PYTHON, NotReadyError, free_port
from bot.settings import ROOT, Settings

START_SECONDS = 300
"""Longest the processes may take to answer; a cold disk or a busy machine is slow."""

POLL_SECONDS = 0.25
LOG_LINES = 25

CONFIG = """\
[supervisord]
nodaemon=true
logfile={logs}/supervisord.log
pidfile={folder}/supervisord.pid
childlogdir={logs}
[unix_http_server]
file={socket}
chmod=0700
[supervisorctl]
serverurl=unix://{socket}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""

PROGRAM = """\
[program:{name}]
command={command}
directory={root}
autorestart=true
startsecs=3
startretries=3
stopwaitsecs=8
stopasgroup=true
killasgroup=true
redirect_stderr=true
stdout_logfile={logs}/{name}.log
environment={environment}
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""

SECRETS = ("TELEGRAM_BOT_TOKEN", "TELEGRAM_SECRET", "OIDC_CLIENT_SECRET", "SMTP_PASSWORD", "HANDOFF_WEBHOOK_SECRET")
"""What only the gateway needs to know."""

WITHHELD = {
    "rasa": {"LOG_LEVEL": "INFO", "DATABASE_URL": "", "REDIS_URL": "", **dict.fromkeys(SECRETS, "")},
    "actions": dict.fromkeys(SECRETS, ""),
}
"""What a process does not get to know: Rasa needs no database and no token, and its debug log would quote messages."""


@dataclass(frozen=True)
class Ports:
    """Where the three processes listen."""

    gateway: int
    rasa: int
    actions: int


class Supervised:
    """The running assistant; use as a context manager."""

    def __init__(self, settings: Settings, model: Path) -> None:
        """Choose ports and write the configuration; nothing is started yet."""
        self.settings = settings
        self.ports = Ports(settings.port, free_port(), free_port())
        self.logs = settings.var_dir / "log"
        self.logs.mkdir(parents=True, exist_ok=True)
        # A unix socket's path may be about 100 characters at most, and a checkout may lie deep.
        self._folder = Path(tempfile.mkdtemp(prefix="nav-assistant-"))
        self._socket = self._folder / "supervisor.sock"
        self._config = self._folder / "supervisord.conf"
        self._config.write_text(self._configuration(model), "utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The public address."""
        host = "127.0.0.1" if self.settings.host in {"0.0.0.0", "::"} else self.settings.host  # noqa: S104
        return f"http://{host}:{self.ports.gateway}"

    def _configuration(self, model: Path) -> str:
        python = shlex.quote(sys.executable)
        rasa = shlex.quote(str(RASA_PYTHON))
        commands = {
            "actions": f"{python} -m actions.server --port {self.ports.actions}",
            "rasa": (
                f"{rasa} -m bot.nlu.rasa_main run --interface 127.0.0.1 --port {self.ports.rasa} "
                f"--model {shlex.quote(str(model))} --endpoints endpoints.yml --credentials credentials.yml"
            ),
            "gateway": (
                f"{python} -m uvicorn bot.app:app --factory --host {self.settings.host} "
                f"--port {self.ports.gateway} --no-access-log --no-server-header --ws websockets-sansio"
            ),
        }
        values = {"logs": self.logs, "folder": self._folder, "socket": self._socket, "root": ROOT}
        parts = [CONFIG.format(**values)]
        for name, command in commands.items():
            environment = ",".join(f'{key}="{value}"' for key, value in WITHHELD.get(name, {}).items())
            # supervisord reads a percent sign as the start of a placeholder.
            escaped = {key: str(value).replace("%", "%%") for key, value in values.items()}
            command = command.replace("%", "%%")
            parts.append(PROGRAM.format(name=name, command=command, environment=environment, **escaped))
        return "\n".join(parts)

    def _environment(self) -> dict[str, str]:
        """Return what the processes are told; the shared secret is new at every start."""
        environment = {
            **os.environ,
            "RASA_URL": f"http://127.0.0.1:{self.ports.rasa}",
            "ACTIONS_URL": f"http://127.0.0.1:{self.ports.actions}",
            "INTERNAL_TOKEN": secrets.token_urlsafe(32),
            "PORT": str(self.ports.gateway),
            "PYTHONUNBUFFERED": "1",
            "VAR_DIR": str(self.settings.var_dir),
            "DATABASE_URL": self.settings.resolved_database_url,
        }
        environment.pop("PYTHONWARNINGS", None)
        return environment

    def start(self) -> None:
        """Start the processes; they log to files under `var/log`."""
        for name in ("actions", "rasa", "gateway"):
            (self.logs / f"{name}.log").write_bytes(b"")
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(self._config)],
            cwd=ROOT,
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __enter__(self) -> "Supervised":
        """Start, and return once everything answers."""
        self.start()
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop everything."""
        self.stop()

    def states(self) -> dict[str, dict[str, Any]]:
        """Return what supervisord says of each process; empty while it does not answer."""
        with contextlib.suppress(OSError, Fault):
            transport = SupervisorTransport("", "", f"unix://{self._socket}")
            with ServerProxy("http://127.0.0.1", transport) as server:
                processes: Any = server.supervisor.getAllProcessInfo()
            return {item["name"]: item for item in processes}
        return {}

    def check(self) -> None:
        """Raise `NotReadyError`, with the log's last lines, when a process was given up or supervisord is gone."""
        if self._process is not None and self._process.poll() is not None:
            raise NotReadyError("The supervisor stopped.\n" + self.tail("supervisord"))
        for name, state in self.states().items():
            if state["statename"] == "FATAL":
                raise NotReadyError(f"The process '{name}' does not stay up. Its log ends:\n{self.tail(name)}")

    def wait_until_ready(self) -> None:
        """Wait until the gateway says that every part can answer.

        Raises:
            NotReadyError: a process was given up, or it took too long.
        """
        deadline = time.monotonic() + START_SECONDS
        missing = "the gateway"
        while time.monotonic() < deadline:
            self.check()
            with contextlib.suppress(httpx.HTTPError):
                answer = httpx.get(f"{self.url}/ready", timeout=5, trust_env=False)
                if answer.status_code == 200:
                    return
                missing = answer.text[:300]
            time.sleep(POLL_SECONDS)
        logs = "\n".join(f"--- {name}\n{self.tail(name)}" for name in ("rasa", "actions", "gateway"))
        raise NotReadyError(f"Not ready after {START_SECONDS} s; missing: {missing}\n{logs}")

    def tail(self, name: str, lines: int = LOG_LINES) -> str:
        """Return the last lines of a process's log."""
        path = self.logs / f"{name}.log"
        if not path.exists():
            return "(no log)"
        return "\n".join(path.read_text("utf-8", "replace").splitlines()[-lines:])

    def watch(self) -> None:
        """Block until interrupted; restarts are told, a process that was given up ends everything."""
        known: dict[str, int] = {}
        while True:
            self.check()
            for name, state in self.states().items():
                pid = int(state["pid"])
                if pid and known.get(name, pid) != pid:
                    sys.stdout.write(f"The process '{name}' had stopped and was started again.\n")
                    sys.stdout.flush()
                if pid:
                    known[name] = pid
            time.sleep(1)

    def stop(self) -> None:
        """Stop supervisord and with it every process."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None
        for leftover in self._folder.glob("*"):
            leftover.unlink(missing_ok=True)
        self._folder.rmdir()
