"""The processes under a real supervisord; small programs stand in for the three parts."""

import io
import os
import shlex
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from configparser import RawConfigParser
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.run import supervision
from bot.run.preflight import NotReadyError, free_port
from bot.run.supervision import Supervised
from bot.settings import Settings

SLEEPS = "import time; print('awake', flush=True); time.sleep(600)"
DIES = "import sys; print('first words'); sys.exit('no such table: kb_content_version')"
READY = """\
import http.server, os

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == '/ready' else 404)
        self.end_headers()

http.server.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), Answer).serve_forever()
"""


class Small(Supervised):
    """The real supervision of small programs, with less patience."""

    programs: dict[str, Path]

    def _configuration(self, model: Path) -> str:
        parsed = RawConfigParser()
        parsed.read_string(super()._configuration(model))
        for name, path in self.programs.items():
            section = parsed[f"program:{name}"]
            section["command"] = f"{sys.executable} {path}"
            section["startsecs"] = "1"
            section["startretries"] = "0"
            section["stopwaitsecs"] = "2"
        written = io.StringIO()
        parsed.write(written)
        return written.getvalue()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path / "var", models_dir=tmp_path / "models", port=free_port())


@pytest.fixture
def supervise(tmp_path: Path, settings: Settings) -> Iterator[Callable[[str, str, str], Supervised]]:
    """Makes supervision of three programs, given as Python source; whatever still runs is stopped afterwards."""
    made: list[Supervised] = []

    def make(actions: str, rasa: str, gateway: str) -> Supervised:
        sources = {"actions": actions, "rasa": rasa, "gateway": gateway}
        programs = {name: tmp_path / f"{name}.py" for name in sources}
        for name, source in sources.items():
            programs[name].write_text(source, "utf-8")
        supervised = type("Supervised", (Small,), {"programs": programs})(settings, tmp_path / "model.tar.gz")
        assert isinstance(supervised, Supervised)
        made.append(supervised)
        return supervised

    yield make
    for supervised in made:
        supervised.stop()


@pytest.fixture
def prepared(settings: Settings, tmp_path: Path) -> Iterator[Callable[..., Supervised]]:
    """Makes supervision that is not started, perhaps with other settings."""
    made: list[Supervised] = []

    def make(**changes: object) -> Supervised:
        made.append(Supervised(settings.model_copy(update=changes), tmp_path / "model-1.tar.gz"))
        return made[-1]

    yield make
    for supervised in made:
        supervised._config.unlink()
        supervised._folder.rmdir()


def parse(supervised: Supervised) -> RawConfigParser:
    parsed = RawConfigParser()
    parsed.read_string(supervised._config.read_text("utf-8"))
    return parsed


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def gone(pid: int) -> bool:
    """Tell whether no process of this id runs any more (a zombie runs no more)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].startswith("Z")
    except FileNotFoundError:
        return True


# -- the configuration


def test_the_configuration_holds_three_programs(prepared: Callable[..., Supervised]) -> None:
    supervised = prepared()
    settings, ports, parsed = supervised.settings, supervised.ports, parse(supervised)
    programs = {name.split(":")[1]: parsed[name] for name in parsed.sections() if name.startswith("program:")}
    assert sorted(programs) == ["actions", "gateway", "rasa"]
    for name, section in programs.items():
        assert section["stdout_logfile"] == str(settings.var_dir / "log" / f"{name}.log")
        assert section["autorestart"] == "true"
        assert section["stopasgroup"] == section["killasgroup"] == "true"
        assert shlex.split(section["command"])[1] == "-m"
    assert len({ports.gateway, ports.rasa, ports.actions}) == 3
    assert ports.gateway == settings.port
    rasa = shlex.split(programs["rasa"]["command"])
    assert Path(rasa[rasa.index("--model") + 1]).name == "model-1.tar.gz"
    assert rasa[rasa.index("--interface") + 1] == "127.0.0.1"
    assert rasa[rasa.index("--port") + 1] == str(ports.rasa)
    actions = shlex.split(programs["actions"]["command"])
    assert actions[1:] == ["-m", "actions.server", "--port", str(ports.actions)]
    gateway = shlex.split(programs["gateway"]["command"])
    assert gateway[gateway.index("--host") + 1] == settings.host
    assert gateway[gateway.index("--port") + 1] == str(settings.port)


def test_the_configuration_holds_no_secret_and_opens_no_port(prepared: Callable[..., Supervised]) -> None:
    supervised = prepared(
        telegram_bot_token=SecretStr("12345:token"),
        redis_url="redis://:geheim@x",
        database_url="postgresql://bot:geheim@x/y",
    )
    written = supervised._config.read_text("utf-8")
    for word in ("12345:token", "geheim", "INTERNAL_TOKEN", "inet_http_server"):
        assert word not in written
    parsed = parse(supervised)
    assert parsed["unix_http_server"]["chmod"] == "0700"
    assert Path(parsed["unix_http_server"]["file"]).parent == supervised._folder
    assert stat.S_IMODE(supervised._folder.stat().st_mode) == 0o700
    assert len(str(supervised._socket)) < 100


def test_rasa_gets_neither_database_nor_token_nor_debug_log(prepared: Callable[..., Supervised]) -> None:
    parsed = parse(prepared())
    assert not parsed["program:gateway"]["environment"]
    withheld = dict(part.split("=", 1) for part in parsed["program:rasa"]["environment"].split(","))
    assert withheld.pop("LOG_LEVEL") == '"INFO"'
    assert {"DATABASE_URL", "REDIS_URL", "TELEGRAM_BOT_TOKEN"} <= set(withheld)
    assert set(withheld.values()) == {'""'}


def test_the_parts_are_told_where_the_others_are(prepared: Callable[..., Supervised]) -> None:
    supervised = prepared()
    first, second = supervised._environment(), supervised._environment()
    assert first["RASA_URL"] == f"http://127.0.0.1:{supervised.ports.rasa}"
    assert first["ACTIONS_URL"] == f"http://127.0.0.1:{supervised.ports.actions}"
    assert first["PORT"] == str(supervised.settings.port)
    assert first["DATABASE_URL"] == supervised.settings.resolved_database_url
    assert len(first["INTERNAL_TOKEN"]) >= 32
    assert first["INTERNAL_TOKEN"] != second["INTERNAL_TOKEN"]


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "127.0.0.1"), ("192.0.2.1", "192.0.2.1")],
)
def test_the_address_that_is_shown_can_be_opened(prepared: Callable[..., Supervised], host: str, shown: str) -> None:
    supervised = prepared(host=host)
    assert supervised.url == f"http://{shown}:{supervised.settings.port}"


# -- real processes


def test_three_programs_start_are_restarted_and_stop(
    supervise: Callable[[str, str, str], Supervised],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    supervised = supervise(SLEEPS, SLEEPS, READY)
    folder = supervised._folder
    with supervised as running:
        assert httpx.get(f"{running.url}/ready", trust_env=False).status_code == 200
        wait_for(lambda: {state["statename"] for state in running.states().values()} == {"RUNNING"})
        before = {name: int(state["pid"]) for name, state in running.states().items()}
        assert sorted(before) == ["actions", "gateway", "rasa"]
        assert running.tail("rasa") == "awake"
        _watch_a_restart(running, before["rasa"], monkeypatch)
        after = {name: int(state["pid"]) for name, state in running.states().items()}
        assert after["rasa"] != before["rasa"]
        assert after["gateway"] == before["gateway"]
    assert "The process 'rasa' had stopped and was started again." in capsys.readouterr().out
    assert all(gone(pid) for pid in {*before.values(), *after.values()})
    assert not folder.exists()
    running.stop()


def _watch_a_restart(running: Supervised, pid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill a process while it is watched, and stop watching once its return has been told."""
    sleep, pauses = time.sleep, 0

    def pause(_seconds: float) -> None:
        nonlocal pauses
        if pauses == 0:
            os.kill(pid, signal.SIGKILL)
        if pauses and back():
            raise KeyboardInterrupt
        pauses += 1
        assert pauses < 400, "the process did not come back"
        sleep(0.05)

    seen: list[int] = []

    def back() -> bool:
        # `watch` looks before it pauses, so it has seen what was there at the pause before this one.
        seen.append(int(running.states()["rasa"]["pid"]))
        return len(seen) > 1 and seen[-2] not in (0, pid)

    with monkeypatch.context() as patch:
        patch.setattr(supervision.time, "sleep", pause)
        with pytest.raises(KeyboardInterrupt):
            running.watch()


