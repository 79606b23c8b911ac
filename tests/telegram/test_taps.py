"""Buttons: short ids, one answer each, late and repeated taps, and what the message shows afterwards."""

from collections.abc import Callable
from typing import Any

from tests.gateway.conftest import StandIn
from tests.telegram.conftest import Running
from tests.telegram.phone import Phone, titles, until
from tests.telegram.standin import BotApi, Json

TOPICS = [
    {"title": "Hvor mye?", "payload": "velg:mentor:amount"},
    {"title": "Hvor lenge?", "payload": "velg:mentor:duration"},
]


def with_buttons(kind: str, **custom: Any) -> Callable[[Json], list[Json]]:
    return lambda body: [
        {"text": f"svar: {body['message']}", "buttons": TOPICS, "custom": {"kind": kind, **custom}},
    ]


def toasts(api: BotApi, query: str) -> list[str]:
    assert until(lambda: any(toast["callback_query_id"] == query for toast in api.toasts), 10)
    return [toast.get("text", "") for toast in api.toasts if toast["callback_query_id"] == query]


def test_a_tap_is_a_choice_and_its_id_is_short(employer: Phone, rasa: StandIn) -> None:
    rasa.answer = with_buttons("answer")
    asked = employer.ask("mentor")
    data = [button["callback_data"] for row in asked["reply_markup"]["inline_keyboard"] for button in row]
    assert all(len(value) <= 16 and "velg" not in value for value in data)
    employer.tap(asked, "Hvor lenge?")
    employer.wait(2)
    assert rasa.seen[1]["choice"] == {"scheme": "mentor", "topic": "duration", "intent": None}


def test_follow_up_buttons_stay_and_are_ticked(employer: Phone, rasa: StandIn) -> None:
    rasa.answer = with_buttons("answer")
    asked = employer.ask("mentor")
    employer.tap(asked, "Hvor lenge?")
    employer.wait(2)
    assert titles(employer.got[0]) == ["Hvor mye?", "✓ Hvor lenge?"]
    employer.tap(employer.got[0], "Hvor mye?")
    employer.wait(3)
    assert titles(employer.got[0]) == ["✓ Hvor mye?", "✓ Hvor lenge?"]


def test_a_choice_is_shown_in_the_message_that_asked(employer: Phone, rasa: StandIn) -> None:
    rasa.answer = with_buttons("clarify", options=[])
    asked = employer.ask("tilskudd")
    rasa.answer = rasa.echo
    employer.tap(asked, "Hvor mye?")
    employer.wait(2)
    assert titles(employer.got[0]) == []
    assert employer.got[0]["text"] == "svar: tilskudd\n\n✓ Hvor mye?"


def test_repeated_taps_are_answered_once(employer: Phone, rasa: StandIn, shared_api: BotApi) -> None:
    for kind in ("clarify", "answer"):
        rasa.answer = with_buttons(kind)
        before = len(employer.got)
        asked = dict(employer.ask("mentor"))
        seen = len(rasa.seen)
        queries = [employer.tap(asked, "Hvor mye?") for _ in range(4)]
        employer.wait(before + 2)
        assert len(employer.quiet()) == before + 2
        assert len(rasa.seen) == seen + 1
        assert toasts(shared_api, queries[0]) == [""]
        for query in queries[1:]:
            assert toasts(shared_api, query) == ["Du har alt valgt «Hvor mye?». Svaret står i samtalen."]


def test_another_choice_after_the_first_is_refused_where_one_settles_it(
    employer: Phone, rasa: StandIn, shared_api: BotApi
) -> None:
    rasa.answer = with_buttons("clarify")
    asked = dict(employer.ask("mentor"))
    employer.tap(asked, "Hvor mye?")
    second = employer.tap(asked, "Hvor lenge?")
    assert "Hvor mye?" in toasts(shared_api, second)[0]
    assert len(rasa.seen) == 2


def test_a_late_tap_on_a_choice_still_works(employer: Phone, rasa: StandIn) -> None:
    rasa.answer = with_buttons("clarify")
    asked = dict(employer.ask("mentor"))
    rasa.answer = rasa.echo
    employer.ask("noe annet")
    employer.ask("og noe tredje")
    employer.tap(asked, "Hvor lenge?")
    employer.wait(4)
    assert rasa.seen[3]["choice"]["topic"] == "duration"


def test_a_late_tap_on_a_question_of_a_form_is_told_so(employer: Phone, rasa: StandIn, shared_api: BotApi) -> None:
    buttons = [{"title": "Ja", "payload": "Ja"}, {"title": "Nei", "payload": "Nei"}]
    custom = {"kind": "question", "form": "finder", "slot": "paid"}
    rasa.answer = lambda _: [{"text": "Får personen lønn?", "buttons": buttons, "custom": custom}]
    first = dict(employer.ask("finn ordning"))
    employer.ask("ja")
    query = employer.tap(first, "Nei")
    assert toasts(shared_api, query) == ["Det spørsmålet er besvart allerede."]
    assert until(lambda: titles(employer.got[0]) == [], 5)
    assert len(rasa.seen) == 2
    employer.tap(employer.got[1], "Nei")
    employer.wait(3)
    assert rasa.seen[2]["message"] == "Nei"


def test_a_foreign_or_old_button_does_nothing(
    employer: Phone, rasa: StandIn, gateway: Running, shared_api: BotApi
) -> None:
    rasa.answer = with_buttons("answer")
    asked = employer.ask("mentor")
    stranger = Phone(shared_api, employer.chat + 500_000)
    data = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    shown = {**asked, "chat": {"id": stranger.chat, "type": "private"}}
    query = stranger.tap_data(shown, data)
    assert toasts(shared_api, query) == ["Den knappen virker ikke lenger. Skriv gjerne spørsmålet ditt."]
    query = employer.tap_data(asked, "made-up")
    assert "virker ikke lenger" in toasts(shared_api, query)[0]
    assert len(rasa.seen) == 1


def test_what_was_tapped_is_kept_as_the_employer_saw_it(employer: Phone, rasa: StandIn, gateway: Running) -> None:
    rasa.answer = with_buttons("answer")
    asked = dict(employer.ask("mentor"))
    rasa.answer = rasa.echo
    employer.ask("noe annet")
    employer.tap(asked, "Hvor lenge?")
    employer.wait(3)
    store = gateway.app.state.store
    key = gateway.app.state.telegram._vault.key(employer.chat)
    turn = store.find("telegram", key)
    assert until(lambda: [m.text for m in store.messages_after(turn.conversation, 0) if m.author == "employer"]
                 == ["mentor", "noe annet", "Hvor lenge?"], 5)  # fmt: skip
