"""Buttons: payloads and typed answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.choices import Choice, parse, pick
from bot.conversation.replies import Button

OFFERED = (
    Button("Midlertidig lønnstilskudd", "velg:midlertidig-lonnstilskudd:amount"),
    Button("Varig lønnstilskudd", "velg:varig-lonnstilskudd:amount"),
    Button("Mentortilskudd", "velg:mentor:"),
)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("velg:mentor:amount", Choice("mentor", "amount")),
        ("velg:vta-o:", Choice("vta-o")),
        ("velg::employer_requirements", Choice(topic="employer_requirements")),
        ("velg:intent:contact_nav", Choice(intent="contact_nav")),
        ("velg::", None),
        ("velg:", None),
        ("velg:Mentor:amount", None),
        ("velg:men tor:amount", None),
        ("velg:mentor:amount:x", None),
        ("velg:../x:amount", None),
        ("velg:mentor:amount\n", Choice("mentor", "amount")),
        ("mentor", None),
    ],
)
def test_payloads(payload: str, expected: Choice | None) -> None:
    assert parse(payload) == expected


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("1", 0),
        ("2.", 1),
        ("(3)", 2),
        ("den første", 0),
        ("den andre takk", 1),
        ("nummer to", 1),
        ("alternativ 3", 2),
        ("Det siste", 2),
        ("the second one", 1),
        ("first", 0),
        ("nr. 2", 1),
        ("tredje", 2),
        ("MIDLERTIDIG LØNNSTILSKUDD", 0),
        ("varig  lønnstilskudd?", 1),
        ("midlertidig", 0),
        ("jeg mener den varige", 1),
        ("mentor", 2),
    ],
)
def test_typed_answers(typed: str, place: int) -> None:
    assert pick(typed, OFFERED, clarifying=True) is OFFERED[place]


@pytest.mark.parametrize(
    "typed",
    [
        "4",
        "0",
        "99999999999",
        "lønnstilskudd",
        "hva er forskjellen på dem",
        "vi har 2 ansatte",
        "nei",
        "ingen av dem",
        "er",
        "",
        "midlertidig lønnstilskudd, hvor lenge varer det og hvem kan få det",
    ],
)
def test_other_answers_pick_nothing(typed: str) -> None:
    assert pick(typed, OFFERED, clarifying=True) is None


def test_part_of_a_title_counts_only_where_the_bot_asked() -> None:
    assert pick("mentor", OFFERED) is None
    assert pick("mentortilskudd", OFFERED) is OFFERED[2]


def test_a_number_is_the_answer_where_a_form_offers_figures() -> None:
    months = (Button("6 måneder", "6"), Button("12 måneder", "12"))
    assert pick("1", months, asking=True) is None
    assert pick("12 måneder", months, asking=True) is months[1]
    assert pick("12", months, asking=True) is months[1]
    answers = (Button("Ja", "ja"), Button("Nei", "nei"))
    assert pick("2", answers, asking=True) is answers[1]


@given(st.text(max_size=60), st.booleans(), st.booleans())
def test_any_text_is_fine(text: str, clarifying: bool, asking: bool) -> None:
    picked = pick(text, OFFERED, clarifying=clarifying, asking=asking)
    assert picked is None or picked in OFFERED
    assert pick(text, (), clarifying=clarifying, asking=asking) is None
    assert parse(text) is None or text.startswith("velg:") or text.strip().startswith("velg:")
