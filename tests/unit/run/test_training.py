"""When a model is trained, and what becomes of the old ones."""

import os
import stat
from pathlib import Path

import pytest

from bot.run import training
from bot.run.preflight import NotReadyError
from bot.run.training import INPUTS, KEPT, fingerprint, model_path, train
from bot.settings import ROOT, Settings

SCHEME = """\
id: mentor
name: {nb: Mentortilskudd, nn: Mentortilskot, en: Mentor grant}
synonyms: {nb: [mentorordning]}
topics: {overview: {text: {nb: Kort.}}}
"""

FILES = {
    "config.yml": "pipeline: []",
    "domain.yml": "intents: []",
    "data/nlu/topics/amount.yml": "nlu: []",
    "data/rules/rules.yml": "rules: []",
    "data/stories/stories.yml": "stories: []",
    "data/knowledge/schemes/mentor.yml": SCHEME,
    "data/knowledge/municipalities.csv": "0301;Oslo",
    "data/encoder/adapter.npz": "arrays",
    "bot/nlu/heads.py": "SEED = 1",
    "requirements/rasa.txt": "rasa==3.6.21",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small copy of everything a model is made from."""
    for name, text in FILES.items():
        path = tmp_path / "checkout" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "checkout"


def test_the_copy_holds_every_input_and_the_checkout_too(root: Path) -> None:
    for entry in INPUTS:
        assert (root / entry).exists()
        assert (ROOT / entry).exists()


@pytest.mark.parametrize("name", [name for name in FILES if "schemes/" not in name])
def test_a_changed_input_means_a_new_model(root: Path, name: str) -> None:
    before = fingerprint(root)
    (root / name).write_text(FILES[name] + "\n# changed\n", "utf-8")
    assert fingerprint(root) != before
    (root / name).write_text(FILES[name], "utf-8")
    assert fingerprint(root) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [("id: mentor", "id: mentorx"), ("Mentortilskot", "Mentorstønad"), ("[mentorordning]", "[mentorordning, fadder]")],
)
def test_a_new_name_of_a_scheme_means_a_new_model(root: Path, old: str, new: str) -> None:
    before = fingerprint(root)
    (root / "data/knowledge/schemes/mentor.yml").write_text(SCHEME.replace(old, new), "utf-8")
    assert fingerprint(root) != before


def test_a_new_text_of_a_scheme_needs_no_new_model(root: Path) -> None:
    before = fingerprint(root)
    (root / "data/knowledge/schemes/mentor.yml").write_text(SCHEME.replace("Kort.", "Lengre."), "utf-8")
    assert fingerprint(root) == before


def test_files_that_come_go_or_move_mean_a_new_model(root: Path) -> None:
    seen = {fingerprint(root)}
    added = root / "data/nlu/topics/legal.yml"
    added.write_text("nlu: []", "utf-8")
    seen.add(fingerprint(root))
    added.rename(root / "data/nlu/topics/refund.yml")
    seen.add(fingerprint(root))
    (root / "requirements/rasa.txt").unlink()
    seen.add(fingerprint(root))
    assert len(seen) == 4


def test_what_no_model_is_made_from_changes_nothing(root: Path) -> None:
    before = fingerprint(root)
    for name in ("bot/dialogue/plan.py", "data/knowledge/general.yml", "README.md", "requirements/app.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("anything", "utf-8")
    (root / "bot/nlu/__pycache__").mkdir()
    (root / "bot/nlu/__pycache__/heads.pyc").write_bytes(b"\0")
    (root / "data/nlu/notes.txt").write_text("anything", "utf-8")
    os.utime(root / "config.yml", (1, 1))
    assert fingerprint(root) == before


def test_the_place_of_the_checkout_changes_nothing(root: Path, tmp_path: Path) -> None:
    before = fingerprint(root)
    assert fingerprint(root.rename(tmp_path / "elsewhere")) == before


# -- training, with a program in place of Rasa's interpreter


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(training, "fingerprint", lambda: "0123456789abcdef")
    (tmp_path / "models").mkdir()
    return Settings(models_dir=tmp_path / "models", var_dir=tmp_path / "var")


def play_rasa(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """Put a shell script where Rasa's interpreter is looked for; it notes that it ran."""
    python = folder / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >> {folder}/calls\n{script}\n', "utf-8")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(training, "RASA_PYTHON", python)
    return folder / "calls"


def test_a_model_is_trained_once(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = play_rasa(tmp_path, monkeypatch, f"touch {model_path(settings)}")
    path = train(settings)
    assert path == settings.models_dir / "model-0123456789abcdef.tar.gz"
    assert train(settings) == path
    assert len(calls.read_text().splitlines()) == 1
    assert "-m bot.nlu.rasa_main train" in calls.read_text()
    assert "--fixed-model-name model-0123456789abcdef " in calls.read_text()
    assert train(settings, force=True) == path
    assert len(calls.read_text().splitlines()) == 2


@pytest.mark.parametrize("script", ["exit 1", "exit 0"])
def test_a_training_without_a_model_is_told(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    play_rasa(tmp_path, monkeypatch, script)
    with pytest.raises(NotReadyError, match="Training failed"):
        train(settings)


def test_without_an_interpreter_nothing_is_trained(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "RASA_PYTHON", tmp_path / "nowhere")
    with pytest.raises(NotReadyError, match="make setup"):
        train(settings)


def test_a_few_old_models_are_kept(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [settings.models_dir / f"model-{number}.tar.gz" for number in range(KEPT + 2)]
    for age, path in enumerate(old):
        path.touch()
        os.utime(path, (1000 + age, 1000 + age))
    (settings.models_dir / "README.md").touch()
    play_rasa(tmp_path, monkeypatch, f"touch {model_path(settings)}")
    path = train(settings)
    assert sorted(settings.models_dir.glob("*.tar.gz")) == sorted([path, *old[-KEPT:]])
    assert (settings.models_dir / "README.md").exists()
