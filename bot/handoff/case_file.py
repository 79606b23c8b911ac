"""A case as one object: what a person at Nav sees, what goes out by e-mail, and what a case system receives."""

from dataclasses import dataclass
from typing import Any

from bot.conversation.stored import Stored
from bot.handoff.routing import Routing
from bot.handoff.views import View


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A request with its conversation; texts are masked, contact details are those given in the form."""

    view: View
    transcript: tuple[Stored, ...]
    routing: Routing

    def as_json(self) -> dict[str, Any]:
        """Return the case in the shape of the webhook."""
        view, routing = self.view, self.routing
        theme = routing.themes.get(view.theme or "")
        place = routing.municipalities.get(view.municipality or "")
        return {
            "reference": view.reference,
            "state": view.state.value,
            "created_at": view.created_at.isoformat(),
            "answer_by": view.answer_by.isoformat(),
            "language": view.language,
            "channel": view.channel,
            "queue": {"id": view.queue, "title": routing.queue(view.queue).title["nb"]},
            "theme": {"id": theme.id, "title": theme.title["nb"]} if theme else None,
            "municipality": {"number": place.number, "name": place.name} if place else None,
            "region": view.region,
            "question": view.question,
            "contact": {
                "organisation": view.organisation,
                "name": view.name,
                "phone": view.phone,
                "email": view.email,
            },
            "summary": view.summary or {},
            "transcript": [message.as_json() for message in self.transcript],
        }
