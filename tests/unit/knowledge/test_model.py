"""Answers of a snapshot."""

from datetime import date
from decimal import Decimal

import pytest

from bot.knowledge.model import Knowledge, ParameterNotSet

from .conftest import TODAY


def test_an_answer_is_told_with_the_figures_of_the_day(knowledge: Knowledge) -> None:
    answer = knowledge.answer("mentor", "amount", "en", TODAY)
    assert answer is not None
    assert answer.text == "Up to NOK 136,549 and NOK 68,275."
    earlier = knowledge.answer("mentor", "amount", "en", date(2026, 4, 30))
    assert earlier is not None
    assert earlier.text == "Up to NOK 130,160 and NOK 65,080."
    assert (answer.scheme, answer.topic, answer.language, answer.confidence) == (
        "mentor",
        "amount",
        "en",
        "medium",
    )


def test_the_oldest_source_decides_how_old_an_answer_is(knowledge: Knowledge) -> None:
    answer = knowledge.answer("mentor", "duration", "nb", TODAY)
    assert answer is not None
    assert [source.id for source in answer.sources] == ["law", "page"]
    assert answer.checked == date(2023, 6, 7)
    assert answer.stale
    fresh = knowledge.answer("bio", "overview", "nb", TODAY)
    assert fresh is not None
    assert not fresh.stale
    later = knowledge.answer("bio", "overview", "nb", date(2027, 7, 3))
    assert later is not None
    assert later.stale


@pytest.mark.parametrize(
    ("on", "text", "valid_from", "valid_to"),
    [
        (date(2026, 8, 31), "You get NOK 7,321.", None, date(2026, 8, 31)),
        (date(2026, 9, 1), "You get nothing.", date(2026, 9, 1), None),
        (date(2025, 3, 1), "You get NOK 7,067.", None, date(2026, 8, 31)),
    ],
)
def test_the_text_of_the_day_is_chosen(
    knowledge: Knowledge, on: date, text: str, valid_from: date | None, valid_to: date | None
) -> None:
    answer = knowledge.answer("vta-o", "amount", "en", on)
    assert answer is not None
    assert (answer.text, answer.valid_from, answer.valid_to) == (text, valid_from, valid_to)


def test_before_the_first_figure_the_first_is_told_with_its_date(knowledge: Knowledge) -> None:
    answer = knowledge.answer("vta-o", "amount", "en", date(2024, 6, 1))
    assert answer is not None
    assert (answer.text, answer.valid_from) == ("You get NOK 7,067.", date(2025, 1, 1))


def test_what_is_not_told_is_none(knowledge: Knowledge) -> None:
    assert knowledge.answer("mentor", "legal", "nb", TODAY) is None
    assert knowledge.answer("unknown", "legal", "nb", TODAY) is None
    assert knowledge.general("legal", "nb", TODAY) is None
    assert knowledge.note("bio", "nb", TODAY) is None


def test_general_answers_belong_to_no_scheme(knowledge: Knowledge) -> None:
    answer = knowledge.general("apply", "nn", TODAY)
    assert answer is not None
    assert (answer.scheme, answer.text) == ("", "Ring Nav.")


def test_values_are_exact(knowledge: Knowledge) -> None:
    assert knowledge.value("grunnbelop", TODAY) == 136549
    assert knowledge.value("fem_g", date(2026, 4, 30)) == 650800
    assert knowledge.value("mentor.half_g", TODAY) == Decimal("68274.5")
    assert knowledge.written("mentor.max_months", "nn", TODAY) == "6 månader"
    assert knowledge.figure("grunnbelop", TODAY).valid_from == date(2026, 5, 1)
    with pytest.raises(ParameterNotSet):
        knowledge.value("grunnbelop", date(2020, 1, 1))
    with pytest.raises(ParameterNotSet):
        knowledge.value("vta-o.rate", TODAY)


def test_the_note_of_a_changed_scheme(knowledge: Knowledge) -> None:
    assert knowledge.note("mentor", "en", TODAY) == "Nav now pays without a claim."


def test_the_office_of_a_municipality(knowledge: Knowledge) -> None:
    [alta] = knowledge.municipalities("vi holder til i Alta")
    office = knowledge.office(alta)
    assert office.region is not None
    assert (office.region.name, office.region.seat, office.certain) == (
        "Nav Troms og Finnmark",
        "Tromsø",
        True,
    )
    [karasjok] = knowledge.municipalities("Karasjok")
    assert not knowledge.office(karasjok).certain
