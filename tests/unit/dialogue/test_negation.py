"""Schemes that are named only to be ruled out."""

import pytest

from bot.dialogue.negation import Named, ruled_out
from bot.dialogue.reading import Reading

NAMES = {"lønnstilskudd": "midlertidig-lonnstilskudd", "wage subsidy": "midlertidig-lonnstilskudd", "mentor": "mentor",
         "AFT": "aft", "arbeidstrening": "arbeidstrening", "VTA-O": "vta-o"}  # fmt: skip


def found_in(text: str) -> list[Named]:
    """Return where the names of the test stand."""
    found = [Named(scheme, text.find(name), text.find(name) + len(name)) for name, scheme in NAMES.items()]
    return sorted((mention for mention in found if mention.start >= 0), key=lambda mention: mention.start)


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("mentor, ikke lønnstilskudd", {"midlertidig-lonnstilskudd"}),
        ("Ikkje om lønnstilskudd. Eg spør om mentor", {"midlertidig-lonnstilskudd"}),
        ("not AFT, the mentor grant", {"aft"}),
        ("no wage subsidy, just a mentor please", {"midlertidig-lonnstilskudd"}),
        ("can we have AFT without a mentor", {"mentor"}),
        ("arbeidstrening i stedet for mentor?", {"mentor"}),
        ("I want a mentor rather than wage subsidy", {"midlertidig-lonnstilskudd"}),
        ("glem lønnstilskudd, hva med AFT", {"midlertidig-lonnstilskudd"}),
        ("arbeidstrening, ikke AFT eller VTA-O", {"aft", "vta-o"}),
        ("nei, ikke mentor", {"mentor"}),
        ("not mentor", {"mentor"}),
        ("we don't want a wage subsidy, we want a mentor", {"midlertidig-lonnstilskudd"}),
        ("vi trenger ikke mentor, men AFT", {"mentor"}),
        ("me vil ikkje ha AFT, men arbeidstrening", {"aft"}),
    ],
)
def test_ruled_out(text: str, out: set[str]) -> None:
    assert ruled_out(text, found_in(text)) == out


@pytest.mark.parametrize(
    "text",
    [
        "hva er mentor",
        "hvorfor ikke mentor?",
        "kan vi ikke få mentor",
        "kan vi klare oss uten mentor i denne perioden når hun er ny",
        "kan me no mentor få",
        "no mentor",
        "No, mentor",
        "får me no AFT eller mentor",
        "ikke mentor?",
        "mentor og AFT",
        "det er ikke noe problem, mentor og lønnstilskudd",
    ],
)
def test_not_ruled_out(text: str) -> None:
    assert ruled_out(text, found_in(text)) == frozenset()


def latest(text: str, question: str, named: list[str]) -> dict[str, object]:
    """Return what Rasa sends for a message with one question."""
    entities = [{"entity": "scheme", "value": m.scheme, "start": m.start, "end": m.end} for m in found_in(text)]
    item = {"text": question, "ranking": [["overview", 0.9]], "named": named, "excluded": ["bio"]}
    return {"text": text, "questions": [item], "entities": entities}


def test_a_reading_forgets_what_its_question_rules_out() -> None:
    text = "Hei. Mentor. no wage subsidy, only AFT"
    question = Reading.from_message(latest(text, "no wage subsidy, only AFT", ["midlertidig-lonnstilskudd", "aft"]))
    (found,) = question.questions
    assert (found.named, found.excluded) == (("aft",), ("bio", "midlertidig-lonnstilskudd"))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("og AFT?", True), ("hva med mentor da", True), ("nei, jeg mente mentor", True), ("AFT", True),
        ("lønn i mentor", False), ("hvor lenge varer AFT", False), ("hva med oss", False),
    ],
)  # fmt: skip
def test_a_message_that_only_names_is_bare(text: str, bare: bool) -> None:
    (found,) = Reading.from_message(latest(text, text, ["aft"])).questions
    assert found.bare is bare


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("og den andre?", True), ("what about the permanent one?", True), ("det varige, altså", True),
        ("og?", False), ("hva med det", False), ("hvor mye for den andre", False),
    ],
)  # fmt: skip
def test_a_message_that_only_points_is_bare(text: str, bare: bool) -> None:
    (found,) = Reading.from_message(latest(text, text, [])).questions
    assert found.bare is bare
