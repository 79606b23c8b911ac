"""Every fault that can be mended before the start is told in one clear sentence."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.run import preflight
from bot.run.preflight import NotReadyError
from bot.settings import Settings


def told(check: Callable[[], None]) -> str:
    """Return the sentence a check ends with."""
    with pytest.raises(NotReadyError) as caught:
        check()
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.rstrip(".").strip()
    return sentence


@pytest.fixture
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with which everything is in order."""
    python = tmp_path / "python"
    python.touch()
    monkeypatch.setattr(preflight, "RASA_PYTHON", python)
    return Settings(var_dir=tmp_path / "var", models_dir=tmp_path / "models", port=preflight.free_port())


def test_in_order_nothing_is_said_and_folders_are_made(ready: Settings) -> None:
    preflight.check(ready)
    assert ready.var_dir.is_dir()
    assert ready.models_dir.is_dir()


def test_a_missing_interpreter(ready: Settings, tmp_path: Path) -> None:
    (tmp_path / "python").unlink()
    assert "`make setup`" in told(lambda: preflight.check(ready))


def test_a_folder_that_cannot_be_made(ready: Settings, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    sentence = told(lambda: preflight.check(ready))
    assert sentence.startswith(f"Cannot create {ready.models_dir}: ")
    (tmp_path / "models").unlink()
    (tmp_path / "var").mkdir(exist_ok=True)
    under_a_file = tmp_path / "file" / "var"
    under_a_file.parent.write_text("a file")
    assert str(under_a_file) in told(lambda: preflight.check_writable(under_a_file))


def test_a_folder_without_write_access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        # The superuser may write anywhere; what the check asks is answered for it.
        monkeypatch.setattr(preflight.os, "access", lambda _path, _mode: False)
    tmp_path.chmod(0o555)
    sentence = told(lambda: preflight.check_writable(tmp_path))
    tmp_path.chmod(0o755)
    assert sentence.startswith(f"No write access to {tmp_path}")
    assert "VAR_DIR" in sentence


def test_a_full_disk(tmp_path: Path) -> None:
    preflight.check_disk(tmp_path, least=0)
    sentence = told(lambda: preflight.check_disk(tmp_path, least=2**60))
    assert f"{2**40} MB are needed" in sentence
    assert str(tmp_path) in sentence


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_port_that_is_taken(family: socket.AddressFamily, host: str) -> None:
    if family is socket.AF_INET6 and not Path("/proc/net/if_inet6").exists():
        pytest.skip("this machine has no IPv6")
    with socket.socket(family) as holder:
        holder.bind((host, 0))
        holder.listen()
        port = holder.getsockname()[1]
        sentence = told(lambda: preflight.check_port(host, port))
        assert f"Port {port} on {host} is taken" in sentence
        assert f"PORT={port + 1} make run" in sentence
    preflight.check_port(host, port)


def test_a_taken_port_stops_the_start(ready: Settings) -> None:
    with socket.socket() as holder:
        holder.bind((ready.host, ready.port))
        holder.listen()
        assert "is taken" in told(lambda: preflight.check(ready))


def test_a_privileged_port(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0 or _lowest_free_port() <= 80:
        # Whoever may bind any port gets the answer others get.
        def refuse(_self: socket.socket, _address: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(preflight.socket.socket, "bind", refuse)
    sentence = told(lambda: preflight.check_port("127.0.0.1", 80))
    assert sentence.startswith("Port 80 needs more rights")
    assert "PORT=8000 make run" in sentence


def _lowest_free_port() -> int:
    """Return the lowest port that anyone may bind on this machine."""
    setting = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    return int(setting.read_text()) if setting.exists() else 1024


def test_a_free_port_can_be_used() -> None:
    port = preflight.free_port()
    assert 1023 < port < 65536
    preflight.check_port("127.0.0.1", port)
