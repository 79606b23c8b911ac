"""Conversations with the calculator, turn by turn, in three languages."""

from collections.abc import Callable

import pytest

from bot.knowledge.model import Language
from tests.unit.calculator.conftest import Talk

Make = Callable[..., Talk]

DONE = "done"
Turn = tuple[str, str]
"""What is said, and the slot asked for then, or `done`."""

CONVERSATIONS: list[tuple[Language, list[Turn]]] = [
    # Everything at once; only what is unclear is asked.
    ("nb", [("28 000 i måneden for stillingen, 60 % stilling, nedsatt arbeidsevne, Tromsø, fra 1. mars", DONE)]),
    ("nb", [("hva får jeg for en 60 % stilling med 28 000 i måneden, hun har nedsatt arbeidsevne, Tromsø, fra 1. mars",
             "basis"), ("for stillingen på 60 %", DONE)]),
    ("nb", [("lønnstilskudd for en på 30 000 i Oslo", "group"), ("nedsatt arbeidsevne", DONE)]),
    ("nn", [("rekn ut lønstilskot: 34 800 i månaden, ikkje nedsett arbeidsevne, Alta", DONE)]),
    ("en", [("wage subsidy for 185 an hour, 20 hours a week, reduced work capacity, Oslo", DONE)]),
    # The shortest way.
    ("nb", [("kalkulator", "wage"), ("32 500", "group"), ("vet ikke", "place"), ("vet ikke", DONE)]),
    ("nn", [("rekn ut tilskot", "wage"), ("32 500", "group"), ("veit ikkje", "place"), ("veit ikkje", DONE)]),
    ("en", [("calculate", "wage"), ("32,500", "group"), ("don't know", "place"), ("don't know", DONE)]),
    # Wage for the post or for full time, by the hour, by the year.
    ("nb", [("regn ut, 50 % stilling", "wage"), ("400 000 i året", "basis"), ("full stilling", "group"),
            ("nei", "place"), ("sone 2", DONE)]),
    ("nb", [("regn ut", "wage"), ("40 000 for full stilling", "position"), ("60", "group"), ("ja", "place"),
            ("Bodø", DONE)]),
    ("nb", [("regn ut", "wage"), ("210 kr timen", "position"), ("tre dager i uka", "group"), ("ja", "place"),
            ("5", DONE)]),
    ("nb", [("regn ut", "wage"), ("210", "position"), ("vet ikke", "group"), ("ja", "place"), ("5", DONE)]),
    ("nn", [("rekn ut", "wage"), ("tre hundre tusen i året", "group"), ("ja", "place"), ("Voss", "zone"),
            ("Granvin", DONE)]),
    ("en", [("calculate for a 50% position", "wage"), ("360,000 a year", "basis"), ("full time", "group"),
            ("yes", "place"), ("Oslo", DONE)]),
    ("nb", [("regn ut 24 000 og 20 timer i uka", "basis"), ("Stillingen på 20 timer i uka", "group"),
            ("ja", "place"), ("Oslo", DONE)]),
    # Places.
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne", "place"), ("Herøy", "place"), ("Herøy i Nordland", DONE)]),
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne", "place"), ("Sunnfjord", "zone"),
            ("Sone II: Gaular, Jølster og Naustdal", DONE)]),
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne", "place"), ("Sunnfjord", "zone"), ("vet ikke", DONE)]),
    ("nb", [("regn ut 30 000 i Molde", "group"), ("ja", "zone"), ("Nesset", DONE)]),
    ("nb", [("regn ut 30 000", "group"), ("Tromsø og Oslo", "group"), ("ja", "place"), ("Tromsø", DONE)]),
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne", "place"), ("14,1 %", DONE)]),
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne", "place"), ("månen", "place"), ("hva vet jeg", "place"),
            ("sone 3", DONE)]),
    # Wrong figures are named, and asked for again.
    ("nb", [("regn ut", "wage"), ("mye", "wage"), ("-500", "wage"), ("0", "wage"), ("500 000 000", "wage"),
            ("30 000", "group")]),
    ("nn", [("rekn ut", "wage"), ("210 kr timen", "position"), ("500 %", "position"), ("0 %", "position"),
            ("-20 %", "position"), ("50 %", "group")]),
    ("nb", [("regn ut 30 000 fra 01.01.1990", "start"), ("31. februar", "start"), ("1. april", "group")]),
    ("nb", [("regn ut 30 000, han er 15 år", "age"), ("73", "age"), ("24", "group")]),
    ("nb", [("regn ut 30 000, hun er 73 år", "age"), ("vet ikke", "group")]),
    ("en", [("calculate 30,000 a month, start in 1990, aged 15", "start"), ("1 March", "age"), ("30", "group")]),
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne Oslo i 4 år", "length"), ("ett år", DONE)]),
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne Oslo, hun er 71 år", "length"), ("2 måneder", DONE)]),
    ("nb", [("regn ut 30 000 ikke nedsatt arbeidsevne Oslo fra 1. mars til 1. februar 2027", "length"), ("6", DONE)]),
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne Oslo, otp 45 %", "pension"), ("5", DONE)]),
    ("nb", [("regn ut 30 000, Nav dekker 50 % tilskudd", "percent"), ("60", "place"), ("Oslo", DONE)]),
    # Other schemes.
    ("nb", [("regn ut varig lønnstilskudd", "wage"), ("61 000", "place"), ("Alta", DONE)]),
    ("nb", [("lønnstilskudd på 75 prosent, 40 000 i måneden", "place"), ("Oslo", DONE)]),
    ("nb", [("varig lønnstilskudd 80 % tilskudd, 40 000, Oslo", "percent"), ("70", DONE)]),
    ("en", [("four-year subsidy for someone on 380 000 a year in Oslo", DONE)]),
    ("en", [("four-year subsidy for a 34-year-old on 380 000 a year in Oslo", "age"), ("24", DONE)]),
    ("nb", [("sommerjobb 3 uker 180 kr timen, 37,5 timer", "group"), ("vet ikke", "place"), ("Oslo", DONE)]),
    ("nb", [("sommerjobb 6 uker 24 000, nedsatt arbeidsevne, Oslo", "length"), ("4 uker", DONE)]),
    ("nb", [("sommerjobb 24 000, nedsatt arbeidsevne, Oslo, fra 1. mars", "start"), ("15. juni", DONE)]),
    ("nb", [("mentor", "wage"), ("250 kr timen", "hours"), ("10 timer", "place"), ("Oslo", DONE)]),
    ("nn", [("mentor som tener 45 000 i månaden, fire timar i veka, Bergen", DONE)]),
    ("nb", [("mentor", "wage"), ("250", "hours"), ("vet ikke", "hours"), ("0", "hours"), ("8", "place")]),
    ("nb", [("mentor 250 kr timen 10 timer Oslo i ett år", "group"), ("ja", DONE)]),
    ("nb", [("mentor 250 kr timen 10 timer Oslo i ett år", "group"), ("vet ikke", "length"), ("6 måneder", DONE)]),
    ("nb", [("inkluderingstilskudd", "expenses"), ("stol 12 000 og pult 15 000", DONE)]),
    ("nb", [("inkluderingstilskudd", "expenses"), ("vet ikke, vis taket", DONE)]),
    ("nb", [("inkluderingstilskudd", "expenses"), ("-100", "expenses"), ("190 000", DONE)]),
    ("nb", [("vta-o", "agreed"), ("ja", DONE)]),
    # Change of mind.
    ("nb", [("regn ut", "wage"), ("30 000", "group"), ("nei, lønna er 35 000", "group"), ("ja", "place"),
            ("Oslo", DONE)]),
    ("nb", [("regn ut 30 000", "group"), ("jeg mente varig lønnstilskudd", "place"), ("Oslo", DONE)]),
    ("nb", [("regn ut 30 000", "group"), ("start på nytt", "wage"), ("28 000", "group")]),
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne Oslo", DONE), ("hva hvis hun jobber 80 %?", "basis"), ("80", DONE)]),
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne Oslo", DONE), ("endre lønn", "wage"), ("35 000", DONE)]),
    ("nb", [("regn ut 30 000 nedsatt arbeidsevne Oslo", DONE), ("endre stillingsprosent", "position"), ("100", DONE)]),
    ("en", [("calculate 30,000 reduced work capacity Oslo", DONE), ("change wage", "wage"), ("35,000", DONE)]),
    ("nb", [("mentor 250 kr timen 10 timer Oslo", DONE), ("endre timer", "hours"), ("20", DONE)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "turns"), CONVERSATIONS, ids=lambda value: value if isinstance(value, str) else None
)
def test_conversations(talk: Make, language: Language, turns: list[Turn]) -> None:
    conversation = talk(language)
    for text, expected in turns:
        message = conversation.say(text)
        assert message is not None, text
        kind = message.custom["kind"]
        assert (DONE if kind == "calculation" else message.custom.get("slot")) == expected, (text, message.text)
        assert message.custom["language"] == language
        assert "{" not in message.text and "None" not in message.text
        if kind == "question":
            assert message.custom["form"] == "calculator"
            assert message.custom["input"] in {"number", "percent", "date", "municipality", "choice", "text"}
