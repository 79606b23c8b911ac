"""A stand-in for Telegram's Bot API: real HTTP on the loopback address, in the shapes of the public API.

It keeps what was sent, checks what Telegram checks (HTML, lengths, callback data), and fails on request: before or
after it has done what it was asked for.
"""

import asyncio
import contextlib
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl

import httpx

TOKEN = "123456:stand-in-token"
USERNAME = "nav_test_bot"
Json = dict[str, Any]

TAGS = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "code": "code", "a": "text_link"}
TAGS |= {"strong": "bold", "em": "italic", "blockquote": "blockquote", "pre": "pre"}


class Fault(StrEnum):
    """What can go wrong with one request."""

    RESET_BEFORE = "the connection is reset, nothing was done"
    RESET_AFTER = "it was done, then the connection is reset"
    HANG_BEFORE = "no answer, nothing was done"
    HANG_AFTER = "it was done, but no answer comes"
    BAD_GATEWAY = "502 with a page instead of JSON"
    INTERNAL = "500"
    TOO_MANY = "429 with retry_after"
    FORBIDDEN = "403, blocked by the user"
    DEACTIVATED = "403, the account is gone"
    NOT_FOUND = "400, chat not found"
    UNREADABLE = "400, can't parse entities"

    @property
    def is_unclear(self) -> bool:
        """Tell whether the caller cannot know that it was done."""
        return self in (Fault.RESET_AFTER, Fault.HANG_AFTER)


