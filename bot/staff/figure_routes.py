"""The dashboard, for leads."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from bot import clock
from bot.channels.errors import ApiError
from bot.staff import spreadsheet
from bot.staff.audit import Action
from bot.staff.guard import Console, Lead
from bot.staff.parts import Parts
from bot.staff.period import Period

router = APIRouter(include_in_schema=False)

_USUAL_DAYS = 30


def _wanted(
    parts: Console,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> Period:
    """Return the period asked for; the last thirty days where none is."""
    end = last or clock.today(parts.settings)
    try:
        return Period(first or end - timedelta(days=_USUAL_DAYS - 1), end)
    except (ValueError, OverflowError) as error:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", "A period has 1 to 366 days.") from error


Wanted = Annotated[Period, Depends(_wanted)]
QueueName = Annotated[str, Query(max_length=40)]


def _figures(parts: Parts, period: Period, queue: str) -> dict[str, Any]:
    return parts.figures.all(period, queue, clock.now(parts.settings))


@router.get("/staff/api/dashboard")
def dashboard(parts: Console, session: Lead, period: Wanted, queue: QueueName = "") -> dict[str, Any]:
    """Return the figures of a period."""
    return _figures(parts, period, queue)


@router.get("/staff/api/dashboard.csv")
def export(parts: Console, session: Lead, period: Wanted, queue: QueueName = "") -> Response:
    """Return the same figures as a file for spreadsheets."""
    content = spreadsheet.written(_figures(parts, period, queue))
    parts.audit.write(session.staff, Action.EXPORT, f"{period.first} {period.last}")
    name = f"dashboard-{period.first}-{period.last}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
