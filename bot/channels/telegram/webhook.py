"""The route that Telegram calls where a public address is set."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.body import read_json_object
from bot.channels.errors import ApiError
from bot.channels.telegram.channel import TelegramChannel

_TOKEN_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of a header
_BODY_MAX = 1_000_000
"""Telegram's updates are far smaller."""


def router(channel: TelegramChannel) -> APIRouter:
    """Return the route of the webhook."""
    routes = APIRouter(tags=["telegram"])

    @routes.post("/webhooks/telegram", summary="For Telegram's servers only", include_in_schema=False)
    async def webhook(request: Request) -> dict[str, bool]:
        """Store an update; 200 means that it will be handled, whatever happens to this process."""
        token = request.headers.get(_TOKEN_HEADER, "")
        if not token:
            raise _not_found()
        body = await read_json_object(request, _BODY_MAX)
        try:
            accepted = await channel.receive(body, token)
        except (SQLAlchemyError, LookupError) as error:
            raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "not_stored", "The update could not be stored.") from error
        if not accepted:
            raise _not_found()
        return {"ok": True}

    return routes


def _not_found() -> ApiError:
    return ApiError(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this address.")
