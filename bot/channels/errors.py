"""Errors in the shape of the contract: `{"error": {"code", "message"}}`."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

_CODES = {
    HTTPStatus.NOT_FOUND: ("not_found", "There is nothing at this address."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method_not_allowed", "This address does not take that method."),
}


class ApiError(Exception):
    """A request that cannot be handled, and what its sender is told."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        message: str,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """Say what is wrong; `more` stands beside code and message, for programs."""
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
        self.more = more or {}


def error_response(
    status: int,
    code: str,
    message: str,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> JSONResponse:
    """Return an error in the shape of the contract."""
    return JSONResponse({"error": {**(more or {}), "code": code, "message": message}}, status, headers)


async def _api_error(_request: Request, error: Exception) -> JSONResponse:
    """Answer with what an `ApiError` says."""
    if not isinstance(error, ApiError):
        raise error
    return error_response(error.status, error.code, error.message, error.headers, error.more)


async def _http_error(_request: Request, error: Exception) -> JSONResponse:
    """Answer errors of the framework (no such route, wrong method) like our own."""
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    code, message = _CODES.get(status, (status.name.lower(), f"{status.phrase}."))
    return error_response(status, code, message, error.headers)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    """Answer a request whose address or headers have the wrong shape."""
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return error_response(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", f"`{where}`: {first['msg']}.")


def install(app: FastAPI) -> None:
    """Make the app answer errors in the shape of the contract."""
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
