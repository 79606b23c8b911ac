"""The public door: good and bad requests over real HTTP."""

import json
import re
import socket
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from conftest import TOKEN, Gateway, StandIn, free_port
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update

from bot.conversation.models import Conversation, Owner
from bot.conversation.store import sender_hash


def sender() -> str:
    return f"test-{uuid4()}"


def rows(gateway: Gateway, who: str) -> list[tuple[str, str]]:
    query = text(
        "SELECT author, text FROM message JOIN conversation ON conversation.id = conversation_id "
        "WHERE sender_hash = :hash ORDER BY seq"
    )
    with gateway.app.state.engine.connect() as connection:
        return [(row.author, row.text) for row in connection.execute(query, {"hash": sender_hash(who)})]


def test_answers_in_rasas_rest_shape(gateway: Gateway, rasa: StandIn) -> None:
    who = sender()
    body = {"sender": who, "message": "Hva er mentortilskudd for noe?", "metadata": {"x": 1}}
    response = gateway.post(body, headers={"X-Request-ID": "abc-123"})
    assert response.status_code == 200
    assert response.headers["x-request-id"] == "abc-123"
    assert "script-src 'self'" in response.headers["content-security-policy"]
    [message] = response.json()
    assert message["recipient_id"] == who
    assert message["text"] == "svar: Hva er mentortilskudd for noe?"
    assert message["custom"]["kind"] == "answer"
    [seen] = rasa.seen
    UUID(seen["sender"])
    assert seen["choice"] is None
    assert seen["metadata"] == {
        "language": "nb",
        "request_id": "abc-123",
        "now": None,
        "context": {},
        "channel": "rest",
    }
    assert rasa.tokens == [f"Bearer {TOKEN}"]
    assert rows(gateway, who) == [("employer", body["message"]), ("bot", message["text"])]


def test_an_odd_request_id_is_replaced(gateway: Gateway) -> None:
    response = gateway.http.get("/health", headers={"X-Request-ID": 'x" onload="y'})
    assert UUID(response.headers["x-request-id"])


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b"{", 400, "invalid_json"),
        (b"hello", 400, "invalid_json"),
        (b'{"sender": "a", "message": NaN}', 400, "invalid_json"),
        (b'{"sender": "a", "message": "\xff"}', 400, "invalid_json"),
        ('{"sender": "a", "message": "hei"}'.encode("utf-16"), 400, "invalid_json"),
        (b"[" * 20_000, 400, "invalid_json"),
        (b'{"sender": "a", "message": ' + b"9" * 6000 + b"}", 400, "invalid_json"),
        (b"[]", 422, "invalid_body"),
        (b"null", 422, "invalid_body"),
        (b'"text"', 422, "invalid_body"),
        (b"{}", 422, "invalid_sender"),
        (b'{"message": "hei"}', 422, "invalid_sender"),
        (b'{"sender": "", "message": "hei"}', 422, "invalid_sender"),
        (b'{"sender": "  ", "message": "hei"}', 422, "invalid_sender"),
        (b'{"sender": 7, "message": "hei"}', 422, "invalid_sender"),
        (b'{"sender": null, "message": "hei"}', 422, "invalid_sender"),
        (b'{"sender": ["a"], "message": "hei"}', 422, "invalid_sender"),
        (b'{"sender": "a\\u0000", "message": "hei"}', 422, "invalid_sender"),
        (b'{"sender": "a\\ud800", "message": "hei"}', 422, "invalid_sender"),
        (b'{"sender": "' + b"a" * 300 + b'", "message": "hei"}', 422, "invalid_sender"),
        (b'{"sender": "a"}', 422, "invalid_message"),
        (b'{"sender": "a", "message": null}', 422, "invalid_message"),
        (b'{"sender": "a", "message": 5}', 422, "invalid_message"),
        (b'{"sender": "a", "message": {"text": "hei"}}', 422, "invalid_message"),
        (b'{"sender": "a", "message": "' + b"a" * 70_000 + b'"}', 413, "too_large"),
    ],
)
def test_bad_bodies_get_an_error_of_the_contract(gateway: Gateway, content: bytes, status: int, code: str) -> None:
    response = gateway.raw(content)
    assert response.status_code == status
    error = response.json()["error"]
    assert error["code"] == code
    assert error["message"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"])
def test_other_content_types_are_refused(gateway: Gateway, content_type: str) -> None:
    response = gateway.raw(b'{"sender": "a", "message": "hei"}', content_type)
    assert response.status_code == 415
    assert response.json()["error"]["code"] == "unsupported_media_type"


def test_a_charset_after_the_content_type_is_fine(gateway: Gateway) -> None:
    response = gateway.raw(b'{"sender": "charset", "message": "hei"}', "application/json; charset=utf-8")
    assert response.status_code == 200


def test_a_large_body_in_chunks_is_refused(gateway: Gateway) -> None:
    chunks = (b"x" * 10_000 for _ in range(20))
    headers = {"Content-Type": "application/json"}
    response = gateway.http.post("/webhooks/rest/webhook", content=chunks, headers=headers)
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("POST", "/webhooks/telegram/webhook", 404, "not_found"),
        ("GET", "/static/nothing.js", 404, "not_found"),
        ("GET", "/static/../index.html", 404, "not_found"),
        ("GET", "/static/%2e%2e/pages.py", 404, "not_found"),
        ("GET", "/webhooks/rest/webhook", 405, "method_not_allowed"),
        ("DELETE", "/webhooks/rest/webhook", 405, "method_not_allowed"),
        ("POST", "/health", 405, "method_not_allowed"),
        ("POST", "/", 405, "method_not_allowed"),
        ("POST", "/static/app.js", 405, "method_not_allowed"),
    ],
)
def test_unknown_routes_and_methods(gateway: Gateway, method: str, path: str, status: int, code: str) -> None:
    response = gateway.http.request(method, path)
    assert response.status_code == status
    assert response.json()["error"]["code"] == code


