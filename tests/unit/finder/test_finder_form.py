"""The conversation: questions, corrections, going back, leaving, and what comes out."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.forms import Form, FormTurn
from bot.finder import Finder, FinderForm
from bot.finder.state import State
from bot.knowledge.model import LANGUAGES, Language
from tests.unit.finder.conftest import Says


def going_on(form: FinderForm, says: Says, turn: FormTurn, text: str, *args: Any, **more: Any) -> FormTurn:
    assert turn.state is not None
    result = form.resume(json.loads(json.dumps(turn.state)), says(text, *args, **more))
    assert result is not None
    return result


def test_it_is_a_form(form: FinderForm) -> None:
    checked: Form = form
    assert checked.name == "finder"


@pytest.mark.parametrize(("language", "unknown"), [("nb", "Vet ikke"), ("nn", "Veit ikkje"), ("en", "Don't know")])
def test_a_question_has_buttons_and_a_way_out(form: FinderForm, says: Says, language: Language, unknown: str) -> None:
    message = form.start(says("hva passer for oss?", language), ()).messages[0]
    assert message.custom == {
        "kind": "question",
        "form": "finder",
        "slot": "relation",
        "language": language,
        "input": "choice",
        "step": 1,
        "most": 6,
    }
    assert message.buttons[-1].title == message.buttons[-1].payload == unknown
    assert all(len(button.payload.encode()) <= 64 for button in message.buttons)


def test_what_the_first_message_tells_is_repeated_and_not_asked_for(form: FinderForm, says: Says) -> None:
    turn = form.start(says("vi har en ansatt som trenger utstyr"), ())
    assert "personen jobber hos dere" in turn.messages[0].text
    assert turn.state is not None
    assert turn.state["pending"] not in {"relation", "needs"}


def test_a_message_that_tells_enough_gets_its_answer_at_once(form: FinderForm, says: Says) -> None:
    turn = form.start(says("en ansatt er stadig syk, nedsatt for en periode, en kollega må hjelpe"), ())
    assert [message.kind for message in turn.messages] == ["recommendation"]
    assert turn.state is not None
    assert turn.state["done"]
    assert turn.state["scheme"] == turn.messages[0].custom["schemes"][0]["scheme"]


def test_a_correction_is_not_an_answer(form: FinderForm, says: Says) -> None:
    turn = form.start(says("en ansatt er sykmeldt i tre uker og trenger utstyr"), ())
    assert turn.state is not None
    assert turn.state["pending"] == "capacity"
    turn = going_on(form, says, turn, "nei, hun er ikke sykmeldt", "nb", "changes", 0.7)
    assert turn.state is not None
    assert turn.state["facts"]["sick"] == ["nei"]
    assert "capacity" not in turn.state["facts"]
    assert turn.messages[0].custom["slot"] == "capacity"
    assert "personen er ikke sykmeldt" in turn.messages[0].text


def test_the_other_language_is_understood_too(form: FinderForm, says: Says) -> None:
    turn = form.start(says("hva passer?"), ())
    turn = going_on(form, says, turn, "Someone who works for us", "nb")
    assert turn.state is not None
    assert turn.state["facts"]["relation"] == ["employee"]


def test_a_button_tells_only_what_it_says(form: FinderForm, says: Says) -> None:
    turn = going_on(form, says, form.start(says("hva passer?"), ()), "En vi vil ansette eller prøve ut")
    assert turn.state is not None
    assert turn.state["facts"] == {"relation": ["new"]}


def test_going_back_asks_the_earlier_question_again(form: FinderForm, says: Says) -> None:
    turn = form.start(says("hva passer?"), ())
    turn = going_on(form, says, turn, "En som jobber hos oss")
    turn = going_on(form, says, turn, "tilbake")
    assert turn.state is not None
    assert turn.messages[0].custom["slot"] == "relation"
    assert turn.state["facts"] == {}
    turn = going_on(form, says, turn, "tilbake")
    assert "første spørsmålet" in turn.messages[0].text


def test_the_answer_after_going_back_replaces_the_old_one(form: FinderForm, says: Says) -> None:
    turn = form.start(says("en ansatt, hva passer?"), ())
    turn = going_on(form, says, turn, "Ja, lenge eller ofte")
    while turn.state and not turn.state["done"]:
        turn = going_on(form, says, turn, "vet ikke")
    turn = going_on(form, says, turn, "tilbake")
    assert turn.messages[0].kind == "question"
    assert turn.state is not None
    assert not turn.state["done"]


@pytest.mark.parametrize("text", ["avbryt", "Stopp!", "cancel", "jeg vil avbryte", "glem det"])
def test_it_can_be_left_at_any_time(form: FinderForm, says: Says, text: str) -> None:
    turn = going_on(form, says, form.start(says("hva passer?"), ()), text)
    assert turn.state is None
    assert turn.messages[0].kind == "smalltalk"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("avbryt. Hvor lenge varer mentortilskudd?", True),
        ("glem det, hva er bio", True),
        ("avbryt", False),
        ("Hun er 23 år. Hva passer?", False),
        ("glem det, hun er sykmeldt nå", False),
    ],
)
def test_it_can_be_left_with_another_question(form: FinderForm, says: Says, text: str, left: bool) -> None:
    assert form.is_left(says(text)) is left


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "named", "ours"),
    [
        ("hva er mentor?", "overview", 0.9, ("mentor",), False),
        ("hva er reglene for sykmeldte som vil ansettes?", "legal", 0.8, (), False),
        ("hvor mye får vi?", "amount", 0.9, (), False),
        ("takk, ha det", "goodbye", 0.9, (), False),
        ("hva er arbeidstrening for en ansatt?", "overview", 0.9, ("arbeidstrening",), False),
        ("en ansatt", "eligibility", 0.9, (), True),
        ("blåbær", "amount", 0.4, (), True),
        ("vet ikke", "chitchat", 0.9, (), True),
        ("hun har varig nedsatt arbeidsevne", "eligibility", 0.9, (), True),
        ("men hun har varig nedsatt arbeidsevne", "eligibility", 0.9, (), True),
    ],
)
def test_what_is_meant_for_something_else_is_left_alone(
    form: FinderForm, says: Says, text: str, intent: str, confidence: float, named: tuple[str, ...], ours: bool
) -> None:
    state = form.start(says("hva passer?"), ()).state
    assert state is not None
    result = form.resume(state, says(text, "nb", intent, confidence, named))
    assert (result is not None) is ours


def test_pressed_buttons_of_other_answers_are_left_alone(form: FinderForm, says: Says) -> None:
    state = form.start(says("hva passer?"), ()).state
    assert state is not None
    assert form.resume(state, says("velg:mentor:overview", "nb", "overview", 1.0, chosen=True)) is None


def test_the_pending_question_is_asked_again(form: FinderForm, says: Says) -> None:
    state = form.start(says("hva passer?"), ()).state
    assert state is not None
    again = form.ask_again(state, says("hva er mentor?", "en"))
    assert again.custom["slot"] == "relation"
    assert again.text == "Who is it about?"


def test_two_misunderstandings_leave_the_question_open(form: FinderForm, says: Says) -> None:
    turn = going_on(form, says, form.start(says("hva passer?"), ()), "blåbær", "nb", "nlu_fallback", 0.2)
    assert turn.messages[0].custom["slot"] == "relation"
    turn = going_on(form, says, turn, "tyttebær", "nb", "nlu_fallback", 0.2)
    assert turn.messages[0].custom["slot"] != "relation"


def test_a_finished_recommendation_can_be_changed(form: FinderForm, says: Says) -> None:
    turn = form.start(says("vi vil gi en ungdom på 19 sommerjobb, Nav følger opp"), ())
    while turn.state and not turn.state["done"]:
        turn = going_on(form, says, turn, "vet ikke")
    assert turn.state is not None
    assert turn.messages[0].custom["schemes"][0]["scheme"] == "sommerjobb"
    for text, wanted in (
        ("hva hvis han er 35?", True),
        ("nei, han er 35", True),
        ("hvor mye får vi?", False),
        ("takk", False),
        ("hva er reglene for eldre, for eksempel på 35?", False),
    ):
        assert form.wants_change(turn.state, says(text, "nb", "amount", 0.8)) is wanted, text
    changed = going_on(form, says, turn, "hva hvis han er 35?", "nb", "amount", 0.8)
    while changed.state and not changed.state["done"]:
        changed = going_on(form, says, changed, "vet ikke")
    assert "sommerjobb" in [entry["scheme"] for entry in changed.messages[0].custom["excluded"]]


def test_an_open_or_empty_state_wants_no_change(form: FinderForm, says: Says) -> None:
    state = form.start(says("hva passer?"), ()).state
    assert state is not None
    assert not form.wants_change(state, says("hva hvis hun er 22?"))
    assert not form.wants_change({}, says("hva hvis hun er 22?"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_recommendation_is_complete(form: FinderForm, says: Says, language: Language) -> None:
    turn = form.start(says("en ansatt er mye borte og ofte sykmeldt", language), ())
    while turn.state and not turn.state["done"]:
        turn = going_on(form, says, turn, "vet ikke", language)
    message = turn.messages[0]
    assert message.custom["language"] == language
    for entry in message.custom["schemes"]:
        assert entry["title"] in message.text
        assert entry["why"] == [reason["text"] for reason in entry["reasons"]]
        assert all(why in message.text for why in entry["why"])
        assert entry["who_starts"] in message.text
        assert entry["source"]["url"] in message.text
        assert len(entry["source"]["checked"]) == len("2026-07-02")
        assert all(other["title"] for other in entry["combines_with"])
    for entry in message.custom["excluded"]:
        assert entry["why"] in message.text
        assert entry["source"]["title"] in message.text
    assert "{" not in message.text
    payloads = [button.payload for button in message.buttons]
    assert payloads == ["velg:ekspertbistand:overview", "velg:tilrettelegging:overview", "velg:intent:handoff"]
    assert {fact["fact"] for fact in message.custom["facts"]} == {"relation", "sick"}


def test_a_wage_subsidy_can_be_calculated(form: FinderForm, says: Says) -> None:
    turn = form.start(says("vi vil ansette en på 50 med varig nedsatt arbeidsevne i fast stilling"), ())
    while turn.state and not turn.state["done"]:
        turn = going_on(form, says, turn, "vet ikke")
    assert "velg:intent:calculate_subsidy" in [button.payload for button in turn.messages[0].buttons]


def test_what_is_ruled_out_is_not_offered_in_combination(form: FinderForm, says: Says) -> None:
    turn = form.start(says("vi har en lærling med angst som trenger mer tid"), ())
    while turn.state and not turn.state["done"]:
        turn = going_on(form, says, turn, "vet ikke")
    mentor = turn.messages[0].custom["schemes"][0]
    assert "arbeidstrening" not in [other["scheme"] for other in mentor["combines_with"]]


def test_a_stored_state_survives_and_a_broken_one_does_no_harm(finder: Finder) -> None:
    state = State(facts={"relation": frozenset({"new"})}, asked=["relation", "nav"], pending="nav", misses=1)
    assert State.from_json(json.loads(json.dumps(state.to_json())), finder) == state
    broken = {
        "facts": {"relation": ["nobody"], "gone": ["ja"], "age": "young"},
        "asked": "relation",
        "pending": 3,
        "misses": "many",
        "wanted": ["gone"],
        "scheme": 7,
    }
    assert State.from_json(broken, finder) == State()


@given(st.lists(st.sampled_from(["1", "2", "3", "vet ikke", "ja", "nei", "blåbær", "utstyr", "22 år"]), max_size=14))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_at_most_six_questions_whatever_is_answered(form: FinderForm, says: Says, answers: list[str]) -> None:
    turn = form.start(says("hva passer?"), ())
    slots = []
    for answer in [*answers, *["vet ikke"] * 12]:
        assert turn.state is not None
        if turn.state["done"]:
            break
        slots.append(turn.messages[0].custom["slot"])
        turn = going_on(form, says, turn, answer, "nb", "nlu_fallback", 0.1)
    assert turn.messages[0].kind == "recommendation"
    assert len(set(slots)) <= 6
    assert len(turn.state["asked"] if turn.state else []) <= 6


@pytest.mark.parametrize(
    ("text", "named", "claimed"),
    [
        ("vi har en lærling med angst som trenger mer tid", ("laerling",), True),
        ("me har ein tilsett som er sjukmeld og slit med ryggen", (), True),
        ("We have an employee on sick leave with a bad back", (), True),
        ("vi har en lærling med angst, kan vi få mentor?", (), False),
        ("vi har en ansatt som er sykmeldt, hvem ringer vi", (), False),
        ("vi har en sykmeldt ansatt på varig lønnstilskudd", ("varig-lonnstilskudd",), False),
        ("sykmeldt ansatt plikter", (), False),
        ("vi har et verksted i Bodø", (), False),
    ],
)
def test_a_situation_that_is_only_told_is_claimed(
    form: FinderForm, says: Says, text: str, named: tuple[str, ...], claimed: bool
) -> None:
    assert form.claims("eligibility", (), says(text, named=named)) is claimed
