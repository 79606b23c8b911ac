"""The commands, under their names in every language, and what may stand behind `/start` in a link."""

import base64
import binascii
from collections.abc import Mapping
from enum import StrEnum

from bot.channels.telegram import CHANNEL
from bot.channels.telegram.events import Event
from bot.channels.telegram.means import Visit
from bot.channels.telegram.speech import say
from bot.conversation.models import Author
from bot.conversation.replies import Button
from bot.knowledge.model import TOPICS
from bot.knowledge.terms import LANGUAGES, SCHEME_IDS, Language

CODE_PREFIX = "k_"
"""`/start k_<code>` opens the conversation that was begun on the web."""

QUESTION_PREFIX = "q_"
"""`/start q_<base64url>` asks a question."""

TOPIC_MARK = "__"
"""`/start <scheme>__<topic>` asks for a topic of a scheme."""

LANGUAGE_PREFIX = "tg:lang:"
"""Payload of a button that chooses a language."""


class Command(StrEnum):
    """What can be asked for with a slash."""

    START = "start"
    HELP = "help"
    LIST = "list"
    CALCULATE = "calculate"
    FIND = "find"
    CONTACT = "contact"
    PERSON = "person"
    LANGUAGE = "language"
    CANCEL = "cancel"
    WEB = "web"
    PRIVACY = "privacy"
    DELETE = "delete"


NAMES: Mapping[Command, Mapping[Language, str]] = {
    Command.START: {"nb": "start", "nn": "start", "en": "start"},
    Command.HELP: {"nb": "hjelp", "nn": "hjelp", "en": "help"},
    Command.LIST: {"nb": "ordninger", "nn": "ordningar", "en": "schemes"},
    Command.CALCULATE: {"nb": "kalkulator", "nn": "kalkulator", "en": "calculator"},
    Command.FIND: {"nb": "finn", "nn": "finn", "en": "find"},
    Command.CONTACT: {"nb": "kontakt", "nn": "kontakt", "en": "contact"},
    Command.PERSON: {"nb": "person", "nn": "person", "en": "person"},
    Command.LANGUAGE: {"nb": "sprak", "nn": "sprak", "en": "language"},
    Command.CANCEL: {"nb": "avbryt", "nn": "avbryt", "en": "cancel"},
    Command.WEB: {"nb": "web", "nn": "web", "en": "web"},
    Command.PRIVACY: {"nb": "personvern", "nn": "personvern", "en": "privacy"},
    Command.DELETE: {"nb": "slett", "nn": "slett", "en": "delete"},
}
"""How each command is called; every name works in every language."""

COMMAND_OF = {name: command for command, names in NAMES.items() for name in names.values()}

PAYLOADS = {
    Command.LIST: "velg:intent:list_schemes",
    Command.CALCULATE: "velg:intent:calculate_subsidy",
    Command.FIND: "velg:intent:find_scheme",
    Command.CONTACT: "velg:intent:contact_nav",
    Command.PERSON: "velg:intent:handoff",
}
"""Commands that are the same as a button."""

_STARTERS = (Command.FIND, Command.CALCULATE, Command.LIST, Command.PERSON)


async def run(visit: Visit, event: Event) -> None:
    """Do what a command asks for."""
    command = COMMAND_OF.get(event.text)
    match command:
        case Command.START:
            await _start(visit, event)
        case Command.HELP:
            await visit.note(visit.say("telegram_help"), *_starters(visit))
        case Command.LANGUAGE:
            await _language(visit, event.rest)
        case Command.CANCEL:
            await say(visit, event.chat_id, visit.say("telegram_cancel_word"))
        case Command.WEB:
            await _web(visit)
        case Command.PRIVACY:
            await visit.note(visit.say("telegram_privacy"))
            await say(visit, event.chat_id, "velg:intent:privacy")
        case Command.DELETE:
            await _delete(visit)
        case None:
            await visit.note(visit.say("telegram_unknown_command"))
        case _:
            await say(visit, event.chat_id, PAYLOADS[command], title=visit.say(f"telegram_does_{command}"))


