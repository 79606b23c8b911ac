"""Serves the demonstration page with the widget in place, its files, and a plain list of the routes."""

from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import yaml
from fastapi import APIRouter, FastAPI
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from bot.web import script

_FOLDER = Path(__file__).parent

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types dompurify"
)
"""What the demonstration page allows: nothing from elsewhere, no inline script, no inline style."""

_MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)

_DOCS = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} – API</title>
<link rel="icon" href="/static/icon.svg"><link rel="stylesheet" href="/static/page.css">
</head><body><main class="column routes"><h1>{title}</h1><p>{description}</p>
<p>Machine-readable: <a href="/openapi.json">/openapi.json</a></p>
<div class="scroll" tabindex="0" role="region" aria-label="Routes"><table><thead><tr><th scope="col">Method</th>
<th scope="col">Path</th><th scope="col">What it does</th>
<th scope="col">Answers</th></tr></thead><tbody>{rows}</tbody></table></div></main></body></html>"""


def install(app: FastAPI, knowledge: Path, telegram: Callable[[], str | None] = lambda: None) -> None:
    """Add the pages to the app.

    Args:
        app: The gateway.
        knowledge: Where the content lies; the page lists its sources.
        telegram: Returns the address of the Telegram bot; without one the page does not offer it.
    """
    routes = APIRouter(include_in_schema=False)
    built = script.Script()
    page = Template((_FOLDER / "index.html").read_text("utf-8"))
    sources = _sources(knowledge)

    @routes.get("/")
    async def index() -> HTMLResponse:
        """Return the demonstration page."""
        missing = (
            "" if built.is_built else f'<p class="missing" role="alert"><strong>{escape(script.NOT_BUILT)}</strong></p>'
        )
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
        return HTMLResponse(
            page.substitute(sources=sources, telegram=_telegram(telegram()), missing=missing), headers=headers
        )

    @routes.get("/docs")
    async def docs() -> HTMLResponse:
        """Return a page that lists the routes; it needs nothing from other servers."""
        return HTMLResponse(_docs_page(app))

    app.include_router(routes)
    app.include_router(script.router(built))
    app.mount("/static", StaticFiles(directory=_FOLDER / "static"), name="static")


def _sources(knowledge: Path) -> str:
    """Return the sources of the content as items of a list."""
    listed: dict[str, dict[str, Any]] = yaml.safe_load((knowledge / "sources.yml").read_text("utf-8"))
    return "\n".join(
        f'<li><a href="{escape(one["url"])}">{escape(one["title"])}</a> '
        f"<span>sjekket {_day(one['checked'])}</span></li>"
        for one in listed.values()
        if str(one.get("url", "")).startswith("https://")
    )


def _day(day: date) -> str:
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _telegram(address: str | None) -> str:
    if not address:
        return "<span>Telegram er ikke koblet til her</span>"
    return f'<a href="{escape(address)}">Telegram</a>'


def _docs_page(app: FastAPI) -> str:
    """Return the list of routes, made from the OpenAPI description."""
    description = app.openapi()
    rows = []
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            answers = ", ".join(sorted(operation["responses"]))
            cells = (method.upper(), path, operation.get("summary", ""), answers)
            rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    info = description["info"]
    return _DOCS.format(
        title=escape(info["title"]), description=escape(info.get("description", "")), rows="".join(rows)
    )
