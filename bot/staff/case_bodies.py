"""What the console sends about a case, checked: replies, transfers, notes, reasons."""

import unicodedata
from uuid import UUID

from pydantic import BaseModel, Field

from bot.handoff.states import CloseReason

_TEXT_MAX = 4000
_NOTE_MAX = 4000
_INVISIBLE = {"Cc", "Cs"}
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing, with which a text can be made to look like another one."""


class SourceIn(BaseModel):
    """A source beside a reply."""

    title: str = Field(min_length=1, max_length=300)
    url: str = Field(pattern=r"^https://[^\s<>\"']+$", max_length=500)
    checked: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")


class MessageIn(BaseModel):
    """A reply; the same `client_id` again is sent once."""

    client_id: str = Field(min_length=1, max_length=100)
    text: str = Field(min_length=1, max_length=_TEXT_MAX)
    sources: list[SourceIn] = Field(default=[], max_length=10)


class TransferIn(BaseModel):
    """Whom a case is passed on to."""

    to_staff: UUID | None = None
    to_queue: str | None = Field(default=None, max_length=40)
    note: str = Field(default="", max_length=_NOTE_MAX)


class NoteIn(BaseModel):
    """A note that the employer never sees."""

    note: str = Field(default="", max_length=_NOTE_MAX)


class TextIn(BaseModel):
    """A text for colleagues."""

    text: str = Field(min_length=1, max_length=_NOTE_MAX)


class CloseIn(BaseModel):
    """Why a case ends, and perhaps a last message."""

    reason: CloseReason
    note: str = Field(default="", max_length=_NOTE_MAX)
    message: str = Field(default="", max_length=_TEXT_MAX)


class LabelsIn(BaseModel):
    """All labels of a case."""

    labels: list[str] = Field(max_length=12)


class ReadIn(BaseModel):
    """How far somebody has read."""

    seq: int = Field(ge=0, le=2**31 - 1)


def plain(text: str) -> str:
    """Return a text without characters that cannot be seen; line breaks stay. It is never read as markup."""
    kept = (
        letter
        for letter in unicodedata.normalize("NFC", text)
        if letter in "\n\t" or (unicodedata.category(letter) not in _INVISIBLE and letter not in _DIRECTIONS)
    )
    return "".join(kept).strip()