class RefusedError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class _Entities(HTMLParser):
    """Reads Telegram's HTML as strictly as Telegram does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities: list[Json] = []
        self._open: list[tuple[str, Json]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise RefusedError(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        entity: Json = {"type": TAGS[tag], "offset": _units(self.text)}
        if tag == "a":
            entity["url"] = dict(attrs).get("href")
        self._open.append((tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise RefusedError(400, "Bad Request: can't parse entities: Unmatched end tag")
        _, entity = self._open.pop()
        entity["length"] = _units(self.text) - entity["offset"]
        self.entities.append(entity)

    def handle_data(self, data: str) -> None:
        self.text += data

    def read(self, html: str) -> tuple[str, list[Json]]:
        self.feed(html)
        self.close()
        if self._open:
            raise RefusedError(400, "Bad Request: can't parse entities: Can't find end tag")
        return self.text, sorted(self.entities, key=lambda entity: entity["offset"])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Request:
    """One request that arrived."""

    method: str
    data: Json
    files: Json
    at: float
    fault: Fault | None = None


@dataclass
class BotApi:
    """The server; everything may be called from any thread."""

    requests: list[Request] = field(default_factory=list)
    messages: list[Json] = field(default_factory=list)
    """Everything the bot has sent and Telegram has, in order."""
    toasts: list[Json] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    hang_seconds: float = 30.0
    port: int = 0

    def __post_init__(self) -> None:
        self.updates: deque[Json] = deque()
        self.unauthorised = False
        self.moved: dict[int, int] = {}
        self._faults: deque[tuple[str, Fault, int | None]] = deque()
        self._message_id = 100
        self._update_id = 5000
        self._lock = threading.RLock()
        self._webhook: Json = {"url": ""}
        self._polls = 0
        self._loop = asyncio.new_event_loop()
        self._arrived = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    # -- life

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "BotApi":
        ready = threading.Event()

        async def serve() -> None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]
            ready.set()

        self._thread.start()
        asyncio.run_coroutine_threadsafe(serve(), self._loop)
        assert ready.wait(10)
        return self

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def stop(self) -> None:
        async def end() -> None:
            self._server.close()
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    # -- what the test does

    def fail(self, *faults: Fault, method: str = "send", chat: int | None = None) -> None:
        """Let the next requests whose method begins so fail, one fault each."""
        with self._lock:
            self._faults.extend((method, fault, chat) for fault in faults)

    @property
    def faults_left(self) -> int:
        return len(self._faults)

    def next_message_id(self) -> int:
        with self._lock:
            self._message_id += 1
            return self._message_id

    def next_update_id(self) -> int:
        with self._lock:
            self._update_id += 1
            return self._update_id

    def push(self, update: Json, *, update_id: int | None = None) -> int:
        """Have an update waiting for the bot; return its id."""
        number = update_id or self.next_update_id()
        update = {"update_id": number, **update}
        with self._lock:
            if self._webhook["url"]:
                asyncio.run_coroutine_threadsafe(self._bring(update), self._loop)
            else:
                self.updates.append(update)
        self._loop.call_soon_threadsafe(self._arrived.set)
        return number

    def sent(self, chat: int) -> list[Json]:
        """Return what a chat has been sent."""
        with self._lock:
            return [message for message in self.messages if message["chat"]["id"] == chat]

    @property
    def webhook_token(self) -> str:
        return str(self._webhook.get("secret_token", ""))

    async def _bring(self, update: Json) -> None:
        """Call the webhook until it says 200, as Telegram does."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook_token}
        async with httpx.AsyncClient(trust_env=False) as client:
            for _ in range(60):
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.post(self._webhook["url"], json=update, headers=headers)).status_code == 200:
                        return
                await asyncio.sleep(0.2)

    # -- HTTP

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        path = lines[0].split(" ")[1]
        match = re.fullmatch(r"/bot([^/]*)/(\w+)", path)
        if match is None:
            return await self._answer(writer, 404, {"ok": False, "error_code": 404, "description": "Not Found"})
        if match[1] != TOKEN or self.unauthorised:
            return await self._answer(writer, 401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        data, files = _form(headers.get("content-type", ""), body)
        request = Request(match[2], data, files, time.monotonic(), self._fault(match[2], data))
        with self._lock:
            self.requests.append(request)
        return await self._answered(writer, request)

    def _fault(self, method: str, data: Json) -> Fault | None:
        with self._lock:
            if self._faults and method.startswith(self._faults[0][0]):
                chat = self._faults[0][2]
                if chat is None or int(data.get("chat_id", 0)) == chat:
                    return self._faults.popleft()[1]
        return None

    async def _answered(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        fault = request.fault
        match fault:
            case Fault.RESET_BEFORE:
                writer.transport.abort()
                return False
            case Fault.HANG_BEFORE:
                await asyncio.sleep(self.hang_seconds)
                return False
            case Fault.BAD_GATEWAY:
                return await self._answer(writer, 502, b"<html><h1>502 Bad Gateway</h1></html>")
            case Fault.INTERNAL:
                return await self._answer(writer, 500, _error(RefusedError(500, "Internal Server Error")))
        try:
            if fault in _REFUSALS:
                raise _REFUSALS[fault]()
            result = await self._do(request)
        except RefusedError as refused:
            return await self._answer(writer, refused.code, _error(refused))
        if fault is Fault.RESET_AFTER:
            writer.transport.abort()
            return False
        if fault is Fault.HANG_AFTER:
            await asyncio.sleep(self.hang_seconds)
            return False
        return await self._answer(writer, 200, {"ok": True, "result": result})

    @staticmethod
    async def _answer(writer: asyncio.StreamWriter, code: int, content: Json | bytes) -> bool:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        kind = "text/html" if isinstance(content, bytes) else "application/json"
        head = f"HTTP/1.1 {code} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        return True

    # -- the methods

    async def _do(self, request: Request) -> Any:
        data = request.data
        if "chat_id" in data and int(data["chat_id"]) in self.moved:
            new = self.moved[int(data["chat_id"])]
            raise RefusedError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new)
        if request.method == "getUpdates":
            return await self._get_updates(data)
        simple: dict[str, Callable[[Json], Any]] = {
            "getMe": lambda _: _me(),
            "sendMessage": self._send_message,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "answerCallbackQuery": self._toast,
            "sendChatAction": lambda _: True,
            "setWebhook": self._set_webhook,
            "deleteWebhook": lambda _: self._set_webhook({"url": ""}),
            "getWebhookInfo": lambda _: {**self._webhook, "pending_update_count": len(self.updates)},
        }
        if request.method in simple:
            with self._lock:
                return simple[request.method](data)
        if request.method in ("sendPhoto", "sendDocument"):
            with self._lock:
                return self._send_file(request)
        if found := re.fullmatch(r"(get|set)My(Commands|Description|ShortDescription)", request.method):
            return self._profile(found[1], found[2], data)
        raise RefusedError(404, "Not Found")

    async def _get_updates(self, data: Json) -> list[Json]:
        if self._webhook["url"]:
            raise RefusedError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine, offset = self._polls, int(data.get("offset", 0))
        until = self._loop.time() + int(data.get("timeout", 0))
        while True:
            with self._lock:
                while self.updates and self.updates[0]["update_id"] < offset:
                    self.updates.popleft()
                found = list(self.updates)[: int(data.get("limit", 100))]
            if self._polls != mine:
                raise RefusedError(409, "Conflict: terminated by other getUpdates request")
            left = until - self._loop.time()
            if found or left <= 0:
                return found
            self._arrived.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), min(left, 0.5))

    def _send_message(self, data: Json) -> Json:
        text, entities = _text(data, "text", 4096)
        if not text.strip():
            raise RefusedError(400, "Bad Request: message text is empty")
        return self._keep(data, {"text": text, "entities": entities, "html": data["text"]})

    def _send_file(self, request: Request) -> Json:
        kind = request.method.removeprefix("send").lower()
        data = request.data
        name = next((part for part in request.files), None)
        if name is None:
            raise RefusedError(400, f"Bad Request: there is no {kind} in the request")
        file_name, content = request.files[name]
        caption, entities = _text(data, "caption", 1024) if data.get("caption") else ("", [])
        file = {"file_id": "f", "file_unique_id": "u", "file_size": len(content)}
        shown = [file | {"width": 1080, "height": 1080}] if kind == "photo" else file | {"file_name": file_name}
        extra = {"caption": caption, "caption_entities": entities, "html": data.get("caption", ""), "content": content}
        return self._keep(data, {kind: shown, "file_name": file_name, **extra})

    def _keep(self, data: Json, content: Json) -> Json:
        chat = int(data["chat_id"])
        message = {
            "message_id": self.next_message_id(),
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"},
            "from": _me(),
            **content,
        }
        markup = _markup(data)
        message["reply_markup"] = markup
        message["options"] = {key: data[key] for key in ("link_preview_options",) if key in data}
        self.messages.append(message)
        return _public(message)

    def _edit_text(self, data: Json) -> Json:
        message = self._find(data)
        text, entities = _text(data, "text", 4096)
        message |= {"text": text, "entities": entities, "html": data["text"], "reply_markup": _markup(data)}
        return _public(message)

    def _edit_markup(self, data: Json) -> Json:
        message, markup = self._find(data), _markup(data)
        if message["reply_markup"] == markup:
            raise RefusedError(400, "Bad Request: message is not modified")
        message["reply_markup"] = markup
        return _public(message)

    def _find(self, data: Json) -> Json:
        key = (int(data["chat_id"]), int(data["message_id"]))
        for message in self.messages:
            if (message["chat"]["id"], message["message_id"]) == key:
                return message
        raise RefusedError(400, "Bad Request: message to edit not found")

    def _toast(self, data: Json) -> bool:
        self.toasts.append(data)
        return True

    def _set_webhook(self, data: Json) -> bool:
        self._webhook = {"url": data.get("url", ""), "secret_token": data.get("secret_token", "")}
        return True

    def _profile(self, verb: str, what: str, data: Json) -> Any:
        key = f"{what}:{data.get('language_code', '')}"
        name = {"Commands": "commands", "Description": "description", "ShortDescription": "short_description"}[what]
        if verb == "set":
            self.settings[key] = json.loads(data[name]) if what == "Commands" else data[name]
            return True
        return self.settings.get(key, []) if what == "Commands" else {name: self.settings.get(key, "")}


