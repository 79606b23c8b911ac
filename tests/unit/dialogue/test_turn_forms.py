"""Guided conversations within a turn, with a small real one that counts employees."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.dialogue.context import Context
from bot.dialogue.forms import FormTurn, Said, goes_on_after
from bot.dialogue.payloads import Message, Turn
from bot.dialogue.plan import CRISIS
from bot.dialogue.reading import Question, Reading
from bot.dialogue.turn import TurnTaker
from bot.dialogue.voice import Voice

from .kit import asked, puzzling, reading


@dataclass
class Counter:
    """Asks for a number; "stopp" leaves, and what is no number is not for it."""

    name: str = "calculator"
    seen: list[str] = field(default_factory=list)

    def _question(self, said: Said) -> Message:
        return Message(
            "Hvor mange?",
            {"kind": "question", "form": self.name, "slot": "count", "language": said.voice.language},
        )

    def start(self, said: Said, schemes: tuple[str, ...]) -> FormTurn:
        """Ask, remembering the scheme that was named."""
        self.seen.append(f"start:{said.context.topic}")
        state = {"waiting": "count", "scheme": schemes[0]} if schemes else {"waiting": "count"}
        return FormTurn((self._question(said),), state)

    def resume(self, state: dict[str, Any], said: Said) -> FormTurn | None:
        """Take a number; leave at "stopp"."""
        self.seen.append(f"resume:{said.text}")
        if said.text == "stopp":
            left = Message("Avbrutt.", {"kind": "smalltalk", "language": said.voice.language})
            return FormTurn((left,), None)
        digits = "".join(character for character in said.text if character.isdigit())
        if not digits:
            return None
        told = Message(f"{digits} stykker.", {"kind": "calculation", "language": said.voice.language})
        return FormTurn((told,), {**state, "count": int(digits), "done": True})

    def is_left(self, said: Said) -> bool:
        """Leave at "stopp" before something else."""
        return goes_on_after(lambda order: order == "stopp", said.text)

    def ask_again(self, state: dict[str, Any], said: Said) -> Message:
        """Ask what is waiting."""
        self.seen.append(f"again:{state['waiting']}:{said.context.topic}")
        return self._question(said)

    def claims(self, intent: str, schemes: tuple[str, ...], said: Said) -> bool:
        """Claim nothing beyond what it is opened for."""
        return False

    def wants_change(self, state: dict[str, Any], said: Said) -> bool:
        """A finished count is changed by "hva hvis"."""
        return bool(state.get("done")) and said.text.startswith("hva hvis")


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def taker(counter: Counter) -> TurnTaker:
    return TurnTaker({"calculate_subsidy": counter, "find_scheme": Counter("finder")})


START = asked("regn ut for mentor", "calculate_subsidy", named=("mentor",))
ABOUT = asked("hva er bio", "overview", named=("bio",))
OPEN = Context(scheme="mentor", form="calculator", forms={"calculator": {"waiting": "count", "scheme": "mentor"}})
DONE = Context(
    scheme="mentor",
    topic="amount",
    forms={"calculator": {"waiting": "count", "scheme": "mentor", "count": 3, "done": True}},
)


def kinds(turn: Turn) -> list[str]:
    return [message.kind for message in turn.messages]


def test_a_form_opens_with_its_question(taker: TurnTaker, voice: Voice) -> None:
    turn = taker.take(reading(START), Context(misses=1), voice)
    assert kinds(turn) == ["question"]
    assert turn.context == replace(OPEN, last="question")


def test_a_form_opens_after_what_else_was_asked(taker: TurnTaker, counter: Counter, voice: Voice) -> None:
    turn = taker.take(reading(ABOUT, START), Context(), voice)
    assert kinds(turn) == ["answer", "question"]
    assert turn.messages[0].custom["scheme"] == "bio"
    assert (turn.context.form, turn.context.scheme, turn.context.previous) == ("calculator", "mentor", "bio")
    assert counter.seen == ["start:overview"]


def test_an_unsure_wish_opens_no_form(taker: TurnTaker, counter: Counter, voice: Voice) -> None:
    turn = taker.take(reading(asked("regn", "calculate_subsidy", 0.3)), Context(), voice)
    assert turn.context.form is None
    assert counter.seen == []


def test_an_open_form_takes_the_message_and_closes_when_done(taker: TurnTaker, voice: Voice) -> None:
    turn = taker.take(Reading("3"), OPEN, voice)
    assert [message.text for message in turn.messages] == ["3 stykker."]
    assert turn.context.form is None
    assert turn.context.forms["calculator"] == {"waiting": "count", "scheme": "mentor", "count": 3, "done": True}


def test_what_understanding_thinks_does_not_matter_to_an_open_form(taker: TurnTaker, voice: Voice) -> None:
    turn = taker.take(reading(asked("3 måneder med bio", "duration", named=("bio",))), OPEN, voice)
    assert kinds(turn) == ["calculation"]
    assert turn.context.scheme == "mentor"


def test_what_is_not_for_the_form_is_answered_and_the_form_asks_again(
    taker: TurnTaker, counter: Counter, voice: Voice
) -> None:
    turn = taker.take(reading(ABOUT), OPEN, voice)
    assert kinds(turn) == ["answer", "question"]
    assert turn.messages[0].custom["scheme"] == "bio"
    assert turn.context.form == "calculator"
    assert turn.context.forms == OPEN.forms
    assert counter.seen == ["resume:hva er bio", "again:count:overview"]


def test_leaving_and_asking_in_one_message_closes_the_form_and_answers(
    taker: TurnTaker, counter: Counter, voice: Voice
) -> None:
    turn = taker.take(Reading("stopp. hva er egentlig bio", (ABOUT,)), OPEN, voice)
    assert kinds(turn) == ["answer"]
    assert (turn.context.form, turn.context.scheme) == (None, "bio")
    assert counter.seen == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("stopp. hva er bio", True),
        ("stopp, hvor lenge varer det?", True),
        ("stopp! vi tar det senere", True),
        ("stopp, er det 75 prosent?", True),
        ("stopp, lønna er 40 000", False),
        ("stopp. tusen takk", False),
        ("stopp", False),
        ("hva er bio. stopp, er du snill", False),
    ],
)
def test_what_goes_on_after_an_order(text: str, left: bool) -> None:
    assert goes_on_after(lambda order: order == "stopp", text) is left


def test_the_form_goes_on_after_the_side_question(taker: TurnTaker, voice: Voice) -> None:
    aside = taker.take(reading(ABOUT), OPEN, voice)
    turn = taker.take(Reading("12"), aside.context, voice)
    assert turn.context.forms["calculator"]["count"] == 12


def test_what_nobody_understands_does_not_lose_the_form(taker: TurnTaker, voice: Voice) -> None:
    waiting = Context(form="calculator", forms={"calculator": {"waiting": "count"}})
    turn = taker.take(reading(puzzling()), waiting, voice)
    assert kinds(turn) == ["fallback", "question"]
    assert turn.context.form == "calculator"


@pytest.mark.parametrize("intent", ["goodbye", "handoff", "complaint"])
def test_after_a_farewell_the_form_does_not_push(taker: TurnTaker, intent: str, voice: Voice) -> None:
    turn = taker.take(reading(asked("ha det", intent)), OPEN, voice)
    assert "question" not in kinds(turn)
    assert turn.context.form == "calculator"


def test_danger_passes_over_an_open_form(taker: TurnTaker, counter: Counter, voice: Voice) -> None:
    danger = Question("3 ganger har jeg tenkt på å gi opp", (("greet", 1 - CRISIS), ("crisis", CRISIS)))
    turn = taker.take(reading(danger), OPEN, voice)
    assert kinds(turn) == ["crisis"]
    assert counter.seen == []
    assert turn.context.forms == OPEN.forms


def test_danger_behind_a_wish_for_a_form_is_answered_alone(taker: TurnTaker, counter: Counter, voice: Voice) -> None:
    danger = Question("jeg orker ikke mer", (("greet", 1 - CRISIS), ("crisis", CRISIS)))
    turn = taker.take(reading(START, danger), Context(), voice)
    assert kinds(turn) == ["crisis"]
    assert counter.seen == []
    assert turn.context.form is None


def test_leaving_closes_the_form(taker: TurnTaker, voice: Voice) -> None:
    turn = taker.take(Reading("stopp"), OPEN, voice)
    assert kinds(turn) == ["smalltalk"]
    assert turn.context.form is None


def test_a_form_that_was_left_does_not_take_the_next_message(taker: TurnTaker, voice: Voice) -> None:
    left = taker.take(Reading("stopp"), OPEN, voice)
    turn = taker.take(reading(asked("hva hvis 3 har bio", "overview", named=("bio",))), left.context, voice)
    assert kinds(turn) == ["answer"]


def test_a_finished_form_takes_a_change(taker: TurnTaker, voice: Voice) -> None:
    turn = taker.take(Reading("hva hvis 5?"), DONE, voice)
    assert [message.text for message in turn.messages] == ["5 stykker."]
    assert turn.context.form is None
    assert turn.context.forms["calculator"]["count"] == 5


def test_a_finished_form_leaves_other_messages_alone(taker: TurnTaker, counter: Counter, voice: Voice) -> None:
    turn = taker.take(reading(ABOUT), DONE, voice)
    assert kinds(turn) == ["answer"]
    assert counter.seen == []


def test_a_change_the_form_cannot_read_is_answered_as_usual(taker: TurnTaker, counter: Counter, voice: Voice) -> None:
    turn = taker.take(reading(asked("hva hvis vi velger bio", "overview", named=("bio",))), DONE, voice)
    assert kinds(turn) == ["answer"]
    assert counter.seen == ["resume:hva hvis vi velger bio"]


def test_another_form_takes_over_from_the_open_one(taker: TurnTaker, counter: Counter, voice: Voice) -> None:
    turn = taker.take(reading(asked("hvilken ordning passer", "find_scheme")), OPEN, voice)
    assert [message.custom["form"] for message in turn.messages] == ["finder"]
    assert turn.context.form == "finder"
    assert set(turn.context.forms) == {"calculator", "finder"}
    assert counter.seen == ["resume:hvilken ordning passer"]


def test_a_form_nobody_knows_any_more_is_no_obstacle(voice: Voice) -> None:
    turn = TurnTaker().take(reading(ABOUT), OPEN, voice)
    assert kinds(turn) == ["answer"]


def test_a_form_survives_being_stored(taker: TurnTaker, voice: Voice) -> None:
    opened = taker.take(reading(START), Context(), voice)
    stored = opened.envelopes()[0]["context"]
    turn = taker.take(Reading("7"), Context.from_json(stored), voice)
    assert turn.context.forms["calculator"]["count"] == 7
