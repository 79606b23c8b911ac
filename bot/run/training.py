"""Train the model when what it is made from has changed."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.run.preflight import RASA_PYTHON, NotReadyError, check_interpreter
from bot.settings import ROOT, Settings

INPUTS = (
    "config.yml", "domain.yml", "data/nlu", "data/rules", "data/stories", "data/knowledge/schemes",
    "data/knowledge/municipalities.csv", "data/encoder/adapter.npz", "bot/nlu", "requirements/rasa.txt",
)  # fmt: skip
"""Everything a model is made from; a change in any of it means a new model."""

KEPT = 3
"""Trained models kept beside the current one."""


def fingerprint(root: Path = ROOT) -> str:
    """Return a hash over the contents of everything a model is made from."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(_names_in(path) if path.parent == root / "data" / "knowledge" / "schemes" else path.read_bytes())
    return digest.hexdigest()[:16]


def _names_in(path: Path) -> bytes:
    """Return what the model takes from a scheme file: its names. A changed text needs no new model."""
    content = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return json.dumps({key: content.get(key) for key in ("id", "name", "synonyms")}, sort_keys=True).encode()


def _files(root: Path) -> Iterator[Path]:
    for entry in INPUTS:
        path = root / entry
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix in {".yml", ".py"} and p.is_file())
        elif path.exists():
            yield path


def model_path(settings: Settings) -> Path:
    """Return where the model for the present inputs lies, or will lie."""
    return settings.models_dir / f"model-{fingerprint()}.tar.gz"


def train(settings: Settings, *, force: bool = False) -> Path:
    """Return a model for the present inputs, training it if there is none.

    Raises:
        NotReadyError: training failed; its output stands above.
    """
    check_interpreter(RASA_PYTHON)
    path = model_path(settings)
    if path.exists() and not force:
        return path
    sys.stdout.write(
        "Training the model (eight minutes or more on two cores the first time; sentences seen before are quicker) …\n"
    )
    sys.stdout.flush()
    _run_training(path)
    _forget_old(settings, path)
    return path


def train_beside(path: Path, *more: Path) -> None:
    """Train a model into `path` from the present inputs and further files of training sentences; keep all others.

    Raises:
        NotReadyError: training failed; its output stands above.
    """
    check_interpreter(RASA_PYTHON)
    _run_training(path, *more)


def _run_training(path: Path, *more: Path) -> None:
    command = [
        str(RASA_PYTHON), "-m", "bot.nlu.rasa_main", "train", "--force", "--quiet", "--out", str(path.parent),
        "--fixed-model-name", path.name.removesuffix(".tar.gz"), "--data", "data/nlu", "data/rules", "data/stories",
        *map(str, more),
    ]  # fmt: skip
    # Rasa's own progress bars and its dependencies' warnings would bury what matters.
    environment = {**os.environ, "TQDM_DISABLE": "1", "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "2"}
    finished = subprocess.run(command, cwd=ROOT, env=environment, check=False)  # noqa: S603 - our own arguments
    if finished.returncode != 0 or not path.exists():
        raise NotReadyError("Training failed; the lines above say why.")


def _forget_old(settings: Settings, current: Path) -> None:
    models = sorted(settings.models_dir.glob("model-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for old in [path for path in models if path != current][:-KEPT]:
        old.unlink()
