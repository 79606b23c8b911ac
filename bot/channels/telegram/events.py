"""What is kept of an update until it has been handled: no names, no user names, nothing that is not needed."""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from telegram import CallbackQuery, ChatMember, Message, MessageEntity, Update
from telegram.constants import ChatType

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
)
"""What Telegram is asked to send; everything else stays with it."""


class What(StrEnum):
    """What an update is about."""

    TEXT = "text"
    COMMAND = "command"
    TAP = "tap"
    CONTACT = "contact"
    LOCATION = "location"
    MEDIA = "media"
    BLOCKED = "blocked"
    BACK = "back"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Event:
    """One update, as far as it matters."""

    what: What
    chat_id: int
    private: bool = True
    message_id: int | None = None
    edit: bool = False
    text: str = ""
    """What was written; a command's name without the slash; a button's id; a shared telephone number."""
    rest: str = ""
    """What stands behind a command."""
    query: str = ""
    """Telegram's id of a tap, to answer it."""
    language: str = ""
    """Language of the employer's app."""

    def dump(self) -> str:
        """Return the event as JSON, without what is its default."""
        default = Event(self.what, self.chat_id)
        return json.dumps({key: value for key, value in asdict(self).items() if value != getattr(default, key)} | {
            "what": self.what.value, "chat_id": self.chat_id,
        })  # fmt: skip

    @classmethod
    def load(cls, body: str) -> "Event":
        """Return the event that `dump` wrote."""
        values = json.loads(body)
        return cls(**(values | {"what": What(values["what"])}))


def event_of(update: Update, username: str) -> Event | None:
    """Return what an update is about; None where there is nothing to do.

    Args:
        update: As it came from Telegram.
        username: The bot's own name: in a group it answers only when it is spoken to.
    """
    if update.callback_query is not None:
        return _tap(update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update)
    message = update.edited_message or update.message
    if message is None:
        return None
    if message.chat.type != ChatType.PRIVATE:
        return _in_group(message, username) if update.message is not None else None
    return _private(message, edit=update.edited_message is not None)


def _tap(query: CallbackQuery) -> Event | None:
    if query.message is None or query.data is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    return Event(
        What.TAP,
        query.message.chat.id,
        message_id=query.message.message_id,
        text=query.data,
        query=query.id,
        language=query.from_user.language_code or "",
    )


def _membership(update: Update) -> Event | None:
    """Return that somebody blocked or unblocked the bot, or took it into a group."""
    change = update.my_chat_member
    if change is None:
        return None
    left = change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
    language = change.from_user.language_code or ""
    if change.chat.type == ChatType.PRIVATE:
        return Event(What.BLOCKED if left else What.BACK, change.chat.id, language=language)
    was_out = change.old_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
    if left or not was_out or change.chat.type == ChatType.CHANNEL:
        return None
    return Event(What.GROUP, change.chat.id, private=False, language=language)


def _in_group(message: Message, username: str) -> Event | None:
    """Return that the bot was spoken to in a group."""
    entities = message.parse_entities([MessageEntity.MENTION, MessageEntity.BOT_COMMAND])
    name = f"@{username}".casefold()
    spoken_to = any(
        text.casefold() == name or (entity.type == MessageEntity.BOT_COMMAND and text.casefold().endswith(name))
        for entity, text in entities.items()
    )
    if not spoken_to:
        return None
    return Event(What.GROUP, message.chat.id, private=False, language=_language(message))


def _private(message: Message, *, edit: bool) -> Event | None:
    text = message.text or ""
    event = Event(
        What.TEXT, message.chat.id, message_id=message.message_id, edit=edit, text=text, language=_language(message)
    )
    if text:
        if not _is_command(message):
            return event
        command, _, rest = text[1:].partition(" ")
        return replace(event, what=What.COMMAND, text=command.partition("@")[0].lower(), rest=rest.strip())
    if message.contact is not None:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        return replace(event, what=What.CONTACT, text=message.contact.phone_number if own else "")
    if message.location is not None or message.venue is not None:
        return replace(event, what=What.LOCATION)
    if _is_service(message):
        return None
    return replace(event, what=What.MEDIA, text=message.caption or "")


def _is_command(message: Message) -> bool:
    first = message.entities[0] if message.entities else None
    return first is not None and first.type == MessageEntity.BOT_COMMAND and first.offset == 0


def _is_service(message: Message) -> bool:
    """Tell whether a message only reports something, such as a changed timer; nobody wrote it to be answered."""
    shown = (
        message.effective_attachment, message.caption, message.dice, message.poll, message.game, message.story
    )  # fmt: skip
    return not any(shown)


def _language(message: Message) -> str:
    return (message.from_user.language_code if message.from_user else None) or ""
