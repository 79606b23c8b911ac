"""An employer asks for a person in the running gateway: the form, the queue, the person's words, and the bot after."""

from typing import Any

import pytest

from bot.handoff.people import Actor, ActorKind
from bot.handoff.states import CloseReason, State
from tests.gateway.conftest import Gateway, StandIn
from tests.gateway.test_web_channel import Page, frames

KARI = Actor(ActorKind.STAFF, "kari", "Kari Veileder", "Veileder")


def wants_person(body: dict[str, Any]) -> Any:
    """Answer like Rasa: a wish for a person, a question about the case, or anything else."""
    message = body["message"].lower()
    intent = "handoff" if "menneske" in message else "handoff_status" if "saken" in message else ""
    if not intent:
        return StandIn.echo(body)
    custom = {"kind": "contact", "intent": intent, "language": body["metadata"]["language"]}
    return [{"text": "Ring 55 55 33 36.", "custom": custom}]


@pytest.fixture
def page(gateway: Gateway, rasa: StandIn) -> Page:
    rasa.answer = wants_person
    return Page(gateway)


def slots(messages: list[dict[str, Any]]) -> list[str]:
    return [item["custom"]["slot"] for item in messages if item.get("custom", {}).get("kind") == "question"]


def asked_for_person(page: Page) -> dict[str, Any]:
    """Ask for a person with the least, and return what the employer is told."""
    page.say("hvor mye får vi i lønnstilskudd?")
    page.say("jeg vil snakke med et menneske")
    page.say("handoff:yes")
    page.say("handoff:last")
    told: dict[str, Any] = page.say("handoff:send")[-1]
    assert told["custom"]["kind"] == "handoff", told
    return told


def case_of(page: Page) -> Any:
    return page.gateway.app.state.desk.of_conversation(page.id)


def test_the_form_leads_to_the_queue_with_everything_in_it(page: Page, rasa: StandIn) -> None:
    page.say("hvor mye får vi i lønnstilskudd?")
    opening = page.say("jeg vil snakke med et menneske")[-1]
    assert slots([opening]) == ["consent"]
    assert "slettes 90 dager" in opening["text"] and "senest" not in opening["text"]
    assert slots(page.say("ja")) == ["question"]
    assert slots(page.say("Bruk det jeg spurte om")) == ["theme"]
    assert slots(page.say("Inkludere")) == ["municipality"]
    assert slots(page.say("bodø")) == ["organisation"]
    assert slots(page.say("889640782")) == ["contact"]
    own, contact = page.say("Kari, 22 12 23 34, kari@bakeriet.no")
    assert own["text"] == "(telefon eller e-post)"
    assert slots([contact]) == ["name"]
    own, told = page.say("Kari Nordmann")
    assert own["text"] == "(navn)"
    assert (told["author"], told["custom"]["kind"], told["custom"]["state"]) == ("system", "handoff", "queued")
    case = case_of(page)
    assert told["custom"]["reference"] == case.reference
    assert (case.question, case.theme, case.region) == ("hvor mye får vi i lønnstilskudd?", "inkludere", "Nav Nordland")
    assert (case.name, case.email, case.organisation) == ("Kari Nordmann", "kari@bakeriet.no", "889640782")
    assert "22 12 23 34" not in str(page.get().json()) and "Nordmann" not in str(rasa.seen)
    assert case.summary["asked"][0] == "hvor mye får vi i lønnstilskudd?"
    assert [item["id"] for item in case.summary["schemes"]] == ["mentor"]
    state = page.get().json()
    assert (state["owner"], state["handoff"]["state"], state["handoff"]["position"]) == ("bot", "queued", 1)


def test_the_bot_answers_while_one_waits_and_the_form_asks_again_after_a_question(page: Page) -> None:
    page.say("et menneske, takk")
    page.say("ja")
    page.say("Vi trenger hjelp med en søknad")
    _, answer, again = page.say("hvor lenge kan vi få mentor?")
    assert answer["text"].startswith("svar: ") and slots([again]) == ["theme"]
    page.say("handoff:send")
    assert [item["author"] for item in page.say("hva er mentor?")] == ["employer", "bot"]


