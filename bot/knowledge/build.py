"""Builds the content from checked files: same facts, plain immutable objects."""

from collections.abc import Iterable, Mapping

from bot.knowledge import schema
from bot.knowledge.content import (
    Contacts,
    Content,
    Line,
    Localized,
    Municipality,
    Parameter,
    Region,
    Scheme,
    Source,
    Status,
    TopicText,
    Value,
)
from bot.knowledge.hours import Interval, OpeningHours
from bot.knowledge.prose import unwrap
from bot.knowledge.terms import LANGUAGES, TOPICS, Relation

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def content(
    *,
    schemes: Iterable[schema.SchemeModel],
    general: schema.GeneralModel | None,
    parameters: Mapping[str, schema.ParameterModel],
    sources: Mapping[str, schema.SourceModel],
    contacts: schema.ContactsModel,
    municipalities: tuple[Municipality, ...],
) -> Content:
    """Return everything as one content; schemes and topics keep the order they are given in."""
    models = list(schemes)
    figures = {key: parameter(key, model) for key, model in parameters.items()}
    for model in models:
        for name, item in model.parameters.items():
            figures[f"{model.id}.{name}"] = parameter(f"{model.id}.{name}", item)
    return Content(
        schemes={model.id: scheme(model) for model in models},
        general=topics(None, general.topics) if general else {},
        parameters=figures,
        sources={
            key: Source(key, model.title, model.url, model.checked, model.vintage) for key, model in sources.items()
        },
        contacts=contacts_of(contacts),
        municipalities=municipalities,
    )


def parameter(key: str, model: schema.ParameterModel) -> Parameter:
    """Return a parameter with its values in order of time."""
    values = tuple(
        Value(row.value, row.from_, row.to, tuple(row.sources))
        for row in sorted(model.values, key=lambda row: row.from_)
    )
    if model.derived:
        return Parameter(key, model.unit, model.description, (), model.derived.of, model.derived.factor)
    return Parameter(key, model.unit, model.description, values)


def scheme(model: schema.SchemeModel) -> Scheme:
    """Return one scheme."""
    related = {
        Relation.COMBINES_WITH: model.related.combines_with,
        Relation.NOT_WITH: model.related.not_with,
        Relation.ASK_NAV: model.related.ask_nav,
        Relation.REPLACED_BY: model.status.replaced_by,
    }
    return Scheme(
        id=model.id,
        name=localized(model.name),
        summary=localized(model.summary),
        group=model.group,
        owner=model.owner,
        owner_name=localized(model.owner_name) if model.owner_name else None,
        status=Status(
            model.status.state,
            model.status.from_,
            model.status.until,
            localized(model.status.note) if model.status.note else None,
        ),
        synonyms={
            language: tuple(dict.fromkeys(word.lower() for word in getattr(model.synonyms, language)))
            for language in LANGUAGES
        },
        url=model.url,
        related={relation: tuple(ids) for relation, ids in related.items() if ids},
        topics=topics(model.id, model.topics),
    )


def topics(scheme_id: str | None, models: Mapping[str, list[schema.TopicModel]]) -> dict[str, tuple[TopicText, ...]]:
    """Return the texts of every topic, in the order of the contract."""
    return {
        topic: tuple(
            TopicText(
                scheme=scheme_id,
                topic=topic,
                confidence=model.confidence,
                valid_from=model.valid_from,
                valid_to=model.valid_to,
                sources=tuple(model.sources),
                text=localized(model.text),
            )
            for model in models[topic]
        )
        for topic in sorted(models, key=TOPICS.index)
    }


def localized(model: schema.Localized) -> Localized:
    """Return a text in every language, with the line breaks of the file taken out."""
    return {language: unwrap(getattr(model, language)) for language in LANGUAGES}


def hours(model: schema.HoursModel) -> OpeningHours:
    """Return opening hours."""
    return OpeningHours(
        week=tuple(tuple(sorted(map(Interval.parse, getattr(model, day)))) for day in WEEKDAYS),
        exceptions={day: tuple(sorted(map(Interval.parse, spans))) for day, spans in model.exceptions.items()},
    )


def contacts_of(model: schema.ContactsModel) -> Contacts:
    """Return how an employer reaches Nav."""
    phone, chat = model.phone, model.chat
    return Contacts(
        phone=Line(phone.name, phone.number, hours(phone.hours), tuple(phone.sources)),
        chat=Line(chat.name, chat.url, hours(chat.hours), tuple(chat.sources)),
        contact_form=model.contact_form,
        find_office=model.find_office,
        urls=dict(model.urls),
        regions=tuple(
            Region(region.name, region.seat, region.arbeidslivssenter, tuple(region.counties))
            for region in model.regions
        ),
        sources=tuple(model.sources),
    )
