"""The console's cookies, and which pages may use them."""

from typing import Literal
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from bot.settings import Settings

_SESSION, _DEPARTURE = "nav-staff", "nav-staff-oidc"
_DEPARTURE_SECONDS = 600
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


class Cookies:
    """Writes and reads cookies no script can see; behind https they are bound to this host alone."""

    def __init__(self, settings: Settings) -> None:
        self._public = settings.public_url.rstrip("/")

    def secure(self, connection: HTTPConnection) -> bool:
        """Tell whether the browser came by https."""
        return urlsplit(self._public or str(connection.url)).scheme in {"https", "wss"}

    def address(self, connection: HTTPConnection) -> str:
        """Return the address the browser knows the gateway by."""
        return self._public or str(connection.base_url).rstrip("/")

    def session(self, connection: HTTPConnection) -> str | None:
        """Return the session's token, if the browser has one."""
        return connection.cookies.get(self._name(_SESSION, connection))

    def departure(self, connection: HTTPConnection) -> str:
        """Return what a browser was given when it left for the provider."""
        return connection.cookies.get(self._name(_DEPARTURE, connection), "")

    def keep_session(self, response: Response, connection: HTTPConnection, token: str) -> None:
        """Give the browser its session, until it is closed."""
        self._set(response, connection, _SESSION, token)

    def keep_departure(self, response: Response, connection: HTTPConnection, secret: str) -> None:
        """Give the browser what it must bring back from the provider, whose site leads it back."""
        self._set(response, connection, _DEPARTURE, secret, samesite="lax", max_age=_DEPARTURE_SECONDS)

    def drop(self, response: Response, connection: HTTPConnection, *, departure: bool = False) -> None:
        """Take a cookie away."""
        name = self._name(_DEPARTURE if departure else _SESSION, connection)
        response.delete_cookie(name, path="/", secure=self.secure(connection), httponly=True, samesite="strict")

    def same_origin(self, connection: HTTPConnection) -> bool:
        """Tell whether a request comes from our own pages, or from a program that is no browser."""
        origin = connection.headers.get("origin")
        if origin is None:
            return connection.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
        ours = self._public or f"//{connection.headers.get('host', '')}"
        # Without PUBLIC_URL a proxy may have taken the TLS off without telling, so only host and port count.
        theirs = _place(origin, scheme=bool(self._public))
        return theirs is not None and theirs == _place(ours, scheme=bool(self._public), default=origin)

    def _set(
        self,
        response: Response,
        connection: HTTPConnection,
        name: str,
        value: str,
        *,
        samesite: Literal["lax", "strict"] = "strict",
        max_age: int | None = None,
    ) -> None:
        response.set_cookie(
            self._name(name, connection),
            value,
            max_age=max_age,
            path="/",
            secure=self.secure(connection),
            httponly=True,
            samesite=samesite,
        )

    def _name(self, name: str, connection: HTTPConnection) -> str:
        """Return a cookie's name; with `__Host-` no other host or path can plant one of the same name."""
        return f"__Host-{name}" if self.secure(connection) else name


def _place(url: str, *, scheme: bool = False, default: str = "") -> tuple[str | int | None, ...] | None:
    """Return host and port of an address, and perhaps how it is reached; None where it is no address.

    An address without a scheme has the usual port of the one of `default`.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme or urlsplit(default).scheme)
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return (parts.scheme, parts.hostname, port) if scheme else (parts.hostname, port)
