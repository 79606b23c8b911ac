"""Deletes conversations that nobody has touched for a long time."""

import asyncio
from datetime import datetime, timedelta

import anyio.to_thread
import structlog
from sqlalchemy import Engine, delete
from sqlalchemy.exc import SQLAlchemyError

from bot.conversation.models import Conversation, DoorCode, utcnow

_log = structlog.get_logger("gateway")

_EVERY_SECONDS = 3600.0


def expire(engine: Engine, days: int, now: datetime | None = None) -> int:
    """Delete conversations untouched for so many days, with everything that hangs on them; return how many."""
    moment = now or utcnow()
    with engine.begin() as connection:
        connection.execute(delete(DoorCode).where(DoorCode.expires_at < moment))
        old = delete(Conversation).where(Conversation.updated_at < moment - timedelta(days=days))
        return connection.execute(old).rowcount


async def keep_expiring(engine: Engine, days: int) -> None:
    """Delete old conversations now and once an hour, until cancelled; several gateways may do so at once."""
    while True:
        try:
            deleted = await anyio.to_thread.run_sync(lambda: expire(engine, days))
            if deleted:
                _log.info("conversations_expired", count=deleted)
        except SQLAlchemyError as error:
            _log.error("expiry_failed", error=type(error).__name__)
        await asyncio.sleep(_EVERY_SECONDS)
