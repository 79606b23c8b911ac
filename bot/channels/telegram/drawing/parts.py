"""What is sent to Telegram for one message: texts, a photo, documents, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.channels.telegram.drawing.markup import pack
from bot.conversation.replies import Button


class File(StrEnum):
    """Files of a calculation, drawn just before they are sent."""

    CHART = "chart"
    CALENDAR = "calendar"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class WebLink:
    """A button that opens a page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """One request to Telegram."""

    html: str
    """The text, or the caption of a file."""
    buttons: tuple[Button, ...] = ()
    links: tuple[WebLink, ...] = ()
    once: bool = False
    """One choice settles it: the buttons go away when one is tapped."""
    file: File | None = None
    token: str = ""
    """What the file is drawn from."""
    share_phone: str = ""
    """Title of a key that shares the employer's own telephone number; it takes the place of the keyboard."""
    keys: tuple[str, ...] = ()
    """Further keys beside it; each writes its own title."""


def text_parts(
    blocks: Sequence[str],
    buttons: Sequence[Button] = (),
    links: Sequence[WebLink] = (),
    *,
    once: bool = False,
    share_phone: str = "",
    keys: Sequence[str] = (),
) -> list[Part]:
    """Return a text as one or more parts; what can be tapped stands under the last one."""
    parts = [Part(html) for html in pack([block for block in blocks if block])] or [Part("…")]
    parts[-1] = replace(
        parts[-1], buttons=tuple(buttons), links=tuple(links), once=once, share_phone=share_phone, keys=tuple(keys)
    )
    return parts
