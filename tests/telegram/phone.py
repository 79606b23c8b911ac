"""An employer with Telegram: writes, taps, and waits for what comes."""

import time
from collections.abc import Callable
from typing import Any

from tests.telegram.standin import USERNAME, BotApi, Json


class Phone:
    """One private chat with the bot."""

    def __init__(self, api: BotApi, chat: int, language: str = "nb") -> None:
        self.api = api
        self.chat = chat
        self.language = language
        self.user = {"id": chat, "is_bot": False, "first_name": "Kari", "last_name": "Normann", "username": "kari_n"}

    def message(self, **content: Any) -> Json:
        """Return a message of this employer in the API's shape."""
        return {
            "message_id": self.api.next_message_id(),
            "date": int(time.time()),
            "chat": {"id": self.chat, "type": "private", "first_name": "Kari"},
            "from": {**self.user, "language_code": self.language},
            **content,
        }

    def text(self, text: str) -> Json:
        """Return a text message, with the entity of a command where it is one."""
        entities = []
        if text.startswith("/"):
            entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(" ")[0])}]
        return self.message(text=text, entities=entities)

    def say(self, text: str) -> Json:
        """Send a text or a command; return the message."""
        message = self.text(text)
        self.api.push({"message": message})
        return message

    def share(self, **content: Any) -> None:
        """Send something that is no text."""
        self.api.push({"message": self.message(**content)})

    def edit(self, message: Json, text: str) -> None:
        """Change a message that was sent."""
        self.api.push({"edited_message": {**message, "text": text, "edit_date": int(time.time())}})

    def tap(self, message: Json, title: str) -> str:
        """Tap a button under a message; return the tap's id."""
        data = next(
            button["callback_data"]
            for row in message["reply_markup"]["inline_keyboard"]
            for button in row
            if button["text"] == title
        )
        return self.tap_data(message, data)

    def tap_data(self, message: Json, data: str) -> str:
        query = f"q{self.api.next_update_id()}"
        shown = {"message_id": message["message_id"], "date": 1, "chat": message["chat"], "text": message["text"]}
        callback = {"id": query, "from": {**self.user, "language_code": self.language}, "message": shown}
        self.api.push({"callback_query": {**callback, "chat_instance": "1", "data": data}})
        return query

    def block(self, *, back: bool = False) -> None:
        """Block the bot, or let it write again."""
        member, kicked = {"status": "member", "user": _bot()}, {"status": "kicked", "user": _bot(), "until_date": 0}
        old, new = (kicked, member) if back else (member, kicked)
        change = {"chat": {"id": self.chat, "type": "private"}, "from": self.user, "date": 1}
        self.api.push({"my_chat_member": {**change, "old_chat_member": old, "new_chat_member": new}})

    @property
    def got(self) -> list[Json]:
        """What has arrived."""
        return self.api.sent(self.chat)

    @property
    def texts(self) -> list[str]:
        """The texts and captions that have arrived."""
        return [message.get("text") or message.get("caption", "") for message in self.got]

    def wait(self, count: int, seconds: float = 15) -> list[Json]:
        """Wait until so many messages have arrived; return all."""
        assert until(lambda: len(self.got) >= count, seconds), (count, self.texts)
        return self.got

    def ask(self, text: str, seconds: float = 15) -> Json:
        """Send a text and return the next message that arrives."""
        before = len(self.got)
        self.say(text)
        return self.wait(before + 1, seconds)[before]

    def quiet(self, seconds: float = 0.8) -> list[Json]:
        """Wait until nothing has arrived for a while; return all."""
        count, since = len(self.got), time.monotonic()
        while time.monotonic() - since < seconds:
            time.sleep(0.05)
            if len(self.got) != count:
                count, since = len(self.got), time.monotonic()
        return self.got


def titles(message: Json) -> list[str]:
    """Return what stands on the buttons under a message."""
    markup = message.get("reply_markup") or {}
    return [button["text"] for row in markup.get("inline_keyboard", []) for button in row]


def until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds; tell whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


def _bot() -> Json:
    return {"id": 123456, "is_bot": True, "first_name": "Nav", "username": USERNAME}
