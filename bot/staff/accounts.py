"""Accounts of staff: made on the command line, by an admin, or by the first sign-in at the provider."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.conversation.models import utcnow
from bot.staff import passwords
from bot.staff.models import Presence, StaffAccount, StaffSession
from bot.staff.roles import Role, roles_of, written

_NAME_MAX = 128


class AccountError(ValueError):
    """Something that cannot be done with an account; the message says why."""


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff as the rest of the console sees one."""

    id: UUID
    name: str
    username: str
    roles: frozenset[Role]
    local: bool
    disabled: bool
    must_change_password: bool
    presence: Presence

    def may(self, roles: Collection[Role]) -> bool:
        """Tell whether this person has one of some roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Made:
    """A new or reset account, and the password to hand over; it is nowhere kept in clear."""

    staff: Staff
    password: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says somebody is."""

    issuer: str
    subject: str
    name: str
    username: str
    roles: frozenset[Role]


class Accounts:
    """The accounts in the database."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utcnow) -> None:
        self._engine = engine
        self._clock = clock

    def any(self) -> bool:
        """Tell whether there is any account at all."""
        with self._engine.connect() as connection:
            return connection.execute(select(StaffAccount.id).limit(1)).first() is not None

    def all(self) -> list[Staff]:
        """Return every account, also disabled ones, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(StaffAccount.__table__).order_by(StaffAccount.name, StaffAccount.id))
            return [staff_of(row) for row in rows]

    def get(self, staff_id: UUID) -> Staff | None:
        """Return an account."""
        with self._engine.connect() as connection:
            row = connection.execute(select(StaffAccount.__table__).where(StaffAccount.id == staff_id)).one_or_none()
        return staff_of(row) if row else None

    def by_login(self, username: str) -> Staff | None:
        """Return a local account by its user name."""
        with self._engine.connect() as connection:
            return _local(connection, username)[0]

    def add(self, username: str, name: str, roles: Iterable[Role]) -> Made:
        """Make a local account with a one-time password.

        Raises:
            AccountError: The name is taken or not usable, or no role is given.
        """
        username, name, chosen = username.strip(), name.strip(), written(roles)
        if not _usable(username) or any(character.isspace() for character in username):
            raise AccountError("The user name must be 1 to 128 visible characters without spaces.")
        if not _usable(name):
            raise AccountError("The name must be 1 to 128 visible characters.")
        if not chosen:
            raise AccountError("The account needs at least one role.")
        password = passwords.one_time()
        new = {
            "id": uuid4(),
            "name": name,
            "username": username,
            "login": username.casefold(),
            "password_hash": passwords.hashed(password),
            "must_change_password": True,
            "roles": chosen,
            "created_at": self._clock(),
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(StaffAccount), new)
        except IntegrityError as error:
            raise AccountError(f"There is an account with the user name {username} already.") from error
        return Made(self._known(new["id"]), password)

    def reset(self, staff_id: UUID) -> Made:
        """Give a local account a new one-time password; who is signed in with it is signed out.

        Raises:
            AccountError: It is no local account.
        """
        password = passwords.one_time()
        with self._engine.begin() as connection:
            changed = connection.execute(
                update(StaffAccount)
                .where(StaffAccount.id == staff_id, StaffAccount.login.is_not(None))
                .values(password_hash=passwords.hashed(password), must_change_password=True)
            )
            if changed.rowcount != 1:
                raise AccountError("Only a local account has a password here.")
            _sign_out(connection, staff_id)
        return Made(self._known(staff_id), password)

    def change(self, staff_id: UUID, *, roles: Iterable[Role] | None = None, disabled: bool | None = None) -> Staff:
        """Change roles or disable an account; a disabled one is signed out at once.

        Raises:
            AccountError: There is no such account, or nobody could manage accounts any more.
        """
        values: dict[str, Any] = {}
        if roles is not None:
            values["roles"] = written(roles)
        if disabled is not None:
            values["disabled"] = disabled
        with self._engine.begin() as connection:
            if values:
                connection.execute(update(StaffAccount).where(StaffAccount.id == staff_id).values(**values))
            if disabled:
                _sign_out(connection, staff_id)
            if roles is not None or disabled:
                self._keep_an_admin(connection)
        return self._known(staff_id)

    def set_password(self, staff_id: UUID, username: str, old: str, new: str) -> bool:
        """Replace the password; False where the old one is wrong. Every session of the account ends.

        Raises:
            WeakPasswordError: The new one will not do.
        """
        passwords.check(new, username, old)
        with self._engine.connect() as connection:
            stored = connection.execute(
                select(StaffAccount.password_hash).where(StaffAccount.id == staff_id)
            ).scalar_one_or_none()
        if not passwords.matches(stored, old):
            return False
        fresh = passwords.hashed(new)
        with self._engine.begin() as connection:
            changed = connection.execute(
                update(StaffAccount)
                .where(StaffAccount.id == staff_id, StaffAccount.password_hash == stored)
                .values(password_hash=fresh, must_change_password=False)
            )
            _sign_out(connection, staff_id)
        return changed.rowcount == 1

    def authenticate(self, username: str, password: str) -> Staff | None:
        """Return the account of a right user name and password, taking as long for a wrong one."""
        with self._engine.connect() as connection:
            staff, stored = _local(connection, username)
        if not passwords.matches(stored, password) or staff is None or staff.disabled:
            return None
        with self._engine.begin() as connection:
            connection.execute(
                update(StaffAccount).where(StaffAccount.id == staff.id).values(last_login_at=self._clock())
            )
        return staff

    def of_provider(self, identity: Identity) -> Staff:
        """Return the account of somebody the provider vouches for, made at the first sign-in.

        Name and roles follow the provider at every sign-in. An account is found by issuer and subject only:
        a name or an address that is the same as somebody else's gives no way in.
        """
        told = {
            "name": identity.name[:_NAME_MAX],
            "username": identity.username[:_NAME_MAX],
            "roles": written(identity.roles),
            "last_login_at": self._clock(),
        }
        for _attempt in range(2):
            with self._engine.begin() as connection:
                row = connection.execute(
                    update(StaffAccount)
                    .where(StaffAccount.issuer == identity.issuer, StaffAccount.subject == identity.subject)
                    .values(**told)
                    .returning(StaffAccount.id)
                ).one_or_none()
            if row is not None:
                return self._known(row.id)
            new = {
                **told,
                "id": uuid4(),
                "issuer": identity.issuer,
                "subject": identity.subject,
                "created_at": self._clock(),
            }
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(StaffAccount), new)
            except IntegrityError:
                continue  # signed in twice at the same moment; the update finds it now
            return self._known(new["id"])
        raise AccountError("The account could not be made.")

    def _known(self, staff_id: Any) -> Staff:
        staff = self.get(staff_id)
        if staff is None:
            raise AccountError("There is no such account.")
        return staff

    def _keep_an_admin(self, connection: Connection) -> None:
        """Refuse a change after which no local account could manage the others, where there was one."""
        rows = connection.execute(select(StaffAccount.roles, StaffAccount.disabled, StaffAccount.login)).all()
        local = [row for row in rows if row.login is not None]
        if local and not any(Role.ADMIN.value in row.roles and not row.disabled for row in rows):
            raise AccountError("At least one account must stay that is an admin and is not disabled.")


def staff_of(row: Row[Any]) -> Staff:
    """Return what a row of the account table says."""
    return Staff(
        id=row.id,
        name=row.name,
        username=row.username,
        roles=roles_of(row.roles),
        local=row.login is not None,
        disabled=row.disabled,
        must_change_password=row.must_change_password,
        presence=Presence(row.presence),
    )


def _local(connection: Connection, username: str) -> tuple[Staff | None, str | None]:
    """Return a local account and its hash."""
    login = username.strip().casefold()
    row = connection.execute(select(StaffAccount.__table__).where(StaffAccount.login == login)).one_or_none()
    return (staff_of(row), row.password_hash) if row else (None, None)


def _usable(name: str) -> bool:
    return 0 < len(name) <= _NAME_MAX and name.isprintable()


def _sign_out(connection: Connection, staff_id: UUID) -> None:
    connection.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))
