"""Dates, hours and names in words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.clock import OSLO
from bot.dialogue.voice import Voice
from bot.knowledge.model import Knowledge
from bot.knowledge.terms import Language

MakeVoice = Callable[..., Voice]


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("nb", date(2026, 7, 2), "2. juli 2026"),
        ("nn", date(2026, 7, 2), "2. juli 2026"),
        ("en", date(2026, 7, 2), "2 July 2026"),
        ("nb", date(2026, 5, 17), "17. mai 2026"),
        ("nn", date(2025, 12, 31), "31. desember 2025"),
        ("en", date(2025, 12, 31), "31 December 2025"),
    ],
)
def test_dates_are_written_out(voice_in: MakeVoice, language: Language, day: date, written: str) -> None:
    assert voice_in(language).date(day) == written


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_month_and_weekday_has_a_name(voice_in: MakeVoice, language: Language) -> None:
    voice = voice_in(language)
    assert len({voice.say(f"month_{month}") for month in range(1, 13)}) == 12
    assert len({voice.say(f"day_{weekday}") for weekday in range(7)}) == 7


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2026, 11, 23, 9, 0), "Telefonen er åpen nå, til klokka 15.00."),
        (datetime(2026, 11, 23, 14, 59), "Telefonen er åpen nå, til klokka 15.00."),
        (datetime(2026, 11, 23, 8, 59), "Telefonen er stengt nå og åpner i dag klokka 09.00."),
        (datetime(2026, 11, 23, 15, 0), "Telefonen er stengt nå og åpner i morgen klokka 09.00."),
        (datetime(2026, 11, 22, 12, 0), "Telefonen er stengt nå og åpner i morgen klokka 09.00."),
        (datetime(2026, 11, 20, 16, 0), "Telefonen er stengt nå og åpner mandag klokka 09.00."),
        (datetime(2026, 12, 25, 12, 0), "Telefonen er stengt nå og åpner mandag klokka 09.00."),
        (datetime(2027, 3, 24, 16, 0), "Telefonen er stengt nå og åpner tirsdag klokka 09.00."),
    ],
)
def test_hours_tell_the_next_change(voice_in: MakeVoice, now: datetime, told: str) -> None:
    assert voice_in("nb", now.replace(tzinfo=OSLO)).hours() == told


def test_hours_are_told_in_every_language(voice_in: MakeVoice) -> None:
    evening = datetime(2026, 11, 20, 16, 0, tzinfo=OSLO)
    assert voice_in("nn", evening).hours() == "Telefonen er stengd no og opnar måndag klokka 09.00."
    assert voice_in("en", evening).hours() == "The phone is closed now and opens on Monday at 09.00."


def test_a_line_that_never_opens_says_nothing(voice_in: MakeVoice, real_knowledge: Knowledge) -> None:
    phone = real_knowledge.contacts.phone
    silent = replace(phone, hours=replace(phone.hours, week=((),) * 7, exceptions={}))
    contacts = replace(real_knowledge.contacts, phone=silent)
    knowledge = Knowledge("silent", replace(real_knowledge.content, contacts=contacts))
    assert voice_in(knowledge=knowledge).hours() == ""


@pytest.mark.parametrize(
    ("language", "scheme", "written"),
    [
        ("nb", "midlertidig-lonnstilskudd", "midlertidig lønnstilskudd"),
        ("nn", "mentor", "mentortilskot"),
        ("en", "varig-lonnstilskudd", "permanent wage subsidy"),
        ("nb", "vta-o", "varig tilrettelagt arbeid i ordinær virksomhet (VTA-O)"),
        ("en", "vta-o", "permanently adapted work in an ordinary undertaking (VTA-O)"),
        ("nb", "ips", "individuell jobbstøtte (IPS)"),
        ("nb", "helseiarbeid", "HelseIArbeid"),
        ("nn", "trondelagsmodellen", "Trøndelagsmodellen"),
        ("nb", "vi-inkluderer", "Vi inkluderer!"),
    ],
)
def test_names_within_a_sentence(voice_in: MakeVoice, language: Language, scheme: str, written: str) -> None:
    assert voice_in(language).name_within(scheme) == written


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_name_within_a_sentence_differs_in_its_first_letter_only(voice_in: MakeVoice, language: Language) -> None:
    voice = voice_in(language)
    for scheme in voice.knowledge.schemes:
        name, within = voice.name(scheme), voice.name_within(scheme)
        assert within[1:] == name[1:]
        assert within[0].lower() == name[0].lower()


def test_an_abbreviation_keeps_its_capitals(voice_in: MakeVoice, real_knowledge: Knowledge) -> None:
    named = replace(real_knowledge.schemes["vta-o"], name={"nb": "VTA-O", "nn": "VTA-O", "en": "VTA-O"})
    schemes = {**real_knowledge.schemes, "vta-o": named}
    voice = voice_in(knowledge=Knowledge("short", replace(real_knowledge.content, schemes=schemes)))
    assert voice.name_within("vta-o") == "VTA-O"


def test_the_day_follows_the_moment(voice_in: MakeVoice) -> None:
    voice = voice_in(now=datetime(2026, 8, 31, 23, 59, tzinfo=OSLO))
    assert voice.today == date(2026, 8, 31)
    assert voice.phone == "55 55 33 36"


def test_a_text_that_does_not_exist_is_an_error(voice: Voice) -> None:
    assert voice.knows("greet")
    assert not voice.knows("nonsense")
    with pytest.raises(KeyError):
        voice.say("nonsense")
