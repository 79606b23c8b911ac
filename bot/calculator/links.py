"""Signed addresses of a calculation's files.

The address holds the figures of the calculation itself, so nothing more has to be stored: the gateway draws the chart,
the calendar and the page anew. A signature keeps strangers from making addresses of their own. Age, place and
everything else about people stays out.
"""

import base64
import hashlib
import hmac
import os
import secrets
import zlib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.calculator.compute import Case
from bot.knowledge.model import Language

SECRET_FILE = "secret.key"  # noqa: S105 - the name of the file
_SECRET_BYTES = 32
_SIGNATURE_BYTES = 16
_MAX_TOKEN = 1200
_MAX_PLAIN = 8192
_FILES = {"chart": "chart.png", "calendar": "calendar.ics", "page": "calculation.html", "pdf": "calculation.pdf"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a file is drawn from."""

    case: Case
    language: Language
    made: date


_ADAPTER = TypeAdapter(Drawing)


class Links:
    """Makes and reads signed addresses with a secret that all processes of an installation share."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @cached_property
    def _secret(self) -> bytes:
        return shared_secret(self._directory / SECRET_FILE)

    def token(self, drawing: Drawing) -> str:
        """Return the part of an address that stands for a calculation."""
        slim = replace(drawing, case=replace(drawing.case, given=replace(drawing.case.given, age=None, today=None)))
        plain = _ADAPTER.dump_json(slim, exclude_defaults=True)
        body = zlib.compress(plain, 9)
        return _encode(self._sign(body) + body)

    def read(self, token: str) -> Drawing | None:
        """Return what a token stands for; None where it is not one of ours."""
        if not 0 < len(token) <= _MAX_TOKEN or not token.isascii():
            return None
        try:
            raw = _decode(token)
        except ValueError:
            return None
        signature, body = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if _encode(raw) != token or not hmac.compare_digest(signature, self._sign(body)):
            return None
        try:
            return _ADAPTER.validate_json(zlib.decompressobj().decompress(body, _MAX_PLAIN))
        except (ValidationError, zlib.error):
            return None

    def files(self, drawing: Drawing) -> dict[str, str]:
        """Return the relative addresses of chart, calendar, page and PDF."""
        token = self.token(drawing)
        return {name: f"/files/{token}/{file}" for name, file in _FILES.items()}

    def _sign(self, body: bytes) -> bytes:
        return hmac.new(self._secret, body, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


def shared_secret(path: Path) -> bytes:
    """Return the secret in a file only its owner can read, made on first use.

    Two processes that start at once end up with the same one: the file appears whole, and only once.
    """
    with suppress(FileNotFoundError):
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_SECRET_BYTES))
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    return path.read_bytes()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(token: str) -> bytes:
    return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
