"""Puts handoffs into words: times, system messages, and the answer to "hvor er saken min?"."""

from datetime import datetime
from typing import Any

from bot.clock import OSLO
from bot.conversation.replies import Kind
from bot.handoff.promise import Promise
from bot.handoff.routing import Routing
from bot.handoff.states import OWNED, State
from bot.handoff.views import View
from bot.knowledge.terms import LANGUAGES, Language
from bot.texts import Texts


def spoken(language: str | None, otherwise: str | None = None) -> Language:
    """Return a language the assistant speaks; bokmål where neither is one."""
    return next((known for wanted in (language, otherwise) for known in LANGUAGES if known == wanted), "nb")


class Wording:
    """The words of the handoff."""

    def __init__(self, texts: Texts, routing: Routing) -> None:
        self._texts = texts
        self._routing = routing

    def when(self, moment: datetime, language: Language) -> str:
        """Return a moment as people say it: "mandag 23. november klokka 09.00"."""
        local = moment.astimezone(OSLO)
        return self._texts.get(
            "handoff_time",
            language,
            weekday=self._texts.get(f"weekday_{local.weekday()}", language),
            day=local.day,
            month=self._texts.get(f"month_{local.month}", language),
            hour=f"{local:%H}",
            minute=f"{local:%M}",
        )

    def office(self, queue: str, language: Language) -> str:
        """Return the title of a queue."""
        return self._routing.queue(queue).title[language]

    def say(self, key: str, language: Language, **values: object) -> str:
        """Return a text; moments among the values are put into words."""
        said = {
            name: self.when(value, language) if isinstance(value, datetime) else value for name, value in values.items()
        }
        return self._texts.get(f"handoff_{key}", language, phone=self._routing.phone, **said)

    def told(self, view: View, key: str, language: Language, **values: object) -> tuple[str, dict[str, Any]]:
        """Return a system message on a handoff as text and payload."""
        office = self.office(view.queue, language)
        facts = {
            "reference": view.reference,
            "office": office,
            "position": view.position,
            "answer_by": view.answer_by,
            "name": view.claimed_name or "",
        }
        custom: dict[str, Any] = {
            "kind": Kind.HANDOFF.value,
            "reference": view.reference,
            "state": view.state.value,
            "office": office,
            "language": language,
        }
        if view.position is not None:
            custom |= {"position": view.position, "answer_by": view.answer_by.isoformat()}
        return self.say(key, language, **(facts | values)), {"custom": custom}

    def queued(self, view: View, promise: Promise, language: Language) -> tuple[str, dict[str, Any]]:
        """Return what a newcomer in the queue is told."""
        values = {"wait": promise.wait, "opens": promise.opens, "position": promise.position}
        return self.told(view, f"queued_{promise.situation}", language, **values)

    def status(self, view: View, language: Language) -> tuple[str, dict[str, Any]]:
        """Return the answer to "hvor er saken min?"."""
        key = "ended"
        if view.state in OWNED:
            key = "with_person"
        elif view.state in (State.REQUESTED, State.QUEUED):
            key = "queued"
        return self.told(view, f"status_{key}", language)

    def unknown(self, language: Language) -> str:
        """Return the answer where no handoff has the reference."""
        return self.say("status_unknown", language)
