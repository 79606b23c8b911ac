"""The web channel's WebSocket: everything new in a conversation, as it comes."""

import asyncio
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.channels import frames
from bot.channels.follow import Followers, News
from bot.conversation.hub import STAFF, Hub, topic_of
from bot.conversation.store import ConversationStore

CHANNEL = "web"

GONE = 4401
"""Close code: the token opens no conversation (any longer)."""

_HELLO_SECONDS = 10.0
_PING_SECONDS = 20.0
_TYPING_SECONDS = 2.0
"""Somebody who types is told of this often at most."""


def router(store: ConversationStore, hub: Hub, followers: Followers, origins: list[str]) -> APIRouter:
    """Return the WebSocket route; `origins` may open it besides the gateway's own pages, `*` means any."""
    routes = APIRouter()

    @routes.websocket("/api/conversation/live")
    async def live(socket: WebSocket) -> None:
        """Follow a conversation."""
        if not _welcome(socket, origins):
            await socket.close(4403)
            return
        await socket.accept()
        try:
            token, after = await _hello(socket)
            if token is None:
                await socket.send_json({"type": "gone"})
                await socket.close(GONE)
                return
            await _follow(socket, store, hub, followers, token, after)
        except WebSocketDisconnect:
            return

    return routes


def _welcome(socket: WebSocket, origins: list[str]) -> bool:
    """Tell whether the page that asks may; programs send no origin, and the token guards the conversation."""
    origin = socket.headers.get("origin")
    if origin is None or "*" in origins or origin in origins:
        return True
    return urlsplit(origin).netloc == socket.headers.get("host")


async def _hello(socket: WebSocket) -> tuple[str | None, int]:
    """Return token and number of the first frame; None where it is no greeting."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_HELLO_SECONDS):
            frame = frames.read(await socket.receive_text())
            token, after = frame.get("token"), frames.known_seq(frame.get("after", 0))
            if isinstance(token, str) and after is not None:
                return token, after
    return None, 0


async def _follow(
    socket: WebSocket, store: ConversationStore, hub: Hub, followers: Followers, token: str, after: int
) -> None:
    """Send what comes until either side ends."""
    tasks = [
        asyncio.create_task(part)
        for part in (_tell(socket, followers, token, after), _listen(socket, store, hub, token), _ping(socket))
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _tell(socket: WebSocket, followers: Followers, token: str, after: int) -> None:
    """Send what is new until the conversation is gone."""
    async for item in followers.news(CHANNEL, token, after):
        await socket.send_json(_frame(item))
    await socket.close(GONE)


def _frame(item: News) -> dict[str, Any]:
    if item.kind == "message":
        return {"type": "message", "message": item.body}
    return {"type": item.kind, **item.body}


async def _ping(socket: WebSocket) -> None:
    """Keep proxies from closing a quiet line."""
    while socket.application_state is WebSocketState.CONNECTED:
        await asyncio.sleep(_PING_SECONDS)
        await socket.send_json({"type": "ping"})


async def _listen(socket: WebSocket, store: ConversationStore, hub: Hub, token: str) -> None:
    """Read what the page sends: only that somebody types, never what."""
    loop = asyncio.get_running_loop()
    told = -_TYPING_SECONDS
    while True:
        frame = frames.read(await socket.receive_text())
        if frame.get("type") == "typing" and loop.time() - told >= _TYPING_SECONDS:
            told = loop.time()
            turn = await asyncio.to_thread(store.find, CHANNEL, token)
            if turn is not None:
                hub.tell(topic_of(turn.conversation), typing="employer")
                hub.tell(STAFF, conversation=str(turn.conversation), typing="employer")
