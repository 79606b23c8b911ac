"""The channel's own life: no token, a wrong one, no network, the webhook; edits; other doors; deletion; privacy."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, select, text

from bot.channels.telegram.channel import State
from bot.channels.telegram.models import Chat, Incoming, Note
from bot.channels.telegram.privacy import Vault
from bot.conversation.models import Conversation
from tests.gateway.conftest import StandIn
from tests.telegram.conftest import Running
from tests.telegram.phone import Phone, until
from tests.telegram.standin import BotApi, Fault, Json

Start = Callable[..., Running]
QUESTION = "Hva er mentortilskudd?"


def answers_on_the_web(running: Running) -> bool:
    body = {"sender": "someone-else", "message": QUESTION}
    answer = httpx.post(f"{running.url}/webhooks/rest/webhook", json=body, timeout=30, trust_env=False)
    return "svar:" in str(answer.json()[0]["text"])


def all_handled(engine: Engine) -> bool:
    with engine.connect() as connection:
        return set(connection.scalars(select(Incoming.body))) == {None}


# -- start


def test_without_a_token_the_rest_runs_and_it_is_said_once(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    running = start(wait=False, telegram_bot_token=SecretStr(""))
    assert answers_on_the_web(running)
    assert running.state == State.OFF
    assert capsys.readouterr().out.count("telegram_off") == 1


def test_a_wrong_token_is_one_clear_sentence(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    running = start(wait=False, telegram_bot_token=SecretStr("123:wrong"))
    assert until(lambda: running.state == State.REFUSED, 20)
    assert answers_on_the_web(running)
    out = capsys.readouterr().out
    assert out.count("Telegram does not know TELEGRAM_BOT_TOKEN; the assistant runs on without Telegram") == 1
    assert "wrong" not in out.replace("wrong_token", "")


def test_a_token_that_is_withdrawn_while_it_runs(start: Start, api: BotApi, phone: Phone) -> None:
    running = start()
    phone.ask("hei")
    api.unauthorised = True
    phone.say("hei igjen")
    assert until(lambda: running.state == State.REFUSED, 40)
    assert answers_on_the_web(running)


def test_telegram_away_at_start_is_waited_for(start: Start, api: BotApi, phone: Phone) -> None:
    api.fail(Fault.BAD_GATEWAY, Fault.RESET_BEFORE, method="getMe")
    running = start(wait=False)
    assert answers_on_the_web(running)
    assert until(lambda: running.state == State.RUNNING, 30)
    phone.ask("hei")


# -- webhook


def test_the_webhook_is_set_with_a_secret_and_brings_updates(
    start: Start, api: BotApi, phone: Phone, rasa: StandIn
) -> None:
    start(telegram_webhook_url="here")
    assert len(api.webhook_token) >= 32
    assert phone.ask(QUESTION)["text"] == f"svar: {QUESTION}"
    assert not any(request.method == "getUpdates" for request in api.requests)


@pytest.mark.parametrize("token", ["", "wrong", "æøå"])
def test_a_forged_call_of_the_webhook_is_not_believed(start: Start, phone: Phone, rasa: StandIn, token: str) -> None:
    running = start(telegram_webhook_url="here")
    update = {"update_id": 1, "message": phone.text("forfalsket")}
    headers = {b"X-Telegram-Bot-Api-Secret-Token": token.encode("utf-8")} if token else {}
    address = f"{running.url}/webhooks/telegram"
    assert httpx.post(address, json=update, headers=headers, trust_env=False).status_code == 404
    assert phone.quiet() == []
    assert rasa.seen == []


def test_a_repeated_update_is_answered_once(start: Start, api: BotApi, phone: Phone, rasa: StandIn) -> None:
    running = start(telegram_webhook_url="here")
    update = {"update_id": 77, "message": phone.text(QUESTION)}
    headers = {"X-Telegram-Bot-Api-Secret-Token": api.webhook_token}
    for _ in range(5):
        address = f"{running.url}/webhooks/telegram"
        assert httpx.post(address, json=update, headers=headers, trust_env=False).status_code == 200
    phone.wait(1)
    assert len(phone.quiet()) == 1
    assert len(rasa.seen) == 1


def test_the_webhook_is_closed_while_updates_are_fetched(gateway: Running) -> None:
    vault = gateway.app.state.telegram._vault
    headers = {"X-Telegram-Bot-Api-Secret-Token": vault.webhook_token}
    answer = httpx.post(f"{gateway.url}/webhooks/telegram", json={"update_id": 1}, headers=headers, trust_env=False)
    assert answer.status_code == 404


def test_updates_out_of_order_are_all_answered(start: Start, api: BotApi, phone: Phone, rasa: StandIn) -> None:
    running = start(telegram_webhook_url="here")
    headers = {"X-Telegram-Bot-Api-Secret-Token": api.webhook_token}
    for number in (12, 11, 14, 13):
        update = {"update_id": number, "message": phone.text(f"melding {number}")}
        httpx.post(f"{running.url}/webhooks/telegram", json=update, headers=headers, trust_env=False)
    phone.wait(4)
    assert sorted(body["message"] for body in rasa.seen) == [f"melding {number}" for number in (11, 12, 13, 14)]


# -- edits


def test_an_edit_of_the_last_message_is_answered(employer: Phone, rasa: StandIn) -> None:
    message = employer.say("Hva er mentr?")
    employer.wait(1)
    employer.edit(message, "Hva er mentor?")
    employer.wait(2)
    assert [body["message"] for body in rasa.seen] == ["Hva er mentr?", "Hva er mentor?"]


def test_an_edit_of_an_older_message_is_not(employer: Phone, rasa: StandIn) -> None:
    message = employer.say("Hva er mentr?")
    employer.wait(1)
    employer.ask("Noe annet")
    employer.edit(message, "Hva er mentor?")
    assert len(employer.quiet()) == 2
    assert len(rasa.seen) == 2


def test_an_edit_before_the_turn_of_its_message_takes_its_place(employer: Phone, rasa: StandIn) -> None:
    rasa.delay = lambda body: 0.8 if body["message"] == "treg" else 0.0
    employer.say("treg")
    message = employer.say("Hva er mentr?")
    employer.edit(message, "Hva er mentorr?")
    employer.edit(message, "Hva er mentor?")
    employer.wait(2)
    assert len(employer.quiet()) == 2
    assert [body["message"] for body in rasa.seen] == ["treg", "Hva er mentor?"]


# -- other doors


def web(running: Running, path: str, token: str = "", body: Json | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.post(f"{running.url}{path}", json=body or {}, headers=headers, timeout=30, trust_env=False).json()


def test_from_telegram_to_the_web_and_back(gateway: Running, employer: Phone, rasa: StandIn) -> None:
    employer.ask("Hva er mentor?")
    offered = employer.ask("/web")["text"]
    code = offered.split("?kode=")[1].split()[0]
    token = web(gateway, "/api/codes", body={"code": code})["token"]
    said = {"client_id": "web-message-1", "text": "Og hvor lenge?"}
    web(gateway, "/api/conversation/messages", token, said)
    employer.wait(4)
    assert employer.texts[2:] == ["Du skrev på nettsiden:\nOg hvor lenge?", "svar: Og hvor lenge?"]
    assert "error" in web(gateway, "/api/codes", body={"code": code})


def test_from_the_web_to_telegram(gateway: Running, employer: Phone, rasa: StandIn) -> None:
    token = web(gateway, "/api/conversations", body={"language": "nn"})["token"]
    for number in range(3):
        said = {"client_id": f"web-message-{number}", "text": f"spørsmål {number}"}
        web(gateway, "/api/conversation/messages", token, said)
    made = web(gateway, "/api/conversation/code", token)
    assert made["telegram"] == f"https://t.me/nav_test_bot?start=k_{made['code']}"
    employer.say(f"/start k_{made['code']}")
    employer.wait(2)
    assert employer.texts == ["svar: spørsmål 2", "Samtalen frå nettsida held fram her. Skriv vidare når du vil."]
    employer.ask("og så?")
    assert rasa.seen[3]["sender"] == rasa.seen[0]["sender"]
    assert "brukt opp" in employer.ask(f"/start k_{made['code']}")["text"]


# -- deletion and privacy


def test_delete_really_deletes(gateway: Running, employer: Phone, rasa: StandIn) -> None:
    employer.ask("Hva er mentor?")
    key = gateway.app.state.telegram._vault.key(employer.chat)
    turn = gateway.app.state.store.find("telegram", key)
    assert employer.ask("/slett")["text"].startswith("Samtalen er slettet hos oss.")
    engine = gateway.app.state.engine

    def rows() -> list[Any]:
        with engine.connect() as connection:
            chat = connection.execute(select(Chat.id).where(Chat.key == key)).all()
            talk = connection.execute(select(Conversation.id).where(Conversation.id == turn.conversation)).all()
        return [*chat, *talk]

    assert until(lambda: rows() == [], 10)
    assert employer.ask("Hva er mentor?")["text"] == "svar: Hva er mentor?"
    assert rasa.seen[1]["sender"] != rasa.seen[0]["sender"]
    assert rasa.seen[1]["metadata"]["context"] == {}


def test_what_is_stored_names_nobody(start: Start, api: BotApi) -> None:
    running, employer = start(), Phone(api, 987_654_321_012)
    employer.ask("Nummeret er 99 88 77 66, hva er mentor?")
    employer.ask("/hjelp")
    engine = running.app.state.engine
    with engine.connect() as connection:
        tables = [name for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        dump = json.dumps([str(list(connection.execute(text(f'SELECT * FROM "{name}"')))) for name in tables])
        chats = connection.execute(select(Chat.key, Chat.address)).all()
    for secret in (str(employer.chat), "Kari", "Normann", "kari_n", "99 88 77 66"):
        assert secret not in dump
    assert any(running.app.state.telegram._vault.open(sealed) == str(employer.chat) for _, sealed in chats)
    # The answer may arrive in the moment before its update is marked as handled.
    assert until(lambda: all_handled(engine), 10)


def test_the_log_names_nobody(start: Start, phone: Phone, capsys: pytest.CaptureFixture[str]) -> None:
    start()
    phone.ask("Hva er hemmelig mentor?")
    out = capsys.readouterr().out
    assert "message_handled" in out
    for secret in (str(phone.chat), "Kari", "hemmelig", "stand-in-token"):
        assert secret not in out


def test_another_secret_finds_and_opens_nothing() -> None:
    mine, other = Vault(b"a" * 32), Vault(b"b" * 32)
    assert mine.key(5) != other.key(5)
    assert mine.open(mine.seal("5")) == "5"
    assert other.open(mine.seal("5")) is None


def test_notes_are_sealed(gateway: Running, employer: Phone) -> None:
    employer.ask("/web")
    with gateway.app.state.engine.connect() as connection:
        assert not any("kode=" in body for body in connection.scalars(select(Note.body)))


# -- states


def test_the_channel_changes_its_state_only_as_allowed() -> None:
    assert State.STARTING.may_become(State.REFUSED)
    assert not State.REFUSED.may_become(State.RUNNING)
