"""What a member of staff may do."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """One role; a person may have several."""

    AGENT = "agent"
    """Takes cases from the queue and works on its own ones."""

    LEAD = "lead"
    """Also sees and transfers the cases of others, the figures and the audit log."""

    EDITOR = "editor"
    """Writes the shared canned answers."""

    ADMIN = "admin"
    """Makes, changes and disables accounts, and reads the audit log."""


CASES = frozenset({Role.AGENT, Role.LEAD})
"""Who works with conversations; an admin alone sees none."""

ANYONE = frozenset(Role)
"""Every member of staff."""


def roles_of(values: Iterable[str]) -> frozenset[Role]:
    """Return the roles named; unknown names are dropped."""
    known = {role.value for role in Role}
    return frozenset(Role(value) for value in values if value in known)


def written(roles: Iterable[Role]) -> list[str]:
    """Return roles as they are stored and sent, always in the same order."""
    chosen = set(roles)
    return [role.value for role in Role if role in chosen]
