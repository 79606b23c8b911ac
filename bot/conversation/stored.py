"""A message as it stands in the database, and as it is sent to whoever follows the conversation."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bot.conversation.models import Author

_SHOWN = ("buttons", "image", "custom", "person")


@dataclass(frozen=True, slots=True)
class Stored:
    """One numbered message; personal data is masked already."""

    seq: int
    author: Author
    text: str
    payload: dict[str, Any] | None
    client_id: str | None
    at: datetime

    @property
    def custom(self) -> dict[str, Any]:
        """Return what kind of message it is; empty where it is plain text."""
        custom = (self.payload or {}).get("custom")
        return custom if isinstance(custom, dict) else {}

    @property
    def moment(self) -> datetime:
        """Return when it was stored, in UTC; SQLite forgets the zone."""
        return self.at.replace(tzinfo=UTC) if self.at.tzinfo is None else self.at.astimezone(UTC)

    def as_json(self) -> dict[str, Any]:
        """Return the message in the shape of the web channel and the staff console."""
        out: dict[str, Any] = {"seq": self.seq, "author": self.author.value, "text": self.text}
        out |= {key: value for key, value in (self.payload or {}).items() if key in _SHOWN}
        if self.client_id is not None and self.author in (Author.EMPLOYER, Author.PERSON):
            out["client_id"] = self.client_id
        return out | {"at": self.moment.isoformat()}

    def as_row(self, conversation: UUID) -> dict[str, Any]:
        """Return the row of the table."""
        return {
            "conversation_id": conversation,
            "seq": self.seq,
            "author": self.author,
            "text": self.text,
            "payload": self.payload,
            "client_id": self.client_id,
            "created_at": self.at,
        }
