"""What may not teach the assistant anything."""

from datetime import date
from pathlib import Path

import pytest

from bot.learning.checking import LONGEST, check
from bot.learning.heldout import NoHeldOutError, held_out_texts
from bot.learning.labelling import Entry, Labelling
from bot.learning.labels import Label
from bot.settings import ROOT
from tests.evaluation.leakage import held_out


@pytest.fixture
def training(tmp_path: Path) -> Path:
    folder = tmp_path / "nlu"
    folder.mkdir()
    (folder / "a.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: apply\n  examples: |\n    - Hvem betaler kursene?\n', "utf-8"
    )
    return folder


def labelled(*pairs: tuple[str, str | None]) -> Labelling:
    return Labelling(made=date(2026, 11, 22), questions=[Entry(text=text, label=label) for text, label in pairs])


def test_what_is_in_order_can_be_learnt(training: Path) -> None:
    found = check(
        labelled(
            ("hvem betaler for truckbevis til nye folk på lageret", "covers inkluderingstilskudd"),
            ("hvem betaler kursene", "covers"),
            ("tull", "skip"),
            ("noe", None),
            ("noe mer", "  "),
        ),
        training,
    )
    assert [(example.text, example.label) for example in found.examples] == [
        ("hvem betaler for truckbevis til nye folk på lageret", Label("covers", ("inkluderingstilskudd",)))
    ]
    assert (found.faults, found.known, found.skipped, found.unlabelled) == ([], 1, 1, 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("mentor for Kari, 15076500565, hvor mye", "personal data (fødselsnummer)"),
        ("ring 41234567 om mentor til lageret", "personal data (telefon)"),
        ("mentor for [fødselsnummer] hvor mye", "personal data (fødselsnummer)"),
        ("svar til kari@firma.no om mentor", "personal data (e-post)"),
        ("vi er 889640782 og lurer på mentor", "personal data (organisasjonsnummer)"),
        ("vi er 889 640 782 og lurer på mentor", "personal data (organisasjonsnummer)"),
        ("?!", "no words"),
        ("ord " * LONGEST, "longer than"),
    ],
)
def test_words_that_must_not_be_learnt_are_told(training: Path, text: str, reason: str) -> None:
    found = check(labelled(("hvordan er det med heisekurs til ansatte", "apply"), (text, "apply")), training)
    assert {fault.place for fault in found.faults} == {2}
    assert reason in str(found.faults[0])


def test_a_wrong_label_is_told_with_its_place(training: Path) -> None:
    (fault,) = check(labelled(("noe", None), ("hva er dette for noe rart", "beløp")), training).faults
    assert str(fault).startswith("question 2: `beløp` does not begin with")


def test_the_same_question_twice_is_told(training: Path) -> None:
    twice = labelled(("hvem tar regningen for truck", "covers"), ("Hvem tar regningen for truck?", "amount"))
    (fault,) = check(twice, training).faults
    assert str(fault) == "question 2: it is the same as question 1"


def test_no_held_out_question_can_be_learnt_not_even_a_near_copy(training: Path) -> None:
    sentences = [sentence.text for sentence in held_out() if len(sentence.key.split()) > 5][::50]
    assert len(sentences) > 10
    changed = [f"{text.strip(' ?.!')}!" for text in sentences]
    found = check(labelled(*((text, "apply") for text in changed)), training)
    assert len([fault for fault in found.faults if "held-out" in fault.reason]) == len(sentences)


def test_the_protected_messages_are_those_of_the_evaluation_and_of_the_testing_conversations() -> None:
    protected = set(held_out_texts(ROOT))
    assert {sentence.text for sentence in held_out()} <= protected
    assert "hva med den varige?" in protected


def test_without_the_held_out_set_nothing_is_checked(training: Path, tmp_path: Path) -> None:
    with pytest.raises(NoHeldOutError, match="No held-out messages"):
        check(labelled(("hvem tar regningen", "covers")), training, tmp_path)
