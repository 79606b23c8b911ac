"""What goes wrong between us and Telegram: nothing is lost, and nothing comes twice unless nobody can know."""

import time
from collections.abc import Callable
from itertools import count as counting
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.models import ChatState
from bot.conversation.hub import topic_of
from bot.conversation.models import Author
from tests.gateway.conftest import StandIn
from tests.telegram.conftest import Running
from tests.telegram.phone import Phone, until
from tests.telegram.standin import BotApi, Fault, Json

Start = Callable[..., Running]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait shorter than in production, so that many faults fit into a test."""
    monkeypatch.setattr("bot.channels.telegram.sender._FIRST_WAIT", 0.05)
    monkeypatch.setattr("bot.channels.telegram.sender._LONGEST_WAIT", 0.1)
    monkeypatch.setattr("bot.channels.telegram.outbox._POLL_SECONDS", 0.05)


def conversation(running: Running, phone: Phone) -> Any:
    key = running.app.state.telegram._vault.key(phone.chat)
    return running.app.state.store.find("telegram", key).conversation


def speak(running: Running, phone: Phone, author: Author, said: str, payload: Json | None = None) -> None:
    """Say something in a conversation from elsewhere, as a person or the system does."""
    found = conversation(running, phone)
    with running.app.state.engine.begin() as connection:
        running.app.state.store.append(connection, found, author, said, payload)
    running.app.state.hub.tell(topic_of(found))


_fresh = counting(9_000_001)
PASSING = [Fault.RESET_BEFORE, Fault.BAD_GATEWAY, Fault.INTERNAL]


@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: fault.name)
def test_a_passing_fault_loses_and_doubles_nothing(
    gateway: Running, employer: Phone, shared_api: BotApi, fault: Fault
) -> None:
    shared_api.fail(fault, fault, fault, chat=employer.chat)
    employer.ask("mentor")
    assert [message["text"] for message in employer.quiet()] == ["svar: mentor"]
    assert shared_api.faults_left == 0


def test_too_many_requests_waits_as_long_as_told(gateway: Running, employer: Phone, shared_api: BotApi) -> None:
    shared_api.fail(Fault.TOO_MANY, chat=employer.chat)
    employer.ask("mentor")
    tries = [r.at for r in shared_api.requests if r.method == "sendMessage" and r.data["chat_id"] == str(employer.chat)]
    assert tries[1] - tries[0] >= 1.0
    assert len(employer.quiet()) == 1


def test_an_answer_that_never_came_is_sent_again(gateway: Running, employer: Phone, shared_api: BotApi) -> None:
    """The one window: Telegram has the message but could not say so. It is better twice than not at all."""
    shared_api.fail(Fault.RESET_AFTER, chat=employer.chat)
    employer.ask("mentor")
    assert [message["text"] for message in employer.quiet()] == ["svar: mentor"] * 2


def test_a_postponed_chat_whose_conversation_is_gone_is_looked_for_no_more(
    start: Start, api: BotApi, phone: Phone
) -> None:
    running = start()
    phone.ask("hei")
    app = running.app.state
    ledger = Ledger(app.engine, app.store, app.telegram._vault)
    api.fail(Fault.TOO_MANY, chat=phone.chat)
    speak(running, phone, Author.PERSON, "Hei, dette er Kari fra Nav.")
    assert until(lambda: ledger.due()[1] is not None, 10)
    app.store.erase(conversation(running, phone))
    assert until(lambda: ledger.due() == ([], None), 10)


@pytest.mark.parametrize("fault", [Fault.FORBIDDEN, Fault.DEACTIVATED, Fault.NOT_FOUND], ids=lambda fault: fault.name)
def test_a_chat_that_is_gone_is_paused_and_staff_are_told(
    gateway: Running, employer: Phone, shared_api: BotApi, fault: Fault
) -> None:
    employer.ask("hei")
    shared_api.fail(fault, chat=employer.chat)
    speak(gateway, employer, Author.PERSON, "Hei, dette er Kari fra Nav.")
    store, found = gateway.app.state.store, conversation(gateway, employer)
    assert until(lambda: store.messages_after(found, 0)[-1].author is Author.SYSTEM, 10)
    assert "når ikke lenger fram i Telegram" in store.messages_after(found, 0)[-1].text
    assert store.messages_after(found, 0)[-1].custom["reason"] == "unreachable"
    speak(gateway, employer, Author.PERSON, "Er du der?")
    assert len(employer.quiet()) == 1
    employer.say("Nå er jeg her igjen")
    employer.wait(4)
    assert employer.texts[1:] == [
        "En person i Nav\nHei, dette er Kari fra Nav.",
        "En person i Nav\nEr du der?",
        "svar: Nå er jeg her igjen",
    ]


def test_blocking_and_coming_back(gateway: Running, employer: Phone) -> None:
    employer.ask("hei")
    employer.block()
    store, found = gateway.app.state.store, conversation(gateway, employer)
    assert until(lambda: store.messages_after(found, 0)[-1].author is Author.SYSTEM, 10)
    speak(gateway, employer, Author.PERSON, "Svaret ditt er klart.")
    assert len(employer.quiet()) == 1
    employer.block(back=True)
    employer.wait(2)
    assert employer.texts[1].endswith("Svaret ditt er klart.")


def test_a_group_that_moved_is_followed(gateway: Running, employer: Phone, shared_api: BotApi) -> None:
    old, new = -700 - employer.chat, -1_000_000_000_000 - employer.chat
    shared_api.moved[old] = new
    text_ = "/hjelp@nav_test_bot"
    entity = {"type": "bot_command", "offset": 0, "length": len(text_)}
    group = {"id": old, "type": "group", "title": "Ledergruppa"}
    shared_api.push({"message": {**employer.text(text_), "entities": [entity], "chat": group}})
    assert until(lambda: len(shared_api.sent(new)) == 1, 10)
    assert shared_api.sent(old) == []


def test_a_persons_and_the_systems_messages_arrive_by_themselves(gateway: Running, employer: Phone) -> None:
    employer.ask("hei")
    handoff = {"kind": "handoff", "reference": "NAV-1234", "state": "queued", "position": 2, "language": "nb"}
    speak(gateway, employer, Author.SYSTEM, "Du er nummer 2 i køen. Referansen er NAV-1234.", {"custom": handoff})
    person = {"person": {"name": "Kari Normann", "role": "veileder"}}
    speak(gateway, employer, Author.PERSON, "Hei!\n\nHva kan jeg hjelpe med?", person)
    employer.wait(3)
    assert employer.got[1]["html"] == "Du er nummer 2 i køen. Referansen er <b>NAV-1234</b>."
    assert employer.got[2]["html"] == "<b>Kari Normann – veileder</b>\nHei!\n\nHva kan jeg hjelpe med?"


def test_a_signal_is_quicker_than_looking(
    gateway: Running, employer: Phone, shared_api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    employer.ask("hei")
    monkeypatch.setattr("bot.channels.telegram.outbox._POLL_SECONDS", 30.0)
    employer.quiet(0.3)
    began = time.monotonic()
    speak(gateway, employer, Author.PERSON, "Hei fra Nav.")
    employer.wait(2)
    assert time.monotonic() - began < 5
    gateway.app.state.hub.tell(topic_of(conversation(gateway, employer)), typing="person")
    mine = str(employer.chat)
    assert until(
        lambda: any(r.method == "sendChatAction" and r.data["chat_id"] == mine for r in shared_api.requests), 5
    )


def test_a_text_telegram_cannot_read_is_sent_plainly(
    gateway: Running, employer: Phone, rasa: StandIn, shared_api: BotApi
) -> None:
    rasa.answer = lambda _: [{"text": "5 < 7", "custom": {"kind": "answer", "title": "Mentor", "body": "5 < 7"}}]
    shared_api.fail(Fault.UNREADABLE, chat=employer.chat)
    employer.ask("mentor")
    assert [(message["text"], message["entities"]) for message in employer.quiet()] == [("Mentor\n\n5 < 7", [])]


def test_what_telegram_never_takes_does_not_hold_up_the_rest(
    gateway: Running, employer: Phone, shared_api: BotApi
) -> None:
    shared_api.fail(Fault.UNREADABLE, Fault.UNREADABLE, chat=employer.chat)
    employer.say("en")
    employer.say("to")
    assert employer.wait(1)[0]["text"] == "svar: to"


KINDS = st.sampled_from([*PASSING, Fault.TOO_MANY, Fault.RESET_AFTER])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(faults=st.lists(KINDS, max_size=6), count=st.integers(1, 4))
def test_any_sequence_of_faults_loses_nothing_and_keeps_order(
    gateway: Running, shared_api: BotApi, rasa: StandIn, faults: list[Fault], count: int
) -> None:
    rasa.reset()
    rasa.answer = lambda body: [
        {"text": f"{body['message']} a", "custom": {"kind": "answer"}},
        {"text": f"{body['message']} b", "custom": {"kind": "answer"}},
    ]
    phone = Phone(shared_api, next(_fresh))
    shared_api.fail(*faults, chat=phone.chat)
    for number in range(count):
        phone.say(f"melding {number}")
    expected = [f"melding {number} {part}" for number in range(count) for part in "ab"]
    assert until(lambda: phone.texts[-1:] == expected[-1:], 40), (phone.texts, shared_api.faults_left)
    shared_api._faults.clear()
    arrived = [message["text"] for message in phone.quiet(0.4)]
    assert list(dict.fromkeys(arrived)) == expected, "something was lost or out of order"
    unclear = sum(
        1
        for request in shared_api.requests
        if request.fault and request.fault.is_unclear and request.data.get("chat_id") == str(phone.chat)
    )
    assert len(arrived) == len(expected) + unclear, "something came twice though Telegram had answered"


def test_faults_while_updates_are_fetched_lose_nothing(start: Start, api: BotApi, phone: Phone, rasa: StandIn) -> None:
    start()
    for number, fault in enumerate([Fault.BAD_GATEWAY, Fault.RESET_AFTER, Fault.INTERNAL, Fault.RESET_BEFORE]):
        api.fail(fault, method="getUpdates")
        phone.say(f"melding {number}")
    phone.wait(4, 30)
    assert [body["message"] for body in rasa.seen] == [f"melding {number}" for number in range(4)]
    assert len(phone.quiet()) == 4


def test_an_update_that_cannot_be_stored_is_fetched_again(start: Start, phone: Phone, rasa: StandIn) -> None:
    running = start()
    engine = running.app.state.engine
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE telegram_update RENAME TO away"))
    phone.say("melding")
    assert len(phone.quiet(1.5)) == 0
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO telegram_update"))
    phone.wait(1, 30)
    assert phone.texts == ["svar: melding"]


def test_a_database_that_fails_while_a_message_is_handled(start: Start, phone: Phone, rasa: StandIn) -> None:
    running = start()
    phone.ask("hei")
    engine = running.app.state.engine
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE message RENAME TO away"))
    phone.say("melding")
    phone.quiet(1.5)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO message"))
    assert until(lambda: phone.texts == ["svar: hei", "svar: melding"], 30), phone.texts


def test_states_change_only_as_allowed() -> None:
    assert ChatState.PAUSED.may_become(ChatState.ACTIVE)
    assert not ChatState.PAUSED.may_become(ChatState.PAUSED)
