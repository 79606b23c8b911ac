"""Who acts on a handoff, and what the desk needs to know of the world around it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class ActorKind(StrEnum):
    """Which side somebody is on."""

    EMPLOYER = "employer"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something with a handoff; an employer stays nameless."""

    kind: ActorKind
    id: str = ""
    name: str = ""
    role: str = ""


EMPLOYER = Actor(ActorKind.EMPLOYER)
SYSTEM = Actor(ActorKind.SYSTEM)


@dataclass(frozen=True, slots=True)
class StaffTo:
    """A transfer to a named colleague."""

    staff: Actor


@dataclass(frozen=True, slots=True)
class QueueTo:
    """A transfer to a queue."""

    queue: str


class Presence(Protocol):
    """Tells how many members of staff can take a case now."""

    def available(self, queue: str) -> int:
        """Return how many people who serve a queue are present and available."""


class Nobody:
    """The presence of an assistant without staff."""

    def available(self, queue: str) -> int:
        """Return 0 for every queue."""
        return 0


class Signals(Protocol):
    """Wakes whoever waits for news; a lost signal loses nothing."""

    def tell(self, topic: str, **event: Any) -> None:
        """Tell that something changed; called after the commit, from any thread."""
