"""Reads a request's JSON without trusting its size, type, encoding, nesting or speed."""

import asyncio
import json
from http import HTTPStatus
from typing import Any, NoReturn

from fastapi import Request
from starlette.requests import ClientDisconnect

from bot.channels.errors import ApiError

_READ_SECONDS = 10.0
"""A body that takes longer to arrive is given up."""


async def read_json_object(request: Request, max_bytes: int) -> dict[str, Any]:
    """Return the JSON object in a request's body.

    Raises:
        ApiError: The body is no JSON object, too large, too slow, or of another content type.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise ApiError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            "Send JSON: Content-Type application/json.",
        )
    raw = await _read(request, max_bytes)
    try:
        value = json.loads(raw.decode("utf-8-sig"), parse_constant=_reject_constant)
    except (ValueError, RecursionError) as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, "invalid_json", "The body is not valid JSON in UTF-8.") from error
    if not isinstance(value, dict):
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_body", "The body must be a JSON object.")
    return value


async def _read(request: Request, max_bytes: int) -> bytes:
    """Return the body, at most so many bytes of it."""
    too_large = ApiError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", f"The body is larger than {max_bytes} bytes."
    )
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > max_bytes:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(_READ_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    raise too_large
    except TimeoutError as error:
        raise ApiError(HTTPStatus.REQUEST_TIMEOUT, "too_slow", "The body took too long to arrive.") from error
    except ClientDisconnect as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, "disconnected", "The body never arrived in full.") from error
    return bytes(body)


def _reject_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(name)
