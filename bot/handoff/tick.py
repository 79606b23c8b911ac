"""Applies the time limits.

Safe in any number of processes and at any time: what is due is decided again under the lock of each handoff, and what
was done is due no longer. A process that dies in the middle leaves its handoff for the next tick.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from sqlalchemy import and_, or_, select
from sqlalchemy.exc import SQLAlchemyError

from bot.handoff import board
from bot.handoff.counter import hear
from bot.handoff.errors import UnknownHandoff
from bot.handoff.ledger import Case
from bot.handoff.limits import PERSONAL, Due, due
from bot.handoff.models import Handoff
from bot.handoff.people import SYSTEM
from bot.handoff.states import ENDED, OPEN, CloseReason, State

if TYPE_CHECKING:
    from bot.handoff.desk import Desk

_log = structlog.get_logger("handoff")

ALERTS = frozenset({Due.WARN, Due.APOLOGISE, Due.RETURN, Due.EXPIRE})
"""What the staff are told loudly."""


@dataclass(frozen=True, slots=True)
class Done:
    """A time limit that was applied."""

    handoff: UUID
    reference: str
    what: Due


def run(desk: "Desk", now: datetime) -> list[Done]:
    """Do everything that is due, each in its own transaction; one that fails does not stop the others."""
    done = []
    for handoff_id in _candidates(desk, now):
        try:
            what = _apply(desk, handoff_id, now)
        except UnknownHandoff:
            continue  # erased since it was listed
        except SQLAlchemyError as error:
            _log.error("tick_failed", handoff=str(handoff_id), error=type(error).__name__)
            continue
        if what is not None:
            done.append(what)
            _log.info("time_limit", handoff=str(handoff_id), what=what.what.value)
    return done


async def run_forever(desk: "Desk", seconds: float, in_thread: Callable[..., object] = asyncio.to_thread) -> None:
    """Apply the time limits every so many seconds, until cancelled; a database that is away is tried again."""
    while True:
        try:
            await in_thread(desk.tick)  # type: ignore[misc]
        except SQLAlchemyError as error:
            _log.error("tick_failed", error=type(error).__name__)
        await asyncio.sleep(seconds)


def _candidates(desk: "Desk", now: datetime) -> list[UUID]:
    """Return the handoffs for which something is due, as far as a look without locks can tell."""
    before = now - timedelta(days=desk.routing.limits.contact_days)
    kept = or_(*(getattr(Handoff, name).is_not(None) for name in PERSONAL))
    wanted = or_(Handoff.state.in_(OPEN), and_(Handoff.state.in_(ENDED), Handoff.closed_at <= before, kept))
    with desk.engine.connect() as connection:
        columns = select(Handoff.__table__, board.LAST_HEARD.label("heard")).where(wanted)
        rows = [dict(row) for row in connection.execute(columns.order_by(Handoff.created_at)).mappings()]
    limits, queue = desk.routing.limits, desk.routing.queue
    return [row["id"] for row in rows if due(row, row["heard"] or 0, queue(row["queue"]), limits, now)]


def _apply(desk: "Desk", handoff_id: UUID, now: datetime) -> Done | None:
    """Do what is due for a handoff, if it still is."""
    with desk.engine.begin() as connection:
        case = Case.lock(connection, handoff_id, now)
        heard = board.last_heard(connection, case.conversation)
        what = due(case.row, heard, desk.routing.queue(case.row["queue"]), desk.routing.limits, now)
        if what is None:
            connection.rollback()
            return None
        _ACTIONS[what](desk, case)
    desk.announce(case, **({"alert": what.value} if what in ALERTS else {}))
    return Done(case.id, case.row["reference"], what)


def _hear(_desk: "Desk", case: Case) -> None:
    hear(case)


def _warn(_desk: "Desk", case: Case) -> None:
    case.note("warn", SYSTEM, warned_at=case.now)


def _apologise(desk: "Desk", case: Case) -> None:
    broken = case.row["answer_by"]
    desk.promise_anew(case)
    data = {"promised": broken.isoformat(), "promised_now": case.row["answer_by"].isoformat()}
    case.note("apologise", SYSTEM, data, apologies=case.row["apologies"] + 1)
    desk.tell(case, "late")


def _expire(desk: "Desk", case: Case) -> None:
    case.move(State.EXPIRED, "expire", SYSTEM, closed_at=case.now)
    desk.tell(case, "expired")


def _return(desk: "Desk", case: Case) -> None:
    desk.requeue(case, "staff_silent", SYSTEM, "staff_silent", staff=case.row["claimed_by"])


def _ask(desk: "Desk", case: Case) -> None:
    case.note("ask", SYSTEM, asked_at=case.now)
    closes = case.now + timedelta(minutes=desk.routing.limits.employer_close)
    desk.tell(case, "still_there", closes=closes)


def _close(desk: "Desk", case: Case) -> None:
    desk.end(case, SYSTEM, CloseReason.EMPLOYER_SILENT, "employer_silent")


def _forget(_desk: "Desk", case: Case) -> None:
    case.note("forget", SYSTEM, **dict.fromkeys(PERSONAL))


_ACTIONS: dict[Due, Callable[["Desk", Case], None]] = {
    Due.HEAR: _hear,
    Due.WARN: _warn,
    Due.APOLOGISE: _apologise,
    Due.EXPIRE: _expire,
    Due.RETURN: _return,
    Due.ASK: _ask,
    Due.CLOSE: _close,
    Due.FORGET: _forget,
}
