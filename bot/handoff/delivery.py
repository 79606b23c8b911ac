"""Sends every new case by e-mail and to a case system, where these are set up, until they have arrived.

What is due is read from the database, so a restart forgets nothing. A delivery is leased before it is tried, so several
gateways do not try at once; one that dies in the middle is tried again, and receivers know a repeat by its id.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import aiosmtplib
import anyio.to_thread
import httpx
import structlog
from sqlalchemy import DateTime, Engine, Enum, ForeignKey, Integer, String, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.models import utcnow
from bot.conversation.store import ConversationStore
from bot.database import Base
from bot.handoff import mail, webhook
from bot.handoff.case_file import CaseFile
from bot.handoff.desk import Desk
from bot.handoff.errors import UnknownHandoff
from bot.handoff.models import Handoff
from bot.settings import Settings

_log = structlog.get_logger("handoff")

_LEASE = timedelta(minutes=2)
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)
_GIVEN_UP_AFTER = timedelta(days=3)
_LOOK_SECONDS = 5.0
_EVERYTHING = 10_000


class Way(StrEnum):
    """How a case leaves the house."""

    MAIL = "mail"
    WEBHOOK = "webhook"


class Delivery(Base):
    """Whether a case has arrived by one way."""

    __tablename__ = "handoff_delivery"

    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id", ondelete="CASCADE"), primary_key=True)
    way: Mapped[Way] = mapped_column(
        Enum(Way, name="way", native_enum=False, create_constraint=True, length=16, values_callable=lambda m: list(m)),
        primary_key=True,
    )
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    delivered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    fault: Mapped[str | None] = mapped_column(String(80))
    """Kind of the last fault; never its text, which may quote the case."""


Send = Callable[[CaseFile], Awaitable[None]]


class Deliveries:
    """Carries cases out of the house."""

    def __init__(self, engine: Engine, desk: Desk, store: ConversationStore, settings: Settings) -> None:
        self._engine, self._desk, self._store = engine, desk, store
        self._settings = settings
        self._client = httpx.AsyncClient(trust_env=False)
        ways: dict[Way, Send] = {}
        if settings.smtp_host and settings.handoff_mail_to:
            ways[Way.MAIL] = self._mail
        if settings.handoff_webhook_url:
            ways[Way.WEBHOOK] = self._webhook
        self.ways: Mapping[Way, Send] = ways

    async def run(self) -> None:
        """Deliver until cancelled; nothing to do where no way is set up."""
        if not self.ways:
            return
        while True:
            try:
                await self.deliver_due()
            except SQLAlchemyError as error:
                _log.error("delivery_failed", error=type(error).__name__)
            await asyncio.sleep(_LOOK_SECONDS)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def deliver_due(self, now: datetime | None = None) -> int:
        """Try what is due, and return how much arrived."""
        moment = now or utcnow()
        arrived = 0
        for way, send in self.ways.items():
            for handoff in await anyio.to_thread.run_sync(lambda way=way: self._due(way, moment)):  # type: ignore[misc]
                arrived += await self._try(way, send, handoff, moment)
        return arrived

    async def _try(self, way: Way, send: Send, handoff: UUID, now: datetime) -> bool:
        try:
            case = await anyio.to_thread.run_sync(lambda: self._case(handoff))
            await send(case)
        except UnknownHandoff:
            return False  # erased in the meantime, and its delivery with it
        except (aiosmtplib.SMTPException, httpx.HTTPError, OSError) as error:
            _log.warning("case_not_delivered", way=way.value, handoff=str(handoff), error=type(error).__name__)
            fault = type(error).__name__
            await anyio.to_thread.run_sync(lambda: self._failed(handoff, way, fault, now))
            return False
        await anyio.to_thread.run_sync(lambda: self._note(handoff, way, {"delivered_at": now, "fault": None}))
        return True

    def _due(self, way: Way, now: datetime) -> list[UUID]:
        """Lease what is to be tried now."""
        tried = select(Delivery.handoff_id).where(Delivery.way == way)
        fresh = select(Handoff.id).where(Handoff.created_at > now - _GIVEN_UP_AFTER, Handoff.id.not_in(tried))
        again = select(Delivery.handoff_id).where(
            Delivery.way == way, Delivery.delivered_at.is_(None), Delivery.due_at <= now
        )
        with self._engine.connect() as connection:
            new = list(connection.execute(fresh).scalars())
            old = list(connection.execute(again).scalars())
        return [item for item in new if self._lease_new(item, way, now)] + [
            item for item in old if self._lease_again(item, way, now)
        ]

    def _lease_new(self, handoff: UUID, way: Way, now: datetime) -> bool:
        row = {"handoff_id": handoff, "way": way, "attempts": 1, "due_at": now + _LEASE}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(Delivery).values(row))
        except IntegrityError:
            return False  # another gateway has it, or it was erased
        return True

    def _lease_again(self, handoff: UUID, way: Way, now: datetime) -> bool:
        mine = (
            update(Delivery)
            .where(Delivery.handoff_id == handoff, Delivery.way == way)
            .where(Delivery.delivered_at.is_(None), Delivery.due_at <= now)
            .values(attempts=Delivery.attempts + 1, due_at=now + _LEASE)
        )
        with self._engine.begin() as connection:
            return connection.execute(mine).rowcount == 1

    def _failed(self, handoff: UUID, way: Way, fault: str, now: datetime) -> None:
        """Wait twice as long as the last time, up to an hour; after three days somebody has to look."""
        key = (Delivery.handoff_id == handoff, Delivery.way == way)
        with self._engine.begin() as connection:
            row = connection.execute(select(Delivery.attempts, Handoff.created_at).join(Handoff).where(*key)).one()
            wait = min(_FIRST_WAIT * 2 ** min(row.attempts - 1, 20), _LONGEST_WAIT)
            given_up = now - row.created_at > _GIVEN_UP_AFTER
            due = now + timedelta(days=3650) if given_up else now + wait
            connection.execute(update(Delivery).where(*key).values(due_at=due, fault=fault))
        if given_up:
            _log.error("case_given_up", way=way.value, handoff=str(handoff))

    def _note(self, handoff: UUID, way: Way, values: Mapping[str, object]) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                update(Delivery).where(Delivery.handoff_id == handoff, Delivery.way == way).values(values)
            )

    def _case(self, handoff: UUID) -> CaseFile:
        view = self._desk.get(handoff)
        messages = self._store.messages_after(view.conversation_id, 0, _EVERYTHING)
        return CaseFile(view, tuple(messages), self._desk.routing)

    async def _mail(self, case: CaseFile) -> None:
        message = mail.compose(case, self._settings.mail_from, self._settings.handoff_mail_to)
        await mail.send(message, self._settings)

    async def _webhook(self, case: CaseFile) -> None:
        secret = self._settings.handoff_webhook_secret.get_secret_value()
        await webhook.post(case, self._settings.handoff_webhook_url, secret, self._client)