def _starters(visit: Visit) -> tuple[Button, ...]:
    return tuple(Button(visit.say(f"telegram_does_{command}"), PAYLOADS[command]) for command in _STARTERS)


async def _start(visit: Visit, event: Event) -> None:
    """Greet, or do what a link asked for."""
    payload = event.rest
    if payload.startswith(CODE_PREFIX):
        await _continue(visit, payload.removeprefix(CODE_PREFIX))
        return
    question = _question(payload)
    if question is None:
        await visit.note(visit.say("telegram_start"), *_starters(visit))
    else:
        await say(visit, event.chat_id, question)


def _question(payload: str) -> str | None:
    """Return what a link asks: a scheme, a topic of one, or a question in words; None where it is none of these."""
    scheme, _, topic = payload.partition(TOPIC_MARK)
    if scheme in SCHEME_IDS and (not topic or topic in TOPICS):
        return f"velg:{scheme}:{topic or 'overview'}"
    if payload.startswith(QUESTION_PREFIX):
        packed = payload.removeprefix(QUESTION_PREFIX)
        try:
            return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode().strip() or None
        except (binascii.Error, UnicodeDecodeError):
            return None
    return None


async def _continue(visit: Visit, code: str) -> None:
    """Open the conversation that was begun on the web, and show its last answer again."""
    means, chat = visit.means, visit.chat
    conversation = await means.threads.run(lambda: means.codes.redeem(code))
    if conversation is None:
        await visit.note(visit.say("telegram_code_expired"))
        return

    def follow() -> None:
        means.store.add_door(conversation, CHANNEL, chat.key)
        last, answer = means.talks.last(conversation), means.talks.last(conversation, Author.BOT)
        newest = last.seq if last else 0
        means.chats.attach(chat.id, conversation, answer.seq - 1 if answer else newest)

    await means.threads.run(follow)
    await visit.refresh()
    await visit.note(visit.say("telegram_continued"))


async def _language(visit: Visit, wanted: str) -> None:
    """Ask which language, or use the one that was named."""
    chosen = next((language for language in LANGUAGES if wanted.lower() == language), None)
    if chosen:
        await use_language(visit, chosen)
        return
    titles = {language: visit.means.texts.get("telegram_language_name", language) for language in LANGUAGES}
    buttons = (Button(titles[language], f"{LANGUAGE_PREFIX}{language}") for language in LANGUAGES)
    await visit.note(visit.say("telegram_language"), *buttons)


async def use_language(visit: Visit, language: Language) -> None:
    """Answer in a language from now on, and say so in it."""
    means, chat = visit.means, visit.chat
    await means.threads.run(lambda: means.chats.set_language(chat.id, language))
    conversation = await visit.conversation()
    await means.threads.run(lambda: means.store.set_language(conversation, language))
    await visit.refresh()
    await visit.note(means.texts.get("telegram_language_set", language))


async def _web(visit: Visit) -> None:
    """Give a link that opens the same conversation on the web."""
    means = visit.means
    address = means.settings.public_url.rstrip("/")
    if not address:
        await visit.note(visit.say("telegram_no_web"))
        return
    if await means.threads.run(lambda: means.notes.has(f"{visit.update_id}:1")):
        return  # written before a restart; a new code would make the old one useless
    conversation = await visit.conversation()
    code, _ = await means.threads.run(lambda: means.codes.make(conversation))
    if visit.chat.conversation != conversation:
        await means.threads.run(lambda: means.chats.attach(visit.chat.id, conversation, 0))
    await visit.note(visit.say("telegram_web", url=f"{address}/?kode={code}"))


async def _delete(visit: Visit) -> None:
    """Erase the conversation and confirm; the chat itself is forgotten when that has been sent."""
    means, chat, turn = visit.means, visit.chat, visit.turn
    language = visit.language
    if turn is not None:
        await means.threads.run(lambda: means.store.erase(turn.conversation))
    await means.threads.run(lambda: means.chats.leave(chat.id))
    await visit.note(means.texts.get("telegram_deleted", language))
