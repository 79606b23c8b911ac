"""The file in which a reviewer labels questions."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.learning.collect import Trouble
from bot.learning.grouping import Group

HEADER = """\
# Questions the assistant did not understand, turned down, or answered badly. Personal data was masked as they came in.
#
# Write a label after `label:`
#   a topic and the scheme that is meant, named or not      label: amount mentor
#   a topic and several schemes that fit equally            label: apply vta vta-o
#   a topic, where no scheme is meant                       label: apply
#   something else than a topic                             label: contact_nav
#   nothing to learn from it                                label: skip
# Leave out names of people and places of work: change the text so that nobody can be recognised, and keep its spelling.
# `proposed` is what the model thinks, likeliest first; it was not sure, so do not follow it blindly.
# Write your name after `reviewer:`. Then: bot questions check FILE, bot questions try FILE, bot questions accept FILE
"""


class FileError(ValueError):
    """A labelling file that cannot be read; the message says why."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Proposal(_Strict):
    """One reading of the model."""

    label: str
    probability: float


class Entry(_Strict):
    """One question to label."""

    text: str
    count: int = 1
    language: str = "nb"
    kind: Trouble = Trouble.UNCLEAR
    answered: str = ""
    variants: list[str] = []
    proposed: list[Proposal] = []
    label: str | None = None


class Labelling(_Strict):
    """A whole file."""

    made: date
    reviewer: str | None = None
    questions: list[Entry]


class _Dumper(yaml.SafeDumper):
    """Writes nothing for None, so that there is an empty place to write in."""


_Dumper.add_representer(type(None), lambda dumper, _value: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def entries(groups: Sequence[Group], proposed: Sequence[Sequence[Proposal]]) -> list[Entry]:
    """Return the groups as entries to label."""
    return [
        Entry(
            text=group.first.text,
            count=group.count,
            language=group.first.language,
            kind=group.kinds[0],
            answered=group.first.answered,
            variants=list(group.variants),
            proposed=list(readings),
        )
        for group, readings in zip(groups, proposed, strict=True)
    ]


def write(path: Path, labelling: Labelling) -> None:
    """Write a file to label."""
    content: dict[str, Any] = labelling.model_dump(mode="json")
    content["made"] = labelling.made
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(HEADER + text.replace("\n- text:", "\n\n- text:"), "utf-8")


def read(path: Path) -> Labelling:
    """Read a file that was labelled.

    Raises:
        FileError: There is no such file, it is no YAML, or something in it is not as it should be.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FileError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    try:
        return Labelling.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise FileError(f"{path}: {place}: {first['msg']}") from error
