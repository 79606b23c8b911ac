"""The web channel's routes: begin, read, write, judge, take along and delete a conversation.

The token that the server issued is the only key to a conversation; it travels in the `Authorization` header, and the
database keeps only its hash.
"""

import asyncio
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from anyio.to_thread import run_sync as in_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from bot.channels import frames
from bot.channels.body import read_json_object
from bot.channels.errors import ApiError
from bot.channels.follow import Followers
from bot.channels.limits import Limits
from bot.channels.live import CHANNEL
from bot.conversation import transcript
from bot.conversation.cleaning import Problem, clean
from bot.conversation.codes import Codes
from bot.conversation.feedback import FeedbackStore, Reason
from bot.conversation.hub import Hub, topic_of
from bot.conversation.language import Language
from bot.conversation.models import Verdict
from bot.conversation.notices import Notices
from bot.conversation.service import ConversationService
from bot.conversation.store import ConversationStore, Turn, UnknownConversationError
from bot.settings import Settings
from bot.texts import Texts

_TOKEN_BYTES = 32
_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_WAIT_MAX = 25

After = Annotated[int, Query(ge=0, le=frames.LARGEST_SEQ, description="Number of the last message that is known.")]

_bearer = HTTPBearer(auto_error=False, description="The token that POST /api/conversations gave.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


class Body(BaseModel):
    """A request's body; fields it does not know are ignored."""

    model_config = ConfigDict(extra="ignore")


class NewConversation(Body):
    """Begins a conversation."""

    language: Literal["nb", "nn", "en"] = "nb"


class NewMessage(Body):
    """What an employer writes; the same `client_id` again is stored and answered once."""

    client_id: str
    text: str


class NewFeedback(Body):
    """A thumb on one answer."""

    seq: int = Field(ge=1)
    verdict: Verdict
    reasons: list[Reason] = Field(default_factory=list, max_length=len(Reason))
    comment: str | None = Field(default=None, max_length=1000)


class NewRating(Body):
    """What the conversation was worth, 1 to 5."""

    score: int = Field(ge=1, le=5)
    comment: str | None = Field(default=None, max_length=1000)


class Code(Body):
    """A code from another channel."""

    code: str = Field(max_length=64)


@dataclass(frozen=True, slots=True)
class WebChannel:
    """What the routes need."""

    settings: Settings
    store: ConversationStore
    service: ConversationService
    followers: Followers
    hub: Hub
    codes: Codes
    feedback: FeedbackStore
    limits: Limits
    notices: Notices
    texts: Texts
    telegram_link: Callable[[str], str | None] = lambda _code: None
    rated: Callable[[UUID, int, str], object] = lambda _conversation, _score, _comment: None
    """Told of each rating; the desk keeps it with the last case."""

    async def turn(self, credentials: HTTPAuthorizationCredentials | None) -> tuple[str, Turn]:
        """Return the token and its conversation.

        Raises:
            ApiError: 401, the token opens none.
        """
        token = credentials.credentials if credentials else ""
        turn = await in_thread(lambda: self.store.find(CHANNEL, token)) if token else None
        if turn is None:
            raise _unknown()
        return token, turn

    async def read[Model: Body](self, request: Request, model: type[Model]) -> Model:
        """Return the body.

        Raises:
            ApiError: It is no JSON of the right shape.
        """
        try:
            return model.model_validate(await read_json_object(request, self.settings.body_max_bytes))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_body", f"`{where}`: {first['msg']}.") from error

    async def limit(self, sender: str, request: Request, language: Language) -> None:
        """Count a message.

        Raises:
            ApiError: 429, with when to come back.
        """
        address = request.client.host if request.client else ""
        seconds = await self.limits.wait_seconds(CHANNEL, sender, address)
        if seconds:
            text = self.notices.rate_limited(language, seconds).text
            raise ApiError(HTTPStatus.TOO_MANY_REQUESTS, "rate_limited", text, {"Retry-After": str(seconds)})


def router(web: WebChannel) -> APIRouter:
    """Return the routes of the web channel."""
    routes = APIRouter(tags=["web"])

    @routes.post("/api/conversations", status_code=HTTPStatus.CREATED, summary="Begin a conversation")
    async def begin(request: Request) -> JSONResponse:
        """Issue a token."""
        body = await web.read(request, NewConversation)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        await web.limit(token, request, Language(body.language))
        await in_thread(lambda: web.store.create(CHANNEL, token, body.language))
        return JSONResponse({"token": token, "language": body.language}, HTTPStatus.CREATED)

    @routes.get("/api/conversation", summary="Read a conversation")
    async def read(credentials: Credentials, after: After = 0) -> JSONResponse:
        """Return the state and the messages after a number."""
        _, turn = await web.turn(credentials)
        return JSONResponse(await in_thread(lambda: web.followers.page(turn, after)))

    @routes.get("/api/conversation/messages", summary="Wait for new messages")
    async def wait(
        credentials: Credentials,
        after: After = 0,
        wait: Annotated[int, Query(ge=0, le=_WAIT_MAX)] = _WAIT_MAX,
    ) -> JSONResponse:
        """Return as soon as there is something new, or after the waiting time."""
        token, turn = await web.turn(credentials)
        before = await in_thread(lambda: web.followers.page(turn, after))
        if before["messages"] or wait == 0:
            return JSONResponse(before)
        try:
            async with asyncio.timeout(wait):
                async for item in web.followers.news(CHANNEL, token, after):
                    if item.kind in ("message", "gone") or (
                        item.kind == "state" and any(item.body[key] != before[key] for key in item.body)
                    ):
                        break
        except TimeoutError:
            pass
        _, turn = await web.turn(credentials)
        return JSONResponse(await in_thread(lambda: web.followers.page(turn, after)))

    @routes.post("/api/conversation/messages", summary="Write a message")
    async def write(request: Request, credentials: Credentials) -> JSONResponse:
        """Store a message once, and return it with what the bot answered."""
        token, turn = await web.turn(credentials)
        body = await web.read(request, NewMessage)
        language = _language(turn)
        await web.limit(token, request, language)
        _check(body, web, language)
        try:
            await web.service.handle(CHANNEL, token, body.text, body.client_id, create=False)
        except UnknownConversationError as error:
            raise _unknown() from error
        seq = await in_thread(lambda: web.store.seq_of(turn.conversation, body.client_id))
        if seq is None:
            raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", web.notices.unavailable(language).text)
        turn = (await web.turn(credentials))[1]
        return JSONResponse(await in_thread(lambda: web.followers.page(turn, seq - 1)))

    @routes.post("/api/conversation/language", summary="Choose the language")
    async def language(request: Request, credentials: Credentials) -> Response:
        """Answer in another language from now on."""
        _, turn = await web.turn(credentials)
        body = await web.read(request, NewConversation)
        await in_thread(lambda: web.store.set_language(turn.conversation, body.language))
        web.hub.tell(topic_of(turn.conversation))
        return Response(status_code=HTTPStatus.NO_CONTENT)

    @routes.post("/api/conversation/feedback", summary="Judge an answer")
    async def feedback(request: Request, credentials: Credentials) -> Response:
        """Keep a thumb, with reasons and a free word."""
        _, turn = await web.turn(credentials)
        body = await web.read(request, NewFeedback)
        known = await in_thread(
            lambda: web.feedback.judge(turn.conversation, body.seq, body.verdict, body.reasons, body.comment)
        )
        if not known:
            raise ApiError(HTTPStatus.NOT_FOUND, "not_found", "There is no such answer in this conversation.")
        return Response(status_code=HTTPStatus.NO_CONTENT)

    @routes.post("/api/conversation/rating", summary="Judge the conversation")
    async def rating(request: Request, credentials: Credentials) -> Response:
        """Keep a rating."""
        _, turn = await web.turn(credentials)
        body = await web.read(request, NewRating)
        await in_thread(lambda: web.feedback.rate(turn.conversation, body.score, body.comment))
        await in_thread(lambda: web.rated(turn.conversation, body.score, body.comment or ""))
        web.hub.tell(topic_of(turn.conversation))
        return Response(status_code=HTTPStatus.NO_CONTENT)

    @routes.get("/api/conversation/transcript", summary="Take the conversation along")
    async def written_out(credentials: Credentials, format: Literal["txt", "html"] = "txt") -> Response:  # noqa: A002 - the name in the address
        """Return the conversation as text or as a page to print."""
        _, turn = await web.turn(credentials)
        messages = await in_thread(lambda: web.store.messages_after(turn.conversation, 0, 10_000))
        code: Literal["nb", "nn", "en"] = _language(turn).value  # type: ignore[assignment]
        if format == "html":
            return HTMLResponse(transcript.as_html(messages, web.texts, code))
        headers = {"content-disposition": 'attachment; filename="nav-samtale.txt"'}
        return PlainTextResponse(transcript.as_text(messages, web.texts, code), headers=headers)

    @routes.delete("/api/conversation", status_code=HTTPStatus.NO_CONTENT, summary="Delete the conversation")
    async def erase(credentials: Credentials) -> Response:
        """Delete everything of the conversation, at once and for good."""
        _, turn = await web.turn(credentials)
        await in_thread(lambda: web.store.erase(turn.conversation))
        web.hub.tell(topic_of(turn.conversation))
        return Response(status_code=HTTPStatus.NO_CONTENT)

    @routes.post("/api/conversation/code", summary="Get a code for another channel")
    async def code(request: Request, credentials: Credentials) -> JSONResponse:
        """Return a code that opens this conversation once, within ten minutes."""
        token, turn = await web.turn(credentials)
        await web.limit(token, request, _language(turn))
        made, expires = await in_thread(lambda: web.codes.make(turn.conversation))
        return JSONResponse({"code": made, "expires_at": expires.isoformat(), "telegram": web.telegram_link(made)})

    @routes.post("/api/codes", summary="Use a code from another channel")
    async def redeem(request: Request) -> JSONResponse:
        """Return a token for the conversation a code opens."""
        body = await web.read(request, Code)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        await web.limit(token, request, Language.NB)
        conversation = await in_thread(lambda: web.codes.redeem(body.code))
        if conversation is None:
            raise ApiError(HTTPStatus.NOT_FOUND, "unknown_code", "The code is wrong, used, or too old.")
        await in_thread(lambda: web.store.add_door(conversation, CHANNEL, token))
        return JSONResponse({"token": token})

    return routes


def _language(turn: Turn) -> Language:
    return Language(turn.language) if turn.language in {"nb", "nn", "en"} else Language.NB


def _check(body: NewMessage, web: WebChannel, language: Language) -> None:
    """Refuse what cannot be stored, in the employer's language.

    Raises:
        ApiError: 413 or 422.
    """
    if not _CLIENT_ID.fullmatch(body.client_id):
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_client_id", "`client_id`: 8 to 64 letters, digits, - and _."
        )
    problem = clean(body.text, web.settings.message_max_characters).problem
    if problem is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if problem is Problem.EMPTY else HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        raise ApiError(status, problem.value, web.notices.refused(problem, language).text)


def _unknown() -> ApiError:
    return ApiError(
        HTTPStatus.UNAUTHORIZED,
        "unknown_token",
        "The token opens no conversation.",
        {"WWW-Authenticate": "Bearer"},
    )
