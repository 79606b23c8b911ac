"""The content as the running assistant holds it: immutable and free of files and databases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.knowledge.hours import OpeningHours
from bot.knowledge.terms import Confidence, Group, Language, Owner, Relation, State, Unit

Localized = Mapping[Language, str]
"""One text in every language."""


class ParameterNotSet(LookupError):  # noqa: N818
    """No value of a parameter is known for the date asked for."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read; `checked` is the date of the version that was read."""

    id: str
    title: str
    url: str
    checked: date
    vintage: str


@dataclass(frozen=True, slots=True)
class Value:
    """A figure and the days it holds, both ends included."""

    value: Decimal
    valid_from: date
    valid_to: date | None
    sources: tuple[str, ...]

    def holds(self, on: date) -> bool:
        """Tell whether the figure holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated figure, or a factor of another parameter; `key` is `name` or `scheme.name`."""

    key: str
    unit: Unit
    description: str
    values: tuple[Value, ...] = ()
    derived_of: str | None = None
    derived_factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TopicText:
    """What is told about a topic, in every language, perhaps for a limited time."""

    scheme: str | None
    topic: str
    confidence: Confidence
    valid_from: date | None
    valid_to: date | None
    sources: tuple[str, ...]
    text: Localized

    def holds(self, on: date) -> bool:
        """Tell whether the text holds on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a scheme can be used, and since or until when."""

    state: State
    valid_from: date | None = None
    until: date | None = None
    note: Localized | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme with its names and texts."""

    id: str
    name: Localized
    summary: Localized
    group: Group
    owner: Owner
    owner_name: Localized | None
    status: Status
    synonyms: Mapping[Language, tuple[str, ...]]
    url: str | None
    related: Mapping[Relation, tuple[str, ...]]
    topics: Mapping[str, tuple[TopicText, ...]]


@dataclass(frozen=True, slots=True)
class Region:
    """One of Nav's regions; `seat` is None where it could not be confirmed."""

    name: str
    seat: str | None
    arbeidslivssenter: str
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone line or a chat with its opening hours; `address` is a number or a URL."""

    name: str
    address: str
    hours: OpeningHours
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contacts:
    """How an employer reaches Nav."""

    phone: Line
    chat: Line
    contact_form: str
    find_office: str
    urls: Mapping[str, str]
    regions: tuple[Region, ...]
    sources: tuple[str, ...]

    def region(self, name: str) -> Region | None:
        """Return the region of this name."""
        return next((region for region in self.regions if region.name == name), None)


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality, its Nav region and its zone of employer's contribution."""

    number: str
    name: str
    other_names: tuple[str, ...]
    county_number: str
    county: str
    region: str
    zone: str
    zone_note: str
    confidence: str

    @property
    def short_name(self) -> str:
        """Return the name without the county that tells two of the same name apart."""
        return self.name.split(" (", 1)[0]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the content files say, checked and complete."""

    schemes: Mapping[str, Scheme]
    general: Mapping[str, tuple[TopicText, ...]]
    parameters: Mapping[str, Parameter]
    sources: Mapping[str, Source]
    contacts: Contacts
    municipalities: tuple[Municipality, ...] = field(default=())
