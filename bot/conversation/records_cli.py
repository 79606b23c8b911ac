"""`bot conversations`: fetch, erase and expire what employers wrote, for those who answer for it."""

import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy import Engine

from bot import database, migrations
from bot.conversation.retention import expire
from bot.conversation.store import ConversationStore
from bot.settings import get_settings

app = typer.Typer(no_args_is_help=True, help="Fetch, erase and expire conversations.")

Id = Annotated[UUID, typer.Argument(help="Id of the conversation, as the logs and the staff console name it.")]


def _engine() -> Engine:
    engine = database.create(get_settings().resolved_database_url)
    migrations.upgrade(engine)
    return engine


@app.command()
def export(
    conversation: Id, out: Annotated[Path | None, typer.Option(help="File to write; default: standard output.")] = None
) -> None:
    """Write a conversation as JSON, as it is stored: personal data masked."""
    messages = ConversationStore(_engine()).messages_after(conversation, 0, 100_000)
    if not messages:
        typer.echo(f"There is no conversation {conversation} with messages.", err=True)
        raise typer.Exit(1)
    written = json.dumps([message.as_json() for message in messages], ensure_ascii=False, indent=2)
    if out is None:
        typer.echo(written)
    else:
        out.write_text(written + "\n", "utf-8")
        typer.echo(f"{len(messages)} messages written to {out}.")


@app.command()
def erase(conversation: Id) -> None:
    """Delete a conversation with everything that hangs on it, for good."""
    if not ConversationStore(_engine()).erase(conversation):
        typer.echo(f"There is no conversation {conversation}.", err=True)
        raise typer.Exit(1)
    typer.echo(f"Conversation {conversation} is deleted. Backups still hold it until they are replaced.")


@app.command("expire")
def expire_now(
    days: Annotated[int | None, typer.Option(min=1, help="Days untouched; default: RETENTION_DAYS.")] = None,
) -> None:
    """Delete conversations untouched for so many days; the gateway does it by itself once an hour."""
    deleted = expire(_engine(), days or get_settings().retention_days)
    typer.echo(f"{deleted} conversations deleted.")
