"""Labels, the file they are written in, and training data made of them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from bot.knowledge.terms import TOPICS
from bot.learning.collect import Trouble, Unclear
from bot.learning.grouping import Group
from bot.learning.labelling import Entry, FileError, Labelling, Proposal, entries, read, write
from bot.learning.labels import INTENTS, WITH_SCHEME, Label, LabelError, parse_label
from bot.learning.training_data import Example, append, known_sentences
from bot.settings import ROOT

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("amount mentor", Label("amount", ("mentor",))),
        ("  apply   vta vta-o vta ", Label("apply", ("vta", "vta-o"))),
        ("apply", Label("apply")),
        ("out_of_scope", Label("out_of_scope")),
        ("skip", None),
    ],
)
def test_a_label_is_read(written: str, label: Label | None) -> None:
    assert parse_label(written) == label


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("beløp", "does not begin with a topic"),
        ("mentor", "does not begin with a topic"),
        ("", "does not begin with a topic"),
        ("skip mentor", "does not begin with a topic"),
        ("amount mentorr", "`mentorr` is no scheme"),
        ("greet mentor", "`greet` is about no scheme"),
    ],
)
def test_a_wrong_label_is_told(written: str, reason: str) -> None:
    with pytest.raises(LabelError, match=reason):
        parse_label(written)


def test_every_intent_of_the_domain_can_be_a_label() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    assert set(INTENTS) == set(domain["intents"])
    assert set(TOPICS) < WITH_SCHEME < set(INTENTS)


def labelling_file(path: Path) -> Path:
    said = Unclear("hva: «med» støtta", "nn", Trouble.UNCLEAR, "clarify: x / y", datetime(2026, 11, 20, tzinfo=UTC))
    group = Group(said, 3, ("kva med støtta",), (Trouble.THUMBS_DOWN, Trouble.UNCLEAR))
    made = entries([group], [[Proposal(label="amount mentor", probability=0.41)]])
    write(path, Labelling(made=DAY, questions=made))
    return path


def test_a_file_is_written_to_be_labelled_and_reads_back(tmp_path: Path) -> None:
    path = labelling_file(tmp_path / "a.yml")
    text = path.read_text("utf-8")
    assert "\n  label:\n" in text or text.endswith("  label:\n")
    assert "reviewer:\n" in text
    assert text.startswith("#")
    labelled = read(path)
    assert (labelled.made, labelled.reviewer) == (DAY, None)
    (entry,) = labelled.questions
    assert (entry.text, entry.count, entry.kind, entry.label) == ("hva: «med» støtta", 3, Trouble.THUMBS_DOWN, None)
    assert entry.proposed[0].label == "amount mentor"
    path.write_text(text.replace("  label:\n", "  label: amount mentor\n"), "utf-8")
    assert read(path).questions[0].label == "amount mentor"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read"),
        ("a: [", "is no YAML"),
        ("- 1", "the file"),
        ("made: 2026-11-22\nquestions:\n- text: a\n  lable: b\n", "questions.0.lable"),
        ("made: 2026-11-22\n", "questions"),
    ],
)
def test_a_file_that_is_not_right_is_told(tmp_path: Path, content: str | None, reason: str) -> None:
    path = tmp_path / "a.yml"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(FileError, match=reason):
        read(path)


def test_an_entry_by_hand_needs_only_its_text_and_label() -> None:
    assert Entry(text="hva", label="apply").kind is Trouble.UNCLEAR


EXAMPLES = [
    Example("hvem betaler truckkurset?", Label("covers", ("inkluderingstilskudd",))),
    Example("to: linjer\nog «tegn» # her", Label("apply", ("vta", "vta-o"))),
    Example("hvem betaler heisen", Label("covers", ("inkluderingstilskudd",))),
    Example("kor er kontoret", Label("contact_nav")),
]


def test_accepted_questions_are_training_data_with_the_reviewers_name(tmp_path: Path) -> None:
    path = append(tmp_path, EXAMPLES, "Kari\nNordmann", DAY)
    assert path == tmp_path / "learned" / "2026-11-22.yml"
    blocks = yaml.safe_load(path.read_text("utf-8"))["nlu"]
    assert [(block["intent"], block.get("metadata")) for block in blocks] == [
        ("covers", {"scheme": "inkluderingstilskudd"}),
        ("apply", {"scheme": ["vta", "vta-o"]}),
        ("contact_nav", None),
    ]
    assert path.read_text("utf-8").count("# Reviewed by Kari Nordmann, 2026-11-22.") == 3
    assert set(known_sentences(tmp_path)) == {
        "hvem betaler truckkurset?", "hvem betaler heisen", "to: linjer og «tegn» # her", "kor er kontoret",
    }  # fmt: skip


def test_a_second_time_on_the_same_day_adds_to_the_file(tmp_path: Path) -> None:
    append(tmp_path, EXAMPLES[:1], "Kari", DAY)
    path = append(tmp_path, EXAMPLES[3:], "Ola", DAY)
    text = path.read_text("utf-8")
    assert len(yaml.safe_load(text)["nlu"]) == 2
    assert (text.count("version:"), text.count("by Kari"), text.count("by Ola")) == (1, 1, 1)
    assert list(path.parent.iterdir()) == [path]


def test_the_training_sentences_are_all_read() -> None:
    sentences = known_sentences(ROOT / "data" / "nlu")
    assert len(sentences) > 10_000
    assert "er du en robot" in sentences
