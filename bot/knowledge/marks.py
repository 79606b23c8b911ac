"""YAML with line numbers: every value remembers the line it was written on."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

Path_ = tuple[str | int, ...]
"""Where a value stands in a document: keys and list positions from the top."""


@dataclass(frozen=True, slots=True, order=True)
class ContentError:
    """One fault in a content file, with the place an editor has to look at."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ContentErrors(Exception):  # noqa: N818
    """Every fault found in one reading of the content."""

    def __init__(self, errors: list[ContentError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


@dataclass(slots=True)
class Document:
    """A parsed YAML file: plain data, the line of every path, and what was wrong while reading."""

    file: str
    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    blocks: set[Path_] = field(default_factory=set)
    errors: list[ContentError] = field(default_factory=list)

    def nearest(self, path: Path_) -> Path_:
        """Return `path`, or the nearest enclosing value that exists.

        A list position that the file does not have is skipped: a topic may be written with or without a list.
        """
        known: Path_ = ()
        for step in path:
            if (*known, step) in self.lines:
                known = (*known, step)
            elif not isinstance(step, int):
                break
        return known

    def line(self, path: Path_) -> int:
        """Return the line of `path`, or of the nearest enclosing value that exists."""
        return self.lines.get(self.nearest(path), 1)

    def fail(self, path: Path_, message: str, *, text_line: int = 0) -> None:
        """Note a fault at `path`; `text_line` counts lines within a text written as a block."""
        line = self.line(path)
        if self.nearest(path) in self.blocks:
            line += 1 + text_line
        self.errors.append(ContentError(self.file, line, message))


if TYPE_CHECKING:
    _Base = yaml.SafeLoader
else:
    # The loader written in C reads the content ten times as fast, where the library was built with it.
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """A safe loader that keeps decimals exact."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal | float:
    text = str(loader.construct_scalar(node)).replace("_", "")
    try:
        return Decimal(text)
    except ArithmeticError:
        return float(yaml.SafeLoader.construct_yaml_float(loader, node))


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


def read(path: Path, shown_as: str) -> Document:
    """Read a YAML file; faults of the syntax end up in the document, not in an exception."""
    document = Document(shown_as)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        document.fail((), "the file is missing")
        return document
    except (OSError, UnicodeDecodeError) as error:
        document.fail((), f"the file cannot be read as UTF-8 text ({type(error).__name__})")
        return document
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                document.fail((), "the file is empty")
            else:
                document.data = _construct(loader, node, (), document)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        document.errors.append(
            ContentError(shown_as, line, f"not valid YAML: {error.problem}. A colon or quote in the text? Use `|`")
        )
    except (yaml.YAMLError, ValueError) as error:
        document.errors.append(ContentError(shown_as, 1, f"not valid YAML: {error}"))
    return document


def _construct(loader: _Loader, node: yaml.Node, path: Path_, document: Document) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        loader.flatten_mapping(node)
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if isinstance(key, bool):
                key = str(key_node.value)
            step = key if isinstance(key, int) else str(key)
            document.lines[(*path, step)] = key_node.start_mark.line + 1
            if key in result:
                document.fail((*path, step), f"`{key}` is written twice")
            result[key] = _construct(loader, value_node, (*path, step), document)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_construct(loader, item, (*path, index), document) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        document.blocks.add(path)
    return loader.construct_object(node, deep=True)
