"""Start the real assistant (three processes under the supervisor) in a folder of its own."""

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.run.preflight import free_port
from bot.run.supervision import Supervised
from bot.run.training import train
from bot.settings import ROOT, Settings

REFERENCE_TIME = "2026-11-21T12:00:00+01:00"
"""What the assistant takes for now, so that rates and opening hours are those the questions were written for."""

ALONE = ("REDIS_URL", "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE", "DATABASE_URL")
"""Settings that would join the measured assistant to something outside of it."""

UNLIMITED = {"RATE_PER_CONVERSATION": "100000/minute", "RATE_PER_ADDRESS": "100000/minute"}
"""All messages come from one address here, which the limits would rightly stop."""


@contextmanager
def environment(**changes: str) -> Iterator[None]:
    """Change environment variables for a while."""
    before = dict(os.environ)
    for name in ALONE:
        os.environ.pop(name, None)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def settings_in(folder: Path) -> Settings:
    """Return settings with everything that is written in `folder`, on a free port."""
    return Settings(
        host="127.0.0.1",
        port=free_port(),
        var_dir=folder,
        database_url=f"sqlite:///{folder / 'assistant.db'}",
    )


def load_knowledge(settings: Settings) -> None:
    """Fill the database with the content files, as `make run` does."""
    variables = {"VAR_DIR": str(settings.var_dir), "DATABASE_URL": settings.resolved_database_url}
    subprocess.run(
        [sys.executable, "-m", "bot", "kb", "load"],
        cwd=ROOT,
        env={**os.environ, **variables},
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def running(model: Path | None = None, **variables: str) -> Iterator[Supervised]:
    """Start the assistant with its own database and logs, and stop it afterwards; without a model, train if needed."""
    with (
        tempfile.TemporaryDirectory(prefix="assistant-") as folder,
        environment(BOT_NOW=REFERENCE_TIME, **UNLIMITED, **variables),
    ):
        settings = settings_in(Path(folder))
        model = model or train(settings)
        load_knowledge(settings)
        with Supervised(settings, model) as assistant:
            yield assistant


def machine() -> str:
    """Return what was measured on: processor, cores, memory and system."""
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = names[0] if names else platform.machine()
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"
