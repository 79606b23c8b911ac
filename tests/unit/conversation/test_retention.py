"""Old conversations go by themselves; one can be fetched and erased by command."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, update
from typer.testing import CliRunner

from bot import database, migrations
from bot.cli import app
from bot.conversation.models import Conversation, utcnow
from bot.conversation.retention import expire
from bot.conversation.store import ConversationStore
from bot.settings import get_settings


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    url = f"sqlite:///{tmp_path / 'records.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    get_settings.cache_clear()
    engine = database.create(url)
    migrations.upgrade(engine)
    return engine


def test_only_conversations_untouched_for_long_go(engine: Engine) -> None:
    store = ConversationStore(engine)
    old, fresh = store.begin("rest", "a", "hei").conversation, store.begin("rest", "b", "hei").conversation
    with engine.begin() as connection:
        before = utcnow() - timedelta(days=91)
        connection.execute(update(Conversation).where(Conversation.id == old).values(updated_at=before))
    assert expire(engine, 90) == 1
    assert store.messages_after(old, 0) == []
    assert len(store.messages_after(fresh, 0)) == 1
    assert expire(engine, 90) == 0


def test_a_conversation_is_fetched_and_erased_by_command(engine: Engine, tmp_path: Path) -> None:
    conversation = ConversationStore(engine).begin("rest", "a", "hva er mentor?").conversation
    run = CliRunner().invoke
    out = tmp_path / "samtale.json"
    assert run(app, ["conversations", "export", str(conversation), "--out", str(out)]).exit_code == 0
    assert [message["text"] for message in json.loads(out.read_text("utf-8"))] == ["hva er mentor?"]
    assert run(app, ["conversations", "erase", str(conversation)]).exit_code == 0
    assert run(app, ["conversations", "erase", str(conversation)]).exit_code == 1
    assert run(app, ["conversations", "export", str(uuid4())]).exit_code == 1
    assert "0 conversations" in run(app, ["conversations", "expire"]).output
