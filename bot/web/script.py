"""Serves the widget's script: to any site, compressed, and from the browser's cache while it is unchanged."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

SCRIPT = Path(__file__).parent / "widget" / "dist" / "widget.js"
"""What `npm run build` in `bot/web/widget` makes."""

NOT_BUILT = "The widget is not built: run `npm ci && npm run build` in bot/web/widget."

_CACHE = "public, max-age=300, stale-while-revalidate=86400"
_PUBLIC = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True, slots=True)
class _Built:
    """One build of the script."""

    stamp: tuple[int, int]
    plain: bytes
    packed: bytes
    tag: str


class Script:
    """The script on disk, read again when it has been built anew."""

    def __init__(self, path: Path = SCRIPT) -> None:
        self._path = path
        self._built: _Built | None = None

    @property
    def is_built(self) -> bool:
        """Tell whether there is a script."""
        return self._path.is_file()

    def read(self) -> _Built | None:
        """Return the present build, or None."""
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if self._built is None or self._built.stamp != stamp:
                plain = self._path.read_bytes()
                tag = hashlib.sha256(plain).hexdigest()[:32]
                self._built = _Built(stamp, plain, gzip.compress(plain, 9, mtime=0), tag)
        except OSError:
            self._built = None
        return self._built


def router(script: Script) -> APIRouter:
    """Return the route of the script."""
    routes = APIRouter()

    @routes.get("/widget.js", include_in_schema=False)
    def widget(request: Request) -> Response:
        """Return the script, or only that it is unchanged."""
        built = script.read()
        if built is None:
            return PlainTextResponse(NOT_BUILT, 503)
        packs = "gzip" in request.headers.get("accept-encoding", "")
        tag = f'"{built.tag}{"-gz" if packs else ""}"'
        headers = {"ETag": tag, "Cache-Control": _CACHE, "Vary": "Accept-Encoding", **_PUBLIC}
        known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
        if tag in known:
            return Response(status_code=304, headers=headers)
        if packs:
            headers["Content-Encoding"] = "gzip"
        return Response(
            built.packed if packs else built.plain, media_type="text/javascript; charset=utf-8", headers=headers
        )

    return routes
