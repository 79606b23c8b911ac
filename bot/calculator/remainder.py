"""What stands beside the questions: merging what is told, and telling answers from other messages."""

from typing import Any

from bot.calculator import phrases, recap
from bot.calculator.compute import size_of
from bot.calculator.extraction import Extraction
from bot.calculator.figures import Basis, Figures, WageUnit
from bot.calculator.slots import FIELDS, FULL_POST, Slot
from bot.calculator.wording import Words
from bot.dialogue.reading import Reading
from bot.subsidy import Scheme
from bot.subsidy.terms import WAGE_SCHEMES

CERTAIN = 0.6
"""From this probability a message without an answer is taken for something else."""

SHORT_ANSWER = 4
SHORT_CHANGE = 8

_OWN_INTENTS = frozenset({"calculate_subsidy", "affirm", "deny", "chitchat", "more", "nlu_fallback", "out_of_scope"})
"""Intents that a short answer to a question is often taken for."""


def is_something_else(reading: Reading) -> bool:
    """Tell whether understanding is certain that a message is no answer and no calculation."""
    if not reading.questions:
        return False
    first = reading.questions[0]
    if first.intent == "amount" and _tells_money_vaguely(first.text):
        return False
    return first.confidence >= CERTAIN and first.intent not in _OWN_INTENTS


def _tells_money_vaguely(text: str) -> bool:
    """Tell whether a few words about money ask for nothing: "masse penger" is a poor answer, and no question."""
    return len(text.split()) <= SHORT_ANSWER and "?" not in text and not phrases.starts_as_question(text)


def asks_about_scheme(reading: Reading) -> bool:
    """Tell whether a message surely asks about a topic, other than the amount that a calculation gives."""
    if not reading.questions:
        return False
    first = reading.questions[0]
    return first.is_topic and first.intent != "amount" and first.confidence >= CERTAIN


_STRONG = frozenset(
    {
        Slot.WAGE,
        Slot.POSITION,
        Slot.PLACE,
        Slot.PERCENT,
        Slot.HOLIDAY,
        Slot.PENSION,
        Slot.HOURS,
        Slot.GROUP,
        Slot.EXPENSES,
    }
)
"""Figures that are hardly ever told but to calculate with; dates, lengths and ages stand in many questions."""


STATEMENT = 8
"""A longer message is a story of its own."""


def is_told(text: str, found: Extraction) -> bool:
    """Tell whether a message gives a figure for the calculation, whatever else its words look like.

    "start neste mandag" and "hva om avtalen varer i 6 måneder?" do; a question or a long story does not.
    """
    if not found.slots - {Slot.SCHEME}:
        return bool(found.slots) and phrases.says_change(text) and not phrases.starts_as_question(text)
    if phrases.asks_what_if(text):
        return not phrases.tells_of_an_end(text)
    asks = "?" in text or phrases.starts_as_question(text)
    return not asks and len(text.split()) <= STATEMENT


def is_change(text: str, found: Extraction, reading: Reading) -> bool:
    """Tell whether a message changes a finished calculation."""
    length = len(text.split())
    if not found.tells_something:
        return length <= SHORT_CHANGE and phrases.asks_to_change(text) and phrases.slot_word(text) is not None
    certain = asks_about_scheme(reading)
    if found.slots == {Slot.SCHEME}:
        return phrases.says_change(text) and not is_something_else(reading)
    if found.slots & _STRONG and phrases.asks_what_if(text):
        return True
    if is_told(text, found) and (phrases.asks_what_if(text) or found.slots & (_STRONG | {Slot.AGE, Slot.START})):
        return True
    if found.slots == {Slot.PLACE} and phrases.starts_as_question(text) and not phrases.says_change(text):
        return False  # "hvordan kontakter jeg Nav i Bergen?"
    if phrases.says_change(text) or length <= SHORT_ANSWER:
        return not certain
    return not is_something_else(reading)


def is_question_in_between(text: str, reading: Reading) -> bool:
    """Tell whether a message that has an answer's words in it is a question of its own: "hva er nedsatt …?"."""
    if any(character.isdigit() for character in text) or not phrases.starts_as_question(text):
        return False
    return phrases.asks_for_meaning(text) or is_something_else(reading)


