"""Comparison, combination and contact, with the real knowledge."""

from collections.abc import Callable
from datetime import datetime
from itertools import combinations

import pytest

from bot.clock import OSLO
from bot.dialogue.answers import answer_messages
from bot.dialogue.combining import Together, together
from bot.dialogue.comparing import comparison, schemes_to_compare
from bot.dialogue.contacting import Errand, asks_whom_to_reach, contact_message, errand_of
from bot.dialogue.plan import Plan, Step
from bot.dialogue.voice import Voice
from bot.knowledge.terms import LANGUAGES, SCHEME_IDS, Language, Relation

from .kit import check_message

MakeVoice = Callable[..., Voice]

TEMPORARY, PERMANENT = "midlertidig-lonnstilskudd", "varig-lonnstilskudd"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_alike_is_one_sentence_and_no_row(voice_in: MakeVoice, language: Language) -> None:
    voice = voice_in(language)
    message = comparison(TEMPORARY, PERMANENT, voice)
    check_message(message, language)
    assert [row["topic"] for row in message.custom["alike"]] == ["covers"]
    assert "covers" not in [row["topic"] for row in message.custom["rows"]]
    assert message.text.endswith(f"{voice.say('about_covers')}.")


def test_what_differs_in_a_figure_is_never_alike(voice: Voice) -> None:
    for first, second in combinations(SCHEME_IDS, 2):
        message = comparison(first, second, voice)
        for row in message.custom["alike"]:
            assert row["topic"] in {"covers", "eligibility"}, (first, second, row)


def test_a_list_that_a_row_announces_belongs_to_it(voice: Voice) -> None:
    message = comparison("mentor", "ekspertbistand", voice)
    covers = next(row for row in message.custom["rows"] if row["topic"] == "covers")
    assert "\n- " in covers["values"][1]


@pytest.mark.parametrize(
    ("text", "named", "schemes"),
    [
        ("hva er forskjellen på varig og midlertidig lønnstilskudd?", (TEMPORARY,), [PERMANENT, TEMPORARY]),
        ("skilnaden på mellombels og varig lønstilskot", (), [TEMPORARY, PERMANENT]),
        ("difference between temporary and permanent wage subsidy", (), [TEMPORARY, PERMANENT]),
        ("fireårig eller varig tilskudd?", (), ["firearig-lonnstilskudd", PERMANENT]),
        ("forskjellen på mentor og bio", ("mentor", "bio"), ["mentor", "bio"]),
        ("hva er forskjellen på en varig og en midlertidig ansettelse?", (), []),
    ],
)
def test_one_word_may_stand_for_two_schemes(text: str, named: tuple[str, ...], schemes: list[str]) -> None:
    assert schemes_to_compare(named, text, None) == schemes


def test_the_scheme_talked_about_is_the_other_one() -> None:
    assert schemes_to_compare(("bio",), "hva med bio?", "mentor") == ["mentor", "bio"]


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("mentor", TEMPORARY, Together.YES),
        (TEMPORARY, "mentor", Together.YES),
        (PERMANENT, TEMPORARY, Together.NO),
        ("mentor", "firearig-lonnstilskudd", Together.ASK),
        ("bio", "mentor", Together.UNKNOWN),
    ],
)
def test_whether_two_schemes_go_together(voice: Voice, first: str, second: str, verdict: Together) -> None:
    assert together(first, second, voice) is verdict


def test_the_content_never_allows_what_it_refuses(voice: Voice) -> None:
    for first, second in combinations(SCHEME_IDS, 2):
        found = {
            relation
            for relation in (Relation.COMBINES_WITH, Relation.NOT_WITH)
            for one, other in ((first, second), (second, first))
            if other in voice.knowledge.schemes[one].related.get(relation, ())
        }
        assert len(found) <= 1, (first, second)


