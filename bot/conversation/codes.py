"""Codes that carry a conversation over to another channel: used once, within ten minutes."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, delete, insert

from bot.conversation.models import DoorCode, utcnow
from bot.conversation.store import sender_hash

LIFETIME = timedelta(minutes=10)
"""How long a code opens the door."""

_BYTES = 18
"""24 characters: nobody guesses one in ten minutes, and Telegram takes it in a link."""


class Codes:
    """The codes in the database; only hashes are kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self, conversation: UUID) -> tuple[str, datetime]:
        """Return a new code for a conversation, and when it ends; older codes of it stop working."""
        code, expires = secrets.token_urlsafe(_BYTES), utcnow() + LIFETIME
        with self._engine.begin() as connection:
            connection.execute(delete(DoorCode).where(DoorCode.conversation_id == conversation))
            row = {"code_hash": sender_hash(code), "conversation_id": conversation, "expires_at": expires}
            connection.execute(insert(DoorCode).values(row))
        return code, expires

    def redeem(self, code: str) -> UUID | None:
        """Return the conversation a code opens, once; None where it opens none, or none any longer."""
        with self._engine.begin() as connection:
            connection.execute(delete(DoorCode).where(DoorCode.expires_at < utcnow()))
            used = delete(DoorCode).where(DoorCode.code_hash == sender_hash(code)).returning(DoorCode.conversation_id)
            return connection.execute(used).scalar_one_or_none()
