"""Tables of the staff console: who works here, who is signed in, what they did, what they prepared."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.handoff.models import UtcTime


class Presence(StrEnum):
    """Whether a member of staff takes cases just now."""

    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"
    OFF = "off"


class StaffAccount(Base):
    """A member of staff, with a password here or an identity at the OpenID Connect provider, never both."""

    __tablename__ = "staff_account"
    __table_args__ = (UniqueConstraint("login"), UniqueConstraint("issuer", "subject"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(128))
    username: Mapped[str] = mapped_column(String(128))
    """What is shown; it proves nothing."""
    login: Mapped[str | None] = mapped_column(String(128))
    """What a local account signs in with, case-folded; None for accounts of the provider."""
    password_hash: Mapped[str | None] = mapped_column(String(255))
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=False)
    issuer: Mapped[str | None] = mapped_column(String(255))
    subject: Mapped[str | None] = mapped_column(String(255))
    roles: Mapped[list[str]] = mapped_column(JSON)
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    presence: Mapped[str] = mapped_column(String(16), default=Presence.OFF.value)
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When an open console of this person was last alive."""
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_login_at: Mapped[datetime | None] = mapped_column(UtcTime)


class StaffSession(Base):
    """A signed-in browser; only the hash of its token is kept."""

    __tablename__ = "staff_session"
    __table_args__ = (Index(None, "staff_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class LoginAttempt(Base):
    """A sign-in that failed or has not succeeded yet; names and addresses are kept as hashes only."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index(None, "account_hash", "at"), Index(None, "address_hash", "at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)


class OidcLogin(Base):
    """A sign-in that was sent to the provider and has not come back yet."""

    __tablename__ = "oidc_login"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(128))
    code_verifier: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class AuditEntry(Base):
    """One line of the audit log; it is only ever added to."""

    __tablename__ = "audit_log"
    __table_args__ = (Index(None, "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    staff_id: Mapped[UUID | None] = mapped_column()
    """Without a foreign key: the line stays when an account goes."""
    staff: Mapped[str] = mapped_column(String(128))
    action: Mapped[str] = mapped_column(String(32))
    object: Mapped[str] = mapped_column(String(128))


class CannedAnswer(Base):
    """A prepared answer, of one person or shared by all."""

    __tablename__ = "canned_answer"
    __table_args__ = (Index(None, "owner_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(128))
    text: Mapped[dict[str, Any]] = mapped_column(JSON)
    shared: Mapped[bool] = mapped_column(Boolean, default=False)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
