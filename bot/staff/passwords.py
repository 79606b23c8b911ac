"""Passwords of local accounts: argon2 hashes, one-time passwords, and what a good password is."""

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 256
"""Length matters most; a very long one would only keep the processor busy."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is mistaken for something else: i, l, o, 0, 1."""

_GROUPS, _GROUP = 4, 5

_hasher = PasswordHasher()


class WeakPasswordError(ValueError):
    """A password that must not be used; the message says why."""


def one_time() -> str:
    """Return a password to be printed once and changed at the first sign-in (99 bits)."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def hashed(password: str) -> str:
    """Return the argon2 hash that is stored."""
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Tell whether a password is the right one.

    Without a stored hash the same work is done on a hash of nothing, so that the time taken does not tell
    which user names exist.
    """
    try:
        right = _hasher.verify(stored or _of_nobody(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


def check(password: str, username: str, old: str) -> None:
    """Raise `WeakPasswordError` where a new password will not do."""
    if len(password) < SHORTEST:
        raise WeakPasswordError(f"The password must have at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise WeakPasswordError(f"The password must have at most {LONGEST} characters.")
    if password == old:
        raise WeakPasswordError("The new password must differ from the old one.")
    if username.casefold() in password.casefold():
        raise WeakPasswordError("The password must not contain the user name.")
    if len(set(password)) < SHORTEST // 2:
        raise WeakPasswordError("The password repeats too few characters.")


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    """Return a hash that no known password has."""
    return _hasher.hash(secrets.token_urlsafe(32))
