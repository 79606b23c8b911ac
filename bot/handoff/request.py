"""What an employer says when asking for a person; everything but the question may be left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.handoff import contact
from bot.handoff.errors import Invalid
from bot.handoff.routing import Routing
from bot.knowledge.terms import LANGUAGES, Language

QUESTION_MAX = 1000
"""Longest question, in characters."""

NAME_MAX = 120


@dataclass(frozen=True, slots=True)
class Request:
    """The short form; `consent` says that the employer agreed to what is passed on, to whom, and for how long."""

    question: str
    consent: bool = False
    theme: str | None = None
    organisation: str | None = None
    municipality: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    language: Language | None = None
    summary: Mapping[str, Any] | None = None
    """What the conversation was about: schemes, calculation, answers of the finder."""

    def checked(self, routing: Routing) -> "Request":
        """Return the request with every value in its normal form.

        Raises:
            Invalid: A value cannot be used, or there is no consent.
        """
        if self.consent is not True:
            raise Invalid("consent")
        question = _words(self.question, QUESTION_MAX, "question")
        if question is None:
            raise Invalid("question")
        theme, municipality = self.theme or None, self.municipality or None
        if theme is not None and theme not in routing.themes:
            raise Invalid("theme")
        if municipality is not None and municipality not in routing.municipalities:
            raise Invalid("municipality")
        if self.language is not None and self.language not in LANGUAGES:
            raise Invalid("language")
        return replace(
            self,
            question=question,
            theme=theme,
            municipality=municipality,
            name=_words(self.name, NAME_MAX, "name"),
            organisation=contact.organisation(self.organisation) if self.organisation else None,
            phone=contact.phone(self.phone) if self.phone else None,
            email=contact.email(self.email) if self.email else None,
        )


def _words(text: str | None, longest: int, field: str) -> str | None:
    """Return a text without what cannot be seen around and in it; None where nothing is left.

    Raises:
        Invalid: It is too long.
    """
    kept = "".join(letter for letter in text or "" if letter.isprintable() or letter == "\n").strip()
    if len(kept) > longest:
        raise Invalid(field)
    return kept or None
