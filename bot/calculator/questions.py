"""The calculator's questions, with their buttons."""

from typing import Any

from bot.calculator import recap
from bot.calculator.figures import Figures
from bot.calculator.places import parts_of
from bot.calculator.slots import BUTTONS, INPUT, Slot
from bot.calculator.wording import Words
from bot.dialogue.payloads import Button, Message, choose_intent
from bot.knowledge.model import Knowledge, Municipality
from bot.subsidy import Rules, Scheme

FORM = "calculator"
"""The name of the form in `custom.form`."""

MAX_BUTTONS = 6


def question(
    slot: Slot,
    told: Figures,
    words: Words,
    rules: Rules,
    *,
    before: str = "",
    choices: tuple[Municipality, ...] = (),
    split: Municipality | None = None,
    usual_tax: str = "",
    offer_person: bool = False,
) -> Message:
    """Return the question for a slot.

    Args:
        slot: What is asked for.
        told: What is known already.
        words: The language.
        rules: The arithmetic's dated rules.
        before: Said first: what was noted, or what was wrong.
        choices: Municipalities to choose among.
        split: A municipality with more than one zone.
        usual_tax: The contribution that stands in where the place is not known.
        offer_person: Add a button to talk to a person.
    """
    text = _text(slot, told, words, rules, choices, split)
    buttons = list(_buttons(slot, told, words, choices, split, usual_tax))
    if offer_person:
        buttons.append(Button(words.say("calc_button_person"), choose_intent("handoff")))
    custom: dict[str, Any] = {
        "kind": "question",
        "form": FORM,
        "slot": slot.value,
        "language": words.language,
        "input": INPUT[slot].value,
        "scheme": told.scheme.value,
    }
    return Message("\n\n".join(part for part in (before, text) if part), custom, tuple(buttons))


def _text(
    slot: Slot,
    told: Figures,
    words: Words,
    rules: Rules,
    choices: tuple[Municipality, ...],
    split: Municipality | None,
) -> str:
    if slot is Slot.WAGE and told.scheme is Scheme.MENTOR:
        return words.say("calc_ask_wage_mentor")
    if slot is Slot.BASIS:
        return words.say("calc_ask_basis", wage=recap.wage_text(told, words), position=recap.position_text(told, words))
    if slot is Slot.AGREED:
        return words.say("calc_ask_agreed", day=words.date(rules.dates.vtao_last_start.value))
    if slot is Slot.ZONE and split is not None:
        return words.say("calc_ask_zone", place=split.short_name)
    if slot is Slot.PLACE and choices:
        same_name = len({place.short_name for place in choices}) == 1
        return words.say("calc_ask_place_choice" if same_name else "calc_ask_places")
    return words.say(f"calc_ask_{Slot.PLACE if slot is Slot.ZONE else slot}")


def _buttons(
    slot: Slot,
    told: Figures,
    words: Words,
    choices: tuple[Municipality, ...],
    split: Municipality | None,
    usual_tax: str,
) -> list[Button]:
    """Return the choices of a question; their payload is the answer in words, as if it had been typed."""
    if slot is Slot.ZONE and split is not None:
        titles = [
            words.say("calc_button_zone", zone=part.zone, area=_area(part.area, words)) for part in parts_of(split)
        ]
        return [_plain(title) for title in [*titles, words.say("calc_button_place_unknown", rate=usual_tax)]]
    if slot is Slot.PLACE and choices:
        return [
            _plain(words.say("calc_button_municipality", name=place.short_name, county=place.county))
            for place in choices[:MAX_BUTTONS]
        ]
    values = {"position": recap.position_text(told, words), "rate": usual_tax}
    return [
        _plain(words.texts.get(f"calc_button_{slot}_{choice}", words.language, **values))
        for choice in BUTTONS.get(slot, ())
    ]


def _area(area: str, words: Words) -> str:
    """Return the names of an area with the language's own "and"."""
    return area.replace(" and ", f" {words.say('calc_and')} ")


def _plain(title: str) -> Button:
    return Button(title, title.replace("\u00a0", " "))


def municipality_by_number(knowledge: Knowledge, number: str | None) -> Municipality | None:
    """Return a municipality that a state remembers."""
    return next((place for place in knowledge.content.municipalities if place.number == number), None)