def of_scheme(told: Figures, scheme: Scheme) -> Figures:
    """Return the figures for another scheme; a mentor's wage and post are somebody else's."""
    update: dict[str, Any] = {"scheme": scheme}
    if (told.scheme is Scheme.MENTOR) != (scheme is Scheme.MENTOR):
        update |= {**emptied(Slot.WAGE), **emptied(Slot.POSITION)}
    if told.scheme is not scheme:
        update |= emptied(Slot.PERCENT)
    return told.model_copy(update=update)


def merged(told: Figures, found: Extraction, *, recalculating: bool) -> Figures:
    """Return the figures after a message.

    A changed post in a finished calculation changes the pay with it: 28 000 for 60 % becomes 37 333 for 80 %.
    """
    new = found.updates
    if Slot.SCHEME in found.slots:
        told = of_scheme(told, new["scheme"])
    update = dict(new)
    if Slot.GROUP in found.slots and Slot.PERCENT not in found.slots:
        update["percent"] = None
    elif Slot.PERCENT in found.slots and Slot.GROUP not in found.slots:
        update["group"] = None
    if Slot.START in found.slots and Slot.LENGTH not in found.slots and _starts_after_end(told, new):
        update["end"] = None
    if recalculating and Slot.POSITION in found.slots and Slot.WAGE not in found.slots:
        update |= _rescaled(told)
    if new.get("wage") is not None and told.unit is not None and not new["unit_said"] and _same_span(told, new):
        update["unit"], update["unit_said"] = told.unit, told.unit_said
    if told.basis is not None and Slot.WAGE in found.slots and not found.slots & {Slot.BASIS, Slot.POSITION}:
        update["basis"] = Basis.ACTUAL if told.rescaled_from is not None else told.basis
    return told.model_copy(update=update)


def _starts_after_end(told: Figures, new: dict[str, Any]) -> bool:
    return told.end is not None and new["start"] is not None and new["start"] > told.end


def _same_span(told: Figures, new: dict[str, Any]) -> bool:
    """Tell whether a new wage is about as large as the old one, so that it is for the same span."""
    return told.wage is not None and told.wage > 0 and told.wage / 5 <= new["wage"] <= told.wage * 5


def _rescaled(told: Figures) -> dict[str, Any]:
    """Turn the pay of a post into the pay of a full one, so that a new size can be put on it."""
    sized = told.position is not None or told.week_hours is not None
    if told.wage is None or told.unit in (WageUnit.HOUR, WageUnit.DAY) or told.basis is Basis.FULL:
        return {}
    old = size_of(told)
    if not sized or old <= 0:
        return {}
    return {"wage": told.wage * FULL_POST / old, "basis": Basis.FULL, "rescaled_from": old}


def emptied(slot: Slot) -> dict[str, Any]:
    """Return what a slot is without an answer."""
    blank = Figures()
    return {name: getattr(blank, name) for name in FIELDS[slot]}


def remarks_on(told: Figures, words: Words) -> tuple[str, ...]:
    """Return what is worth saying about the figures as they were told."""
    found = []
    if told.wage is not None and told.unit is not None and not told.unit_said:
        unit = words.say(f"calc_unit_{told.unit}")
        if told.unit is not WageUnit.MONTH:
            found.append(words.say("calc_note_unit", wage=words.money(told.wage), unit=unit))
    if told.scheme in WAGE_SCHEMES and (told.week_hours is not None or told.unit is WageUnit.HOUR):
        found.append(words.say("calc_note_full_week"))
    if told.basis is Basis.FULL and told.rescaled_from is None and told.wage is not None:
        found.append(words.say("calc_note_full", wage=recap.wage_text(told, words)))
    if told.place and told.zone:
        found.append(words.say("calc_note_place", place=told.place, zone=told.zone))
    if told.rescaled_from is not None and told.basis is Basis.FULL:
        old, new = words.percent(told.rescaled_from), recap.position_text(told, words)
        found.append(words.say("calc_rescaled", old=old, new=new))
    if told.zone == "Ia":
        found.append(words.say("calc_note_zone_1a"))
    return tuple(found)
