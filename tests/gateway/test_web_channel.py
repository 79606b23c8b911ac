"""The web channel: only its token opens a conversation, nothing comes twice, and new messages come by themselves."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select, update
from websockets.sync.client import ClientConnection, connect

from bot.conversation.models import Author, Conversation, Feedback, Message, Owner, Rating
from bot.conversation.store import ConversationStore
from tests.gateway.conftest import Gateway, StandIn


class Page:
    """A browser page with a conversation of its own."""

    def __init__(self, gateway: Gateway, token: str = "") -> None:
        self.gateway = gateway
        self.token = token or gateway.http.post("/api/conversations", json={"language": "nb"}).json()["token"]
        self.headers = {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str = "", **params: Any) -> httpx.Response:
        return self.gateway.http.get(f"/api/conversation{path}", headers=self.headers, params=params)

    def post(self, path: str, body: object) -> httpx.Response:
        return self.gateway.http.post(f"/api/conversation{path}", headers=self.headers, json=body)

    def say(self, text: str, client_id: str = "") -> list[dict[str, Any]]:
        response = self.post("/messages", {"client_id": client_id or uuid4().hex, "text": text})
        assert response.status_code == 200, response.text
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages

    def live(self, after: int = 0) -> ClientConnection:
        socket = connect(self.gateway.url.replace("http", "ws") + "/api/conversation/live", proxy=None)
        socket.send(f'{{"token": "{self.token}", "after": {after}}}')
        return socket

    @property
    def store(self) -> ConversationStore:
        store: ConversationStore = self.gateway.app.state.store
        return store

    @property
    def id(self) -> Any:
        turn = self.store.find("web", self.token)
        assert turn is not None
        return turn.conversation


@pytest.fixture
def page(gateway: Gateway) -> Page:
    return Page(gateway)


def frames(socket: ClientConnection, count: int, kinds: tuple[str, ...] = ("message",)) -> list[dict[str, Any]]:
    """Return the next frames of some kinds."""
    found: list[dict[str, Any]] = []
    deadline = time.monotonic() + 20
    while len(found) < count:
        assert time.monotonic() < deadline, found
        frame = json.loads(socket.recv(timeout=20))
        if frame["type"] in kinds:
            found.append(frame)
    return found


def test_a_message_is_answered_with_numbers(page: Page) -> None:
    own, answer = page.say("hva er mentor?", "melding-1")
    assert (own["author"], own["text"], own["client_id"]) == ("employer", "hva er mentor?", "melding-1")
    assert (answer["author"], answer["text"]) == ("bot", "svar: hva er mentor?")
    assert own["seq"] < answer["seq"]
    read = page.get().json()
    assert read["messages"] == [own, answer]
    assert (read["owner"], read["person"], read["handoff"], read["language"]) == ("bot", None, None, "nb")
    assert page.get(after=own["seq"]).json()["messages"] == [answer]


def test_the_same_message_again_changes_nothing(page: Page, rasa: StandIn) -> None:
    first = page.say("hva er mentor?", "den-samme-1")
    assert page.say("hva er mentor?", "den-samme-1") == first
    assert len(rasa.seen) == 1


@pytest.mark.parametrize("token", ["", "feil", "0" * 43])
def test_only_an_issued_token_opens_a_conversation(gateway: Gateway, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    for method, path in [
        ("GET", ""),
        ("GET", "/messages"),
        ("POST", "/messages"),
        ("POST", "/feedback"),
        ("GET", "/transcript"),
        ("POST", "/code"),
        ("DELETE", ""),
    ]:
        body = {"client_id": "abcdefgh", "text": "hei"} if method == "POST" else None
        response = gateway.http.request(method, f"/api/conversation{path}", headers=headers, json=body)
        assert response.status_code == 401, (method, path)
        assert response.json()["error"]["code"] == "unknown_token"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"client_id": "abcdefgh", "text": "  "}, 422, "empty"),
        ({"client_id": "abcdefgh", "text": "a" * 2001}, 413, "too_long"),
        ({"client_id": "re:1.0", "text": "hei"}, 422, "invalid_client_id"),
        ({"text": "hei"}, 422, "invalid_body"),
        (["hei"], 422, "invalid_body"),
    ],
)
def test_a_bad_message_is_refused_with_a_reason(page: Page, body: object, status: int, code: str) -> None:
    response = page.post("/messages", body)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert page.get().json()["messages"] == []


@pytest.mark.parametrize("after", [-1, 2**31, 10**30])
def test_wrong_parameters_are_refused_in_the_contracts_shape(page: Page, after: int) -> None:
    response = page.get(after=after)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid_request")


def test_new_messages_come_by_themselves_in_order_and_once(page: Page) -> None:
    page.say("først")
    with page.live() as socket:
        earlier = frames(socket, 2)
        page.say("så")
        later = frames(socket, 2)
    texts = [frame["message"]["text"] for frame in earlier + later]
    assert texts == ["først", "svar: først", "så", "svar: så"]
    with page.live(after=later[0]["message"]["seq"]) as again:
        assert frames(again, 1)[0]["message"]["text"] == "svar: så"


def test_a_quiet_line_stays_open(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.follow._LOOK_SECONDS", 0.1)
    with page.live() as socket:
        frames(socket, 1, ("state",))
        time.sleep(0.6)  # several looks without anything new
        page.say("er du der?")
        assert [frame["message"]["author"] for frame in frames(socket, 2)] == ["employer", "bot"]


def test_a_page_is_told_that_the_bot_writes(page: Page, rasa: StandIn) -> None:
    rasa.delay = lambda _body: 0.3
    with page.live() as socket:
        frames(socket, 1, ("state",))
        thread = threading.Thread(target=page.say, args=("hei",))
        thread.start()
        assert frames(socket, 1, ("typing",)) == [{"type": "typing", "by": "bot"}]
        thread.join()


def test_a_persons_message_reaches_an_open_page_and_the_bot_is_silent(page: Page, rasa: StandIn) -> None:
    page.say("hei")
    conversation = page.id
    with page.live(after=2) as socket:
        assert frames(socket, 1, ("state",))[0]["owner"] == "bot"
        with page.gateway.app.state.engine.begin() as connection:
            connection.execute(update(Conversation).where(Conversation.id == conversation).values(owner=Owner.PERSON))
            person = {"person": {"name": "Kari", "role": "Veileder"}}
            page.store.append(connection, conversation, Author.PERSON, "Hei, jeg er Kari.", person, "s-1")
        page.gateway.app.state.hub.tell(f"conversation:{conversation}")
        message = frames(socket, 1)[0]["message"]
        assert (message["author"], message["text"], message["person"]["name"]) == (
            "person",
            "Hei, jeg er Kari.",
            "Kari",
        )
        assert frames(socket, 1, ("state",))[0]["owner"] == "person"
        asked = len(rasa.seen)
        assert [item["author"] for item in page.say("hei Kari")] == ["employer"]
        assert len(rasa.seen) == asked
        assert frames(socket, 1)[0]["message"]["text"] == "hei Kari"


@pytest.mark.parametrize("after", [-1, 2**70, True])
def test_a_socket_that_asks_from_nowhere_is_closed(page: Page, after: int) -> None:
    with page.live(after=json.dumps(after)) as socket:  # type: ignore[arg-type]
        assert frames(socket, 1, ("gone",))


def test_a_socket_without_a_good_token_is_closed(gateway: Gateway) -> None:
    with Page(gateway, "forfalsket").live() as socket:
        assert frames(socket, 1, ("gone",))


def test_a_page_of_another_site_cannot_listen(page: Page) -> None:
    from websockets.exceptions import InvalidStatus

    address = page.gateway.url.replace("http", "ws") + "/api/conversation/live"
    with pytest.raises(InvalidStatus), connect(address, origin="https://elsewhere.example", proxy=None):  # type: ignore[arg-type]
        pass


def test_waiting_works_where_sockets_do_not(page: Page) -> None:
    started = time.monotonic()
    assert page.get("/messages", after=0, wait=1).json()["messages"] == []
    assert time.monotonic() - started >= 0.9
    box: list[Any] = []
    with httpx.Client(base_url=page.gateway.url, timeout=30, trust_env=False) as other:
        waiting = threading.Thread(
            target=lambda: box.append(
                other.get("/api/conversation/messages", headers=page.headers, params={"after": 0}).json()
            )
        )
        waiting.start()
        time.sleep(0.3)
        page.say("hei")
        waiting.join(20)
    assert box[0]["messages"][0]["text"] == "hei"


def test_a_deleted_conversation_is_gone(page: Page) -> None:
    page.say("hei")
    conversation = page.id
    page.post("/feedback", {"seq": 2, "verdict": "up"})
    with page.live() as socket:
        frames(socket, 2)
        assert page.gateway.http.delete("/api/conversation", headers=page.headers).status_code == 204
        assert frames(socket, 1, ("gone",))
    assert page.get().status_code == 401
    assert page.post("/messages", {"client_id": "abcdefgh", "text": "er du der?"}).status_code == 401
    with page.gateway.app.state.engine.connect() as connection:
        for table in (Message, Feedback):
            assert connection.execute(select(table).where(table.conversation_id == conversation)).all() == []


def test_thumbs_and_ratings_are_kept_without_personal_data(page: Page) -> None:
    _, answer = page.say("hei")
    down = {"seq": answer["seq"], "verdict": "down", "reasons": ["outdated", "outdated"], "comment": "ring 22 12 23 34"}
    assert page.post("/feedback", {"seq": answer["seq"], "verdict": "up"}).status_code == 204
    assert page.post("/feedback", down).status_code == 204
    assert page.post("/rating", {"score": 4, "comment": " "}).status_code == 204
    assert page.post("/feedback", down | {"seq": 99}).status_code == 404
    assert page.post("/feedback", {"seq": 1, "verdict": "up"}).status_code == 404  # one's own message
    assert page.post("/feedback", down | {"reasons": ["ugly"]}).status_code == 422
    assert page.post("/rating", {"score": 6}).status_code == 422
    with page.gateway.app.state.engine.connect() as connection:
        row = connection.execute(select(Feedback).where(Feedback.conversation_id == page.id)).one()
        assert (row.verdict, row.reasons, row.comment) == ("down", ["outdated"], "ring [telefon]")
        assert connection.execute(select(Rating.score).where(Rating.conversation_id == page.id)).scalar_one() == 4


def test_the_transcript_is_inert_text(page: Page) -> None:
    page.say("<script>alert(1)</script>")
    text = page.get("/transcript")
    assert "Du, " in text.text and "svar: " in text.text
    assert "attachment" in text.headers["content-disposition"]
    written = page.get("/transcript", format="html").text
    assert "&lt;script&gt;" in written and "<script>" not in written


def test_a_code_opens_the_conversation_once(page: Page) -> None:
    page.say("hei")
    made = page.post("/code", {}).json()
    assert made["telegram"] is None

    def redeem() -> httpx.Response:
        return page.gateway.http.post("/api/codes", json={"code": made["code"]})

    other = Page(page.gateway, redeem().json()["token"])
    assert other.get().json()["messages"] == page.get().json()["messages"]
    other.say("fra den andre")
    assert page.get().json()["messages"][-2]["text"] == "fra den andre"
    assert (redeem().status_code, redeem().json()["error"]["code"]) == (404, "unknown_code")


def test_the_language_can_be_chosen(page: Page, rasa: StandIn) -> None:
    assert page.post("/language", {"language": "en"}).status_code == 204
    page.say("mentor")
    assert rasa.seen[-1]["metadata"]["language"] == "en"
    assert page.post("/language", {"language": "sv"}).status_code == 422


@pytest.fixture
def limited(start: Callable[..., Gateway]) -> Iterator[Gateway]:
    yield start(rate_per_conversation="3/minute")


def test_too_many_messages_are_told_when_to_come_back(limited: Gateway) -> None:
    page = Page(limited)
    page.say("en")
    page.say("to")
    response = page.post("/messages", {"client_id": "abcdefgh", "text": "tre"})
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) >= 1


def test_municipalities_are_suggested(gateway: Gateway) -> None:
    def names(typed: str) -> list[str]:
        return [item["name"] for item in gateway.http.get("/api/municipalities", params={"q": typed}).json()]

    assert names("bod")[0] == "Bodø"
    assert "Karasjok" in names("karasjohka")
    assert names("tromso")[0] == "Tromsø"
    assert names("") == []
