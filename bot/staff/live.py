"""The console's WebSocket: what is new in the queue, in the case that is looked at, and among colleagues."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

import anyio.to_thread
from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.channels import frames
from bot.conversation.hub import PRESENCE, STAFF, Signal, topic_of
from bot.handoff.errors import UnknownHandoff
from bot.handoff.views import View
from bot.staff.audit import Action
from bot.staff.cases import may_see
from bot.staff.guard import parts_of
from bot.staff.parts import Parts
from bot.staff.roles import CASES
from bot.staff.sessions import Session

router = APIRouter()

OVER = 4401
"""Close code: nobody is signed in (any longer)."""

PING_SECONDS = 20.0
CHECK_SECONDS = 10.0
"""A session that ended in another way than by signing out is noticed after so long."""

_LOOK_SECONDS = 5.0
_TYPING_SECONDS = 2.0
_MOST = 200


@router.websocket("/staff/api/live")
async def live(socket: WebSocket) -> None:
    """Tell an open console what is new until either side ends."""
    parts = parts_of(socket)
    if not parts.cookies.same_origin(socket):
        await socket.close(4403)
        return
    session = await _thread(partial(parts.sessions.find, parts.cookies.session(socket), touch=False))
    await socket.accept()
    if session is None or session.staff.must_change_password:
        await _bye(socket)
        return
    await Line(socket, parts, session).run()


class Line:
    """One open console."""

    def __init__(self, socket: WebSocket, parts: Parts, session: Session) -> None:
        self._socket = socket
        self._parts = parts
        self._session = session
        self._watching: asyncio.Task[None] | None = None
        self._typed = -_TYPING_SECONDS

    async def run(self) -> None:
        """Serve the console; whatever ends first ends the rest."""
        staff = self._session.staff
        async with self._parts.hub.listen(STAFF, PRESENCE) as signals:
            await _thread(partial(self._parts.presence.seen, staff.id))
            self._parts.hub.tell(PRESENCE)
            await self._send({"type": "hello"})
            work = {
                asyncio.create_task(self._listen()),
                asyncio.create_task(self._pass_on(signals)),
                asyncio.create_task(self._keep()),
            }
            try:
                done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            except (WebSocketDisconnect, RuntimeError):
                pass  # the console is gone; sending to a closed socket is a RuntimeError
            finally:
                work |= {self._watching} if self._watching else set()
                for task in work:
                    task.cancel()
                await asyncio.gather(*work, return_exceptions=True)

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._socket.send_json(frame)

    async def _keep(self) -> None:
        """Say that the line is open, on both sides, and end it with the session."""
        loop = asyncio.get_running_loop()
        pinged = loop.time()
        while await _thread(partial(self._parts.sessions.alive, self._session.token_hash)):
            await asyncio.sleep(CHECK_SECONDS)
            if loop.time() - pinged >= PING_SECONDS:
                pinged = loop.time()
                await self._send({"type": "ping"})
                await _thread(partial(self._parts.presence.seen, self._session.staff.id))
        await _bye(self._socket)

    async def _pass_on(self, signals: Any) -> None:
        """Pass on what happens in the queue and among colleagues."""
        async for signal in signals:
            if signal.topic == PRESENCE:
                if await self._ended(signal):
                    await _bye(self._socket)
                    return
                await self._send({"type": "presence"})
            elif "typing" not in signal.event:
                if "handoff" in signal.event:
                    await self._send({"type": "handoff", "id": signal.event["handoff"]})
                await self._send({"type": "queue"})

    async def _ended(self, signal: Signal) -> bool:
        """Tell whether a signal says that this session is over."""
        mine = {self._session.token_hash, str(self._session.staff.id)}
        if not mine & {signal.event.get("signed_out"), signal.event.get("account")}:
            return False
        return not await _thread(partial(self._parts.sessions.alive, self._session.token_hash))

    async def _listen(self) -> None:
        """Do what the console asks for."""
        while True:
            frame = frames.read(await self._socket.receive_text())
            kind = frame.get("type")
            if kind in {"watch", "unwatch"} and self._watching:
                self._watching.cancel()
                await asyncio.gather(self._watching, return_exceptions=True)
                self._watching = None
            if kind == "watch":
                handoff, after = _id(frame.get("handoff_id")), frames.known_seq(frame.get("after", 0))
                if handoff is not None and after is not None:
                    self._watching = asyncio.create_task(self._watch(handoff, after))
            elif kind == "typing":
                await self._type(_id(frame.get("handoff_id")))

    async def _visible(self, handoff: UUID) -> View | None:
        """Return a case as long as this person may see it."""

        def look() -> View | None:
            with suppress(UnknownHandoff):
                view = self._parts.desk.get(handoff)
                staff = self._parts.accounts.get(self._session.staff.id)
                if staff and not staff.disabled and staff.may(CASES) and may_see(staff, view):
                    return view
            return None

        return await _thread(look)

    async def _watch(self, handoff: UUID, after: int) -> None:
        """Send each message of a case from a number on, in order and once, as long as it may be seen."""
        view = await self._visible(handoff)
        if view is None:
            return
        parts = self._parts
        await _thread(partial(parts.audit.write, self._session.staff, Action.WATCH, view.reference))
        async with parts.hub.listen(topic_of(view.conversation_id)) as signals:
            with suppress(WebSocketDisconnect, RuntimeError):
                while await self._visible(handoff):
                    read = partial(parts.store.messages_after, view.conversation_id, after, _MOST)
                    for message in await _thread(read):
                        after = message.seq
                        told = {"type": "message", "handoff_id": str(handoff), "message": message.as_json()}
                        await self._send(told)
                    await self._until_news(signals, handoff)

    async def _until_news(self, signals: Any, handoff: UUID) -> None:
        """Pass on that the employer types, and return when there may be something to read."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_SECONDS):
                async for signal in signals:
                    if "typing" not in signal.event:
                        return
                    if signal.event["typing"] == "employer":
                        await self._send({"type": "typing", "handoff_id": str(handoff)})

    async def _type(self, handoff: UUID | None) -> None:
        """Tell the employer that the person types, at most every other second."""
        now = asyncio.get_running_loop().time()
        if handoff is None or now - self._typed < _TYPING_SECONDS:
            return
        self._typed = now
        view = await self._visible(handoff)
        if view and view.owner and view.owner.id == str(self._session.staff.id):
            self._parts.hub.tell(topic_of(view.conversation_id), typing="person")


async def _bye(socket: WebSocket) -> None:
    """Tell a console that its session is over."""
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_json({"type": "bye"})
        await socket.close(OVER)


def _id(value: object) -> UUID | None:
    with suppress(ValueError):
        return UUID(value) if isinstance(value, str) else None
    return None


async def _thread[Result](call: Callable[[], Result]) -> Result:
    return await anyio.to_thread.run_sync(call)
