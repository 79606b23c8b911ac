"""A client of the running assistant that checks every reply against the contract."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from bot.run.supervision import Supervised

Message = dict[str, Any]


class Talk:
    """One conversation with the running assistant."""

    def __init__(self, assistant: Supervised) -> None:
        self.assistant = assistant
        self.sender = f"e2e-{uuid4().hex}"
        self.reply: list[Message] = []
        self.request_id = ""
        self.http = httpx.Client(base_url=assistant.url, timeout=60, trust_env=False)

    def say(self, text: str, request_id: str = "") -> list[Message]:
        """Send a message; every reply keeps the contract."""
        headers = {"X-Request-ID": request_id} if request_id else {}
        body = {"sender": self.sender, "message": text}
        response = self.http.post("/webhooks/rest/webhook", json=body, headers=headers)
        assert response.status_code == 200, response.text
        self.request_id = response.headers["x-request-id"]
        self.reply = response.json()
        assert self.reply
        for message in self.reply:
            assert message["recipient_id"] == self.sender
            assert message["text"].strip()
            assert message["custom"]["kind"]
            if message["custom"]["kind"] == "answer":
                assert all({"title", "url", "checked"} <= set(source) for source in message["custom"]["sources"])
        return self.reply

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons of the last reply."""
        return [button for message in self.reply for button in message.get("buttons", [])]

    @property
    def text(self) -> str:
        """The whole text of the last reply."""
        return "\n\n".join(message["text"] for message in self.reply)

    @property
    def kinds(self) -> list[str]:
        """The kinds of the last reply."""
        return [message["custom"]["kind"] for message in self.reply]


def ready(assistant: Supervised) -> tuple[int, list[str]]:
    """Return what /ready says: status and what is missing."""
    response = httpx.get(f"{assistant.url}/ready", timeout=15, trust_env=False)
    return response.status_code, response.json()["missing"]


def until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds; tell whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.2)
    return holds()
