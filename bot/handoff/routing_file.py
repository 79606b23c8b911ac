"""Reads and checks `handoff.yml`: queues, themes, time limits, and that every request ends in a queue."""

from itertools import pairwise, product
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.knowledge import build, loader
from bot.knowledge.content import Municipality
from bot.knowledge.hours import Interval
from bot.knowledge.loader import Files
from bot.knowledge.marks import ContentError, Document
from bot.knowledge.municipality_file import read_municipalities
from bot.knowledge.schema import HoursModel, Localized, Model
from bot.knowledge.terms import LANGUAGES, Language

NAME = "handoff.yml"

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Minutes = Annotated[int, Field(ge=1)]


class ThemeModel(Model):
    """What a request is about; `regional` themes go to the region of the municipality."""

    id: Id
    title: Localized
    regional: bool = False


class QueueModel(Model):
    """People who answer together; empty lists of regions and themes mean all of them."""

    id: Id
    title: Localized
    regions: list[str] = Field(default_factory=list)
    themes: list[Id] = Field(default_factory=list)
    languages: list[Language] = Field(min_length=1)
    hours: HoursModel
    capacity: Annotated[int, Field(ge=1, le=20)]


class LimitsModel(Model):
    """How long things may take; the file says which of them are counted in opening hours."""

    answer_within: Minutes
    handling: Minutes
    warn_before: Minutes
    staff_silent: Minutes
    employer_silent: Minutes
    employer_close: Minutes
    expire_days: Annotated[int, Field(ge=1)]
    contact_days: Annotated[int, Field(ge=1)]


class HandoffModel(Model):
    """The file `handoff.yml`."""

    phone: Annotated[str, StringConstraints(strip_whitespace=True, min_length=8)]
    fallback: Id
    limits: LimitsModel
    themes: list[ThemeModel] = Field(min_length=1)
    queues: list[QueueModel] = Field(min_length=1)


def read(directory: Path) -> tuple[HandoffModel | None, tuple[Municipality, ...], list[ContentError]]:
    """Return the file, the municipalities it is used with, and every fault of both."""
    files = Files(directory)
    found = loader.read_model(files, directory / NAME, HandoffModel)
    table = directory / "municipalities.csv"
    municipalities, errors = read_municipalities(table, files.shown(table))
    if found:
        _check(*found, regions={item.region for item in municipalities})
    for document in files.documents.values():
        errors.extend(document.errors)
    return (found[1] if found and not errors else None), municipalities, errors


def _check(document: Document, model: HandoffModel, regions: set[str]) -> None:
    """Note what the shape alone does not tell."""
    themes = [theme.id for theme in model.themes]
    queues = {queue.id: queue for queue in model.queues}
    for kind, ids in (("themes", themes), ("queues", [queue.id for queue in model.queues])):
        for position, name in enumerate(ids):
            if name in ids[:position]:
                document.fail((kind, position, "id"), f"`{name}` is listed twice")
    for position, queue in enumerate(model.queues):
        _check_hours(document, position, queue)
        for at, region in enumerate(queue.regions):
            if region not in regions:
                document.fail(("queues", position, "regions", at), f"no municipality lies in the region `{region}`")
        for at, theme in enumerate(queue.themes):
            if theme not in themes:
                document.fail(("queues", position, "themes", at), f"there is no theme `{theme}`")
    for theme, region in product((item.id for item in model.themes if item.regional), sorted(regions)):
        if not any(region in queue.regions and theme in (queue.themes or themes) for queue in model.queues):
            document.fail(("queues",), f"`{theme}` is regional, but no queue takes it in `{region}`")
    last = queues.get(model.fallback)
    if last is None:
        document.fail(("fallback",), f"there is no queue `{model.fallback}`")
    elif last.regions or last.themes or set(last.languages) != set(LANGUAGES):
        document.fail(("fallback",), f"`{last.id}` must take every region, theme and language: others end nowhere")


def _check_hours(document: Document, position: int, queue: QueueModel) -> None:
    """Note hours that overlap, end before they begin, or never come."""
    spans = queue.hours.model_dump()
    week = {day: spans[day] for day in build.WEEKDAYS}
    for path, intervals in [
        *((("hours", day), week[day]) for day in week),
        *((("hours", "exceptions", str(day)), spans["exceptions"][day]) for day in spans["exceptions"]),
    ]:
        try:
            parsed = sorted(map(Interval.parse, intervals))
        except ValueError as error:
            document.fail(("queues", position, *path), str(error))
            continue
        if any(first.closes > second.opens for first, second in pairwise(parsed)):
            document.fail(("queues", position, *path), "two intervals overlap")
    if not any(week.values()):
        document.fail(("queues", position, "hours"), f"`{queue.id}` is never open")
