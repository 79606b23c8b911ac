"""Check labelled questions before they may teach anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stdnum.no import orgnr

from bot.conversation.masking import Masked, mask
from bot.learning.heldout import held_out_texts
from bot.learning.labelling import Labelling
from bot.learning.labels import Label, LabelError, parse_label
from bot.learning.similarity import copies, key_of
from bot.learning.training_data import Example, known_sentences
from bot.settings import ROOT

LONGEST = 600
"""Characters of a training sentence; a longer story teaches little and hides much."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a question, by its place in the file, counted from 1."""

    place: int
    reason: str

    def __str__(self) -> str:
        return f"question {self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What can be learnt, what is wrong, and what needs nothing."""

    examples: list[Example]
    faults: list[Fault]
    unlabelled: int
    skipped: int
    known: int


def check(labelling: Labelling, training: Path, root: Path = ROOT) -> Checked:
    """Check every labelled question.

    Args:
        labelling: The file.
        training: Folder of the training sentences.
        root: The checkout with the held-out set.

    Raises:
        NoHeldOutError: There is no held-out set to check against.
    """
    labelled: list[tuple[int, str, Label]] = []
    faults: list[Fault] = []
    unlabelled = skipped = 0
    for place, entry in enumerate(labelling.questions, 1):
        if entry.label is None or not entry.label.strip():
            unlabelled += 1
            continue
        try:
            label = parse_label(entry.label)
        except LabelError as error:
            faults.append(Fault(place, str(error)))
            continue
        if label is None:
            skipped += 1
            continue
        faults += [Fault(place, reason) for reason in _faults_of(entry.text)]
        labelled.append((place, entry.text, label))
    keys = [key_of(text) for _place, text, _label in labelled]
    faults += _measuring(labelled, keys, root) + _twice(labelled, keys)
    sentences = {key_of(sentence) for sentence in known_sentences(training)}
    fresh = [Example(text, label) for (_, text, label), key in zip(labelled, keys, strict=True) if key not in sentences]
    faults.sort(key=lambda fault: fault.place)
    return Checked(fresh, faults, unlabelled, skipped, len(labelled) - len(fresh))


def _faults_of(text: str) -> list[str]:
    """Return what is wrong with the words of a question."""
    reasons = []
    if not key_of(text):
        reasons.append("there are no words in it")
    if len(text) > LONGEST:
        reasons.append(f"it is longer than {LONGEST} characters: keep the part that asks")
    found = {kind.value for kind in mask(text)[1]} | {kind.value for kind in Masked if kind.token in text}
    if any(orgnr.is_valid(word) for word in _numbers(text)):
        found.add("organisasjonsnummer")
    if found:
        reasons.append(f"it holds personal data ({', '.join(sorted(found))}): write it without")
    return reasons


def _numbers(text: str) -> list[str]:
    joined = "".join(letter if letter.isdigit() else " " if letter.isalpha() else "" for letter in text)
    return [word for word in joined.split() if len(word) == 9]


def _measuring(labelled: Sequence[tuple[int, str, Label]], keys: Sequence[str], root: Path) -> list[Fault]:
    """Return the questions that measure the assistant, or nearly."""
    others = [key_of(text) for text in held_out_texts(root)]
    copied = {row for row, _column, _score in copies(keys, others)}
    reason = "it is, or nearly is, one of the held-out questions, which must teach nothing: label it `skip`"
    return [Fault(labelled[row][0], reason) for row in sorted(copied)]


def _twice(labelled: Sequence[tuple[int, str, Label]], keys: Sequence[str]) -> list[Fault]:
    first: dict[str, int] = {}
    faults = []
    for (place, _text, _label), key in zip(labelled, keys, strict=True):
        if key in first:
            faults.append(Fault(place, f"it is the same as question {first[key]}"))
        first.setdefault(key, place)
    return faults
