"""Turns of a conversation: order, choices, languages, and a Rasa that fails."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from conftest import Gateway, StandIn, free_port

from bot.conversation.rasa_client import RasaClient

BUTTONS = [
    {"title": "Midlertidig lønnstilskudd", "payload": "velg:midlertidig-lonnstilskudd:amount"},
    {"title": "Varig lønnstilskudd", "payload": "velg:varig-lonnstilskudd:amount"},
]


def sender() -> str:
    return f"test-{uuid4()}"


def clarify(_body: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"text": "Hvilket mener du?", "buttons": BUTTONS, "custom": {"kind": "clarify", "options": []}}]


def test_messages_of_one_conversation_are_answered_in_order(start: Callable[..., Gateway], rasa: StandIn) -> None:
    gateway = start(rasa_timeout_seconds=20)
    # The first answer takes so long that all others wait for it.
    rasa.delay = lambda body: 1.0 if body["message"] == "melding nummer 0" else 0.005
    who, others = sender(), [sender() for _ in range(5)]
    locks = gateway.app.state.service._locks._locks

    async def burst() -> list[list[dict[str, Any]]]:
        async with httpx.AsyncClient(base_url=gateway.url, timeout=30, trust_env=False) as client:

            async def post(conversation: str, number: int) -> list[dict[str, Any]]:
                body = {"sender": conversation, "message": f"melding nummer {number}"}
                response = await client.post("/webhooks/rest/webhook", json=body)
                messages: list[dict[str, Any]] = response.json()
                return messages

            tasks = []
            for number in range(20):
                tasks.append(asyncio.create_task(post(who, number)))
                while locks.get(("rest", who), (None, 0))[1] < number + 1:  # noqa: ASYNC110
                    await asyncio.sleep(0.001)  # until it has arrived, so that the order is known
            theirs = [post(other, number) for other in others for number in range(3)]
            return (await asyncio.gather(*tasks, *theirs))[:20]

    answers = asyncio.run(burst())
    assert [answer[0]["text"] for answer in answers] == [f"svar: melding nummer {n}" for n in range(20)]
    mine = rasa.seen[0]["sender"]
    order = [body["message"] for body in rasa.seen if body["sender"] == mine]
    assert order == [f"melding nummer {number}" for number in range(20)]
    assert len(rasa.seen) == 35
    assert len(locks) == 0


def test_different_conversations_do_not_wait_for_each_other(gateway: Gateway, rasa: StandIn) -> None:
    rasa.delay = lambda body: 0.8 if body["message"] == "treg" else 0.0

    async def both() -> tuple[float, float]:
        async with httpx.AsyncClient(base_url=gateway.url, timeout=30, trust_env=False) as client:
            loop = asyncio.get_running_loop()
            started = loop.time()

            async def post(message: str) -> float:
                await client.post("/webhooks/rest/webhook", json={"sender": sender(), "message": message})
                return loop.time() - started

            slow, quick = await asyncio.gather(post("treg"), post("rask"))
            return slow, quick

    slow, quick = asyncio.run(both())
    assert quick < slow - 0.2


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b"Internal Server Error"),
        (401, b"{}"),
        (200, b"<html>"),
        (200, b""),
        (200, b'{"text": "no list"}'),
        (200, b'["text"]'),
        (200, b"[]"),
        (200, b"\xff\xfe"),
        (204, b""),
    ],
)
def test_a_broken_rasa_gives_one_calm_sentence(gateway: Gateway, rasa: StandIn, status: int, answer: bytes) -> None:
    rasa.status, rasa.answer = status, lambda _body: answer
    before = gateway.app.state.service.counts["rasa_failed"]
    [reply] = gateway.say(sender(), "korleis søkjer vi om mentortilskot?")
    assert reply["custom"] == {"kind": "fallback", "language": "nn"}
    assert "55 55 33 36" in reply["text"]
    assert gateway.app.state.service.counts["rasa_failed"] == before + 1


def test_a_slow_rasa_is_given_up_and_the_next_message_works(gateway: Gateway, rasa: StandIn) -> None:
    rasa.delay = lambda body: 3.0 if body["message"] == "treg" else 0.0
    who = sender()
    assert gateway.say(who, "treg")[0]["custom"]["kind"] == "fallback"
    assert gateway.say(who, "rask")[0]["text"] == "svar: rask"


def test_a_rasa_that_is_away(start: Callable[..., Gateway]) -> None:
    gateway = start(rasa_url=f"http://127.0.0.1:{free_port()}")
    [reply] = gateway.say(sender(), "how do we apply for a mentor?")
    assert reply["custom"] == {"kind": "fallback", "language": "en"}
    assert gateway.http.get("/ready").json()["missing"] == ["rasa"]


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("velg:varig-lonnstilskudd:amount", 1),
        ("Varig lønnstilskudd", 1),
        ("varig lønnstilskudd!", 1),
        ("2", 1),
        ("den første", 0),
        ("nummer to", 1),
        ("the second one", 1),
        ("midlertidig", 0),
        ("den varige", 1),
    ],
)
def test_typed_answers_pick_an_offered_button(gateway: Gateway, rasa: StandIn, typed: str, picked: int) -> None:
    who = sender()
    rasa.answer = clarify
    [offer] = gateway.say(who, "hvor mye får vi i lønnstilskudd?")
    assert offer["buttons"] == BUTTONS
    rasa.answer = rasa.echo
    gateway.say(who, typed)
    scheme = BUTTONS[picked]["payload"].split(":")[1]
    assert rasa.seen[1]["choice"] == {"scheme": scheme, "topic": "amount", "intent": None}
    assert rasa.seen[1]["message"] == BUTTONS[picked]["title"]


def test_an_old_button_still_works_and_free_text_is_no_choice(gateway: Gateway, rasa: StandIn) -> None:
    who = sender()
    gateway.say(who, "velg:intent:contact_nav")
    assert rasa.seen[0]["choice"] == {"scheme": None, "topic": None, "intent": "contact_nav"}
    gateway.say(who, "velg:../../etc:amount")
    assert rasa.seen[1]["choice"] is None


def test_envelopes_are_opened_and_broken_parts_repaired(gateway: Gateway, rasa: StandIn) -> None:
    inner = {
        "envelope": True,
        "text": "inni",
        "buttons": BUTTONS,
        "custom": {"kind": "answer", "language": "nb"},
    }
    rasa.answer = lambda _body: [
        {"custom": inner},
        {"custom": {"kind": "list", "schemes": []}},
        {
            "text": "  ",
            "buttons": [{"title": "uten payload"}, "x", {"title": "ok", "payload": "ok"}],
            "image": 5,
        },
    ]
    first, second, third = gateway.say(sender(), "hva finnes av ordninger for oss?")
    assert first["text"] == "inni"
    assert first["buttons"] == BUTTONS
    assert first["custom"] == {"kind": "answer", "language": "nb"}
    assert second["text"].strip()
    assert third["buttons"] == [{"title": "ok", "payload": "ok"}]
    assert "image" not in third


def test_the_language_follows_the_employer(gateway: Gateway, rasa: StandIn) -> None:
    who = sender()

    def asked(message: str) -> str:
        gateway.say(who, message)
        return str(rasa.seen[-1]["metadata"]["language"])

    assert asked("Hvor lenge kan vi få lønnstilskudd?") == "nb"
    assert asked("how long does lønnstilskudd last") == "en"
    assert asked("mentortilskudd") == "en"
    assert asked("kva må verksemda gjere for å få tilskotet?") == "nn"
    assert asked("og mentor?") == "nn"


def test_a_wish_for_nynorsk_outlasts_questions_in_bokmaal(gateway: Gateway, rasa: StandIn) -> None:
    who = sender()
    rasa.answer = lambda _body: [{"text": "Ja visst.", "custom": {"kind": "smalltalk", "language": "nn"}}]
    gateway.say(who, "kan du svare på nynorsk")
    rasa.answer = rasa.echo
    gateway.say(who, "hvor mye kan vi få i mentortilskudd?")
    assert rasa.seen[-1]["metadata"]["language"] == "nn"
    gateway.say(who, "what about the wage subsidy then?")
    assert rasa.seen[-1]["metadata"]["language"] == "en"
    gateway.say(who, "hvor mye kan vi få i mentortilskudd?")
    assert rasa.seen[-1]["metadata"]["language"] == "nb"


@pytest.mark.parametrize("message", ["ile pieniędzy możemy dostać za pracownika", "як подати заяву"])
def test_other_languages_get_a_friendly_pointer(gateway: Gateway, rasa: StandIn, message: str) -> None:
    [reply] = gateway.say(sender(), message)
    assert reply["custom"]["kind"] == "fallback"
    assert "English" in reply["text"]
    assert "bokmål" in reply["text"]
    assert rasa.seen == []


def test_the_same_message_of_a_channel_is_handled_once(gateway: Gateway, rasa: StandIn) -> None:
    service, who = gateway.app.state.service, sender()

    async def twice() -> tuple[int, int]:
        service._rasa, shared = RasaClient(gateway.app.state.settings), service._rasa
        try:
            first = await service.handle("telegram", who, "hva er mentor?", "update-1")
            second = await service.handle("telegram", who, "hva er mentor?", "update-1")
            await service._rasa.close()
        finally:
            service._rasa = shared
        return len(first), len(second)

    assert asyncio.run(twice()) == (1, 0)
    assert len(rasa.seen) == 1