@pytest.mark.parametrize(
    "message",
    ["", "   ", "\n\t ", "\u0000", "\u0007\u001b", "\u200b\u200d\ufeff", "\u202e\u2066", "\ud800", "\u00ad"],
)
def test_messages_without_a_visible_character(gateway: Gateway, rasa: StandIn, message: str) -> None:
    content = json.dumps({"sender": sender(), "message": message}).encode()
    response = gateway.raw(content)
    assert response.status_code == 200
    [reply] = response.json()
    assert reply["custom"]["kind"] == "fallback"
    assert reply["text"].startswith("Jeg fikk en tom melding")
    assert rasa.seen == []


def test_an_overlong_message_is_told_the_limit(gateway: Gateway, rasa: StandIn) -> None:
    for length in (2001, 50_000):
        [reply] = gateway.say(sender(), "a" * length)
        assert reply["custom"]["kind"] == "fallback"
        assert "2000" in reply["text"]
    assert rasa.seen == []
    assert gateway.say(sender(), "a" * 2000)[0]["custom"]["kind"] == "answer"


@pytest.mark.parametrize(
    ("message", "passed_on"),
    [
        ("hva\u0000 er \ud800mentor?", "hva er mentor?"),
        ("hva \u202eer\u202c   mentor\n\nnoe?", "hva er mentor noe?"),
        ("ho\u0308r her na\u030a", "hör her nå"),
        ("/restart", "restart"),
        ("//session_start", "session_start"),
        ("/", "?"),
        ('/inform{"scheme": "mentor"}', 'inform{"scheme": "mentor"}'),
        ("EXTERNAL: hei 😀 <script>alert(1)</script>", "EXTERNAL: hei 😀 <script>alert(1)</script>"),
    ],
)
def test_what_rasa_gets_is_clean_and_never_a_command(
    gateway: Gateway, rasa: StandIn, message: str, passed_on: str
) -> None:
    response = gateway.raw(json.dumps({"sender": sender(), "message": message}).encode())
    assert response.status_code == 200
    assert rasa.seen[0]["message"] == passed_on


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["sender", "message", "metadata"]) | st.text(), inner)
        ),
        max_leaves=8,
    )
)
def test_no_body_makes_the_gateway_fail(gateway: Gateway, body: Any) -> None:
    response = gateway.raw(json.dumps(body).encode())
    assert response.status_code in {200, 413, 422}
    if response.status_code == 200:
        assert all(item["text"].strip() for item in response.json())
    else:
        assert set(response.json()) == {"error"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=st.text(alphabet=st.characters(), max_size=300), who=st.text(min_size=1, max_size=40))
def test_any_text_gets_some_answer(gateway: Gateway, message: str, who: str) -> None:
    response = gateway.raw(json.dumps({"sender": who, "message": message}).encode())
    assert response.status_code in {200, 422}
    if response.status_code == 200:
        assert response.json()
        assert all(item["text"].strip() and item["recipient_id"] == who for item in response.json())


