"""Words that point to schemes without naming them."""

import pytest

from bot.dialogue.context import Context
from bot.dialogue.references import pair_of, pointed_at

COMPARED = Context(scheme="mentor", previous="bio", mentioned=("mentor", "bio"))
THREE = Context(scheme="aft", mentioned=("mentor", "bio", "aft"))
ONE_BY_ONE = Context(scheme="mentor", previous="bio")


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("hvem søker om det første?", "mentor"),
        ("kva med den fyrste?", "mentor"),
        ("how long is the first one", "mentor"),
        ("og førstnevnte?", "mentor"),
        ("hvor mye får vi av det andre", "bio"),
        ("and the other one?", "bio"),
        ("the second, please", "bio"),
        ("nummer to", "bio"),
        ("den siste da?", "bio"),
        ("what does the latter cover", "bio"),
        ("kva dekkjer sistnemnde", "bio"),
    ],
)
def test_one_of_two_that_were_set_out(text: str, scheme: str) -> None:
    assert pointed_at(text, COMPARED) == (scheme,)


def test_the_other_one_is_the_one_not_talked_about_just_now() -> None:
    assert pointed_at("hva med den andre?", Context(scheme="bio", mentioned=("mentor", "bio"))) == ("mentor",)


@pytest.mark.parametrize(
    "text",
    [
        "hvor lenge varer begge?",
        "kor lenge varer båe",
        "both of them?",
        "hvilken varer lengst?",
        "which pays the most?",
    ],
)
def test_both_that_were_set_out(text: str) -> None:
    assert pointed_at(text, COMPARED) == ("mentor", "bio")


@pytest.mark.parametrize(
    ("text", "scheme"), [("den andre", "bio"), ("the third one", "aft"), ("den siste", "aft"), ("det første", "mentor")]
)
def test_one_of_three_that_were_set_out(text: str, scheme: str) -> None:
    assert pointed_at(text, THREE) == (scheme,)


@pytest.mark.parametrize(
    "text",
    [
        "hva med den andre?",
        "tilbake til det forrige",
        "attende til det førre",
        "back to the previous one",
        "det vi snakket om først, hvor lenge varer det",
        "the one we talked about before",
        "og den første?",
    ],
)
def test_the_scheme_before(text: str) -> None:
    assert pointed_at(text, ONE_BY_ONE) == ("bio",)


@pytest.mark.parametrize(
    "text",
    [
        "hvor mye får vi den første måneden?",
        "kva skjer det andre året",
        "må begge parter skrive under?",
        "what about the first week",
        "gjelder det den andre ansatte også",
        "hvor lenge varer det",
    ],
)
def test_what_is_no_scheme_points_nowhere(text: str) -> None:
    assert pointed_at(text, COMPARED) == pointed_at(text, ONE_BY_ONE) == ()


def test_nothing_is_pointed_at_where_nothing_was_talked_about() -> None:
    for text in ("den andre", "begge", "det forrige", "the first one"):
        assert pointed_at(text, Context(scheme="mentor")) == ()


@pytest.mark.parametrize("text", ["hva er forskjellen på dem?", "kva skil desse", "compare the two", "begge to"])
def test_the_pair_that_was_talked_about(text: str) -> None:
    assert pair_of(text, COMPARED) == ("mentor", "bio")
    assert pair_of(text, ONE_BY_ONE) == ("bio", "mentor")
    assert pair_of(text, Context(scheme="mentor")) == ()


def test_no_pair_without_a_word_for_it() -> None:
    assert pair_of("hva er forskjellen", COMPARED) == ()
