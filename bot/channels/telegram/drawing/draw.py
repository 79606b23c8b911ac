"""Chooses how a stored message or a note is drawn."""

from collections.abc import Mapping

from bot.calculator.wording import Words
from bot.channels.telegram.drawing import answers, others
from bot.channels.telegram.drawing.answers import Message, Shown
from bot.channels.telegram.drawing.markup import paragraphs
from bot.channels.telegram.drawing.parts import Part, text_parts
from bot.channels.telegram.notes import NoteText
from bot.conversation.models import Author
from bot.conversation.replies import buttons_of
from bot.conversation.stored import Stored
from bot.knowledge.terms import LANGUAGES, Language
from bot.texts import Texts

KINDS: Mapping[str, Shown] = {
    "answer": answers.answer,
    "clarify": answers.clarify,
    "calculation": others.calculation,
    "question": others.question,
    "recommendation": answers.recommendation,
    "comparison": answers.comparison,
    "list": answers.scheme_list,
    "contact": others.contact,
    "handoff": others.handoff,
    "out_of_scope": others.simple,
    "fallback": others.simple,
    "crisis": others.crisis,
    "privacy": others.simple,
    "smalltalk": others.simple,
}
"""Every kind of the contract; a kind that comes later is drawn from its text."""


class Artist:
    """Draws messages; the same message is always drawn the same."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.username = ""
        """The bot's user name, known when Telegram has told it."""

    def draw(self, what: Stored | NoteText, language: Language) -> list[Part]:
        """Return what is sent for a message; `language` is that of the chat, for messages that name none."""
        if isinstance(what, NoteText):
            return text_parts(paragraphs(what.text), what.buttons, once=True)
        said = what.custom.get("language")
        words = Words(self._texts, next((known for known in LANGUAGES if known == said), language))
        buttons = buttons_of((what.payload or {}).get("buttons"))
        message = Message(what.text, what.custom, buttons, words, self.username)
        match what.author:
            case Author.EMPLOYER:
                return others.elsewhere(message)
            case Author.PERSON:
                return others.person(what, message)
            case Author.SYSTEM:
                return others.system(message)
            case _:
                return KINDS.get(message.string("kind"), others.simple)(message)
