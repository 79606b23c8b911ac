"""Checks that need more than one file, or a look into the prose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.knowledge import prose
from bot.knowledge.build import parameter
from bot.knowledge.content import ParameterNotSet
from bot.knowledge.hours import Interval
from bot.knowledge.marks import Document, Path_
from bot.knowledge.render import Parameters, placeholders
from bot.knowledge.schema import (
    SUMMARY_MAX,
    TEXT_MAX_WORDS,
    Localized,
    ParameterModel,
    SchemeModel,
    TopicModel,
)
from bot.knowledge.terms import LANGUAGES, TOPICS

if TYPE_CHECKING:
    from bot.knowledge.loader import Files

FORMATS = frozenset({None, "n"})


def run(files: Files, on: date, scheme_ids: tuple[str, ...]) -> None:
    """Note every fault in the documents of `files`."""
    checker = _Checker(files, on, scheme_ids)
    checker.parameters()
    checker.contacts()
    for scheme_id, (document, scheme) in files.schemes.items():
        checker.scheme(scheme_id, document, scheme)
    if files.general:
        document, general = files.general
        checker.topics(document, None, general.topics, on)


class _Checker:
    """Holds what the single checks look up."""

    def __init__(self, files: Files, on: date, scheme_ids: tuple[str, ...]) -> None:
        self.files = files
        self.on = on
        self.scheme_ids = scheme_ids
        self.source_ids = set(files.sources[1].root) if files.sources else None
        self.definitions: dict[str, ParameterModel] = {}
        if files.parameters:
            self.definitions.update(files.parameters[1].root)
        for scheme_id, (_, scheme) in files.schemes.items():
            self.definitions.update({f"{scheme_id}.{name}": item for name, item in scheme.parameters.items()})
        self.values = Parameters({key: parameter(key, item) for key, item in self.definitions.items()})

    def parameters(self) -> None:
        """Check the global parameters."""
        if self.files.parameters:
            document, file = self.files.parameters
            for name, item in file.root.items():
                self.parameter(document, (name,), None, name, item, self.on)

    def parameter(
        self, document: Document, path: Path_, scheme: str | None, name: str, item: ParameterModel, on: date
    ) -> None:
        """Check one parameter: sources, origin, and a value today unless all its values have ended."""
        key = f"{scheme}.{name}" if scheme else name
        for index, row in enumerate(item.values):
            self.sources(document, (*path, "values", index, "sources"), row.sources)
        if item.derived:
            origin = self.definitions.get(item.derived.of)
            if origin is None or origin.derived is not None:
                document.fail((*path, "derived"), f"`{key}` is derived from `{item.derived.of}`, which has no values")
                return
        if item.values and all(row.to is not None and row.to < on for row in item.values):
            return
        try:
            self.values.figure(key, on)
        except ParameterNotSet:
            document.fail(path, f"parameter `{key}` has no value on {on.isoformat()}")

    def scheme(self, scheme_id: str, document: Document, scheme: SchemeModel) -> None:
        """Check one scheme file."""
        if scheme.id != scheme_id:
            document.fail(("id",), f"the id is `{scheme.id}`, but the file is called `{scheme_id}.yml`")
        start = scheme.status.from_
        on = max(self.on, start) if start else self.on
        for name, item in scheme.parameters.items():
            self.parameter(document, ("parameters", name), scheme_id, name, item, on)
        for language in LANGUAGES:
            summary = getattr(scheme.summary, language)
            path: Path_ = ("summary", language)
            if len(summary) > SUMMARY_MAX:
                document.fail(path, f"the summary has {len(summary)} characters; at most {SUMMARY_MAX}")
            if list(placeholders(summary)):
                document.fail(path, "a summary holds no figures, so no placeholders either")
            self.prose(document, path, summary, scheme_id, on)
        if scheme.status.note:
            self.localized(document, ("status", "note"), scheme.status.note, scheme_id, on)
        for kind in ("combines_with", "not_with", "ask_nav"):
            self.references(document, ("related", kind), getattr(scheme.related, kind), scheme_id)
        self.references(document, ("status", "replaced_by"), scheme.status.replaced_by, scheme_id)
        self.topics(document, scheme_id, scheme.topics, on)

    def references(self, document: Document, path: Path_, ids: list[str], own: str) -> None:
        """Check references to other schemes."""
        for index, other in enumerate(ids):
            if other not in self.scheme_ids:
                document.fail((*path, index), f"there is no scheme `{other}`{_hint(other, self.scheme_ids)}")
            elif other == own:
                document.fail((*path, index), "a scheme does not refer to itself")

    def topics(
        self, document: Document, scheme_id: str | None, topics: Mapping[str, list[TopicModel]], on: date
    ) -> None:
        """Check topics: known names, sources, no two texts for one day, prose."""
        for topic, variants in topics.items():
            if topic not in TOPICS:
                document.fail(("topics", topic), f"there is no topic `{topic}`{_hint(topic, TOPICS)}")
            for index, variant in enumerate(variants):
                path: Path_ = ("topics", topic, index)
                self.sources(document, (*path, "sources"), variant.sources)
                day = on
                if variant.valid_to and variant.valid_to < day:
                    day = variant.valid_to
                if variant.valid_from and variant.valid_from > day:
                    day = variant.valid_from
                self.localized(document, (*path, "text"), variant.text, scheme_id, day)
                if any(_overlap(variant, earlier) for earlier in variants[:index]):
                    document.fail(path, f"two texts of `{topic}` hold on the same day")

    def localized(self, document: Document, path: Path_, text: Localized, scheme_id: str | None, on: date) -> None:
        """Check a text in every language; all three must tell the same figures."""
        figures = {
            language: {
                self.values.resolve(name, scheme_id) or name for name, _ in placeholders(getattr(text, language))
            }
            for language in LANGUAGES
        }
        for language in LANGUAGES:
            body = getattr(text, language)
            self.prose(document, (*path, language), body, scheme_id, on)
            if prose.words(body) > TEXT_MAX_WORDS:
                document.fail((*path, language), f"the text has {prose.words(body)} words; at most {TEXT_MAX_WORDS}")
            for name in sorted(figures["nb"] ^ figures[language]):
                lacking = language if name in figures["nb"] else "nb"
                document.fail((*path, lacking), f"`{{{name}}}` is used in another language, but not in `{lacking}`")

    def prose(self, document: Document, path: Path_, text: str, scheme_id: str | None, on: date) -> None:
        """Check typed figures and placeholders of one text."""
        for offset, word in prose.typed_figures(text):
            fault = f"the figure `{word}` is typed; use a {{parameter}} or a word"
            document.fail(path, fault, text_line=offset)
        for piece in prose.stray_braces(text):
            document.fail(path, f"`{piece}` is no placeholder; write {{name}} or {{name:n}}")
        for name, form in placeholders(text):
            if form not in FORMATS:
                document.fail(path, f"`{{{name}:{form}}}`: the only format is `:n`")
            key = self.values.resolve(name, scheme_id)
            if key is None:
                other = name.partition(".")[0]
                if ("." in name and other in self.files.unreadable) or self.files.parameters is None:
                    continue
                close = _hint(name, [*self.definitions, *(k.partition(".")[2] for k in self.definitions)])
                document.fail(path, f"`{{{name}}}`: there is no such parameter{close}")
                continue
            try:
                self.values.figure(key, on)
            except ParameterNotSet:
                document.fail(path, f"`{{{name}}}` has no value on {on.isoformat()}")

    def sources(self, document: Document, path: Path_, ids: list[str]) -> None:
        """Check that sources exist."""
        if self.source_ids is None:
            return
        for index, source in enumerate(ids):
            if source not in self.source_ids:
                document.fail((*path, index), f"there is no source `{source}`{_hint(source, self.source_ids)}")

    def contacts(self) -> None:
        """Check opening hours, sources, and that every municipality has a region."""
        if not self.files.contacts:
            return
        document, contacts = self.files.contacts
        self.sources(document, ("sources",), contacts.sources)
        for kind, line in (("phone", contacts.phone), ("chat", contacts.chat)):
            self.sources(document, (kind, "sources"), line.sources)
            spans = line.hours.model_dump()
            days = {**{day: spans[day] for day in spans if day != "exceptions"}, **spans["exceptions"]}
            for day, intervals in days.items():
                try:
                    parsed = sorted(Interval.parse(interval) for interval in intervals)
                except ValueError as error:
                    document.fail((kind, "hours", str(day)), str(error))
                    continue
                if any(first.closes > second.opens for first, second in pairwise(parsed)):
                    document.fail((kind, "hours", str(day)), "two intervals overlap")
        known = {region.name for region in contacts.regions}
        for name in sorted({item.region for item in self.files.municipalities} - known):
            document.fail(("regions",), f"municipalities.csv names the region `{name}`, which is not listed here")


def _overlap(one: TopicModel, other: TopicModel) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return first <= last


def _hint(word: str, choices: Iterable[str]) -> str:
    close = get_close_matches(word, [choice for choice in choices if choice], n=1)
    return f"; did you mean `{close[0]}`?" if close else ""
