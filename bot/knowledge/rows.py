"""Content as table rows."""

from collections.abc import Iterator
from typing import Any

from bot.database import Base
from bot.knowledge import tables
from bot.knowledge.content import Content, Line, TopicText
from bot.knowledge.hours import OpeningHours
from bot.knowledge.terms import LANGUAGES

Rows = list[dict[str, Any]]

PHONE, CHAT, FORM, OFFICE, URL = "phone", "chat", "contact_form", "find_office", "url:"
"""Kinds of contact; single addresses carry their name after `url:`."""


def of(content: Content) -> Iterator[tuple[type[Base], Rows]]:
    """Yield every table with its rows, referenced tables first."""
    yield (
        tables.SourceRow,
        [
            {
                "id": source.id,
                "position": position,
                "title": source.title,
                "url": source.url,
                "checked": source.checked,
                "vintage": source.vintage,
            }
            for position, source in enumerate(content.sources.values())
        ],
    )
    yield from _schemes(content)
    yield from _texts(content)
    yield from _parameters(content)
    yield tables.ContactRow, _contacts(content)
    yield (
        tables.RegionRow,
        [
            {
                "name": region.name,
                "position": position,
                "seat": region.seat,
                "arbeidslivssenter": region.arbeidslivssenter,
                "counties": list(region.counties),
            }
            for position, region in enumerate(content.contacts.regions)
        ],
    )
    yield (
        tables.MunicipalityRow,
        [
            {
                "number": item.number,
                "name": item.name,
                "other_names": list(item.other_names),
                "county_number": item.county_number,
                "county": item.county,
                "region": item.region,
                "zone": item.zone,
                "zone_note": item.zone_note,
                "confidence": item.confidence,
            }
            for item in content.municipalities
        ],
    )


def _schemes(content: Content) -> Iterator[tuple[type[Base], Rows]]:
    schemes: Rows = []
    names: Rows = []
    synonyms: Rows = []
    relations: Rows = []
    for position, scheme in enumerate(content.schemes.values()):
        schemes.append(
            {
                "id": scheme.id,
                "position": position,
                "scheme_group": scheme.group.value,
                "owner": scheme.owner.value,
                "url": scheme.url,
                "state": scheme.status.state.value,
                "status_from": scheme.status.valid_from,
                "status_until": scheme.status.until,
            }
        )
        for language in LANGUAGES:
            names.append(
                {
                    "scheme_id": scheme.id,
                    "language": language,
                    "name": scheme.name[language],
                    "summary": scheme.summary[language],
                    "owner_name": scheme.owner_name[language] if scheme.owner_name else None,
                    "status_note": scheme.status.note[language] if scheme.status.note else None,
                }
            )
            synonyms.extend(
                {"scheme_id": scheme.id, "language": language, "position": index, "synonym": word}
                for index, word in enumerate(scheme.synonyms[language])
            )
        relations.extend(
            {"scheme_id": scheme.id, "kind": kind.value, "position": index, "other_id": other}
            for kind, others in scheme.related.items()
            for index, other in enumerate(others)
        )
    yield tables.SchemeRow, schemes
    yield tables.SchemeNameRow, names
    yield tables.SynonymRow, synonyms
    yield tables.RelationRow, relations


def _texts(content: Content) -> Iterator[tuple[type[Base], Rows]]:
    told: list[TopicText] = [text for texts in content.general.values() for text in texts]
    for scheme in content.schemes.values():
        told.extend(text for texts in scheme.topics.values() for text in texts)
    numbered = list(enumerate(told, start=1))
    yield (
        tables.TextRow,
        [
            {
                "id": number,
                "scheme_id": text.scheme,
                "topic": text.topic,
                "confidence": text.confidence.value,
                "valid_from": text.valid_from,
                "valid_to": text.valid_to,
            }
            for number, text in numbered
        ],
    )
    yield (
        tables.TextBodyRow,
        [
            {"text_id": number, "language": language, "body": text.text[language]}
            for number, text in numbered
            for language in LANGUAGES
        ],
    )
    yield (
        tables.TextSourceRow,
        [
            {"text_id": number, "position": index, "source_id": source}
            for number, text in numbered
            for index, source in enumerate(text.sources)
        ],
    )


def _parameters(content: Content) -> Iterator[tuple[type[Base], Rows]]:
    yield (
        tables.ParameterRow,
        [
            {
                "key": item.key,
                "position": position,
                "unit": item.unit.value,
                "description": item.description,
                "derived_of": item.derived_of,
                "derived_factor": item.derived_factor,
            }
            for position, item in enumerate(content.parameters.values())
        ],
    )
    yield (
        tables.ParameterValueRow,
        [
            {
                "parameter_key": item.key,
                "valid_from": value.valid_from,
                "valid_to": value.valid_to,
                "value": value.value,
                "sources": list(value.sources),
            }
            for item in content.parameters.values()
            for value in item.values
        ],
    )


def _contacts(content: Content) -> Rows:
    contacts = content.contacts
    found: Rows = [_line(PHONE, contacts.phone), _line(CHAT, contacts.chat)]
    found.append(_address(FORM, contacts.contact_form, contacts.sources))
    found.append(_address(OFFICE, contacts.find_office, contacts.sources))
    found.extend(_address(URL + name, url, contacts.sources) for name, url in contacts.urls.items())
    return [{**row, "position": position} for position, row in enumerate(found)]


def _line(kind: str, line: Line) -> dict[str, Any]:
    return {
        "kind": kind,
        "address": line.address,
        "name": line.name,
        "hours": _hours(line.hours),
        "sources": list(line.sources),
    }


def _address(kind: str, address: str, sources: tuple[str, ...]) -> dict[str, Any]:
    return {"kind": kind, "address": address, "name": None, "hours": None, "sources": list(sources)}


def _hours(hours: OpeningHours) -> dict[str, Any]:
    return {
        "week": [[str(interval) for interval in day] for day in hours.week],
        "exceptions": {
            day.isoformat(): [str(interval) for interval in spans] for day, spans in hours.exceptions.items()
        },
    }
