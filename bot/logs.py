"""Logs: one structured line per event, for every library alike, and never a word of a conversation."""

import logging
import sys
import traceback
from contextvars import ContextVar
from typing import Any

import structlog
from structlog.types import EventDict, Processor

_REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")

_QUIET = ("httpx", "httpcore", "asyncio", "py3langid", "uvicorn.access")
"""Loggers that would write a line for every request; the gateway writes its own."""

_SILENT = ("telegram",)
"""Libraries whose lines may quote messages or a token; the code that uses them writes what matters."""


def request_id() -> str:
    """Return the id of the request being handled, empty outside of one."""
    return _REQUEST_ID.get()


def set_request_id(value: str) -> None:
    """Set the id that all log lines of this request carry."""
    _REQUEST_ID.set(value)


def where(error: BaseException) -> list[str]:
    """Return the places an error passed through, innermost last, without its message.

    An error's message may quote what an employer wrote; its type and place never do.
    """
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames[-8:]]


def _add_request_id(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Add the request id to a log line."""
    if (current := request_id()) and "request_id" not in event:
        event["request_id"] = current
    return event


def _strip_error(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and place."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = where(error)
    return event


def configure(level: str = "INFO", log_format: str = "json") -> None:
    """Route structlog and the standard library's logs to standard error in one shape.

    Args:
        level: Lowest level written.
        log_format: `json` for machines, `console` for people.
    """
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.contextvars.merge_contextvars,
        _add_request_id,
        _strip_error,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer() if log_format == "console" else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
