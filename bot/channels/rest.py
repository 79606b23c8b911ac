"""The REST channel: Rasa's own shape, so that every client made for Rasa works."""

import unicodedata
from http import HTTPStatus
from typing import Any, NotRequired

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse
from typing_extensions import TypedDict

from bot.channels.body import read_json_object
from bot.channels.errors import ApiError
from bot.channels.limits import Limits
from bot.conversation.language import Language
from bot.conversation.notices import Notices
from bot.conversation.service import ConversationService
from bot.settings import Settings

CHANNEL = "rest"

_SENDER_MAX = 255


class IncomingMessage(BaseModel):
    """What an employer sends; other fields are ignored."""

    sender: str = Field(min_length=1, max_length=_SENDER_MAX, description="Any id of the conversation.")
    message: str = Field(description="A typed text, or the payload of a button.")


class ButtonOut(TypedDict):
    """A choice offered to the employer."""

    title: str
    payload: str


class OutgoingMessage(TypedDict):
    """One message of the assistant."""

    recipient_id: str
    text: str
    buttons: NotRequired[list[ButtonOut]]
    image: NotRequired[str]
    custom: NotRequired[dict[str, Any]]


class ErrorDetail(TypedDict):
    """What was wrong."""

    code: str
    message: str


class ErrorOut(TypedDict):
    """Every error has this shape."""

    error: ErrorDetail


_ERRORS: dict[int | str, dict[str, Any]] = {
    status.value: {"model": ErrorOut, "description": status.phrase}
    for status in (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.TOO_MANY_REQUESTS,
    )
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": IncomingMessage.model_json_schema()}},
    }
}


def router(settings: Settings, service: ConversationService, limits: Limits, notices: Notices) -> APIRouter:
    """Return the routes of the REST channel."""
    routes = APIRouter(tags=["conversation"])

    @routes.post(
        "/webhooks/rest/webhook",
        response_model=list[OutgoingMessage],
        responses=_ERRORS,
        openapi_extra=_BODY,
        summary="Send a message, get the answer",
    )
    async def webhook(request: Request) -> JSONResponse:
        """Answer one message; a message may get several messages back."""
        body = await read_json_object(request, settings.body_max_bytes)
        sender, message = _checked(body)
        address = request.client.host if request.client else ""
        seconds = await limits.wait_seconds(CHANNEL, sender, address)
        if seconds:
            texts = (notices.rate_limited(language, seconds).text for language in (Language.NB, Language.EN))
            raise ApiError(
                HTTPStatus.TOO_MANY_REQUESTS, "rate_limited", " / ".join(texts), {"Retry-After": str(seconds)}
            )
        replies = await service.handle(CHANNEL, sender, message)
        return JSONResponse([reply.message(sender) for reply in replies])

    @routes.get("/webhooks/rest/", include_in_schema=False)
    async def channel_health() -> dict[str, str]:
        """Answer like Rasa's own channel does, for clients that look whether it is there."""
        return {"status": "ok"}

    return routes


def _checked(body: dict[str, Any]) -> tuple[str, str]:
    """Return sender and message of a body.

    Raises:
        ApiError: One is missing or of the wrong type, or the sender could not be an id.
    """
    sender, message = body.get("sender"), body.get("message")
    if not isinstance(sender, str) or not sender.strip():
        raise _invalid("invalid_sender", "`sender` must be a text that is not empty.")
    if len(sender) > _SENDER_MAX:
        raise _invalid("invalid_sender", f"`sender` must be at most {_SENDER_MAX} characters.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in sender):
        raise _invalid("invalid_sender", "`sender` must not have control characters.")
    if not isinstance(message, str):
        raise _invalid("invalid_message", "`message` must be a text.")
    return sender, message


def _invalid(code: str, message: str) -> ApiError:
    """Return the error for a well-formed body with wrong contents."""
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, code, message)
