"""From an update to the reply: texts, commands, menus, groups, and what cannot be read."""

import base64
from collections.abc import Callable

import pytest

from tests.gateway.conftest import StandIn
from tests.telegram.conftest import Running
from tests.telegram.phone import Phone, titles, until
from tests.telegram.standin import USERNAME, BotApi, Json

Start = Callable[..., Running]


def choice_of(rasa: StandIn, at: int = -1) -> Json:
    found: Json = rasa.seen[at]["choice"]
    return {key: value for key, value in found.items() if value}


def test_a_question_is_answered_once(employer: Phone, rasa: StandIn) -> None:
    answer = employer.ask("Hva er mentortilskudd?")
    assert answer["text"] == "svar: Hva er mentortilskudd?"
    assert len(employer.quiet()) == 1
    assert len(rasa.seen) == 1


def test_link_previews_are_off(employer: Phone) -> None:
    assert '"is_disabled": true' in employer.ask("Hei på deg")["options"]["link_preview_options"]


def test_personal_data_is_masked_as_on_the_web(employer: Phone, rasa: StandIn) -> None:
    employer.say("Han heter Ola og har nummer 01019012345, ring 99 88 77 66 om mentor")
    employer.wait(2)
    assert "99 88 77 66" not in rasa.seen[0]["message"]
    assert "[telefon]" in rasa.seen[0]["message"]
    assert "fjernet personopplysninger" in employer.texts[0]


@pytest.mark.parametrize(
    ("command", "intent"),
    [
        ("/ordninger", "list_schemes"),
        ("/ordningar", "list_schemes"),
        ("/schemes", "list_schemes"),
        ("/kalkulator", "calculate_subsidy"),
        ("/calculator", "calculate_subsidy"),
        ("/finn", "find_scheme"),
        ("/find", "find_scheme"),
        ("/kontakt", "contact_nav"),
        ("/contact", "contact_nav"),
        ("/person", "handoff"),
        (f"/person@{USERNAME}", "handoff"),
        ("/PERSON", "handoff"),
    ],
)
def test_commands_that_are_choices(employer: Phone, rasa: StandIn, command: str, intent: str) -> None:
    employer.ask(command)
    assert choice_of(rasa) == {"intent": intent}


@pytest.mark.parametrize(
    ("language", "command", "begins"),
    [
        ("nb", "/start", "Hei! Jeg svarer arbeidsgivere"),
        ("nn", "/start", "Hei! Eg svarer arbeidsgivarar"),
        ("en-GB", "/start", "Hello! I answer employers"),
        ("pl", "/start", "Hei! Jeg svarer"),
        ("nb", "/hjelp", "Skriv spørsmålet ditt"),
        ("nb", "/help", "Skriv spørsmålet ditt"),
        ("en", "/help", "Write your question"),
        ("nb", "/tull", "Den kommandoen kjenner jeg ikke"),
    ],
)
def test_commands_that_the_channel_answers(
    employer: Phone, rasa: StandIn, language: str, command: str, begins: str
) -> None:
    employer.language = language
    assert employer.ask(command)["text"].startswith(begins)
    assert rasa.seen == []


def test_privacy_tells_of_telegram_and_of_what_we_store(employer: Phone, rasa: StandIn) -> None:
    employer.say("/personvern")
    employer.wait(2)
    assert "Telegram lagrer meldingene dine" in employer.texts[0]
    assert choice_of(rasa) == {"intent": "privacy"}


def test_cancel_is_what_a_form_understands(employer: Phone, rasa: StandIn) -> None:
    employer.ask("/avbryt")
    assert rasa.seen[0]["message"] == "avbryt"


def packed(question: str) -> str:
    return base64.urlsafe_b64encode(question.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("payload", "choice"),
    [
        ("mentor", {"scheme": "mentor", "topic": "overview"}),
        ("varig-lonnstilskudd__amount", {"scheme": "varig-lonnstilskudd", "topic": "amount"}),
    ],
)
def test_links_to_a_scheme(employer: Phone, rasa: StandIn, payload: str, choice: Json) -> None:
    employer.ask(f"/start {payload}")
    assert choice_of(rasa) == choice


def test_a_link_with_a_question(employer: Phone, rasa: StandIn) -> None:
    employer.ask(f"/start q_{packed('Hva dekker mentor på kurs?')}")
    assert rasa.seen[0]["message"] == "Hva dekker mentor på kurs?"


@pytest.mark.parametrize("payload", ["no-such-scheme", "q_%%%", "q_", "mentor__nonsense", "q_-_8"])
def test_a_link_that_says_nothing_greets(employer: Phone, rasa: StandIn, payload: str) -> None:
    assert employer.ask(f"/start {payload}")["text"].startswith("Hei!")
    assert rasa.seen == []


def test_the_first_choice_is_answered_in_the_language_of_the_app(employer: Phone, rasa: StandIn) -> None:
    employer.language = "en"
    employer.ask("/schemes")
    assert rasa.seen[0]["metadata"]["language"] == "en"


def test_the_language_can_be_chosen(employer: Phone, rasa: StandIn) -> None:
    asked = employer.ask("/sprak")
    assert titles(asked) == ["Bokmål", "Nynorsk", "English"]
    employer.tap(asked, "Nynorsk")
    employer.wait(2)
    assert employer.texts[1] == "Frå no av svarer eg på nynorsk."
    assert employer.got[0]["html"].endswith("✓ <b>Nynorsk</b>")
    assert titles(employer.got[0]) == []
    employer.ask("mentor")
    assert rasa.seen[0]["metadata"]["language"] == "nn"
    assert employer.ask("/sprak en")["text"] == "From now on I answer in English."


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 10, "height": 10}]},
        {"document": {"file_id": "d", "file_unique_id": "d"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {
            "sticker": {
                "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9,
                "is_animated": False, "is_video": False,
            }
        },
    ],
)  # fmt: skip
def test_what_is_no_text_gets_a_friendly_line(employer: Phone, rasa: StandIn, content: Json) -> None:
    employer.share(**content)
    employer.wait(1)
    assert employer.texts == ["Jeg kan bare lese tekst. Skriv gjerne med noen ord hva du lurer på."]
    assert rasa.seen == []