def test_one_who_asks_again_is_told_how_the_case_stands(page: Page) -> None:
    told = asked_for_person(page)
    again = page.say("jeg vil ha et menneske")[-1]
    assert (again["custom"]["kind"], again["custom"]["reference"]) == ("handoff", told["custom"]["reference"])
    status = page.say("hvor er saken min?")[-1]
    assert status["custom"]["state"] == "queued" and status["buttons"][0]["payload"] == "handoff:cancel"


def test_a_reference_tells_the_state_in_any_conversation_but_nothing_of_it(page: Page) -> None:
    reference = asked_for_person(page)["custom"]["reference"]
    other = Page(page.gateway)
    told = other.say(f"hvordan går det med saken {reference.lower()}?")[-1]
    assert told["custom"]["reference"] == reference
    assert "lønnstilskudd" not in told["text"]
    assert other.say("hva med saken NAV-2222-2222?")[-1]["custom"]["kind"] == "smalltalk"


@pytest.mark.parametrize("word", ["avbryt", "handoff:cancel", "nei"])
def test_a_form_that_is_left_sends_nothing(page: Page, word: str) -> None:
    page.say("et menneske, takk")
    assert page.say(word)[-1]["text"].startswith("Greit, jeg sender ingenting.")
    assert case_of(page) is None
    assert page.say("hva er mentor?")[-1]["text"].startswith("svar: ")


def test_a_waiting_request_can_be_withdrawn(page: Page) -> None:
    asked_for_person(page)
    assert page.say("avbryt")[-1]["custom"]["state"] == "cancelled"
    assert case_of(page).state is State.CANCELLED


def test_a_person_answers_and_the_bot_is_back_afterwards(page: Page, rasa: StandIn) -> None:
    asked_for_person(page)
    desk, case = page.gateway.app.state.desk, case_of(page)
    last = page.get().json()["last_seq"]
    with page.live(after=last) as socket:
        desk.claim(case.id, KARI)
        desk.say(case.id, KARI, "Hei, jeg kan hjelpe.", "s1")
        claimed, said = (frame["message"] for frame in frames(socket, 2))
        assert (claimed["author"], said["person"]["name"]) == ("system", "Kari Veileder")
    asked = len(rasa.seen)
    assert [item["author"] for item in page.say("tusen takk")] == ["employer"]
    assert len(rasa.seen) == asked
    state = page.get().json()
    assert (state["owner"], state["person"]["name"]) == ("person", "Kari Veileder")
    desk.close(case.id, KARI, CloseReason.ANSWERED, "")
    assert page.say("hva er mentor?")[-1]["author"] == "bot"
    assert page.get().json()["owner"] == "bot"


def test_the_whole_form_can_be_sent_at_once_and_withdrawn(page: Page) -> None:
    page.say("hei")
    form = {"consent": True, "question": "Hjelp. Ring 22 12 23 34", "theme": "annet", "phone": "22122334"}
    refused = page.post("/handoff", form | {"consent": False})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid_consent")
    assert page.post("/handoff", form | {"organisation": "123"}).json()["error"]["code"] == "invalid_organisation"
    state = page.post("/handoff", form).json()
    assert (state["handoff"]["state"], state["handoff"]["position"] >= 1) == ("queued", True)
    assert case_of(page).question == "Hjelp. Ring [telefon]"
    gone = page.gateway.http.delete("/api/conversation/handoff", headers=page.headers).json()
    assert gone["handoff"]["state"] == "cancelled"


def test_rest_clients_are_told_the_reference_in_the_answer(gateway: Gateway, rasa: StandIn) -> None:
    rasa.answer = wants_person
    gateway.say("rest-1", "jeg vil snakke med et menneske")
    gateway.say("rest-1", "ja")
    gateway.say("rest-1", "Hjelp med søknaden")
    (told,) = gateway.say("rest-1", "send nå")
    assert told["custom"]["kind"] == "handoff" and told["custom"]["reference"] in told["text"]
