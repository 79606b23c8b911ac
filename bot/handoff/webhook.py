"""A case as JSON to a case system, signed, so that the receiver knows who sent it and that nothing was changed."""

import hashlib
import hmac
import json
import time

import httpx

from bot.handoff.case_file import CaseFile

_TIMEOUT_SECONDS = 20.0


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a body: HMAC-SHA256 over `timestamp.body`."""
    signed = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"


async def post(case: CaseFile, url: str, secret: str, client: httpx.AsyncClient) -> None:
    """Send a case; the receiver knows a repeat by `Idempotency-Key`, which is the reference.

    Raises:
        httpx.HTTPError: The receiver is away or does not answer 2xx.
    """
    body = json.dumps({"event": "handoff.requested", "handoff": case.as_json()}, ensure_ascii=False).encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": case.view.reference,
        "X-Nav-Timestamp": timestamp,
        "X-Nav-Signature": signature(secret, timestamp, body),
    }
    answer = await client.post(url, content=body, headers=headers, timeout=_TIMEOUT_SECONDS)
    answer.raise_for_status()
