"""Mounts the staff console on the gateway."""

from fastapi import FastAPI
from sqlalchemy import Engine

from bot.conversation.hub import Hub
from bot.handoff.desk import Desk
from bot.settings import Settings
from bot.staff import account_routes, case_routes, figure_routes, help_routes, live, login_routes, site
from bot.staff.parts import Parts
from bot.texts import Texts


def install(
    app: FastAPI, settings: Settings, engine: Engine, hub: Hub, texts: Texts, desk: Desk | None = None
) -> Parts:
    """Add the console's API and pages to the gateway; close what is returned when the gateway stops.

    Args:
        app: The gateway.
        settings: The settings.
        engine: The database.
        hub: Wakes up open consoles.
        texts: The fixed texts.
        desk: The desk that the employers' channels use; it needs `PresenceBoard` as its presence. Without one it is
            made here, as `desk` of what is returned.

    Raises:
        ValueError: The settings of the OpenID Connect provider are incomplete.
    """
    parts = Parts.of(settings, engine, hub, texts, desk)
    app.state.staff = parts
    for part in (login_routes, account_routes, help_routes, case_routes, figure_routes, live):
        app.include_router(part.router)
    site.install(app)
    app.add_middleware(site.StaffHeaders, cookies=parts.cookies)
    return parts
