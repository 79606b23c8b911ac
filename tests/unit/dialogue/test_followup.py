"""What a message takes over from the conversation."""

import pytest

from bot.dialogue.context import ASKED_WHICH, GUESS, Context
from bot.dialogue.followup import LONG_CORRECTION, compared, measured_against
from bot.dialogue.plan import Step, decide
from bot.dialogue.resolve import How

from .kit import EMPTY, always, asked

TALKING = Context(scheme="mentor", previous="bio", topic="amount")
GUESSED = Context(scheme="mentor", topic="amount", mentioned=("mentor", "funksjonsassistanse", "bio"), last=GUESS)


# -- corrections


@pytest.mark.parametrize(
    "text",
    [
        "nei, jeg mente VTA",
        "nei, eg meinte VTA",
        "sorry i meant VTA",
        "beklager, det var VTA jeg tenkte på",
        "oi, skrev feil, skulle være VTA",
        "no, I was thinking of VTA",
        "altså VTA",
        "feil, VTA",
    ],
)
def test_a_corrected_scheme_keeps_the_topic(text: str) -> None:
    plan = decide(asked(text, "overview", 0.5, named=("vta",)), TALKING, always)
    assert (plan.step, plan.intent, plan.schemes) == (Step.ANSWER, "amount", ("vta",))


def test_a_correction_may_be_longer_than_another_follow_up_but_no_story() -> None:
    words = " ".join(["altså"] * (LONG_CORRECTION - 3))
    assert decide(asked(f"jeg mente VTA {words}", "overview", 0.9, named=("vta",)), TALKING, always).intent == "amount"
    too_long = asked(f"jeg mente VTA {words} altså", "overview", 0.9, named=("vta",))
    assert decide(too_long, TALKING, always).intent == "overview"


def test_a_correction_with_a_topic_of_its_own_keeps_that() -> None:
    plan = decide(asked("nei, jeg mente hvor lenge VTA varer", "duration", named=("vta",)), TALKING, always)
    assert (plan.intent, plan.schemes) == ("duration", ("vta",))


def test_an_everyday_word_is_the_name_in_a_correction() -> None:
    plan = decide(asked("nei, jeg mente opplæring", "overview", 0.5, weak=("opplaering",)), TALKING, always)
    assert (plan.intent, plan.schemes, plan.how) == ("amount", ("opplaering",), How.NAMED)


@pytest.mark.parametrize(("text", "bare"), [("VTA?", True), ("og VTA", True), ("hva med VTA da", True)])
def test_a_name_alone_leaves_the_topic_however_sure_understanding_was(text: str, bare: bool) -> None:
    plan = decide(asked(text, "combine", 0.95, named=("vta",), bare=bare), TALKING, always)
    assert (plan.intent, plan.schemes) == ("amount", ("vta",))


def test_a_topic_that_was_guessed_right_but_unsurely_is_as_sure_as_one_carried_over() -> None:
    plan = decide(asked("oops, I meant VTA", "amount", 0.3, named=("vta",)), TALKING, always)
    assert (plan.step, plan.intent, plan.schemes) == (Step.ANSWER, "amount", ("vta",))


@pytest.mark.parametrize("text", ["samme spørsmål for VTA", "same for VTA?", "det same om VTA", "the same about VTA"])
def test_the_same_of_another_scheme_carries_the_topic_over(text: str) -> None:
    plan = decide(asked(text, "overview", 0.3, named=("vta",)), TALKING, always)
    assert (plan.step, plan.intent, plan.schemes) == (Step.ANSWER, "amount", ("vta",))


def test_the_same_person_or_firm_carries_nothing_over() -> None:
    plan = decide(asked("samme person med VTA", "overview", 0.3, named=("vta",)), TALKING, always)
    assert plan.step is Step.ASK


def test_a_name_typed_alone_begins_anew() -> None:
    assert decide(asked("VTA", "overview", named=("vta",), bare=True), TALKING, always).intent == "overview"


@pytest.mark.parametrize("text", ["VTA", "på VTA, altså", "VTA?"])
def test_a_name_alone_answers_which_scheme_was_meant(text: str) -> None:
    asked_which = Context(topic="refund", last=ASKED_WHICH)
    vta = asked(text, "overview", 0.8, named=("vta",), bare=True)
    plan = decide(vta, asked_which, always)
    # What the name alone would be taken for is not answered beside it.
    assert (plan.step, plan.intent, plan.also) == (Step.ANSWER, "refund", None)


def test_a_name_alone_after_a_question_about_the_topic_begins_anew() -> None:
    asked_what = Context(topic="refund", last="clarify", misses=1)
    assert decide(asked("VTA", "overview", named=("vta",), bare=True), asked_what, always).intent == "overview"


def test_what_only_points_to_a_scheme_leaves_the_topic_too() -> None:
    wages = Context(scheme="midlertidig-lonnstilskudd", topic="amount")
    for text in ("og det varige?", "what about the permanent one?"):
        plan = decide(asked(text, "duration", 0.6, bare=True), wages, always)
        assert (plan.intent, plan.schemes) == ("amount", ("varig-lonnstilskudd",))
    plan = decide(asked("og den andre?", "combine", 0.9, bare=True), TALKING, always)
    assert (plan.intent, plan.schemes) == ("amount", ("bio",))


