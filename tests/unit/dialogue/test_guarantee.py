"""Requests for a promise: who decides, and on what, for every scheme in every language."""

from collections.abc import Callable

import pytest

from bot.dialogue.context import Context
from bot.dialogue.guarantee import TERMS
from bot.dialogue.payloads import Message
from bot.dialogue.plan import ANSWER_INFERRED, ANSWER_OTHER, Step, decide
from bot.dialogue.reading import NO_SCHEME, Question
from bot.dialogue.turn import TurnTaker
from bot.dialogue.voice import Voice
from bot.knowledge.terms import LANGUAGES, SCHEME_IDS, Language

from .kit import EMPTY, always, asked, check_message, reading

MakeVoice = Callable[..., Voice]

PROMISES = (
    "ja, dere får",
    "jeg lover",
    "jeg garanterer",
    "ja, de får",
    "eg lovar",
    "yes, you will",
    "i promise",
    "i guarantee",
)


def answer(voice: Voice, question: Question, context: Context = EMPTY) -> Message:
    """Return the one message that answers a question."""
    (message,) = TurnTaker().take(reading(question), context, voice).messages
    return message


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEME_IDS)
def test_no_scheme_is_promised_and_its_terms_are_told(voice_in: MakeVoice, language: Language, scheme: str) -> None:
    voice = voice_in(language)
    message = answer(voice, asked("lover du det?", "guarantee", named=(scheme,)))
    check_message(message, language)
    assert (message.kind, message.custom["intent"]) == ("answer", "guarantee")
    assert (message.custom["scheme"], message.custom["topic"]) == (scheme, TERMS)
    terms = voice.knowledge.answer(scheme, TERMS, language, voice.today)
    assert terms is not None
    assert terms.text in message.text
    assert not message.text.startswith(terms.text)
    assert not any(promise in message.text.casefold() for promise in PROMISES)


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        ("mentor", "Nav avgjør hver sak"), ("laerling", "fylkeskommunen"), ("tilretteleggingstilskudd", "Ingen kan få"),
        ("inkluderingsdugnaden", "Ingen kan få"), ("tilrettelegging", "ingenting Nav innvilger"),
        ("trondelagsmodellen", "Nav Trøndelag og Trøndelag fylkeskommune"),
    ],
)  # fmt: skip
def test_the_answer_says_who_decides(voice: Voice, scheme: str, words: str) -> None:
    assert words in answer(voice, asked("garanterer du det", "guarantee", named=(scheme,))).text.split("\n\n")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_scheme_the_answer_is_general(voice_in: MakeVoice, language: Language) -> None:
    message = answer(voice_in(language), asked("lover du det?", "guarantee", inferred=((NO_SCHEME, 0.9),)))
    check_message(message, language)
    assert (message.kind, message.custom["intent"]) == ("smalltalk", "guarantee")
    assert "Nav" in message.text.split("\n\n")[0]
    assert len(message.buttons) == 3


def test_a_guessed_scheme_is_called_a_guess_and_has_a_way_out(voice: Voice) -> None:
    inferred = (("mentor", 0.8), ("bio", 0.1))
    message = answer(
        voice, asked("lover du at vi får betalt en kollega som lærer ham opp", "guarantee", inferred=inferred)
    )
    assert message.text.startswith(voice.say("inferred", scheme=voice.name_within("mentor")))
    assert message.buttons[0].payload == f"velg:bio:{TERMS}"


def test_the_scheme_talked_about_is_meant_and_the_thread_goes_on(voice: Voice) -> None:
    turn = TurnTaker().take(
        reading(asked("lover du det?", "guarantee")), Context(scheme="mentor", topic="amount"), voice
    )
    assert turn.messages[0].custom["scheme"] == "mentor"
    assert (turn.context.scheme, turn.context.topic) == ("mentor", TERMS)


def test_thresholds_of_a_request_for_a_promise() -> None:
    def plan(sure: float, share: float) -> tuple[Step, tuple[str, ...]]:
        question = asked(
            "kan dere garantere en langvarig løsning for ham", "guarantee", sure, inferred=(("bio", share),)
        )
        found = decide(question, EMPTY, always)
        return found.step, found.schemes

    assert plan(ANSWER_OTHER, ANSWER_INFERRED) == (Step.CAPABILITY, ("bio",))
    assert plan(ANSWER_OTHER, ANSWER_INFERRED - 0.001) == (Step.CAPABILITY, ())
    assert plan(ANSWER_OTHER - 0.001, ANSWER_INFERRED)[0] is Step.ASK


def test_a_guess_stays_one_in_every_answer(voice: Voice) -> None:
    """An inferred scheme is called a guess also where its text on the topic is missing or two topics are answered."""
    question = Question("x " * 9, (("covers", 0.5), ("amount", 0.4)), inferred=(("mentor", 0.95), ("bio", 0.05)))
    first, second = TurnTaker().take(reading(question), EMPTY, voice).messages
    assert first.text.startswith(voice.say("inferred", scheme=voice.name_within("mentor")))
    assert first.buttons[0].payload == "velg:bio:covers"
    assert (first.custom["runner_up"], second.custom["topic"]) == ("bio", "amount")


def test_a_guess_without_a_second_scheme_still_has_a_way_out(voice: Voice) -> None:
    message = answer(voice, asked("x " * 9, "amount", 1.0, inferred=(("mentor", 0.99),)))
    assert (message.buttons[0].title, message.buttons[0].payload) == (
        voice.say("guess_wrong"),
        "velg:intent:find_scheme",
    )


def test_a_guess_whose_text_is_missing_says_both(
    voice_in: MakeVoice, knowledge_without: Callable[[str, str], object]
) -> None:
    voice = voice_in(knowledge=knowledge_without("mentor", "example"))
    message = answer(voice, asked("x " * 9, "example", 1.0, inferred=(("mentor", 0.9),)))
    assert message.text.startswith(voice.say("inferred", scheme=voice.name_within("mentor")))
    assert voice.say("no_topic", topic=voice.say("about_example"), scheme=voice.name_within("mentor")) in message.text
