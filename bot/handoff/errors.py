"""What can stand in the way of an action on a handoff."""

from bot.handoff.people import Actor
from bot.handoff.states import State


class HandoffError(Exception):
    """An action on a handoff is not possible."""


class UnknownHandoff(HandoffError, LookupError):  # noqa: N818
    """There is no such handoff, or its conversation was erased."""


class AlreadyClaimed(HandoffError):  # noqa: N818
    """A colleague was quicker.

    Attributes:
        by: The colleague.
    """

    def __init__(self, by: Actor) -> None:
        super().__init__(f"already claimed by {by.id}")
        self.by = by


class NotYours(HandoffError):  # noqa: N818
    """Somebody else, or nobody, has the conversation.

    Attributes:
        by: Who has it, if anybody.
    """

    def __init__(self, by: Actor | None) -> None:
        super().__init__("not the owner of the conversation")
        self.by = by


class Ended(HandoffError):  # noqa: N818
    """The handoff is over.

    Attributes:
        state: How it ended.
    """

    def __init__(self, state: State) -> None:
        super().__init__(f"the handoff is {state}")
        self.state = state


class Invalid(HandoffError, ValueError):  # noqa: N818
    """A value cannot be used.

    Attributes:
        field: Which one.
    """

    def __init__(self, field: str) -> None:
        super().__init__(f"the {field} cannot be used")
        self.field = field
