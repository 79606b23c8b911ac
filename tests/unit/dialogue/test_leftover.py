"""Questions that were left for another message."""

from bot.dialogue.leftover import LONGEST, MOST, left_over, left_over_message
from bot.dialogue.reading import Reading
from bot.dialogue.voice import Voice

from .kit import asked

TEXT = "Hva er AFT? Hvem kan få det? Hvor lenge varer det, og hvordan søker vi? Hva kreves av oss? Kan det kombineres?"
ANSWERED = [asked("Hva er AFT?"), asked("Hvem kan få det?"), asked("Hvor lenge varer det"), asked("hvordan søker vi?")]


def test_what_comes_after_the_last_answer_is_left_in_the_employers_words() -> None:
    assert left_over(Reading(TEXT), ANSWERED) == ["Hva kreves av oss?", "Kan det kombineres?"]


def test_joined_questions_are_cut_and_lose_their_and() -> None:
    text = "Hva er AFT? Hva kreves av oss og når får vi svar, and how do we apply\nog er det en frist?"
    assert left_over(Reading(text), ANSWERED[:1]) == [
        "Hva kreves av oss", "når får vi svar", "how do we apply", "er det en frist?",
    ]  # fmt: skip


def test_at_most_as_many_as_one_turn_answers_are_offered() -> None:
    assert len(left_over(Reading(TEXT + " Er det en grense?" * 9), ANSWERED)) == MOST


def test_nothing_is_left_where_nothing_is_found() -> None:
    assert left_over(Reading(TEXT), [asked("noe ganske annet")]) == []
    assert left_over(Reading("Hva er AFT? Ok"), ANSWERED[:1]) == []


def test_the_rest_is_offered_to_press_and_written_out(voice: Voice) -> None:
    long = "Kan vi få det samme for en ansatt på kontoret vårt i en annen kommune?"
    assert len(long.encode()) > LONGEST
    message = left_over_message(Reading(f"{TEXT} {long}"), ANSWERED, voice)
    assert [button.payload for button in message.buttons] == ["Hva kreves av oss?", "Kan det kombineres?"]
    assert message.text.splitlines()[1:] == ["- Hva kreves av oss?", "- Kan det kombineres?", f"- {long}"]


def test_without_a_rest_that_can_be_told_it_is_asked_for(voice: Voice) -> None:
    assert left_over_message(Reading("x"), [], voice).text == voice.say("more_questions")
