"""The dashboard: how many asked for a person, how long they waited, and whether the promise was kept.

Everything is counted by the database. A case belongs to the day it was asked for, in Norwegian time.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    String,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from bot.conversation.models import Author, Conversation, Message
from bot.handoff.models import Handoff, HandoffEvent, UtcTime
from bot.handoff.routing import Routing
from bot.handoff.states import OPEN, CloseReason, State
from bot.staff.period import Period, midnight
from bot.staff.sqltime import percentile, seconds_between
from bot.texts import Texts

_UNANSWERED = 20
_UNANSWERED_LENGTH = 200


class Figures:
    """Counts in the database."""

    def __init__(self, engine: Engine, routing: Routing, texts: Texts) -> None:
        self._engine = engine
        self._routing = routing
        self._texts = texts

    def all(self, period: Period, queue: str, now: datetime) -> dict[str, Any]:
        """Return every figure of a period, of one queue or of all."""
        with self._engine.connect() as connection:
            chosen = _chosen(period, queue)
            return {
                "from": period.first.isoformat(),
                "to": period.last.isoformat(),
                "queue": queue or None,
                "requests": connection.execute(select(func.count()).where(*chosen)).scalar_one(),
                "waiting": _quantiles(connection, _waiting(chosen)),
                "first_answer": _quantiles(connection, _first_answer(chosen)),
                "promise": _promise(connection, chosen, now),
                "share_handed_off": self._share(connection, period, queue),
                "closed_reasons": self._reasons(connection, chosen),
                "ratings": _counted(connection, Handoff.rating, chosen, "score"),
                "themes": self._themes(connection, chosen),
                "unanswered": self._unanswered(connection, period),
                "by_day": self._by_day(connection, period, queue, now),
                "by_region": self._by_region(connection, chosen),
            }

    def _share(self, connection: Connection, period: Period, queue: str) -> float | None:
        """Return how many of the conversations that began in the period were handed to a person."""
        total, handed = connection.execute(
            select(func.count(), _sum(_asked(queue)))
            .select_from(Conversation)
            .where(*_within(Conversation.created_at, period))
        ).one()
        return round(handed / total, 4) if total else None

    def _reasons(self, connection: Connection, chosen: list[ColumnElement[bool]]) -> list[dict[str, Any]]:
        counted = _counted(connection, Handoff.close_reason, chosen, "id")
        return [
            {
                "id": CloseReason(item["id"]).value,
                "title": self._texts.get(f"handoff_reason_{CloseReason(item['id']).value}", "nb"),
                "n": item["n"],
            }
            for item in counted
        ]

    def _themes(self, connection: Connection, chosen: list[ColumnElement[bool]]) -> list[dict[str, Any]]:
        themes = self._routing.themes
        return [
            {
                "id": item["id"],
                "title": themes[item["id"]].title["nb"] if item["id"] in themes else item["id"],
                "n": item["n"],
            }
            for item in _counted(connection, Handoff.theme, chosen, "id")
        ]

    def _unanswered(self, connection: Connection, period: Period) -> list[dict[str, Any]]:
        """Return what the bot did not understand, as it was asked (masked), the commonest first."""
        asked = aliased(Message)
        kind = Message.payload["custom"]["kind"].as_string()
        reason = Message.payload["custom"]["reason"].as_string()
        before = (
            select(func.max(asked.seq))
            .where(
                asked.conversation_id == Message.conversation_id,
                asked.author == Author.EMPLOYER,
                asked.seq < Message.seq,
            )
            .correlate(Message)
            .scalar_subquery()
        )
        question = aliased(Message)
        text = func.lower(func.substr(question.text, 1, _UNANSWERED_LENGTH)).label("text")
        statement = (
            select(text, func.count().label("n"))
            .select_from(Message)
            .join(question, and_(question.conversation_id == Message.conversation_id, question.seq == before))
            .where(
                Message.author == Author.BOT,
                kind == "fallback",
                or_(reason.is_(None), reason != "unavailable"),
                *_within(Message.created_at, period),
            )
            .group_by(text)
            .order_by(func.count().desc(), text)
            .limit(_UNANSWERED)
        )
        return [{"text": row.text, "n": row.n} for row in connection.execute(statement)]

    def _by_day(self, connection: Connection, period: Period, queue: str, now: datetime) -> list[dict[str, Any]]:
        days = _days(period)
        kept, broken, _ = _outcomes(now)

        def per_day(statement: Callable[[Any], Select[Any]]) -> dict[str, Any]:
            return {row[0]: row for row in connection.execute(statement(days))}

        narrowed = _in_queue(queue)
        asked = per_day(
            lambda d: (
                select(d.c.day, func.count(), _sum(kept), _sum(broken))
                .join(Handoff, and_(Handoff.created_at >= d.c.start, Handoff.created_at < d.c.stop, *narrowed))
                .group_by(d.c.day)
            )
        )
        closed = per_day(
            lambda d: (
                select(d.c.day, func.count())
                .join(Handoff, and_(Handoff.closed_at >= d.c.start, Handoff.closed_at < d.c.stop, *narrowed))
                .where(Handoff.state == State.CLOSED)
                .group_by(d.c.day)
            )
        )
        began = per_day(
            lambda d: (
                select(d.c.day, func.count(), _sum(_asked(queue)))
                .join(Conversation, and_(Conversation.created_at >= d.c.start, Conversation.created_at < d.c.stop))
                .group_by(d.c.day)
            )
        )
        found = []
        for day in map(date.isoformat, period.days()):
            _, requests, in_time, late = asked.get(day, (day, 0, 0, 0))
            _, conversations, handed = began.get(day, (day, 0, 0))
            found.append(
                {
                    "day": day,
                    "requests": requests,
                    "closed": closed[day][1] if day in closed else 0,
                    "handed_off_share": round(handed / conversations, 4) if conversations else None,
                    "kept": round(in_time / (in_time + late), 4) if in_time + late else None,
                }
            )
        return found

    def _by_region(self, connection: Connection, chosen: list[ColumnElement[bool]]) -> list[dict[str, Any]]:
        region = func.coalesce(Handoff.region, "").label("region")
        waiting = _waiting(chosen, region)
        medians = {row.region: row.value for row in connection.execute(percentile(waiting, 0.5, "region"))}
        counts = connection.execute(
            select(region, func.count().label("n"))
            .where(*chosen)
            .group_by(region)
            .order_by(func.count().desc(), region)
        )
        return [
            {
                "region": row.region or None,
                "requests": row.n,
                "median_wait_s": round(medians[row.region]) if row.region in medians else None,
            }
            for row in counts
        ]


def _chosen(period: Period, queue: str) -> list[ColumnElement[bool]]:
    """Return the conditions of the cases that were asked for in a period."""
    return [Handoff.created_at >= period.start, Handoff.created_at < period.end, *_in_queue(queue)]


def _in_queue(queue: str) -> list[ColumnElement[bool]]:
    return [Handoff.queue == queue] if queue else []


def _asked(queue: str) -> ColumnElement[bool]:
    """Return the condition that a conversation asked for a person."""
    return (
        select(Handoff.id)
        .where(Handoff.conversation_id == Conversation.id, *_in_queue(queue))
        .correlate(Conversation)
        .exists()
    )


def _within(column: Any, period: Period) -> list[ColumnElement[bool]]:
    """Return the condition that a moment lies in a period; SQLite compares what is stored, which is UTC."""
    return [column >= literal(period.start, UtcTime()), column < literal(period.end, UtcTime())]


def _waiting(chosen: list[ColumnElement[bool]], *groups: Any) -> Select[Any]:
    """Return how long each case waited until somebody first took it; the event log knows, whatever came later."""
    taken = (
        select(func.min(HandoffEvent.at))
        .where(HandoffEvent.handoff_id == Handoff.id, HandoffEvent.to_state == State.CLAIMED)
        .correlate(Handoff)
        .scalar_subquery()
    )
    return select(*groups, seconds_between(Handoff.created_at, taken).label("value")).where(*chosen)


def _first_answer(chosen: list[ColumnElement[bool]]) -> Select[Any]:
    return select(seconds_between(Handoff.created_at, Handoff.first_answer_at).label("value")).where(*chosen)


def _quantiles(connection: Connection, values: Select[Any]) -> dict[str, int | None]:
    def at(share: float) -> int | None:
        value = connection.execute(percentile(values, share)).scalar_one_or_none()
        return None if value is None else round(value)

    return {"median_s": at(0.5), "p90_s": at(0.9)}


def _outcomes(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions that the first promise was kept, was broken, and still runs.

    Who withdrew, or was served otherwise, before the time was up belongs to none of them.
    """
    unanswered, promised = Handoff.first_answer_at.is_(None), Handoff.first_answer_by
    until = func.coalesce(Handoff.closed_at, literal(now, UtcTime()), type_=UtcTime())
    return (
        and_(Handoff.first_answer_at.is_not(None), Handoff.first_answer_at <= promised),
        or_(Handoff.first_answer_at > promised, and_(unanswered, promised < until)),
        and_(unanswered, Handoff.state.in_(OPEN), promised >= literal(now, UtcTime())),
    )


def _promise(connection: Connection, chosen: list[ColumnElement[bool]], now: datetime) -> dict[str, int]:
    row = connection.execute(select(*(_sum(outcome) for outcome in _outcomes(now))).where(*chosen)).one()
    return dict(zip(("kept", "broken", "open"), row, strict=True))


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _counted(connection: Connection, column: Any, chosen: list[ColumnElement[bool]], name: str) -> list[dict[str, Any]]:
    """Return how often each value of a column occurs, the commonest first."""
    statement = (
        select(column.label("value"), func.count().label("n"))
        .where(*chosen, column.is_not(None))
        .group_by(column)
        .order_by(func.count().desc(), column)
    )
    return [{name: row.value, "n": row.n} for row in connection.execute(statement)]


def _days(period: Period) -> Any:
    """Return a table of the days of a period, with their limits."""
    rows = [
        select(
            literal(day.isoformat(), String()).label("day"),
            literal(midnight(day), UtcTime()).label("start"),
            literal(midnight(day + timedelta(days=1)), UtcTime()).label("stop"),
        )
        for day in period.days()
    ]
    return union_all(*rows).subquery() if len(rows) > 1 else rows[0].subquery()
