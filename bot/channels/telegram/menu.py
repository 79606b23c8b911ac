"""The bot's menu and descriptions in every language, set where Telegram has others."""

import structlog
from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.commands import NAMES, Command
from bot.knowledge.terms import Language
from bot.texts import Texts

_log = structlog.get_logger("gateway.telegram")

_CODES: tuple[tuple[str | None, Language], ...] = ((None, "nb"), ("nb", "nb"), ("no", "nb"), ("nn", "nn"), ("en", "en"))
"""Telegram's language codes; none is for apps in any other language."""


def menu(texts: Texts, language: Language) -> list[BotCommand]:
    """Return the commands of a menu."""
    return [
        BotCommand(NAMES[command][language], texts.get(f"telegram_does_{command}", language))
        for command in Command
        if command is not Command.START
    ]


async def publish(bot: Bot, texts: Texts) -> None:
    """Set menus and descriptions that differ; a failure is logged and tried again at the next start."""
    try:
        for code, language in _CODES:
            await _publish(bot, texts, code, language)
    except InvalidToken:
        raise
    except TelegramError as error:
        _log.warning("telegram_menu_not_set", error=type(error).__name__)


async def _publish(bot: Bot, texts: Texts, code: str | None, language: Language) -> None:
    wanted = menu(texts, language)
    if list(await bot.get_my_commands(language_code=code)) != wanted:
        await bot.set_my_commands(wanted, language_code=code)
    about, short = (texts.get(key, language) for key in ("telegram_description", "telegram_short_description"))
    if (await bot.get_my_description(language_code=code)).description != about:
        await bot.set_my_description(about, language_code=code)
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)
