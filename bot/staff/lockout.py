"""Locks out whoever guesses passwords, for a while.

A failed sign-in counts in three ways: against the account from this address, against the account from
anywhere, and against the address for any account. An account that does not exist is locked like one that does,
so a lock tells nothing. Names and addresses are kept as hashes only, and for no longer than a lock lasts.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select

from bot.conversation.models import utcnow
from bot.staff.models import LoginAttempt

_WIDER = 4
"""So many times more failures lock an account for all addresses, or an address for all accounts."""


class Lockout:
    """Failed sign-ins in the database, so that they count in every process."""

    def __init__(
        self, engine: Engine, *, attempts: int, lock: timedelta, clock: Callable[[], datetime] = utcnow
    ) -> None:
        self._engine = engine
        self._attempts = attempts
        self._lock = lock
        self._clock = clock

    def begin(self, username: str, address: str) -> float:
        """Note an attempt before the password is looked at; return 0, or the seconds it stays locked.

        The attempt is noted first, so that many at the same moment do not slip in before the first has failed.
        """
        account, place, now = (
            _hashed("account", username.strip().casefold()),
            _hashed("address", address),
            self._clock(),
        )
        with self._engine.begin() as connection:
            connection.execute(delete(LoginAttempt).where(LoginAttempt.at <= now - self._lock))
            wait = self._wait(connection, account, place, now, spare=0)
            if wait:
                return wait
            connection.execute(insert(LoginAttempt), {"account_hash": account, "address_hash": place, "at": now})
        with self._engine.connect() as connection:
            return self._wait(connection, account, place, now, spare=1)

    def succeeded(self, username: str, address: str) -> None:
        """Forget the failures of an account from this address; the right password was given."""
        account, place = _hashed("account", username.strip().casefold()), _hashed("address", address)
        with self._engine.begin() as connection:
            connection.execute(
                delete(LoginAttempt).where(LoginAttempt.account_hash == account, LoginAttempt.address_hash == place)
            )

    def _wait(self, connection: Connection, account: str, place: str, now: datetime, *, spare: int) -> float:
        """Return how long the strictest of the three locks still holds; `spare` attempts are in progress."""
        by_account, by_place = LoginAttempt.account_hash == account, LoginAttempt.address_hash == place
        waits = (
            self._until(connection, by_account & by_place, self._attempts + spare),
            self._until(connection, by_account, self._attempts * _WIDER + spare),
            self._until(connection, by_place, self._attempts * _WIDER + spare),
        )
        return max([0.0, *((until - now).total_seconds() for until in waits if until)])

    def _until(self, connection: Connection, which: ColumnElement[bool], limit: int) -> datetime | None:
        """Return when a lock ends: when the first of the last `limit` failures is old enough."""
        at = connection.execute(
            select(LoginAttempt.at).where(which).order_by(LoginAttempt.at.desc()).offset(limit - 1).limit(1)
        ).scalar_one_or_none()
        return at + self._lock if at else None


def _hashed(kind: str, value: str) -> str:
    """Return what is stored instead of a name or an address."""
    return hmac.new(kind.encode(), value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
