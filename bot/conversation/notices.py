"""What the gateway says by itself, from `data/knowledge/messages/gateway.yml`."""

from typing import Literal, Protocol

from bot.conversation.cleaning import Problem
from bot.conversation.language import Language
from bot.conversation.replies import Kind, Reply

Code = Literal["nb", "nn", "en"]
"""How texts name the languages they exist in."""


class Phrases(Protocol):
    """Fixed texts by key and language; `bot.texts.Texts` is one."""

    def get(self, key: str, language: Code, **values: object) -> str:
        """Return one text with its values filled in."""


class Notices:
    """The gateway's own replies."""

    def __init__(self, phrases: Phrases, message_max_characters: int) -> None:
        self._phrases = phrases
        self._limit = message_max_characters

    def refused(self, problem: Problem, language: Language) -> Reply:
        """Say why a message could not be read."""
        key = "gateway_empty" if problem is Problem.EMPTY else "gateway_too_long"
        return self._reply(key, Kind.FALLBACK, language, limit=self._limit)

    def unavailable(self, language: Language) -> Reply:
        """Say that no answer could be had, and whom to call."""
        return self._reply("gateway_unavailable", Kind.FALLBACK, language)

    def other_language(self, language: Language) -> Reply:
        """Say which languages the assistant speaks."""
        return self._reply("gateway_other_language", Kind.FALLBACK, language)

    def privacy(self, language: Language) -> Reply:
        """Ask kindly not to send personal data."""
        return self._reply("gateway_privacy", Kind.PRIVACY, language)

    def no_text(self, language: Language) -> str:
        """Return what is said for an answer that came without words."""
        return self._phrases.get("gateway_no_text", _code(language))

    def rate_limited(self, language: Language, seconds: int) -> Reply:
        """Ask the sender of too many messages to wait."""
        return self._reply("gateway_rate_limited", Kind.FALLBACK, language, seconds=seconds)

    def _reply(self, key: str, kind: Kind, language: Language, **values: object) -> Reply:
        code = _code(language)
        text = self._phrases.get(key, code, **values).strip()
        return Reply(text, custom={"kind": kind.value, "language": code})


def _code(language: Language) -> Code:
    """Return a language as texts name it; bokmål for one no text exists in."""
    match language:
        case Language.NN:
            return "nn"
        case Language.EN:
            return "en"
        case _:
            return "nb"
