"""Hears at once what happens in the conversations that chats follow: a new message, a person typing.

Only the chats that wrote last are listened for; the others, and all after a restart, are found by looking every second.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID

from telegram import Bot

from bot.channels.telegram.speech import show_typing
from bot.conversation.hub import Hub, topic_of

_MOST = 500
"""Conversations that are listened to."""


class Watch:
    """Listens to conversations."""

    def __init__(self, hub: Hub, bot: Bot, wake: Callable[[int], None]) -> None:
        """Put the parts together.

        Args:
            hub: Where signals come from.
            bot: Shows that a person is typing.
            wake: Told of a chat that may have something to be sent.
        """
        self._hub = hub
        self._bot = bot
        self._wake = wake
        self._tasks: OrderedDict[UUID, asyncio.Task[None]] = OrderedDict()

    def follow(self, conversation: UUID, chat: int, chat_id: int) -> None:
        """Listen to the conversation that a chat follows; the one heard longest ago makes room."""
        if conversation in self._tasks:
            self._tasks.move_to_end(conversation)
            return
        self._tasks[conversation] = asyncio.create_task(self._listen(conversation, chat, chat_id))
        if len(self._tasks) > _MOST:
            _, oldest = self._tasks.popitem(last=False)
            oldest.cancel()

    async def _listen(self, conversation: UUID, chat: int, chat_id: int) -> None:
        async with self._hub.listen(topic_of(conversation)) as signals:
            async for signal in signals:
                if signal.event.get("typing") == "person":
                    await show_typing(self._bot, chat_id)
                elif not signal.event.get("typing"):
                    self._wake(chat)

    async def stop(self) -> None:
        """Listen no more."""
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
