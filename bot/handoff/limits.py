"""Says which time limit a handoff has reached; nothing here reads a clock or a database."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.handoff import opentime
from bot.handoff.routing import Queue
from bot.handoff.routing_file import LimitsModel
from bot.handoff.states import ENDED, OWNED, State, Turn

PERSONAL = ("question", "organisation", "name", "phone", "email", "summary", "rating_comment")
"""Columns that are emptied some time after the end."""


class Due(StrEnum):
    """What has to be done."""

    HEAR = "hear"
    WARN = "warn"
    APOLOGISE = "apologise"
    EXPIRE = "expire"
    RETURN = "return"
    ASK = "ask"
    CLOSE = "close"
    FORGET = "forget"


def due(row: Mapping[str, Any], heard: int, queue: Queue, limits: LimitsModel, now: datetime) -> Due | None:
    """Return what is due for a handoff, the gravest first; after it is done, it is due no longer.

    Args:
        row: The handoff's columns.
        heard: Number of the employer's last message.
        queue: Where the handoff belongs.
        limits: The time limits of the content.
        now: The time.
    """
    state = State(row["state"])
    if state is State.QUEUED:
        return _queued(row, limits, now)
    if state in OWNED:
        return _owned(row, heard, queue, limits, now)
    if state in ENDED and any(row[name] is not None for name in PERSONAL):
        return Due.FORGET if now - row["closed_at"] >= timedelta(days=limits.contact_days) else None
    return None


def _queued(row: Mapping[str, Any], limits: LimitsModel, now: datetime) -> Due | None:
    """Return what is due while nobody has taken the case."""
    if now - row["waiting_since"] >= timedelta(days=limits.expire_days):
        return Due.EXPIRE
    if row["answer_by"] <= now:
        return Due.APOLOGISE
    if row["warned_at"] is None and row["answer_by"] - timedelta(minutes=limits.warn_before) <= now:
        return Due.WARN
    return None


def _owned(row: Mapping[str, Any], heard: int, queue: Queue, limits: LimitsModel, now: datetime) -> Due | None:
    """Return what is due while a person has the case."""
    if heard > row["heard_seq"]:
        return Due.HEAR
    if row["turn"] is Turn.STAFF:
        silent = opentime.between(queue.hours, row["turn_since"], now)
        return Due.RETURN if silent >= limits.staff_silent else None
    if row["asked_at"] is None:
        return Due.ASK if now - row["turn_since"] >= timedelta(minutes=limits.employer_silent) else None
    return Due.CLOSE if now - row["asked_at"] >= timedelta(minutes=limits.employer_close) else None
