"""Finds the queue of a request: theme, municipality and language in, exactly one queue out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.handoff.routing_file import HandoffModel, LimitsModel, read
from bot.knowledge import build
from bot.knowledge.content import Localized, Municipality
from bot.knowledge.hours import OpeningHours
from bot.knowledge.marks import ContentErrors
from bot.knowledge.terms import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Theme:
    """What a request is about."""

    id: str
    title: Localized
    regional: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """People who answer together."""

    id: str
    title: Localized
    regions: frozenset[str]
    themes: frozenset[str]
    languages: frozenset[Language]
    hours: OpeningHours
    capacity: int
    """Conversations one person answers at a time."""

    def takes(self, theme: Theme | None, region: str | None, language: Language) -> bool:
        """Tell whether a request may come here."""
        if language not in self.languages:
            return False
        if self.regions and not (theme and theme.regional and region in self.regions):
            return False
        return not self.themes or (theme is not None and theme.id in self.themes)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes, and the region it comes from, if that is known."""

    queue: Queue
    region: str | None


class Routing:
    """The queues, themes and limits of the content."""

    def __init__(self, model: HandoffModel, municipalities: tuple[Municipality, ...]) -> None:
        self.phone = model.phone
        self.limits: LimitsModel = model.limits
        self.themes: Mapping[str, Theme] = {
            item.id: Theme(item.id, build.localized(item.title), item.regional) for item in model.themes
        }
        self.queues: Mapping[str, Queue] = {
            item.id: Queue(
                item.id,
                build.localized(item.title),
                frozenset(item.regions),
                frozenset(item.themes),
                frozenset(item.languages),
                build.hours(item.hours),
                item.capacity,
            )
            for item in model.queues
        }
        self.fallback = self.queues[model.fallback]
        self.municipalities: Mapping[str, Municipality] = {item.number: item for item in municipalities}
        # Validated at start, not when somebody waits: each way a request can look must end in a queue.
        for theme in (None, *self.themes):
            for number in (None, *self.municipalities):
                for language in LANGUAGES:
                    self.route(theme, number, language)

    @classmethod
    def load(cls, directory: Path) -> "Routing":
        """Read `handoff.yml` and `municipalities.csv` under `data/knowledge`.

        Raises:
            ContentErrors: With every fault; an assistant with faulty routing does not start.
        """
        model, municipalities, errors = read(directory)
        if model is None:
            raise ContentErrors(errors)
        return cls(model, municipalities)

    def route(self, theme: str | None, municipality: str | None, language: Language) -> Route:
        """Return the queue of a request: the most particular one that takes it, else the national line.

        Raises:
            KeyError: There is no such theme or municipality.
        """
        about = self.themes[theme] if theme else None
        region = self.municipalities[municipality].region if municipality else None
        takers = [queue for queue in self.queues.values() if queue.takes(about, region, language)]
        best = max(takers, key=lambda queue: (bool(queue.regions), bool(queue.themes)), default=self.fallback)
        return Route(best, region)

    def queue(self, name: str) -> Queue:
        """Return a queue; one that the content no longer has is the fallback."""
        return self.queues.get(name, self.fallback)
