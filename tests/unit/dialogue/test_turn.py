"""One turn: several questions, misses, buttons and the thread that is remembered."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.conversation.choices import parse
from bot.dialogue.asking import MAX_MISSES
from bot.dialogue.context import ASKED_WHICH, Context
from bot.dialogue.payloads import Button, Turn
from bot.dialogue.plan import CRISIS
from bot.dialogue.reading import Question, Reading
from bot.dialogue.turn import MAX_QUESTIONS, TurnTaker
from bot.dialogue.voice import Voice
from bot.knowledge.terms import LANGUAGES, Language

from .kit import EMPTY, asked, check_message, pressed, puzzling, reading

MakeVoice = Callable[..., Voice]

OVERVIEW = asked("hva er mentor", "overview", named=("mentor",))
AMOUNT = asked("hvor mye får vi", "amount", named=("mentor",))
DURATION = asked("hvor lenge", "duration", named=("mentor",))
APPLY = asked("hvordan søker vi", "apply", named=("mentor",))
LEGAL = asked("hvilken lov", "legal", named=("mentor",))
LONG = "en ansatt hos oss har fått en sykdom som gjør at hun må ha noen med seg hele dagen"


def take(voice: Voice, *questions: Question, context: Context = EMPTY, more: int = 0) -> Turn:
    """Return a turn without forms."""
    return TurnTaker().take(reading(*questions, more=more), context, voice)


def kinds(turn: Turn) -> list[str]:
    return [message.kind for message in turn.messages]


def topics(turn: Turn) -> list[str]:
    return [message.custom["topic"] for message in turn.messages if message.kind == "answer"]


def test_a_question_is_answered_and_remembered(voice: Voice) -> None:
    turn = take(voice, AMOUNT)
    assert topics(turn) == ["amount"]
    assert turn.context == Context(scheme="mentor", topic="amount", last="answer")


def test_several_questions_are_answered_in_order(voice: Voice) -> None:
    turn = take(voice, DURATION, OVERVIEW, APPLY)
    assert topics(turn) == ["duration", "overview", "apply"]
    assert turn.context.topic == "apply"


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_most_four_questions_are_answered_and_the_rest_asked_for(voice_in: MakeVoice, language: Language) -> None:
    voice = voice_in(language)
    turn = take(voice, DURATION, OVERVIEW, APPLY, AMOUNT, LEGAL)
    assert topics(turn) == ["duration", "overview", "apply", "amount"]
    assert MAX_QUESTIONS == 4
    assert turn.messages[-1].text == f"{voice.say('more_questions_left')}\n- hvilken lov"
    assert turn.messages[-1].buttons == (Button("hvilken lov", "hvilken lov"),)


def test_questions_that_understanding_dropped_are_asked_for_too(voice: Voice) -> None:
    turn = take(voice, DURATION, AMOUNT, more=1)
    assert topics(turn) == ["duration", "amount"]
    assert turn.messages[-1].text == voice.say("more_questions")


def test_four_questions_are_not_too_many(voice: Voice) -> None:
    turn = take(voice, DURATION, OVERVIEW, APPLY, AMOUNT)
    assert kinds(turn) == ["answer"] * 4


def test_the_same_answer_is_given_once(voice: Voice) -> None:
    turn = take(voice, AMOUNT, replace(AMOUNT, text="hvor mye da"), DURATION)
    assert topics(turn) == ["amount", "duration"]


def test_a_question_may_lean_on_the_one_before_in_the_same_message(voice: Voice) -> None:
    turn = take(voice, OVERVIEW, asked("hvor lenge?", "duration"))
    assert [message.custom["scheme"] for message in turn.messages] == ["mentor", "mentor"]
    assert topics(turn) == ["overview", "duration"]


def test_what_is_unclear_beside_an_answer_is_left(voice: Voice) -> None:
    turn = take(voice, AMOUNT, puzzling())
    assert kinds(turn) == ["answer"]
    assert turn.context.misses == 0


def test_two_schemes_in_one_question_are_both_answered_and_remembered(voice: Voice) -> None:
    turn = take(voice, asked("mentor og bio", "duration", named=("mentor", "bio")))
    assert [message.custom["scheme"] for message in turn.messages] == ["mentor", "bio"]
    assert (turn.context.scheme, turn.context.previous) == ("mentor", "bio")


def test_the_other_one_after_two_schemes(voice: Voice) -> None:
    first = take(voice, asked("mentor og bio", "duration", named=("mentor", "bio")))
    second = take(voice, asked("hva med den andre?", "amount"), context=first.context)
    assert second.messages[0].custom["scheme"] == "bio"


def test_compared_schemes_are_remembered(voice: Voice) -> None:
    turn = take(voice, asked("mentor eller bio", "compare_schemes", named=("mentor", "bio")))
    assert kinds(turn) == ["comparison"]
    assert (turn.context.scheme, turn.context.previous) == ("mentor", "bio")


def test_a_follow_up_keeps_the_topic_while_the_scheme_changes(voice: Voice) -> None:
    wages = take(voice, asked("hvor lenge", "duration", named=("midlertidig-lonnstilskudd",)))
    turn = take(voice, asked("hva med den varige?", "overview", 0.5), context=wages.context)
    assert topics(turn) == ["duration"]
    assert turn.context.scheme == "varig-lonnstilskudd"


def test_small_talk_keeps_the_thread(voice: Voice) -> None:
    talking = Context(scheme="mentor", topic="amount", misses=1)
    turn = take(voice, asked("takk", "thanks"), context=talking)
    assert turn.context == replace(talking.understood(), last="thanks")


def test_a_general_answer_keeps_the_scheme_and_remembers_the_topic(voice: Voice) -> None:
    turn = take(voice, asked("hvordan søker man om slikt egentlig", "apply", inferred=(("none", 0.9),)))
    assert kinds(turn) == ["clarify"]
    assert (turn.context.scheme, turn.context.topic, turn.context.last) == (None, "apply", ASKED_WHICH)
    assert turn.context.mentioned == ("midlertidig-lonnstilskudd", "mentor", "inkluderingstilskudd")


# -- misses


def test_two_misses_in_a_row_offer_a_person(voice: Voice) -> None:
    first = take(voice, puzzling())
    second = take(voice, puzzling(), context=first.context)
    third = take(voice, puzzling(), context=second.context)
    assert [turn.messages[0].custom.get("offer") for turn in (first, second, third)] == [None, "handoff", "handoff"]
    assert (first.context.misses, second.context.misses) == (1, MAX_MISSES)
    assert kinds(first) == kinds(second) == ["fallback"]


@pytest.mark.parametrize("question", [AMOUNT, asked("takk", "thanks")])
def test_an_answer_after_a_miss_begins_anew(voice: Voice, question: Question) -> None:
    missed = take(voice, puzzling())
    answered = take(voice, question, context=missed.context)
    again = take(voice, puzzling(), context=Context(misses=answered.context.misses))
    assert answered.context.misses == 0
    assert kinds(again) == ["fallback"]
    assert again.messages[0].custom.get("offer") is None


def test_an_answer_after_a_miss_in_the_same_message_begins_anew(voice: Voice) -> None:
    turn = take(voice, puzzling(), AMOUNT, context=Context(misses=1))
    assert turn.context.misses == 0
    assert topics(turn) == ["amount"]


def test_asking_back_counts_until_something_is_answered(voice: Voice) -> None:
    unsure = asked("mentor hm", "amount", 0.3, named=("mentor",))
    first = take(voice, unsure)
    second = take(voice, unsure, context=first.context)
    third = take(voice, unsure, context=second.context)
    assert [kinds(turn) for turn in (first, second, third)] == [["clarify"], ["clarify"], ["fallback"]]
    assert len({turn.messages[0].text for turn in (first, second, third)}) == 3
    assert [turn.messages[0].custom.get("offer") for turn in (first, second, third)] == [None, "handoff", "handoff"]
    assert take(voice, AMOUNT, context=second.context).context.misses == 0


def test_a_scheme_whose_topic_is_unclear_is_remembered(voice: Voice) -> None:
    turn = take(voice, asked("noe med mentor", "amount", 0.3, named=("mentor",)))
    assert kinds(turn) == ["clarify"]
    assert turn.context.scheme == "mentor"


def test_a_scheme_that_all_choices_share_is_remembered(voice: Voice) -> None:
    talking = Context(scheme="bio", topic="amount")
    unsure = asked(LONG, "amount", 0.45, inferred=(("mentor", 0.97),))
    turn = take(voice, unsure, context=talking)
    assert kinds(turn) == ["clarify"]
    assert {option.get("scheme") for option in turn.messages[0].custom["options"]} == {"mentor"}
    assert (turn.context.scheme, turn.context.previous) == ("mentor", "bio")
    either = replace(unsure, inferred=(("mentor", 0.5), ("vta", 0.45)))
    assert take(voice, either, context=talking).context.scheme == "bio"


def test_a_message_without_questions_is_a_miss(voice: Voice) -> None:
    turn = TurnTaker().take(Reading(""), EMPTY, voice)
    assert kinds(turn) == ["fallback"]
    assert turn.context.misses == 1


@pytest.mark.parametrize(
    "question", [pressed("amount", "no-such-scheme"), pressed("no_such_intent"), asked("x", "no_such_intent")]
)
def test_what_nobody_can_answer_is_a_miss(voice: Voice, question: Question) -> None:
    turn = take(voice, question)
    assert kinds(turn) == ["fallback"]
    assert turn.context.misses == 1


def test_an_unknown_scheme_beside_a_known_one_is_left_out(voice: Voice) -> None:
    turn = take(voice, asked("x", "amount", named=("no-such-scheme", "mentor")))
    assert [message.custom["scheme"] for message in turn.messages] == ["mentor"]
    assert turn.context == Context(scheme="mentor", topic="amount", last="answer")


# -- danger


def test_danger_in_the_last_of_many_questions_is_answered_alone(voice: Voice) -> None:
    danger = Question("jeg orker ikke mer", (("crisis", 0.9),))
    assert kinds(take(voice, DURATION, OVERVIEW, APPLY, AMOUNT, LEGAL, danger)) == ["crisis"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_is_answered_alone(voice_in: MakeVoice, language: Language) -> None:
    danger = Question("jeg orker ikke mer", (("greet", 1 - CRISIS), ("crisis", CRISIS)))
    talking = Context(scheme="bio", topic="amount", misses=1)
    turn = take(voice_in(language), OVERVIEW, danger, AMOUNT, context=talking)
    assert kinds(turn) == ["crisis"]
    check_message(turn.messages[0], language)
    assert turn.context.misses == 0


# -- buttons


def test_every_button_of_an_answer_leads_to_an_answer(voice: Voice) -> None:
    first = take(voice, OVERVIEW).messages[0]
    for button in first.buttons:
        choice = parse(button.payload)
        assert choice is not None
        turn = take(voice, pressed(str(choice.topic), choice.scheme))
        assert topics(turn) == [choice.topic]


def test_every_button_of_a_fallback_leads_somewhere(voice: Voice) -> None:
    for context in (EMPTY, Context(misses=MAX_MISSES)):
        for button in take(voice, puzzling(), context=context).messages[0].buttons:
            choice = parse(button.payload)
            assert choice is not None
            turn = take(voice, pressed(str(choice.intent or choice.topic), choice.scheme))
            assert "fallback" not in kinds(turn)


def test_envelopes_carry_the_thread_and_the_whole_message(voice: Voice) -> None:
    turn = take(voice, OVERVIEW, AMOUNT)
    envelopes = turn.envelopes()
    assert [envelope["envelope"] for envelope in envelopes] == [True, True]
    assert all(Context.from_json(envelope["context"]) == turn.context for envelope in envelopes)
    assert [envelope["text"] for envelope in envelopes] == [message.text for message in turn.messages]
    assert envelopes[0]["buttons"][0].keys() == {"title", "payload"}


def test_what_was_not_understood_is_looked_up_by_its_words(voice: Voice) -> None:
    seen: list[tuple[str, str]] = []

    def lookup(text: str, language: Language) -> list[tuple[str, str]]:
        seen.append((text, language))
        return [("hjelpemidler", "covers"), ("no-such-scheme", "covers")]

    question = puzzling("skjermleser og leselist")
    turn = TurnTaker(lookup=lookup).take(reading(question), EMPTY, voice)
    assert seen == [(question.text, voice.language)]
    assert kinds(turn) == ["fallback"]
    assert "velg:hjelpemidler:covers" in [button.payload for button in turn.messages[0].buttons]
    assert not any("no-such-scheme" in button.payload for button in turn.messages[0].buttons)
