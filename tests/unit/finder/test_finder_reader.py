"""Reading an employer's own words: three written forms, dialect, denial, doubt, ages and stretches of time."""

import pytest

from bot.finder import FinderForm
from bot.finder.cues import Pattern, words
from bot.finder.figures import age_is_below

FIGURES = {"sommerjobb.age_limit": 30, "midlertidig-lonnstilskudd.sick_leave_months": 12}


def tell(form: FinderForm, text: str) -> dict[str, str]:
    return {fact: " ".join(sorted(values)) for fact, values in form.reader.tell(text, FIGURES).items()}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hun er sykmeldt", {"sick": "sick"}),
        ("ho er sjukmeld no", {"sick": "sick"}),
        ("she is on sick leave", {"sick": "sick"}),
        ("hun er ikke sykmeldt", {"sick": "nei"}),
        ("ho er ikkje sjukmeld lenger", {"sick": "nei"}),
        ("sykmeldt er hun ikke", {"sick": "nei"}),
        ("she is not on sick leave", {"sick": "nei"}),
        ("ho e itj sjukmeldt", {"sick": "nei"}),
        ("hun er ikke bare sykmeldt", {"sick": "sick"}),
        ("vet ikke om hun er sykmeldt", {}),
        ("I'm not sure if she is on sick leave", {}),
        ("sykmeldt i tre uker", {"sick": "short"}),
        ("sjukmeld i fem månader", {"sick": "long"}),
        ("on sick leave for 14 months", {"sick": "year"}),
        ("sykmeldt fire ganger på ett år", {"sick": "long"}),
        ("uten nedsatt arbeidsevne", {"capacity": "full"}),
        ("hun har varig nedsatt arbeidsevne", {"capacity": "lasting"}),
        ("nedsett arbeidsevne", {"capacity": "reduced"}),
        ("har ikke uføretrygd", {"benefit": "nei"}),
        ("følges ikke opp av nav", {}),
        ("kandidaten er ikke registrert hos Nav", {"nav": "nei"}),
        ("hva kan vi få fra Nav?", {}),
        ("hun har ingen veileder på Nav", {"nav": "nei"}),
        ("har ingen erfaring og veileder på Nav", {"nav": "ja"}),
        ("trenger ikke utstyr", {}),
        ("treng utstyr og opplæring", {"needs": "equipment training"}),
        ("it is only work training", {"pay": "place"}),
        ("vi har ni ansatte", {}),
        ("søsteren til en ansatt", {}),
    ],
)
def test_told(form: FinderForm, text: str, told: dict[str, str]) -> None:
    found = tell(form, text)
    for fact, value in told.items():
        assert found.get(fact) == value, found
    if not told:
        assert not found.keys() & {"sick", "nav", "needs", "relation"}, found


def test_the_brief_example_fills_what_it_can(form: FinderForm) -> None:
    told = tell(form, "vi har en lærling med angst som trenger mer tid")
    assert told == {"relation": "apprentice", "capacity": "reduced", "needs": "colleague", "health": "mind"}


def test_contradictions_are_left_to_be_asked(form: FinderForm) -> None:
    assert "relation" not in tell(form, "en ansatt hos oss sa at vi kan ansette")


def test_one_wrong_letter_in_a_long_word_is_forgiven(form: FinderForm) -> None:
    assert tell(form, "han har uføretryd")["benefit"] == "ja"
    assert tell(form, "trenger hjelpemidel")["needs"] == "equipment"


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("hun er 24", True),
        ("en 24-åring", True),
        ("en gutt på 29 år", True),
        ("a 45-year-old woman", False),
        ("ei jente på 17", True),
        ("han er 30 år", False),
        ("under 30", True),
        ("eldre enn 50", False),
        ("har jobbet her i 22 år", None),
        ("stillingen er på 60 prosent", None),
        ("for 20 år siden", None),
        ("over 20 år", None),
        ("ingen alder her", None),
    ],
)
def test_ages(text: str, below: bool | None) -> None:
    assert age_is_below(text, 30) is below


def test_gaps_and_word_ends() -> None:
    assert Pattern.of("treng* .. tid").find(words("han trenger mye mer tid"))
    assert not Pattern.of("treng* .. tid").find(words("han trenger hjelp. tid er penger"))
    assert Pattern.of("*kokken vår").find(words("kjøkkenkokken vår"))
    assert Pattern.of("off-sick").find(words("off sick"))


@pytest.mark.parametrize(
    ("fact", "text", "values"),
    [
        ("nav", "Ja", {"ja"}),
        ("nav", "nei, ingen veileder", {"nei"}),
        ("nav", "yes", {"ja"}),
        ("capacity", "ja", {"reduced"}),
        ("capacity", "ja, varig", {"lasting"}),
        ("capacity", "No, not reduced", {"full"}),
        ("capacity", "3", {"lasting"}),
        ("capacity", "4", set()),
        ("needs", "litt utstyr og noen kurs", {"equipment", "training"}),
        ("needs", "Tid frå ein kollega", {"colleague"}),
        ("needs", "tidd fra en kolega", {"colleague"}),
        ("pay", "vi betaler vanlig lønn", {"wage"}),
        ("pay", "uten lønn", {"place"}),
        ("age", "hun er 45", {"adult"}),
        ("sick", "ja, siden i fjor, mye borte", {"long"}),
        ("post", "fast", {"permanent"}),
        ("relation", "Vet ikke", set()),
        ("relation", "veit ikkje heilt", set()),
        ("relation", "I don't know", set()),
        ("relation", "ein tilsett", {"employee"}),
    ],
)
def test_answers(form: FinderForm, fact: str, text: str, values: set[str]) -> None:
    answer = form.reader.answer(form.finder.question(fact), text, form.reader.tell(text, FIGURES))
    assert answer is not None
    assert answer.values == values


@pytest.mark.parametrize("text", ["blå", "hvordan er været", "9", "hmm"])
def test_what_answers_nothing(form: FinderForm, text: str) -> None:
    assert form.reader.answer(form.finder.question("nav"), text, {}) is None
