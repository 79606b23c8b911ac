"""Reads the content files, collects every fault with file and line, and builds the content."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge import build, checks, marks
from bot.knowledge.content import Content, Municipality
from bot.knowledge.marks import ContentError, ContentErrors, Document
from bot.knowledge.municipality_file import read_municipalities
from bot.knowledge.schema import ContactsModel, GeneralModel, ParameterModel, SchemeModel, SourceModel
from bot.knowledge.terms import LANGUAGES, SCHEME_IDS


class ParametersFile(RootModel[dict[str, ParameterModel]]):
    """The file `parameters.yml`."""


class SourcesFile(RootModel[dict[str, SourceModel]]):
    """The file `sources.yml`."""


@dataclass(slots=True)
class Files:
    """Everything that was read, as far as it could be read, with the faults so far."""

    directory: Path
    documents: dict[str, Document] = field(default_factory=dict)
    errors: list[ContentError] = field(default_factory=list)
    schemes: dict[str, tuple[Document, SchemeModel]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    general: tuple[Document, GeneralModel] | None = None
    parameters: tuple[Document, ParametersFile] | None = None
    sources: tuple[Document, SourcesFile] | None = None
    contacts: tuple[Document, ContactsModel] | None = None
    municipalities: tuple[Municipality, ...] = ()

    def shown(self, path: Path) -> str:
        """Return a path the way messages show it: from the checkout, if it lies in there."""
        try:
            return path.resolve().relative_to(Path.cwd()).as_posix()
        except ValueError:
            return str(path)

    def all_errors(self) -> list[ContentError]:
        """Return every fault once, by file and line."""
        found = set(self.errors)
        for document in self.documents.values():
            found.update(document.errors)
        return sorted(found)


def read_files(directory: Path, scheme_ids: tuple[str, ...] = SCHEME_IDS) -> Files:
    """Read all content files under `data/knowledge`, without cross-checks."""
    files = Files(directory)
    files.parameters = read_model(files, directory / "parameters.yml", ParametersFile)
    files.sources = read_model(files, directory / "sources.yml", SourcesFile)
    files.contacts = read_model(files, directory / "contacts.yml", ContactsModel)
    if (directory / "general.yml").exists():
        files.general = read_model(files, directory / "general.yml", GeneralModel)
    table = directory / "municipalities.csv"
    files.municipalities, faults = read_municipalities(table, files.shown(table))
    files.errors.extend(faults)
    for scheme_id in scheme_ids:
        path = directory / "schemes" / f"{scheme_id}.yml"
        if not path.exists():
            files.unreadable.add(scheme_id)
            files.errors.append(ContentError(files.shown(path), 1, "the file of this scheme is missing"))
            continue
        scheme = read_model(files, path, SchemeModel)
        if scheme is None:
            files.unreadable.add(scheme_id)
        else:
            files.schemes[scheme_id] = scheme
    for path in sorted((directory / "schemes").glob("*.y*ml")):
        if path.stem not in scheme_ids or path.suffix != ".yml":
            files.errors.append(
                ContentError(files.shown(path), 1, f"there is no scheme `{path.stem}`{_hint(path.stem, scheme_ids)}")
            )
    return files


def check(directory: Path, on: date, scheme_ids: tuple[str, ...] = SCHEME_IDS) -> Files:
    """Read and cross-check all files; the faults are in the result."""
    files = read_files(directory, scheme_ids)
    checks.run(files, _as_of(files, on), scheme_ids)
    return files


def load(directory: Path, on: date, scheme_ids: tuple[str, ...] = SCHEME_IDS) -> Content:
    """Return the checked content.

    Raises:
        ContentErrors: With every fault of every file; nothing is returned then.
    """
    files = check(directory, on, scheme_ids)
    errors = files.all_errors()
    if errors or not (files.parameters and files.sources and files.contacts):
        raise ContentErrors(errors)
    return build.content(
        schemes=[model for _, model in files.schemes.values()],
        general=files.general[1] if files.general else None,
        parameters=files.parameters[1].root,
        sources=files.sources[1].root,
        contacts=files.contacts[1],
        municipalities=files.municipalities,
    )


def _as_of(files: Files, on: date) -> date:
    """Return the day the content is checked for: never before its own newest source.

    A demonstration with BOT_NOW in the past must not make the content invalid.
    """
    if files.sources is None:
        return on
    return max([on, *(source.checked for source in files.sources[1].root.values())])


def read_model[M: BaseModel](files: Files, path: Path, model: type[M]) -> tuple[Document, M] | None:
    """Read one file into its model; faults are noted in its document, in an editor's words."""
    document = marks.read(path, files.shown(path))
    files.documents[document.file] = document
    if document.errors and document.data is None:
        return None
    try:
        return document, model.model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors():
            _explain(document, model, detail)
        return _salvage(document, model, error)


def _salvage[M: BaseModel](document: Document, model: type[M], error: ValidationError) -> tuple[Document, M] | None:
    """Return what is left without unknown keys and faulty topics, so that the rest is checked in the same go.

    The faults are already noted, so nothing that was salvaged is ever loaded.
    """
    data = deepcopy(document.data)
    for detail in error.errors():
        where = detail["loc"]
        if detail["type"] != "extra_forbidden" and where[:1] != ("topics",):
            return None
        target = data
        kept = where[:2] if where[:1] == ("topics",) else where
        for step in kept[:-1]:
            target = target[step] if isinstance(target, dict) else None
        if not isinstance(target, dict):
            return None
        target.pop(kept[-1], None)
    try:
        return document, model.model_validate(data)
    except ValidationError:
        return None


def _explain(document: Document, model: type[BaseModel], detail: ErrorDetails) -> None:
    """Turn a fault of the schema into a sentence an editor understands."""
    where = tuple(step for step in detail["loc"] if step != "[key]")
    name = where[-1] if where else ""
    kind = detail["type"]
    if kind == "extra_forbidden":
        message = f"unknown key `{name}`{_hint(str(name), _keys(model))}"
    elif kind == "missing" and name in LANGUAGES:
        message = f"`{_dotted(where[:-1])}` is missing in language `{name}`"
    elif kind == "missing":
        inside = f" in `{_dotted(where[:-1])}`" if where[:-1] else ""
        message = f"`{name}` is missing{inside}"
    elif kind == "value_error":
        message = str(detail["ctx"]["error"]) if "ctx" in detail else detail["msg"]
        message = f"`{_dotted(where)}`: {message}" if where else message
    else:
        message = f"`{_dotted(where)}`: {detail['msg'][:1].lower()}{detail['msg'][1:]}{_seen(detail['input'])}"
    document.fail(where, message)


def _dotted(steps: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in steps) or "the file"


def _seen(value: Any) -> str:
    return f" (it says `{value}`)" if isinstance(value, str | int | float) and len(str(value)) < 60 else ""


def _hint(word: str, choices: Any) -> str:
    close = get_close_matches(word, list(choices), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


def _keys(model: type[BaseModel]) -> set[str]:
    """Return every key that occurs anywhere in a file of this kind, for the hint."""
    found: set[str] = set()
    seen: set[type[BaseModel]] = set()
    waiting: list[Any] = [model]
    while waiting:
        item = waiting.pop()
        if isinstance(item, type) and issubclass(item, BaseModel):
            if item in seen:
                continue
            seen.add(item)
            for key, info in item.model_fields.items():
                found.add(info.alias or key)
                waiting.append(info.annotation)
        else:
            waiting.extend(getattr(item, "__args__", ()))
    return found - {"root"}
