"""The form for a person: what each answer means, and that it can be skipped, sent, left and interrupted."""

import pytest

from bot.handoff import intake as form
from bot.handoff.intake import Intake, Lookups, Outcome, Slot, Step
from bot.handoff.request import QUESTION_MAX

LOOKUPS = Lookups(
    theme=lambda text: "inkludere" if "inkluder" in text.lower() else None,
    municipality=lambda text: "1804" if "bodø" in text.lower() else None,
)


def say(slot: Slot, text: str = "", pressed: str | None = None, asked: str = "") -> Outcome:
    return form.take(Intake(slot, {"consent": "yes"}, asked), text, text, pressed, LOOKUPS)


@pytest.mark.parametrize(("text", "pressed"), [("ja", None), ("Yes please!", None), ("greit", None), ("", form.YES)])
def test_consent_is_given_by_word_or_button(text: str, pressed: str | None) -> None:
    outcome = say(Slot.CONSENT, text, pressed)
    assert (outcome.step, outcome.intake.slot) == (Step.ASK, Slot.QUESTION)
    assert outcome.intake.answers["consent"] == "yes"


@pytest.mark.parametrize(("text", "pressed"), [("nei", None), ("no thanks", None), ("", form.NO), ("", form.CANCEL)])
def test_without_consent_nothing_is_sent(text: str, pressed: str | None) -> None:
    assert say(Slot.CONSENT, text, pressed).step is Step.CANCEL


def test_the_last_question_can_be_used_again() -> None:
    outcome = say(Slot.QUESTION, "", form.LAST, asked="hvor mye får vi?")
    assert outcome.intake.answers["question"] == "hvor mye får vi?"
    assert say(Slot.QUESTION, "a" * (QUESTION_MAX + 1)).fault == "question_long"


@pytest.mark.parametrize(
    ("slot", "text", "answers"),
    [
        (Slot.THEME, "Inkludere", {"theme": "inkludere"}),
        (Slot.MUNICIPALITY, "i Bodø", {"municipality": "1804"}),
        (Slot.ORGANISATION, "889 640 782", {"organisation": "889640782"}),
        (Slot.CONTACT, "ring 22 12 23 34", {"phone": "+4722122334"}),
        (Slot.CONTACT, "kari@bakeriet.no", {"email": "kari@bakeriet.no"}),
        (Slot.CONTACT, "22 12 23 34, kari@bakeriet.no.", {"email": "kari@bakeriet.no", "phone": "+4722122334"}),
    ],
)
def test_an_answer_is_kept_in_its_normal_form(slot: Slot, text: str, answers: dict[str, str]) -> None:
    outcome = say(slot, text)
    assert outcome.step is Step.ASK
    kept = {key: value for key, value in outcome.intake.answers.items() if key != "consent"}
    assert {**kept, **({"phone": kept["phone"].replace(" ", "")} if "phone" in kept else {})} == answers


@pytest.mark.parametrize(
    ("slot", "text", "fault"),
    [
        (Slot.THEME, "fisk", "theme"),
        (Slot.MUNICIPALITY, "Atlantis", "municipality"),
        (Slot.ORGANISATION, "123 456 789", "organisation"),
        (Slot.ORGANISATION, "vet da søren", "organisation"),
        (Slot.CONTACT, "12", "phone"),
        (Slot.CONTACT, "kari@", "email"),
        (Slot.CONTACT, "på jobben", "contact"),
        (Slot.NAME, "12345", "name"),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_for_again(slot: Slot, text: str, fault: str) -> None:
    outcome = say(slot, text)
    assert (outcome.step, outcome.fault, outcome.intake.slot) == (Step.WRONG, fault, slot)


@pytest.mark.parametrize("slot", [slot for slot in Slot if slot not in form.NEEDED])
def test_everything_but_the_question_can_be_skipped_and_sent_early(slot: Slot) -> None:
    skipped = say(slot, "hopp over")
    assert skipped.step is (Step.SEND if slot is Slot.NAME else Step.ASK)
    assert say(slot, "", form.SEND).step is Step.SEND
    assert say(slot, "avbryt").step is Step.CANCEL


@pytest.mark.parametrize(
    "slot", [Slot.CONSENT, Slot.THEME, Slot.MUNICIPALITY, Slot.ORGANISATION, Slot.CONTACT, Slot.NAME]
)
def test_a_question_in_the_middle_is_not_for_the_form(slot: Slot) -> None:
    assert say(slot, "hvor lenge kan vi få mentortilskudd?").step is Step.ELSEWHERE


def test_the_form_survives_being_stored() -> None:
    intake = Intake(Slot.CONTACT, {"question": "hva nå?"}, "hva er mentor?")
    assert Intake.from_json(intake.to_json()) == intake
    assert Intake.from_json(None) is None
    assert Intake.from_json({"slot": "ukjent"}) is None
