"""The short form before a conversation is handed over: one thing at a time, all but the question may be left out.

Pure: what has been answered goes in, what to ask next comes out. It runs in the gateway and not in Rasa, since names,
telephone numbers and e-mail addresses must neither be masked away nor leave the gateway.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.handoff import contact
from bot.handoff.errors import Invalid
from bot.handoff.request import NAME_MAX, QUESTION_MAX


class Slot(StrEnum):
    """What the form asks for, in order."""

    CONSENT = "consent"
    QUESTION = "question"
    THEME = "theme"
    MUNICIPALITY = "municipality"
    ORGANISATION = "organisation"
    CONTACT = "contact"
    NAME = "name"


class Step(StrEnum):
    """What comes of a message."""

    ASK = "ask"
    """Go on with the slot that the form stands at."""
    WRONG = "wrong"
    """The answer cannot be used: say why, and ask again."""
    SEND = "send"
    CANCEL = "cancel"
    ELSEWHERE = "elsewhere"
    """The message is not for the form."""


ORDER = tuple(Slot)
NEEDED = {Slot.CONSENT, Slot.QUESTION}
"""Without these nothing is sent."""

PAYLOAD = "handoff:"
YES, NO, SKIP, SEND, CANCEL, LAST = (f"{PAYLOAD}{word}" for word in ("yes", "no", "skip", "send", "cancel", "last"))
THEME = f"{PAYLOAD}theme:"

_CANCEL = re.compile(
    r"(avbryt|avbryte|stopp|stop|glem det|gløym det|cancel|never mind|nevermind|forget it|vil ikke likevel"
    r"|vil ikkje likevel|ombestemt meg|har ombestemt meg|/avbryt)[.! ]*",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"(hopp over|hopp|skip|neste|nei|nei takk|nope|no|no thanks|ingen|inga|none|vet ikke|veit ikkje|don'?t know|-)"
    r"[.! ]*",
    re.IGNORECASE,
)
_SEND = re.compile(r"(send|send nå|send no|send now|send det|send it|ferdig|done)[.! ]*", re.IGNORECASE)
_YES = re.compile(
    r"(ja|ja takk|jo|ok|okei|okay|greit|gjerne|sjølvsagt|selvfølgelig|yes|yes please|sure|fine|jada|jepp|yep)[.! ]*",
    re.IGNORECASE,
)
_LOOKS_ASKED = re.compile(r"\?\s*$")
_MANY_WORDS = 6
"""A longer message, where something short is asked for, says something of its own."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How far the form has come."""

    slot: Slot
    answers: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""
    """What the employer asked last, masked: the likely question."""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "Intake | None":
        """Read a stored form; None where there is none."""
        if not stored or stored.get("slot") not in set(Slot):
            return None
        answers = stored.get("answers")
        kept = {str(k): str(v) for k, v in answers.items()} if isinstance(answers, Mapping) else {}
        return cls(Slot(stored["slot"]), kept, str(stored.get("asked") or ""))

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return {"slot": self.slot.value, "answers": dict(self.answers), "asked": self.asked}

    def with_answer(self, **answers: str) -> "Intake":
        """Return the form at its next slot, with an answer more."""
        return replace(self, answers={**self.answers, **answers}, slot=self._next())

    def skipped(self) -> "Intake":
        """Return the form at its next slot."""
        return replace(self, slot=self._next())

    @property
    def is_last(self) -> bool:
        """Tell whether nothing is asked after this."""
        return self.slot is ORDER[-1]

    def _next(self) -> Slot:
        return ORDER[min(ORDER.index(self.slot) + 1, len(ORDER) - 1)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a message comes to."""

    step: Step
    intake: Intake
    fault: str = ""
    """Key of what was wrong."""


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the form asks the world about."""

    theme: Callable[[str], str | None]
    """Id of the theme that words name."""
    municipality: Callable[[str], str | None]
    """Number of the municipality that words name."""


def take(intake: Intake, raw: str, masked: str, pressed: str | None, lookups: Lookups) -> Outcome:
    """Return what a message means for the form.

    Args:
        intake: The form so far.
        raw: The message as it was written.
        masked: The message without personal data.
        pressed: The payload of the button that it picks, if any.
        lookups: How themes and municipalities are found.
    """
    text = raw.strip()
    if pressed == CANCEL or (pressed is None and _CANCEL.fullmatch(text)):
        return Outcome(Step.CANCEL, intake)
    if pressed is not None and not pressed.startswith(PAYLOAD):
        return Outcome(Step.ELSEWHERE, intake)
    if intake.slot not in NEEDED:
        if pressed == SEND or (pressed is None and _SEND.fullmatch(text)):
            return Outcome(Step.SEND, intake)
        if pressed == SKIP or (pressed is None and _SKIP.fullmatch(text)):
            return _on(intake.skipped(), intake)
    return _ANSWERS[intake.slot](intake, text, masked, pressed, lookups)


def _on(after: Intake, before: Intake) -> Outcome:
    """Go on, or send where nothing is left to ask."""
    return Outcome(Step.SEND if before.is_last else Step.ASK, after)


def _consent(intake: Intake, text: str, masked: str, pressed: str | None, lookups: Lookups) -> Outcome:
    if pressed == YES or (pressed is None and _YES.fullmatch(text)):
        return _on(intake.with_answer(consent="yes"), intake)
    if pressed == NO or (pressed is None and _SKIP.fullmatch(text)):
        return Outcome(Step.CANCEL, intake)
    return Outcome(Step.ELSEWHERE, intake)


def _question(intake: Intake, text: str, masked: str, pressed: str | None, lookups: Lookups) -> Outcome:
    question = intake.asked if pressed == LAST else masked.strip()
    if pressed is not None and pressed != LAST:
        return Outcome(Step.WRONG, intake, "question")
    if not question or len(question) > QUESTION_MAX:
        return Outcome(Step.WRONG, intake, "question_long" if question else "question")
    return _on(intake.with_answer(question=question), intake)


def _theme(intake: Intake, text: str, masked: str, pressed: str | None, lookups: Lookups) -> Outcome:
    theme = pressed.removeprefix(THEME) if pressed and pressed.startswith(THEME) else lookups.theme(text)
    if theme:
        return _on(intake.with_answer(theme=theme), intake)
    return _misfit(intake, text, "theme")


def _municipality(intake: Intake, text: str, masked: str, pressed: str | None, lookups: Lookups) -> Outcome:
    number = None if pressed else lookups.municipality(text)
    if number:
        return _on(intake.with_answer(municipality=number), intake)
    return _misfit(intake, text, "municipality")


def _organisation(intake: Intake, text: str, masked: str, pressed: str | None, lookups: Lookups) -> Outcome:
    digits = "".join(re.findall(r"\d", text))
    if not digits:
        return _misfit(intake, text, "organisation")
    try:
        return _on(intake.with_answer(organisation=contact.organisation(digits)), intake)
    except Invalid:
        return Outcome(Step.WRONG, intake, "organisation")


def _contact(intake: Intake, text: str, masked: str, pressed: str | None, lookups: Lookups) -> Outcome:
    found: dict[str, str] = {}
    email = re.search(r"\S*@\S*", text)
    rest = text.replace(email[0], " ") if email else text
    try:
        if email:
            found["email"] = contact.email(email[0].strip(".,;<>()"))
        if re.search(r"\d", rest):
            found["phone"] = contact.phone(re.sub(r"[^\d+]", "", rest))
    except Invalid as error:
        return Outcome(Step.WRONG, intake, str(error.field))
    if found:
        return _on(intake.with_answer(**found), intake)
    return _misfit(intake, text, "contact")


def _name(intake: Intake, text: str, masked: str, pressed: str | None, lookups: Lookups) -> Outcome:
    if _LOOKS_ASKED.search(text):
        return Outcome(Step.ELSEWHERE, intake)
    if not any(letter.isalpha() for letter in text) or len(text) > NAME_MAX:
        return Outcome(Step.WRONG, intake, "name")
    return _on(intake.with_answer(name=text), intake)


def _misfit(intake: Intake, text: str, fault: str) -> Outcome:
    """Tell an answer that does not fit from a message that is about something else."""
    elsewhere = _LOOKS_ASKED.search(text) or len(text.split()) >= _MANY_WORDS
    return Outcome(Step.ELSEWHERE, intake) if elsewhere else Outcome(Step.WRONG, intake, fault)


_ANSWERS: Mapping[Slot, Callable[[Intake, str, str, str | None, Lookups], Outcome]] = {
    Slot.CONSENT: _consent,
    Slot.QUESTION: _question,
    Slot.THEME: _theme,
    Slot.MUNICIPALITY: _municipality,
    Slot.ORGANISATION: _organisation,
    Slot.CONTACT: _contact,
    Slot.NAME: _name,
}
