"""Thumbs on answers and the rating of a conversation."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Engine, delete, insert, select

from bot.conversation.masking import mask
from bot.conversation.models import Author, Feedback, Message, Rating, Verdict, utcnow


class Reason(StrEnum):
    """Why a thumb points down."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    MISUNDERSTOOD = "misunderstood"
    HARD_TO_READ = "hard_to_read"


class FeedbackStore:
    """What employers thought, in the database; free words are masked before they are kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def judge(
        self, conversation: UUID, seq: int, verdict: Verdict, reasons: Sequence[Reason] = (), comment: str | None = None
    ) -> bool:
        """Keep the thumb on one answer, in place of an earlier one; False where there is no such answer."""
        its = (Message.conversation_id == conversation, Message.seq == seq, Message.author != Author.EMPLOYER)
        row = {
            "conversation_id": conversation,
            "seq": seq,
            "verdict": verdict,
            "reasons": [reason.value for reason in dict.fromkeys(reasons)],
            "comment": _masked(comment),
            "created_at": utcnow(),
        }
        with self._engine.begin() as connection:
            if connection.execute(select(Message.seq).where(*its)).first() is None:
                return False
            earlier = (Feedback.conversation_id == conversation, Feedback.seq == seq)
            connection.execute(delete(Feedback).where(*earlier))
            connection.execute(insert(Feedback).values(row))
        return True

    def rate(self, conversation: UUID, score: int, comment: str | None = None) -> None:
        """Keep the rating of a conversation, in place of an earlier one."""
        row = {"conversation_id": conversation, "score": score, "comment": _masked(comment), "created_at": utcnow()}
        with self._engine.begin() as connection:
            connection.execute(delete(Rating).where(Rating.conversation_id == conversation))
            connection.execute(insert(Rating).values(row))


def _masked(comment: str | None) -> str | None:
    """Return a free word without personal data; None where nothing is said."""
    comment = (comment or "").strip()
    return mask(comment)[0] if comment else None
