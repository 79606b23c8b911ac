"""What two contents differ in, said for editors."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.knowledge.content import Content
from bot.knowledge.version import plain


def between(running: Content, files: Content) -> list[str]:
    """Return one line for every difference: `+` only in the files, `-` only running, `~` changed."""
    return list(_compare("", plain(running), plain(files)))


def _compare(path: str, old: Any, new: Any) -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, list) and isinstance(new, list):
        old, new = _keyed(old), _keyed(new)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            inner = f"{path}.{key}" if path else str(key)
            if key not in old:
                yield f"+ {inner}{_shown(new[key])}"
            elif key not in new:
                yield f"- {inner}{_shown(old[key])}"
            else:
                yield from _compare(inner, old[key], new[key])
        return
    yield f"~ {path}: {_short(old)} -> {_short(new)}"


def _keyed(items: list[Any]) -> dict[str, Any]:
    """Give list entries names that survive an insertion: a number, a first day, or else the position."""
    found: dict[str, Any] = {}
    for index, item in enumerate(items):
        name = None
        if isinstance(item, Mapping):
            name = item.get("number") or item.get("name") or item.get("valid_from")
        key = str(name) if name and str(name) not in found else str(index)
        found[key] = item
    return found


def _shown(value: Any) -> str:
    return "" if isinstance(value, Mapping | list) else f": {_short(value)}"


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    text = str(value).replace("\n", " ")
    return text if len(text) <= 70 else f"{text[:67]}..."
