"""Serves the files of a calculation: a chart, a calendar, a page and a PDF, drawn anew from their signed address."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import anyio
import anyio.to_thread
import structlog
from fastapi import APIRouter
from starlette.responses import Response

from bot.calculator import calendar, chart, page, pdf
from bot.calculator.compute import default_rules
from bot.calculator.links import Drawing, Links
from bot.calculator.wording import Words
from bot.channels.errors import ApiError
from bot.settings import Settings
from bot.subsidy import Calculation, InvalidInput, RateNotSet, Rules
from bot.texts import Texts

_log = structlog.get_logger("gateway")

_DRAWERS = 2
"""Files drawn at a time: drawing is work for the processor, and answers must not wait for it."""

_CACHE = "private, max-age=3600"
_ERRORS: dict[int | str, dict[str, Any]] = {
    HTTPStatus.NOT_FOUND.value: {"description": "The address was not made here."}
}

Draw = Callable[[Drawing, Calculation, Words], Response]


def router(settings: Settings, texts: Texts, rules: Rules | None = None) -> APIRouter:
    """Return the routes of a calculation's files."""
    links, known = Links(settings.var_dir), rules or default_rules()
    limiter = anyio.CapacityLimiter(_DRAWERS)
    routes = APIRouter(prefix="/files/{token}", tags=["files"])

    async def serve(token: str, draw: Draw) -> Response:
        """Draw a file in a worker thread."""
        return await anyio.to_thread.run_sync(lambda: _drawn(links, texts, known, token, draw), limiter=limiter)

    @routes.get("/chart.png", response_class=Response, responses=_responses("image/png"), summary="The chart")
    async def chart_png(token: str) -> Response:
        """Return the chart of a calculation."""
        return await serve(token, lambda _, result, words: _file(chart.draw(result, words), "image/png"))

    @routes.get("/calendar.ics", response_class=Response, responses=_responses("text/calendar"), summary="The dates")
    async def calendar_ics(token: str) -> Response:
        """Return start, steps, end and deadlines as a calendar file."""

        def draw(drawing: Drawing, result: Calculation, words: Words) -> Response:
            content = calendar.calendar(result, words, known, drawing.made)
            name = f"{result.scheme.value}.ics"
            return _file(content, "text/calendar", {"content-disposition": f'attachment; filename="{name}"'})

        return await serve(token, draw)

    @routes.get("/calculation.html", response_class=Response, responses=_responses("text/html"), summary="The page")
    async def calculation_html(token: str) -> Response:
        """Return the calculation as a page to print or save."""

        def draw(drawing: Drawing, result: Calculation, words: Words) -> Response:
            picture = chart.draw(result, words)
            content = page.page(drawing.case, result, words, known, picture, drawing.made)
            return _file(content.encode(), "text/html", {"content-security-policy": page.CONTENT_SECURITY_POLICY})

        return await serve(token, draw)

    @routes.get("/calculation.pdf", response_class=Response, responses=_responses("application/pdf"), summary="The PDF")
    async def calculation_pdf(token: str) -> Response:
        """Return the calculation as a PDF to save or send on."""

        def draw(drawing: Drawing, result: Calculation, words: Words) -> Response:
            picture = chart.draw(result, words)
            content = pdf.pdf(drawing.case, result, words, known, picture, drawing.made)
            name = f"{result.scheme.value}.pdf"
            return _file(content, "application/pdf", {"content-disposition": f'inline; filename="{name}"'})

        return await serve(token, draw)

    return routes


def _drawn(links: Links, texts: Texts, rules: Rules, token: str, draw: Draw) -> Response:
    """Return a file, or say that there is none."""
    drawing = links.read(token)
    if drawing is None:
        raise _not_found()
    try:
        result = drawing.case.calculation(rules)
    except (InvalidInput, RateNotSet, ArithmeticError, ValueError) as error:
        # The rules have changed since the address was made.
        _log.warning("file_not_drawn", error=type(error).__name__)
        raise _not_found() from error
    return draw(drawing, result, Words(texts, drawing.language))


def _file(content: bytes, media_type: str, headers: dict[str, str] | None = None) -> Response:
    return Response(content, media_type=media_type, headers={"cache-control": _CACHE, **(headers or {})})


def _not_found() -> ApiError:
    return ApiError(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this address.")


def _responses(media_type: str) -> dict[int | str, dict[str, Any]]:
    return {HTTPStatus.OK.value: {"content": {media_type: {}}}, **_ERRORS}
