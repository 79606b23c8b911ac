"""What the model thinks that questions mean: an aid for the reviewer."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bot.dialogue.context import Context
from bot.dialogue.plan import joint_readings
from bot.dialogue.reading import Reading
from bot.dialogue.resolve import resolve
from bot.learning.labelling import Proposal
from bot.run.preflight import RASA_PYTHON
from bot.settings import ROOT

PROPOSALS = 3
"""Readings that are shown for each question."""

SECONDS = 300
"""Longest time the model may take for all questions."""


class NoProposalsError(RuntimeError):
    """The model could not be asked; the message says why."""


def propose(texts: Sequence[str], model: Path, python: Path = RASA_PYTHON) -> list[list[Proposal]]:
    """Return the likeliest readings of each text, by the trained model.

    Raises:
        NoProposalsError: There is no model or no environment to run it in, or it fails.
    """
    if not model.exists() or not python.exists():
        raise NoProposalsError("there is no trained model here: run `make train`")
    command = [str(python), "-m", "bot.nlu.propose", str(model)]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            command,
            input=json.dumps(list(texts)),
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise NoProposalsError(f"the model could not be asked ({type(error).__name__})") from error
    return [_readings(item) for item in json.loads(done.stdout)]


def _readings(latest: dict[str, object]) -> list[Proposal]:
    """Return the joint readings of topic and scheme of one message, likeliest first."""
    questions = Reading.from_message(latest).questions
    if not questions:
        return []
    ranked = joint_readings(questions[0], resolve(questions[0], Context()))
    return [
        Proposal(label=" ".join(filter(None, (option.intent, option.scheme))), probability=round(option.probability, 2))
        for option in ranked[:PROPOSALS]
    ]
