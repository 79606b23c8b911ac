"""Find, in the stored conversations, what was not understood, was turned down, or was answered badly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, and_, func, or_, select
from sqlalchemy.orm import aliased

from bot.conversation.models import Author, Conversation, Feedback, Message, Verdict

MOST = 20_000
"""Bot messages that are looked at, the newest first."""

SHOWN = 160
"""Characters of an answer that a reviewer sees."""


class Trouble(StrEnum):
    """Why a message is worth a look, the gravest first."""

    THUMBS_DOWN = "thumbs_down"
    UNCLEAR = "unclear"
    REJECTED = "rejected"


KINDS = {"fallback": Trouble.UNCLEAR, "clarify": Trouble.UNCLEAR, "out_of_scope": Trouble.REJECTED}
"""What each kind of bot message says about the message before it."""

_ORDER = list(Trouble)


@dataclass(frozen=True, slots=True)
class Unclear:
    """One message of an employer, masked as it was stored, and what came of it."""

    text: str
    language: str
    kind: Trouble
    answered: str
    said_at: datetime


def collect(engine: Engine, since: datetime | None = None) -> list[Unclear]:
    """Return what employers wrote that was not understood, turned down or judged badly, newest first.

    A pressed button is left out: its words are ours.
    """
    with engine.connect() as connection:
        rows = connection.execute(_query(since)).all()
    found: dict[tuple[UUID, int], Unclear] = {}
    for row in rows:
        item = _item(row)
        key = (row.conversation_id, row.asked_seq)
        if item is not None and (key not in found or _ORDER.index(item.kind) < _ORDER.index(found[key].kind)):
            found[key] = item
    return sorted(found.values(), key=lambda item: item.said_at, reverse=True)


def _query(since: datetime | None) -> Any:
    asked, earlier = aliased(Message), aliased(Message)
    before = (
        select(func.max(earlier.seq))
        .where(
            earlier.conversation_id == Message.conversation_id,
            earlier.seq < Message.seq,
            earlier.author == Author.EMPLOYER,
        )
        .scalar_subquery()
    )
    down = and_(
        Feedback.conversation_id == Message.conversation_id,
        Feedback.seq == Message.seq,
        Feedback.verdict == Verdict.DOWN,
    )
    kind = Message.payload[("custom", "kind")].as_string()
    query = (
        select(
            Message.conversation_id,
            Message.text.label("answer"),
            Message.payload.label("payload"),
            asked.seq.label("asked_seq"),
            asked.text.label("asked"),
            asked.payload.label("pressed"),
            asked.created_at.label("said_at"),
            Conversation.language,
            Feedback.verdict,
            Feedback.reasons,
            Feedback.comment,
        )
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(asked, and_(asked.conversation_id == Message.conversation_id, asked.seq == before))
        .outerjoin(Feedback, down)
        .where(Message.author == Author.BOT, or_(kind.in_(KINDS), Feedback.verdict.is_not(None)))
        .order_by(Message.created_at.desc())
        .limit(MOST)
    )
    return query if since is None else query.where(Message.created_at >= since)


def _item(row: Row[Any]) -> Unclear | None:
    """Return what a row tells, or None where nothing is to be learnt from it."""
    custom: Mapping[str, Any] = (row.payload or {}).get("custom") or {}
    if row.pressed or custom.get("reason") == "unavailable" or not row.asked.strip():
        return None
    down = row.verdict is not None
    kind = Trouble.THUMBS_DOWN if down else KINDS[str(custom.get("kind"))]
    answered = _answered(custom, row.answer)
    if down:
        said = [*(row.reasons or []), *([row.comment] if row.comment else [])]
        answered = f"{answered} | {', '.join(said)}" if said else answered
    language = str(custom.get("language") or row.language or "nb")
    said_at = row.said_at if row.said_at.tzinfo else row.said_at.replace(tzinfo=UTC)
    return Unclear(row.asked, language, kind, answered, said_at)


def _answered(custom: Mapping[str, Any], text: str) -> str:
    """Return in one line what was answered: its kind, what it was about, what was offered, how it began."""
    about = [str(custom[key]) for key in ("scheme", "topic", "intent") if custom.get(key)]
    offered: Iterable[Any] = custom.get("options") or []
    titles = [str(option.get("title")) for option in offered if isinstance(option, Mapping)]
    head = " ".join([str(custom.get("kind") or "answer"), *about])
    shown = " / ".join(titles) if titles else " ".join(text.split())[:SHOWN]
    return f"{head}: {shown}"
