"""What one message tells."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.calculator.extract import extract
from bot.calculator.extraction import Setting
from bot.calculator.figures import Figures
from bot.calculator.slots import Slot
from bot.knowledge.model import Knowledge
from bot.subsidy import Scheme

TODAY = date(2026, 11, 21)

ALONE: list[tuple[str, dict[str, Any]]] = [
    (
        "hva får jeg for en 60 % stilling med 28 000 i måneden, hun har nedsatt arbeidsevne, i Tromsø, fra 1. mars?",
        {
            "position": 60, "wage": 28000, "unit": "month", "group": "reduced", "tax": "7.9", "zone": "IVa",
            "place": "Tromsø", "start": "2027-03-01",
        },
    ),
    ("timelønna er 188 og han jobber 22 timer i uka", {"wage": 188, "unit": "hour", "week_hours": 22}),
    ("Vi betaler 215 i timen og hun jobber tre dager i uka", {"wage": 215, "unit": "hour", "position": 60}),
    ("en bartender på 33 100 i sone 5", {"wage": 33100, "tax": 0, "zone": "V"}),
    ("31 400 brutto, 10,2 feriepenger, 3 % otp, 14,1 aga",
     {"wage": 31400, "holiday": "10.2", "pension": 3, "tax": "14.1"}),
    ("otp 2 % aga 14,1 % feriepenger 12 %", {"pension": 2, "tax": "14.1", "holiday": 12}),
    ("lønna er 40 000 i full stilling, hun jobber 60 prosent", {"wage": 40000, "basis": "full", "position": 60}),
    ("28 000 i 100 % stilling, hun jobber 60 %", {"wage": 28000, "basis": "full", "position": 60}),
    ("198 kroner timen i full stilling", {"wage": 198, "unit": "hour", "position": 100}),
    ("tre hundre tusen i året, halv stilling", {"wage": 300000, "unit": "year", "position": 50}),
    ("årsløn 455 000, arbeidsgivaravgift 14,1", {"wage": 455000, "unit": "year", "tax": "14.1"}),
    ("rekneark: 60%-stilling, 28.000,- pr mnd, Bodø", {"position": 60, "wage": 28000, "unit": "month", "zone": "IVa"}),
    ("0,6 stilling og 28 000", {"position": 60, "wage": 28000}),
    ("fra 1. april til 31. desember med 28 300 i måneden", {"start": "2027-04-01", "end": "2027-12-31", "wage": 28300}),
    ("fra august til juni", {"start": "2027-08-01", "end": "2028-06-30"}),
    ("fra nyttår i et halvt år", {"start": "2027-01-01", "months": 6}),
    ("hun er 24 år og tjener 32,5 tusen", {"age": 24, "wage": 32500}),
    ("15-åring", {"age": 15}),
    ("28500 kr brutto uten pensjon", {"wage": 28500, "pension": 0}),
    ("Nav skal dekke 40 prosent, 80 prosent stilling", {"percent": 40, "position": 80}),
    ("varig lønnstilskudd 70 prosent på 37 800", {"scheme": "varig-lonnstilskudd", "percent": 70, "wage": 37800}),
    ("mentor 6 t i uka, 290 kr timen", {"scheme": "mentor", "hours": 26, "wage": 290, "unit": "hour"}),
    ("sommerjobb 3 uker, 160 i timen, 37,5 timer",
     {"scheme": "sommerjobb", "weeks": 3, "wage": 160, "week_hours": "37.5"}),
    ("utan nedsett arbeidsevne", {"group": "not_reduced"}),
    ("we pay 185 an hour for 20 hours a week", {"wage": 185, "unit": "hour", "week_hours": 20}),
    ("NOK 41,000 a month in Oslo, pension is 5 percent",
     {"wage": 41000, "unit": "month", "pension": 5, "place": "Oslo"}),
    ("vi betaler 30 000, 40 prosent og så 30 prosent etter et halvt år", {"wage": 30000, "percent": 40}),
    ("endre til 14,1 %", {"tax": "14.1"}),
    ("hva hvis hun jobber 80 %?", {"position": 80}),
    ("lønna er minus 500", {"wage": -500}),
    ("bonus på 2 000 og lønn 32 000", {"wage": 32000}),
    ("hun jobber annenhver uke for 210 kr timen", {"position": 50, "wage": 210, "unit": "hour"}),
    ("10 timer annankvar veke", {"week_hours": 5}),
    ("tre dager annenhver uke", {"position": 30}),
    ("fire timer om dagen, 200 kr timen", {"week_hours": 20, "wage": 200, "unit": "hour"}),
    ("4 timer dagen tre dager i uka", {"week_hours": 12}),
    ("født i 2004, tjener 28 000", {"age": 22, "wage": 28000}),
    ("hun fyller 30 i mai", {"age": 29}),
    ("fra 1. april ut året", {"start": "2027-04-01", "end": "2027-12-31"}),
    ("ut juni", {"end": "2027-06-30"}),
    ("endre start til 1. februar", {"start": "2027-02-01"}),
    ("endre varighet til 6 måneder", {"months": 6}),
    ("lønna blir 30-35 000", {"wage": 35000}),
    ("en halv million i året", {"wage": 500000, "unit": "year"}),
    ("vi holder til i Førde", {"zone": "Ia", "place": "Sunnfjord"}),
    ("bedriften ligger i kirkenes", {"zone": "V", "tax": 0, "place": "Sør-Varanger"}),
]  # fmt: skip

ANSWERS: list[tuple[Slot, str, dict[str, Any]]] = [
    (Slot.WAGE, "28 000", {"wage": 28000, "unit": "month"}),
    (Slot.WAGE, "210", {"wage": 210, "unit": "hour"}),
    (Slot.WAGE, "390 000", {"wage": 390000, "unit": "year"}),
    (Slot.WAGE, "0", {"wage": 0}),
    (Slot.WAGE, "mye", {}),
    (Slot.POSITION, "60", {"position": 60}),
    (Slot.POSITION, "0,6", {"position": 60}),
    (Slot.POSITION, "22,5 timer", {"week_hours": "22.5"}),
    (Slot.POSITION, "halv", {"position": 50}),
    (Slot.POSITION, "full", {"position": 100}),
    (Slot.POSITION, "to dager", {"position": 40}),
    (Slot.POSITION, "4 timer dagen", {"week_hours": 20}),
    (Slot.POSITION, "annenhver uke", {"position": 50}),
    (Slot.START, "så fort som mulig", {"start": "2026-11-21"}),
    (Slot.START, "uke 3", {"start": "2027-01-18"}),
    (Slot.START, "mandag 7. desember", {"start": "2026-12-07"}),
    (Slot.LENGTH, "1,5 år", {"months": 18}),
    (Slot.GROUP, "ja", {"group": "reduced"}),
    (Slot.GROUP, "nei", {"group": "not_reduced"}),
    (Slot.GROUP, "not reduced", {"group": "not_reduced"}),
    (Slot.GROUP, "veit ikkje", {"group": "unknown", "guessed": ("group",)}),
    (Slot.PLACE, "Alta", {"tax": 0, "zone": "V", "place": "Alta"}),
    (Slot.PLACE, "9008 Tromsø", {"tax": "7.9", "zone": "IVa"}),
    (Slot.PLACE, "4", {"tax": "5.1", "zone": "IV"}),
    (Slot.PLACE, "sone 1a", {"tax": "10.6", "zone": "Ia"}),
    (Slot.PLACE, "Førde", {"zone": "Ia", "place": "Sunnfjord"}),
    (Slot.PLACE, "Våler i Østfold", {"zone": "I", "place": "Våler"}),
    (Slot.PLACE, "Vet ikke (regn med 14,1 %)", {"tax_unknown": True, "guessed": ("place",)}),
    (Slot.PLACE, "40", {}),
    (Slot.START, "1.3", {"start": "2027-03-01"}),
    (Slot.LENGTH, "til 31. august", {"end": "2027-08-31"}),
    (Slot.LENGTH, "6", {"months": 6}),
    (Slot.HOLIDAY, "10,2", {"holiday": "10.2"}),
    (Slot.PENSION, "5 prosent", {"pension": 5}),
    (Slot.AGE, "24", {"age": 24}),
]


def plain(updates: dict[str, Any]) -> dict[str, Any]:
    """Return what was told as comparable values; what was only emptied is left out."""
    skipped = {"unit_said", "rescaled_from"}
    told = {name: value for name, value in updates.items() if value not in (None, False) and name not in skipped}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def same(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Tell whether all expected figures were found, numbers compared as numbers."""
    for name, value in expected.items():
        got = found.get(name, 0 if value == 0 else None)
        if isinstance(got, Decimal):
            if got != Decimal(str(value)):
                return False
        elif got != value:
            return False
    return True


