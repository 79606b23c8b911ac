"""Hands one part to Telegram, and tells what went wrong in the terms of the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import httpx
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.drawing.markup import visible
from bot.channels.telegram.drawing.parts import File, Part, WebLink
from bot.channels.telegram.files import Drawn
from bot.conversation.replies import Button

_TITLE = 60
"""Longer titles are cut by the apps themselves, at different places."""

_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was kicked", "bot can't initiate")
"""What Telegram says of a chat that cannot be written to, beside 403."""

_FIRST_WAIT = 1.0
_LONGEST_WAIT = 60.0


class Trouble(StrEnum):
    """What to do about a part that was not sent."""

    LATER = "later"
    PAUSE = "pause"
    MOVED = "moved"
    UNREADABLE = "unreadable"
    """Telegram understands neither the part nor any later attempt to send it as it is."""
    REFUSED = "refused"
    """Telegram does not know the token any more."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What went wrong."""

    trouble: Trouble
    seconds: float = 0.0
    moved_to: int = 0
    uncertain: bool = False
    """The request went out but no answer came: Telegram may have the part."""


async def send(bot: Bot, address: int, part: Part, ids: Sequence[str], drawn: Drawn | None) -> None:
    """Send a part.

    Raises:
        TelegramError: See `verdict`.
    """
    if part.file is not None:
        await _send_file(bot, address, part, drawn)
    else:
        await bot.send_message(address, part.html, parse_mode=ParseMode.HTML, reply_markup=_markup(part, ids))


async def send_plain(bot: Bot, address: int, part: Part, ids: Sequence[str]) -> None:
    """Send the words of a part without any markup, where Telegram did not understand the markup."""
    await bot.send_message(address, visible(part.html), reply_markup=_markup(part, ids))


async def _send_file(bot: Bot, address: int, part: Part, drawn: Drawn | None) -> None:
    if drawn is None:
        if part.html and part.file is File.CHART:
            await bot.send_message(address, part.html, parse_mode=ParseMode.HTML)
        return
    content = InputFile(drawn.content, filename=drawn.name)
    caption = part.html or None
    if part.file is File.CHART:
        await bot.send_photo(address, content, caption=caption, parse_mode=ParseMode.HTML)
    else:
        await bot.send_document(address, content, caption=caption, parse_mode=ParseMode.HTML)


def keyboard(
    buttons: Sequence[Button], ids: Sequence[str], chosen: Sequence[bool] = (), links: Sequence[WebLink] = ()
) -> InlineKeyboardMarkup:
    """Return inline buttons, one in a row so that long titles can be read; chosen ones are ticked."""
    ticked = [*chosen, *([False] * len(buttons))]
    rows = [
        [InlineKeyboardButton(("✓ " if tick else "") + _short(button.title), callback_data=id_)]
        for button, id_, tick in zip(buttons, ids, ticked, strict=False)
    ]
    rows += [[InlineKeyboardButton(_short(link.title), url=link.url)] for link in links]
    return InlineKeyboardMarkup(rows)


def _markup(part: Part, ids: Sequence[str]) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    if part.buttons or part.links:
        return keyboard(part.buttons, ids, links=part.links)
    if part.share_phone:
        button = KeyboardButton(part.share_phone, request_contact=True)
        rows = [[button], *([KeyboardButton(key)] for key in part.keys)]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
    return None


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram wants to be left alone; the library is about to change the type."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def verdict(error: TelegramError, failures: int) -> Verdict:
    """Return what to do about an error.

    Args:
        error: What python-telegram-bot raised.
        failures: How many attempts failed before this one.
    """
    match error:
        case RetryAfter():
            return Verdict(Trouble.LATER, seconds_of(error) + 0.1)
        case ChatMigrated():
            return Verdict(Trouble.MOVED, moved_to=error.new_chat_id)
        case Forbidden():
            return Verdict(Trouble.PAUSE)
        case InvalidToken():
            return Verdict(Trouble.REFUSED)
        case BadRequest():
            gone = any(sign in error.message.lower() for sign in _GONE)
            return Verdict(Trouble.PAUSE if gone else Trouble.UNREADABLE)
        case _:
            wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(failures, 10))
            never_left = isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
            return Verdict(Trouble.LATER, wait, uncertain=not never_left)