def test_ruling_out_the_scheme_talked_about_keeps_the_topic() -> None:
    question = asked("ikke mentor, heller VTA til ham", "overview", named=("vta",), excluded=("mentor",))
    assert decide(question, TALKING, always).intent == "amount"


def test_ruling_out_at_the_beginning_tells_the_scheme_only() -> None:
    question = asked("ikke lønnstilskudd, men mentor", "eligibility", 0.4, named=("mentor",), excluded=("bio",))
    plan = decide(question, EMPTY, always)
    assert (plan.step, plan.intent, plan.schemes) == (Step.ANSWER, "overview", ("mentor",))


# -- comparison in passing


@pytest.mark.parametrize(
    "text",
    [
        "hva er forskjellen fra bio?",
        "kva skil det frå bio",
        "how does it differ from bio",
        "compared to bio?",
        "vs bio",
    ],
)
def test_a_named_scheme_is_compared_with_the_one_talked_about(text: str) -> None:
    plan = decide(asked(text, "overview", named=("bio",)), TALKING, always)
    assert (plan.step, plan.intent, plan.schemes) == (Step.CAPABILITY, "compare_schemes", ("mentor", "bio"))


@pytest.mark.parametrize("text", ["still VTA og AFT mot hverandre", "VTA and AFT side by side", "forskjell VTA AFT"])
def test_two_named_schemes_are_compared_whatever_else_was_understood(text: str) -> None:
    plan = decide(asked(text, "combine", 0.4, named=("vta", "aft")), EMPTY, always)
    assert (plan.step, plan.intent, plan.schemes) == (Step.CAPABILITY, "compare_schemes", ("vta", "aft"))


def test_what_was_set_out_is_compared_by_pointing_at_it() -> None:
    shown = Context(scheme="aft", mentioned=("aft", "bio"))
    assert compared(asked("hva er forskjellen på dem?"), shown) == ("aft", "bio")


def test_nothing_is_compared_with_itself_or_with_nothing() -> None:
    assert compared(asked("forskjell fra mentor", named=("mentor",)), TALKING) == ()
    assert compared(asked("forskjell fra mentor", named=("mentor",)), EMPTY) == ()
    assert compared(asked("hva er mentor", named=("bio",)), TALKING) == ()


@pytest.mark.parametrize(
    "text",
    ["varer det lenger enn bio?", "is it more than bio", "er satsen høyere enn for bio", "varer det kortare enn bio"],
)
def test_a_measure_is_answered_for_both(text: str) -> None:
    plan = decide(asked(text, "duration", named=("bio",)), TALKING, always)
    assert (plan.step, plan.intent, plan.schemes) == (Step.ANSWER, "duration", ("mentor", "bio"))


@pytest.mark.parametrize(
    "text",
    ["kan det kombineres med bio?", "kan han ha bio òg", "can it be used together with bio", "kan ho få bio også"],
)
def test_what_comes_on_top_leaves_the_scheme_talked_about(text: str) -> None:
    plan = decide(asked(text, "combine", named=("bio",)), TALKING, always)
    assert (plan.step, plan.intent, plan.schemes) == (Step.ANSWER, "combine", ("mentor", "bio"))


@pytest.mark.parametrize("text", ["hva kan bio kombineres med", "kan bio brukes sammen med andre ordninger"])
def test_a_named_scheme_that_is_asked_about_itself_is_meant(text: str) -> None:
    assert decide(asked(text, "combine", named=("bio",)), TALKING, always).schemes == ("bio",)


def test_what_about_is_no_measure() -> None:
    assert measured_against(asked("enn bio?", named=("bio",)), TALKING) == ()
    assert measured_against(asked("varer bio mer enn et år", named=("mentor",)), TALKING) == ()


# -- taking back


@pytest.mark.parametrize(
    "question", [asked("nei", "deny"), asked("nei, ikke mentor", "overview", 0.4, excluded=("mentor",))]
)
def test_no_to_a_guess_offers_the_others_on_the_same_topic(question: object) -> None:
    plan = decide(question, GUESSED, always)  # type: ignore[arg-type]
    assert (plan.step, plan.instead) == (Step.ASK, True)
    assert [(option.intent, option.scheme) for option in plan.options] == [
        ("amount", "funksjonsassistanse"), ("amount", "bio"),
    ]  # fmt: skip


def test_no_to_a_guess_without_another_is_a_miss() -> None:
    assert decide(asked("nei", "deny"), Context(scheme="mentor", last=GUESS), always).step is Step.MISSED


def test_no_to_a_question_back_is_a_miss() -> None:
    assert decide(asked("nei", "deny"), Context(misses=1, last="clarify"), always).step is Step.MISSED


def test_no_in_between_is_small_talk() -> None:
    plan = decide(asked("nei", "deny"), Context(scheme="mentor", last="answer"), always)
    assert (plan.step, plan.intent) == (Step.CAPABILITY, "deny")


def test_no_with_a_scheme_is_no_mere_no() -> None:
    plan = decide(asked("nei, bio", "deny", named=("bio",)), GUESSED, always)
    assert plan.step is not Step.MISSED
