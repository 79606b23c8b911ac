"""Erasing a conversation takes its handoffs along; this keeps that from crossing somebody who works on them."""

from uuid import UUID

from sqlalchemy import Connection, update

from bot.handoff.models import Handoff


def hold(connection: Connection, conversation_id: UUID) -> None:
    """Lock the handoffs of a conversation that is about to be deleted.

    Deleting locks the conversation first and its handoffs after. The desk locks them the other way round, so without
    this the two could wait for each other.
    """
    mine = update(Handoff).where(Handoff.conversation_id == conversation_id)
    connection.execute(mine.values(version=Handoff.version + 1))
