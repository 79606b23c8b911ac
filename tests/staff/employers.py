"""Employers who ask for a person."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from bot.conversation.models import Author
from bot.conversation.stored import Stored
from bot.handoff.request import Request
from bot.staff.parts import Parts

CALCULATION = {
    "kind": "calculation",
    "scheme": "midlertidig-lonnstilskudd",
    "inputs": {"wage": 40000, "assumed": []},
    "periods": [{"from": "2026-12-01", "to": "2027-05-31", "percent": 40, "amount": 100000}],
    "monthly": [{"percent": 40, "amount": 16667}],
    "total": 100000,
}
RECOMMENDATION = {
    "kind": "recommendation",
    "facts": [{"fact": "age", "value": "young", "text": "under 30 år"}],
    "schemes": [{"scheme": "mentor", "title": "Mentortilskudd", "why": ["trenger støtte"]}],
}


@dataclass(frozen=True)
class Employer:
    """A conversation and its handoff."""

    parts: Parts
    conversation: UUID
    handoff: str
    reference: str

    def say(self, text: str, author: Author = Author.EMPLOYER, **custom: Any) -> Stored:
        """Write a message, as the web channel does."""
        return say(self.parts, self.conversation, text, author, **custom)

    def messages(self) -> list[Stored]:
        return self.parts.store.messages_after(self.conversation, 0)

    @property
    def owner(self) -> str:
        turn = self.parts.store.find("web", str(self.conversation))
        return turn.owner.value if turn else ""


def say(parts: Parts, conversation: UUID, text: str, author: Author, **custom: Any) -> Stored:
    payload = {"custom": custom} if custom else None
    with parts.engine.begin() as connection:
        return parts.store.append(connection, conversation, author, text, payload, str(uuid4()))


def employer(parts: Parts, question: str = "Kan jeg snakke med noen om mentor?", **wish: Any) -> Employer:
    """Return an employer who has talked to the bot and then asked for a person."""
    sender = str(uuid4())
    conversation = parts.store.create("web", sender, wish.get("language", "nb"))
    say(parts, conversation, "Hva er mentortilskudd?", Author.EMPLOYER)
    say(parts, conversation, "Det er …", Author.BOT, kind="answer", scheme="mentor", topic="overview", language="nb")
    say(parts, conversation, "Overslag", Author.BOT, **CALCULATION)
    say(parts, conversation, "Disse kan passe", Author.BOT, **RECOMMENDATION)
    values = {"theme": "inkludere", "municipality": "0301", "name": "Ola Nordmann", "email": "ola@bedrift.no"} | wish
    view = parts.desk.request(conversation, Request(question, consent=True, **values))
    return Employer(parts, conversation, str(view.id), view.reference)