_REFUSALS: dict[Fault | None, Callable[[], RefusedError]] = {
    Fault.TOO_MANY: lambda: RefusedError(429, "Too Many Requests: retry after 1", retry_after=1),
    Fault.FORBIDDEN: lambda: RefusedError(403, "Forbidden: bot was blocked by the user"),
    Fault.DEACTIVATED: lambda: RefusedError(403, "Forbidden: user is deactivated"),
    Fault.UNREADABLE: lambda: RefusedError(400, "Bad Request: can't parse entities: Unmatched end tag"),
    Fault.NOT_FOUND: lambda: RefusedError(400, "Bad Request: chat not found"),
}


def _me() -> Json:
    return {"id": 123456, "is_bot": True, "first_name": "Nav", "username": USERNAME}


def _public(message: Json) -> Json:
    """Return a message as the API shows it."""
    hidden = {"content", "html", "options", "file_name"}
    out = {key: value for key, value in message.items() if key not in hidden}
    if not (out.get("reply_markup") or {}).get("inline_keyboard"):
        out.pop("reply_markup", None)
    return out


def _error(refused: RefusedError) -> Json:
    out: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    return out | ({"parameters": refused.parameters} if refused.parameters else {})


def _text(data: Json, key: str, most: int) -> tuple[str, list[Json]]:
    text, entities = data[key], []
    if data.get("parse_mode") == "HTML":
        text, entities = _Entities().read(text)
    if _units(text) > most:
        raise RefusedError(400, "Bad Request: message is too long")
    return text, entities


def _markup(data: Json) -> Json | None:
    markup: Json | None = json.loads(data["reply_markup"]) if data.get("reply_markup") else None
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if not button.get("text"):
                raise RefusedError(400, "Bad Request: text buttons must have a text")
            if len(button.get("callback_data", "x").encode()) > 64:
                raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


def _form(content_type: str, body: bytes) -> tuple[Json, Json]:
    """Return the fields and files of a request."""
    if not content_type.startswith("multipart/"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    data: Json = {}
    files: Json = {}
    for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_filename():
            files[str(name)] = (part.get_filename(), content)
        else:
            data[str(name)] = content.decode()
    return data, files
