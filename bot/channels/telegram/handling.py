"""Decides what each update leads to."""

import time

import structlog
from telegram.helpers import create_deep_linked_url

from bot.channels.telegram import CHANNEL, commands
from bot.channels.telegram.chats import Known
from bot.channels.telegram.commands import Command
from bot.channels.telegram.drawing.others import PHONE_SLOTS
from bot.channels.telegram.events import Event, What
from bot.channels.telegram.means import Means, Visit
from bot.channels.telegram.models import ChatState
from bot.channels.telegram.speech import say
from bot.channels.telegram.taps import tapped
from bot.conversation.hub import STAFF, topic_of
from bot.conversation.models import Author
from bot.conversation.replies import Kind
from bot.conversation.store import UnknownConversationError

_log = structlog.get_logger("gateway.telegram")

_NOTE_EVERY = 60
"""Seconds between two notes that ask a hasty writer, or a group, to wait."""


class Handler:
    """Handles one update of a chat at a time."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def handle(self, chat: Known, event: Event, update_id: int) -> None:
        """Do what an update asks for; done twice, after a restart, it has the same effect as done once.

        Raises:
            NotStoredError: The database failed; try again later.
        """
        means = self._means
        if event.what is What.BLOCKED:
            await self.pause(chat.id)
            return
        if chat.state is not ChatState.ACTIVE:
            await means.threads.run(lambda: means.chats.change(chat.id, ChatState.ACTIVE))
        if event.what is What.BACK:
            return
        visit = Visit(means, chat, update_id)
        await visit.refresh()
        if event.what is What.GROUP:
            await self._once_in_a_while(visit, "group", visit.say("telegram_group", url=self._own_address()))
        elif not await self._is_too_fast(visit, event):
            await self._answer(visit, event)

    async def _answer(self, visit: Visit, event: Event) -> None:
        match event.what:
            case What.TEXT:
                await say(visit, event.chat_id, event.text)
            case What.COMMAND:
                await commands.run(visit, event)
            case What.TAP:
                await tapped(visit, event)
            case What.CONTACT:
                await self._contact(visit, event)
            case What.LOCATION:
                await visit.note(visit.say("telegram_location"))
            case _:
                await visit.note(visit.say("telegram_media"))
                if event.text:
                    await say(visit, event.chat_id, event.text)

    async def _contact(self, visit: Visit, event: Event) -> None:
        """Take a shared number where the handover form asks for one; else it is not needed, and not kept."""
        turn = visit.turn
        last = None
        if turn is not None:
            last = await self._means.threads.run(lambda: self._means.talks.last(turn.conversation, Author.BOT))
        asked = last is not None and last.custom.get("kind") == Kind.QUESTION and last.custom.get("slot")
        if event.text and asked in PHONE_SLOTS:
            await say(visit, event.chat_id, event.text)
        else:
            await visit.note(visit.say("telegram_contact"))

    async def _is_too_fast(self, visit: Visit, event: Event) -> bool:
        """Tell whether an employer writes faster than the limit allows, after having said so."""
        if event.what is What.COMMAND and commands.COMMAND_OF.get(event.text) is Command.DELETE:
            return False
        seconds = await self._means.limits.wait_seconds(CHANNEL, visit.chat.key, None)
        if seconds:
            await self._once_in_a_while(visit, "limit", visit.say("gateway_rate_limited", seconds=seconds))
        return bool(seconds)

    async def _once_in_a_while(self, visit: Visit, why: str, text: str) -> None:
        """Say something that must not be said over and over."""
        origin = f"{why}:{visit.chat.id}:{int(time.time()) // _NOTE_EVERY}"
        await visit.note(text, origin=origin)

    def _own_address(self) -> str:
        return create_deep_linked_url(self._means.artist.username)

    async def pause(self, chat_id: int) -> None:
        """Stop sending to a chat that cannot be written to, and tell whoever answers the conversation."""
        means = self._means
        chat = await means.threads.run(lambda: means.chats.by_id(chat_id))
        paused = await means.threads.run(lambda: means.chats.change(chat_id, ChatState.PAUSED))
        if chat is None or not paused or chat.conversation is None:
            return
        conversation, language = chat.conversation, chat.language
        custom = {"kind": "fallback", "reason": "unreachable", "channel": CHANNEL, "language": language}

        def tell() -> None:
            with means.engine.begin() as connection:
                text = means.texts.get("telegram_unreachable", language)
                means.store.append(connection, conversation, Author.SYSTEM, text, {"custom": custom})

        try:
            await means.threads.run(tell)
        except UnknownConversationError:
            return  # erased in the meantime
        means.hub.tell(topic_of(conversation))
        means.hub.tell(STAFF, conversation=str(conversation))
        _log.info("telegram_unreachable", conversation=str(conversation))
