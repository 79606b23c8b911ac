"""The web channel's short way to a person: the whole form at once, and withdrawing it."""

from http import HTTPStatus
from typing import Literal

from anyio.to_thread import run_sync as in_thread
from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import JSONResponse

from bot.channels.errors import ApiError
from bot.channels.web import Body, Credentials, WebChannel
from bot.conversation.language import Language
from bot.conversation.masking import mask
from bot.handoff.errors import Invalid
from bot.handoff.front_desk import FrontDesk
from bot.handoff.request import Request as Wish


class NewHandoff(Body):
    """The form that asks for a person; everything but the question may be left out."""

    consent: bool = False
    question: str = Field(max_length=1000)
    theme: str | None = None
    organisation: str | None = Field(default=None, max_length=20)
    municipality: str | None = Field(default=None, max_length=4)
    name: str | None = Field(default=None, max_length=120)
    phone: str | None = Field(default=None, max_length=40)
    email: str | None = Field(default=None, max_length=254)
    language: Literal["nb", "nn", "en"] | None = None


def router(web: WebChannel, desk: FrontDesk) -> APIRouter:
    """Return the routes of the form."""
    routes = APIRouter(tags=["web"])

    @routes.post("/api/conversation/handoff", summary="Ask for a person")
    async def ask(request: Request, credentials: Credentials) -> JSONResponse:
        """Pass the conversation on; one that waits already keeps its place."""
        token, turn = await web.turn(credentials)
        body = await web.read(request, NewHandoff)
        await web.limit(token, request, Language.NB)
        values = body.model_dump() | {"question": mask(body.question)[0]}
        try:
            await in_thread(lambda: desk.submit(turn, Wish(**values)))
        except Invalid as error:
            raise ApiError(
                HTTPStatus.UNPROCESSABLE_ENTITY, f"invalid_{error.field}", f"`{error.field}` cannot be used."
            ) from error
        turn = (await web.turn(credentials))[1]
        return JSONResponse(await in_thread(lambda: web.followers.state(turn)))

    @routes.delete("/api/conversation/handoff", summary="Withdraw the request for a person")
    async def withdraw(credentials: Credentials) -> JSONResponse:
        """Take the request back; where there is none, nothing happens."""
        _, turn = await web.turn(credentials)
        await in_thread(lambda: desk.withdraw(turn))
        turn = (await web.turn(credentials))[1]
        return JSONResponse(await in_thread(lambda: web.followers.state(turn)))

    return routes
