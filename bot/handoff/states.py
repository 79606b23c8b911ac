"""The states of a handoff, and which may follow which."""

from enum import StrEnum

from bot.conversation.models import Owner


class State(StrEnum):
    """Where a handoff stands."""

    REQUESTED = "requested"
    QUEUED = "queued"
    CLAIMED = "claimed"
    ACTIVE = "active"
    TRANSFERRED = "transferred"
    CLOSED = "closed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class CloseReason(StrEnum):
    """Why a handoff was closed."""

    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    TO_BOT = "to_bot"
    EMPLOYER_SILENT = "employer_silent"
    NOT_FOR_US = "not_for_us"
    UNSUITABLE = "unsuitable"
    OTHER = "other"


class Turn(StrEnum):
    """Whose word is awaited while a person has the conversation."""

    STAFF = "staff"
    EMPLOYER = "employer"


OWNED = frozenset({State.CLAIMED, State.ACTIVE, State.TRANSFERRED})
"""A named person answers; the bot keeps silent."""

OPEN = frozenset({State.REQUESTED, State.QUEUED}) | OWNED
"""Something is still to come; a conversation has at most one such handoff."""

ENDED = frozenset(State) - OPEN

_NEXT: dict[State | None, frozenset[State]] = {
    None: frozenset({State.REQUESTED}),
    State.REQUESTED: frozenset({State.QUEUED, State.CANCELLED, State.EXPIRED}),
    State.QUEUED: frozenset({State.CLAIMED, State.TRANSFERRED, State.CLOSED, State.EXPIRED, State.CANCELLED}),
    State.CLAIMED: frozenset({State.ACTIVE, State.QUEUED, State.TRANSFERRED, State.CLOSED, State.CANCELLED}),
    State.ACTIVE: frozenset({State.QUEUED, State.TRANSFERRED, State.CLOSED, State.CANCELLED}),
    State.TRANSFERRED: frozenset({State.CLAIMED, State.ACTIVE, State.QUEUED, State.CLOSED, State.CANCELLED}),
    State.CLOSED: frozenset(),
    State.EXPIRED: frozenset(),
    State.CANCELLED: frozenset(),
}


class WrongTransition(ValueError):  # noqa: N818
    """One state cannot follow the other; a fault in the program, not of a user."""


def check(old: State | None, new: State) -> State:
    """Return `new` if it may follow `old`; the same open state may follow itself (something happened within it).

    Raises:
        WrongTransition: It may not.
    """
    if new in _NEXT[old] or (new is old and new in OPEN):
        return new
    raise WrongTransition(f"{old} cannot become {new}")


def following(state: State | None) -> frozenset[State]:
    """Return the states that may follow a state."""
    return _NEXT[state]


def owner(state: State) -> Owner:
    """Return who answers a conversation whose handoff is in a state."""
    return Owner.PERSON if state in OWNED else Owner.BOT
