"""Serves the first page, its files, and a plain list of the routes."""

from html import escape
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles

_FOLDER = Path(__file__).parent

_DOCS = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} – API</title>
<link rel="icon" href="/static/icon.svg"><link rel="stylesheet" href="/static/app.css">
</head><body><main class="column"><h1>{title}</h1><p>{description}</p>
<p>Machine-readable: <a href="/openapi.json">/openapi.json</a></p>
<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Method</th>
<th scope="col">Path</th><th scope="col">What it does</th>
<th scope="col">Answers</th></tr></thead><tbody>{rows}</tbody></table></div></main></body></html>"""


def install(app: FastAPI) -> None:
    """Add the pages to the app."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def index() -> FileResponse:
        """Return the chat page."""
        return FileResponse(_FOLDER / "index.html", headers={"Cache-Control": "no-cache"})

    @routes.get("/docs")
    async def docs() -> HTMLResponse:
        """Return a page that lists the routes; it needs nothing from other servers."""
        return HTMLResponse(_docs_page(app))

    app.include_router(routes)
    app.mount("/static", StaticFiles(directory=_FOLDER / "static"), name="static")


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