def test_a_program_that_dies_at_once_ends_the_start_with_its_last_words(
    supervise: Callable[[str, str, str], Supervised],
) -> None:
    supervised = supervise(SLEEPS, DIES, SLEEPS)
    with pytest.raises(NotReadyError) as caught, supervised:
        pass
    message = str(caught.value)
    assert message.startswith("The process 'rasa' does not stay up. Its log ends:\n")
    assert message.endswith("no such table: kb_content_version")
    assert supervised._process is None


def test_a_start_that_takes_too_long_tells_what_is_missing_and_every_log(
    supervise: Callable[[str, str, str], Supervised], monkeypatch: pytest.MonkeyPatch
) -> None:
    unready = READY.replace("self.end_headers()", "self.end_headers(); self.wfile.write(b'rasa: no model')")
    supervised = supervise(SLEEPS, SLEEPS, unready.replace("'/ready'", "'/'"))
    supervised.start()
    wait_for(lambda: supervised.tail("rasa") == supervised.tail("actions") == "awake" and _answers(supervised.url))
    monkeypatch.setattr(supervision, "START_SECONDS", 0.5)
    with pytest.raises(NotReadyError) as caught:
        supervised.wait_until_ready()
    message = str(caught.value)
    assert message.startswith("Not ready after 0.5 s; missing: rasa: no model\n")
    heads = [line for line in message.splitlines() if line.startswith("---")]
    assert heads == ["--- rasa", "--- actions", "--- gateway"]
    assert message.count("awake") == 2


def _answers(url: str) -> bool:
    try:
        return bool(httpx.get(url, trust_env=False).status_code)
    except httpx.HTTPError:
        return False


def test_a_supervisor_that_is_gone_is_told(supervise: Callable[[str, str, str], Supervised]) -> None:
    supervised = supervise(SLEEPS, SLEEPS, SLEEPS)
    supervised._config.write_text("[supervisord]\nnodaemon=perhaps\n", "utf-8")
    supervised.start()
    process = supervised._process
    assert process is not None
    process.wait(20)
    with pytest.raises(NotReadyError, match="The supervisor stopped"):
        supervised.check()
    assert supervised.states() == {}


def test_the_end_of_a_log(prepared: Callable[..., Supervised]) -> None:
    supervised = prepared()
    assert supervised.tail("rasa") == "(no log)"
    (supervised.logs / "rasa.log").write_bytes(b"".join(b"line %d\n" % number for number in range(50)) + b"\xff last")
    assert supervised.tail("rasa", 2).splitlines() == ["line 49", "\ufffd last"]
    assert len(supervised.tail("rasa").splitlines()) == supervision.LOG_LINES
