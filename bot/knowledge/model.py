"""What the assistant asks: an immutable snapshot of the knowledge, and the answers in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from bot.knowledge.content import (
    Contacts,
    Content,
    Localized,
    Municipality,
    Parameter,
    ParameterNotSet,
    Region,
    Scheme,
    Source,
    Status,
    TopicText,
    Value,
)
from bot.knowledge.geography import Gazetteer, OfficeContact
from bot.knowledge.render import Figure, Parameters, quantity, render
from bot.knowledge.terms import LANGUAGES, SCHEME_IDS, TOPICS, Language

__all__ = [
    "LANGUAGES",
    "SCHEME_IDS",
    "TOPICS",
    "Answer",
    "Contacts",
    "Content",
    "Figure",
    "Knowledge",
    "Language",
    "Localized",
    "Municipality",
    "OfficeContact",
    "Parameter",
    "ParameterNotSet",
    "Region",
    "Scheme",
    "Source",
    "Status",
    "TopicText",
    "Value",
]

STALE_AFTER_DAYS = 365
"""A text whose oldest source was read longer ago than this is flagged as old."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished text on one topic.

    `valid_from` and `valid_to` are the limits of the text itself. When nothing holds on the day asked for,
    the nearest text or figure is told instead, and then one of the two lies after or before that day: the
    scheme starts later, or has ended. `scheme` is empty for a general answer.
    """

    scheme: str
    topic: str
    language: Language
    text: str
    sources: tuple[Source, ...]
    checked: date
    stale: bool
    confidence: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """An immutable snapshot with cheap look-ups."""

    version: str
    content: Content
    stale_after_days: int = STALE_AFTER_DAYS
    parameters: Parameters = field(init=False, repr=False, compare=False)
    gazetteer: Gazetteer = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", Parameters(self.content.parameters))
        object.__setattr__(self, "gazetteer", Gazetteer(self.content.municipalities))

    @property
    def schemes(self) -> Mapping[str, Scheme]:
        """Every scheme by id, in the order of the contract."""
        return self.content.schemes

    @property
    def contacts(self) -> Contacts:
        """How an employer reaches Nav."""
        return self.content.contacts

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every source by id."""
        return self.content.sources

    def answer(self, scheme: str, topic: str, language: Language, on: date) -> Answer | None:
        """Return what is told about a topic of a scheme; None if the scheme has no such topic."""
        known = self.schemes.get(scheme)
        return self._told(known.topics.get(topic, ()), language, on) if known else None

    def general(self, topic: str, language: Language, on: date) -> Answer | None:
        """Return what is told about a topic when no scheme is meant; None if nothing is."""
        return self._told(self.content.general.get(topic, ()), language, on)

    def value(self, parameter: str, on: date) -> Decimal:
        """Return a figure, global (`grunnbelop`) or of a scheme (`mentor.max_months`).

        Raises:
            ParameterNotSet: No value is known for that day.
        """
        return self.parameters.figure(parameter, on).value

    def figure(self, parameter: str, on: date) -> Figure:
        """Return a figure with its unit and the days it holds.

        Raises:
            ParameterNotSet: No value is known for that day.
        """
        return self.parameters.figure(parameter, on)

    def written(self, parameter: str, language: Language, on: date) -> str:
        """Return a figure as texts write it, such as `6 måneder`.

        Raises:
            ParameterNotSet: No value is known for that day.
        """
        figure = self.parameters.figure(parameter, on)
        return quantity(figure.value, figure.unit, language)

    def note(self, scheme: str, language: Language, on: date) -> str | None:
        """Return what has to be said about the state of a scheme, if anything."""
        known = self.schemes.get(scheme)
        if known is None or known.status.note is None:
            return None
        return render(known.status.note[language], language, on, self.parameters, scheme).text

    def municipalities(self, text: str) -> list[Municipality]:
        """Return the municipalities a message names, in its order."""
        return self.gazetteer.find(text)

    def office(self, municipality: Municipality) -> OfficeContact:
        """Return whom an employer in a municipality turns to."""
        region = self.contacts.region(municipality.region)
        return OfficeContact(municipality, region, self.contacts.find_office)

    def _told(self, variants: tuple[TopicText, ...], language: Language, on: date) -> Answer | None:
        text = _nearest(variants, on)
        if text is None:
            return None
        rendered = render(text.text[language], language, on, self.parameters, text.scheme)
        sources = tuple(self.sources[source] for source in text.sources)
        checked = min(source.checked for source in sources)
        valid_from, valid_to = text.valid_from, text.valid_to
        if rendered.valid_from is not None:
            valid_from = max(valid_from or rendered.valid_from, rendered.valid_from)
        if rendered.valid_to is not None:
            valid_to = min(valid_to or rendered.valid_to, rendered.valid_to)
        return Answer(
            scheme=text.scheme or "",
            topic=text.topic,
            language=language,
            text=rendered.text,
            sources=sources,
            checked=checked,
            stale=checked < on - timedelta(days=self.stale_after_days),
            confidence=text.confidence.value,
            valid_from=valid_from,
            valid_to=valid_to,
        )


def _nearest(variants: tuple[TopicText, ...], on: date) -> TopicText | None:
    """Return the text that holds on a day, else the next one to come, else the last one that held."""
    if not variants:
        return None
    for variant in variants:
        if variant.holds(on):
            return variant
    coming = [variant for variant in variants if variant.valid_from is not None and variant.valid_from > on]
    if coming:
        return min(coming, key=lambda variant: variant.valid_from or date.max)
    return max(variants, key=lambda variant: variant.valid_to or date.min)
