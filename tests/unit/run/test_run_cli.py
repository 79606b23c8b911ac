"""`bot run` and `bot train`, as whoever starts the assistant meets them."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import database
from bot.cli import app
from bot.knowledge.store import KnowledgeStore
from bot.run import cli, preflight, supervision, training
from bot.run.preflight import NotReadyError
from bot.settings import Settings, get_settings


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("PORT", str(preflight.free_port()))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    get_settings.cache_clear()
    yield get_settings()
    get_settings.cache_clear()


def bot(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_fault_is_one_sentence_and_no_stack_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (preflight, training):
        monkeypatch.setattr(module, "RASA_PYTHON", tmp_path / "nowhere")
    for command in ("run", "train"):
        result = bot(command)
        assert result.exit_code == 1
        assert result.output == "The Rasa environment (.venv-rasa, Python 3.10) is missing: run `make setup`.\n"


def test_training_names_the_model(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = settings.models_dir / "model-x.tar.gz"
    forced: list[bool] = []

    def trained(_settings: Settings, *, force: bool = False) -> Path:
        forced.append(force)
        return path

    monkeypatch.setattr(training, "train", trained)
    assert bot("train").output == f"Model: {path}\n"
    assert bot("train", "--force").exit_code == 0
    assert forced == [False, True]


def test_knowledge_is_loaded_into_a_new_database(settings: Settings) -> None:
    settings.var_dir.mkdir()
    fixed = settings.model_copy(update={"bot_now": datetime(2026, 11, 23, 10)})
    cli._load_knowledge(fixed)
    engine = database.create(fixed.resolved_database_url)
    store = KnowledgeStore(engine)
    first = store.version()
    assert first
    assert len(store.snapshot().schemes) == 31
    cli._load_knowledge(fixed)
    assert store.version() == first
    engine.dispose()


def test_the_start_goes_through_every_step_and_ends_calmly(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    class Running:
        url = "http://127.0.0.1:8000"

        def __init__(self, _settings: Settings, model: Path) -> None:
            steps.append(f"supervise {model.name}")

        def __enter__(self) -> "Running":
            steps.append("start")
            return self

        def __exit__(self, *_error: object) -> None:
            steps.append("stop")

        def watch(self) -> None:
            """End at once, as Ctrl-C does."""
            steps.append("watch")
            raise KeyboardInterrupt

    monkeypatch.setattr(preflight, "check", lambda _settings: steps.append("check"))
    monkeypatch.setattr(training, "train", lambda _settings: Path("model-x.tar.gz"))
    monkeypatch.setattr(cli, "_load_knowledge", lambda _settings: steps.append("load"))
    monkeypatch.setattr(cli, "_stop_on_signals", lambda: None)
    monkeypatch.setattr(supervision, "Supervised", Running)
    result = bot("run")
    assert result.exit_code == 0, result.output
    assert steps == ["check", "load", "supervise model-x.tar.gz", "start", "watch", "stop"]
    assert "The assistant answers at http://127.0.0.1:8000" in result.output


def test_a_part_that_does_not_stay_up_ends_the_command(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_settings: Settings) -> None:
        raise NotReadyError("The process 'rasa' does not stay up.")

    monkeypatch.setattr(preflight, "check", fail)
    result = bot("run")
    assert (result.exit_code, result.output) == (1, "The process 'rasa' does not stay up.\n")
