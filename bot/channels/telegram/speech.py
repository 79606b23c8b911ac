"""Hands what an employer wrote or chose to the conversation, and lets the chat follow what comes of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.channels.telegram import CHANNEL
from bot.channels.telegram.means import Visit
from bot.conversation.cleaning import clean

_TYPING_AFTER = 0.5
"""An answer that comes sooner needs no sign that one is written; the sign counts against Telegram's limits."""

_TYPING_AGAIN = 4.5
"""Telegram shows the sign for five seconds."""


class NotStoredError(Exception):
    """The database failed while a message was handled; it must be handled again."""


async def say(visit: Visit, chat_id: int, text: str, *, title: str = "") -> None:
    """Have a text or a payload answered.

    Args:
        visit: The update.
        chat_id: Telegram's id of the chat, for the sign that an answer is being written.
        text: What was written, or a button's payload.
        title: What stood on the button.

    Raises:
        NotStoredError: The message was not stored; try again later.
    """
    means, chat = visit.means, visit.chat
    if text.startswith("velg:"):
        await visit.conversation()  # a choice tells no language, so the app's own is taken
    async with _typing(means.bot, chat_id):
        replies = await means.service.handle(CHANNEL, chat.key, text, visit.client_id)
    await visit.refresh()
    turn = visit.turn
    seq = None
    if turn is not None:
        conversation = turn.conversation
        seq = await means.threads.run(lambda: means.store.seq_of(conversation, visit.client_id))
    if seq is None:
        if not clean(text, means.settings.message_max_characters).problem:
            raise NotStoredError
        for reply in replies:
            await visit.note(reply.text)
        return
    if turn is not None and turn.conversation != chat.conversation:
        before = seq - 1
        await means.threads.run(lambda: means.chats.attach(chat.id, turn.conversation, before))
    if turn is not None and title and title != text:
        await means.threads.run(lambda: means.talks.retitle(turn.conversation, visit.client_id, title, text))


@asynccontextmanager
async def _typing(bot: Bot, chat_id: int) -> AsyncIterator[None]:
    """Show that an answer is being written, for as long as it is."""
    task = asyncio.create_task(_show_typing(bot, chat_id))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _show_typing(bot: Bot, chat_id: int) -> None:
    await asyncio.sleep(_TYPING_AFTER)
    while True:
        await show_typing(bot, chat_id)
        await asyncio.sleep(_TYPING_AGAIN)


async def show_typing(bot: Bot, chat_id: int) -> None:
    """Show the sign once; whether it arrives does not matter."""
    with suppress(TelegramError):
        await bot.send_chat_action(chat_id, ChatAction.TYPING)
