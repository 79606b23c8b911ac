"""The shape of every content file; a key that is not listed here is an error."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from bot.knowledge.terms import Confidence, Group, Owner, State, Unit

SUMMARY_MAX = 120
"""Longest summary of a scheme, in characters."""

TEXT_MAX_WORDS = 160
"""Longest text of a topic, in words."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
Interval = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$")]


class Model(BaseModel):
    """Base of all file models: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Localized(Model):
    """A text in all three languages."""

    nb: Words
    nn: Words
    en: Words


class Synonyms(Model):
    """What employers call a scheme, for each language."""

    nb: list[Words] = Field(default_factory=list)
    nn: list[Words] = Field(default_factory=list)
    en: list[Words] = Field(default_factory=list)


class SourceModel(Model):
    """A law, page or repository that facts were read in; `checked` is the date of the version read."""

    title: Words
    url: Url
    checked: date
    vintage: Words


class DatedValue(Model):
    """A figure and the days it holds, both ends included."""

    value: Decimal
    from_: date = Field(alias="from")
    to: date | None = None
    sources: list[str] = Field(min_length=1)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.to is not None and self.to < self.from_:
            raise ValueError("`to` lies before `from`")
        return self


class DerivedModel(Model):
    """A figure computed from another one, such as five times the grunnbelop."""

    of: str
    factor: Decimal


class ParameterModel(Model):
    """A dated figure that texts refer to by name."""

    unit: Unit
    description: Words
    values: list[DatedValue] = Field(default_factory=list)
    derived: DerivedModel | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if bool(self.values) == (self.derived is not None):
            raise ValueError("a parameter needs either `values` or `derived`")
        ordered = sorted(self.values, key=lambda row: row.from_)
        for earlier, later in pairwise(ordered):
            if earlier.from_ == later.from_ or (earlier.to is not None and earlier.to >= later.from_):
                raise ValueError(f"two values hold on {later.from_.isoformat()}")
        return self


class StatusModel(Model):
    """Whether a scheme can be used, and since or until when."""

    state: State
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    replaced_by: list[str] = Field(default_factory=list)
    note: Localized | None = None

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.state is not State.ACTIVE and self.note is None:
            raise ValueError(f"a scheme that is `{self.state}` needs a `note` that says so")
        return self


class RelatedModel(Model):
    """Which other schemes go together with this one."""

    combines_with: list[str] = Field(default_factory=list)
    not_with: list[str] = Field(default_factory=list)
    ask_nav: list[str] = Field(default_factory=list)


class TopicModel(Model):
    """What is told about one topic, perhaps for a limited time."""

    sources: list[str] = Field(min_length=1)
    confidence: Confidence
    valid_from: date | None = None
    valid_to: date | None = None
    text: Localized

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("`valid_to` lies before `valid_from`")
        return self


def _as_list(value: Any) -> Any:
    """Let a topic be written with or without a list around it."""
    return [value] if isinstance(value, Mapping) else value


TopicVariants = Annotated[list[TopicModel], BeforeValidator(_as_list), Field(min_length=1)]


class SchemeModel(Model):
    """The file `schemes/<id>.yml`."""

    id: str
    name: Localized
    summary: Localized
    group: Group
    owner: Owner
    owner_name: Localized | None = None
    status: StatusModel
    synonyms: Synonyms = Field(default_factory=Synonyms)
    url: Url | None = None
    related: RelatedModel = Field(default_factory=RelatedModel)
    parameters: dict[Slug, ParameterModel] = Field(default_factory=dict)
    topics: dict[str, TopicVariants] = Field(min_length=1)

    @model_validator(mode="after")
    def _owned(self) -> Self:
        if self.owner in {Owner.FYLKESKOMMUNE, Owner.ANNEN} and self.owner_name is None:
            raise ValueError("`owner_name` is missing: say who runs the scheme")
        if self.owner is Owner.NAV and self.owner_name is not None:
            raise ValueError("`owner_name` is only for schemes that Nav does not run")
        return self


class GeneralModel(Model):
    """The file `general.yml`: answers to a topic when no scheme is meant."""

    topics: dict[str, TopicVariants] = Field(min_length=1)


class HoursModel(Model):
    """Opening hours: intervals for each weekday; days without are closed."""

    mon: list[Interval] = Field(default_factory=list)
    tue: list[Interval] = Field(default_factory=list)
    wed: list[Interval] = Field(default_factory=list)
    thu: list[Interval] = Field(default_factory=list)
    fri: list[Interval] = Field(default_factory=list)
    sat: list[Interval] = Field(default_factory=list)
    sun: list[Interval] = Field(default_factory=list)
    exceptions: dict[date, list[Interval]] = Field(default_factory=dict)


class PhoneModel(Model):
    """Nav's telephone for employers."""

    number: Words
    name: Words
    hours: HoursModel
    sources: list[str] = Field(min_length=1)


class ChatModel(Model):
    """Nav's own chat, where people answer in its hours."""

    name: Words
    url: Url
    hours: HoursModel
    sources: list[str] = Field(min_length=1)


class RegionModel(Model):
    """One of Nav's regions with its centre for working life."""

    name: Words
    seat: Words | None = None
    arbeidslivssenter: Words
    counties: list[Words] = Field(min_length=1)


class ContactsModel(Model):
    """The file `contacts.yml`."""

    phone: PhoneModel
    chat: ChatModel
    contact_form: Url
    find_office: Url
    urls: dict[Slug, Url]
    regions: list[RegionModel] = Field(min_length=1)
    sources: list[str] = Field(min_length=1)
