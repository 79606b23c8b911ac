"""`bot run` and `bot train`."""

import contextlib
import signal
import sys
from collections.abc import Callable
from types import FrameType

import typer

from bot.run.preflight import NotReadyError
from bot.settings import Settings, get_settings


def _load_knowledge(settings: Settings) -> None:
    """Bring the database up to date with the content files."""
    from bot.clock import today
    from bot.database import create
    from bot.knowledge.loader import load
    from bot.knowledge.store import KnowledgeStore
    from bot.migrations import upgrade

    engine = create(settings.resolved_database_url)
    upgrade(engine)
    KnowledgeStore(engine).load(load(settings.data_dir / "knowledge", today(settings)))
    engine.dispose()


def _first_account(settings: Settings) -> None:
    """Print the one-time password of the first account of the staff console, if it is made now."""
    from bot.database import create
    from bot.migrations import upgrade
    from bot.staff.bootstrap import first_account
    from bot.staff.cli import told

    engine = create(settings.resolved_database_url)
    upgrade(engine)
    made = first_account(settings, engine)
    engine.dispose()
    if made:
        typer.secho(f"The staff console (/staff) has its first account.\n{told(made)}", fg="yellow")


def _told(work: Callable[[], None]) -> None:
    """Run `work`; a fault that can be mended is told in one sentence."""
    try:
        work()
    except NotReadyError as error:
        typer.secho(str(error), fg="red", err=True)
        raise typer.Exit(1) from error


def train(force: bool = typer.Option(False, help="Train even if nothing has changed.")) -> None:
    """Train the model if what it is made from has changed."""

    def work() -> None:
        from bot.run.training import train as train_model

        path = train_model(get_settings(), force=force)
        typer.echo(f"Model: {path}")

    _told(work)


def run() -> None:
    """Start Rasa, the action server and the gateway, and keep them running."""

    def work() -> None:
        from bot.run import preflight
        from bot.run.supervision import Supervised
        from bot.run.training import train as train_model

        settings = get_settings()
        preflight.check(settings)
        model = train_model(settings)
        _load_knowledge(settings)
        _first_account(settings)
        typer.echo("Starting …")
        _stop_on_signals()
        with contextlib.suppress(KeyboardInterrupt), Supervised(settings, model) as assistant:
            typer.secho(f"The assistant answers at {assistant.url}  (Ctrl-C stops it)", fg="green")
            assistant.watch()

    _told(work)


def _stop_on_signals() -> None:
    """Let a termination signal stop everything the way Ctrl-C does."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(run)
    app.command()(train)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
