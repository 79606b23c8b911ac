"""Asking with buttons, admitting, and offering a person."""

from collections.abc import Callable

import pytest

from bot.conversation.choices import Choice, parse
from bot.dialogue.asking import MAX_MISSES, ask_message, missed_message, option_title
from bot.dialogue.capabilities import CAPABILITIES
from bot.dialogue.context import Context
from bot.dialogue.payloads import Button
from bot.dialogue.plan import Option, Plan, Step
from bot.dialogue.voice import Voice
from bot.knowledge.terms import LANGUAGES, SCHEME_IDS, TOPICS, Language

from .kit import EMPTY, check_message

MakeVoice = Callable[..., Voice]

OPTIONS = (Option("amount", "mentor", 0.4), Option("contact_nav", None, 0.2), Option("apply", None, 0.1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reading_has_a_button_title_or_none(voice_in: MakeVoice, language: Language) -> None:
    voice = voice_in(language)
    for topic in TOPICS:
        assert option_title(Option(topic, None, 0.4), voice) == voice.say(f"topic_{topic}")
        titles = {option_title(Option(topic, scheme, 0.4), voice) for scheme in SCHEME_IDS}
        assert len(titles) == len(SCHEME_IDS)
        assert None not in titles
    nobody_chooses = {intent for intent in CAPABILITIES if option_title(Option(intent, None, 0.4), voice) is None}
    assert nobody_chooses == {
        "crisis", "bot_challenge", "greet", "goodbye", "thanks", "chitchat", "affirm", "deny", "more",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bot_asks_with_named_buttons(voice_in: MakeVoice, language: Language) -> None:
    message = ask_message(Plan(Step.ASK, "amount", confidence=0.4, options=OPTIONS), EMPTY, voice_in(language))
    check_message(message, language)
    assert message.kind == "clarify"
    assert [parse(button.payload) for button in message.buttons] == [
        Choice("mentor", "amount"),
        Choice(intent="contact_nav"),
        Choice(topic="apply"),
    ]
    told = [{key: value for key, value in option.items() if key != "title"} for option in message.custom["options"]]
    assert told == [{"scheme": "mentor", "topic": "amount"}, {"intent": "contact_nav"}, {"topic": "apply"}]
    assert [option["title"] for option in message.custom["options"]] == [button.title for button in message.buttons]
    assert message.custom["confidence"] == 0.4


def test_only_a_question_back_states_how_likely_its_first_reading_is(voice: Voice) -> None:
    instead = Plan(Step.ASK, "amount", confidence=0.0, options=OPTIONS, instead=True)
    missed = Plan(Step.MISSED, "amount", confidence=0.0, options=OPTIONS)
    for message in (ask_message(instead, EMPTY, voice), missed_message(missed, EMPTY, voice)):
        assert "confidence" not in message.custom


def test_what_nobody_would_choose_is_left_out(voice: Voice) -> None:
    options = (Option("chitchat", None, 0.4), Option("amount", "mentor", 0.3), Option("amount", "mentor", 0.2))
    message = ask_message(Plan(Step.ASK, "chitchat", options=options), EMPTY, voice)
    assert [parse(button.payload) for button in message.buttons] == [Choice("mentor", "amount")]


def test_without_any_reading_the_list_and_a_person_are_offered(voice: Voice) -> None:
    message = ask_message(Plan(Step.ASK, "chitchat", options=(Option("chitchat", None, 0.4),)), EMPTY, voice)
    assert [parse(button.payload) for button in message.buttons] == [
        Choice(intent="list_schemes"),
        Choice(intent="handoff"),
    ]
    assert message.custom["options"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_miss_is_admitted_with_something_to_choose(voice_in: MakeVoice, language: Language) -> None:
    message = missed_message(Plan(Step.MISSED, "amount", options=OPTIONS), EMPTY, voice_in(language))
    check_message(message, language)
    assert message.kind == "fallback"
    assert "offer" not in message.custom
    assert [parse(button.payload) for button in message.buttons][-1] == Choice(intent="list_schemes")
    assert len(message.buttons) == 4


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("more", [0, 1, 5])
def test_after_two_misses_a_person_is_offered(voice_in: MakeVoice, language: Language, more: int) -> None:
    voice = voice_in(language)
    context = Context(misses=MAX_MISSES - 1 + more)
    message = missed_message(Plan(Step.MISSED, "amount", options=OPTIONS), context, voice)
    check_message(message, language)
    assert (message.kind, message.custom["offer"]) == ("fallback", "handoff")
    assert voice.phone in message.text
    assert voice.hours() in message.text
    assert parse(message.buttons[0].payload) == Choice(intent="handoff")


def test_one_miss_too_few_offers_no_person(voice: Voice) -> None:
    message = missed_message(Plan(Step.MISSED, "amount"), Context(misses=MAX_MISSES - 2), voice)
    assert "offer" not in message.custom


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_question_back_is_another_one_and_offers_a_person(voice_in: MakeVoice, language: Language) -> None:
    voice, plan = voice_in(language), Plan(Step.ASK, "amount", options=OPTIONS)
    first, second = ask_message(plan, EMPTY, voice), ask_message(plan, Context(misses=1), voice)
    check_message(second, language)
    assert (second.kind, second.custom["offer"]) == ("clarify", "handoff")
    assert first.text != second.text
    assert second.custom["options"] == first.custom["options"]
    assert second.buttons == (*first.buttons, Button(voice.say("intent_handoff"), "velg:intent:handoff"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", [Step.ASK, Step.MISSED])
def test_the_third_time_only_a_person_is_left(voice_in: MakeVoice, language: Language, step: Step) -> None:
    voice, context = voice_in(language), Context(misses=MAX_MISSES)
    options = (*OPTIONS, Option("out_of_scope", None, 0.1))
    make = {Step.ASK: ask_message, Step.MISSED: missed_message}[step]
    message = make(Plan(step, "amount", options=options), context, voice)
    check_message(message, language)
    assert message.text == f"{voice.say('missed_third', phone=voice.phone)} {voice.hours()}"
    assert (message.kind, message.custom["offer"]) == ("fallback", "handoff")
    assert [parse(button.payload) for button in message.buttons] == [
        Choice(intent="handoff"),
        Choice("mentor", "amount"),
        Choice(topic="apply"),
    ]


def test_what_stands_in_for_a_guess_says_so(voice: Voice) -> None:
    message = ask_message(Plan(Step.ASK, "amount", options=OPTIONS, instead=True), EMPTY, voice)
    assert message.text == voice.say("clarify_instead")
