"""What must be in order before anything is started, each fault told in one clear sentence."""

import os
import shutil
import socket
from pathlib import Path

from bot.settings import ROOT, Settings

FREE_BYTES = 300 * 1024 * 1024
"""A model, a database and logs fit in this; 300 MB."""

RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
"""The interpreter of the Rasa environment, made by `make setup`."""


class NotReadyError(RuntimeError):
    """Something the employer of this command can mend; the message is one sentence that says how."""


def check(settings: Settings) -> None:
    """Check interpreter, disk, write access and port.

    Raises:
        NotReadyError: with one sentence for the first thing that is wrong.
    """
    check_interpreter(RASA_PYTHON)
    for folder in (settings.var_dir, settings.models_dir):
        check_writable(folder)
    check_disk(settings.var_dir)
    check_port(settings.host, settings.port)


def check_interpreter(python: Path) -> None:
    """Raise `NotReadyError` when the Rasa environment is missing."""
    if not python.exists():
        raise NotReadyError("The Rasa environment (.venv-rasa, Python 3.10) is missing: run `make setup`.")


def check_writable(folder: Path) -> None:
    """Raise `NotReadyError` when nothing can be written to `folder`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotReadyError(f"Cannot create {folder}: {error.strerror}. Check who owns the folder above it.") from error
    if not os.access(folder, os.W_OK):
        raise NotReadyError(f"No write access to {folder}: change its owner, or point VAR_DIR or MODELS_DIR elsewhere.")


def check_disk(folder: Path, least: int = FREE_BYTES) -> None:
    """Raise `NotReadyError` when the disk under `folder` is nearly full."""
    free = shutil.disk_usage(folder).free
    if free < least:
        raise NotReadyError(f"Only {free // 2**20} MB are free under {folder}; {least // 2**20} MB are needed.")


def check_port(host: str, port: int) -> None:
    """Raise `NotReadyError` when another program holds the public port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise NotReadyError(f"Port {port} needs more rights; choose one above 1023: PORT=8000 make run.") from error
        except OSError as error:
            raise NotReadyError(
                f"Port {port} on {host} is taken ({error.strerror}); stop what uses it, or: PORT={port + 1} make run."
            ) from error


def free_port() -> int:
    """Return a port on the loopback address that nobody uses just now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