def test_personal_data_reaches_neither_rasa_nor_the_database(gateway: Gateway, rasa: StandIn) -> None:
    who = sender()
    first, second = gateway.say(who, "Ola (151086 95088, tlf 912 34 567) trenger mentor hos oss")
    assert first["custom"]["kind"] == "privacy"
    assert second["custom"]["kind"] == "answer"
    masked = "Ola ([fødselsnummer], tlf [telefon]) trenger mentor hos oss"
    assert rasa.seen[0]["message"] == masked
    assert rows(gateway, who)[0] == ("employer", masked)


def test_limits_answer_429_with_the_time_to_wait(start: Callable[..., Gateway]) -> None:
    gateway = start(rate_per_conversation="2/minute", rate_per_address="5/minute")
    who = sender()
    assert [gateway.post({"sender": who, "message": "hei"}).status_code for _ in range(3)] == [200, 200, 429]
    refused = gateway.post({"sender": who, "message": "hei"})
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.json()["error"]["code"] == "rate_limited"
    assert "Vent" in refused.json()["error"]["message"]
    assert gateway.post({"sender": sender(), "message": "hei"}).status_code == 200
    assert gateway.post({"sender": sender(), "message": "hei"}).status_code == 429


def test_a_fault_nobody_caught_is_still_json(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(gateway.app.state.service, "_handle", fail)
    response = gateway.post({"sender": sender(), "message": "hei"})
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "internal"
    assert "secret" not in response.text


def test_a_person_answers_so_the_bot_does_not(gateway: Gateway, rasa: StandIn) -> None:
    who = sender()
    gateway.say(who, "hva er mentortilskudd?")
    with gateway.app.state.engine.begin() as connection:
        change = update(Conversation).where(Conversation.sender_hash == sender_hash(who))
        connection.execute(change.values(owner=Owner.PERSON))
    rasa.seen.clear()
    assert gateway.say(who, "er du der?") == []
    assert gateway.say(who, "fnr 151086 95088") == []
    assert rasa.seen == []
    assert rows(gateway, who)[-2:] == [("employer", "er du der?"), ("employer", "fnr [fødselsnummer]")]


def test_a_takeover_during_the_answer_silences_the_bot(gateway: Gateway, rasa: StandIn) -> None:
    who = sender()
    engine = gateway.app.state.engine

    def answer(body: dict[str, Any]) -> list[dict[str, Any]]:
        with engine.begin() as connection:
            change = update(Conversation).where(Conversation.id == UUID(body["sender"]))
            connection.execute(change.values(owner=Owner.PERSON))
        return [{"text": "for sent"}, {"text": "overført", "custom": {"kind": "handoff"}}]

    rasa.answer = answer
    assert [item["text"] for item in gateway.say(who, "kan jeg snakke med noen?")] == ["overført"]


def test_ready_tells_what_is_missing(gateway: Gateway, start: Callable[..., Gateway]) -> None:
    assert gateway.http.get("/health").json() == {"status": "ok"}
    assert gateway.http.get("/ready").status_code == 200
    alone = start(actions_url=f"http://127.0.0.1:{free_port()}")
    response = alone.http.get("/ready")
    assert response.status_code == 503
    assert response.json()["missing"] == ["actions"]


def test_pages_need_nothing_from_other_servers(gateway: Gateway) -> None:
    for path in ("/", "/docs", "/static/page.css", "/static/page.js"):
        response = gateway.http.get(path)
        assert response.status_code == 200
        loaded = re.findall(
            r"""(?:<\w[^>]* src|rel="stylesheet" href)="([^"]+)"|(?:url\(|@import )([^)]+)""", response.text
        )
        assert all(address.startswith("/") and not elsewhere for address, elsewhere in loaded)
        assert "<script>" not in response.text
        assert "style=" not in response.text
    assert "/webhooks/rest/webhook" in gateway.http.get("/docs").text
    schema = gateway.http.get("/openapi.json").json()
    assert "requestBody" in schema["paths"]["/webhooks/rest/webhook"]["post"]


def test_half_a_request_does_not_disturb_others(gateway: Gateway) -> None:
    port = int(gateway.url.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n")
        assert gateway.say(sender(), "hei på dere")
    with socket.create_connection(("127.0.0.1", port)) as cut:
        cut.sendall(
            b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b'Content-Length: 99\r\n\r\n{"sender"'
        )
    assert httpx.get(f"{gateway.url}/health", trust_env=False).status_code == 200
