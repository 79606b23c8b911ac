"""The assistant's clock: the real one, or the time given in BOT_NOW."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.settings import Settings, get_settings

OSLO = ZoneInfo("Europe/Oslo")
"""Nav's offices, rates and deadlines follow Norwegian time."""


def now(settings: Settings | None = None) -> datetime:
    """Return the current time in Norway, or BOT_NOW where it is set (without zone: Norwegian time)."""
    fixed = (settings or get_settings()).bot_now
    if fixed is None:
        return datetime.now(OSLO)
    return fixed.replace(tzinfo=OSLO) if fixed.tzinfo is None else fixed.astimezone(OSLO)


def today(settings: Settings | None = None) -> date:
    """Return the current date in Norway; rates and texts are chosen by it."""
    return now(settings).date()
