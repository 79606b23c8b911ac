"""Asking instead of guessing: named buttons, and a person after two misses."""

from dataclasses import replace
from typing import Any

from bot.dialogue.context import Context
from bot.dialogue.payloads import Button, Message, choose, choose_intent
from bot.dialogue.plan import Option, Plan, Step
from bot.dialogue.voice import Voice

MAX_MISSES = 2
"""After so many misses in a row a person is offered instead of another try."""


def option_title(option: Option, voice: Voice) -> str | None:
    """Return the words on a button, or None for a reading nobody would choose ("chitchat")."""
    if option.scheme:
        return voice.say(f"ask_{option.intent}", scheme=voice.name_within(option.scheme))
    if voice.knows(f"topic_{option.intent}"):
        return voice.say(f"topic_{option.intent}")
    return voice.say(f"intent_{option.intent}") if voice.knows(f"intent_{option.intent}") else None


def ask_message(plan: Plan, context: Context, voice: Voice) -> Message:
    """Return a question with the likeliest readings as buttons; the second in a row offers a person as well."""
    if context.misses >= MAX_MISSES:
        return _person_message(plan, voice)
    if context.misses + 1 >= MAX_MISSES:
        message = _options_message(voice.say("clarify_again"), plan, voice, "clarify")
        return Message(message.text, {**message.custom, "offer": "handoff"}, _with_person(message.buttons, voice))
    return _options_message(voice.say("clarify_instead" if plan.instead else "clarify"), plan, voice, "clarify")


def missed_message(plan: Plan, context: Context, voice: Voice) -> Message:
    """Return an honest "I did not understand"; the second in a row offers a person, the third only a person."""
    if context.misses >= MAX_MISSES:
        return _person_message(plan, voice)
    if context.misses + 1 >= MAX_MISSES:
        buttons = tuple(
            Button(voice.say(f"intent_{intent}"), choose_intent(intent)) for intent in ("handoff", "list_schemes")
        )
        text = f"{voice.say('missed_second', phone=voice.phone)} {voice.hours()}"
        return Message(text, {"kind": "fallback", "language": voice.language, "offer": "handoff"}, buttons)
    return _options_message(voice.say("missed_first"), plan, voice, "fallback", always=True)


def _with_person(buttons: tuple[Button, ...], voice: Voice) -> tuple[Button, ...]:
    person = _person_button(voice)
    return (*(button for button in buttons if button.payload != person.payload), person)


def _person_button(voice: Voice) -> Button:
    return Button(voice.say("intent_handoff"), choose_intent("handoff"))


def _person_message(plan: Plan, voice: Voice) -> Message:
    """Return what ends the guessing: a person, and below it what may have been meant."""
    text = f"{voice.say('missed_third', phone=voice.phone)} {voice.hours()}"
    topics = tuple(option for option in plan.options if voice.knows(f"topic_{option.intent}"))
    guesses = _options_message(text, replace(plan, options=topics), voice, "fallback").buttons if topics else ()
    custom = {"kind": "fallback", "language": voice.language, "offer": "handoff"}
    return Message(text, custom, (_person_button(voice), *guesses[:2]))


def _options_message(text: str, plan: Plan, voice: Voice, kind: str, *, always: bool = False) -> Message:
    options: list[dict[str, Any]] = []
    buttons: list[Button] = []
    for option in plan.options:
        title = option_title(option, voice)
        if title is None or any(button.title == title for button in buttons):
            continue
        topic = option.intent if voice.knows(f"topic_{option.intent}") else None
        entry: dict[str, Any] = {"title": title}
        entry |= {"topic": topic} if topic else {"intent": option.intent}
        if option.scheme:
            entry["scheme"] = option.scheme
        options.append(entry)
        buttons.append(Button(title, choose(option.scheme, topic) if topic else choose_intent(option.intent)))
    if always or not buttons:
        for intent in ("list_schemes", "handoff"):
            if len(buttons) < 4:
                buttons.append(Button(voice.say(f"intent_{intent}"), choose_intent(intent)))
    custom: dict[str, Any] = {"kind": kind, "language": voice.language, "options": options}
    if plan.step is Step.ASK and not plan.instead:
        # What was not understood, and what is offered instead of a wrong guess, has no likeliest reading.
        custom["confidence"] = round(plan.confidence, 3)
    return Message(text, custom, tuple(buttons))
