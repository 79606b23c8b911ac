"""Where the scheme is known, another one is hardly looked for."""

import pytest

from bot.dialogue.known import FIND_ANOTHER, FIND_SCHEME, about_known
from bot.dialogue.reading import Question
from bot.dialogue.resolve import How, Resolution

NAMED = Resolution((("mentor", 1.0),), How.NAMED)
TALKED_ABOUT = Resolution((("mentor", 1.0),), How.CONTEXT)
INFERRED = Resolution((("mentor", 0.9),), How.INFERRED)


def searching(probability: float, *, chosen: bool = False) -> Question:
    rest = (1.0 - probability) / 2
    return Question("x", ((FIND_SCHEME, probability), ("covers", rest), ("amount", rest)), chosen=chosen)


@pytest.mark.parametrize("known", [NAMED, TALKED_ABOUT])
def test_a_question_about_a_known_scheme_does_not_look_for_one(known: Resolution) -> None:
    found = about_known(searching(0.4), known)
    assert found.ranking == (("covers", pytest.approx(0.5)), ("amount", pytest.approx(0.5)))


def test_where_it_is_likely_or_nothing_is_known_it_may() -> None:
    assert about_known(searching(FIND_ANOTHER), NAMED).intent == FIND_SCHEME
    assert about_known(searching(FIND_ANOTHER - 0.01), NAMED).intent == "covers"
    assert about_known(searching(0.4), INFERRED).intent == FIND_SCHEME


def test_a_pressed_button_means_what_it_says() -> None:
    assert about_known(searching(0.4, chosen=True), NAMED).intent == FIND_SCHEME


def test_without_that_reading_nothing_changes() -> None:
    question = Question("x", (("covers", 0.5),))
    assert about_known(question, TALKED_ABOUT) is question
    assert about_known(question, Resolution((), How.CONTEXT)) is question
