"""Table rows as content; the counterpart of `rows`."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from bot.knowledge.content import (
    Contacts,
    Content,
    Line,
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
from bot.knowledge.rows import CHAT, FORM, OFFICE, PHONE, URL
from bot.knowledge.tables import (
    ContactRow,
    MunicipalityRow,
    ParameterRow,
    ParameterValueRow,
    RegionRow,
    RelationRow,
    SchemeNameRow,
    SchemeRow,
    SourceRow,
    SynonymRow,
    TextBodyRow,
    TextRow,
    TextSourceRow,
)
from bot.knowledge.terms import LANGUAGES, Confidence, Group, Language, Owner, Relation, State, Unit

Texts = dict[str | None, dict[str, tuple[TopicText, ...]]]


def read(connection: Connection) -> Content:
    """Return the content in the tables."""
    texts = _texts(connection)
    return Content(
        schemes=_schemes(connection, texts),
        general=texts.get(None, {}),
        parameters=_parameters(connection),
        sources={
            row.id: Source(row.id, row.title, row.url, row.checked, row.vintage)
            for row in connection.execute(select(SourceRow.__table__).order_by(SourceRow.position))
        },
        contacts=_contacts(connection),
        municipalities=tuple(
            Municipality(
                row.number,
                row.name,
                tuple(row.other_names),
                row.county_number,
                row.county,
                row.region,
                row.zone,
                row.zone_note,
                row.confidence,
            )
            for row in connection.execute(select(MunicipalityRow.__table__).order_by(MunicipalityRow.number))
        ),
    )


def _texts(connection: Connection) -> Texts:
    bodies: defaultdict[int, dict[Language, str]] = defaultdict(dict)
    for row in connection.execute(select(TextBodyRow.__table__)):
        bodies[row.text_id][row.language] = row.body
    sources: defaultdict[int, list[str]] = defaultdict(list)
    for row in connection.execute(select(TextSourceRow.__table__).order_by(TextSourceRow.position)):
        sources[row.text_id].append(row.source_id)
    found: Texts = {}
    for row in connection.execute(select(TextRow.__table__).order_by(TextRow.id)):
        text = TopicText(
            scheme=row.scheme_id,
            topic=row.topic,
            confidence=Confidence(row.confidence),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            sources=tuple(sources[row.id]),
            text={language: bodies[row.id][language] for language in LANGUAGES},
        )
        topics = found.setdefault(text.scheme, {})
        topics[text.topic] = (*topics.get(text.topic, ()), text)
    return found


def _schemes(connection: Connection, texts: Texts) -> dict[str, Scheme]:
    names: defaultdict[str, dict[Language, Any]] = defaultdict(dict)
    for row in connection.execute(select(SchemeNameRow.__table__)):
        names[row.scheme_id][row.language] = row
    synonyms: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in connection.execute(select(SynonymRow.__table__).order_by(SynonymRow.position)):
        synonyms[row.scheme_id, row.language].append(row.synonym)
    related: defaultdict[str, dict[Relation, tuple[str, ...]]] = defaultdict(dict)
    for row in connection.execute(select(RelationRow.__table__).order_by(RelationRow.position)):
        kind = Relation(row.kind)
        related[row.scheme_id][kind] = (*related[row.scheme_id].get(kind, ()), row.other_id)
    found: dict[str, Scheme] = {}
    for row in connection.execute(select(SchemeRow.__table__).order_by(SchemeRow.position)):
        own = names[row.id]
        found[row.id] = Scheme(
            id=row.id,
            name={language: own[language].name for language in LANGUAGES},
            summary={language: own[language].summary for language in LANGUAGES},
            group=Group(row.scheme_group),
            owner=Owner(row.owner),
            owner_name=_optional(own, "owner_name"),
            status=Status(State(row.state), row.status_from, row.status_until, _optional(own, "status_note")),
            synonyms={language: tuple(synonyms[row.id, language]) for language in LANGUAGES},
            url=row.url,
            related=related[row.id],
            topics=texts.get(row.id, {}),
        )
    return found


def _optional(own: Mapping[Language, Any], column: str) -> dict[Language, str] | None:
    """Return a text that a scheme has in all languages or in none."""
    found = {language: getattr(own[language], column) for language in LANGUAGES}
    return found if all(value is not None for value in found.values()) else None


def _parameters(connection: Connection) -> dict[str, Parameter]:
    values: defaultdict[str, list[Value]] = defaultdict(list)
    for row in connection.execute(select(ParameterValueRow.__table__).order_by(ParameterValueRow.valid_from)):
        values[row.parameter_key].append(Value(row.value, row.valid_from, row.valid_to, tuple(row.sources)))
    return {
        row.key: Parameter(
            row.key,
            Unit(row.unit),
            row.description,
            tuple(values[row.key]),
            row.derived_of,
            row.derived_factor,
        )
        for row in connection.execute(select(ParameterRow.__table__).order_by(ParameterRow.position))
    }


def _contacts(connection: Connection) -> Contacts:
    rows = {row.kind: row for row in connection.execute(select(ContactRow.__table__).order_by(ContactRow.position))}
    return Contacts(
        phone=_line(rows[PHONE]),
        chat=_line(rows[CHAT]),
        contact_form=rows[FORM].address,
        find_office=rows[OFFICE].address,
        urls={kind.removeprefix(URL): row.address for kind, row in rows.items() if kind.startswith(URL)},
        regions=tuple(
            Region(row.name, row.seat, row.arbeidslivssenter, tuple(row.counties))
            for row in connection.execute(select(RegionRow.__table__).order_by(RegionRow.position))
        ),
        sources=tuple(rows[FORM].sources),
    )


def _line(row: Any) -> Line:
    hours = row.hours
    return Line(
        row.name,
        row.address,
        OpeningHours(
            week=tuple(tuple(map(Interval.parse, day)) for day in hours["week"]),
            exceptions={
                date.fromisoformat(day): tuple(map(Interval.parse, spans)) for day, spans in hours["exceptions"].items()
            },
        ),
        tuple(row.sources),
    )