@pytest.mark.parametrize(("language", "yes", "no"), [("nb", "Ja, ", "Nei, "), ("nn", "Ja, ", "Nei, "),
                                                     ("en", "Yes, ", "No, ")])  # fmt: skip
def test_yes_or_no_comes_first_with_a_source(voice_in: MakeVoice, language: Language, yes: str, no: str) -> None:
    voice = voice_in(language)
    for schemes, word in ((("mentor", TEMPORARY), yes), ((PERMANENT, TEMPORARY), no)):
        (message,) = answer_messages(Plan(Step.ANSWER, "combine", schemes), voice)
        check_message(message, language)
        assert message.text.startswith(word)
        assert message.text.split("\n\n")[1].split()[0].strip(",.") not in {"Ja", "Yes", "Nei", "No"}
        assert message.custom["sources"]


ERRANDS = [
    ("hvem kontakter jeg om refusjon?", Errand.REFUND),
    ("kven ringjer eg om utbetalinga som ikkje kjem", Errand.REFUND),
    ("who do I call about a refund claim in Bergen?", Errand.REFUND),
    ("vi får ikke tilgang til refusjonsløsningen", Errand.ACCESS),
    ("manglar tilgang i Altinn", Errand.ACCESS),
    ("we cannot log in to the agreement", Errand.ACCESS),
    ("hvem ringer jeg om en avtale som ikke er godkjent?", Errand.AGREEMENT),
    ("who can help with the agreement?", Errand.AGREEMENT),
    ("hvem ringer jeg i Alta?", None),
]


@pytest.mark.parametrize(("text", "errand"), ERRANDS)
def test_an_errand_is_told_by_its_words(text: str, errand: Errand | None) -> None:
    assert errand_of(text) is errand


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("refusjon", "https://tiltak-refusjon.nav.no"),
        ("avtale", "https://arbeidsgiver.nav.no/tiltaksgjennomforing"),
        ("tilgang", "https://www.nav.no/arbeidsgiver/tilganger"),
    ],
)
def test_every_errand_has_its_place(voice_in: MakeVoice, language: Language, text: str, place: str) -> None:
    voice = voice_in(language)
    message = contact_message(text, voice)
    check_message(message, language)
    assert place in message.text and message.custom["place"] == place
    assert "https://www.nav.no/arbeidsgiver/brukerstotte" in message.text
    assert voice.phone in message.text


@pytest.mark.parametrize(
    ("now", "is_open", "opens"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=OSLO), True, None),
        (datetime(2026, 11, 23, 15, tzinfo=OSLO), False, "2026-11-24T09:00:00+01:00"),
        (datetime(2026, 11, 27, 16, tzinfo=OSLO), False, "2026-11-30T09:00:00+01:00"),
        (datetime(2026, 12, 25, 10, tzinfo=OSLO), False, "2026-12-28T09:00:00+01:00"),
        (datetime(2027, 3, 24, 16, tzinfo=OSLO), False, "2027-03-30T09:00:00+02:00"),
    ],
)
def test_open_now_or_when_it_opens_next(voice_in: MakeVoice, now: datetime, is_open: bool, opens: str | None) -> None:
    message = contact_message("hvem ringer jeg i tromso?", voice_in(now=now))
    assert (message.custom["open"], message.custom.get("opens")) == (is_open, opens)
    assert (message.custom["municipality"], message.custom["region"]) == ("Tromsø", "Nav Troms og Finnmark")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("telefonnummer i Ålesund", True),
        ("hvem ringer jeg i Drammen?", True),
        ("korleis kontaktar eg Nav?", True),
        ("how do I reach Nav?", True),
        ("hvem kan ringe kunden vår?", False),
        ("jeg ringte Nav i går om foreldrepenger og fikk ikke noe ordentlig svar på det", False),
    ],
)
def test_a_short_question_of_how_to_reach_nav_is_known_by_its_words(voice: Voice, text: str, asks: bool) -> None:
    assert asks_whom_to_reach(text, voice) is asks
