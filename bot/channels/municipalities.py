"""Suggests municipalities while a name is typed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from rapidfuzz import fuzz, process, utils

from bot.knowledge.content import Municipality
from bot.knowledge.municipality_file import read_municipalities

_MOST = 10
_CUTOFF = 70.0


class Suggestions:
    """All municipalities, by the names they go by."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self._named = [
            (utils.default_process(name), municipality)
            for municipality in municipalities
            for name in (municipality.name, municipality.short_name, *municipality.other_names)
        ]
        self._names = [name for name, _ in self._named]

    @classmethod
    def read(cls, path: Path) -> "Suggestions":
        """Read the table; rows with faults are left out, since `bot kb check` reports them."""
        return cls(read_municipalities(path, path.name)[0])

    def of(self, typed: str) -> list[Municipality]:
        """Return what the typed letters may become: beginnings first, then near misses."""
        wanted = utils.default_process(typed)
        if not wanted:
            return []
        begin = [municipality for name, municipality in self._named if name.startswith(wanted)]
        near = process.extract(wanted, self._names, scorer=fuzz.ratio, score_cutoff=_CUTOFF, limit=_MOST)
        found = begin + [self._named[index][1] for _, _, index in near]
        unique = {municipality.number: municipality for municipality in found}
        return list(unique.values())[:_MOST]


def router(suggestions: Suggestions) -> APIRouter:
    """Return the route that suggests."""
    routes = APIRouter(tags=["web"])

    @routes.get("/api/municipalities", summary="Suggest municipalities")
    async def suggest(q: Annotated[str, Query(max_length=60)]) -> list[dict[str, str]]:
        """Return at most ten municipalities for the letters typed so far."""
        return [
            {"number": item.number, "name": item.name, "county": item.county, "region": item.region}
            for item in suggestions.of(q)
        ]

    return routes
