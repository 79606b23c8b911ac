"""Which scheme a question is about."""

from dataclasses import replace

import pytest

from bot.dialogue.context import Context
from bot.dialogue.reading import NO_SCHEME
from bot.dialogue.resolve import CONTEXT_OVERRIDE, LONGEST_POINTING, SHORT_WORDS, TALKED_ABOUT, How, resolve

from .kit import EMPTY, asked

TALKING = Context(scheme="mentor", previous="bio", topic="overview")
WAGES = Context(scheme="midlertidig-lonnstilskudd", topic="duration")
LONG = "en ansatt hos oss har fått en sykdom som gjør at hun må ha noen med seg hele dagen"


def test_a_named_scheme_wins_over_everything() -> None:
    found = resolve(asked("hva er vta", named=("vta",), inferred=(("bio", 0.9),)), TALKING)
    assert (found.candidates, found.how) == ((("vta", 1.0),), How.NAMED)


def test_several_named_schemes_share_and_keep_their_order() -> None:
    found = resolve(asked("vta eller bio", named=("vta", "bio")), EMPTY)
    assert found.candidates == (("vta", 0.5), ("bio", 0.5))
    assert found.best == ("vta", 0.5)


def test_a_scheme_that_is_ruled_out_is_no_candidate() -> None:
    found = resolve(asked(LONG, excluded=("bio",), inferred=(("bio", 0.6), ("mentor", 0.3))), EMPTY)
    assert found.candidates == (("mentor", 0.3),)
    assert found.how is How.INFERRED


def test_an_everyday_word_in_a_situation_is_no_name() -> None:
    found = resolve(asked(LONG, weak=("opplaering",), inferred=(("bio", 0.4), ("opplaering", 0.1))), EMPTY)
    assert found.candidates == (("bio", 0.4), ("opplaering", 0.1))
    assert found.how is How.INFERRED


def test_probabilities_add_up_to_at_most_one() -> None:
    inferred = (("bio", 0.7), ("mentor", 0.2), (NO_SCHEME, 0.1))
    found = resolve(asked(LONG, weak=("opplaering", "oppfolging"), inferred=inferred), EMPTY)
    assert sum(share for _, share in found.candidates) == pytest.approx(1.0)
    assert found.best[0] == "bio"


def test_an_inferred_scheme_stands_where_nothing_was_talked_about() -> None:
    found = resolve(asked("hvor lenge varer det", inferred=(("bio", 0.6), (NO_SCHEME, 0.3))), EMPTY)
    assert (found.best, found.how) == (("bio", 0.6), How.INFERRED)


def test_nothing_found_means_no_scheme() -> None:
    assert resolve(asked(LONG), EMPTY).best == (NO_SCHEME, 1.0)


def test_a_question_that_fits_no_scheme_leans_on_the_conversation() -> None:
    found = resolve(asked(LONG, inferred=((NO_SCHEME, 0.9), ("vta", 0.05))), TALKING)
    assert (found.candidates, found.how) == ((("mentor", 1.0),), How.CONTEXT)


def test_a_short_question_leans_on_the_conversation() -> None:
    words = " ".join(["hvor", "lenge", "varer", "avtalen", "da", "egentlig", "nå"][:SHORT_WORDS])
    found = resolve(asked(words, inferred=(("vta", CONTEXT_OVERRIDE - 0.01),)), TALKING)
    assert (found.best[0], found.how) == ("mentor", How.CONTEXT)


def test_a_longer_question_may_be_about_what_is_talked_about() -> None:
    words = "hva skjer hvis hun som jobber hos oss slutter"
    assert len(words.split()) > SHORT_WORDS
    own = 0.4 / TALKED_ABOUT
    found = resolve(asked(words, inferred=(("vta", 0.4), ("mentor", own + 0.001))), TALKING)
    assert (found.candidates, found.how) == ((("mentor", 1.0),), How.CONTEXT)
    assert resolve(asked(words, inferred=(("vta", 0.4), ("mentor", own - 0.001))), TALKING).best[0] == "vta"
    # What is about no scheme in particular is about that one.
    assert (
        resolve(asked(words, inferred=(("vta", 0.4), (NO_SCHEME, 0.39), ("mentor", own))), TALKING).best[0] == "mentor"
    )
    assert resolve(asked(words, inferred=(("vta", 0.4), ("mentor", own + 0.001))), EMPTY).best[0] == "vta"


