"""Accounts and the audit log, for those who manage them."""

from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from bot.channels.errors import ApiError
from bot.conversation.hub import PRESENCE
from bot.staff.accounts import AccountError, Made, Staff
from bot.staff.audit import Action
from bot.staff.guard import Admin, Body, Console, Overseer
from bot.staff.roles import Role, written

router = APIRouter(include_in_schema=False)


class AccountIn(BaseModel):
    """A new local account."""

    model_config = ConfigDict(extra="forbid")

    username: str = Field(min_length=1, max_length=128)
    name: str = Field(min_length=1, max_length=128)
    roles: list[Role] = Field(min_length=1)


class AccountChange(BaseModel):
    """What is to change about an account."""

    model_config = ConfigDict(extra="forbid")

    roles: list[Role] | None = Field(default=None, min_length=1)
    disabled: bool | None = None
    reset_password: Literal[True] | None = None


@router.get("/staff/api/audit")
def audit(parts: Console, session: Overseer, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> dict[str, Any]:
    """Return a page of the audit log."""
    return parts.audit.page(page)


@router.get("/staff/api/accounts")
def accounts(parts: Console, session: Admin) -> list[dict[str, Any]]:
    """Return every account."""
    return [_shown(staff) for staff in parts.accounts.all()]


@router.post("/staff/api/accounts")
def add(parts: Console, session: Admin, given: Annotated[AccountIn, Depends(Body(AccountIn))]) -> Response:
    """Make a local account; its one-time password is told once, here."""
    if parts.oidc is not None:
        raise ApiError(HTTPStatus.CONFLICT, "not_local", "Accounts come from the provider.")
    try:
        made = parts.accounts.add(given.username, given.name, given.roles)
    except AccountError as error:
        raise ApiError(HTTPStatus.CONFLICT, "account", str(error)) from error
    parts.audit.write(session.staff, Action.ACCOUNT, f"made {made.staff.id}")
    return JSONResponse(_told(made), HTTPStatus.CREATED)


@router.patch("/staff/api/accounts/{account_id}")
def change(
    parts: Console, session: Admin, account_id: UUID, given: Annotated[AccountChange, Depends(Body(AccountChange))]
) -> dict[str, Any]:
    """Change roles, disable or enable, or give a new one-time password."""
    known = parts.accounts.get(account_id)
    if known is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "not_found", "There is no such account.")
    if given.roles is not None and not known.local:
        raise ApiError(HTTPStatus.CONFLICT, "account", "The roles of this account follow the provider's groups.")
    try:
        answer = _shown(parts.accounts.change(account_id, roles=given.roles, disabled=given.disabled))
        if given.reset_password:
            answer = _told(parts.accounts.reset(account_id))
    except AccountError as error:
        raise ApiError(HTTPStatus.CONFLICT, "account", str(error)) from error
    parts.audit.write(session.staff, Action.ACCOUNT, f"changed {account_id}")
    parts.hub.tell(PRESENCE, account=str(account_id))
    return answer


def _told(made: Made) -> dict[str, Any]:
    return {**_shown(made.staff), "password": made.password}


def _shown(staff: Staff) -> dict[str, Any]:
    return {
        "id": str(staff.id),
        "name": staff.name,
        "username": staff.username,
        "roles": written(staff.roles),
        "local": staff.local,
        "disabled": staff.disabled,
        "must_change_password": staff.must_change_password,
    }
