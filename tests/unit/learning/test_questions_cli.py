"""`bot questions`, as a reviewer meets it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.learning import cli
from bot.learning.labelling import read
from bot.learning.labels import parse_label
from bot.learning.proposals import NoProposalsError, propose
from bot.learning.trial import Change
from bot.run.preflight import NotReadyError
from bot.run.training import model_path
from bot.settings import ROOT, Settings, get_settings

from .conftest import Say

FALLBACK = {"kind": "fallback"}


@pytest.fixture(autouse=True)
def settings(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own, with a small part of the training data."""
    data = tmp_path / "data"
    (data / "nlu").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "nlu" / "other" / "thanks.yml", data / "nlu" / "thanks.yml")
    monkeypatch.setenv("DATA_DIR", str(data))
    monkeypatch.setenv("DATABASE_URL", url)
    # The width is taken when the module is loaded, from a terminal or from COLUMNS, whichever there was.
    monkeypatch.setattr(cli.out, "width", 200)
    get_settings.cache_clear()
    yield data
    get_settings.cache_clear()


def questions(*arguments: str | Path, answer: str | None = None) -> Result:
    return CliRunner().invoke(app, ["questions", *map(str, arguments)], input=answer)


@pytest.fixture
def file(tmp_path: Path, say: Say) -> Path:
    """A file with three questions, of which two are labelled."""
    for text in ("hvem betaler heisekurs til lageret", "hvem betaler heisekurs til lageret?", "hva med plenen", "tja"):
        say(text, FALLBACK)
    path = tmp_path / "label.yml"
    assert questions("unclear", "--out", path, "--no-proposals").exit_code == 0
    text = path.read_text("utf-8")
    for label in ("covers inkluderingstilskudd", "skip"):
        text = text.replace("  label:\n", f"  label: {label}\n", 1)
    path.write_text(text, "utf-8")
    return path


def test_nothing_unclear_is_said(url: str) -> None:
    result = questions("unclear")
    assert (result.exit_code, result.output) == (0, "Nothing was unclear, turned down or judged badly.\n")


def test_what_was_unclear_is_listed_with_counts(say: Say) -> None:
    for text in ("hvem betaler heisekurs til lageret", "hvem betaler heisekurs til lageret?", "hva med plenen"):
        say(text, FALLBACK)
    result = questions("unclear", "--limit", "1")
    assert result.exit_code == 0
    assert "hvem betaler heisekurs til lageret" in result.output
    assert "plenen" not in result.output
    assert " 2 " in result.output
    assert questions("unclear", "--since", "2099-01-01").output.startswith("Nothing")


def test_a_file_to_label_is_written_once(file: Path) -> None:
    assert [entry.count for entry in read(file).questions] == [2, 1, 1]
    result = questions("unclear", "--out", file)
    assert result.exit_code == 1
    assert "exists already" in result.output


def test_without_a_model_labels_are_left_to_the_reviewer(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    get_settings.cache_clear()
    say("hva med plenen", FALLBACK)
    result = questions("unclear", "--out", tmp_path / "x.yml")
    assert result.exit_code == 0
    assert "No labels are proposed: there is no trained model" in result.output
    assert read(tmp_path / "x.yml").questions[0].proposed == []


def test_check_says_what_it_found(file: Path) -> None:
    result = questions("check", file)
    assert result.exit_code == 0
    assert "1 to learn, 0 known already, 1 skipped, 1 without a label, 0 fault(s)." in result.output


def test_check_tells_faults_without_a_stack_trace(file: Path, tmp_path: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("label: skip", "label: hagearbeid"), "utf-8")
    result = questions("check", file)
    assert result.exit_code == 1
    assert "question 2: `hagearbeid`" in result.output
    assert questions("check", tmp_path / "nowhere.yml").exit_code == 1
    assert questions("accept", file, "--yes", "--reviewer", "Kari").exit_code == 1
    assert questions("try", file).exit_code == 1


def test_accept_teaches_what_was_labelled_and_only_once(file: Path, settings: Path) -> None:
    unnamed = questions("accept", file, "--yes")
    assert unnamed.exit_code == 1
    assert "who reviewed" in unnamed.output
    refused = questions("accept", file, "--reviewer", "Kari Nordmann", answer="n\n")
    assert (refused.exit_code, "Nothing was changed." in refused.output) == (1, True)
    assert not (settings / "nlu" / "learned").exists()
    file.write_text(file.read_text("utf-8").replace("reviewer:\n", "reviewer: Kari Nordmann\n"), "utf-8")
    assert questions("accept", file, answer="y\n").exit_code == 0
    (learned,) = (settings / "nlu" / "learned").iterdir()
    (block,) = yaml.safe_load(learned.read_text("utf-8"))["nlu"]
    assert (block["intent"], block["metadata"]) == ("covers", {"scheme": "inkluderingstilskudd"})
    assert "# Reviewed by Kari Nordmann, " in learned.read_text("utf-8")
    again = questions("accept", file, "--yes")
    assert again.exit_code == 1
    assert "nothing new to learn" in again.output


def test_try_shows_the_effect(file: Path, monkeypatch: pytest.MonkeyPatch, settings: Path) -> None:
    """Training and measuring take minutes, so their outcome is stood in for."""
    before = sorted(settings.rglob("*"))
    changes = [Change("right first time", 0.5, 0.52, 100, 1), Change("confidently wrong", 0.1, 0.11, 100, -1)]
    monkeypatch.setattr(cli, "try_out", lambda *_: changes)
    result = questions("try", file)
    assert result.exit_code == 0
    assert "50.0%" in result.output
    assert "+2" in result.output
    assert "Worse: confidently wrong." in result.output
    monkeypatch.setattr(cli, "try_out", lambda *_: changes[:1])
    assert "Nothing became worse." in questions("try", file, "--split", "test").output
    assert questions("try", file, "--split", "all").exit_code == 1
    assert sorted(settings.rglob("*")) == before


def test_try_that_fails_says_why(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> list[Change]:
        raise NotReadyError("Training failed; the lines above say why.")

    monkeypatch.setattr(cli, "try_out", fail)
    result = questions("try", file)
    assert (result.exit_code, "Training failed" in result.output) == (1, True)


@pytest.mark.e2e
def test_the_trained_model_proposes_labels_that_can_be_used() -> None:
    """The real model, in its own environment."""
    model = model_path(Settings())
    assert model.exists(), "train first"
    first, second = propose(["hvor lenge kan vi ha mentortilskudd", "hva blir været i Bergen i morgen"], model)
    assert first[0].label == "duration mentor"
    assert second[0].label == "out_of_scope"
    assert all(parse_label(proposal.label) for proposal in (*first, *second))
    assert first[0].probability > 0.5


def test_without_a_model_there_are_no_proposals(tmp_path: Path) -> None:
    with pytest.raises(NoProposalsError, match="make train"):
        propose(["hei"], tmp_path / "model.tar.gz")


def test_a_broken_model_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "model.tar.gz"
    broken.write_bytes(b"no archive")
    with pytest.raises(NoProposalsError, match="could not be asked"):
        propose(["hei"], broken)
