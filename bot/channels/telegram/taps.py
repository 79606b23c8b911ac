"""Taps on inline buttons: each is answered once, and the message shows what was chosen."""

from contextlib import suppress
from dataclasses import dataclass

from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.channels.telegram.commands import LANGUAGE_PREFIX, use_language
from bot.channels.telegram.drawing.markup import plain
from bot.channels.telegram.drawing.parts import Part
from bot.channels.telegram.events import Event
from bot.channels.telegram.means import Visit
from bot.channels.telegram.presses import Pressed
from bot.channels.telegram.sender import keyboard
from bot.channels.telegram.speech import say
from bot.conversation.models import Author
from bot.conversation.replies import Kind
from bot.knowledge.terms import LANGUAGES


@dataclass(frozen=True, slots=True)
class _Board:
    """The buttons a tapped one stands among."""

    part: Part | None
    """What they stand under, drawn anew; None where it is gone."""
    is_outdated: bool
    """A form asked, and has been answered since."""

    @property
    def once(self) -> bool:
        """Tell whether one choice settles it."""
        return self.part is None or self.part.once


async def tapped(visit: Visit, event: Event) -> None:
    """Handle a tap."""
    means = visit.means
    pressed = await means.threads.run(lambda: means.presses.find(event.text, visit.chat.id))
    if pressed is None:
        await _toast(visit, event, visit.say("telegram_button_gone"))
        await _take_away(visit, event)
        return
    board = await means.threads.run(lambda: _board(visit, pressed))
    others = await means.threads.run(lambda: means.presses.under(visit.chat.id, pressed.item))
    rivals = others if board.once else [pressed]
    chosen = next((rival for rival in rivals if rival.used_by not in (None, visit.update_id)), None)
    if chosen is not None:
        await _toast(visit, event, visit.say("telegram_button_used", title=chosen.title))
        return
    if board.is_outdated:
        await _toast(visit, event, visit.say("telegram_button_late"))
        await _take_away(visit, event)
        return
    if not await means.threads.run(lambda: means.presses.use(pressed, visit.update_id)):
        await _toast(visit, event, visit.say("telegram_button_used", title=pressed.title))
        return
    await _toast(visit, event, "")
    await _show_choice(visit, event, board, pressed, others)
    if pressed.payload.startswith(LANGUAGE_PREFIX):
        wanted = pressed.payload.removeprefix(LANGUAGE_PREFIX)
        await use_language(visit, next(language for language in LANGUAGES if language == wanted))
    else:
        await say(visit, event.chat_id, pressed.payload, title=pressed.title)


def _board(visit: Visit, pressed: Pressed) -> _Board:
    """Return what a button stands under."""
    conversation = visit.chat.conversation
    if not pressed.item.startswith("m"):
        note = visit.means.notes.read(int(pressed.item[1:]))
        return _Board(visit.means.artist.draw(note, visit.language)[-1] if note else None, is_outdated=False)
    if conversation is None:
        return _Board(None, is_outdated=True)
    seq = int(pressed.item[1:])
    message = visit.means.talks.message(conversation, seq)
    if message is None:
        return _Board(None, is_outdated=True)
    last = visit.means.talks.last(conversation, Author.EMPLOYER)
    asked = message.custom.get("kind") == Kind.QUESTION and last is not None and last.seq > seq
    answered_by_this = asked and last is not None and last.client_id == visit.client_id
    part = visit.means.artist.draw(message, visit.language)[-1]
    return _Board(part, is_outdated=asked and not answered_by_this)


async def _toast(visit: Visit, event: Event, text: str) -> None:
    """Answer a tap; Telegram takes no answer after some minutes, and then nobody waits for it."""
    with suppress(TelegramError):
        await visit.means.bot.answer_callback_query(event.query, text=text or None)


async def _take_away(visit: Visit, event: Event) -> None:
    """Take away buttons that do nothing any more."""
    with suppress(TelegramError):
        await visit.means.bot.edit_message_reply_markup(event.chat_id, event.message_id, reply_markup=None)


async def _show_choice(visit: Visit, event: Event, board: _Board, pressed: Pressed, others: list[Pressed]) -> None:
    """Show in the message itself what was chosen, instead of repeating it in a new one."""
    bot, chat_id, message_id = visit.means.bot, event.chat_id, event.message_id
    if message_id is None or board.part is None:
        return
    with suppress(TelegramError):
        if board.once:
            html = f"{board.part.html}\n\n✓ <b>{plain(pressed.title)}</b>"
            await bot.edit_message_text(html, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=None)
        else:
            ticked = [other.used_by is not None or other.id == pressed.id for other in others]
            ids = [other.id for other in others]
            markup = keyboard(board.part.buttons, ids, ticked, board.part.links)
            await bot.edit_message_reply_markup(chat_id, message_id, reply_markup=markup)