@pytest.mark.parametrize(("text", "expected"), ALONE)
def test_a_message_tells_everything_in_it(knowledge: Knowledge, text: str, expected: dict[str, Any]) -> None:
    found = extract(text, Setting(Figures(), None, knowledge, TODAY))
    assert same(found.updates, {}) and same(plain(found.updates), expected), plain(found.updates)
    assert plain(found.updates).keys() <= expected.keys() | {"unit", "zone", "place", "tax"}, plain(found.updates)


@pytest.mark.parametrize(("slot", "text", "expected"), ANSWERS)
def test_an_answer_belongs_to_the_question(
    knowledge: Knowledge, slot: Slot, text: str, expected: dict[str, Any]
) -> None:
    found = extract(text, Setting(Figures(), slot, knowledge, TODAY))
    assert same(plain(found.updates), expected), plain(found.updates)
    assert bool(expected) is found.tells_something


def test_municipalities_with_two_zones_or_one_name_leave_a_choice(knowledge: Knowledge) -> None:
    setting = Setting(Figures(), Slot.PLACE, knowledge, TODAY)
    split = extract("Sunnfjord", setting).split
    assert split is not None and split.short_name == "Sunnfjord"
    assert {place.county for place in extract("Herøy", setting).choices} == {"Møre og Romsdal", "Nordland"}


def test_every_municipality_leads_to_a_contribution_or_a_question(knowledge: Knowledge) -> None:
    for place in knowledge.content.municipalities:
        setting = Setting(Figures(), Slot.PLACE, knowledge, TODAY)
        found = extract(f"{place.short_name} kommune", setting)
        assert Slot.PLACE in found.slots or found.split or found.choices, place.name
        if Slot.PLACE in found.slots:
            assert found.updates["zone"] == place.zone, place.name


def test_the_expenses_of_an_inclusion_grant_are_listed(knowledge: Knowledge) -> None:
    told = Figures(scheme=Scheme.INKLUDERING)
    found = extract("stol 12 000 og pult 15 000", Setting(told, Slot.EXPENSES, knowledge, TODAY))
    assert found.updates["expenses"] == (12000, 15000)
