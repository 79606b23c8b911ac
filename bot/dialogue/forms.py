"""Guided conversations that ask for one thing at a time: the calculator and the finder.

A form keeps its state in the conversation's context, so it survives a restart of any process. It gets the first look
at each message while it is open; what is not for it ("hva er mentor?") is answered as usual, and the form then asks
again where it stopped.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.dialogue.context import Context
from bot.dialogue.payloads import Message
from bot.dialogue.reading import Reading
from bot.dialogue.voice import Voice


@dataclass(frozen=True, slots=True)
class Said:
    """One employer message as a form sees it."""

    text: str
    reading: Reading
    context: Context
    voice: Voice


@dataclass(frozen=True, slots=True)
class FormTurn:
    """What a form answers, and its state afterwards; no state means that it is finished or was left."""

    messages: tuple[Message, ...]
    state: dict[str, Any] | None


class Form(Protocol):
    """A guided conversation."""

    @property
    def name(self) -> str:
        """The name its state is kept under."""

    def start(self, said: Said, schemes: tuple[str, ...]) -> FormTurn:
        """Begin, taking from the first message whatever it already tells."""

    def resume(self, state: dict[str, Any], said: Said) -> FormTurn | None:
        """Go on with a message; None means that the message is not for the form."""

    def is_left(self, said: Said) -> bool:
        """Tell whether a message leaves the form and goes on with something else: "avbryt. Hva er fristen?"."""

    def ask_again(self, state: dict[str, Any], said: Said) -> Message:
        """Return the pending question, for after something else was answered in between."""

    def claims(self, intent: str, schemes: tuple[str, ...], said: Said) -> bool:
        """Tell whether a message read as `intent` about `schemes` is for this form: "what do we get for 210 kr?"."""

    def wants_change(self, state: dict[str, Any], said: Said) -> bool:
        """Tell whether a message changes something in a finished form: "hva hvis hun jobber 80 %?"."""


_AFTER_AN_ORDER = re.compile(r"[.!,;]\s+")
_FIGURE = re.compile(r"\d")

_A_MESSAGE_OF_ITS_OWN = 3
"""So many words after an order say something else; fewer are a word of thanks."""


def goes_on_after(order: Callable[[str], bool], text: str) -> bool:
    """Tell whether `text` begins with an order and then says something else.

    What is an order as a whole ("stopp, det kan vente") says nothing else, and a figure that is not asked about ("nei
    stopp, lønna er 40 000") is for the form all the same.
    """
    first, *more = _AFTER_AN_ORDER.split(text.strip(), maxsplit=1)
    rest = more[0] if more else ""
    says_more = len(rest.split()) >= _A_MESSAGE_OF_ITS_OWN and ("?" in rest or not _FIGURE.search(rest))
    return says_more and order(first) and not order(text)
