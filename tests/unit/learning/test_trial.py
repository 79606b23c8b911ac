"""Trying labelled questions: what is compared, and that nothing is changed."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.learning import trial
from bot.learning.labels import Label
from bot.learning.training_data import Example
from bot.learning.trial import compare, try_out
from bot.settings import ROOT, Settings

EXAMPLES = [Example("hvem betaler heisekurs", Label("covers", ("inkluderingstilskudd",)))]


@pytest.fixture
def figures() -> dict[str, Any]:
    """The committed report's own figures."""
    report = json.loads((ROOT / "tests" / "evaluation" / "report.json").read_text("utf-8"))
    found: dict[str, Any] = report["splits"]["dev"]
    return found


def test_the_same_figures_show_no_change(figures: dict[str, Any]) -> None:
    changes = compare(figures, figures)
    assert {change.items for change in changes} == {0}
    assert {"right first time", "confidently wrong", "out of scope: turned down"} <= {c.title for c in changes}
    assert {"right first time, nb", "right first time, nn", "right first time, en"} <= {c.title for c in changes}


def test_a_change_is_told_in_items_for_better_or_worse(figures: dict[str, Any]) -> None:
    after = copy.deepcopy(figures)
    n = figures["questions"]["n"]
    after["questions"]["right"] += 3 / n
    after["questions"]["wrong"] += 2 / n
    items = {change.title: change.items for change in compare(figures, after)}
    assert (items["right first time"], items["confidently wrong"]) == (3, -2)


def test_a_figure_that_is_missing_is_left_out(figures: dict[str, Any]) -> None:
    after = copy.deepcopy(figures)
    after["crisis"]["recall"] = None
    assert "people in danger: recognised" not in {change.title for change in compare(figures, after)}


def test_the_candidate_learns_the_examples_in_a_folder_of_its_own(
    tmp_path: Path, figures: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Training takes minutes, so it is stood in for; what it is given is real."""
    present = tmp_path / "models" / "model.tar.gz"
    present.parent.mkdir()
    present.write_bytes(b"present")
    given: list[Any] = []

    def beside(path: Path, *more: Path) -> None:
        given.extend(yaml.safe_load(file.read_text("utf-8"))["nlu"] for file in more)
        path.write_bytes(b"candidate")

    monkeypatch.setattr(trial, "train", lambda _settings: present)
    monkeypatch.setattr(trial, "train_beside", beside)
    measured: list[tuple[bytes, str]] = []

    def measure(model: Path, split: str) -> dict[str, Any]:
        measured.append((model.read_bytes(), split))
        return figures

    folder = tmp_path / "candidate"
    folder.mkdir()
    assert try_out(EXAMPLES, Settings(), folder, "dev", measure)
    assert measured == [(b"present", "dev"), (b"candidate", "dev")]
    assert [(block["intent"], block["metadata"]) for block in given[0]] == [
        ("covers", {"scheme": "inkluderingstilskudd"})
    ]
    assert list(present.parent.iterdir()) == [present]