def test_a_longer_question_stands_by_itself() -> None:
    words = " ".join(["bedriften"] * (SHORT_WORDS + 1))
    found = resolve(asked(words, inferred=(("vta", CONTEXT_OVERRIDE - 0.01),)), TALKING)
    assert (found.best[0], found.how) == ("vta", How.INFERRED)


@pytest.mark.parametrize(
    "text",
    [
        "må bedriften ha en avtale med Nav før den kan starte opp",
        "må verksemda ha ein avtale med Nav før ordninga kan starte",
        "does the company need an agreement with Nav before the scheme can start",
        "kor mykje kan verksemda vår rekne med frå tilskotet kvar månad",
    ],
)
def test_a_pointing_question_leans_on_the_conversation(text: str) -> None:
    assert len(text.split()) > SHORT_WORDS
    found = resolve(asked(text, inferred=(("vta", CONTEXT_OVERRIDE - 0.01),)), TALKING)
    assert (found.best[0], found.how) == ("mentor", How.CONTEXT)


def test_a_story_that_points_stands_by_itself() -> None:
    words = " ".join(["bedriften"] * LONGEST_POINTING)
    unsure = (("vta", CONTEXT_OVERRIDE - 0.01),)
    assert resolve(asked(f"{words} det", inferred=unsure), TALKING).best[0] == "vta"
    assert resolve(asked(words.replace("bedriften", "det", 1), inferred=unsure), TALKING).best[0] == "mentor"


def test_a_very_likely_scheme_breaks_off_from_the_conversation() -> None:
    found = resolve(asked("lærling i bedriften", inferred=(("laerling", CONTEXT_OVERRIDE),)), TALKING)
    assert (found.best[0], found.how) == ("laerling", How.INFERRED)


@pytest.mark.parametrize(
    "text", ["hva med den andre?", "og den forrige?", "what about the other one?", "den førre då?"]
)
def test_the_other_one_is_the_scheme_before(text: str) -> None:
    found = resolve(asked(text, inferred=(("vta", 0.9),)), TALKING)
    assert (found.candidates, found.how) == ((("bio", 1.0),), How.CONTEXT)


def test_the_other_one_means_nothing_without_a_scheme_before() -> None:
    found = resolve(asked("hva med den andre?"), Context(scheme="mentor"))
    assert found.best[0] == "mentor"


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("hva med den varige?", "varig-lonnstilskudd"),
        ("kva med den varige då?", "varig-lonnstilskudd"),
        ("and the permanent one?", "varig-lonnstilskudd"),
        ("og det midlertidige?", "midlertidig-lonnstilskudd"),
        ("kva med det mellombels?", "midlertidig-lonnstilskudd"),
        ("enn det mellombelse då?", "midlertidig-lonnstilskudd"),
        ("hva med det fireårige?", "firearig-lonnstilskudd"),
        ("and the four-year one?", "firearig-lonnstilskudd"),
    ],
)
def test_an_adjective_picks_among_the_wage_subsidies(text: str, scheme: str) -> None:
    found = resolve(asked(text), WAGES)
    assert (found.candidates, found.how) == (((scheme, 1.0),), How.CONTEXT)


def test_an_adjective_beside_the_only_question_picks_too() -> None:
    question = asked("hvor lenge varer det?", told="Da blir det det vanlige midlertidige. Hvor lenge varer det?")
    varig = Context(scheme="varig-lonnstilskudd")
    assert resolve(question, varig).best[0] == "midlertidig-lonnstilskudd"
    assert resolve(replace(question, told=""), varig).best[0] == "varig-lonnstilskudd"


def test_an_adjective_picks_nothing_while_something_else_is_talked_about() -> None:
    assert resolve(asked("hva med den varige?"), TALKING).best[0] == "mentor"


def test_an_adjective_in_a_story_picks_nothing() -> None:
    story = "vi har en ansatt med varige helseplager som kanskje bør få en annen type arbeid her hos oss"
    assert resolve(asked(story, inferred=(("vta-o", 0.9),)), WAGES).best[0] == "vta-o"
