"""Following a conversation: what is new after a known number, and who has the word."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from anyio.to_thread import run_sync as in_thread

from bot.conversation.hub import Hub, topic_of
from bot.conversation.models import Author, Owner
from bot.conversation.store import ConversationStore, Turn

MOST = 200
"""Messages read at a time."""

_LOOK_SECONDS = 15.0
"""A follower looks by itself this often, should a wake-up have been lost."""

HandoffOf = Callable[[Turn], Mapping[str, Any] | None]
"""Returns the state of a conversation's handover in the shape of the web channel."""


@dataclass(frozen=True, slots=True)
class News:
    """What a follower is told."""

    kind: Literal["message", "state", "typing", "gone"]
    body: dict[str, Any]


class Followers:
    """Reads conversations for those who follow them, on any channel."""

    def __init__(self, store: ConversationStore, hub: Hub, handoff_of: HandoffOf | None = None) -> None:
        self._store = store
        self._hub = hub
        self._handoff_of: HandoffOf = handoff_of or (lambda _turn: None)

    def state(self, turn: Turn) -> dict[str, Any]:
        """Return who has the word, and how far a handover has come."""
        handoff = self._handoff_of(turn)
        person = handoff.get("person") if handoff and turn.owner is Owner.PERSON else None
        return {
            "language": turn.language or "nb",
            "owner": turn.owner.value,
            "person": person,
            "handoff": dict(handoff) if handoff else None,
        }

    def page(self, turn: Turn, after: int) -> dict[str, Any]:
        """Return the state and the messages after a number."""
        messages = self._store.messages_after(turn.conversation, after, MOST)
        last = messages[-1].seq if messages else after
        return self.state(turn) | {"messages": [message.as_json() for message in messages], "last_seq": last}

    async def news(self, channel: str, sender: str, after: int) -> AsyncIterator[News]:
        """Tell everything from a number on, in order and each message once, until the conversation is gone."""
        turn = await self._find(channel, sender)
        if turn is None:
            yield News("gone", {})
            return
        known: dict[str, Any] | None = None
        async with self._hub.listen(topic_of(turn.conversation)) as signals:
            while True:
                turn = await self._find(channel, sender)
                if turn is None:
                    yield News("gone", {})
                    return
                conversation = turn.conversation
                for message in await in_thread(partial(self._store.messages_after, conversation, after, MOST)):
                    after = message.seq
                    yield News("message", message.as_json())
                state = await in_thread(partial(self.state, turn))
                if state != known:
                    known = state
                    yield News("state", state)
                async for item in _until_something(signals):
                    yield item

    async def _find(self, channel: str, sender: str) -> Turn | None:
        return await in_thread(lambda: self._store.find(channel, sender))


async def _until_something(signals: AsyncIterator[Any]) -> AsyncIterator[News]:
    """Pass on who types, and return when there may be something to read."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _LOOK_SECONDS
    while (left := deadline - loop.time()) > 0:
        try:
            async with asyncio.timeout(left):
                signal = await anext(signals)
        except TimeoutError:
            break
        typing = signal.event.get("typing")
        if typing is None:
            return
        if typing in (Author.BOT.value, Author.PERSON.value):
            yield News("typing", {"by": typing})
