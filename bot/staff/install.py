"""Mounts the staff console on the gateway."""

from fastapi import FastAPI
from sqlalchemy import Engine

from bot.conversation.hub import Hub
from bot.settings import Settings
from bot.staff import account_routes, help_routes, login_routes, site
from bot.staff.parts import Parts
from bot.texts import Texts


def install(app: FastAPI, settings: Settings, engine: Engine, hub: Hub, texts: Texts) -> Parts:
    """Add the console's API and pages to the gateway; close what is returned when the gateway stops.

    Raises:
        ValueError: The settings of the OpenID Connect provider are incomplete.
    """
    parts = Parts.of(settings, engine, hub, texts)
    app.state.staff = parts
    for part in (login_routes, account_routes, help_routes):
        app.include_router(part.router)
    site.install(app)
    app.add_middleware(site.StaffHeaders, cookies=parts.cookies)
    return parts
