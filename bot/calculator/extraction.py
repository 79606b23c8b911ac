"""What is known when a message comes, and what the message tells."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.calculator.figures import Figures
from bot.calculator.slots import Slot
from bot.knowledge.model import Knowledge, Municipality

Updates = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known when a message comes: the figures so far, what was asked for, and when and where."""

    told: Figures
    pending: Slot | None
    knowledge: Knowledge
    today: date
    split: Municipality | None = None
    """The municipality whose zone was asked for."""
    choices: tuple[Municipality, ...] = ()
    """The municipalities between which a choice was offered."""


@dataclass(slots=True)
class Extraction:
    """The figures of one message."""

    updates: Updates = field(default_factory=dict)
    slots: set[Slot] = field(default_factory=set)
    impossible_date: Slot | None = None
    """The slot of a date that is not in the calendar."""
    choices: tuple[Municipality, ...] = ()
    """Municipalities between which the message leaves a choice that matters."""
    split: Municipality | None = None
    """A municipality that lies in two zones, when the message does not say which."""

    def tell(self, slot: Slot, **updates: Any) -> None:
        """Note what a message tells."""
        self.slots.add(slot)
        self.updates |= updates

    @property
    def tells_something(self) -> bool:
        """Whether the message told any figure, possible or not."""
        return bool(self.slots or self.impossible_date or self.choices or self.split)
