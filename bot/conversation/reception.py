"""What the conversation asks of whoever hands it over to a person."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from bot.conversation.language import Language
from bot.conversation.replies import Reply
from bot.conversation.store import Turn

HIDDEN: Mapping[str, str] = MappingProxyType({"name": "(navn)", "contact": "(telefon eller e-post)"})
"""What the thread keeps of an answer about a person: it goes into the handover form and nowhere else."""


class Reception(Protocol):
    """Leads an employer to a person at Nav."""

    async def take(
        self, turn: Turn, raw: str, masked: str, pressed: str | None, language: Language
    ) -> list[Reply] | None:
        """Answer a message that is for the handover form; None where it is not.

        Args:
            turn: The conversation so far.
            raw: The message as it was written; only the form may keep any of it.
            masked: The message without personal data.
            pressed: Payload of the button that the message picks, if any.
            language: What to answer in.
        """

    async def complete(self, turn: Turn, text: str, replies: Sequence[Reply], language: Language) -> list[Reply]:
        """Put what only the desk knows into the bot's replies: an opened form, a position, a promised time."""

    async def heard(self, turn: Turn) -> None:
        """Take note that the employer wrote to the person who answers."""
