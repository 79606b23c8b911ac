"""An employer in Telegram and a person at the desk: the form, the person's words, and the bot afterwards."""

from bot.handoff.people import Actor, ActorKind
from bot.handoff.states import CloseReason
from tests.gateway.conftest import StandIn
from tests.gateway.test_handoff import wants_person
from tests.telegram.conftest import Running
from tests.telegram.phone import Phone, titles, until
from tests.telegram.test_faults import conversation

KARI = Actor(ActorKind.STAFF, "kari", "Kari Normann", "veileder")


def test_from_the_bot_to_a_person_and_back(gateway: Running, employer: Phone, rasa: StandIn) -> None:
    rasa.answer = wants_person
    employer.ask("hvor mye får vi i lønnstilskudd?")
    consent = employer.ask("jeg vil snakke med et menneske")
    employer.tap(consent, "Ja, det er greit")
    employer.wait(3)
    employer.tap(employer.got[2], "Bruk det jeg spurte om")
    theme = employer.wait(4)[3]
    assert "Send nå" in titles(theme)
    employer.tap(theme, "Send nå")
    told = employer.wait(5)[4]
    desk, found = gateway.app.state.desk, conversation(gateway, employer)
    case = desk.of_conversation(found)
    assert case.reference in told["text"] and case.question == "hvor mye får vi i lønnstilskudd?"

    desk.claim(case.id, KARI)
    desk.say(case.id, KARI, "Hei, jeg er Kari.", "k1")
    employer.wait(7)
    assert "Kari Normann" in employer.texts[5] and employer.texts[6].endswith("Hei, jeg er Kari.")
    asked = len(rasa.seen)
    employer.say("Så fint!")
    assert until(lambda: gateway.app.state.store.messages_after(found, 0)[-1].text == "Så fint!", 10)
    assert len(employer.quiet()) == 7 and len(rasa.seen) == asked  # the bot keeps silent

    desk.close(case.id, KARI, CloseReason.ANSWERED, "")
    employer.wait(8)
    assert employer.ask("hva er mentor?")["text"] == "svar: hva er mentor?"
    assert len(employer.quiet()) == 9