def test_a_caption_is_answered_too(employer: Phone, rasa: StandIn) -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 10, "height": 10}]
    employer.share(photo=photo, caption="Hva er mentortilskudd?")
    employer.wait(2)
    assert rasa.seen[0]["message"] == "Hva er mentortilskudd?"


def test_a_location_is_asked_for_in_words(employer: Phone) -> None:
    employer.share(location={"latitude": 60.4, "longitude": 5.3})
    employer.wait(1)
    assert "hvilken kommune" in employer.texts[0]


def test_a_telephone_number_nobody_asked_for_is_not_kept(employer: Phone, rasa: StandIn) -> None:
    employer.share(contact={"phone_number": "+4799887766", "first_name": "Kari", "user_id": employer.chat})
    employer.wait(1)
    assert "har ikke lagret det du delte" in employer.texts[0]
    assert rasa.seen == []


def test_a_form_that_asks_for_a_number_gets_the_shared_one(employer: Phone, rasa: StandIn) -> None:
    custom = {"kind": "question", "form": "handoff", "slot": "contact"}
    skip = [{"title": "Hopp over", "payload": "handoff:skip"}]
    rasa.answer = lambda _: [{"text": "Hvilket nummer?", "buttons": skip, "custom": custom}]
    asked = employer.ask("Jeg vil snakke med noen")
    assert asked["reply_markup"]["keyboard"] == [
        [{"text": "Del telefonnummeret mitt", "request_contact": True}],
        [{"text": "Hopp over"}],
    ]
    employer.share(contact={"phone_number": "+4799887766", "first_name": "Kari", "user_id": employer.chat})
    employer.wait(3)
    assert rasa.seen[1]["message"] == "[telefon]"


def test_groups_are_sent_to_the_private_chat(start: Start, api: BotApi, phone: Phone, rasa: StandIn) -> None:
    start()
    group = {"id": -500, "type": "group", "title": "Ledergruppa"}
    text = f"@{USERNAME} hva er mentor?"
    mention = {"type": "mention", "offset": 0, "length": len(USERNAME) + 1}
    for _ in range(3):
        api.push({"message": {**phone.text(text), "entities": [mention], "chat": group}})
    api.push({"message": {**phone.text("Noe helt annet"), "chat": group}})
    assert until(lambda: len(api.sent(-500)) == 1, 10)
    phone.ask("hei")
    assert len(api.sent(-500)) == 1
    assert f"https://t.me/{USERNAME}" in api.sent(-500)[0]["text"]
    assert len(rasa.seen) == 1


def test_a_group_that_takes_the_bot_in_is_told(start: Start, api: BotApi, phone: Phone) -> None:
    start()
    member = {"user": {"id": 123456, "is_bot": True, "first_name": "Nav", "username": USERNAME}}
    change = {"old_chat_member": {**member, "status": "left"}, "new_chat_member": {**member, "status": "member"}}
    chat = {"id": -501, "type": "supergroup", "title": "Ledergruppa"}
    api.push({"my_chat_member": {"chat": chat, "from": phone.user, "date": 1, **change}})
    assert until(lambda: len(api.sent(-501)) == 1, 10)


def test_too_long_a_message_is_refused_kindly(start: Start, phone: Phone, rasa: StandIn) -> None:
    start(message_max_characters=100)
    assert "100" in phone.ask("å" * 101)["text"]
    assert rasa.seen == []


def test_a_hasty_writer_is_told_once(start: Start, phone: Phone, rasa: StandIn) -> None:
    start(rate_per_conversation="3/minute")
    for number in range(12):
        phone.say(f"melding {number}")
    phone.wait(4)
    assert [body["message"] for body in rasa.seen] == ["melding 0", "melding 1", "melding 2"]
    assert len([text for text in (message["text"] for message in phone.quiet()) if "mange meldinger" in text]) in (1, 2)


def test_menus_and_descriptions_are_set_in_every_language(start: Start, api: BotApi) -> None:
    running = start()
    assert until(lambda: "ShortDescription:en" in api.settings, 10), sorted(api.settings)
    names = {code: [entry["command"] for entry in api.settings[f"Commands:{code}"]] for code in ("", "nb", "nn", "en")}
    assert names[""] == names["nb"]
    assert "ordninger" in names["nb"] and "ordningar" in names["nn"] and "schemes" in names["en"]
    assert all(len(names[code]) == 11 for code in names)
    assert api.settings["Description:nn"].startswith("Svarer arbeidsgivarar")
    running.stop()
    sets = [request for request in api.requests if request.method.startswith("setMy")]
    start()
    assert until(lambda: len([r for r in api.requests if r.method == "getMyShortDescription"]) == 10, 10)
    assert [request for request in api.requests if request.method.startswith("setMy")] == sets


def test_a_slow_answer_shows_that_it_is_being_written(start: Start, phone: Phone, rasa: StandIn, api: BotApi) -> None:
    start(rasa_timeout_seconds=5)
    rasa.delay = lambda _: 1.2
    phone.ask("Hva er mentortilskudd?")
    assert [request.data["action"] for request in api.requests if request.method == "sendChatAction"] == ["typing"]
