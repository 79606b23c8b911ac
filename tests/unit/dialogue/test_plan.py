"""What is done with a question: every step, and the thresholds at their boundary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.context import Context
from bot.dialogue.followup import SHORT_QUESTION
from bot.dialogue.outside import (
    ANSWER_OUTSIDE,
    OUTSIDE_INFERRED,
    OUTSIDE_NAMED,
    SURELY_INFERRED,
    TALKED_ABOUT_ODDS,
)
from bot.dialogue.plan import (
    ANSWER_INFERRED,
    ANSWER_NAMED,
    ANSWER_OTHER,
    ANSWER_WORD,
    CLOSE,
    CRISIS,
    HOPELESS,
    NEVER_OFFERED,
    OPTIONS,
    RUNNER_UP,
    TWIN_BELOW,
    TWIN_LEAST,
    TWIN_TOGETHER,
    Step,
    decide,
    joint_readings,
)
from bot.dialogue.reading import NO_SCHEME, Question
from bot.dialogue.resolve import How, resolve
from bot.dialogue.sums import SURELY_WITHOUT
from bot.knowledge.terms import TOPICS

from .kit import EMPTY, always, asked, pressed, puzzling

LITTLE = 0.001
"""Just enough to fall below a threshold."""

TALKING = Context(scheme="mentor", previous="bio", topic="amount")
SITUATION = "vi vil ansette en mann som har vært lenge uten jobb og trenger noen ved siden av seg"


# -- sums


@pytest.mark.parametrize(
    ("scheme", "probability", "intent"),
    [
        ("laerling", SURELY_WITHOUT, "amount"),
        ("laerling", SURELY_WITHOUT - LITTLE, "calculate_subsidy"),
        ("mentor", 0.95, "calculate_subsidy"),
        (NO_SCHEME, 0.95, "calculate_subsidy"),
    ],
)
def test_where_there_is_no_sum_the_amounts_are_told(scheme: str, probability: float, intent: str) -> None:
    question = asked(SITUATION, "calculate_subsidy", inferred=((scheme, probability),))
    plan = decide(question, EMPTY, always)
    assert plan.intent == intent


# -- topics of a named scheme


def test_a_sure_question_on_a_named_scheme_is_answered() -> None:
    plan = decide(asked("hva er bio", named=("bio",)), EMPTY, always)
    assert (plan.step, plan.intent, plan.schemes, plan.how) == (Step.ANSWER, "overview", ("bio",), How.NAMED)
    assert plan.confidence == 0.95


def test_every_named_scheme_is_answered() -> None:
    plan = decide(asked("hva er bio og vta", named=("bio", "vta")), EMPTY, always)
    assert plan.schemes == ("bio", "vta")


def test_the_threshold_of_a_named_scheme_counts_itself_in() -> None:
    at = decide(asked("bio?", "amount", ANSWER_NAMED, named=("bio",)), EMPTY, always)
    below = decide(asked("bio?", "amount", ANSWER_NAMED - LITTLE, named=("bio",)), EMPTY, always)
    assert (at.step, below.step) == (Step.ANSWER, Step.ASK)
    assert below.options[0].scheme == "bio"
    assert below.options[0].intent == "amount"


def test_the_scheme_talked_about_is_as_good_as_a_named_one() -> None:
    plan = decide(asked("hvor lenge?", "duration", ANSWER_NAMED), TALKING, always)
    assert (plan.step, plan.schemes, plan.how) == (Step.ANSWER, ("mentor",), How.CONTEXT)


# -- inferred schemes


def test_the_joint_threshold_of_an_inferred_scheme_counts_itself_in() -> None:
    def plan(share: float) -> Step:
        return decide(asked(SITUATION, "amount", 1.0, inferred=(("mentor", share),)), EMPTY, always).step

    assert plan(ANSWER_INFERRED) is Step.ANSWER
    assert plan(ANSWER_INFERRED - LITTLE) is Step.ASK


def test_an_inferred_answer_says_so_and_offers_the_second_scheme() -> None:
    inferred = (("mentor", 0.8), (NO_SCHEME, RUNNER_UP), ("bio", RUNNER_UP), ("vta", RUNNER_UP - LITTLE))
    plan = decide(asked(SITUATION, "amount", 1.0, inferred=inferred), EMPTY, always)
    assert (plan.step, plan.schemes, plan.how) == (Step.ANSWER, ("mentor",), How.INFERRED)
    assert plan.runner_up == "bio"
    assert plan.confidence == pytest.approx(0.8)


def test_an_unlikely_second_scheme_is_not_offered() -> None:
    inferred = (("mentor", 0.9), ("bio", RUNNER_UP - LITTLE))
    assert decide(asked(SITUATION, "amount", 1.0, inferred=inferred), EMPTY, always).runner_up is None


def test_topics_that_were_nearly_meant_are_kept_likeliest_first() -> None:
    ranking = (("amount", 0.7), ("covers", 0.1), ("greet", 0.1), ("apply", CLOSE), ("legal", CLOSE - LITTLE))
    named = decide(Question("bio?", ranking, named=("bio",)), EMPTY, always)
    guessed = decide(Question(SITUATION, ranking, inferred=(("bio", 0.9),)), EMPTY, always)
    assert named.close_topics == guessed.close_topics == ("covers", "apply")


def test_a_question_that_fits_no_scheme_gets_the_general_answer() -> None:
    inferred = ((NO_SCHEME, 0.8), ("mentor", 0.1), ("bio", 0.05), ("vta", 0.03), ("aft", 0.02))
    plan = decide(asked(SITUATION, "apply", ANSWER_NAMED, inferred=inferred), EMPTY, always)
    assert (plan.step, plan.intent, plan.schemes) == (Step.GENERAL, "apply", ())
    assert [option.scheme for option in plan.options] == ["mentor", "bio", "vta", "aft"][:OPTIONS]


def test_the_threshold_of_a_general_answer_counts_itself_in() -> None:
    unsure = asked(SITUATION, "apply", ANSWER_NAMED - LITTLE, inferred=((NO_SCHEME, 0.9),))
    assert decide(unsure, EMPTY, always).step is Step.ASK


# -- two topics at once


def twins(first: float, second: float, *named: str) -> Question:
    return Question("betaler Nav kurset?", (("covers", first), ("greet", 0.0), ("amount", second)), named=named)


def test_two_likely_topics_are_both_answered() -> None:
    first = TWIN_TOGETHER - TWIN_LEAST
    plan = decide(twins(first, TWIN_LEAST, "bio"), EMPTY, always)
    assert (plan.step, plan.intent, plan.also) == (Step.ANSWER, "covers", "amount")
    inferred = Question(SITUATION, twins(first, TWIN_LEAST).ranking, inferred=(("bio", 1.0),))
    assert decide(inferred, EMPTY, always).also == "amount"


def test_two_topics_that_are_too_unlikely_together_are_asked_about() -> None:
    first = min(TWIN_TOGETHER - TWIN_LEAST, ANSWER_NAMED) - LITTLE
    plan = decide(twins(first, TWIN_LEAST, "bio"), EMPTY, always)
    assert (plan.step, plan.also) == (Step.ASK, None)


def test_a_sure_topic_is_answered_alone() -> None:
    assert decide(twins(TWIN_BELOW, TWIN_LEAST, "bio"), EMPTY, always).also is None
    assert decide(twins(TWIN_BELOW - LITTLE, TWIN_LEAST, "bio"), EMPTY, always).also == "amount"
    assert decide(twins(TWIN_BELOW - LITTLE, TWIN_LEAST - LITTLE, "bio"), EMPTY, always).also is None


def test_two_schemes_get_one_topic_each() -> None:
    plan = decide(twins(TWIN_BELOW - LITTLE, TWIN_LEAST, "bio", "mentor"), EMPTY, always)
    assert (plan.schemes, plan.also) == (("bio", "mentor"), None)


# -- other intents


def test_the_threshold_of_other_intents_counts_itself_in() -> None:
    at = decide(asked("mine data", "privacy", ANSWER_OTHER), EMPTY, always)
    below = decide(asked("mine data", "privacy", ANSWER_OTHER - LITTLE), EMPTY, always)
    assert (at.step, at.intent, at.confidence) == (Step.CAPABILITY, "privacy", ANSWER_OTHER)
    assert below.step is Step.ASK


def test_a_single_word_that_leans_on_the_conversation_must_be_sure_by_itself() -> None:
    talking = Context(scheme="bio", topic="amount")

    def told(text: str, sure: float, context: Context = talking) -> tuple[Step, str | None]:
        plan = decide(Question(text, (("changes", sure), ("apply", 0.29))), context, always)
        return plan.step, plan.also

    assert told("omstart", ANSWER_WORD - LITTLE) == (Step.ASK, None)
    assert told("omstart", ANSWER_WORD) == (Step.ANSWER, None)
    assert told("en omstart", ANSWER_WORD - LITTLE) == (Step.ANSWER, "apply")


def test_out_of_scope_is_less_likely_while_a_scheme_is_talked_about() -> None:
    question = Question("hvor mange prosent får butikken", (("out_of_scope", 0.55), ("amount", 0.44)))
    talking = decide(question, Context(scheme="bio", topic="eligibility"), always)
    assert (talking.intent, talking.schemes, talking.how) == ("amount", ("bio",), How.CONTEXT)
    assert decide(question, EMPTY, always).intent == "out_of_scope"
    surely = Question("hva koster en taxi", (("out_of_scope", 0.95), ("amount", 0.04)))
    assert decide(surely, Context(scheme="bio"), always).intent == "out_of_scope"


def test_what_about_something_else_asks_the_same_of_the_scheme_talked_about() -> None:
    context = Context(scheme="bio", topic="covers")

    def told(text: str, outside: float, context: Context = context) -> tuple[str, tuple[str, ...]]:
        # In the middle of a conversation the odds are less by then.
        odds = outside / (1 - outside) * (TALKED_ABOUT_ODDS if context.scheme else 1.0)
        outside = odds / (1 + odds)
        rest = round((1 - outside) / 2, 4)
        plan = decide(Question(text, (("out_of_scope", outside), ("covers", rest), ("changes", rest))), context, always)
        return plan.intent, plan.schemes

    assert told("what about a driving licence", OUTSIDE_NAMED - LITTLE) == ("covers", ("bio",))
    assert told("what about the weather", OUTSIDE_NAMED + LITTLE)[0] == "out_of_scope"
    assert told("who sells a driving licence", OUTSIDE_NAMED - LITTLE)[0] == "out_of_scope"
    assert told("what about a driving licence", OUTSIDE_NAMED - LITTLE, EMPTY)[0] == "out_of_scope"


def test_a_surely_inferred_scheme_is_asked_about_before_it_is_turned_down() -> None:
    def told(outside: float, scheme: float, name: str = "bio") -> Step:
        ranking = (("out_of_scope", outside), ("amount", round(1 - outside, 4)))
        return decide(Question(SITUATION, ranking, inferred=((name, scheme),)), EMPTY, always).step

    assert told(OUTSIDE_INFERRED - LITTLE, SURELY_INFERRED) is not Step.CAPABILITY
    assert told(OUTSIDE_INFERRED, SURELY_INFERRED) is Step.CAPABILITY
    assert told(OUTSIDE_INFERRED - LITTLE, SURELY_INFERRED - LITTLE) is Step.CAPABILITY
    assert told(OUTSIDE_INFERRED - LITTLE, 1.0, NO_SCHEME) is Step.CAPABILITY


def test_a_named_scheme_is_turned_down_only_where_that_is_nearly_sure() -> None:
    def told(probability: float, *named: str) -> str:
        rest = ("calculate_subsidy", round(1 - probability, 4))
        question = Question("regn ut mentortilskudd", (("out_of_scope", probability), rest), named)
        return decide(question, EMPTY, always).intent

    assert told(OUTSIDE_NAMED, "mentor") == "out_of_scope"
    assert told(OUTSIDE_NAMED - LITTLE, "mentor") == "calculate_subsidy"
    assert told(OUTSIDE_NAMED - LITTLE) == "out_of_scope"


def test_the_threshold_of_being_out_of_scope_counts_itself_in() -> None:
    at = decide(asked("hva er momsen", "out_of_scope", ANSWER_OUTSIDE), EMPTY, always)
    below = decide(asked("hva er momsen", "out_of_scope", ANSWER_OUTSIDE - LITTLE), EMPTY, always)
    assert (at.step, at.intent) == (Step.CAPABILITY, "out_of_scope")
    assert below.step is Step.ASK


def test_a_capability_is_told_every_named_scheme_but_only_the_likeliest_inferred_ones() -> None:
    many = ("bio", "vta", "aft", "ips")
    named = decide(asked("sammenlign", "compare_schemes", named=many), EMPTY, always)
    inferred = tuple((scheme, 0.2 - place / 100) for place, scheme in enumerate(many))
    guessed = decide(asked(SITUATION, "find_scheme", inferred=((NO_SCHEME, 0.05), *inferred)), EMPTY, always)
    assert named.schemes == many
    assert (guessed.schemes, guessed.how) == (many[:OPTIONS], How.INFERRED)


# -- asking and missing


def test_the_threshold_of_hopelessness_counts_itself_in() -> None:
    def plan(sure: float) -> Step:
        return decide(asked(SITUATION, "amount", sure, inferred=(("bio", 0.9),)), EMPTY, always).step

    assert plan(HOPELESS) is Step.ASK
    assert plan(HOPELESS - LITTLE) is Step.MISSED


def test_an_unclear_question_on_a_known_scheme_is_asked_about() -> None:
    named = decide(asked("bio", "amount", HOPELESS / 2, named=("bio",)), EMPTY, always)
    carried = decide(asked("hm", "amount", HOPELESS / 2), TALKING, always)
    assert (named.step, carried.step) == (Step.ASK, Step.ASK)
    assert {option.scheme for option in named.options} == {"bio"}
    assert {option.scheme for option in carried.options} == {"mentor"}


def test_a_clear_topic_without_a_likely_scheme_is_asked_about() -> None:
    plan = decide(asked(SITUATION, "amount", 1.0, inferred=(("bio", 0.1), ("vta", 0.05))), EMPTY, always)
    assert plan.step is Step.ASK
    assert plan.options[0].scheme == "bio"


def test_a_puzzle_is_missed() -> None:
    plan = decide(puzzling(), EMPTY, always)
    assert plan.step is Step.MISSED
    assert len(plan.options) <= OPTIONS


def test_an_empty_question_is_missed() -> None:
    assert decide(Question("", ()), EMPTY, always).step is Step.MISSED


def test_only_topics_that_have_a_text_are_offered() -> None:
    covers = ("covers", HOPELESS / 2 + LITTLE)
    question = Question("bio?", (("amount", 0.4), covers, ("greet", 0.1), ("handoff", 0.05)), named=("bio",))
    plan = decide(question, EMPTY, lambda _scheme, topic: topic == "covers")
    assert plan.step is Step.ASK
    assert [(option.intent, option.scheme) for option in plan.options] == [("covers", "bio"), ("handoff", None)]


def test_something_else_is_offered_last() -> None:
    ranking = (("out_of_scope", ANSWER_OUTSIDE - LITTLE), ("amount", 0.3))
    plan = decide(Question(SITUATION, ranking, inferred=(("bio", 0.5), ("vta", 0.4))), EMPTY, always)
    assert [option.intent for option in plan.options] == ["amount", "amount", "out_of_scope"]


def test_the_probability_stated_is_that_of_the_first_reading_offered() -> None:
    ranking = (("out_of_scope", OUTSIDE_INFERRED - LITTLE), ("apply", 0.2))
    plan = decide(Question(SITUATION, ranking, inferred=(("bio", 1.0),)), EMPTY, always)
    assert [option.intent for option in plan.options] == ["apply", "out_of_scope"]
    assert (plan.step, plan.confidence) == (Step.ASK, plan.options[0].probability)


def test_nobody_is_asked_whether_they_meant_a_greeting() -> None:
    for reading in NEVER_OFFERED - {"crisis"}:
        question = Question("hm", ((reading, ANSWER_OTHER - LITTLE), ("amount", 0.3)), inferred=(("bio", 0.9),))
        assert reading not in {option.intent for option in decide(question, EMPTY, always).options}


def test_the_offers_are_the_likeliest_joint_readings_in_order() -> None:
    question = Question(SITUATION, (("amount", 0.4), ("thanks", 0.35)), inferred=(("bio", 0.5), (NO_SCHEME, 0.4)))
    options = joint_readings(question, resolve(question, EMPTY))
    assert [(option.intent, option.scheme) for option in options] == [
        ("thanks", None),
        ("amount", "bio"),
        ("amount", None),
    ]
    assert [option.probability for option in options] == pytest.approx([0.35, 0.2, 0.16])


# -- danger


def test_the_threshold_of_danger_counts_itself_in() -> None:
    def plan(share: float) -> tuple[Step, str]:
        question = Question("jeg orker ikke mer", (("amount", 1 - share), ("crisis", share)), named=("bio",))
        found = decide(question, EMPTY, always)
        return found.step, found.intent

    assert plan(CRISIS) == (Step.CAPABILITY, "crisis")
    assert plan(CRISIS - LITTLE) == (Step.ANSWER, "amount")


def test_danger_goes_before_a_button() -> None:
    question = Question("x", (("overview", 0.5), ("crisis", 0.5)), named=("bio",), chosen=True)
    assert decide(question, EMPTY, always).intent == "crisis"


# -- buttons


def test_a_button_is_followed_as_it_says() -> None:
    plan = decide(pressed("duration", "vta-o"), TALKING, always)
    assert (plan.step, plan.intent, plan.schemes, plan.how) == (Step.ANSWER, "duration", ("vta-o",), How.NAMED)


def test_a_button_without_scheme_keeps_the_scheme_talked_about() -> None:
    plan = decide(pressed("duration"), TALKING, always)
    assert (plan.step, plan.schemes) == (Step.ANSWER, ("mentor",))


def test_a_button_without_any_scheme_gets_the_general_answer() -> None:
    assert decide(pressed("duration"), EMPTY, always).step is Step.GENERAL


def test_a_button_for_something_else_is_that_capability() -> None:
    plan = decide(pressed("contact_nav"), TALKING, always)
    assert (plan.step, plan.intent) == (Step.CAPABILITY, "contact_nav")


# -- leaning on the conversation


@pytest.mark.parametrize("text", ["hva med bio?", "kva med bio?", "what about bio?", "og bio?", "enn bio?"])
def test_what_about_another_scheme_asks_for_the_same_topic(text: str) -> None:
    plan = decide(asked(text, "overview", 0.5, named=("bio",)), TALKING, always)
    assert (plan.step, plan.intent, plan.schemes) == (Step.ANSWER, "amount", ("bio",))


def test_what_about_is_believed_however_unsure_understanding_was() -> None:
    question = Question("hva med bio?", (("overview", 0.1), ("greet", 0.09)), named=("bio",))
    plan = decide(question, TALKING, always)
    assert (plan.step, plan.intent) == (Step.ANSWER, "amount")


def test_a_longer_what_about_asks_for_its_own_topic() -> None:
    fits = "hva med " + " ".join(["bio"] * (SHORT_QUESTION - 2))
    too_long = fits + " da"
    assert decide(asked(fits, "overview", named=("bio",)), TALKING, always).intent == "amount"
    assert decide(asked(too_long, "overview", named=("bio",)), TALKING, always).intent == "overview"


def test_a_topic_of_its_own_is_not_overridden() -> None:
    assert decide(asked("og hvor lenge varer bio?", "duration", named=("bio",)), TALKING, always).intent == "duration"


def test_what_about_the_scheme_talked_about_asks_for_its_own_topic() -> None:
    assert decide(asked("hva med frister?", "refund"), TALKING, always).intent == "refund"


@pytest.mark.parametrize("intent", ["more", "affirm"])
def test_more_goes_on_with_the_scheme_talked_about(intent: str) -> None:
    after_amount = decide(asked("fortell mer", intent), TALKING, always)
    after_overview = decide(asked("fortell mer", intent), Context(scheme="mentor", topic="overview"), always)
    assert (after_amount.step, after_amount.intent, after_amount.schemes) == (Step.ANSWER, "overview", ("mentor",))
    assert (after_overview.intent, after_overview.schemes) == ("eligibility", ("mentor",))


@pytest.mark.parametrize("intent", ["more", "affirm"])
def test_more_of_nothing_is_small_talk(intent: str) -> None:
    plan = decide(asked("ja", intent), EMPTY, always)
    assert (plan.step, plan.intent) == (Step.CAPABILITY, intent)


# -- whatever understanding says

shares = st.floats(0, 1)
schemes = st.sampled_from(["mentor", "bio", "vta-o", "midlertidig-lonnstilskudd"])
questions = st.builds(
    Question,
    text=st.sampled_from(["", "hva med den?", "den andre", "hva med den varige?", SITUATION]),
    ranking=st.lists(
        st.tuples(st.sampled_from(["amount", "overview", "more", "greet", "crisis", "find_scheme"]), shares),
        max_size=4,
        unique_by=lambda pair: pair[0],
    ).map(lambda pairs: tuple(sorted(pairs, key=lambda pair: -pair[1]))),
    named=st.lists(schemes, max_size=2, unique=True).map(tuple),
    weak=st.lists(schemes, max_size=2, unique=True).map(tuple),
    excluded=st.lists(schemes, max_size=2, unique=True).map(tuple),
    inferred=st.lists(
        st.tuples(st.one_of(schemes, st.just(NO_SCHEME)), shares), max_size=4, unique_by=lambda pair: pair[0]
    ).map(tuple),
    chosen=st.booleans(),
)
contexts = st.builds(
    Context,
    scheme=st.one_of(st.none(), schemes),
    previous=st.one_of(st.none(), schemes),
    topic=st.one_of(st.none(), st.sampled_from(TOPICS)),
)


@given(questions, contexts)
def test_whatever_is_found_the_plan_can_be_carried_out(question: Question, context: Context) -> None:
    plan = decide(question, context, always)
    assert NO_SCHEME not in plan.schemes
    assert len(plan.options) <= OPTIONS
    if plan.step is Step.ANSWER:
        assert plan.schemes
        assert plan.intent in TOPICS
        assert plan.runner_up not in plan.schemes
    if plan.step is Step.GENERAL:
        assert plan.intent in TOPICS
        assert not plan.schemes
    if plan.step is Step.CAPABILITY:
        assert plan.intent not in TOPICS
    likely = [option.probability for option in plan.options]
    assert likely == sorted(likely, reverse=True)
