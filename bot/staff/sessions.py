"""Sessions on the server: an unguessable token in a cookie, its hash in the database, two time limits."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, delete, insert, select, update

from bot.conversation.models import utcnow
from bot.staff.accounts import Staff, staff_of
from bot.staff.models import StaffAccount, StaffSession

_TOUCH_EVERY = timedelta(seconds=30)
"""A session that was used this recently is not written again: reading must stay cheap."""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in member of staff."""

    staff: Staff
    token_hash: str
    csrf: str
    """What a form of this session must show; it follows from the token and is stored nowhere."""
    expires_at: datetime


def digest(secret: str) -> str:
    """Return what is stored of a secret with enough randomness of its own."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_of(token: str) -> str:
    """Return the CSRF token of a session's token."""
    return hmac.new(token.encode("utf-8", "surrogatepass"), b"csrf", hashlib.sha256).hexdigest()


class Sessions:
    """The sessions in the database."""

    def __init__(
        self,
        engine: Engine,
        *,
        idle: timedelta,
        longest: timedelta,
        local_allowed: bool,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        """Put the parts together.

        Args:
            engine: The database.
            idle: A session ends after so long without use.
            longest: A session ends after so long in any case.
            local_allowed: Whether accounts with a password of their own may be signed in.
            clock: Tells the time.
        """
        self._engine = engine
        self.idle = idle
        self._longest = longest
        self._local_allowed = local_allowed
        self._clock = clock

    def open(self, staff_id: UUID, replacing: str | None = None) -> str:
        """Return the token of a new session; the one the browser had before ends, and outdated ones go."""
        token, now = secrets.token_urlsafe(32), self._clock()
        new = {
            "token_hash": digest(token),
            "staff_id": staff_id,
            "created_at": now,
            "last_seen_at": now,
            "expires_at": now + self._longest,
        }
        with self._engine.begin() as connection:
            connection.execute(
                delete(StaffSession).where(
                    (StaffSession.expires_at <= now) | (StaffSession.last_seen_at <= now - self.idle)
                )
            )
            if replacing:
                connection.execute(delete(StaffSession).where(StaffSession.token_hash == digest(replacing)))
            connection.execute(insert(StaffSession), new)
        return token

    def find(self, token: str | None, *, touch: bool = True) -> Session | None:
        """Return the session of a token, or None where it is unknown, over, or of a disabled account.

        Args:
            token: What the cookie holds.
            touch: Whether this counts as use; what a console does by itself does not.
        """
        if not token:
            return None
        hashed, now = digest(token), self._clock()
        with self._engine.connect() as connection:
            row = connection.execute(
                select(StaffSession.expires_at, StaffSession.last_seen_at, *StaffAccount.__table__.c)
                .join(StaffAccount, StaffAccount.id == StaffSession.staff_id)
                .where(StaffSession.token_hash == hashed)
            ).one_or_none()
        if row is None or row.expires_at <= now or row.last_seen_at + self.idle <= now:
            return None
        staff = staff_of(row)
        if staff.disabled or (staff.local and not self._local_allowed):
            return None
        if touch and row.last_seen_at + _TOUCH_EVERY <= now:
            with self._engine.begin() as connection:
                connection.execute(
                    update(StaffSession).where(StaffSession.token_hash == hashed).values(last_seen_at=now)
                )
        return Session(staff, hashed, csrf_of(token), row.expires_at)

    def alive(self, token_hash: str) -> bool:
        """Tell whether a session goes on, for a connection that was opened with it."""
        now = self._clock()
        with self._engine.connect() as connection:
            row = connection.execute(
                select(StaffSession.staff_id)
                .join(StaffAccount, StaffAccount.id == StaffSession.staff_id)
                .where(
                    StaffSession.token_hash == token_hash,
                    StaffSession.expires_at > now,
                    StaffSession.last_seen_at > now - self.idle,
                    StaffAccount.disabled.is_(False),
                )
            ).first()
        return row is not None

    def close(self, token_hash: str) -> None:
        """End a session."""
        with self._engine.begin() as connection:
            connection.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash))
