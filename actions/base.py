"""What every action does: read the message, take the turn, hand the answers to the gateway."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from bot.clock import OSLO, now
from bot.dialogue.context import Context
from bot.dialogue.payloads import Turn
from bot.dialogue.reading import Reading
from bot.dialogue.voice import Voice
from bot.knowledge.model import LANGUAGES, Language

log = structlog.get_logger(__name__)


class DialogueAction(Action, ABC):
    """An action that answers through `bot.dialogue`."""

    @abstractmethod
    def name(self) -> str:
        """Return the name Rasa knows the action by."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer the latest message; when the knowledge is out of reach, say so calmly."""
        latest = dict(tracker.latest_message)
        metadata: dict[str, Any] = dict(latest.get("metadata") or {})
        language = language_of(metadata)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=metadata.get("request_id", ""), action=self.name())
        try:
            turn = self.take(Reading.from_message(latest), metadata, language)
        except Exception:
            # Whatever went wrong, the employer gets one calm sentence and a phone number.
            services.count_trouble()
            log.exception("action.failed", failures=services.trouble_count())
            dispatcher.utter_message(json_message=services.trouble_envelope(language))
            return []
        for envelope in turn.envelopes():
            dispatcher.utter_message(json_message=envelope)
        log.info("action.done", kinds=[message.kind for message in turn.messages], language=language)
        return []

    def take(self, reading: Reading, metadata: dict[str, Any], language: Language) -> Turn:
        """Return the turn that answers a message."""
        voice = Voice(services.knowledge(), services.texts(), language, now_of(metadata))
        return services.turns().take(reading, Context.from_json(metadata.get("context")), voice)


def language_of(metadata: dict[str, Any]) -> Language:
    """Return the language the gateway wants the answer in; bokmål where it says nothing usable."""
    wanted = metadata.get("language")
    return next((language for language in LANGUAGES if language == wanted), "nb")


def now_of(metadata: dict[str, Any]) -> datetime:
    """Return the time the gateway takes for now, or this process's own."""
    stated = metadata.get("now")
    if isinstance(stated, str) and stated:
        moment = datetime.fromisoformat(stated)
        return moment.replace(tzinfo=OSLO) if moment.tzinfo is None else moment.astimezone(OSLO)
    return now()
